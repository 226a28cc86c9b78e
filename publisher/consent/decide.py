"""The login check: what one person owes and is owed now, from catalogue, answers and time alone.

Pure and total: no query, no clock, the same answer for the same arguments. The rules:

1. A person who never came in confirms the policy in force, and answers each of its consent items.
2. A change that needs consent is asked once per wording: at the release in force by a gate, at an
   upcoming one by a banner, and at an upcoming one only if the answer for the release in force
   would not settle it too.
3. A no stands until the unit changes in a way that needs asking again; it always opens the gate.
4. "Not now" puts an answer off for a day, three times after the date of effect; before it, freely.
5. A change that needs a prominent notice is shown until it was seen or a channel delivered it.
6. A release that was taken back or not posted in time owes nothing and governs nobody.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from publisher.consent.standing import OpenUnit, Standing, open_unit, standing_of
from publisher.consent.telling import untold
from publisher.consent.timeline import timeline_of
from publisher.model.catalogue import (
    WHOLE_POLICY,
    CardRef,
    Catalogue,
    CataloguePolicy,
    CatalogueRelease,
    Unit,
    item_unit,
)
from publisher.model.clause import ClauseId
from publisher.model.consent import (
    Decision,
    Duty,
    ItemState,
    PersonRecord,
    PolicyState,
    Posted,
    Subject,
)
from publisher.model.register import ConsentItem
from publisher.model.release import ReleaseLabel
from publisher.model.vocabulary import Act, DutyKind, Mode

DEFERRAL = timedelta(hours=24)
"""How long one "not now" holds after a change took effect."""

DEFERRAL_LIMIT = 3
"""How often "not now" is offered per unit and release after it took effect."""


def decide(
    catalogue: Catalogue,
    subject: Subject,
    record: PersonRecord,
    posted: Posted,
    *,
    at: datetime,
) -> Decision:
    """Return the duties and the state of one person at an instant (aware).

    Service accounts owe nothing and have no state: an exemption is no consent.
    """
    if subject.is_service:
        return Decision(duties=(), states=())
    standings = [
        standing_of(policy, timeline_of(policy, posted, at=at), subject, record, at=at)
        for policy in catalogue.policies
    ]
    duties = [duty for standing in standings for duty in _duties(standing, at=at)]
    order = [Mode.GATE, Mode.BANNER]
    return Decision(
        duties=tuple(sorted(duties, key=lambda duty: order.index(duty.mode))),
        states=tuple(_state(standing) for standing in standings),
        changes_at=min(_instants(standings, at=at), default=None),
    )


def _instants(standings: Sequence[Standing], *, at: datetime) -> Iterable[datetime]:
    for standing in standings:
        if standing.timeline.changes_at is not None:
            yield standing.timeline.changes_at
        for answer in standing.answers:
            if answer.act is Act.DEFERRED and answer.at + DEFERRAL > at:
                yield answer.at + DEFERRAL


def _duties(standing: Standing, *, at: datetime) -> Iterable[Duty]:
    in_force = standing.timeline.in_force
    if in_force is None:
        return
    if not standing.has_own_confirmation:
        yield _confirmation(standing, in_force)
        return
    yield from _consents(standing, in_force, at=at)
    notice = _notice(standing, in_force)
    if notice is not None:
        yield notice


def _confirmation(standing: Standing, in_force: CatalogueRelease) -> Duty:
    """Return what a new person, or a minor who came of age, confirms before going on."""
    unanswered = [
        unit
        for unit in (item_unit(item.id) for item in in_force.items)
        if open_unit(standing, unit, in_force.label, own_only=True) is not None
        and not standing.is_refused(unit, in_force.label)
    ]
    return Duty(
        kind=DutyKind.CONFIRM,
        mode=Mode.GATE,
        policy=standing.policy.policy,
        release=in_force.label,
        since=None,
        units=tuple(unanswered),
        cards=(),
        deadline=in_force.effective_at,
    )


def _consents(standing: Standing, in_force: CatalogueRelease, *, at: datetime) -> Iterable[Duty]:
    """Yield one consent duty per target and mode: what is put off is no gate for the rest."""
    asked_before: dict[Unit, ReleaseLabel] = {}
    for target in [in_force, *standing.timeline.upcoming]:
        found = [
            unit
            for unit in _open_units(standing, target)
            if not _is_settled_by(standing, unit, asked_before.get(unit.unit), target)
        ]
        asked_before |= {unit.unit: target.label for unit in found}
        for mode in Mode:
            units = [u for u in found if _mode(standing, u, target, in_force, at=at) is mode]
            if units:
                yield _consent(standing, units, target, mode, at=at)


def _open_units(standing: Standing, target: CatalogueRelease) -> Iterable[OpenUnit]:
    """Yield the units that nobody answered for a target, the whole policy first."""
    events = _event_units(standing.policy, target)
    items = [item_unit(item.id) for item in target.items]
    for unit in [WHOLE_POLICY, *events, *items]:
        found = open_unit(standing, unit, target.label, own_only=True)
        if found is not None and not standing.is_refused(unit, target.label):
            yield found


def _event_units(policy: CataloguePolicy, target: CatalogueRelease) -> list[Unit]:
    units = [
        owed.unit
        for candidate in policy.targets
        if candidate.release == target.label
        for since in candidate.since.values()
        for owed in since.owed
        if owed.unit.startswith("event:")
    ]
    return list(dict.fromkeys(units))


def _is_settled_by(
    standing: Standing, found: OpenUnit, asked_at: ReleaseLabel | None, target: CatalogueRelease
) -> bool:
    """Say whether an answer that is already asked for an earlier target settles this one too."""
    if asked_at is None or standing.since(asked_at, target.label) is None:
        return False
    return not standing.asked(found.unit, asked_at, target.label)


def _mode(
    standing: Standing,
    found: OpenUnit,
    target: CatalogueRelease,
    in_force: CatalogueRelease,
    *,
    at: datetime,
) -> Mode:
    if target.label != in_force.label:
        return Mode.BANNER
    deferred = _deferrals(standing, found.unit, target)
    return (
        Mode.BANNER if any(moment <= at < moment + DEFERRAL for moment in deferred) else Mode.GATE
    )


def _deferrals(standing: Standing, unit: Unit, target: CatalogueRelease) -> list[datetime]:
    """Return when a person put off a unit of a release that was in force by then."""
    return [
        answer.at
        for answer in standing.answers
        if answer.act is Act.DEFERRED
        and answer.unit == unit
        and answer.release == target.label
        and answer.at >= target.effective_at
    ]


def _consent(
    standing: Standing,
    units: Sequence[OpenUnit],
    target: CatalogueRelease,
    mode: Mode,
    *,
    at: datetime,
) -> Duty:
    deferrals = max(len(_deferrals(standing, unit.unit, target)) for unit in units)
    starts = [unit.since for unit in units if unit.since is not None]
    return Duty(
        kind=DutyKind.CONSENT,
        mode=mode,
        policy=standing.policy.policy,
        release=target.label,
        since=min(starts, key=standing.place, default=None),
        units=tuple(unit.unit for unit in units),
        cards=_in_order(standing, [card for unit in units for card in unit.cards]),
        deadline=target.effective_at,
        can_defer=target.effective_at > at or deferrals < DEFERRAL_LIMIT,
    )


def _notice(standing: Standing, in_force: CatalogueRelease) -> Duty | None:
    """Return the changes to be told of that need no answer, over all targets, each once."""
    cards: list[CardRef] = []
    newest = in_force
    for target in [in_force, *standing.timeline.upcoming]:
        told = untold(standing, target.label)
        cards.extend(told)
        newest = target if told else newest
    if not cards:
        return None
    return Duty(
        kind=DutyKind.NOTICE,
        mode=Mode.BANNER,
        policy=standing.policy.policy,
        release=newest.label,
        since=max(standing.seen, key=standing.place, default=None),
        units=(),
        cards=_in_order(standing, cards),
        deadline=newest.effective_at,
    )


def _in_order(standing: Standing, cards: Iterable[CardRef]) -> tuple[CardRef, ...]:
    order = [card.ref for release in standing.policy.releases for card in release.cards]
    return tuple(sorted(dict.fromkeys(cards), key=order.index))


def _state(standing: Standing) -> PolicyState:
    in_force = standing.timeline.in_force
    on_hold = tuple(release.label for release in standing.timeline.on_hold)
    policy = standing.policy.policy
    if in_force is None or standing.join is None:
        return PolicyState(policy=policy, applies=None, items=(), on_hold=on_hold)
    held: dict[ClauseId, ReleaseLabel | None] = {}
    whole = open_unit(standing, WHOLE_POLICY, in_force.label)
    if whole is not None:
        held |= whole.held
    items: list[ItemState] = []
    for item in in_force.items:
        found = open_unit(standing, item_unit(item.id), in_force.label)
        if found is not None:
            held |= found.held
        items.append(_item_state(standing, item, found, in_force))
    return PolicyState(
        policy=policy,
        applies=in_force.label,
        items=tuple(items),
        held_back=held,
        on_hold=on_hold,
    )


def _item_state(
    standing: Standing, item: ConsentItem, found: OpenUnit | None, in_force: CatalogueRelease
) -> ItemState:
    unit = item_unit(item.id)
    answers = standing.answers_to(unit)
    as_of = in_force.label if found is None else found.stands
    if as_of is not None and item.id not in {i.id for i in standing.policy.release(as_of).items}:
        as_of = None
    return ItemState(
        item=item.id,
        act=answers[-1].act if answers else None,
        as_of=as_of,
        is_assumed=as_of is not None and standing.starts(unit) == (standing.assumed,),
    )
