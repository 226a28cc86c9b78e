"""Where one person stands under one policy: the releases their answers rest on, unit by unit.

A person stands on *starts*: the release they were there for when the policy was adopted, the one
they confirmed, and those they accepted a unit of. From each start the catalogue says what is owed
to a target; a unit is settled when any start settles it. So consent to a wording counts again when
that wording returns, and nobody is asked twice for the same words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from publisher.consent.timeline import Timeline
from publisher.model.catalogue import (
    WHOLE_POLICY,
    CardRef,
    CataloguePolicy,
    Owed,
    Since,
    Unit,
    item_unit,
)
from publisher.model.clause import ClauseId
from publisher.model.consent import Answer, PersonRecord, Subject
from publisher.model.release import ReleaseLabel
from publisher.model.vocabulary import Act, ActingRole, Action, Scope

REFUSALS = frozenset({Act.DECLINED, Act.WITHDRAWN})
ANSWERS = REFUSALS | {Act.ACCEPTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One person under one policy, with answers up to an instant, oldest first."""

    policy: CataloguePolicy
    timeline: Timeline
    subject: Subject
    answers: tuple[Answer, ...]
    seen: tuple[ReleaseLabel, ...]

    def since(self, start: ReleaseLabel, target: ReleaseLabel) -> Since | None:
        """Return what lies between a start and a target; None where no way leads."""
        for candidate in self.policy.targets:
            if candidate.release == target:
                return candidate.since.get(start)
        return None

    def action_of(self, owed: Owed) -> Action:
        """Return what an entry owes this person: guardians answer for minors, others are told."""
        if owed.scope is Scope.GUARDIAN and not self.subject.is_minor:
            return min(owed.action, Action.PROMINENT)
        return owed.action

    @property
    def assumed(self) -> ReleaseLabel | None:
        """The imported release that governed who was there before the policy was adopted."""
        imported = [release for release in self.timeline.live if release.is_imported]
        if not imported or self.subject.since >= imported[0].frozen_at:
            return None
        return imported[-1].label

    @property
    def join(self) -> ReleaseLabel | None:
        """The release under which the person came in: assumed at adoption, or first confirmed."""
        if self.assumed is not None:
            return self.assumed
        confirmed = (a.release for a in self.answers if self._is_yes(a, WHOLE_POLICY))
        return next(confirmed, None)

    @property
    def has_own_confirmation(self) -> bool:
        """Whether the person, and not only a guardian, ever stood behind the policy."""
        return self.assumed is not None or any(
            self._is_yes(a, WHOLE_POLICY) and self._is_own(a) for a in self.answers
        )

    def starts(self, unit: Unit, *, own_only: bool = False) -> tuple[ReleaseLabel, ...]:
        """Return the releases that the person's standing for a unit rests on.

        With `own_only` answers of a guardian count no more, as when a minor has come of age.
        """
        answers = self.answers_to(unit)
        withdrawn = [n for n, answer in enumerate(answers) if answer.act is Act.WITHDRAWN]
        after = answers[withdrawn[-1] + 1 :] if withdrawn else answers
        accepted = [
            a.release for a in after if self._is_yes(a, unit) and (self._is_own(a) or not own_only)
        ]
        is_in = self.has_own_confirmation or not own_only
        joined = (
            [self.join]
            if self.join is not None and is_in and not withdrawn and self._covers(self.join, unit)
            else []
        )
        return tuple(dict.fromkeys([*joined, *accepted]))

    def answers_to(self, unit: Unit) -> tuple[Answer, ...]:
        """Return the yes, no and withdrawals about a unit, oldest first; seen is no answer."""
        return tuple(a for a in self.answers if a.unit == unit and a.act in ANSWERS)

    def asked(self, unit: Unit, start: ReleaseLabel, target: ReleaseLabel) -> tuple[Owed, ...]:
        """Return the entries of a unit that need an answer between a start and a target."""
        since = self.since(start, target)
        if since is None:
            return ()
        return tuple(
            owed
            for owed in since.owed
            if owed.unit == unit and self.action_of(owed) is Action.RECONSENT
        )

    def is_refused(self, unit: Unit, target: ReleaseLabel) -> bool:
        """Say whether the last answer was no, and nothing that needs asking changed since."""
        answers = self.answers_to(unit)
        if not answers or answers[-1].act not in REFUSALS:
            return False
        refused_at = answers[-1].release
        if self.since(refused_at, target) is None:
            return False
        return not self.asked(unit, refused_at, target)

    def place(self, label: ReleaseLabel) -> int:
        """Return where a release stands in the chain; a retracted one before all."""
        order = self.timeline.order_of(label)
        return -1 if order is None else order

    def clauses_of(self, unit: Unit, target: ReleaseLabel) -> tuple[ClauseId, ...]:
        """Return the clauses that state a consent item at a release."""
        for item in self.policy.release(target).items:
            if item_unit(item.id) == unit:
                return item.clauses
        return ()

    def _covers(self, join: ReleaseLabel, unit: Unit) -> bool:
        """Say whether coming in settles a unit: a consent item that was there asks for itself."""
        if not unit.startswith("item:") or join == self.assumed:
            return True
        return unit not in {item_unit(item.id) for item in self.policy.release(join).items}

    def _is_yes(self, answer: Answer, unit: Unit) -> bool:
        """Say whether an answer is a yes that counts: a minor's own click alone is none."""
        if answer.unit != unit or answer.act is not Act.ACCEPTED:
            return False
        return not (self.subject.is_minor and answer.role is ActingRole.SELF)

    def _is_own(self, answer: Answer) -> bool:
        return self.subject.is_minor or answer.role is not ActingRole.GUARDIAN


def standing_of(
    policy: CataloguePolicy,
    timeline: Timeline,
    subject: Subject,
    record: PersonRecord,
    *,
    at: datetime,
) -> Standing:
    """Return a person's standing from what the ledger held at an instant."""
    answers = tuple(a for a in record.answers if a.policy == policy.policy and a.at <= at)
    standing = Standing(policy=policy, timeline=timeline, subject=subject, answers=answers, seen=())
    told = [n.release for n in record.notified if n.policy == policy.policy and n.at <= at]
    read = [a.release for a in answers if a.act is Act.ACKNOWLEDGED]
    seen = [*standing.starts(WHOLE_POLICY), *told, *read]
    return Standing(
        policy=policy,
        timeline=timeline,
        subject=subject,
        answers=answers,
        seen=tuple(dict.fromkeys(seen)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenUnit:
    """A unit that needs an answer towards a target before the target applies to it.

    `held` are the clauses that wait, each with the release it stands at (None: it does not apply
    at all). `since` is the start that comes nearest; None where the person was never asked.
    """

    unit: Unit
    held: Mapping[ClauseId, ReleaseLabel | None]
    cards: tuple[CardRef, ...]
    stands: ReleaseLabel | None
    since: ReleaseLabel | None


def open_unit(
    standing: Standing, unit: Unit, target: ReleaseLabel, *, own_only: bool = False
) -> OpenUnit | None:
    """Return what of a unit no start settles towards a target; None when all is settled."""
    starts = standing.starts(unit, own_only=own_only)
    asked = {
        start: standing.asked(unit, start, target)
        for start in starts
        if standing.since(start, target) is not None
    }
    if not asked:
        clauses = standing.clauses_of(unit, target)
        return OpenUnit(unit=unit, held=dict.fromkeys(clauses), cards=(), stands=None, since=None)
    if not all(asked.values()):
        return None
    return (_open_clauses if unit == WHOLE_POLICY else _open_entry)(standing, unit, asked)


def _open_entry(
    standing: Standing, unit: Unit, asked: Mapping[ReleaseLabel, tuple[Owed, ...]]
) -> OpenUnit:
    """Return an item or event from the start at which the unit stands furthest."""
    best = max(asked, key=lambda start: standing.place(asked[start][0].stands))
    entry = asked[best][0]
    return OpenUnit(
        unit=unit,
        held=dict.fromkeys(entry.clauses, entry.stands),
        cards=entry.cards,
        stands=entry.stands,
        since=best,
    )


def _open_clauses(
    standing: Standing, unit: Unit, asked: Mapping[ReleaseLabel, tuple[Owed, ...]]
) -> OpenUnit | None:
    """Return the clauses of the whole policy that every start leaves open."""
    stands = [_by_clause(standing, found) for found in asked.values()]
    common = [c for c in stands[0] if all(c in by_clause for by_clause in stands)]
    if not common:
        return None
    best = max(asked, key=standing.place)
    cards = [c for owed in asked[best] if set(owed.clauses) & set(common) for c in owed.cards]
    held = {c: max((by_clause[c] for by_clause in stands), key=standing.place) for c in common}
    return OpenUnit(
        unit=unit,
        held=held,
        cards=tuple(dict.fromkeys(cards)),
        stands=min(held.values(), key=standing.place),
        since=best,
    )


def _by_clause(standing: Standing, found: tuple[Owed, ...]) -> dict[ClauseId, ReleaseLabel]:
    """Return the release each clause stands at; the older one where two entries hold a clause."""
    stands: dict[ClauseId, ReleaseLabel] = {}
    for owed in found:
        for clause in owed.clauses:
            before = stands.get(clause, owed.stands)
            stands[clause] = min(before, owed.stands, key=standing.place)
    return stands
