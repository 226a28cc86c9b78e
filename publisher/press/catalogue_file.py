"""The catalogue as it is published: histories, composition and artefacts joined into one file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from publisher.classify.steps import catalogue_card
from publisher.model.act import History, Postponement
from publisher.model.catalogue import (
    Artefact,
    Catalogue,
    CataloguePolicy,
    CatalogueRelease,
    Since,
    Target,
)
from publisher.model.clause import ClauseId
from publisher.model.release import Release, ReleaseLabel


def serial_of(histories: Sequence[History]) -> int:
    """Return the number of frozen releases and acts: it never goes down."""
    return sum(len(history.releases) + len(history.acts) for history in histories)


def catalogue_policy(  # noqa: PLR0913 - one argument per kind of artefact
    history: History,
    targets: Sequence[Target],
    *,
    page_of: Callable[[Release], str],
    texts_of: Callable[[Release], Mapping[str, Artefact]],
    clauses_of: Callable[[Release], Mapping[ClauseId, Artefact]],
    redlines_of: Callable[[ReleaseLabel, ReleaseLabel], Mapping[str, Artefact]],
) -> CataloguePolicy:
    """Return one policy's part of the catalogue, with the files that show it."""
    newest = (history.live() or history.releases)[-1]
    return CataloguePolicy(
        policy=newest.policy,
        title=newest.terms.title,
        language=newest.terms.language,
        zone=newest.terms.zone,
        contact=newest.terms.organisation.email,
        releases=tuple(
            _release(
                history,
                release,
                url=page_of(release),
                texts=texts_of(release),
                clauses=clauses_of(release),
            )
            for release in history.releases
        ),
        targets=tuple(
            Target(
                release=target.release,
                since={
                    start: Since(owed=since.owed, redlines=redlines_of(start, target.release))
                    for start, since in target.since.items()
                },
            )
            for target in targets
        ),
    )


def catalogue(
    histories: Sequence[History],
    policies: Sequence[CataloguePolicy],
    *,
    base_url: str,
    is_preview: bool,
) -> Catalogue:
    """Return the whole catalogue of a site."""
    return Catalogue(
        serial=serial_of(histories),
        base_url=base_url,
        is_preview=is_preview,
        policies=tuple(policies),
    )


def _release(
    history: History,
    release: Release,
    *,
    url: str,
    texts: Mapping[str, Artefact],
    clauses: Mapping[ClauseId, Artefact],
) -> CatalogueRelease:
    dates = _dates(history, release)
    return CatalogueRelease(
        label=release.label,
        order=release.order,
        base=release.base,
        is_imported=release.is_imported,
        is_retracted=release.label in history.retracted(),
        digest=release.digest,
        frozen_at=release.frozen_at,
        effective_at=dates[-1],
        postponed_from=dates[:-1],
        lead_days=release.lead_days,
        action=release.action,
        url=url,
        cards=tuple(catalogue_card(release.label, card) for card in release.cards),
        items=release.registers.items,
        texts=texts,
        clauses=tuple(
            (clause.id, clauses[clause.id]) for clause in release.clauses if clause.id in clauses
        ),
    )


def _dates(history: History, release: Release) -> tuple[datetime, ...]:
    """Return the instants a release was to take effect at, the one that counts last."""
    postponed = [
        act.effective.instant()
        for act in history.acts
        if isinstance(act, Postponement) and act.release == release.label
    ]
    return (release.effective.instant(), *postponed)
