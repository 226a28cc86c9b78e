import functools
import http.server
import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.append(str(Path(__file__).parents[1] / "unit" / "press"))

from press_builders import job

from publisher.press import pages, tree

pytestmark = pytest.mark.browser

_CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
_TEMPLATES = {
    "index": "",
    "current": "privacy/",
    "version": "privacy/3.0.0/",
    "retracted": "privacy/2.1.0/",
    "redline": "privacy/1.0.0...3.0.0/",
    "upcoming": "privacy/upcoming/",
    "history": "privacy/history/",
    "promises": "privacy/promises/",
}
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: the tests speak."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    output = tmp_path_factory.mktemp("site") / "output"
    tree.write(output, pages.render(job()).files)
    early = pages.render(job(at=datetime(2025, 1, 1, tzinfo=UTC)))
    tree.write(output.parent / "early", early.files)
    handler = functools.partial(_Quiet, directory=str(output.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/output/"
        server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not _CHROMIUM:
        pytest.skip("SKIPPED: no Chromium on this machine (apt-get install chromium)")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--disable-background-networking"]  # fmt: skip
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=_CHROMIUM, args=arguments)
        yield running
        running.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_has_an_accessibility_violation_or_scrolls_sideways(
    browser: Browser, address: str, scheme: str, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    found: list[str] = []
    for name, path in [*_TEMPLATES.items(), ("none in force", "../early/privacy/")]:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        result = Axe().run(page, options={"runOnly": _TAGS, "resultTypes": ["violations"]})
        found += [
            f"{name}: {one['id']}: {node['html']}"
            for one in result.response["violations"]
            for node in one["nodes"]
        ]
    context.close()
    assert found == []
    assert complaints == []


def test_the_keyboard_reaches_the_content_at_once(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "privacy/")
    page.keyboard.press("Tab")
    assert _focused(page) == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#page-main"
    page.keyboard.press("Tab")
    assert _focused(page) == "See what changes"
    page.close()


def test_a_permalink_shows_when_it_has_the_focus_and_leads_to_its_clause(
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.goto(address + "privacy/3.0.0/")
    link = page.locator("#c-2pre .permalink")
    link.focus()
    assert link.evaluate("node => getComputedStyle(node).opacity") == "1"
    page.keyboard.press("Enter")
    assert page.url.endswith("#c-2pre")
    page.close()


def test_folded_wording_opens_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "privacy/3.0.0/")
    page.get_by_text("Old and new wording").first.click()
    assert page.locator(".card .words ins").first.is_visible()
    context.close()


def test_a_page_asks_for_nothing_from_another_host(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "privacy/")
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []
    page.close()


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent"))
