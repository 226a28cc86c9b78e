import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from press_builders import AT, PRIVACY, history, job

from publisher.errors import BuildError
from publisher.model.act import History
from publisher.model.release import ReleaseLabel
from publisher.press import pages
from publisher.press.job import PressResult, Site

_PHASE_PAGES = {
    "index.html",
    "privacy/index.html",
    "privacy/upcoming/index.html",
    "privacy/history/index.html",
    "privacy/app.json",
}


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in {"href", "src"} and value:
                self.targets.append(value)
            if name == "id" and value:
                self.ids.append(value)


def _read(data: bytes) -> _Links:
    links = _Links()
    links.feed(data.decode())
    return links


def _words(data: bytes) -> str:
    without = re.sub(r"<[^>]+>", "", data.decode())
    return " ".join(without.replace("\N{NO-BREAK SPACE}", " ").split())


def _html(result: PressResult) -> dict[str, bytes]:
    return {p: d for p, d in result.files.items() if p.endswith(".html") and "fragments" not in p}


@pytest.fixture(scope="module")
def site() -> PressResult:
    return pages.render(job())


def test_every_page_of_the_layout_is_there(site: PressResult) -> None:
    expected = {"index.html", "assets/site.css"} | {
        f"privacy/{name}"
        for name in (
            "index.html", "upcoming/index.html", "history/index.html", "promises/index.html",
            "feed.atom", "app.json", "3.0.0/index.html", "3.0.0.md", "3.0.0.json",
            "1.0.0...2.0.0/index.html", "1.0.0...3.0.0/index.html", "2.0.0...3.0.0/index.html",
            "2.0.0...2.1.0/index.html", "2.1.0...3.0.0/index.html",
        )
    }  # fmt: skip
    assert expected <= set(site.files)


def test_every_link_within_the_site_leads_somewhere(site: PressResult) -> None:
    known = {**site.files, "manifest.json": b""}
    for path, data in _html(site).items():
        for target in _read(data).targets:
            parts = urlsplit(urljoin(f"https://here.example/{path}", target))
            if parts.netloc != "here.example":
                continue
            name = unquote(parts.path).lstrip("/")
            name += "index.html" if name.endswith("/") or not name else ""
            assert name in known, f"{path} -> {target}"
            if parts.fragment:
                assert parts.fragment in _read(known[name]).ids, f"{path} -> {target}"


def test_no_page_needs_scripts_or_inline_style(site: PressResult) -> None:
    for data in _html(site).values():
        links = _read(data)
        assert not links.tags & {"script", "style", "iframe", "object", "form"}
        assert "style" not in links.attributes
        assert b"unsafe" not in data


def test_no_id_stands_twice_on_a_page(site: PressResult) -> None:
    for path, data in _html(site).items():
        ids = _read(data).ids
        assert len(ids) == len(set(ids)), path


def test_the_current_page_says_that_it_is_in_force_and_what_comes(site: PressResult) -> None:
    words = _words(site.files["privacy/index.html"])
    assert "In force since 1 March 2026 · version 2.0.0" in words
    assert "From 1 June 2026 version 3.0.0 applies: 2 changes." in words


def test_a_version_page_says_when_it_applies_whatever_the_instant(site: PressResult) -> None:
    words = _words(site.files["privacy/2.0.0/index.html"])
    assert (
        "Applies from 1 March 2026 until 1 June 2026, when version 3.0.0 takes its place." in words
    )


def test_a_postponed_release_shows_both_dates(site: PressResult) -> None:
    words = _words(site.files["privacy/3.0.0/index.html"])
    assert "Applies from 1 June 2026. Postponed: it was first to apply from 1 May 2026." in words


def test_a_retracted_release_stays_and_says_that_it_never_took_effect(site: PressResult) -> None:
    words = _words(site.files["privacy/2.1.0/index.html"])
    assert "Retracted on 20 February 2026. It never took effect." in words
    assert "Nothing. This version was taken back before it applied." in words
    assert "You are asked" not in words


def test_what_changed_names_the_category_the_direction_and_what_is_owed(site: PressResult) -> None:
    words = _words(site.files["privacy/3.0.0/index.html"])
    assert "What changed since 2.0.0" in words
    assert "Your consent · Takes something from you Order data is kept for 5 years" in words
    assert "2.1 How the service works" in words
    assert "You are asked first. If you say no, the earlier terms stay for you." in words


def test_names_of_who_signed_are_not_published(site: PressResult) -> None:
    assert not [path for path, data in site.files.items() if b"Anna Legal" in data]


def test_the_instant_changes_only_the_pages_that_depend_on_it(site: PressResult) -> None:
    later = pages.render(job(at=AT + timedelta(days=90)))
    assert {p for p in site.files if site.files[p] != later.files[p]} == _PHASE_PAGES
    assert set(later.files) == set(site.files)


def test_between_two_effective_instants_the_bytes_do_not_depend_on_the_clock(
    site: PressResult,
) -> None:
    assert pages.render(job(at=AT + timedelta(days=3, seconds=1))).files == site.files


def test_before_the_first_release_applies_the_page_says_so() -> None:
    early = pages.render(job(at=datetime(2025, 1, 1, tzinfo=UTC)))
    assert "No version is in force yet." in _words(early.files["privacy/index.html"])


def test_one_release_more_leaves_the_pages_of_older_ones_alone(site: PressResult) -> None:
    past = history()
    fewer = replace(past, releases=past.releases[:3], acts=past.acts[:1])
    before = pages.render(job(histories=(fewer,), targets={}))
    assert before.files["privacy/1.0.0/index.html"] == site.files["privacy/1.0.0/index.html"]
    assert before.files["privacy/2.1.0/index.html"] == site.files["privacy/2.1.0/index.html"]


def test_what_the_catalogue_cites_is_among_the_files(site: PressResult) -> None:
    assert site.release_pages[PRIVACY, ReleaseLabel("3.0.0"), "en"] == "privacy/3.0.0/index.html"
    cited: Iterable[str] = [
        *site.release_pages.values(),
        *site.clause_fragments.values(),
        *site.redline_fragments.values(),
    ]
    assert set(cited) <= set(site.files)
    starts = {start for _, start, end in site.redline_fragments if end == "3.0.0"}
    assert starts == {"1.0.0", "2.0.0", "2.1.0"}
    for release in history().releases:
        for clause in release.clauses:
            assert (PRIVACY, release.label, clause.id) in site.clause_fragments


def test_fragments_are_named_by_their_digest(site: PressResult) -> None:
    for path, data in site.files.items():
        if path.startswith("fragments/"):
            assert path == f"fragments/{hashlib.sha256(data).hexdigest()}.html"


def test_the_app_gets_the_text_by_clause_and_the_changes(site: PressResult) -> None:
    app = json.loads(site.files["privacy/app.json"])
    assert app["schema"] == "publisher.app/0"
    assert app["current"]["release"] == "2.0.0"
    (upcoming,) = app["upcoming"]
    assert upcoming["effective_on"] == "2026-06-01"
    assert upcoming["postponed_from"] == ["2026-05-01"]
    assert upcoming["changes"][0]["headline"].startswith("Order data")
    assert "c-9vis" in [one["id"] for one in upcoming["clauses"]]


def test_a_preview_says_on_every_page_that_it_is_one() -> None:
    preview = pages.render(job(is_preview=True))
    assert all("Preview." in _words(data) for data in _html(preview).values())


def test_equal_promises_of_two_versions_are_listed_once(site: PressResult) -> None:
    words = _words(site.files["privacy/promises/index.html"])
    assert words.count("Your rights are never reduced without your consent.") == 1
    assert "Versions 2.0.0 and 3.0.0" in words
    assert "Until you agree, the earlier text goes on applying to you." in words


def test_a_release_cannot_take_the_place_of_a_page() -> None:
    past = history()
    releases = (replace(past.releases[0], label=ReleaseLabel("history")),)
    with pytest.raises(BuildError, match="'history'"):
        pages.render(job(histories=(History(releases=releases),), targets={}))


def test_a_site_may_replace_one_template_and_keep_the_others(tmp_path: Path) -> None:
    (tmp_path / "none_in_force.html").write_text("<p>soon {{ shelf.terms.title }}</p>")
    own = Site(base_url="https://a.example", title="A", theme=tmp_path)
    built = pages.render(job(site=own, at=datetime(2025, 1, 1, tzinfo=UTC)))
    assert built.files["privacy/index.html"] == b"<p>soon Privacy policy</p>"
    assert b"All versions" in built.files["privacy/history/index.html"]


def test_a_template_that_asks_for_an_unknown_name_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "history.html").write_text("{{ nowhere }}")
    own = Site(base_url="https://a.example", title="A", theme=tmp_path)
    with pytest.raises(BuildError, match=r"history\.html: 'nowhere' is undefined"):
        pages.render(job(site=own))


def test_a_site_without_policies_has_an_index() -> None:
    built = pages.render(job(histories=(), targets={}))
    assert "No policy is published yet." in _words(built.files["index.html"])


_HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}' {% raw %}"


def test_hostile_text_in_every_field_comes_out_inert() -> None:
    past = history()
    release = past.releases[3]
    terms = release.terms
    bad_terms = replace(
        terms,
        title=_HOSTILE,
        organisation=replace(
            terms.organisation, name=_HOSTILE, address=_HOSTILE, email=_HOSTILE, phone=_HOSTILE
        ),
        promises=tuple(
            replace(p, id=_HOSTILE, text=_HOSTILE, quote=_HOSTILE, mechanism=_HOSTILE)
            for p in terms.promises
        ),
        categories=tuple(replace(c, title=_HOSTILE) for c in terms.categories),
    )
    bad = replace(
        release,
        terms=bad_terms,
        cards=tuple(
            replace(c, id=f"bad {n}", headline=_HOSTILE, sentence=_HOSTILE)
            for n, c in enumerate(release.cards)
        ),
        clauses=tuple(replace(c, text=_HOSTILE, cells=()) for c in release.clauses),
    )
    site = Site(base_url="https://a.example", title=_HOSTILE)
    histories = (replace(past, releases=(*past.releases[:3], bad)),)
    built = pages.render(job(site=site, histories=histories, commit=_HOSTILE))
    for path, data in built.files.items():
        if path.endswith(".html"):
            links = _read(data)
            assert not links.tags & {"script", "img"}, path
            assert not [name for name in links.attributes if name.startswith("on")], path
            assert b"49" not in data or b"{{ 7*7 }}" in data
