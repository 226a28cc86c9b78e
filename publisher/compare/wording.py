"""The redline inside a clause: which words stay, go and come.

This is the only module that knows diff-match-patch. It is given words, not characters, and no
time limit: with one, a slow machine would publish another redline than a fast one. What limits
the work instead is a budget counted in words.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from diff_match_patch import diff_match_patch

from publisher.compare.chain import Block, heaviest_chain
from publisher.compare.words import Word, split_words
from publisher.model.change import Piece, PieceOp

DIRECT_BUDGET = 60_000
"""Product of the word counts up to which two texts are compared as a whole."""

HARD_BUDGET = 4_000_000
"""Product above which texts without common phrases are said to be replaced."""

_FIRST_TOKEN = 0x100
_SURROGATES = (0xD800, 0x800)
_PHRASES = (4, 2, 1)
_OPS = {0: PieceOp.EQUAL, -1: PieceOp.DELETE, 1: PieceOp.INSERT}

Run = tuple[PieceOp, int]
"""So many words stay, go or come."""


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """Return the redline from one text to another; no word is ever cut.

    Equal pieces carry the new text, so a typographic variant reads as in the new one.
    """
    old_words, new_words = split_words(old), split_words(new)
    runs = compare_words([w.norm for w in old_words], [w.norm for w in new_words])
    runs = _without_islands(runs, new_words)
    return tuple(_pieces(runs, _slices(old, old_words), _slices(new, new_words)))


def whole(op: PieceOp, text: str) -> tuple[Piece, ...]:
    """Return a redline in which the whole text stays, goes or comes."""
    return (Piece(op, text),) if text else ()


def compare_words(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """Return the runs of words that lead from one text to the other, deletions first."""
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _compare(old[head : len(old) - tail], new[head : len(new) - tail])
    runs = [(PieceOp.EQUAL, head), *middle, (PieceOp.EQUAL, tail)]
    return _tidy(runs)


def _compare(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    if not old or not new:
        return [(PieceOp.DELETE, len(old)), (PieceOp.INSERT, len(new))]
    size = len(old) * len(new)
    if size <= DIRECT_BUDGET:
        return _compare_directly(old, new)
    anchors = _anchors(old, new)
    if anchors:
        return _compare_between(old, new, anchors)
    if size <= HARD_BUDGET:
        return _compare_directly(old, new)
    return [(PieceOp.DELETE, len(old)), (PieceOp.INSERT, len(new))]


def _compare_between(
    old: Sequence[str], new: Sequence[str], anchors: Iterable[tuple[int, int, int]]
) -> list[Run]:
    runs: list[Run] = []
    at_old = at_new = 0
    for old_start, new_start, length in (*anchors, (len(old), len(new), 0)):
        runs += compare_words(old[at_old:old_start], new[at_new:new_start])
        runs.append((PieceOp.EQUAL, length))
        at_old, at_new = old_start + length, new_start + length
    return runs


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return places of phrases that stand exactly once in each text, in the same order."""
    for size in _PHRASES:
        places, others = _places(old, size), _places(new, size)
        blocks = [
            Block(i, i + size, others[phrase], others[phrase] + size, size)
            for phrase, i in places.items()
            if phrase in others
        ]
        if blocks:
            return [(b.old_start, b.new_start, size) for b in heaviest_chain(blocks)]
    return []


def _places(words: Sequence[str], size: int) -> dict[tuple[str, ...], int]:
    phrases = [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]
    times = Counter(phrases)
    return {phrase: i for i, phrase in enumerate(phrases) if times[phrase] == 1}


def _compare_directly(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    signs: dict[str, str] = {}
    texts = ["".join(signs.setdefault(w, _sign(len(signs))) for w in side) for side in (old, new)]
    engine = diff_match_patch()
    engine.Diff_Timeout = 0
    found = engine.diff_main(texts[0], texts[1], checklines=False)
    return [(_OPS[op], len(data)) for op, data in found]


def _sign(number: int) -> str:
    point = number + _FIRST_TOKEN
    return chr(point + _SURROGATES[1] if point >= _SURROGATES[0] else point)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    length = 0
    for a, b in zip(old, new, strict=False):
        if a != b:
            break
        length += 1
    return length


def _tidy(runs: Iterable[Run]) -> list[Run]:
    """Join neighbours; between two equal runs deletions come first, as one run each."""
    tidy: list[Run] = []
    filled = [run for run in runs if run[1]]
    for is_equal, group in groupby(filled, key=lambda run: run[0] is PieceOp.EQUAL):
        counts: Counter[PieceOp] = Counter()
        for op, length in group:
            counts[op] += length
        ops = (PieceOp.EQUAL,) if is_equal else (PieceOp.DELETE, PieceOp.INSERT)
        tidy += [(op, counts[op]) for op in ops if counts[op]]
    return tidy


def _without_islands(runs: Sequence[Run], new: Sequence[Word]) -> list[Run]:
    """Let go of equal signs between two changes when no word is among them: they only confuse."""
    result: list[Run] = []
    at_new = 0
    for index, (op, length) in enumerate(runs):
        if op is PieceOp.EQUAL and 0 < index < len(runs) - 1:
            if any(word.counts for word in new[at_new : at_new + length]):
                result.append((op, length))
            else:
                result += [(PieceOp.DELETE, length), (PieceOp.INSERT, length)]
        else:
            result.append((op, length))
        at_new += 0 if op is PieceOp.DELETE else length
    return _tidy(result)


def _slices(text: str, words: Sequence[Word]) -> list[str]:
    """Return the words with the white space after them; together they are the text."""
    starts = [0, *(word.start for word in words[1:])]
    ends = [*starts[1:], len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)] if words else []


def _pieces(runs: Iterable[Run], old: Sequence[str], new: Sequence[str]) -> Iterable[Piece]:
    at_old = at_new = 0
    for op, length in runs:
        if op is PieceOp.DELETE:
            yield Piece(op, "".join(old[at_old : at_old + length]))
        else:
            yield Piece(op, "".join(new[at_new : at_new + length]))
        at_old += 0 if op is PieceOp.INSERT else length
        at_new += 0 if op is PieceOp.DELETE else length
