"""The Atom feed of a policy: one entry a release, one an act; dates are absolute."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from publisher.model.act import History, LegalAct, Postponement
from publisher.press.job import Site
from publisher.press.views import ReleaseView
from publisher.press.wording import counted, written_date

_ATOM = "http://www.w3.org/2005/Atom"
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)), "\N{REPLACEMENT CHARACTER}")


def atom(site: Site, history: History, views: Iterable[ReleaseView]) -> bytes:
    """Return the feed of one policy, newest entry first."""
    by_label = {view.label: view for view in views}
    entries = [
        (release.frozen_at, release.order, _release_entry(site, by_label[release.label]))
        for release in history.releases
    ]
    entries += [
        (act.acted_at, act.number, _act_entry(site, by_label[act.release], act))
        for act in history.acts
    ]
    entries.sort(key=lambda entry: (entry[0], entry[1]), reverse=True)
    newest = history.releases[-1]
    address = f"{site.base_url}/{newest.policy}/"
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": newest.terms.language})
    _add(feed, "id", _tag(site, newest.policy))
    _add(feed, "title", newest.terms.title)
    _add(feed, "subtitle", f"Versions of this policy and what each of them changes: {address}")
    _add(feed, "updated", _stamp(entries[0][0]))
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": address})
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{address}feed.atom"})
    author = ET.SubElement(feed, "author")
    _add(author, "name", newest.terms.organisation.name or site.title)
    feed.extend(entry for _, _, entry in entries)
    ET.indent(feed, space="")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _release_entry(site: Site, view: ReleaseView) -> ET.Element:
    release = view.release
    url = f"{site.base_url}/{view.path}"
    entry = _entry(
        _tag(site, f"{release.policy}/{release.label}"),
        f"{release.terms.title} {release.label}, {_when(view)}",
        release.frozen_at,
        url,
    )
    _add(entry, "summary", _summary(view))
    return entry


def _when(view: ReleaseView) -> str:
    return "retracted" if view.retracted_on else f"from {written_date(view.effective)}"


def _summary(view: ReleaseView) -> str:
    """Return what a release changes in a few sentences: the signed headlines."""
    headlines = [card.headline for card in view.cards]
    if headlines:
        return " · ".join(headlines)
    if view.editorial:
        return f"{counted(len(view.editorial), 'editorial correction', 'editorial corrections')}."
    return "The first version published here." if view.previous is None else "No clause changed."


def _act_entry(site: Site, view: ReleaseView, act: LegalAct) -> ET.Element:
    if isinstance(act, Postponement):
        what = f"postponed to {written_date(act.effective.on)}"
    else:
        what = "retracted; it will not take effect"
    entry = _entry(
        _tag(site, f"{act.policy}/acts/{act.number}"),
        f"{view.release.terms.title} {act.release}: {what}",
        act.acted_at,
        f"{site.base_url}/{view.path}",
    )
    _add(entry, "summary", f"Version {act.release} was {what}.")
    return entry


def _entry(identity: str, title: str, at: datetime, url: str) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "id", identity)
    _add(entry, "title", title)
    _add(entry, "updated", _stamp(at))
    _add(entry, "published", _stamp(at))
    ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": url})
    return entry


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = text.translate(_ILLEGAL)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _tag(site: Site, name: str) -> str:
    """Return an id that stays when the site moves to another path, as RFC 4151 wants it."""
    return f"tag:{urlsplit(site.base_url).hostname or 'localhost'},2026:{name}"
