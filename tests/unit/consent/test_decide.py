"""The stories of a person, told with a catalogue that composition made of a few steps."""

from datetime import UTC, datetime, timedelta

import pytest

from publisher.classify.composition import compose_steps
from publisher.classify.steps import Step, StepItem
from publisher.consent.decide import decide
from publisher.model.amendment import PolicyId
from publisher.model.canonical import digest_of
from publisher.model.catalogue import (
    WHOLE_POLICY,
    CardRef,
    Catalogue,
    CatalogueCard,
    CataloguePolicy,
    CatalogueRelease,
    Unit,
    item_unit,
)
from publisher.model.clause import ClauseId
from publisher.model.consent import Answer, Decision, PersonRecord, Subject, SubjectId
from publisher.model.register import ConsentItem, ItemId
from publisher.model.release import ReleaseLabel
from publisher.model.vocabulary import Act, Action, Direction, DutyKind, Mode, Scope

START = datetime(2026, 1, 1, tzinfo=UTC)
PRIVACY = PolicyId("privacy")
OFFERS = ItemId("offers")


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def label(n: int) -> ReleaseLabel:
    return ReleaseLabel(f"{n}.0.0")


def card(n: int, action: Action, *clauses: str, item: ItemId | None = None) -> CatalogueCard:
    name = item or "-".join(clauses)
    return CatalogueCard(
        ref=CardRef(f"{label(n)}/{name}"),
        release=label(n),
        headline=name,
        sentence=name,
        categories=(),
        direction=Direction.REDUCES,
        action=action,
        scope=Scope.ITEM if item else Scope.ALL,
        clauses=tuple(ClauseId(c) for c in clauses),
        item=item,
    )


def step(
    n: int, clauses: str, *cards: CatalogueCard, items: str = "", imported: bool = False
) -> Step:
    """`clauses` and `items` are like "a1 b1": clause a with wording 1, clause b with wording 1."""
    return Step(
        label=label(n),
        order=n - 1,
        base=label(n - 1) if n > 1 else None,
        is_live=True,
        is_imported=imported,
        clauses={ClauseId(w[0]): digest_of(w) for w in clauses.split()},
        items={ItemId(w[:-1]): StepItem(digest=digest_of(w), clauses=()) for w in items.split()},
        cards=cards,
    )


def catalogue(*steps: Step, days: int = 100, lead: int = 10) -> Catalogue:
    """Release n takes effect on day `days` * (n - 1)."""
    releases = tuple(
        CatalogueRelease(
            label=s.label,
            order=s.order,
            base=s.base,
            is_imported=s.is_imported,
            is_retracted=not s.is_live,
            digest=digest_of(s.label),
            frozen_at=day(days * s.order - 50) if s.order else day(5),
            effective_at=day(days * s.order),
            postponed_from=(),
            lead_days=lead,
            action=Action.POST,
            url="",
            cards=s.cards,
            items=tuple(
                ConsentItem(
                    id=i,
                    title=i,
                    kind="additional",
                    purposes=(),
                    data=(),
                    sensitive=False,
                    recipients=(),
                    retention="",
                    without="",
                    clauses=s.items[i].clauses,
                )
                for i in s.items
            ),
        )
        for s in steps
    )
    return Catalogue(
        serial=len(steps),
        base_url="https://example.org",
        is_preview=False,
        policies=(
            CataloguePolicy(
                policy=PRIVACY,
                title="Privacy Policy",
                language="en",
                zone="UTC",
                contact="mailto:a@example.org",
                releases=releases,
                targets=compose_steps(steps, [s.label for s in steps if s.is_live]),
            ),
        ),
    )


def posted(c: Catalogue) -> dict[tuple[PolicyId, ReleaseLabel], datetime]:
    return {(PRIVACY, r.label): r.frozen_at for r in c.policies[0].releases}


OLD_USER = Subject(id=SubjectId("old"), since=day(-400))
NEW_USER = Subject(id=SubjectId("new"), since=day(50))


def answered(unit: Unit, n: int, act: Act, on: int) -> Answer:
    return Answer(policy=PRIVACY, unit=unit, release=label(n), act=act, at=day(on))


def ask(c: Catalogue, subject: Subject, on: int, *answers: Answer) -> Decision:
    return decide(c, subject, PersonRecord(answers=answers), posted(c), at=day(on))


BASE = step(1, "a1 b1", imported=True)


def test_who_was_there_before_adoption_owes_nothing_on_day_one() -> None:
    decision = ask(catalogue(BASE), OLD_USER, 6)
    assert decision.duties == ()
    assert decision.states[0].applies == label(1)


def test_a_new_person_confirms_first_and_the_very_next_check_passes() -> None:
    c = catalogue(BASE)
    (duty,) = ask(c, NEW_USER, 60).duties
    assert (duty.kind, duty.mode) == (DutyKind.CONFIRM, Mode.GATE)
    assert ask(c, NEW_USER, 60, answered(WHOLE_POLICY, 1, Act.ACCEPTED, 60)).duties == ()


def test_a_reduction_is_a_banner_before_it_applies_and_a_gate_from_then_on() -> None:
    c = catalogue(BASE, step(2, "a2 b1", card(2, Action.RECONSENT, "a")))
    (before,) = ask(c, OLD_USER, 99).duties
    (after,) = ask(c, OLD_USER, 100).duties
    assert (before.mode, after.mode) == (Mode.BANNER, Mode.GATE)
    assert after.units == (WHOLE_POLICY,)


def test_who_declines_keeps_the_earlier_clause_and_is_not_asked_again() -> None:
    c = catalogue(
        BASE, step(2, "a2 b2", card(2, Action.RECONSENT, "a"), card(2, Action.PROMINENT, "b"))
    )
    no = answered(WHOLE_POLICY, 2, Act.DECLINED, 101)
    decision = ask(c, OLD_USER, 102, no, answered(WHOLE_POLICY, 2, Act.ACKNOWLEDGED, 101))
    assert decision.duties == ()
    assert decision.states[0].applies == label(2)
    assert decision.states[0].held_back == {ClauseId("a"): label(1)}


def test_a_change_that_was_taken_back_owes_nothing() -> None:
    c = catalogue(
        BASE,
        step(2, "a2 b1", card(2, Action.RECONSENT, "a")),
        step(3, "a1 b1", card(3, Action.PROMINENT, "a")),
    )
    assert ask(c, OLD_USER, 201).duties == ()


def test_skipped_releases_are_asked_together_once() -> None:
    c = catalogue(
        BASE,
        step(2, "a2 b1", card(2, Action.RECONSENT, "a")),
        step(3, "a2 b2", card(3, Action.RECONSENT, "b")),
    )
    (duty,) = ask(c, OLD_USER, 201).duties
    assert [c.split("/")[1] for c in duty.cards] == ["a", "b"]
    assert ask(c, OLD_USER, 202, answered(WHOLE_POLICY, 3, Act.ACCEPTED, 201)).duties == ()


def test_a_new_item_can_be_refused_without_a_gate_and_stays_off() -> None:
    new_item = card(2, Action.RECONSENT, item=OFFERS)
    c = catalogue(BASE, step(2, "a1 b1", new_item, items="offers1"))
    (duty,) = ask(c, OLD_USER, 101).duties
    assert duty.units == (item_unit(OFFERS),)
    decision = ask(c, OLD_USER, 102, answered(item_unit(OFFERS), 2, Act.DECLINED, 101))
    assert decision.duties == ()
    assert decision.states[0].items[0].as_of is None


def test_a_withdrawn_item_is_off_at_once_and_can_be_given_again() -> None:
    c = catalogue(BASE, step(2, "a1 b1", card(2, Action.RECONSENT, item=OFFERS), items="offers1"))
    unit = item_unit(OFFERS)
    given = answered(unit, 2, Act.ACCEPTED, 101)
    withdrawn = answered(unit, 2, Act.WITHDRAWN, 102)
    again = answered(unit, 2, Act.ACCEPTED, 103)
    assert ask(c, OLD_USER, 104, given).states[0].items[0].as_of == label(2)
    off = ask(c, OLD_USER, 104, given, withdrawn)
    assert (off.duties, off.states[0].items[0].as_of) == ((), None)
    assert ask(c, OLD_USER, 104, given, withdrawn, again).states[0].items[0].as_of == label(2)


def test_a_prominent_change_is_shown_until_it_was_seen() -> None:
    c = catalogue(BASE, step(2, "a2 b1", card(2, Action.PROMINENT, "a")))
    (duty,) = ask(c, OLD_USER, 101).duties
    assert (duty.kind, duty.mode) == (DutyKind.NOTICE, Mode.BANNER)
    assert ask(c, OLD_USER, 102, answered(WHOLE_POLICY, 2, Act.ACKNOWLEDGED, 101)).duties == ()


def test_not_now_holds_for_a_day_three_times() -> None:
    c = catalogue(BASE, step(2, "a2 b1", card(2, Action.RECONSENT, "a")))
    deferrals = [answered(WHOLE_POLICY, 2, Act.DEFERRED, on) for on in (101, 102, 103)]
    (put_off,) = ask(c, OLD_USER, 101, *deferrals[:1]).duties
    assert put_off.mode is Mode.BANNER
    (due,) = ask(c, OLD_USER, 104, *deferrals).duties
    assert (due.mode, due.can_defer) == (Mode.GATE, False)


def test_a_release_that_was_not_posted_in_time_holds() -> None:
    c = catalogue(BASE, step(2, "a2 b1", card(2, Action.RECONSENT, "a")))
    late = {(PRIVACY, label(2)): day(95)}
    decision = decide(c, OLD_USER, PersonRecord(), late, at=day(101))
    assert decision.duties == ()
    assert decision.states[0].on_hold == (label(2),)


@pytest.mark.parametrize("act", [Act.ACCEPTED, Act.DECLINED])
def test_an_upcoming_change_is_asked_once_over_two_targets(act: Act) -> None:
    c = catalogue(
        BASE,
        step(2, "a2 b1", card(2, Action.RECONSENT, "a")),
        step(3, "a2 b2", card(3, Action.PROMINENT, "b")),
    )
    duties = ask(c, OLD_USER, 160).duties
    assert [d.kind for d in duties] == [DutyKind.CONSENT, DutyKind.NOTICE]
    assert [d.release for d in duties if d.kind is DutyKind.CONSENT] == [label(2)]
    seen = answered(WHOLE_POLICY, 3, Act.ACKNOWLEDGED, 160)
    assert ask(c, OLD_USER, 161, answered(WHOLE_POLICY, 2, act, 160), seen).duties == ()
