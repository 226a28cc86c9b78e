"""What happened to each clause: the alignment becomes changes in reading order."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publisher.compare.align import Alignment, Match
from publisher.compare.formatting import differs_in_form
from publisher.compare.wording import redline, whole
from publisher.compare.words import split_norms
from publisher.model.change import Change, Op, PieceOp
from publisher.model.clause import Clause, ClauseKind, Document

_Place = tuple[int, int, int]
"""Where a change is read: at a new clause, or after it when the clause is gone."""


def changes_of(old: Document, new: Document, alignment: Alignment) -> tuple[Change, ...]:
    """Return all changes in the order of the new text, removed clauses where they stood."""
    listing = _Listing(old.clauses, new.clauses, alignment)
    placed = [*listing.matched(), *listing.added(), *listing.removed()]
    return tuple(change for _, change in sorted(placed, key=lambda item: item[0]))


@dataclass(slots=True)
class _Listing:
    old: Sequence[Clause]
    new: Sequence[Clause]
    alignment: Alignment

    def matched(self) -> Iterator[tuple[_Place, Change]]:
        carried = self._carried()
        for match in self.alignment.matches:
            is_moved = match in self.alignment.moved
            before, after = self._sides(match)
            ops = list(_ops(before, after, is_moved=is_moved))
            if ops and not (ops == [Op.MOVED] and match in carried):
                yield (match.new[0], 0, 0), _change(ops, before, after)

    def added(self) -> Iterator[tuple[_Place, Change]]:
        known = {j for match in self.alignment.matches for j in match.new}
        for j, clause in enumerate(self.new):
            if j not in known:
                yield (
                    (j, 0, 0),
                    Change(op=Op.ADDED, new=(clause,), redline=whole(PieceOp.INSERT, clause.text)),
                )

    def removed(self) -> Iterator[tuple[_Place, Change]]:
        known = {i for match in self.alignment.matches for i in match.old}
        stayed = [m for m in self.alignment.matches if m not in self.alignment.moved]
        ends = [match.old[-1] for match in stayed]
        for i, clause in enumerate(self.old):
            if i not in known:
                before = bisect_right(ends, i)
                place = stayed[before - 1].new[-1] if before else -1
                yield (
                    (place, 1, i),
                    Change(
                        op=Op.REMOVED, old=(clause,), redline=whole(PieceOp.DELETE, clause.text)
                    ),
                )

    def _sides(self, match: Match) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
        return tuple(self.old[i] for i in match.old), tuple(self.new[j] for j in match.new)

    def _carried(self) -> frozenset[Match]:
        """Return the moved matches that only went along with their heading.

        A section moves as one event: its heading is listed, what moved with it is not.
        """
        carried: set[Match] = set()
        heading: Clause | None = None
        moved = [match for match in self.alignment.matches if match in self.alignment.moved]
        for match, last in zip(moved, [None, *moved], strict=False):
            clause = self.old[match.old[0]]
            if last is None or not self._follow(last, match):
                heading = None
            if heading and not (
                clause.kind is ClauseKind.HEADING and clause.depth <= heading.depth
            ):
                carried.add(match)
            else:
                heading = clause if clause.kind is ClauseKind.HEADING else None
        return frozenset(carried)

    def _follow(self, first: Match, second: Match) -> bool:
        """Return whether nothing else that stayed a clause lies between two moved ones."""
        new_between = range(first.new[-1] + 1, second.new[0])
        old_between = range(first.old[-1] + 1, second.old[0])
        known_old = {i for m in self.alignment.matches for i in m.old} if old_between else set()
        known_new = {j for m in self.alignment.matches for j in m.new} if new_between else set()
        return (
            first.new[-1] < second.new[0]
            and known_old.isdisjoint(old_between)
            and known_new.isdisjoint(new_between)
        )


def _ops(old: Sequence[Clause], new: Sequence[Clause], *, is_moved: bool) -> Iterator[Op]:
    """Return everything that happened to a match, the gravest first."""
    if len(new) > len(old):
        yield Op.SPLIT
    if len(old) > len(new):
        yield Op.MERGED
    if _norms(old) != _norms(new):
        yield Op.AMENDED
    if is_moved:
        yield Op.MOVED
    if _targets(old) != _targets(new):
        yield Op.RELINKED
    if old[0].label != new[0].label:
        yield Op.RELABELLED
    if differs_in_form(old, new):
        yield Op.REFORMATTED


def _change(ops: Sequence[Op], old: tuple[Clause, ...], new: tuple[Clause, ...]) -> Change:
    before, after = _joined(old), _joined(new)
    is_amended = Op.AMENDED in ops
    pieces = redline(before, after) if is_amended else whole(PieceOp.EQUAL, after)
    return Change(op=ops[0], also=tuple(ops[1:]), old=old, new=new, redline=pieces)


def _joined(clauses: Sequence[Clause]) -> str:
    return " ".join(clause.text for clause in clauses)


def _norms(clauses: Sequence[Clause]) -> object:
    text = _joined(clauses)
    return split_norms(text)


def _targets(clauses: Sequence[Clause]) -> list[str]:
    return [link.target for clause in clauses for link in clause.links]
