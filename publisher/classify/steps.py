"""The history of a policy as composition walks it: steps (releases), tracks (units over steps).

A track gives a unit one state per step, a text that is equal exactly where the unit is, and one
edge per step: what the signed cards say about coming there from the step's base.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from publisher.errors import PromiseBroken
from publisher.model.act import History
from publisher.model.canonical import Digest, digest_of
from publisher.model.catalogue import (
    WHOLE_POLICY,
    CardRef,
    CatalogueCard,
    Unit,
    event_unit,
    item_unit,
)
from publisher.model.clause import ClauseId
from publisher.model.obligation import Card
from publisher.model.register import ItemId
from publisher.model.release import Release, ReleaseLabel
from publisher.model.vocabulary import Action, Scope

Key = TypeVar("Key", ClauseId, ItemId)

GONE = "gone"
"""The state of a unit that a step does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepItem:
    """A consent item at one step: digest of its register entry and the clauses that state it."""

    digest: Digest
    clauses: tuple[ClauseId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One release with no more than composition needs.

    `base` is the release its cards compare with. `editorial` are changed clauses that owe posting
    alone. `revokes` are cards of earlier steps that no longer hold.
    """

    label: ReleaseLabel
    order: int
    base: ReleaseLabel | None
    is_live: bool
    is_imported: bool
    clauses: Mapping[ClauseId, Digest]
    items: Mapping[ItemId, StepItem]
    cards: tuple[CatalogueCard, ...] = ()
    editorial: frozenset[ClauseId] = frozenset()
    revokes: frozenset[CardRef] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What is signed about one unit on the way from a step's base to the step."""

    action: Action
    cards: tuple[CardRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One unit through all steps. `clauses` are those that wait with the unit at each step."""

    unit: Unit
    scope: Scope
    states: Mapping[ReleaseLabel, str]
    edges: Mapping[ReleaseLabel, Edge]
    clauses: Mapping[ReleaseLabel, tuple[ClauseId, ...]] = field(default_factory=dict)

    def is_gone(self, label: ReleaseLabel) -> bool:
        """Say whether this is a consent item that the step does not have."""
        return self.scope is Scope.ITEM and self.states[label] == GONE


def card_ref(release: ReleaseLabel, card: str) -> CardRef:
    """Return the reference of a card within its policy."""
    return CardRef(f"{release}/{card}")


def catalogue_card(release: ReleaseLabel, card: Card) -> CatalogueCard:
    """Return a signed card as catalogue and composition carry it."""
    return CatalogueCard(
        ref=card_ref(release, card.id),
        release=release,
        headline=card.headline,
        sentence=card.sentence,
        categories=card.categories,
        direction=card.direction,
        action=card.action,
        scope=card.scope,
        clauses=card.clauses,
        item=card.item,
        event=card.event,
    )


def steps_of(history: History) -> tuple[Step, ...]:
    """Return the releases of a history as steps, in the order they were frozen."""
    retracted = history.retracted()
    return tuple(_step(release, release.label not in retracted) for release in history.releases)


def tracks_of(steps: Sequence[Step]) -> tuple[Track, ...]:
    """Return a track for each unit that is not the same at all steps.

    Raises PromiseBroken for a change that is neither on a card nor in the editorial record.
    """
    _refuse_unsigned(steps)
    tracks = [*_clause_tracks(steps), *_item_tracks(steps), *_event_tracks(steps)]
    return tuple(t for t in tracks if len(set(t.states.values())) > 1)


def _step(release: Release, is_live: bool) -> Step:  # noqa: FBT001 - a field, not a switch
    return Step(
        label=release.label,
        order=release.order,
        base=release.base,
        is_live=is_live,
        is_imported=release.is_imported,
        clauses={clause.id: clause.digest for clause in release.clauses},
        items={
            item.id: StepItem(digest=item.digest, clauses=item.clauses)
            for item in release.registers.items
        },
        cards=tuple(catalogue_card(release.label, card) for card in release.cards),
        editorial=frozenset(release.editorial),
        revokes=frozenset(CardRef(card.revokes) for card in release.cards if card.revokes),
    )


def is_item_card(card: CatalogueCard) -> bool:
    """Say whether a card is answered item by item rather than for the whole policy."""
    return card.scope is Scope.ITEM and card.item is not None


def is_event_unit(card: CatalogueCard) -> bool:
    """Say whether a card is about a fact outside the text that is no single item's."""
    return card.event is not None and not is_item_card(card)


def _refuse_unsigned(steps: Sequence[Step]) -> None:
    by_label = {step.label: step for step in steps}
    for step in steps:
        if step.base is None or step.is_imported:
            continue
        base = by_label[step.base]
        on_cards = {clause for card in step.cards for clause in card.clauses}
        for clause in _changed(base.clauses, step.clauses):
            if clause not in on_cards and clause not in step.editorial:
                raise PromiseBroken(
                    f"release {step.label} changed clause {clause}, and no card says what that "
                    "owes; run `publisher propose` and decide its card"
                )
        item_cards = {card.item for card in step.cards if is_item_card(card)}
        before, after = ({i: s.items[i].digest for i in s.items} for s in (base, step))
        for item in _changed(before, after):
            if item not in item_cards:
                raise PromiseBroken(
                    f"release {step.label} changed consent item {item}, and no card says what "
                    "that owes; run `publisher propose` and decide its card"
                )


def _changed(old: Mapping[Key, object], new: Mapping[Key, object]) -> list[Key]:
    return sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def _clause_tracks(steps: Sequence[Step]) -> Iterable[Track]:
    clauses = dict.fromkeys(clause for step in steps for clause in step.clauses)
    guarded = {c for step in steps for card in step.cards for c in card.clauses if _guards(card)}
    for clause in clauses:
        raw = {step.label: str(step.clauses.get(clause, GONE)) for step in steps}
        waiting = {step.label: (clause,) for step in steps}
        for scope in [Scope.ALL, Scope.GUARDIAN] if clause in guarded else [Scope.ALL]:
            about = {
                step.label: [
                    card
                    for card in step.cards
                    if card.scope is scope and card.event is None and clause in card.clauses
                ]
                for step in steps
            }
            yield _track(WHOLE_POLICY, scope, steps=steps, raw=raw, about=about, waiting=waiting)


def _guards(card: CatalogueCard) -> bool:
    return card.scope is Scope.GUARDIAN


def _item_tracks(steps: Sequence[Step]) -> Iterable[Track]:
    for item in dict.fromkeys(item for step in steps for item in step.items):
        raw = {step.label: _item_state(step, item) for step in steps}
        about = {
            step.label: [c for c in step.cards if is_item_card(c) and c.item == item]
            for step in steps
        }
        waiting = {
            step.label: step.items[item].clauses if item in step.items else () for step in steps
        }
        yield _track(
            item_unit(item), Scope.ITEM, steps=steps, raw=raw, about=about, waiting=waiting
        )


def _item_state(step: Step, item: ItemId) -> str:
    if item not in step.items:
        return GONE
    entry = step.items[item]
    stated = [[clause, step.clauses.get(clause, GONE)] for clause in entry.clauses]
    return digest_of([entry.digest, stated])


def _event_tracks(steps: Sequence[Step]) -> Iterable[Track]:
    """Yield the events: there from the step that declares one to the step that revokes it."""
    by_label = {step.label: step for step in steps}
    for declaring in steps:
        for card in filter(is_event_unit, declaring.cards):
            states: dict[ReleaseLabel, str] = {}
            for step in steps:
                before = states[step.base] if step.base is not None else GONE
                states[step.label] = (
                    card.ref
                    if step.label == declaring.label
                    else GONE
                    if card.ref in step.revokes
                    else before
                )
            edges = {label: Edge(action=Action.NONE) for label in by_label}
            edges[declaring.label] = Edge(action=card.action, cards=(card.ref,))
            nothing: dict[ReleaseLabel, tuple[ClauseId, ...]] = dict.fromkeys(by_label, ())
            yield Track(
                unit=event_unit(card.ref),
                scope=card.scope,
                states=states,
                edges=edges,
                clauses=nothing,
            )


def _track(  # noqa: PLR0913 - the six parts of a track
    unit: Unit,
    scope: Scope,
    *,
    steps: Sequence[Step],
    raw: Mapping[ReleaseLabel, str],
    about: Mapping[ReleaseLabel, Sequence[CatalogueCard]],
    waiting: Mapping[ReleaseLabel, tuple[ClauseId, ...]],
) -> Track:
    """Return a track whose states carry the marks of cards that no frozen word shows."""
    marks: dict[ReleaseLabel, frozenset[CardRef]] = {}
    edges: dict[ReleaseLabel, Edge] = {}
    by_label = {step.label: step for step in steps}
    for step in steps:
        cards = about[step.label]
        is_changed = step.base is not None and raw[step.label] != raw[step.base]
        before = marks[step.base] if step.base is not None else frozenset[CardRef]()
        unseen = {c.ref for c in cards if not _shows(c, step, by_label)}
        marks[step.label] = (before | unseen) - step.revokes
        if step.is_imported:
            edges[step.label] = Edge(action=Action.NONE)
            continue
        least = Action.POST if is_changed else Action.NONE
        edges[step.label] = Edge(
            action=max([least, *(card.action for card in cards)]),
            cards=tuple(card.ref for card in cards if card.action > Action.POST),
        )
    return Track(
        unit=unit,
        scope=scope,
        states={
            label: state if not marks[label] or state == GONE else f"{state} {sorted(marks[label])}"
            for label, state in raw.items()
        },
        edges=edges,
        clauses=waiting,
    )


def _shows(card: CatalogueCard, step: Step, by_label: Mapping[ReleaseLabel, Step]) -> bool:
    """Say whether any frozen word or register entry changed with the card."""
    if step.base is None:
        return True
    base = by_label[step.base]
    if any(base.clauses.get(c) != step.clauses.get(c) for c in card.clauses):
        return True
    return card.item is not None and base.items.get(card.item) != step.items.get(card.item)
