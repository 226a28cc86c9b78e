"""Running text as a reader sees it: inline tokens become words, marks and links with spans."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Protocol

from publisher.model.clause import Link, Mark

_MARKS = {"strong": "strong", "em": "emphasis", "s": "strike"}
_SPACES = re.compile(r"[ \t\r\n\f\v]+")
_BLANKS = " \t\r\n\f\v"
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][\w-]*)")
_HREF = re.compile(
    r"""\s(?:href|src)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"script", "style", "template", "title", "noscript"})
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "hr"})


class InlineToken(Protocol):
    """What is used of a token of the Markdown parser."""

    @property
    def type(self) -> str: ...  # noqa: D102
    @property
    def content(self) -> str: ...  # noqa: D102
    @property
    def attrs(self) -> Mapping[str, str | int | float]: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningText:
    """Words with the marks and links that lie over them."""

    text: str
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()

    def cut(self, start: int, end: int) -> "RunningText":
        """Return a part; marks and links are cut to it, links without words stay where they are."""
        marks = (
            Mark(max(m.start - start, 0), min(m.end, end) - start, m.kind)
            for m in self.marks
            if m.start < end and m.end > start
        )
        links = (
            Link(
                min(max(k.start, start), end) - start, max(min(k.end, end), start) - start, k.target
            )
            for k in self.links
        )
        return RunningText(text=self.text[start:end], marks=tuple(marks), links=tuple(links))

    def stripped(self) -> "RunningText":
        """Return the text without white space around it."""
        end = len(self.text.rstrip(_BLANKS))
        start = min(len(self.text) - len(self.text.lstrip(_BLANKS)), end)
        return self if (start, end) == (0, len(self.text)) else self.cut(start, end)


def _within(position: int, start: int, end: int) -> int:
    """Return a position counted from `start`, pushed into the part when it lies outside."""
    return min(max(position, start), end) - start


def join_cells(cells: Iterable[RunningText], separator: str) -> RunningText:
    """Return the cells of a row as one text; spans move along."""
    text, marks, links = "", list[Mark](), list[Link]()
    for index, cell in enumerate(cells):
        text += separator if index else ""
        offset = len(text)
        text += cell.text
        marks += [Mark(m.start + offset, m.end + offset, m.kind) for m in cell.marks]
        links += [Link(k.start + offset, k.end + offset, k.target) for k in cell.links]
    return RunningText(text=text, marks=tuple(marks), links=tuple(links))


def read_running_text(
    tokens: Sequence[InlineToken], is_safe_target: Callable[[str], bool]
) -> RunningText:
    """Return what a reader sees of inline tokens; raw HTML gives words and targets, no marks."""
    builder = _Builder(is_safe_target)
    for token in tokens:
        builder.take(token)
    return builder.finish()


@dataclass(slots=True)
class _Builder:
    is_safe_target: Callable[[str], bool]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    after_space: bool = True
    hidden_in: str = ""
    open_marks: list[tuple[str, int]] = field(default_factory=list)
    open_links: list[tuple[str, int]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def take(self, token: InlineToken) -> None:
        kind = token.type
        if kind == "html_inline":
            self._html(token.content)
        elif self.hidden_in:
            return
        elif kind == "text":
            self._words(token.content)
        elif kind == "softbreak":
            self._words(" ")
        elif kind == "hardbreak":
            self._break()
        elif kind == "code_inline":
            start = self.length
            self._words(token.content)
            self._mark(start, "code")
        elif kind == "image":
            start = self.length
            self._words(token.content)
            self.links.append(Link(start, self.length, str(token.attrs.get("src", ""))))
        else:
            self._open_or_close(token)

    def finish(self) -> RunningText:
        for target, start in self.open_links:
            self.links.append(Link(start, self.length, target))
        read = RunningText(
            text="".join(self.parts),
            marks=tuple(sorted(self.marks)),
            links=tuple(sorted(self.links)),
        )
        return read.stripped()

    def _words(self, content: str) -> None:
        text = _SPACES.sub(" ", content)
        if self.after_space and text.startswith(" "):
            text = text[1:]
        if text:
            self.parts.append(text)
            self.length += len(text)
            self.after_space = text.endswith(" ")

    def _break(self) -> None:
        if self.length and not (self.parts and self.parts[-1].endswith("\n")):
            self.parts.append("\n")
            self.length += 1
            self.after_space = True

    def _open_or_close(self, token: InlineToken) -> None:
        name, _, side = token.type.rpartition("_")
        if name == "link":
            if side == "open":
                self.open_links.append((str(token.attrs.get("href", "")), self.length))
            else:
                self._close_link()
        elif name in _MARKS and side == "open":
            self.open_marks.append((name, self.length))
        elif name in _MARKS and self.open_marks:
            _, start = self.open_marks.pop()
            self._mark(start, _MARKS[name])

    def _close_link(self) -> None:
        if self.open_links:
            target, start = self.open_links.pop()
            self.links.append(Link(start, self.length, target))

    def _mark(self, start: int, kind: str) -> None:
        if start < self.length:
            self.marks.append(Mark(start, self.length, kind))

    def _html(self, tag: str) -> None:
        found = _TAG.match(tag)
        if found is None:
            return
        name, closes = found["name"].lower(), bool(found["close"])
        if self.hidden_in:
            self.hidden_in = "" if closes and name == self.hidden_in else self.hidden_in
        elif name in _UNSEEN:
            self.hidden_in = "" if closes or tag.endswith("/>") else name
        elif name in _BREAKS:
            self._break()
        elif name == "a" and closes:
            self._close_link()
        elif name in {"a", "img"}:
            self._html_target(name, tag)

    def _html_target(self, name: str, tag: str) -> None:
        found = _HREF.search(tag)
        target = (
            unescape(found["double"] or found["single"] or found["bare"] or "") if found else ""
        )
        if not target or not self.is_safe_target(target):
            return
        if name == "img":
            self.links.append(Link(self.length, self.length, target))
        else:
            self.open_links.append((target, self.length))
