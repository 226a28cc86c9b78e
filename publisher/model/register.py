"""Registers: the facts that a policy text states in tables, kept as data beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NewType

from publisher.model.canonical import Digest, digest_of
from publisher.model.clause import ClauseId

ItemId = NewType("ItemId", str)
"""The id of a consent item: a business function that runs on express consent."""

Row = Mapping[str, str | bool | tuple[str, ...]]
"""One entry of a register as it stands in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentItem:
    """Something a person says yes or no to on its own.

    `kind` is `basic` or `additional`; `without` says in one sentence what refusing costs. Texts
    are expanded (titles of purposes, data items and recipients), so that the digest changes when
    anything that the person agreed to changes. `clauses` are held back together when refused.
    """

    id: ItemId
    title: str
    kind: str
    purposes: tuple[str, ...]
    data: tuple[str, ...]
    sensitive: bool
    recipients: tuple[str, ...]
    retention: str
    without: str
    clauses: tuple[ClauseId, ...]

    @property
    def digest(self) -> Digest:
        """Digest of what is agreed to; the clauses that state it are compared on their own."""
        return digest_of(
            [
                self.title,
                self.kind,
                list(self.purposes),
                list(self.data),
                self.sensitive,
                list(self.recipients),
                self.retention,
                self.without,
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Registers:
    """All registers of a policy: `tables` by name for printing and comparing, `items` typed."""

    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    items: tuple[ConsentItem, ...] = ()
