"""Reading a policy text: Markdown becomes clauses in reading order, each with its own streams.

This is the only module that knows the Markdown parser.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from publisher.compare.front_matter import split_front_matter
from publisher.compare.labels import split_label
from publisher.compare.places import Draft, number_clauses
from publisher.compare.raw_html import read_html_block
from publisher.compare.running_text import RunningText, join_cells, read_running_text
from publisher.errors import SourceError
from publisher.model.clause import ClauseId, ClauseKind, Document, Label, Mark

DEEPEST_NESTING = 100
"""Blocks within blocks; the parser drops what lies deeper, so such a text is refused."""

CELL_SEPARATOR = " | "
_LINE_ENDS = re.compile(r"\r\n?")
_SURROGATE = re.compile("[\ud800-\udfff]")
_PIN = re.compile(r"\s*\{#(?P<id>[A-Za-z][\w:.-]*)\}$")


def read_document(text: str, *, path: str = "text") -> Document:
    """Return the clauses of a Markdown text.

    `path` names the text in errors. Raises SourceError for a text with half characters
    (surrogates) or with blocks nested so deep that words would be lost.
    """
    source = _LINE_ENDS.sub("\n", text.removeprefix("\N{BYTE ORDER MARK}"))
    _refuse_surrogates(source, path)
    front_matter, body = split_front_matter(source)
    markdown = _parser()
    tokens = markdown.parse(body)
    _refuse_deep_nesting(tokens, path)
    walk = _Walk(markdown.validateLink)
    walk.read(tokens)
    clauses, pins = number_clauses(walk.drafts)
    return Document(clauses=clauses, front_matter=front_matter, pins=pins)


def _parser() -> MarkdownIt:
    options = {"html": True, "maxNesting": DEEPEST_NESTING}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


def _refuse_surrogates(source: str, path: str) -> None:
    if found := _SURROGATE.search(source):
        raise SourceError(
            f"holds half a character (U+{ord(found[0]):04X}) that no file can store; type the "
            "character again",
            path=path,
            line=source.count("\n", 0, found.start()) + 1,
        )


def _refuse_deep_nesting(tokens: Sequence[Token], path: str) -> None:
    for token in tokens:
        if token.nesting == 1 and token.level + 1 >= DEEPEST_NESTING:
            raise SourceError(
                f"lists or quotes are nested deeper than {DEEPEST_NESTING // 2} levels; make the "
                "structure flatter",
                path=path,
                line=token.map[0] + 1 if token.map else None,
            )


@dataclass(slots=True)
class _Item:
    """A list item that is open: its printed number, and the clause of its own text once read."""

    label: Label
    index: int | None = None


@dataclass(slots=True)
class _Walk:
    """One pass over the block tokens; `drafts` are the clauses so far."""

    is_safe_target: Callable[[str], bool]
    drafts: list[Draft] = field(default_factory=list)
    items: list[_Item] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)
    quotes: int = 0
    is_header: bool = False
    lines: tuple[int, int] = (1, 1)
    heading_depth: int = 0
    cells: list[RunningText] | None = None

    def read(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            step = _STEPS.get(token.type)
            if step is not None:
                step(self, token)

    def open_heading(self, token: Token) -> None:
        self.heading_depth = int(token.tag[1:])

    def close_heading(self, _: Token) -> None:
        self.heading_depth = 0

    def open_item(self, token: Token) -> None:
        self.items.append(_Item(Label(token.info + token.markup) if token.info else Label("")))

    def close_item(self, _: Token) -> None:
        self.items.pop()

    def open_quote(self, _: Token) -> None:
        self.quotes += 1

    def close_quote(self, _: Token) -> None:
        self.quotes -= 1

    def open_head(self, _: Token) -> None:
        self.is_header = True

    def close_head(self, _: Token) -> None:
        self.is_header = False

    def open_row(self, token: Token) -> None:
        self._place(token)
        self.cells = []

    def close_row(self, _: Token) -> None:
        cells, self.cells = self.cells or [], None
        running = join_cells(cells, CELL_SEPARATOR)
        if any(cell.text or cell.links for cell in cells):
            self._add(ClauseKind.ROW, running, cells=tuple(cell.text for cell in cells))

    def inline(self, token: Token) -> None:
        running = read_running_text(token.children or (), self.is_safe_target)
        if self.cells is not None:
            self.cells.append(running)
            return
        self._place(token)
        self._paragraph(running)

    def code(self, token: Token) -> None:
        self._place(token)
        text = token.content.rstrip("\n")
        if text.strip():
            self._add(ClauseKind.CODE, RunningText(text=text))

    def html(self, token: Token) -> None:
        first = token.map[0] if token.map else 0
        for paragraph in read_html_block(token.content, self.is_safe_target):
            line = first + paragraph.line + 1
            self.lines = (line, line)
            self._paragraph(paragraph.running)

    def _place(self, token: Token) -> None:
        if token.map:
            self.lines = (token.map[0] + 1, max(token.map[1], token.map[0] + 1))

    def _paragraph(self, running: RunningText) -> None:
        running, pin = _take_pin(running)
        item = self.items[-1] if self.items and self.items[-1].index is None else None
        label = item.label if item and not self.heading_depth else Label("")
        if not label:
            label, start = split_label(running.text)
            running = running.cut(start, len(running.text)) if start else running
        if not (running.text or running.links):
            return
        if self.heading_depth:
            kind = ClauseKind.HEADING
        else:
            kind = ClauseKind.ITEM if item else ClauseKind.PARAGRAPH
        self._add(kind, running, label=label, pin=pin)
        if item:
            item.index = len(self.drafts) - 1

    def _add(
        self,
        kind: ClauseKind,
        running: RunningText,
        *,
        label: Label = Label(""),  # noqa: B008 - a NewType of text
        pin: str = "",
        cells: tuple[str, ...] = (),
    ) -> None:
        parent, depth = self._hang(kind)
        marks = running.marks
        if self.quotes and running.text:
            marks = (*marks, Mark(0, len(running.text), "quote"))
        self.drafts.append(
            Draft(
                kind=kind,
                label=label,
                text=running.text,
                marks=tuple(sorted(marks)),
                links=running.links,
                lines=self.lines,
                parent=parent,
                depth=depth,
                cells=cells,
                is_header=self.is_header and kind is ClauseKind.ROW,
                pin=ClauseId(pin) if pin else None,
            )
        )
        if kind is ClauseKind.HEADING and not self.items and not self.quotes:
            self.headings.append((depth, len(self.drafts) - 1))

    def _hang(self, kind: ClauseKind) -> tuple[int | None, int]:
        """Return the clause that a new one hangs under, and its depth."""
        above = [item.index for item in self.items if item.index is not None]
        if kind is ClauseKind.HEADING:
            if not above and not self.quotes:
                while self.headings and self.headings[-1][0] >= self.heading_depth:
                    self.headings.pop()
            depth = self.heading_depth
        else:
            depth = len(self.items) if kind is ClauseKind.ITEM else 0
        if above:
            return above[-1], depth
        return (self.headings[-1][1] if self.headings else None), depth


def _take_pin(running: RunningText) -> tuple[RunningText, str]:
    found = _PIN.search(running.text)
    if found is None:
        return running, ""
    return running.cut(0, found.start()), found["id"]


_STEPS: dict[str, Callable[[_Walk, Token], None]] = {
    "heading_open": _Walk.open_heading,
    "heading_close": _Walk.close_heading,
    "list_item_open": _Walk.open_item,
    "list_item_close": _Walk.close_item,
    "blockquote_open": _Walk.open_quote,
    "blockquote_close": _Walk.close_quote,
    "thead_open": _Walk.open_head,
    "thead_close": _Walk.close_head,
    "tr_open": _Walk.open_row,
    "tr_close": _Walk.close_row,
    "inline": _Walk.inline,
    "fence": _Walk.code,
    "code_block": _Walk.code,
    "html_block": _Walk.html,
}
