"""Running text as HTML: escaped first, then wrapped in the marks and links the clause records.

Nothing of a policy text reaches a page in any other way, so nothing in it can act as HTML.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

from publisher.model.clause import Link, Mark

_TAGS = {"strong": "strong", "emphasis": "em", "code": "code", "strike": "s"}
_ABSOLUTE = re.compile(r"(?:https?://|mailto:|tel:)[!#-&(-;=?-\[\]_a-z~\w]+", re.IGNORECASE)
# Not allowed in HTML at all, or able to turn the reading direction of what follows.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]")

Anchors = Mapping[str, str]
"""Where `#name` of the source leads: the id of a clause on the same page."""


class Html(str):
    """Text that is HTML already; templates put it out as it stands."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the HTML, as template engines ask for it."""
        return str(self)


def text_html(text: str) -> str:
    """Return text that says the same in HTML and does nothing there."""
    return escape(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text), quote=True)


def flowing_html(text: str) -> str:
    """Return running text; a line that the source breaks on purpose is broken on the page."""
    return text_html(text).replace("\n", "<br>\n")


def link_target(target: str, anchors: Anchors) -> str | None:
    """Return the target of a link when it may stand on a page, else None.

    Allowed are web, mail and telephone addresses, and places on the same page that exist.
    """
    if target.startswith("#"):
        name = anchors.get(target[1:].casefold())
        return f"#{name}" if name else None
    return target if _ABSOLUTE.fullmatch(target) else None


def inline_html(
    text: str,
    marks: Sequence[Mark] = (),
    links: Sequence[Link] = (),
    *,
    anchors: Anchors | None = None,
) -> str:
    """Return running text with its marks and links; a link that may not stand is plain text."""
    parts: list[str] = []
    position = 0
    for link in sorted(links):
        target = link_target(link.target, anchors or {})
        if target is None or link.start < position or link.end <= link.start:
            continue
        parts.append(_marked(text, position, link.start, marks))
        inner = _marked(text, link.start, link.end, marks)
        parts.append(f'<a href="{text_html(target)}">{inner}</a>')
        position = link.end
    parts.append(_marked(text, position, len(text), marks))
    return "".join(parts)


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """Return `text[start:end]` cut where marks begin and end, each run in its own tags."""
    inside = [m for m in marks if m.start < end and m.end > start and m.kind in _TAGS]
    cuts = {start, end}
    for mark in inside:
        cuts |= {min(max(mark.start, start), end), min(max(mark.end, start), end)}
    edges = sorted(cuts)
    return "".join(
        _run(text[left:right], [m.kind for m in inside if m.start <= left and m.end >= right])
        for left, right in pairwise(edges)
    )


def _run(text: str, kinds: Sequence[str]) -> str:
    html = flowing_html(text)
    for kind in reversed(_TAGS):
        if kind in kinds:
            html = f"<{_TAGS[kind]}>{html}</{_TAGS[kind]}>"
    return html
