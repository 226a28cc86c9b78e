"""Comparing two documents: the one entry to this package beside the reader."""

from publisher.compare.align import align
from publisher.compare.changes import changes_of
from publisher.compare.notes import notes_of
from publisher.model.change import Comparison
from publisher.model.clause import Document


def compare_documents(old: Document, new: Document) -> Comparison:
    """Return what changed from one text to another, and which clause is which."""
    alignment = align(old, new)
    changes = changes_of(old, new, alignment)
    return Comparison(
        changes=changes,
        notes=notes_of(old, new, alignment, changes),
        pairs=tuple((match.old[0], match.new[0]) for match in alignment.matches),
    )
