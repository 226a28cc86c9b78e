"""A thing that a person can mend: what, where, and what to do."""

from dataclasses import dataclass
from enum import Enum, unique


@unique
class Severity(Enum):
    """How much a problem stands in the way; the values stand in reports."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One finding for the editor: `where` is `path:line` or `path`, `rule` a stable id."""

    where: str
    what: str
    do: str
    rule: str
    severity: Severity = Severity.ERROR
