"""The heaviest chain: of all pairs that could hold, those that keep the order and weigh most."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Old clauses `old_start:old_end` may be new clauses `new_start:new_end`."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    weight: int


def heaviest_chain(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks that follow one another on both sides and weigh most together.

    Takes n log n steps; of equally heavy chains it is always the same one.
    """
    order = sorted(range(len(blocks)), key=lambda n: (blocks[n].old_start, blocks[n].new_start, n))
    by_end = sorted(order, key=lambda n: blocks[n].old_end)
    ends = sorted({block.new_end for block in blocks})
    best = _PrefixMaximum(len(ends))
    total = [0] * len(blocks)
    before: list[int | None] = [None] * len(blocks)
    closed = 0
    for n in order:
        block = blocks[n]
        while closed < len(by_end) and blocks[by_end[closed]].old_end <= block.old_start:
            done = by_end[closed]
            best.put(bisect_left(ends, blocks[done].new_end), total[done], done)
            closed += 1
        weight, before[n] = best.up_to(bisect_left(ends, block.new_start + 1))
        total[n] = weight + block.weight
    return _walk_back(blocks, total, before)


def _walk_back(
    blocks: Sequence[Block], total: Sequence[int], before: Sequence[int | None]
) -> list[Block]:
    at = max(range(len(blocks)), key=lambda n: (total[n], -n), default=None)
    chain: list[Block] = []
    while at is not None:
        chain.append(blocks[at])
        at = before[at]
    return chain[::-1]


class _PrefixMaximum:
    """A binary indexed tree that answers: which is the heaviest among the first n places?"""

    def __init__(self, size: int) -> None:
        self._weights = [0] * (size + 1)
        self._owners: list[int | None] = [None] * (size + 1)

    def put(self, place: int, weight: int, owner: int) -> None:
        at = place + 1
        while at < len(self._weights):
            if weight > self._weights[at]:
                self._weights[at], self._owners[at] = weight, owner
            at += at & -at

    def up_to(self, places: int) -> tuple[int, int | None]:
        weight, owner = 0, None
        at = places
        while at > 0:
            if self._weights[at] > weight:
                weight, owner = self._weights[at], self._owners[at]
            at -= at & -at
        return weight, owner
