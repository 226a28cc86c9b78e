"""A comparison as HTML: insertions, deletions and moves that can be read without seeing colour.

Each run carries its meaning three ways: as an element (`ins`, `del`), as words that only a screen
reader and a plain-text reader meet (`[added: ...]`), and as underline or strike.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from publisher.model.change import Change, Comparison, Op, Piece, PieceOp
from publisher.model.clause import Clause, ClauseKind
from publisher.press.document_html import (
    anchor_of,
    anchors_of,
    heading_levels,
    label_html,
    words_html,
)
from publisher.press.inline import Anchors, flowing_html, text_html

OP_WORDS: Mapping[Op, str] = {
    Op.SPLIT: "Split",
    Op.MERGED: "Merged",
    Op.ADDED: "Added",
    Op.REMOVED: "Removed",
    Op.AMENDED: "Changed",
    Op.MOVED: "Moved",
    Op.RELINKED: "Link changed",
    Op.RELABELLED: "Renumbered",
    Op.REFORMATTED: "Emphasis changed",
}
"""What happened to a clause, as the badge on it says."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A change and the index in the new text that it is shown at (before, when it is a half)."""

    position: float
    change: Change


def pieces_html(pieces: Iterable[Piece]) -> str:
    """Return runs of words with what goes and what comes marked as such."""
    return "".join(_piece(piece) for piece in pieces)


def change_words_html(change: Change) -> str:
    """Return the words of a changed clause; old and new one after the other when not woven."""
    if change.redline:
        return pieces_html(change.redline)
    deleted = [Piece(PieceOp.DELETE, clause.text) for clause in change.old]
    inserted = [Piece(PieceOp.INSERT, clause.text) for clause in change.new]
    match change.op:
        case Op.ADDED:
            return pieces_html(inserted)
        case Op.REMOVED:
            return pieces_html(deleted)
        case Op.SPLIT | Op.MERGED | Op.AMENDED:
            return pieces_html([*deleted, *inserted])
        case Op.MOVED | Op.RELINKED | Op.RELABELLED | Op.REFORMATTED:
            return " ".join(_words_without_label(clause) for clause in change.new)


def change_html(change: Change, *, with_id: bool, permalink: str = "") -> str:
    """Return one changed clause: what happened to it, where it stands, and the words."""
    shown = (change.new or change.old)[0]
    name = text_html(anchor_of(shown.id))
    identity = f'id="{name}" ' if with_id else ""
    link = (
        f' <a class="where" href="{text_html(permalink)}">{_where(shown)}</a>' if permalink else ""
    )
    place = link or f' <span class="where">{_where(shown)}</span>'
    return (
        f'<div {identity}class="change change-{change.op.value}" data-clause="{name}">\n'
        f'<p class="badges">{_badges(change)}{place}</p>\n'
        f'<div class="words">{_label(change)}{change_words_html(change)}</div>\n'
        f"{_remarks(change)}</div>\n"
    )


def redline_fragment(comparison: Comparison, *, release_url: str) -> str:
    """Return the changed clauses alone, to be put into another page: no ids and no frame.

    `release_url` is the absolute address of the newer release, which the clauses link to.
    """
    if not comparison.changes:
        return '<div class="redline"><p>No clause of the text differs.</p></div>\n'
    blocks = [
        change_html(change, with_id=False, permalink=_permalink(change, release_url))
        for change in comparison.changes
    ]
    return f'<div class="redline">\n{"".join(blocks)}</div>\n'


def redline_html(old: Sequence[Clause], new: Sequence[Clause], comparison: Comparison) -> str:
    """Return the whole newer text with all changes in place; unchanged clauses are folded."""
    anchors = anchors_of(new)
    levels = heading_levels(new)
    html: list[str] = []
    at = 0
    for placed in _placed(old, new, comparison):
        until = min(len(new), int(placed.position + 0.5))
        if until > at:
            html.append(_unchanged(new, range(at, until), levels, anchors))
        html.append(change_html(placed.change, with_id=True))
        at = max(at, until + len(placed.change.new))
    if at < len(new):
        html.append(_unchanged(new, range(at, len(new)), levels, anchors))
    return "".join(html)


def _placed(
    old: Sequence[Clause], new: Sequence[Clause], comparison: Comparison
) -> Sequence[_Placed]:
    """Return the changes by their place in the new text; what is gone follows what it followed."""
    index_in_new = {_key(clause): index for index, clause in enumerate(new)}
    index_in_old = {_key(clause): index for index, clause in enumerate(old)}
    pairs = sorted(comparison.pairs)
    placed: list[_Placed] = []
    for change in comparison.changes:
        if change.new:
            position: float = index_in_new.get(_key(change.new[0]), len(new))
        else:
            before = index_in_old.get(_key(change.old[0]), len(old))
            position = max((n for o, n in pairs if o < before), default=-1) + 0.5
        placed.append(_Placed(position, change))
    return sorted(placed, key=lambda item: item.position)


def _key(clause: Clause) -> tuple[str, int, str]:
    return clause.id, clause.start_line, clause.path


def _unchanged(
    new: Sequence[Clause], indices: range, levels: Mapping[int, int], anchors: Anchors
) -> str:
    """Return clauses that stayed: headings as they are, the rest folded behind their number."""
    html: list[str] = []
    run: list[Clause] = []
    for index in indices:
        clause = new[index]
        if clause.kind is ClauseKind.HEADING:
            html.append(_folded(run, anchors))
            run = []
            tag = f"h{min(levels[index] + 1, 6)}"
            html.append(f"<{tag}>{words_html(clause, anchors)}</{tag}>\n")
        else:
            run.append(clause)
    html.append(_folded(run, anchors))
    return "".join(html)


def _folded(clauses: Sequence[Clause], anchors: Anchors) -> str:
    if not clauses:
        return ""
    count = "1 unchanged clause" if len(clauses) == 1 else f"{len(clauses)} unchanged clauses"
    inner = "".join(f'<div class="same">{words_html(c, anchors)}</div>\n' for c in clauses)
    return f'<details class="unchanged"><summary>{count}</summary>\n{inner}</details>\n'


def _piece(piece: Piece) -> str:
    text = flowing_html(piece.text)
    match piece.op:
        case PieceOp.EQUAL:
            return text
        case PieceOp.INSERT:
            return f'<ins><span class="vh">[added: </span>{text}<span class="vh">]</span></ins>'
        case PieceOp.DELETE:
            return f'<del><span class="vh">[removed: </span>{text}<span class="vh">]</span></del>'


def _words_without_label(clause: Clause) -> str:
    return words_html(clause).removeprefix(label_html(clause.label))


def _badges(change: Change) -> str:
    return " ".join(
        f'<span class="badge badge-{op.value}">{OP_WORDS[op]}</span>'
        for op in (change.op, *change.also)
    )


def _where(clause: Clause) -> str:
    words = " ".join(part for part in (clause.heading, clause.label) if part)
    if clause.kind is ClauseKind.HEADING:
        words = f"{clause.label} heading".strip()
    return text_html(words or "text before the first heading")


def _label(change: Change) -> str:
    """Return the printed label, both where it changed."""
    old = change.old[0].label if change.old else ""
    new = change.new[0].label if change.new else ""
    if change.old and change.new and old != new:
        pieces = [Piece(PieceOp.DELETE, old)] * bool(old) + [Piece(PieceOp.INSERT, new)] * bool(new)
        return f'<span class="label">{pieces_html(pieces)}</span> '
    return label_html((change.new or change.old)[0].label)


def _remarks(change: Change) -> str:
    """Return what the words alone do not show: where a clause came from, which links changed."""
    remarks: list[str] = []
    ops = (change.op, *change.also)
    if Op.MOVED in ops and change.old:
        remarks.append(f"Moved here from {_where(change.old[0])}.")
    if Op.RELINKED in ops:
        before = {link.target for clause in change.old for link in clause.links}
        after = {link.target for clause in change.new for link in clause.links}
        remarks += [f"Link removed: <code>{text_html(t)}</code>" for t in sorted(before - after)]
        remarks += [f"Link added: <code>{text_html(t)}</code>" for t in sorted(after - before)]
    if Op.REFORMATTED in ops:
        remarks.append(_emphasis_remark(change))
    return "".join(f'<p class="remark">{remark}</p>\n' for remark in remarks)


def _emphasis_remark(change: Change) -> str:
    before = _stressed(change.old)
    after = _stressed(change.new)
    gone = ", ".join(f"“{text_html(words)}”" for words in before if words not in after)
    come = ", ".join(f"“{text_html(words)}”" for words in after if words not in before)
    told = [f"no longer stressed: {gone}" if gone else "", f"now stressed: {come}" if come else ""]
    return "Emphasis: " + ("; ".join(part for part in told if part) or "its form changed") + "."


def _stressed(clauses: Sequence[Clause]) -> list[str]:
    return [c.text[m.start : m.end] for c in clauses for m in c.marks if m.kind != "code"]


def _permalink(change: Change, release_url: str) -> str:
    return f"{release_url}#{anchor_of(change.new[0].id)}" if change.new else ""
