from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from press_builders import history, job

from publisher.press import pages

_ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def feed() -> ET.Element:
    return ET.fromstring(pages.render(job()).files["privacy/feed.atom"])  # noqa: S314 - our own


def test_there_is_one_entry_for_each_release_and_act_newest_first(feed: ET.Element) -> None:
    assert [entry.findtext(f"{_ATOM}title") for entry in feed.iter(f"{_ATOM}entry")] == [
        "Privacy policy 3.0.0: postponed to 1 June 2026",
        "Privacy policy 3.0.0, from 1 June 2026",
        "Privacy policy 2.1.0: retracted; it will not take effect",
        "Privacy policy 2.1.0, retracted",
        "Privacy policy 2.0.0, from 1 March 2026",
        "Privacy policy 1.0.0, from 1 December 2025",
    ]


def test_ids_are_stable_and_differ(feed: ET.Element) -> None:
    ids = [entry.findtext(f"{_ATOM}id") for entry in feed.iter(f"{_ATOM}entry")]
    assert len(set(ids)) == len(ids)
    assert "tag:policies.lantern.example,2026:privacy/3.0.0" in ids


def test_an_entry_links_to_the_versioned_page_and_tells_the_changes(feed: ET.Element) -> None:
    entry = list(feed.iter(f"{_ATOM}entry"))[1]
    link = entry.find(f"{_ATOM}link")
    assert link is not None
    assert link.get("href") == "https://policies.lantern.example/privacy/3.0.0/"
    assert "Order data is kept for 5 years" in (entry.findtext(f"{_ATOM}summary") or "")


def test_markup_and_control_characters_in_a_headline_stay_text() -> None:
    past = history()
    card = replace(past.releases[3].cards[0], headline="<b>&\x00")
    release = replace(past.releases[3], cards=(card,))
    built = pages.render(job(histories=(replace(past, releases=(*past.releases[:3], release)),)))
    feed = ET.fromstring(built.files["privacy/feed.atom"])  # noqa: S314 - our own
    summaries = [entry.findtext(f"{_ATOM}summary") for entry in feed.iter(f"{_ATOM}entry")]
    assert "<b>&\ufffd" in summaries
