"""One policy on the shelf: its releases, where they stand, which redlines there are."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from publisher.errors import BuildError
from publisher.model.act import History
from publisher.model.change import Comparison
from publisher.model.release import Release, ReleaseLabel
from publisher.press import views, wording
from publisher.press.job import PressJob
from publisher.press.views import Phases, ReleaseView

_RESERVED = frozenset({"upcoming", "history", "promises", "at", "feed.atom", "app.json"})


class PolicyShelf:
    """A policy as the pages see it; what depends on the instant of the build is in `phases`."""

    def __init__(self, job: PressJob, history: History) -> None:
        self._job = job
        self.history = history
        newest = (history.live() or history.releases)[-1]
        self.newest = newest
        self.policy = newest.policy
        self.terms = newest.terms
        by_label = {release.label: release for release in history.releases}
        self._by_label: Mapping[ReleaseLabel, Release] = by_label
        _refuse_reserved(by_label)

    @cached_property
    def views(self) -> tuple[ReleaseView, ...]:
        """All releases in the order they were frozen."""
        return tuple(self._view_of(release) for release in self.history.releases)

    @cached_property
    def phases(self) -> Phases:
        """Where each release stands at the instant of the build."""
        return views.phases(self.views, self._job.at)

    @property
    def promised_by(self) -> tuple[tuple[ReleaseView, ...], ...]:
        """The releases that govern or will govern, those that promise the same together.

        Newest first, so that each group can be read off its first release.
        """
        targets = [target.release for target in self._job.targets.get(self.policy, ())]
        groups: list[list[ReleaseView]] = []
        for label in reversed(targets or [self.newest.label]):
            view = self.view(label)
            if groups and _promised(groups[-1][0]) == _promised(view):
                groups[-1].append(view)
            else:
                groups.append([view])
        return tuple(tuple(group) for group in groups)

    def status_word(self, view: ReleaseView) -> str:
        """Return the phase of a release at the instant of the build, as a word."""
        return wording.PHASES[self.phases.of[view.label]]

    def mechanism_words(self, mechanism: str) -> str:
        """Return the sentence for what keeps a promise."""
        return wording.MECHANISMS.get(mechanism, mechanism)

    def view(self, label: ReleaseLabel) -> ReleaseView:
        """Return a release of this policy by its label."""
        return next(view for view in self.views if view.label == label)

    def redline_pairs(self) -> tuple[tuple[Release, Release], ...]:
        """Return the pairs that get a redline: neighbours, and each start with a live target."""
        pairs = {
            (release.base, release.label): None
            for release in self.history.releases
            if release.base is not None
        }
        for target in self._job.targets.get(self.policy, ()):
            pairs |= {(start, target.release): None for start in target.since}
        return tuple(
            (self._by_label[start], self._by_label[end])
            for start, end in pairs
            if start != end and start in self._by_label and end in self._by_label
        )

    def between(self, start: Release, end: Release) -> tuple[ReleaseView, ...]:
        """Return the releases whose signed cards lead from one to the other, oldest first."""
        return tuple(
            view
            for view in self.views
            if start.order < view.release.order <= end.order
            and (view.retracted_on is None or view.label == end.label)
        )

    def _view_of(self, release: Release) -> ReleaseView:
        base = self._by_label.get(release.base) if release.base else None
        comparison: Comparison | None = self._job.comparisons(base, release) if base else None
        return views.release_view(self.history, release, comparison)


def _promised(view: ReleaseView) -> object:
    terms = view.release.terms
    return terms.promises, terms.categories


def _refuse_reserved(labels: Iterable[ReleaseLabel]) -> None:
    for label in labels:
        if label in _RESERVED or "..." in label or "/" in label:
            raise BuildError(f"{label!r}: cannot name a release, a page of ours stands there")
