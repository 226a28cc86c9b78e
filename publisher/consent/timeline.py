"""Which release governs at an instant, and which are coming: dates, postings and nothing else.

A release takes effect on its date only if it and all releases it builds on were observed to be
public for as long as they have to be (house.md, acts and observations; A77 of the duties). One
that was not holds: the release before goes on governing until legal postpones.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from publisher.model.catalogue import CataloguePolicy, CatalogueRelease
from publisher.model.consent import Posted
from publisher.model.release import ReleaseLabel


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The live releases of a policy at an instant.

    `in_force` is None before the first release takes effect. `upcoming` were posted and wait for
    their date; `on_hold` are past their date and were not posted in time.
    """

    live: tuple[CatalogueRelease, ...]
    in_force: CatalogueRelease | None
    upcoming: tuple[CatalogueRelease, ...]
    on_hold: tuple[CatalogueRelease, ...]
    changes_at: datetime | None

    def order_of(self, label: ReleaseLabel) -> int | None:
        """Return the place of a live release in the chain; None for a retracted one."""
        return next((release.order for release in self.live if release.label == label), None)


def timeline_of(policy: CataloguePolicy, posted: Posted, *, at: datetime) -> Timeline:
    """Return which release of a policy governs at an instant (aware)."""
    live = tuple(release for release in policy.releases if not release.is_retracted)
    public = {
        release.label: posted[policy.policy, release.label]
        for release in live
        if (policy.policy, release.label) in posted and posted[policy.policy, release.label] <= at
    }
    due = [release for release in live if release.effective_at <= at]
    governing = [release for release in due if _was_posted_in_time(release, live, public)]
    in_force = governing[-1] if governing else None
    place = in_force.order if in_force is not None else -1
    return Timeline(
        live=live,
        in_force=in_force,
        upcoming=tuple(r for r in live if r not in due and r.label in public),
        on_hold=tuple(release for release in due if release.order > place),
        changes_at=min((r.effective_at for r in live if r.effective_at > at), default=None),
    )


def _was_posted_in_time(
    release: CatalogueRelease,
    live: tuple[CatalogueRelease, ...],
    public: dict[ReleaseLabel, datetime],
) -> bool:
    """Say whether a release and all it builds on were public long enough before it takes effect."""
    return all(
        earlier.is_imported
        or (
            earlier.label in public
            and public[earlier.label] + timedelta(days=earlier.lead_days) <= release.effective_at
        )
        for earlier in live
        if earlier.order <= release.order
    )
