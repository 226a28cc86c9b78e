"""Which old clause is which new clause.

First what is certain (pinned ids, texts that stand once in each version), then what its
neighbours make certain, then likeness. Texts that stand several times are never paired without a
neighbour: else a replaced line of boilerplate would pass for a moved one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from publisher.compare.chain import Block, heaviest_chain
from publisher.compare.likeness import Likeness, Side, may_pair
from publisher.compare.stretch import Stretch, match_stretch
from publisher.model.clause import Document

_LIKE_ANYWHERE = 50
_CLEARER_BY = 8
_LEAST_WORDS = 6
_RUNS = (2, 4, 8, 16, 32)
_LONG_STRETCH = 40_000


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """Old clauses that are new clauses: one and one, or several on one side (split, merged)."""

    old: tuple[int, ...]
    new: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """All matches in the order of the old text; `moved` are those out of the common order."""

    matches: tuple[Match, ...]
    moved: frozenset[Match]


def align(old: Document, new: Document) -> Alignment:
    """Return which clause is which; no clause is used twice."""
    aligner = _Aligner(Side(old.clauses), Side(new.clauses))
    aligner.match_pins(old, new)
    aligner.match_unique_texts()
    aligner.match_neighbours()
    aligner.match_stretches()
    aligner.match_anywhere()
    return aligner.finish()


@dataclass(slots=True)
class _Aligner:
    old: Side
    new: Side
    likeness: Likeness = field(default_factory=Likeness)
    from_old: dict[int, Match] = field(default_factory=dict)
    from_new: dict[int, Match] = field(default_factory=dict)

    def match_pins(self, old: Document, new: Document) -> None:
        places = {pin: index for index, pin in _once(old.pins.items())}
        for index, pin in _once(new.pins.items()):
            if pin in places:
                self._match((places[pin],), (index,))

    def match_unique_texts(self) -> None:
        places = {key: i for i, key in enumerate(self.new.keys) if self.new.is_unique(i)}
        for i, key in enumerate(self.old.keys):
            j = places.get(key) if self.old.is_unique(i) else None
            if j is not None and i not in self.from_old and j not in self.from_new:
                self._match((i,), (j,))

    def match_neighbours(self) -> None:
        """Give equal texts beside a match to each other: first where the order held."""
        spine = self._spine()
        self._extend([Match((-1,), (-1,)), *spine, Match((len(self.old),), (len(self.new),))])
        held = set(spine)
        self._extend([m for m in self._matches() if m not in held])

    def match_stretches(self) -> None:
        """Compare what lies between two matches that follow one another on both sides."""
        for stretch in self._stretches(self._moved_gaps()):
            self._match_stretch(stretch)
        for stretch in self._stretches(self._spine_gaps()):
            self._match_long_stretch(stretch, _RUNS)

    def match_anywhere(self) -> None:
        """Pair what is left by likeness alone, when no other clause comes near."""
        old = [i for i in range(len(self.old)) if self._is_free_and_rare(i)]
        new = [j for j in range(len(self.new)) if self._is_new_free_and_rare(j)]
        for i, j in self._clear_pairs(old, new):
            if i not in self.from_old and j not in self.from_new:
                self._match((i,), (j,))

    def finish(self) -> Alignment:
        spine = set(self._spine())
        self._dissolve([m for m in self._matches() if m not in spine])
        matches = tuple(self._matches())
        return Alignment(matches=matches, moved=frozenset(m for m in matches if m not in spine))

    def _match(self, old: tuple[int, ...], new: tuple[int, ...]) -> None:
        match = Match(old, new)
        self.from_old.update(dict.fromkeys(old, match))
        self.from_new.update(dict.fromkeys(new, match))

    def _matches(self) -> list[Match]:
        return sorted(set(self.from_old.values()))

    def _spine(self) -> list[Match]:
        """Return the matches that keep the order and hold most words: what did not move."""
        blocks = [
            Block(m.old[0], m.old[-1] + 1, m.new[0], m.new[-1] + 1, self._words(m))
            for m in self._matches()
        ]
        chain = heaviest_chain(blocks)
        return [self.from_old[block.old_start] for block in chain]

    def _words(self, match: Match) -> int:
        old, new = (
            sum(side.sizes[i] for i in part)
            for side, part in ((self.old, match.old), (self.new, match.new))
        )
        return old + new

    def _extend(self, matches: Iterable[Match]) -> None:
        for match in matches:
            i, j = match.old[-1] + 1, match.new[-1] + 1
            while self._are_equal_and_free(i, j):
                self._match((i,), (j,))
                i, j = i + 1, j + 1
            i, j = match.old[0] - 1, match.new[0] - 1
            while self._are_equal_and_free(i, j):
                self._match((i,), (j,))
                i, j = i - 1, j - 1

    def _are_equal_and_free(self, i: int, j: int) -> bool:
        return (
            0 <= i < len(self.old)
            and 0 <= j < len(self.new)
            and i not in self.from_old
            and j not in self.from_new
            and self.old.keys[i] == self.new.keys[j]
        )

    def _spine_gaps(self) -> Iterable[tuple[Match, Match]]:
        ends = Match((-1,), (-1,)), Match((len(self.old),), (len(self.new),))
        spine = [ends[0], *self._spine(), ends[1]]
        return list(zip(spine, spine[1:], strict=False))

    def _moved_gaps(self) -> Iterable[tuple[Match, Match]]:
        """Return neighbours that moved together: nothing that is matched lies between them."""
        spine = set(self._spine())
        by_old = self._matches()
        after = {m: n for m, n in zip(*_shifted(sorted(by_old, key=lambda m: m.new)), strict=False)}
        return [
            (first, second)
            for first, second in zip(*_shifted(by_old), strict=False)
            if after.get(first) == second and not (first in spine and second in spine)
        ]

    def _stretches(self, gaps: Iterable[tuple[Match, Match]]) -> Iterable[Stretch]:
        for first, second in gaps:
            old = [i for i in range(first.old[-1] + 1, second.old[0]) if i not in self.from_old]
            new = [j for j in range(first.new[-1] + 1, second.new[0]) if j not in self.from_new]
            if old and new:
                yield Stretch(old, new)

    def _match_stretch(self, stretch: Stretch) -> None:
        for old, new in match_stretch(stretch, self.old, self.new, self.likeness):
            self._match(old, new)

    def _match_long_stretch(self, stretch: Stretch, runs: Sequence[int]) -> None:
        """Cut a long stretch of repeated texts where a run of them stands once in each version."""
        if len(stretch.old) * len(stretch.new) <= _LONG_STRETCH:
            self._match_stretch(stretch)
            return
        for position, length in enumerate(runs):
            anchors = stretch.common_runs(length, self.old.keys, self.new.keys)
            if anchors:
                for old, new in stretch.pairs_of(anchors):
                    self._match((old,), (new,))
                for part in stretch.between(anchors):
                    self._match_long_stretch(part, runs[position:])
                return
        self._match_stretch(stretch)

    def _is_free_and_rare(self, i: int) -> bool:
        return (
            i not in self.from_old and self.old.is_unique(i) and self.old.sizes[i] >= _LEAST_WORDS
        )

    def _is_new_free_and_rare(self, j: int) -> bool:
        return (
            j not in self.from_new and self.new.is_unique(j) and self.new.sizes[j] >= _LEAST_WORDS
        )

    def _clear_pairs(self, old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
        """Return pairs that are alike and clearly more so than any other of either clause."""
        keys = [self.old.keys[i] for i in old], [self.new.keys[j] for j in new]
        scored = sorted(
            (
                (self.likeness.percent(keys[0][a], keys[1][b]), old[a], new[b])
                for a, b in self.likeness.candidates(*keys)
                if may_pair(self.old.clauses[old[a]], self.new.clauses[new[b]])
            ),
            key=lambda s: (-s[0], s[1], s[2]),
        )
        best: dict[tuple[str, int], int] = {}
        clear: list[tuple[int, int]] = []
        for score, i, j in scored:
            rivals = (best.setdefault(("old", i), score), best.setdefault(("new", j), score))
            if score >= _LIKE_ANYWHERE and rivals == (score, score):
                clear.append((i, j))
        chosen = frozenset(clear)
        doubtful = {
            (side, index)
            for score, i, j in scored
            for side, index in (("old", i), ("new", j))
            if (i, j) not in chosen and best[side, index] - score < _CLEARER_BY
        }
        return [(i, j) for i, j in clear if not {("old", i), ("new", j)} & doubtful]

    def _dissolve(self, moved: Sequence[Match]) -> None:
        """Take back moves of repeated texts that no text of its own moved along with."""
        run: list[Match] = []
        for match in [*moved, None]:
            if run and (match is None or not _follows(run[-1], match)):
                if not any(self._stands_alone(m) for m in run):
                    for gone in run:
                        self._unmatch(gone)
                run = []
            if match is not None:
                run.append(match)

    def _stands_alone(self, match: Match) -> bool:
        return all(map(self.old.is_unique, match.old)) and all(map(self.new.is_unique, match.new))

    def _unmatch(self, match: Match) -> None:
        for i in match.old:
            del self.from_old[i]
        for j in match.new:
            del self.from_new[j]


def _follows(first: Match, second: Match) -> bool:
    return (first.old[-1] + 1, first.new[-1] + 1) == (second.old[0], second.new[0])


def _shifted(matches: Sequence[Match]) -> tuple[Sequence[Match], Sequence[Match]]:
    return matches, matches[1:]


def _once(pins: Iterable[tuple[int, str]]) -> Iterable[tuple[int, str]]:
    """Return the pins that only one clause has."""
    listed = list(pins)
    names = [name for _, name in listed]
    return [(index, name) for index, name in listed if names.count(name) == 1]
