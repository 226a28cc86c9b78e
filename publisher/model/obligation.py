"""What a change means and what it owes, proposed by the program and signed by a person."""

from collections.abc import Iterable
from dataclasses import dataclass

from publisher.model.amendment import CategoryId
from publisher.model.clause import ClauseId
from publisher.model.register import ItemId
from publisher.model.vocabulary import Action, Direction, EventKind, Scope, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that led a rule to its answer: `text[start:end]` of the `old` or `new` side."""

    side: str
    start: int
    end: int
    text: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The program's answer about one change: which category, which direction, what it owes.

    `unexplained` are changed words that no rule accounts for; with any, a change is never called
    editorial or improving. `row` is the row of the decision table that sets action and lead days.
    """

    verdict: Verdict
    categories: tuple[CategoryId, ...] = ()
    direction: Direction = Direction.NEUTRAL
    action: Action = Action.POST
    scope: Scope = Scope.ALL
    row: str = "45"
    rules: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unexplained: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who decided, and for a lowered duty why and who else stood by it.

    `approval` says what the name rests on: `claimed`, `host-verified` or `signed`.
    """

    by: str
    reason: str = ""
    second: str = ""
    approval: str = "claimed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One signed change of a release: the unit of notices and of consent questions.

    A card is about clauses (`clauses`, ids on either side), a consent item (`item`, required with
    scope `item`) or an event outside the text (`event`). `headline` and `sentence` are the public
    words. `proposed` is what the program had said, kept for ever.
    `revokes` names an event card of an earlier release that no longer holds.
    """

    id: str
    clauses: tuple[ClauseId, ...]
    categories: tuple[CategoryId, ...]
    direction: Direction
    action: Action
    scope: Scope
    lead_days: int
    headline: str
    sentence: str
    signature: Signature
    proposed: Finding
    item: ItemId | None = None
    event: EventKind | None = None
    revokes: str = ""


def strictest(actions: Iterable[Action]) -> Action:
    """Return the strictest of several actions; none of none."""
    return max(actions, default=Action.NONE)
