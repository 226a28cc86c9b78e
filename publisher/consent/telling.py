"""Which changes a person still has to be told of: those that apply to them and that they never saw.

A change that waits for an answer is shown with the question; one that was refused does not apply
and is not announced. All others are told once, from the nearest release the person knows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from publisher.consent.standing import Standing, open_unit
from publisher.model.catalogue import WHOLE_POLICY, CardRef, Owed, Unit
from publisher.model.clause import ClauseId
from publisher.model.release import ReleaseLabel
from publisher.model.vocabulary import Action


@dataclass(frozen=True, slots=True)
class _Strand:
    """What can be told of alone: a clause of the policy, or a whole item or event."""

    unit: Unit
    clause: ClauseId | None = None


def untold(standing: Standing, target: ReleaseLabel) -> tuple[CardRef, ...]:
    """Return the cards that a person has to be told of before a target, oldest start first."""
    known = {
        label: strands
        for label, strands in _strands_by_start(standing, target).items()
        if standing.place(label) >= 0
    }
    cards: list[CardRef] = []
    strands = dict.fromkeys(strand for found in known.values() for strand in found)
    for unit in dict.fromkeys(strand.unit for strand in strands):
        found = open_unit(standing, unit, target)
        held = set(found.held) if found is not None else set()
        if found is not None and unit != WHOLE_POLICY:
            continue
        starts = dict.fromkeys([*standing.seen, *standing.starts(unit)])
        if any(standing.place(start) >= standing.place(target) for start in starts):
            continue
        for strand in (s for s in strands if s.unit == unit and s.clause not in held):
            cards.extend(_nearest(standing, strand, starts, known=known))
    return tuple(dict.fromkeys(cards))


def _strands_by_start(
    standing: Standing, target: ReleaseLabel
) -> dict[ReleaseLabel, dict[_Strand, Owed]]:
    """Return what each release of the policy owes towards a target, strand by strand."""
    return {
        release.label: dict(_strands(standing, since.owed))
        for release in standing.policy.releases
        if (since := standing.since(release.label, target)) is not None
    }


def _strands(standing: Standing, entries: Iterable[Owed]) -> Iterable[tuple[_Strand, Owed]]:
    """Yield each strand with its strictest entry: the strictest comes last and stays."""
    for owed in sorted(entries, key=standing.action_of):
        if owed.unit == WHOLE_POLICY:
            yield from ((_Strand(owed.unit, clause), owed) for clause in owed.clauses)
        else:
            yield _Strand(owed.unit), owed


def _nearest(
    standing: Standing,
    strand: _Strand,
    starts: Iterable[ReleaseLabel],
    *,
    known: Mapping[ReleaseLabel, Mapping[_Strand, Owed]],
) -> tuple[CardRef, ...]:
    """Return the cards from the start that owes least; none where a start owes no notice."""
    entries: list[Owed] = []
    reachable = [start for start in starts if start in known]
    for start in sorted(reachable, key=standing.place, reverse=True):
        owed = known[start].get(strand)
        if owed is None:
            return ()
        entries.append(owed)
    least = min(entries, key=standing.action_of, default=None)
    if least is None or standing.action_of(least) is not Action.PROMINENT:
        return ()
    return least.cards
