"""Blocks of raw HTML: what a reader would see of them, as paragraphs; nothing is ever marked up."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from publisher.compare.running_text import RunningText
from publisher.model.clause import Link

_UNSEEN = frozenset({"script", "style", "template", "title", "noscript"})
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr b bdi bdo cite code data del dfn em font i img input ins kbd label mark q s samp "
        "small span strike strong sub sup time tt u var wbr",
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlParagraph:
    """Words between two tags that end a paragraph, and the line of the block they begin on."""

    running: RunningText
    line: int


def read_html_block(
    source: str, is_safe_target: Callable[[str], bool]
) -> tuple[HtmlParagraph, ...]:
    """Return the paragraphs of a block of raw HTML; comments, scripts and styles show nothing."""
    reader = _Reader(is_safe_target)
    reader.feed(source)
    reader.close()
    reader.end_paragraph()
    return tuple(reader.paragraphs)


@dataclass(slots=True)
class _Open:
    """A paragraph that is being read."""

    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    line: int | None = None
    target: str = ""
    target_start: int = 0

    @property
    def length(self) -> int:
        return sum(map(len, self.parts))


class _Reader(HTMLParser):
    def __init__(self, is_safe_target: Callable[[str], bool]) -> None:
        super().__init__(convert_charrefs=True)
        self._is_safe_target = is_safe_target
        self._unseen: list[str] = []
        self._open = _Open()
        self.paragraphs: list[HtmlParagraph] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag not in _INLINE:
            self.end_paragraph()
        else:
            self._take_target(tag, dict(attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end_paragraph()
        else:
            self._take_target(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = self._unseen[:-1]
        elif tag not in _INLINE:
            self.end_paragraph()
        elif tag == "a":
            self._close_link()

    def handle_data(self, data: str) -> None:
        if self._unseen:
            return
        words = " ".join(data.split(None))
        before = " " if data[:1].isspace() and self._open.parts else ""
        after = " " if data[-1:].isspace() and words else ""
        if words and self._open.line is None:
            leading = len(data) - len(data.lstrip())
            self._open.line = self.getpos()[0] - 1 + data.count("\n", 0, leading)
        if words or before:
            self._open.parts.append(before + words + after)

    def end_paragraph(self) -> None:
        """Close the paragraph that is being read, if it holds anything."""
        self._close_link()
        running = RunningText(
            text="".join(self._open.parts), links=tuple(sorted(self._open.links))
        ).stripped()
        if running.text or running.links:
            line = self.getpos()[0] - 1 if self._open.line is None else self._open.line
            self.paragraphs.append(HtmlParagraph(running=running, line=line))
        self._open = _Open()

    def _take_target(self, tag: str, attrs: dict[str, str | None]) -> None:
        target = attrs.get("href" if tag == "a" else "src") or ""
        if tag not in {"a", "img"} or not target or not self._is_safe_target(target):
            return
        here = self._open.length
        if tag == "img":
            self._open.parts.append(attrs.get("alt") or "")
            self._open.links.append(Link(here, self._open.length, target))
        else:
            self._open.target, self._open.target_start = target, here

    def _close_link(self) -> None:
        if self._open.target:
            start, end = self._open.target_start, self._open.length
            self._open.links.append(Link(start, end, self._open.target))
            self._open.target = ""
