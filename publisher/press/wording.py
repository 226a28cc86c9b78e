"""The words of the pages for what the records hold as values: dates, duties, directions, phases."""

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from publisher.model.obligation import Card
from publisher.model.vocabulary import Action, Direction, EventKind, Phase, Scope

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip

DIRECTIONS: Mapping[Direction, str] = {
    Direction.REDUCES: "Takes something from you",
    Direction.NEUTRAL: "Neither better nor worse for you",
    Direction.IMPROVES: "Better for you",
    Direction.MIXED: "Partly better, partly worse for you",
    Direction.UNCLEAR: "May affect you",
}

PHASES: Mapping[Phase, str] = {
    Phase.UPCOMING: "Upcoming",
    Phase.IN_FORCE: "In force",
    Phase.SUPERSEDED: "Superseded",
    Phase.RETRACTED: "Retracted",
}

ACTIONS: Mapping[Action, str] = {
    Action.NONE: "No notice",
    Action.POST: "Posted",
    Action.PROMINENT: "Prominent notice",
    Action.RECONSENT: "Your consent",
}
"""What a release or a card owes, in the fewest words."""

EVENTS: Mapping[EventKind, str] = {
    EventKind.CONTROLLER_CHANGE: "Who answers for your data",
    EventKind.IMPACT_ASSESSMENT: "An impact assessment",
    EventKind.AFFILIATE_PURPOSE: "An affiliate's new purpose",
    EventKind.LAW_CHANGE: "A change of the law",
}

OWED_OF_RETRACTED = "Nothing. This version was taken back before it applied."
"""What a card of a retracted release owes."""

_BY_PEOPLE = (
    "The department that the policy names keeps this promise; its work is not done by a program."
)

MECHANISMS: Mapping[str, str] = {
    "post-before-effect": (
        "A version cannot be released for a day within its notice period, and it stands on this "
        "site from its release on."
    ),
    "prominent-notice": (
        "Each change that needs it is marked when its version is released, and a notice of its own "
        "goes out for it."
    ),
    "specific-changes": (
        "Each change has a headline and a sentence of its own; the same words stand on this site "
        "and in every notice."
    ),
    "express-consent-for-reductions": (
        "You are asked. Until you agree, the earlier text goes on applying to you."
    ),
    "consent-per-item": (
        "Each service has a question and an answer of its own, and nothing is chosen beforehand."
    ),
    "withdrawal": "The page on which you answered takes the answer back as well.",
    "archive": (
        "Every version keeps its own address, and a published version cannot be altered without "
        "its digest telling."
    ),
    "guardian-consent": "For a child the question goes to the guardian, whose answer alone counts.",
    "emphasis": "Taking the bold from a key term counts as a change and is announced as one.",
    "affiliate-consent": (
        "An affiliate's new purpose is recorded as a change even where no word of the text "
        "changes, and you are asked."
    ),
    "successor-consent": (
        "A new controller is recorded as a change even where no word of the text changes; you are "
        "asked where it is not bound by this policy."
    ),
    "reply-clock": _BY_PEOPLE,
    "incident-notice": _BY_PEOPLE,
    "cessation-notice": _BY_PEOPLE,
    "contact-route": _BY_PEOPLE,
}
"""What keeps a promise, by the name of its mechanism; another name is printed as it is."""


def written_date(day: date) -> str:
    """Return a date as people write it: `1 March 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def local_date(instant: datetime, zone: str) -> date:
    """Return the calendar day of an instant in a policy's own time zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def owed_sentence(card: Card) -> str:
    """Return what a card owes the reader and what the reader can do, in plain words."""
    match card.action, card.scope:
        case Action.RECONSENT, Scope.GUARDIAN:
            return (
                "A parent or guardian is asked first. Without their consent the earlier terms stay "
                "for the child."
            )
        case Action.RECONSENT, Scope.ITEM:
            return (
                "You are asked about this on its own. If you say no, it does not apply to you and "
                "everything else stays as it is."
            )
        case Action.RECONSENT, _:
            return "You are asked first. If you say no, the earlier terms stay for you."
        case Action.PROMINENT, _:
            return "You get a notice of its own about this before it applies."
        case Action.POST, _:
            return "Published here before it applies. You need not do anything."
        case _:
            return "You need not do anything."


def counted(number: int, one: str, many: str) -> str:
    """Return a number with the right form of the word after it."""
    return f"{number} {one if number == 1 else many}"
