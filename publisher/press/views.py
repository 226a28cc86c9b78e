"""What a page needs of a release, worked out once: dates, neighbours, cards, redlines.

Nothing in `ReleaseView` depends on the instant of the build; `Phases` alone does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from publisher.model.act import History, Postponement, Retraction
from publisher.model.change import Change, Comparison
from publisher.model.clause import ClauseId, Label
from publisher.model.obligation import Card
from publisher.model.release import Release, ReleaseLabel
from publisher.model.vocabulary import Action, Phase
from publisher.press import wording
from publisher.press.document_html import anchor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRef:
    """A link to a clause: its anchor in the newer text, or none when it is gone."""

    anchor: str | None
    label: Label
    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A signed change in the words of the pages."""

    id: str
    headline: str
    sentence: str
    action: Action
    action_words: str
    direction: str
    owed: str
    categories: tuple[str, ...]
    clauses: tuple[ClauseRef, ...]
    changes: tuple[Change, ...]
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """A release with everything its history says of it.

    `ends` is the day the next live release takes effect; `previous` is what its cards compare with.
    """

    release: Release
    path: str
    effective: date
    postponed_from: tuple[date, ...]
    released_on: date
    retracted_on: date | None
    ends: date | None
    next: ReleaseLabel | None
    previous: ReleaseLabel | None
    redline_path: str | None
    cards: tuple[CardView, ...]
    by_category: tuple[tuple[str, int], ...]
    editorial: tuple[ClauseRef, ...]

    @property
    def label(self) -> ReleaseLabel:
        """The label of the release."""
        return self.release.label

    @property
    def action(self) -> Action:
        """What the release as a whole owes."""
        return self.release.action

    @property
    def action_words(self) -> str:
        """What the release as a whole owes, in words."""
        return wording.ACTIONS[self.release.action]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """Where each release of a policy stands at one instant."""

    of: Mapping[ReleaseLabel, Phase]
    in_force: ReleaseView | None
    upcoming: tuple[ReleaseView, ...]


def phases(views: Sequence[ReleaseView], at: datetime) -> Phases:
    """Return where each release stands at an instant."""
    live = [view for view in views if view.retracted_on is None]
    begun = [view for view in live if _begins(view) <= at]
    in_force = begun[-1] if begun else None
    upcoming = tuple(view for view in live if _begins(view) > at)
    of = {view.label: Phase.RETRACTED for view in views}
    of |= {view.label: Phase.SUPERSEDED for view in begun}
    of |= {view.label: Phase.UPCOMING for view in upcoming}
    if in_force:
        of[in_force.label] = Phase.IN_FORCE
    return Phases(of=of, in_force=in_force, upcoming=upcoming)


def release_view(history: History, release: Release, comparison: Comparison | None) -> ReleaseView:
    """Return what the pages say of a release; `comparison` is with the release it is based on."""
    zone = release.terms.zone
    live = history.live()
    following = _following(live, release)
    path = f"{release.policy}/{release.label}/"
    previous = release.base if comparison else None
    editorial = [_clause_ref(release, comparison, clause_id) for clause_id in release.editorial]
    strictest_first = sorted(release.cards, key=lambda card: card.action, reverse=True)
    cards = tuple(_card_view(release, comparison, card) for card in strictest_first)
    if release.label in history.retracted():
        cards = tuple(replace(card, owed=wording.OWED_OF_RETRACTED) for card in cards)
    return ReleaseView(
        release=release,
        path=path,
        effective=history.effective_of(release).on,
        postponed_from=_earlier_dates(history, release),
        released_on=wording.local_date(release.frozen_at, zone),
        retracted_on=next(
            (
                wording.local_date(act.acted_at, zone)
                for act in history.acts
                if isinstance(act, Retraction) and act.release == release.label
            ),
            None,
        ),
        ends=history.effective_of(following).on if following else None,
        next=following.label if following else None,
        previous=previous,
        redline_path=redline_path(release, previous, release.label) if previous else None,
        cards=cards,
        by_category=tuple(Counter(c for card in cards for c in card.categories).items()),
        editorial=tuple(editorial),
    )


def redline_path(release: Release, start: ReleaseLabel, end: ReleaseLabel) -> str:
    """Return the folder of the redline page between two releases of a policy."""
    return f"{release.policy}/{start}...{end}/"


def _begins(view: ReleaseView) -> datetime:
    zone = view.release.effective.zone
    return type(view.release.effective)(view.effective, zone).instant()


def _following(live: Sequence[Release], release: Release) -> Release | None:
    """Return the live release that takes this one's place."""
    labels = [one.label for one in live]
    if release.label not in labels:
        return None
    index = labels.index(release.label) + 1
    return live[index] if index < len(live) else None


def _earlier_dates(history: History, release: Release) -> tuple[date, ...]:
    """Return the days a release was to take effect on before it was postponed."""
    days = [release.effective.on] + [
        act.effective.on
        for act in history.acts
        if isinstance(act, Postponement) and act.release == release.label
    ]
    return tuple(days[:-1])


def _card_view(release: Release, comparison: Comparison | None, card: Card) -> CardView:
    named = {category.id: category for category in release.terms.categories}
    categories = [
        f"{named[c].label} {named[c].title}".strip() if c in named else str(c)
        for c in card.categories
    ]
    wanted = set(card.clauses)
    changes = comparison.changes if comparison else ()
    return CardView(
        id=card.id,
        headline=card.headline,
        sentence=card.sentence,
        action=card.action,
        action_words=wording.ACTIONS[card.action],
        direction=wording.DIRECTIONS[card.direction],
        owed=wording.owed_sentence(card),
        categories=tuple(categories) or ("Other",),
        clauses=tuple(_clause_ref(release, comparison, clause_id) for clause_id in card.clauses),
        changes=tuple(
            change
            for change in changes
            if any(clause.id in wanted for clause in (*change.old, *change.new))
        ),
        event=wording.EVENTS[card.event] if card.event else "",
    )


def _clause_ref(release: Release, comparison: Comparison | None, clause_id: ClauseId) -> ClauseRef:
    for clause in release.clauses:
        if clause.id == clause_id:
            return ClauseRef(
                anchor=anchor_of(clause_id),
                label=clause.label,
                heading=clause.heading or clause.text,
            )
    gone = [c for change in (comparison.changes if comparison else ()) for c in change.old]
    for clause in gone:
        if clause.id == clause_id:
            return ClauseRef(anchor=None, label=clause.label, heading=clause.heading)
    return ClauseRef(anchor=None, label=Label(""), heading="")
