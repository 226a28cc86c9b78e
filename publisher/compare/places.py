"""Where a clause stands: its heading, its path of labels, and an id made from the path."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from publisher.compare.labels import label_style, path_part
from publisher.model.clause import Clause, ClauseId, ClauseKind, Label, Link, Mark

_WORDS_IN_SLUG = 5
_LONGEST_SLUG = 40
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A clause as read, before it has a path and an id."""

    kind: ClauseKind
    label: Label
    text: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    lines: tuple[int, int]
    parent: int | None
    depth: int
    cells: tuple[str, ...]
    is_header: bool
    pin: ClauseId | None


def number_clauses(
    drafts: Sequence[Draft],
) -> tuple[tuple[Clause, ...], Mapping[int, ClauseId]]:
    """Return the clauses with paths and ids, and the ids that the editor pinned by index.

    A pinned id that stands twice belongs to the first clause that has it.
    """
    pins = {index: draft.pin for index, draft in enumerate(drafts) if draft.pin}
    paths = _paths(drafts)
    ids = _ids(paths, pins)
    clauses = tuple(
        Clause(
            id=ids[index],
            kind=draft.kind,
            label=draft.label,
            heading=_heading(drafts, index),
            path=paths[index],
            text=draft.text,
            start_line=draft.lines[0],
            end_line=draft.lines[1],
            parent=draft.parent,
            depth=draft.depth,
            marks=draft.marks,
            links=draft.links,
            cells=draft.cells,
            is_header=draft.is_header,
        )
        for index, draft in enumerate(drafts)
    )
    return clauses, pins


def _heading(drafts: Sequence[Draft], index: int) -> str:
    """Return the words of the heading a clause stands under; a heading stands under itself."""
    at: int | None = index
    while at is not None:
        if drafts[at].kind is ClauseKind.HEADING:
            return drafts[at].text
        at = drafts[at].parent
    return ""


def _paths(drafts: Sequence[Draft]) -> list[str]:
    """Return the path of each clause.

    Numbered paragraphs nest by the shape of their labels: `2.1` after `(2)` stands below it, until
    the shape of `(2)` returns. The title of the text is no part of the paths below it.
    """
    paths: list[str] = []
    title = _title(drafts)
    numbered: dict[int | None, list[tuple[str, str]]] = {}
    for draft in drafts:
        above = ""
        if draft.parent is not None and draft.parent != title:
            above = paths[draft.parent]
        own = path_part(draft.label) if draft.label else _slug(draft.text)
        if draft.kind is ClauseKind.PARAGRAPH and draft.label:
            open_labels = numbered.setdefault(draft.parent, [])
            style = label_style(draft.label)
            if style in (styles := [known for known, _ in open_labels]):
                del open_labels[styles.index(style) :]
            above = "/".join(part for part in (above, *(p for _, p in open_labels)) if part)
            open_labels.append((style, own))
        paths.append(f"{above}/{own}" if above else own)
    return paths


def _title(drafts: Sequence[Draft]) -> int | None:
    """Return the index of the only heading of the first level, when the text begins with it."""
    highest = [i for i, d in enumerate(drafts) if d.kind is ClauseKind.HEADING and d.depth == 1]
    return 0 if highest == [0] else None


def _slug(text: str) -> str:
    words = _WORD.findall(text[: 4 * _LONGEST_SLUG].casefold())[:_WORDS_IN_SLUG]
    return "-".join(words)[:_LONGEST_SLUG].strip("-") or "clause"


def _ids(paths: Sequence[str], pins: Mapping[int, ClauseId]) -> list[ClauseId]:
    taken: set[str] = set()
    own: dict[int, ClauseId] = {}
    for index, pin in pins.items():
        if pin not in taken:
            taken.add(pin)
            own[index] = pin
    seen: Counter[str] = Counter()
    ids: list[ClauseId] = []
    for index, path in enumerate(paths):
        ids.append(own.get(index) or _free_id("-".join(_WORD.findall(path)), seen, taken))
    return ids


def _free_id(slug: str, seen: Counter[str], taken: set[str]) -> ClauseId:
    base = slug or "clause"
    while True:
        seen[base] += 1
        candidate = base if seen[base] == 1 else f"{base}~{seen[base]}"
        if candidate not in taken:
            taken.add(candidate)
            return ClauseId(candidate)
