"""A frozen release: text, terms, registers and signed cards under one digest, in a chain."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import NewType
from zoneinfo import ZoneInfo

from publisher.model.amendment import AmendmentTerms, PolicyId
from publisher.model.canonical import Digest
from publisher.model.clause import Clause, ClauseId
from publisher.model.obligation import Card, strictest
from publisher.model.register import Registers
from publisher.model.vocabulary import Action

ReleaseLabel = NewType("ReleaseLabel", str)
"""`2.0.0`; with its policy written `privacy@2.0.0`; never used again for other bytes."""


@dataclass(frozen=True, slots=True, order=True)
class EffectiveDate:
    """A day on which a release takes effect, at its start in a named time zone."""

    on: date
    zone: str

    def instant(self) -> datetime:
        """Return the first instant of that day there (aware)."""
        return datetime.combine(self.on, time.min, ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedClause:
    """A clause as clauses.json locks it: identity, place, lines, digest and descent.

    `parents` are the clauses it was split from or merged out of in this release.
    """

    id: ClauseId
    path: str
    start_line: int
    end_line: int
    digest: Digest
    parents: tuple[ClauseId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Everything of one frozen release that a later judgement needs.

    `order` counts releases of a policy from 0 as they were frozen. `base` is the release that its
    cards compare with: the newest one that was not retracted when this one was frozen; None for the
    first. `previous` is the digest of the chain entry before (release or act). `frozen_at` is the
    instant given to the command. `editorial` are changed clauses that owe posting alone and need no
    card. `texts` and `clauses` are by language; the first language is the source.
    """

    policy: PolicyId
    label: ReleaseLabel
    order: int
    base: ReleaseLabel | None
    is_imported: bool
    frozen_at: datetime
    effective: EffectiveDate
    digest: Digest
    previous: Digest | None
    reader_version: str
    terms: AmendmentTerms
    registers: Registers
    cards: tuple[Card, ...]
    editorial: tuple[ClauseId, ...]
    clauses: tuple[Clause, ...]
    locked: tuple[LockedClause, ...]
    text: str
    files: Mapping[str, Digest] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The release with its policy, as people write it: `privacy@2.0.0`."""
        return f"{self.policy}@{self.label}"

    @property
    def action(self) -> Action:
        """What the release as a whole owes: an imported one nothing, else at least posting."""
        if self.is_imported:
            return Action.NONE
        return strictest([Action.POST, *(card.action for card in self.cards)])

    @property
    def lead_days(self) -> int:
        """Days that must lie between posting and effect: the longest that any card needs."""
        if self.is_imported:
            return 0
        return max([1, *(card.lead_days for card in self.cards)])
