"""A policy text as a sequence of clauses, each with separate streams for what may change apart.

Words, printed label, inline format, link targets and place are different streams, because a change
of each means something different: a renumbered clause says the same, a changed link does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, unique
from typing import NewType

from publisher.model.canonical import Digest, digest_of

ClauseId = NewType("ClauseId", str)
"""A locked identity (`c-7k3f`), or, in a text that was never released, one made from the path."""

Label = NewType("Label", str)
"""What is printed: `2.3`, `(2)`, `9.`; repeats, moves, goes missing; never an identity."""


@unique
class ClauseKind(Enum):
    """What kind of block a clause is; the values stand in clauses.json."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Inline format over `text[start:end]`: strong, emphasis, code, strike."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A link over `text[start:end]`, with its target as written."""

    start: int
    end: int
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The smallest piece of a policy that is compared, cited and held back as a whole.

    `text` is what a reader sees, without marks and without the printed label. `path` is the chain
    of labels (or slugs) of the headings and items above and of the clause itself. Lines count from
    1 and include both ends. `parent` is the index of the clause it hangs under in its document.
    `depth` is the heading level (1 to 6) or the nesting of an item (1 and up); 0 otherwise.
    `cells` are the texts of a table row; `is_header` marks the head row.
    """

    id: ClauseId
    kind: ClauseKind
    label: Label
    heading: str
    path: str
    text: str
    start_line: int
    end_line: int
    parent: int | None = None
    depth: int = 0
    marks: tuple[Mark, ...] = ()
    links: tuple[Link, ...] = ()
    cells: tuple[str, ...] = ()
    is_header: bool = False

    @property
    def digest(self) -> Digest:
        """Digest of words, stress and link targets; place and label do not count."""
        return digest_of(
            [
                self.text,
                [[m.start, m.end, m.kind] for m in self.marks],
                [[k.start, k.end, k.target] for k in self.links],
            ]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text in one language, as clauses in reading order."""

    clauses: tuple[Clause, ...]
    front_matter: str = ""
    pins: Mapping[int, ClauseId] = field(default_factory=dict)
    """Ids that the editor pinned with `{#id}`, by the index of the clause."""
