"""What a policy says about its own changes: categories, promises, thresholds and lead days as data.

These terms are frozen with each release, and the terms in force judge a change, not the proposed
ones; otherwise a release could delete its own duty to ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

from publisher.model.clause import ClauseId, Label

CategoryId = NewType("CategoryId", str)
"""A word (`recipients`); the printed label (`2.3`) is only print."""

PolicyId = NewType("PolicyId", str)
"""The name of a policy and of its folder: `privacy`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One entry of the policy's own list of material changes, with the clause that states it."""

    id: CategoryId
    label: Label
    title: str
    quote: str
    clause: ClauseId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise of the policy, the mechanism that keeps it and the clause that states it."""

    id: str
    text: str
    mechanism: str
    quote: str
    clause: ClauseId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """The controller: who answers for the policy and how to reach them."""

    name: str
    address: str
    email: str
    phone: str
    responsible: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentTerms:
    """Everything of a policy that judges its changes.

    `zone` is an IANA time zone: an effective date is that day's start there. `lead_days` maps the
    row of the decision table (`"24"`) to days between posting and effect; `sections` maps the
    printed label of a section heading (`"3."`) to a category id or `other`.
    """

    policy: PolicyId
    title: str
    language: str
    zone: str
    profile: str
    organisation: Organisation
    categories: tuple[Category, ...]
    promises: tuple[Promise, ...]
    thresholds: Mapping[str, str] = field(default_factory=dict)
    lead_days: Mapping[str, int] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    glossary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def promises_by(self, mechanism: str) -> tuple[Promise, ...]:
        """Return the promises that a mechanism keeps, in the order of the terms."""
        return tuple(p for p in self.promises if p.mechanism == mechanism)
