import ctypes.util
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import page as checker
import pypdf
import pytest
from press_builders import history, job

from publisher.errors import BuildError
from publisher.model.act import History
from publisher.press import pages, pdf, tree
from publisher.press.job import PressResult

_AT = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def site() -> PressResult:
    past = history()
    return pages.render(
        job(histories=(History(releases=past.releases[:2]),), targets={}, with_pdf=True)
    )


@pytest.fixture(autouse=True)
def fresh_versions() -> Iterator[None]:
    pdf.versions.cache_clear()
    yield
    pdf.versions.cache_clear()


def _page(body: str) -> str:
    return f'<html lang="en"><head><title>T</title></head><body>{body}</body></html>'


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_a_pdf_keeps_both_standards(site: PressResult, profile: str) -> None:
    report = checker.validate_pdf_bytes(site.files["privacy/2.0.0.pdf"], profile=profile)
    assert [(one.rule_id, one.message) for one in report.failures] == []


def test_a_pdf_carries_its_source_and_its_record(site: PressResult) -> None:
    attached = pypdf.PdfReader(BytesIO(site.files["privacy/2.0.0.pdf"])).attachments
    assert attached["privacy-2.0.0.md"] == [site.files["privacy/2.0.0.md"]]
    assert attached["privacy-2.0.0.json"] == [site.files["privacy/2.0.0.json"]]


def test_a_pdf_says_the_words_of_the_source_in_order(site: PressResult) -> None:
    reader = pypdf.PdfReader(BytesIO(site.files["privacy/2.0.0.pdf"]))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages[1:]).split())
    position = 0
    for clause in history().releases[1].clauses:
        for part in clause.cells or (clause.text,):
            position = text.index(part, position) + len(part)


def test_a_pdf_is_dated_by_its_release_and_not_by_the_clock(site: PressResult) -> None:
    details = pypdf.PdfReader(BytesIO(site.files["privacy/2.0.0.pdf"])).metadata
    assert details
    assert details.creation_date == history().releases[1].frozen_at


def test_the_same_page_gives_the_same_bytes() -> None:
    attached = (pdf.Attachment(name="a.md", content=b"a", description="d", relationship="Source"),)
    one, two = (
        pdf.render(_page("<p>Hello</p>"), "", made_at=_AT, attachments=attached) for _ in range(2)
    )
    assert one == two


def test_a_second_build_takes_the_pdfs_over(site: PressResult, tmp_path: Path) -> None:
    tree.write(tmp_path / "output", site.files)
    past = History(releases=history().releases[:2])
    marked = site.files["privacy/1.0.0.pdf"] + b"%kept"
    (tmp_path / "output/privacy/1.0.0.pdf").write_bytes(marked)
    changed = History(releases=(past.releases[0], replace(past.releases[1], cards=())))
    again = pages.render(
        job(histories=(changed,), targets={}, with_pdf=True, previous=tmp_path / "output")
    )
    assert again.files["privacy/1.0.0.pdf"] == marked
    assert again.files["privacy/2.0.0.pdf"] != site.files["privacy/2.0.0.pdf"]
    sources = json.loads(again.files["pdf-sources.json"])["sources"]
    assert set(sources) == {"privacy/1.0.0.pdf", "privacy/2.0.0.pdf"}


@pytest.mark.parametrize(
    "body",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x" alt="x">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        "<style>@import url(file:///etc/passwd);</style>",
        '<p style="background: url(http://127.0.0.1:9/x)">x</p>',
        '<img src="press:fonts/../../base.html" alt="x">',
        '<object data="file:///etc/passwd">x</object>',
    ],
)
def test_a_page_that_asks_for_anything_outside_is_not_made(body: str) -> None:
    with pytest.raises(BuildError):
        pdf.render(_page(body), "", made_at=_AT)


def test_a_style_sheet_that_is_not_understood_stops_the_build() -> None:
    with pytest.raises(BuildError, match="not clean"):
        pdf.render(_page("<p>x</p>"), "p { no-such-property: 1 }", made_at=_AT)


def test_without_the_native_libraries_the_site_is_built_without_pdfs_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    built = pages.render(job(with_pdf=True))
    assert built.warnings[0].startswith("no PDFs were made: ")
    assert "apt-get install libpango-1.0-0" in built.warnings[0]
    assert not [path for path in built.files if path.endswith(".pdf")]
    assert b".pdf" not in built.files["privacy/2.0.0/index.html"]


def test_weasyprint_is_not_loaded_for_pages_alone() -> None:
    program = "import sys, publisher.press.pages as p; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
