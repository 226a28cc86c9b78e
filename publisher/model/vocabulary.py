"""Every word that stands in a record or a catalogue: words are added here, never renamed."""

from enum import Enum, unique
from functools import total_ordering


@unique
@total_ordering
class Action(Enum):
    """What a change owes, from nothing to express consent; ordered, the strictest wins."""

    NONE = "none"
    POST = "post"
    PROMINENT = "prominent"
    RECONSENT = "reconsent"

    def __lt__(self, other: object) -> bool:
        """Compare by strictness, not by spelling."""
        if not isinstance(other, Action):
            return NotImplemented
        members = list(Action)
        return members.index(self) < members.index(other)


@unique
class Direction(Enum):
    """Whether a change takes something from the user, whatever its category."""

    REDUCES = "reduces"
    NEUTRAL = "neutral"
    IMPROVES = "improves"
    MIXED = "mixed"
    UNCLEAR = "unclear"


@unique
class Verdict(Enum):
    """What the program says of a change; `review` blocks a release until a person decides."""

    EDITORIAL = "editorial"
    SUBSTANTIVE = "substantive"
    REVIEW = "review"


@unique
class Scope(Enum):
    """Who or what has to consent: the whole policy, one consent item, or guardians of minors."""

    ALL = "all"
    ITEM = "item"
    GUARDIAN = "guardian"


@unique
class EventKind(Enum):
    """A fact outside the text that owes a notice or consent of its own (ideas 5 of the mission)."""

    CONTROLLER_CHANGE = "controller_change"
    IMPACT_ASSESSMENT = "impact_assessment"
    AFFILIATE_PURPOSE = "affiliate_purpose"
    LAW_CHANGE = "law_change"


@unique
class Act(Enum):
    """What a person did.

    To acknowledge is not to accept, and to accept a policy is not consent to an item: the unit of
    the answer says to what.
    """

    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DEFERRED = "deferred"
    WITHDRAWN = "withdrawn"


@unique
class Observation(Enum):
    """What happened around a release or a person without an answer."""

    POSTED = "posted"
    NOTIFIED = "notified"
    DISPLAYED = "displayed"


@unique
class ActingRole(Enum):
    """Who acted: the person, the guardian of a minor, or staff that imports old records."""

    SELF = "self"
    GUARDIAN = "guardian"
    IMPORT = "import"


@unique
class Phase(Enum):
    """Where a release stands at an instant."""

    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


@unique
class DutyKind(Enum):
    """What is owed to one person now.

    `confirm`: a new person confirms the policy in force before using the service; `consent`: an
    answer is owed; `notice`: a change has to be brought to attention. A consumer that meets a kind
    it does not know sends the person to the hosted page.
    """

    CONFIRM = "confirm"
    CONSENT = "consent"
    NOTICE = "notice"


@unique
class Mode(Enum):
    """How a duty is put before a person: `gate` blocks until answered, `banner` never blocks."""

    GATE = "gate"
    BANNER = "banner"
