"""The machine-readable side of the site: a record beside each release, and the app's document.

No name of a person stands in either: who signed is part of the evidence, not of the public site.
"""

from collections.abc import Sequence

from publisher.model.canonical import canonical_json
from publisher.model.clause import Clause
from publisher.press.document_html import anchor_of
from publisher.press.job import Site
from publisher.press.views import CardView, Phases, ReleaseView

APP_SCHEMA = "publisher.app/0"
RELEASE_SCHEMA = "publisher.release-page/0"


def release_record(site: Site, view: ReleaseView) -> bytes:
    """Return the record of one release as it lies beside its page."""
    return canonical_json({"schema": RELEASE_SCHEMA, **_release(site, view)})


def app_document(site: Site, views: Sequence[ReleaseView], phases: Phases) -> bytes:
    """Return what a native app shows: the release in force and the upcoming ones, with text."""
    newest = views[-1].release
    return canonical_json(
        {
            "schema": APP_SCHEMA,
            "policy": newest.policy,
            "title": newest.terms.title,
            "language": newest.terms.language,
            "zone": newest.terms.zone,
            "organisation": {
                "name": newest.terms.organisation.name,
                "address": newest.terms.organisation.address,
                "email": newest.terms.organisation.email,
                "phone": newest.terms.organisation.phone,
            },
            "current": _release(site, phases.in_force) if phases.in_force else None,
            "upcoming": [_release(site, view) for view in phases.upcoming],
            "releases": [
                {
                    "release": view.label,
                    "effective_on": view.effective.isoformat(),
                    "status": phases.of[view.label].value,
                    "url": f"{site.base_url}/{view.path}",
                }
                for view in views
            ],
        }
    )


def _release(site: Site, view: ReleaseView) -> dict[str, object]:
    release = view.release
    url = f"{site.base_url}/{view.path}"
    return {
        "policy": release.policy,
        "release": release.label,
        "order": release.order,
        "base": release.base,
        "title": release.terms.title,
        "language": release.terms.language,
        "url": url,
        "digest": release.digest,
        "previous_digest": release.previous,
        "is_imported": release.is_imported,
        "released_at": release.frozen_at.isoformat(),
        "effective_on": view.effective.isoformat(),
        "zone": release.effective.zone,
        "postponed_from": [day.isoformat() for day in view.postponed_from],
        "retracted_on": view.retracted_on.isoformat() if view.retracted_on else None,
        "action": release.action.value,
        "lead_days": release.lead_days,
        "changes": [_card(view, card, url) for card in view.cards],
        "editorial": list(release.editorial),
        "clauses": [_clause(clause) for clause in release.clauses],
        "files": dict(release.files),
    }


def _card(view: ReleaseView, shown: CardView, url: str) -> dict[str, object]:
    card = next(card for card in view.release.cards if card.id == shown.id)
    return {
        "id": card.id,
        "headline": card.headline,
        "sentence": card.sentence,
        "categories": list(card.categories),
        "direction": card.direction.value,
        "action": card.action.value,
        "scope": card.scope.value,
        "item": card.item,
        "event": card.event.value if card.event else None,
        "clauses": list(card.clauses),
        "owed": shown.owed,
        "url": f"{url}#change-{anchor_of(card.id)}",
    }


def _clause(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "kind": clause.kind.value,
        "label": clause.label,
        "depth": clause.depth,
        "parent": clause.parent,
        "text": clause.text,
        "cells": list(clause.cells),
        "is_header": clause.is_header,
        "marks": [{"start": m.start, "end": m.end, "kind": m.kind} for m in clause.marks],
        "links": [{"start": k.start, "end": k.end, "target": k.target} for k in clause.links],
        "digest": clause.digest,
    }
