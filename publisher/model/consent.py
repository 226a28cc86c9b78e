"""What is known of one person, and what follows from it: answers, duties, the state of a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from publisher.model.amendment import PolicyId
from publisher.model.catalogue import CardRef, Unit
from publisher.model.clause import ClauseId
from publisher.model.register import ItemId
from publisher.model.release import ReleaseLabel
from publisher.model.vocabulary import Act, ActingRole, DutyKind, Mode

SubjectId = NewType("SubjectId", str)
"""A pseudonym of a person; the host application alone knows who it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The person as the host application describes them.

    `since` is when they became a user: who was there before a policy was adopted is "notified, not
    consented". `is_service` exempts machine accounts; an exemption never counts as consent.
    """

    id: SubjectId
    since: datetime
    is_minor: bool = False
    is_service: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One act of a person about one unit, with the target release it was asked for."""

    policy: PolicyId
    unit: Unit
    release: ReleaseLabel
    act: Act
    at: datetime
    role: ActingRole = ActingRole.SELF


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """A notice about all changes up to a release reached the person through a channel."""

    policy: PolicyId
    release: ReleaseLabel
    channel: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """All answers and notices of one person in the order of the ledger."""

    answers: tuple[Answer, ...] = ()
    notified: tuple[Notified, ...] = ()


Posted = Mapping[tuple[PolicyId, ReleaseLabel], datetime]
"""When each release was observed to be public; an unobserved one holds at the gate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing owed to one person now.

    `units` are asked about (consent) or empty (notice, confirm is about the whole policy and the
    items of `units`). `cards` are the signed changes to show, oldest first. `since` is the release
    whose redline to `release` is shown; None for a new person. `deadline` is the instant from which
    the answer is needed; `can_defer` says whether "not now" is still offered.
    """

    kind: DutyKind
    mode: Mode
    policy: PolicyId
    release: ReleaseLabel
    since: ReleaseLabel | None
    units: tuple[Unit, ...]
    cards: tuple[CardRef, ...]
    deadline: datetime | None = None
    can_defer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """What a person decided about one consent item.

    `as_of` is the release whose wording of the item they stand at; None when nothing allows it.
    `is_assumed` marks who was there before adoption: notified, never asked.
    """

    item: ItemId
    act: Act | None
    as_of: ReleaseLabel | None
    is_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyState:
    """What governs one person under one policy.

    `applies` is the release whose changes without consent apply; None for who never confirmed.
    `held_back` are the clauses that stay as an earlier release has them (None: not at all).
    `on_hold` are releases past their date that were not posted in time.
    """

    policy: PolicyId
    applies: ReleaseLabel | None
    items: tuple[ItemState, ...]
    held_back: Mapping[ClauseId, ReleaseLabel | None] = field(default_factory=dict)
    on_hold: tuple[ReleaseLabel, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer of the login check: duties in the order they are shown, and the states.

    `changes_at` is the next instant at which the answer may change without anybody acting.
    """

    duties: tuple[Duty, ...]
    states: tuple[PolicyState, ...]
    changes_at: datetime | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether the person has to answer before going on."""
        return any(duty.mode is Mode.GATE for duty in self.duties)
