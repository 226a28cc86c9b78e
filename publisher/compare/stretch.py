"""Stretches: old and new clauses between two matches, paired in order by the words they share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from publisher.compare.chain import Block, heaviest_chain
from publisher.compare.likeness import Likeness, Side, may_pair
from publisher.model.clause import ClauseKind

_ALL_PAIRS = 30_000
_ALL_TEXTS = 2_500
_LIKE_IN_PLACE = 30
_LIKE_ALONE = 15
_LIKE_HEADING_ALONE = 0
_PART_COVERED = 65
_WHOLE_COVERED = 65
_MOST_PARTS = 6
_NEAREST_EQUAL = 16
_DIVISIBLE = frozenset({ClauseKind.PARAGRAPH, ClauseKind.ITEM})

Pair = tuple[tuple[int, ...], tuple[int, ...]]
"""Indices of old clauses that are new clauses."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Indices of unmatched clauses on both sides, in order."""

    old: Sequence[int]
    new: Sequence[int]

    def common_runs(self, length: int, old: Sequence[str], new: Sequence[str]) -> list[Block]:
        """Return runs of equal texts that stand once on each side, in the same order."""
        places, others = _run_places(self.old, old, length), _run_places(self.new, new, length)
        return heaviest_chain(
            [
                Block(a, a + length, others[run], others[run] + length, length)
                for run, a in places.items()
                if run in others
            ]
        )

    def pairs_of(self, runs: Iterable[Block]) -> Iterable[tuple[int, int]]:
        """Return the clauses of runs one by one."""
        for run in runs:
            for step in range(run.old_end - run.old_start):
                yield self.old[run.old_start + step], self.new[run.new_start + step]

    def between(self, runs: Iterable[Block]) -> Iterable["Stretch"]:
        """Return what lies before, between and after runs."""
        at_old = at_new = 0
        for run in (*runs, Block(len(self.old), len(self.old), len(self.new), len(self.new), 0)):
            old, new = self.old[at_old : run.old_start], self.new[at_new : run.new_start]
            if old and new:
                yield Stretch(old, new)
            at_old, at_new = run.old_end, run.new_end


def match_stretch(stretch: Stretch, old: Side, new: Side, likeness: Likeness) -> list[Pair]:
    """Return the pairs, splits and merges of a stretch that keep the order and most words."""
    matcher = _Matcher(stretch, old, new, likeness)
    return [
        (
            tuple(stretch.old[block.old_start : block.old_end]),
            tuple(stretch.new[block.new_start : block.new_end]),
        )
        for block in heaviest_chain(matcher.blocks())
    ]


@dataclass(slots=True)
class _Matcher:
    stretch: Stretch
    old: Side
    new: Side
    likeness: Likeness

    def blocks(self) -> list[Block]:
        pairs = self._pairs()
        blocks = [block for a, b in pairs if (block := self._one_to_one(a, b))]
        for a, b in pairs:
            blocks += self._splits(a, b)
            blocks += self._merges(a, b)
        return blocks

    def _pairs(self) -> list[tuple[int, int]]:
        """Return the places to measure: all of a short stretch, the likely ones of a long one."""
        old, new = self._keys(self.old, self.stretch.old), self._keys(self.new, self.stretch.new)
        texts = len(set(old)) * len(set(new))
        if len(old) * len(new) <= _ALL_PAIRS and texts <= _ALL_TEXTS:
            return list(product(range(len(old)), range(len(new))))
        found = set(self.likeness.candidates(old, new))
        found.update(_equal_nearby(old, new))
        return sorted(found)

    def _keys(self, side: Side, places: Sequence[int]) -> list[str]:
        return [side.keys[i] for i in places]

    def _one_to_one(self, a: int, b: int) -> Block | None:
        i, j = self.stretch.old[a], self.stretch.new[b]
        old, new = self.old.keys[i], self.new.keys[j]
        if old == new:
            return Block(a, a + 1, b, b + 1, 2 * max(self.likeness.bag(old).weight, 100) + 50)
        if not may_pair(self.old.clauses[i], self.new.clauses[j]):
            return None
        if self.likeness.percent(old, new) < self._least_likeness(i):
            return None
        return Block(a, a + 1, b, b + 1, 2 * self.likeness.shared(old, new) + 1)

    def _least_likeness(self, i: int) -> int:
        if len(self.stretch.old) > 1 or len(self.stretch.new) > 1:
            return _LIKE_IN_PLACE
        is_heading = self.old.clauses[i].kind is ClauseKind.HEADING
        return _LIKE_HEADING_ALONE if is_heading else _LIKE_ALONE

    def _splits(self, a: int, b: int) -> Iterable[Block]:
        """Return the ways in which one old clause became several from a new one on."""
        if self.old.clauses[self.stretch.old[a]].kind not in _DIVISIBLE:
            return
        whole = self.old.keys[self.stretch.old[a]]
        for end in self._parts_end(self.stretch.new, self.new, b, whole):
            parts = [self.new.keys[j] for j in self.stretch.new[b:end]]
            if shared := self._parts_shared(parts, whole):
                yield Block(a, a + 1, b, end, 2 * shared)

    def _merges(self, a: int, b: int) -> Iterable[Block]:
        """Return the ways in which several clauses from an old one on became one."""
        if self.new.clauses[self.stretch.new[b]].kind not in _DIVISIBLE:
            return
        whole = self.new.keys[self.stretch.new[b]]
        for end in self._parts_end(self.stretch.old, self.old, a, whole):
            parts = [self.old.keys[i] for i in self.stretch.old[a:end]]
            if shared := self._parts_shared(parts, whole):
                yield Block(a, end, b, b + 1, 2 * shared)

    def _parts_end(
        self, places: Sequence[int], side: Side, start: int, whole: str
    ) -> Iterable[int]:
        """Return where a run of neighbours that stand mostly in the whole may end."""
        for at in range(start, min(start + _MOST_PARTS, len(places))):
            if at > start and places[at] != places[at - 1] + 1:
                return
            clause = side.clauses[places[at]]
            if clause.kind not in _DIVISIBLE:
                return
            key = side.keys[places[at]]
            if key == whole or self.likeness.cover(key, whole) < _PART_COVERED:
                return
            if at > start:
                yield at + 1

    def _parts_shared(self, parts: Sequence[str], whole: str) -> int:
        """Return the weight of the words that parts and whole share; 0 when it is too little."""
        shared = self.likeness.shared(" ".join(parts), whole)
        if 100 * shared < _WHOLE_COVERED * self.likeness.bag(whole).weight:
            return 0
        # A part whose words other parts hold already adds nothing: it is a new clause.
        alone = [self.likeness.shared(part, whole) for part in parts]
        if 10 * shared < 9 * sum(alone) or min(alone) < 100:  # noqa: PLR2004 - one whole word
            return 0
        return shared


def _run_places(
    places: Sequence[int], keys: Sequence[str], length: int
) -> dict[tuple[str, ...], int]:
    runs = [
        tuple(keys[i] for i in places[at : at + length]) for at in range(len(places) - length + 1)
    ]
    times = Counter(runs)
    return {run: at for at, run in enumerate(runs) if times[run] == 1}


def _equal_nearby(old: Sequence[str], new: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Return places of equal texts, for each the nearest by relative position."""
    holders: dict[str, list[int]] = {}
    for place, key in enumerate(new):
        holders.setdefault(key, []).append(place)
    for place, key in enumerate(old):
        to = place * len(new) // len(old)
        near = sorted(holders.get(key, ()), key=lambda other: (abs(other - to), other))
        yield from ((place, other) for other in near[:_NEAREST_EQUAL])
