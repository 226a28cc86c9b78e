"""The PDFs of an edition: rendered once, then taken over while their sources stay the same.

What a PDF was made from has a digest (its HTML, the print style sheet, attachments, the versions
of the libraries); the digests of all PDFs are published, and a PDF whose digest is the same as in
the previous output is copied from there.
"""

import json
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import EnvironmentProblem
from publisher.model.canonical import Digest, canonical_json, digest_of
from publisher.press import records
from publisher.press.document_html import contents_of, document_html
from publisher.press.inline import Html
from publisher.press.job import Page, PressJob
from publisher.press.redline_html import change_words_html
from publisher.press.shelf import PolicyShelf
from publisher.press.templates import template_file
from publisher.press.views import ReleaseView

if TYPE_CHECKING:
    from publisher.press.pdf import Attachment

SOURCES = "pdf-sources.json"
SCHEMA = "publisher.pdf-sources/0"


class PrintRun:
    """Makes the PDFs of all releases, or says once why there are none."""

    def __init__(self, job: PressJob, page: Page) -> None:
        self._job = job
        self._page = page
        self._files: dict[str, bytes] = {}
        self._sources: dict[str, Digest] = {}
        self._kept = _kept(job.previous)
        self.warnings: tuple[str, ...] = ()
        self.is_possible = job.with_pdf and self._is_possible()

    def add(self, shelf: PolicyShelf, view: ReleaseView) -> None:
        """Render the PDF of a release, or take it over from the previous output."""
        if not self.is_possible:
            return
        from publisher.press import pdf  # noqa: PLC0415 - loads WeasyPrint

        path = f"{view.path.rstrip('/')}.pdf"
        html = self._html(shelf, view)
        style = template_file("print.css", self._job.site.theme)
        attached = self._attached(view)
        source = digest_of(
            [
                html.decode("utf-8"),
                style.decode("utf-8"),
                [[item.name, item.content.decode("utf-8")] for item in attached],
                list(pdf.versions()),
            ]
        )
        kept = self._reusable(path, source)
        self._files[path] = kept or pdf.render(
            html.decode("utf-8"),
            style.decode("utf-8"),
            made_at=view.release.frozen_at,
            attachments=attached,
            theme=self._job.site.theme,
        )
        self._sources[path] = source

    def finish(self) -> dict[str, bytes]:
        """Return the PDFs and the list of what they were made from."""
        if not self._files:
            return {}
        record = {"schema": SCHEMA, "sources": self._sources}
        return {**self._files, SOURCES: canonical_json(record)}

    def _html(self, shelf: PolicyShelf, view: ReleaseView) -> bytes:
        return self._page(
            "print.html",
            view.path,
            shelf=shelf,
            view=view,
            contents=contents_of(view.release.clauses, deepest=1),
            made_at=view.release.frozen_at.astimezone(UTC).isoformat(timespec="seconds"),
            text=Html(document_html(view.release.clauses, with_permalinks=False)),
            words=lambda changes: Html(
                "".join(f'<div class="words">{change_words_html(c)}</div>\n' for c in changes)
            ),
        )

    def _attached(self, view: ReleaseView) -> tuple["Attachment", ...]:
        from publisher.press.pdf import Attachment  # noqa: PLC0415 - loads WeasyPrint

        stem = f"{view.release.policy}-{view.label}"
        return (
            Attachment(
                name=f"{stem}.md",
                content=view.release.text.encode("utf-8"),
                description="The frozen source text of this release",
                relationship="Source",
            ),
            Attachment(
                name=f"{stem}.json",
                content=records.release_record(self._job.site, view),
                description="The record of this release",
                relationship="Data",
            ),
        )

    def _reusable(self, path: str, source: Digest) -> bytes | None:
        previous = self._job.previous
        if previous is None or self._kept.get(path) != source:
            return None
        try:
            return (previous / path).read_bytes()
        except OSError:
            return None

    def _is_possible(self) -> bool:
        try:
            from publisher.press import pdf  # noqa: PLC0415 - loads WeasyPrint

            pdf.versions()
        except EnvironmentProblem as problem:
            self.warnings = (f"no PDFs were made: {problem}",)
            return False
        return True


def _kept(previous: Path | None) -> dict[str, str]:
    """Return what the PDFs of an earlier output were made from, by path."""
    try:
        record = json.loads(((previous or Path()) / SOURCES).read_bytes())
        return dict(record["sources"]) if record["schema"] == SCHEMA else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}
