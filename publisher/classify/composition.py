"""Composition: signed cards per release become what one person owes over any number of releases.

The rules, which `tests/property/test_composition.py` checks against a slow reference:

1. A unit (a clause, a consent item, an event) that is equal at both ends owes nothing, however
   often it changed in between: what was taken back is not owed.
2. Otherwise the signed cards on the way count, and the strictest wins. The way is walked forward
   only, release by release; where the unit returns to what it was at an earlier point of the way,
   everything in between falls away. So a person never pays for a detour.
3. A card about a unit whose frozen words did not change (an affiliate's new purpose, say) cannot
   be walked around: it leaves a mark on the unit until a later card revokes it.
4. A changed unit that no card and no editorial record explains is an error of the release.
5. A consent item that is gone needs no consent: it owes a notice at most.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publisher.classify.steps import Step, Track, steps_of, tracks_of
from publisher.model.act import History
from publisher.model.catalogue import CardRef, Owed, Since, Target, Unit
from publisher.model.clause import ClauseId
from publisher.model.release import ReleaseLabel
from publisher.model.vocabulary import Action, Scope


def compose(history: History) -> tuple[Target, ...]:
    """Return what is owed from every release to every target that governs or will govern.

    Targets are the live releases that were not superseded when the newest release or act was
    recorded, and the one before them, which still governs where a release was not posted in time.
    Raises PromiseBroken when a release changed something that nobody signed.
    """
    steps = steps_of(history)
    live = [step for step in steps if step.is_live]
    return compose_steps(steps, [step.label for step in live[_first_target(history) :]])


def compose_steps(steps: Sequence[Step], targets: Iterable[ReleaseLabel]) -> tuple[Target, ...]:
    """Return the targets among the steps with what each release owes towards them."""
    wanted = set(targets)
    chain = [step for step in steps if step.is_live]
    tracks = tracks_of(steps)
    since: dict[ReleaseLabel, dict[ReleaseLabel, list[Owed]]] = {
        step.label: {} for step in chain if step.label in wanted
    }
    for start in steps:
        way = _way(start, steps, chain)
        reached = {step.label for step in way if step.is_live}
        for target, starts in since.items():
            if target in reached:
                starts[start.label] = []
        for track in tracks:
            for owed in _owed_on(track, way, wanted):
                since[owed.target][start.label].append(owed.owed)
    return tuple(
        Target(
            release=step.label,
            since={
                label: Since(owed=_grouped(owed, steps))
                for label, owed in since[step.label].items()
            },
        )
        for step in chain
        if step.label in since
    )


def _first_target(history: History) -> int:
    """Return the index of the oldest live release that may still govern somebody."""
    live = history.live()
    recorded = [r.frozen_at for r in history.releases] + [a.acted_at for a in history.acts]
    if not live:
        return 0
    newest = max(recorded)
    in_force = [n for n, r in enumerate(live) if history.effective_of(r).instant() <= newest]
    return max(0, max(in_force, default=0) - 1)


def _way(start: Step, steps: Sequence[Step], chain: Sequence[Step]) -> list[Step]:
    """Return the steps somebody at `start` walks: itself, then the live ones it can lead to.

    Who stands at a retracted release first steps back to the live release it was based on.
    """
    if start.is_live:
        return [step for step in chain if step.order >= start.order]
    by_label = {step.label: step for step in steps}
    ancestor = start
    while not ancestor.is_live:
        if ancestor.base is None:
            return [start]
        ancestor = by_label[ancestor.base]
    return [start, *(step for step in chain if step.order >= ancestor.order)]


@dataclass(frozen=True, slots=True)
class _TargetOwed:
    target: ReleaseLabel
    owed: Owed


@dataclass(frozen=True, slots=True)
class _Reach:
    """How a unit gets to one step: the strictest action on the way and the cards it met."""

    action: Action
    cards: tuple[CardRef, ...]


def _owed_on(track: Track, way: Sequence[Step], wanted: set[ReleaseLabel]) -> Iterable[_TargetOwed]:
    """Walk one unit along the way and yield what is owed at each wanted step."""
    start = way[0]
    reach = _Reach(Action.NONE, ())
    at_state: dict[str, _Reach] = {track.states[start.label]: reach}
    stands = start.label
    for previous, step in pairwise(way):
        reach = _step_on(track, previous, step, reach, at_state)
        state = track.states[step.label]
        if state not in at_state or reach.action < at_state[state].action:
            at_state[state] = reach
        if reach.action < Action.RECONSENT:
            stands = step.label
        if step.label in wanted and reach.action > Action.POST:
            yield _TargetOwed(step.label, _owed(track, step, reach, stands))


def _step_on(
    track: Track, previous: Step, step: Step, reach: _Reach, at_state: Mapping[str, _Reach]
) -> _Reach:
    """Return how the unit gets from one step to the next, or back to where it already was."""
    state = track.states[step.label]
    if previous.is_live:
        edge = track.edges[step.label]
        walked = _Reach(max(reach.action, edge.action), _joined(reach.cards, edge.cards))
    else:  # out of a retracted release only what it did not touch leads on
        walked = _Reach(Action.RECONSENT, ())
    if track.is_gone(step.label):
        walked = _Reach(min(walked.action, Action.PROMINENT), walked.cards)
    back = at_state.get(state)
    return back if back is not None and back.action <= walked.action else walked


def _owed(track: Track, step: Step, reach: _Reach, stands: ReleaseLabel) -> Owed:
    clauses = dict.fromkeys([*track.clauses[step.label], *track.clauses[stands]])
    return Owed(
        unit=track.unit,
        action=reach.action,
        scope=track.scope,
        stands=stands,
        clauses=tuple(clauses),
        cards=reach.cards,
    )


def _joined(cards: tuple[CardRef, ...], more: tuple[CardRef, ...]) -> tuple[CardRef, ...]:
    return tuple(dict.fromkeys([*cards, *more]))


def _grouped(owed: Sequence[Owed], steps: Sequence[Step]) -> tuple[Owed, ...]:
    """Join entries that differ in their clauses alone, in the order of their first card."""
    place = {card.ref: n for n, card in enumerate(card for step in steps for card in step.cards)}
    groups: dict[tuple[Unit, Action, Scope, ReleaseLabel, tuple[CardRef, ...]], list[ClauseId]] = {}
    for entry in owed:
        cards = tuple(sorted(entry.cards, key=place.__getitem__))
        key = (entry.unit, entry.action, entry.scope, entry.stands, cards)
        groups.setdefault(key, []).extend(entry.clauses)
    joined = [
        Owed(
            unit=unit,
            action=action,
            scope=scope,
            stands=stands,
            clauses=tuple(dict.fromkeys(clauses)),
            cards=cards,
        )
        for (unit, action, scope, stands, cards), clauses in groups.items()
    ]
    return tuple(sorted(joined, key=lambda o: (place[o.cards[0]] if o.cards else -1, o.unit)))
