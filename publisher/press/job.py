"""What the press is given and what it gives back: values only, no file is touched here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from publisher.model.act import History
from publisher.model.amendment import PolicyId
from publisher.model.catalogue import Target
from publisher.model.change import Comparison
from publisher.model.clause import ClauseId
from publisher.model.release import Release, ReleaseLabel

Compare = Callable[[Release | None, Release], Comparison]
"""Compares two releases; given by the pipeline, which remembers what it has compared."""


class Page(Protocol):
    """Fills a template for the page that stands in a folder below the web root."""

    def __call__(self, template: str, path: str, **values: object) -> bytes:
        """Return the page as bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What all pages of a site share; `theme` is a folder whose files go before ours."""

    base_url: str
    title: str
    languages: tuple[str, ...] = ("en",)
    theme: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PressJob:
    """Everything that the output is a function of.

    `at` decides only which release the current pages call in force. `commit` is printed on the
    index and the history. `previous` is the folder of an earlier output, whose PDFs are taken over
    where they came from the same sources.
    """

    site: Site
    histories: tuple[History, ...]
    targets: Mapping[PolicyId, tuple[Target, ...]]
    comparisons: Compare
    at: datetime
    commit: str = ""
    is_preview: bool = False
    with_pdf: bool = True
    previous: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PressResult:
    """The output as bytes by path below the web root, and where things that others cite lie.

    `release_pages` is by policy, release and language; `clause_fragments` by policy, release and
    clause; `redline_fragments` by policy, release before and release after. `warnings` are
    sentences for the build report.
    """

    files: Mapping[str, bytes]
    release_pages: Mapping[tuple[PolicyId, ReleaseLabel, str], str]
    clause_fragments: Mapping[tuple[PolicyId, ReleaseLabel, ClauseId], str]
    redline_fragments: Mapping[tuple[PolicyId, ReleaseLabel, ReleaseLabel], str]
    warnings: tuple[str, ...] = field(default=())
