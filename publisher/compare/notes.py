"""Remarks about a comparison: what no redline of a single clause can say."""

import re
from collections.abc import Iterator, Mapping, Sequence

from publisher.compare.align import Alignment
from publisher.compare.words import hidden_characters, split_norms
from publisher.model.change import Change, Note, NoteKind, Op, PieceOp
from publisher.model.clause import Clause, ClauseKind, Document

_REWRITTEN_BELOW = 30
_LEAST_WORDS = 40
_REFERENCE = re.compile(
    r"(?:[Ss]ections?|[Aa]rticles?|[Cc]lauses?|[Pp]aragraphs?|[Pp]art|[Aa]nnex|[Aa]ppendix|see|§)\s+"
    r"(?P<west>\(?[0-9IVX]+(?:\.\d+)*[.)]?|\([a-z]\))(?!\w)"
    r"|(?P<east>第[〇零一二三四五六七八九十百千0-9]+[条條章节節])"
)
_MOST_SHOWN = 60


def notes_of(
    old: Document, new: Document, alignment: Alignment, changes: Sequence[Change]
) -> tuple[Note, ...]:
    """Return the remarks: settings, rewritten sections, invisible signs, turned references."""
    return (
        *_front_matter(old, new),
        *_rewritten(old, new, alignment, changes),
        *_invisible(changes),
        *_references(old, new, alignment),
    )


def _front_matter(old: Document, new: Document) -> Iterator[Note]:
    if old.front_matter != new.front_matter:
        what = "the settings at the head of the file differ; they are no text of the policy"
        yield Note(kind=NoteKind.FRONT_MATTER, where="front matter", what=what)


def _invisible(changes: Sequence[Change]) -> Iterator[Note]:
    for change in changes:
        before, after = (
            [sign for clause in side for sign in hidden_characters(clause.text)]
            for side in (change.old, change.new)
        )
        if before != after:
            clause = (*change.new, *change.old)[0]
            names = ", ".join(sorted({f"U+{ord(sign):04X}" for sign in (*before, *after)}))
            what = f"characters that no reader sees were put in or taken out: {names}"
            yield Note(kind=NoteKind.INVISIBLE, where=clause.path, what=what)


def _rewritten(
    old: Document, new: Document, alignment: Alignment, changes: Sequence[Change]
) -> Iterator[Note]:
    """Say which sections kept so few words that old and new are better read as two texts."""
    kept = _kept_words(old, new, alignment, changes)
    sections = _sections(new.clauses)
    partners = {j: m.old[0] for m in alignment.matches for j in m.new}
    old_ends = dict(_sections(old.clauses))
    for start, end in sections:
        if start not in partners or partners[start] not in old_ends:
            continue
        before = _word_count(old.clauses[partners[start] : old_ends[partners[start]]])
        after = _word_count(new.clauses[start:end])
        least = min(before, after)
        if least >= _LEAST_WORDS and 100 * sum(kept[start:end]) < _REWRITTEN_BELOW * least:
            clause = new.clauses[start]
            what = f"of {before} words {sum(kept[start:end])} stayed; read both texts as a whole"
            yield Note(kind=NoteKind.REWRITTEN, where=clause.path, what=what)


def _sections(clauses: Sequence[Clause]) -> list[tuple[int, int]]:
    """Return where the sections of the highest level with several headings begin and end.

    A text without such headings is one section.
    """
    depths = [clause.depth for clause in clauses if clause.kind is ClauseKind.HEADING]
    several = [depth for depth in sorted(set(depths)) if depths.count(depth) > 1]
    if not several:
        return [(0, len(clauses))] if clauses else []
    starts = [
        index
        for index, clause in enumerate(clauses)
        if clause.kind is ClauseKind.HEADING and clause.depth <= several[0]
    ]
    return list(zip(starts, [*starts[1:], len(clauses)], strict=True))


def _word_count(clauses: Sequence[Clause]) -> int:
    return sum(len(clause.text.split()) for clause in clauses)


def _kept_words(
    old: Document, new: Document, alignment: Alignment, changes: Sequence[Change]
) -> list[int]:
    """Return for each new clause how many of its words the old text had there."""
    kept = [0] * len(new.clauses)
    for match in alignment.matches:
        kept[match.new[0]] = _word_count([new.clauses[j] for j in match.new])
    places = {id(clause): index for index, clause in enumerate(new.clauses)}
    for change in changes:
        if change.op is not Op.ADDED and change.new:
            equal = (p.text for p in change.redline if p.op is PieceOp.EQUAL)
            kept[places[id(change.new[0])]] = sum(len(text.split()) for text in equal)
    return kept


def _references(old: Document, new: Document, alignment: Alignment) -> Iterator[Note]:
    """Say which references in words that stayed now name another clause than before."""
    turned = _turned_labels(old.clauses, new.clauses, alignment)
    if not turned:
        return
    for match in alignment.matches:
        kept = set(_reference_labels(old.clauses[i].text for i in match.old))
        for label in _reference_labels(new.clauses[j].text for j in match.new):
            if label in kept and label in turned:
                yield Note(
                    kind=NoteKind.CROSS_REFERENCE,
                    where=new.clauses[match.new[0]].path,
                    what=turned[label],
                )


def _reference_labels(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        for found in _REFERENCE.finditer(text):
            yield _bare(found["west"] or found["east"])


def _turned_labels(
    old: Sequence[Clause], new: Sequence[Clause], alignment: Alignment
) -> Mapping[str, str]:
    """Return for each label that now belongs to another clause what to say about it.

    Labels that several clauses bear are left out: nobody can say which one is meant.
    """
    partners = {i: m.new[0] for m in alignment.matches for i in m.old}
    bearers, successors = _bearers(old), _bearers(new)
    turned: dict[str, str] = {}
    for label, i in bearers.items():
        now = new[partners[i]] if i in partners else None
        if now is not None and _bare(now.label) == label:
            continue
        meant = f"the text says {label}, which was “{_shown(old[i])}”"
        there = successors.get(label)
        stands = f"; {label} is now “{_shown(new[there])}”" if there is not None else ""
        gone = f"; that is now {now.label}" if now and now.label else "; that is gone"
        turned[label] = (
            meant + (gone if now is None or now.label else "; that has no number") + stands
        )
    return turned


def _bearers(clauses: Sequence[Clause]) -> Mapping[str, int]:
    """Return the only clause of each label; a heading goes before the paragraphs and items."""
    found: dict[str, list[int]] = {}
    headings: dict[str, list[int]] = {}
    for index, clause in enumerate(clauses):
        if clause.label:
            of_kind = headings if clause.kind is ClauseKind.HEADING else found
            of_kind.setdefault(_bare(clause.label), []).append(index)
    merged = {**found, **headings}
    return {label: places[0] for label, places in merged.items() if len(places) == 1}


def _bare(label: str) -> str:
    return label.strip("().")


def _shown(clause: Clause) -> str:
    text = " ".join(split_norms(clause.text)[:12]) if not clause.text else clause.text
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
