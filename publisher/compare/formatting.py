"""What a reader sees of a clause besides its words: stress, level, kind and typographic signs."""

from collections.abc import Iterator, Sequence

from publisher.compare.wording import compare_words
from publisher.compare.words import split_words
from publisher.model.change import PieceOp
from publisher.model.clause import Clause

Printed = tuple[str, frozenset[str], str]
"""A word that compares, the marks over it, and the word as it is printed."""


def differs_in_form(old: Sequence[Clause], new: Sequence[Clause]) -> bool:
    """Return whether a reader sees another form of a block, or of a word that stayed."""
    if len(old) == len(new) == 1 and _block(old[0]) != _block(new[0]):
        return True
    if all(map(_is_plain, (*old, *new))):
        return False
    before = [word for clause in old for word in _printed(clause)]
    after = [word for clause in new for word in _printed(clause)]
    return any(before[i][1:] != after[j][1:] for i, j in _kept(before, after))


def _block(clause: Clause) -> tuple[object, ...]:
    return clause.kind, clause.depth, clause.is_header


def _is_plain(clause: Clause) -> bool:
    return not clause.marks and clause.text.isascii() and "\n" not in clause.text


def _printed(clause: Clause) -> Iterator[Printed]:
    """Return the words of a clause, each with the sign of the space before it if that is odd."""
    end = 0
    for word in split_words(clause.text):
        marks = frozenset(
            mark.kind for mark in clause.marks if mark.start < word.end and mark.end > word.start
        )
        gap = clause.text[end : word.start].strip(" \t")
        yield word.norm, marks, gap + clause.text[word.start : word.end]
        end = word.end


def _kept(old: Sequence[Printed], new: Sequence[Printed]) -> Iterator[tuple[int, int]]:
    """Return the places of words that stayed."""
    i = j = 0
    for op, length in compare_words([word[0] for word in old], [word[0] for word in new]):
        if op is PieceOp.EQUAL:
            yield from zip(range(i, i + length), range(j, j + length), strict=True)
        i += 0 if op is PieceOp.INSERT else length
        j += 0 if op is PieceOp.DELETE else length
