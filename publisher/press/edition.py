"""The whole edition of a site: which files there are, and what each page is given to show."""

from collections.abc import Iterable

from publisher.model.amendment import PolicyId
from publisher.model.canonical import digest_of_bytes
from publisher.model.change import Change
from publisher.model.clause import ClauseId
from publisher.model.release import Release, ReleaseLabel
from publisher.press import feeds, records, views
from publisher.press.document_html import clause_fragment, contents_of, document_html
from publisher.press.inline import Html
from publisher.press.job import Page, PressJob, PressResult
from publisher.press.print_run import PrintRun
from publisher.press.redline_html import change_words_html, redline_fragment, redline_html
from publisher.press.shelf import PolicyShelf
from publisher.press.templates import assets
from publisher.press.views import ReleaseView


class Edition:
    """Collects the files of all policies."""

    def __init__(self, job: PressJob, page: Page) -> None:
        self._job = job
        self._page = page
        self._print = PrintRun(job, page)
        self._fragments: dict[str, str] = {}
        self._files: dict[str, bytes] = {}
        self._release_pages: dict[tuple[PolicyId, ReleaseLabel, str], str] = {}
        self._clause_fragments: dict[tuple[PolicyId, ReleaseLabel, ClauseId], str] = {}
        self._redline_fragments: dict[tuple[PolicyId, ReleaseLabel, ReleaseLabel], str] = {}

    def render(self) -> PressResult:
        """Return all files of the site."""
        self._files |= assets(self._job.site.theme)
        shelves = [
            PolicyShelf(self._job, history) for history in self._job.histories if history.releases
        ]
        for shelf in shelves:
            self._policy(shelf)
        values = {"shelves": shelves, "commit": self._job.commit}
        self._files["index.html"] = self._page("index.html", "", **values)
        self._files |= self._print.finish()
        return PressResult(
            files=self._files,
            release_pages=self._release_pages,
            clause_fragments=self._clause_fragments,
            redline_fragments=self._redline_fragments,
            warnings=self._print.warnings,
        )

    def _policy(self, shelf: PolicyShelf) -> None:
        for view in shelf.views:
            self._release(shelf, view)
        for start, end in shelf.redline_pairs():
            self._redline(shelf, start, end)
        folder = f"{shelf.policy}/"
        job = self._job
        self._files |= {
            f"{folder}index.html": self._current(shelf, folder),
            f"{folder}upcoming/index.html": self._page(
                "upcoming.html", f"{folder}upcoming/", shelf=shelf, words=_change_words
            ),
            f"{folder}history/index.html": self._page(
                "history.html", f"{folder}history/", shelf=shelf, commit=job.commit
            ),
            f"{folder}promises/index.html": self._page(
                "promises.html", f"{folder}promises/", shelf=shelf
            ),
            f"{folder}feed.atom": feeds.atom(job.site, shelf.history, shelf.views),
            f"{folder}app.json": records.app_document(job.site, shelf.views, shelf.phases),
        }

    def _current(self, shelf: PolicyShelf, folder: str) -> bytes:
        view = shelf.phases.in_force
        if view is None:
            return self._page("none_in_force.html", folder, shelf=shelf)
        return self._page("current.html", folder, **self._text_values(shelf, view))

    def _release(self, shelf: PolicyShelf, view: ReleaseView) -> None:
        release = view.release
        stem = view.path.rstrip("/")
        page = f"{view.path}index.html"
        self._files[page] = self._page("version.html", view.path, **self._text_values(shelf, view))
        self._files[f"{stem}.md"] = release.text.encode("utf-8")
        self._files[f"{stem}.json"] = records.release_record(self._job.site, view)
        self._release_pages[release.policy, release.label, release.terms.language] = page
        self._print.add(shelf, view)
        for clause in release.clauses:
            path = self._fragment(clause_fragment(clause))
            self._clause_fragments[release.policy, release.label, clause.id] = path

    def _text_values(self, shelf: PolicyShelf, view: ReleaseView) -> dict[str, object]:
        return {
            "shelf": shelf,
            "view": view,
            "contents": contents_of(view.release.clauses),
            "text": Html(document_html(view.release.clauses)),
            "words": _change_words,
            "has_pdf": self._print.is_possible,
        }

    def _redline(self, shelf: PolicyShelf, start: Release, end: Release) -> None:
        comparison = self._job.comparisons(start, end)
        path = views.redline_path(end, start.label, end.label)
        url = f"{self._job.site.base_url}/{end.policy}/{end.label}/"
        fragment = redline_fragment(comparison, release_url=url)
        self._redline_fragments[end.policy, start.label, end.label] = self._fragment(fragment)
        self._files[f"{path}index.html"] = self._page(
            "redline.html",
            path,
            shelf=shelf,
            start=shelf.view(start.label),
            end=shelf.view(end.label),
            steps=shelf.between(start, end),
            comparison=comparison,
            redline=Html(redline_html(start.clauses, end.clauses, comparison)),
            words=_change_words,
        )

    def _fragment(self, html: str) -> str:
        """Store a piece of HTML under its digest and return its path."""
        if html not in self._fragments:
            data = html.encode("utf-8")
            name = digest_of_bytes(data).removeprefix("sha256:")
            self._fragments[html] = f"fragments/{name}.html"
            self._files[self._fragments[html]] = data
        return self._fragments[html]


def _change_words(changes: Iterable[Change]) -> Html:
    """Return the words of changed clauses for a card, old and new woven together."""
    return Html("".join(f'<div class="words">{change_words_html(c)}</div>\n' for c in changes))
