"""The catalogue: the one file that CI gives to the running application, as values.

Every duty of every person can be looked up in it without comparing anything: for each release a
person may stand at and each target that governs or will govern, it says per unit what is owed.
A unit is the whole policy (`policy`), one consent item (`item:ID`) or one event
(`event:RELEASE/CARD`). JSON form: `publisher.model.catalogue_json`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from publisher.model.amendment import CategoryId, PolicyId
from publisher.model.canonical import Digest
from publisher.model.clause import ClauseId
from publisher.model.register import ConsentItem, ItemId
from publisher.model.release import ReleaseLabel
from publisher.model.vocabulary import Action, Direction, EventKind, Scope

SCHEMA = "publisher.catalogue/0"

Unit = NewType("Unit", str)
"""`policy`, `item:ID` or `event:RELEASE/CARD`: what one answer is about."""

CardRef = NewType("CardRef", str)
"""`RELEASE/CARD`, unique within a policy."""

WHOLE_POLICY = Unit("policy")


def item_unit(item: ItemId) -> Unit:
    """Return the unit of a consent item."""
    return Unit(f"item:{item}")


def event_unit(card: CardRef) -> Unit:
    """Return the unit of an event card."""
    return Unit(f"event:{card}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """A published file: its path below the web root and its digest."""

    path: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueCard:
    """A signed change as notices and gates show it."""

    ref: CardRef
    release: ReleaseLabel
    headline: str
    sentence: str
    categories: tuple[CategoryId, ...]
    direction: Direction
    action: Action
    scope: Scope
    clauses: tuple[ClauseId, ...]
    item: ItemId | None = None
    event: EventKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRelease:
    """A release as the running side knows it.

    `effective_at` counts after the last postponement; `postponed_from` are the instants before.
    `texts` are the published pages by language, `clauses` the fragment of each clause by its id.
    """

    label: ReleaseLabel
    order: int
    base: ReleaseLabel | None
    is_imported: bool
    is_retracted: bool
    digest: Digest
    frozen_at: datetime
    effective_at: datetime
    postponed_from: tuple[datetime, ...]
    lead_days: int
    action: Action
    url: str
    cards: tuple[CatalogueCard, ...]
    items: tuple[ConsentItem, ...]
    texts: Mapping[str, Artefact] = field(default_factory=dict)
    clauses: tuple[tuple[ClauseId, Artefact], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What somebody who stands at one release owes towards a target, for one unit.

    `stands` is the newest release, not after the target, that applies to this unit without an
    answer. `clauses` are the clauses of the unit that wait when the answer is no.
    """

    unit: Unit
    action: Action
    scope: Scope
    stands: ReleaseLabel
    clauses: tuple[ClauseId, ...]
    cards: tuple[CardRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """All that changed from one release to a target: duties, and the redline as published."""

    owed: tuple[Owed, ...]
    redlines: Mapping[str, Artefact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A release that governs or will govern, seen from each release a person may stand at.

    A release that is missing in `since` cannot be compared with the target; then all is owed.
    """

    release: ReleaseLabel
    since: Mapping[ReleaseLabel, Since]


@dataclass(frozen=True, slots=True, kw_only=True)
class CataloguePolicy:
    """One policy: its releases in the order they were frozen, and its targets, oldest first."""

    policy: PolicyId
    title: str
    language: str
    zone: str
    contact: str
    releases: tuple[CatalogueRelease, ...]
    targets: tuple[Target, ...]

    def release(self, label: ReleaseLabel) -> CatalogueRelease:
        """Return a release by its label; raises KeyError for an unknown one."""
        for release in self.releases:
            if release.label == label:
                return release
        raise KeyError(label)

    def card(self, ref: CardRef) -> CatalogueCard:
        """Return a card by its reference; raises KeyError for an unknown one."""
        for release in self.releases:
            for card in release.cards:
                if card.ref == ref:
                    return card
        raise KeyError(ref)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All policies of a site. `serial` counts frozen releases and acts and never goes down.

    `is_preview` marks a catalogue that was built without the signing key.
    """

    serial: int
    base_url: str
    is_preview: bool
    policies: tuple[CataloguePolicy, ...]

    def policy(self, policy: PolicyId) -> CataloguePolicy:
        """Return a policy by its id; raises KeyError for an unknown one."""
        for candidate in self.policies:
            if candidate.policy == policy:
                return candidate
        raise KeyError(policy)
