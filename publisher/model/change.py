"""What changed between two texts: data that pages, mails, reports and JSON all read."""

from dataclasses import dataclass
from enum import Enum, unique

from publisher.model.clause import Clause


@unique
class Op(Enum):
    """What happened to a clause; in this order the first that holds is the change's `op`."""

    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REMOVED = "removed"
    AMENDED = "amended"
    MOVED = "moved"
    RELINKED = "relinked"
    RELABELLED = "relabelled"
    REFORMATTED = "reformatted"


@unique
class PieceOp(Enum):
    """Whether a run of words stays, goes or comes."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a redline; equal + delete read the old text, equal + insert the new one."""

    op: PieceOp
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause (or several, split or merged) that is not the same on both sides.

    `old` is empty for added, `new` for removed. `also` names further ops of the same clause.
    """

    op: Op
    also: tuple[Op, ...] = ()
    old: tuple[Clause, ...] = ()
    new: tuple[Clause, ...] = ()
    redline: tuple[Piece, ...] = ()


@unique
class NoteKind(Enum):
    """A remark about a comparison as a whole."""

    REWRITTEN = "rewritten"
    INVISIBLE = "invisible"
    CROSS_REFERENCE = "cross_reference"
    DISAGREEMENT = "disagreement"
    FRONT_MATTER = "front_matter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a reader of the redline should know that is no change of a clause."""

    kind: NoteKind
    where: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All changes between two documents in reading order, and which clause is which.

    `pairs` maps index in `old` to index in `new` for clauses that are the same clause (split and
    merged ones pair with their first part); it is what carries clause ids from release to release.
    """

    changes: tuple[Change, ...]
    notes: tuple[Note, ...] = ()
    pairs: tuple[tuple[int, int], ...] = ()
