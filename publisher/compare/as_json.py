"""A comparison with its findings as JSON: `publisher.comparison/0`."""

from collections.abc import Iterable, Sequence

from publisher.compare.words import split_words
from publisher.model.change import Change, Comparison, Note, PieceOp
from publisher.model.clause import Clause
from publisher.model.obligation import Evidence, Finding, strictest
from publisher.model.vocabulary import Action, Verdict

SCHEMA = "publisher.comparison/0"

Json = dict[str, object]


def comparison_as_json(comparison: Comparison, findings: Sequence[Finding]) -> Json:
    """Return the comparison as JSON values; `findings` has one entry for each change, in order."""
    return {
        "schema": SCHEMA,
        "changes": [
            _change_json(change, finding)
            for change, finding in zip(comparison.changes, findings, strict=True)
        ],
        "notes": [_note_json(note) for note in comparison.notes],
        "summary": _summary_json(comparison, findings),
    }


def _change_json(change: Change, finding: Finding) -> Json:
    return {
        "op": change.op.value,
        "also": [op.value for op in change.also],
        "old": [_clause_json(clause) for clause in change.old],
        "new": [_clause_json(clause) for clause in change.new],
        "redline": [{"op": piece.op.value, "text": piece.text} for piece in change.redline],
        "finding": _finding_json(finding),
    }


def _clause_json(clause: Clause) -> Json:
    return {
        "clause": clause.id,
        "path": clause.path,
        "label": clause.label,
        "heading": clause.heading,
        "start_line": clause.start_line,
        "end_line": clause.end_line,
        "text": clause.text,
        "links": [link.target for link in clause.links],
    }


def _finding_json(finding: Finding) -> Json:
    return {
        "verdict": finding.verdict.value,
        "categories": list(finding.categories),
        "direction": finding.direction.value,
        "action": finding.action.value,
        "rules": list(finding.rules),
        "evidence": [_evidence_json(evidence) for evidence in finding.evidence],
        "unexplained": list(finding.unexplained),
    }


def _evidence_json(evidence: Evidence) -> Json:
    return {
        "side": evidence.side,
        "start": evidence.start,
        "end": evidence.end,
        "text": evidence.text,
        "rule": evidence.rule,
    }


def _note_json(note: Note) -> Json:
    return {"kind": note.kind.value, "where": note.where, "what": note.what}


def _summary_json(comparison: Comparison, findings: Sequence[Finding]) -> Json:
    verdicts = {finding.verdict for finding in findings}
    needs_review = Verdict.REVIEW in verdicts
    return {
        "verdict": _gravest(verdicts).value,
        "action": strictest([Action.NONE, *(finding.action for finding in findings)]).value,
        "categories": _first_seen(c for finding in findings for c in finding.categories),
        "needs_review": needs_review,
        "changed_words": changed_words(comparison.changes),
    }


def changed_words(changes: Iterable[Change]) -> int:
    """Return how many words the redlines mark as gone or come; signs do not count."""
    return sum(
        word.counts
        for change in changes
        for piece in change.redline
        if piece.op is not PieceOp.EQUAL
        for word in split_words(piece.text)
    )


def _gravest(verdicts: set[Verdict]) -> Verdict:
    """Return review before substantive before editorial; no change at all is editorial."""
    for verdict in (Verdict.REVIEW, Verdict.SUBSTANTIVE):
        if verdict in verdicts:
            return verdict
    return Verdict.EDITORIAL


def _first_seen(categories: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(categories))
