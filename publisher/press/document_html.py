"""A policy text as HTML: headings, paragraphs, nested items, tables, code; labels as printed.

Every clause is an element with the clause's id, so that a link to a clause survives renumbering.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from publisher.model.clause import Clause, ClauseKind, Label
from publisher.press.inline import Anchors, inline_html, text_html

_BULLETS = frozenset({"", "-", "*", "+", "\N{BULLET}"})
_NOT_IN_ID = re.compile(r"[^\w.-]+")
_LONGEST_HANGING = 8
_LONGEST_NAME = 30
_WIDE_TABLE = 6
_NOT_IN_SLUG = re.compile(r"[^\w\- ]+")


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of the table of contents."""

    anchor: str
    label: Label
    text: str
    level: int


def anchor_of(name: str) -> str:
    """Return the id of a clause's element: the clause's own id unless it holds odd characters."""
    return _NOT_IN_ID.sub("-", name).strip("-") or "clause"


def anchors_of(clauses: Iterable[Clause]) -> Anchors:
    """Return the places that links within the text may name: clause ids and heading slugs."""
    found: dict[str, str] = {}
    for clause in clauses:
        found.setdefault(clause.id.casefold(), anchor_of(clause.id))
    for clause in clauses:
        if clause.kind is ClauseKind.HEADING:
            for words in (clause.text, f"{clause.label} {clause.text}"):
                slug = _NOT_IN_SLUG.sub("", words.casefold()).strip().replace(" ", "-")
                found.setdefault(slug, anchor_of(clause.id))
    return found


def contents_of(clauses: Iterable[Clause], *, deepest: int = 2) -> tuple[ContentsEntry, ...]:
    """Return the headings of a text; the title at its top is left out."""
    listed = tuple(clauses)
    levels = heading_levels(listed)
    if listed and listed[0].kind is ClauseKind.HEADING and listed[0].depth == 1:
        del levels[0]
    highest = min(levels.values(), default=0)
    return tuple(
        ContentsEntry(anchor_of(listed[index].id), listed[index].label, listed[index].text, depth)
        for index, level in levels.items()
        if (depth := level - highest + 1) <= deepest and listed[index].text.casefold() != "contents"
    )


def heading_levels(clauses: Sequence[Clause]) -> dict[int, int]:
    """Return the HTML level of each heading by its index: from 2 on, none skipped.

    The page has the first level for its own title.
    """
    levels: dict[int, int] = {}
    open_depths: list[int] = []
    for index, clause in enumerate(clauses):
        if clause.kind is ClauseKind.HEADING:
            while open_depths and open_depths[-1] >= clause.depth:
                open_depths.pop()
            open_depths.append(clause.depth)
            levels[index] = min(len(open_depths) + 1, 6)
    return levels


def label_html(label: Label, *, permalink: str = "") -> str:
    """Return a printed label and the space after it; nothing for a clause without one."""
    if label in _BULLETS:
        return ""
    style = "label long" if len(label) > _LONGEST_HANGING else "label"
    if permalink:
        return f'<a class="{style}" href="#{text_html(permalink)}">{text_html(label)}</a> '
    return f'<span class="{style}">{text_html(label)}</span> '


def words_html(clause: Clause, anchors: Anchors | None = None, *, permalink: str = "") -> str:
    """Return a clause's label and words without the element around them.

    A permalink sits on the label; where there is none, it follows the words as a sign of its own.
    """
    if clause.kind is ClauseKind.CODE:
        return f"<pre><code>{text_html(clause.text)}</code></pre>"
    if clause.kind is ClauseKind.ROW:
        return f"<table><tbody><tr>{cells_html(clause, anchors or {})}</tr></tbody></table>"
    label = label_html(clause.label, permalink=permalink)
    words = label + inline_html(clause.text, clause.marks, clause.links, anchors=anchors)
    if label or not permalink:
        return words
    name = f'aria-label="Link: {text_html(" ".join(clause.text[:_LONGEST_NAME].split()))}"'
    return f'{words}<a class="permalink" href="#{text_html(permalink)}" {name}></a>'


def cells_html(clause: Clause, anchors: Anchors) -> str:
    """Return the cells of a table row, each with the marks and links that lie in it."""
    tag, scope = ("th", ' scope="col"') if clause.is_header else ("td", "")
    html: list[str] = []
    position = 0
    for cell in clause.cells or (clause.text,):
        start = clause.text.find(cell, position)
        if start < 0:
            html.append(f"<{tag}{scope}>{text_html(cell)}</{tag}>")
            continue
        position = start + len(cell)
        marks = [
            type(m)(max(m.start, start) - start, min(m.end, position) - start, m.kind)
            for m in clause.marks
            if m.start < position and m.end > start
        ]
        links = [
            type(k)(max(k.start, start) - start, min(k.end, position) - start, k.target)
            for k in clause.links
            if k.start < position and k.end > start
        ]
        html.append(f"<{tag}{scope}>{inline_html(cell, marks, links, anchors=anchors)}</{tag}>")
    return "".join(html)


def clause_fragment(clause: Clause) -> str:
    """Return one clause as it is put into other pages: no id, no permalink, no frame."""
    name = text_html(anchor_of(clause.id))
    kind = clause.kind.value
    return f'<div class="clause clause-{kind}" data-clause="{name}">{words_html(clause)}</div>\n'


def document_html(clauses: Sequence[Clause], *, with_permalinks: bool = True) -> str:
    """Return the text of a release as the inner part of an article."""
    return _Writer(clauses, with_permalinks=with_permalinks).write()


class _Writer:
    """Writes clauses one after the other and knows which lists and tables stand open."""

    def __init__(self, clauses: Sequence[Clause], *, with_permalinks: bool) -> None:
        self._clauses = clauses
        self._with_permalinks = with_permalinks
        self._anchors = anchors_of(clauses)
        self._levels = heading_levels(clauses)
        self._used: set[str] = set()
        self._lists: list[int] = []
        self._table = ""
        self._table_count = 0
        self._table_depth = 0
        self._html: list[str] = []

    def write(self) -> str:
        for index, clause in enumerate(self._clauses):
            depth = self._item_depth(index)
            is_item = clause.kind is ClauseKind.ITEM
            if clause.kind is not ClauseKind.ROW or depth != self._table_depth:
                self._close_table()
            self._close_lists(depth, keeps_item=not is_item)
            self._table_depth = depth
            self._write_clause(index, clause)
        self._close_table()
        self._close_lists(0, keeps_item=False)
        return "".join(self._html)

    def _write_clause(self, index: int, clause: Clause) -> None:
        match clause.kind:
            case ClauseKind.HEADING:
                self._write_block(f"h{self._levels[index]}", clause)
            case ClauseKind.PARAGRAPH:
                self._write_paragraph(clause)
            case ClauseKind.CODE:
                self._write_block("div", clause)
            case ClauseKind.ITEM:
                self._write_item(clause, self._item_depth(index))
            case ClauseKind.ROW:
                self._write_row(clause)

    def _write_block(self, tag: str, clause: Clause) -> None:
        words = self._words(clause)
        self._html.append(f"<{tag}{self._attributes(clause)}>{words}</{tag}>\n")

    def _write_paragraph(self, clause: Clause) -> None:
        is_quoted = any(mark.kind == "quote" for mark in clause.marks)
        self._html.append("<blockquote>" * is_quoted)
        self._write_block("p", clause)
        self._html.append("</blockquote>\n" * is_quoted)

    def _write_item(self, clause: Clause, depth: int) -> None:
        if not self._lists or self._lists[-1] < depth:
            self._html.append('<ul role="list">\n')
            self._lists.append(depth)
        style = ' class="bullet"' if clause.label in _BULLETS else ""
        self._html.append(f"<li{self._attributes(clause)}{style}>{self._words(clause)}")

    def _write_row(self, clause: Clause) -> None:
        part = "thead" if clause.is_header else "tbody"
        if part == "thead" and self._table == "tbody":
            self._close_table()
        if not self._table:
            self._table_count += 1
            width = "table wide" if len(clause.cells) >= _WIDE_TABLE else "table"
            self._html.append(
                f'<div class="{width}" role="region" aria-label="Table {self._table_count}"'
                f' tabindex="0"><table><{part}>\n'
            )
        elif self._table != part:
            self._html.append(f"</{self._table}><{part}>\n")
        self._table = part
        cells = cells_html(clause, self._anchors)
        self._html.append(f"<tr{self._attributes(clause)}>{cells}</tr>\n")

    def _words(self, clause: Clause) -> str:
        permalink = anchor_of(clause.id) if self._with_permalinks else ""
        return words_html(clause, self._anchors, permalink=permalink)

    def _attributes(self, clause: Clause) -> str:
        name = anchor_of(clause.id)
        if name in self._used:
            return ""
        self._used.add(name)
        return f' id="{text_html(name)}"'

    def _item_depth(self, index: int) -> int:
        """Return the depth of the item that a clause is or hangs under; 0 outside lists."""
        at: int | None = index
        while at is not None:
            clause = self._clauses[at]
            if clause.kind is ClauseKind.ITEM:
                return max(clause.depth, 1)
            if clause.kind is ClauseKind.HEADING:
                return 0
            at = clause.parent if clause.parent is not None and clause.parent < at else None
        return 0

    def _close_lists(self, depth: int, *, keeps_item: bool) -> None:
        while self._lists and self._lists[-1] > depth:
            self._html.append("</li></ul>\n")
            self._lists.pop()
        if self._lists and self._lists[-1] == depth and not keeps_item:
            self._html.append("</li>\n")

    def _close_table(self) -> None:
        if self._table:
            self._html.append(f"</{self._table}></table></div>\n")
            self._table = ""
