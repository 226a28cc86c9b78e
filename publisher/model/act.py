"""Acts of legal after freezing: files in the same chain as the releases."""

from dataclasses import dataclass
from datetime import datetime

from publisher.model.amendment import PolicyId
from publisher.model.canonical import Digest
from publisher.model.obligation import Signature
from publisher.model.release import EffectiveDate, Release, ReleaseLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponement:
    """A release takes effect later than it was frozen for; both dates stay visible."""

    policy: PolicyId
    number: int
    release: ReleaseLabel
    effective: EffectiveDate
    acted_at: datetime
    signature: Signature
    digest: Digest
    previous: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """A release is taken back before it takes effect."""

    policy: PolicyId
    number: int
    release: ReleaseLabel
    acted_at: datetime
    signature: Signature
    digest: Digest
    previous: Digest


LegalAct = Postponement | Retraction


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """All releases and acts of one policy in the order of their chain."""

    releases: tuple[Release, ...]
    acts: tuple[LegalAct, ...] = ()

    def retracted(self) -> frozenset[ReleaseLabel]:
        """Return the labels of the releases that were taken back."""
        return frozenset(act.release for act in self.acts if isinstance(act, Retraction))

    def live(self) -> tuple[Release, ...]:
        """Return the releases that were not taken back, oldest first."""
        gone = self.retracted()
        return tuple(release for release in self.releases if release.label not in gone)

    def effective_of(self, release: Release) -> EffectiveDate:
        """Return the day a release takes effect after the last postponement of it."""
        days = [
            act.effective
            for act in self.acts
            if isinstance(act, Postponement) and act.release == release.label
        ]
        return days[-1] if days else release.effective
