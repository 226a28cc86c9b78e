"""The catalogue as JSON: `publisher.catalogue/0`, the contract between CI and the application.

On disk the catalogue is `canonical_json(to_json(catalogue))`; its signature lies beside it. Unknown
fields are ignored, so that a newer publisher may add some; an unknown schema name is refused.
"""

from collections.abc import Mapping

from publisher.errors import CatalogueError
from publisher.model.amendment import CategoryId, PolicyId
from publisher.model.canonical import Digest
from publisher.model.catalogue import (
    SCHEMA,
    Artefact,
    CardRef,
    Catalogue,
    CatalogueCard,
    CataloguePolicy,
    CatalogueRelease,
    Owed,
    Since,
    Target,
    Unit,
)
from publisher.model.clause import ClauseId
from publisher.model.register import ConsentItem, ItemId
from publisher.model.release import ReleaseLabel
from publisher.model.vocabulary import Action, Direction, EventKind, Scope
from publisher.model.wire import Node, instant_text

Json = dict[str, object]


def to_json(catalogue: Catalogue) -> Json:
    """Return the catalogue as JSON values; two equal catalogues give equal bytes."""
    return {
        "schema": SCHEMA,
        "serial": catalogue.serial,
        "base_url": catalogue.base_url,
        "preview": catalogue.is_preview,
        "policies": [_policy_json(policy) for policy in catalogue.policies],
    }


def from_json(data: object) -> Catalogue:
    """Return the catalogue of JSON values.

    Raises CatalogueError naming the wrong field, or the schema when it is not ours.
    """
    node = Node.of(data)
    if node.text("schema") != SCHEMA:
        raise CatalogueError(
            f"this catalogue says schema `{node.text('schema')}`, but this program reads "
            f"`{SCHEMA}`; upgrade the application before the site"
        )
    return Catalogue(
        serial=node.whole("serial"),
        base_url=node.text("base_url"),
        is_preview=node.flag("preview"),
        policies=tuple(_policy(policy) for policy in node.nodes("policies")),
    )


def _policy_json(policy: CataloguePolicy) -> Json:
    return {
        "policy": policy.policy,
        "title": policy.title,
        "language": policy.language,
        "zone": policy.zone,
        "contact": policy.contact,
        "releases": [_release_json(release) for release in policy.releases],
        "targets": [_target_json(target) for target in policy.targets],
    }


def _release_json(release: CatalogueRelease) -> Json:
    return {
        "release": release.label,
        "order": release.order,
        "base": release.base,
        "imported": release.is_imported,
        "retracted": release.is_retracted,
        "digest": release.digest,
        "frozen_at": instant_text(release.frozen_at),
        "effective_at": instant_text(release.effective_at),
        "postponed_from": [instant_text(instant) for instant in release.postponed_from],
        "lead_days": release.lead_days,
        "action": release.action.value,
        "url": release.url,
        "cards": [_card_json(card) for card in release.cards],
        "items": [item_json(item) for item in release.items],
        "texts": _artefacts_json(release.texts),
        "clauses": [
            {"clause": clause, "path": artefact.path, "digest": artefact.digest}
            for clause, artefact in release.clauses
        ],
    }


def _card_json(card: CatalogueCard) -> Json:
    return {
        "card": card.ref,
        "release": card.release,
        "headline": card.headline,
        "sentence": card.sentence,
        "categories": list(card.categories),
        "direction": card.direction.value,
        "action": card.action.value,
        "scope": card.scope.value,
        "clauses": list(card.clauses),
        "item": card.item,
        "event": card.event.value if card.event else None,
    }


def item_json(item: ConsentItem) -> Json:
    """Return a consent item as JSON values, as catalogue and app JSON show it."""
    return {
        "item": item.id,
        "title": item.title,
        "kind": item.kind,
        "purposes": list(item.purposes),
        "data": list(item.data),
        "sensitive": item.sensitive,
        "recipients": list(item.recipients),
        "retention": item.retention,
        "without": item.without,
        "clauses": list(item.clauses),
    }


def _target_json(target: Target) -> Json:
    return {
        "release": target.release,
        "since": {label: _since_json(since) for label, since in target.since.items()},
    }


def _since_json(since: Since) -> Json:
    return {
        "owed": [
            {
                "unit": owed.unit,
                "action": owed.action.value,
                "scope": owed.scope.value,
                "stands": owed.stands,
                "clauses": list(owed.clauses),
                "cards": list(owed.cards),
            }
            for owed in since.owed
        ],
        "redlines": _artefacts_json(since.redlines),
    }


def _artefacts_json(artefacts: Mapping[str, Artefact]) -> Json:
    return {
        language: {"path": artefact.path, "digest": artefact.digest}
        for language, artefact in artefacts.items()
    }


def _policy(node: Node) -> CataloguePolicy:
    return CataloguePolicy(
        policy=PolicyId(node.text("policy")),
        title=node.text("title"),
        language=node.text("language"),
        zone=node.text("zone"),
        contact=node.text("contact"),
        releases=tuple(_release(release) for release in node.nodes("releases")),
        targets=tuple(_target(target) for target in node.nodes("targets")),
    )


def _release(node: Node) -> CatalogueRelease:
    base = node.optional_text("base")
    return CatalogueRelease(
        label=ReleaseLabel(node.text("release")),
        order=node.whole("order"),
        base=ReleaseLabel(base) if base is not None else None,
        is_imported=node.flag("imported"),
        is_retracted=node.flag("retracted"),
        digest=Digest(node.text("digest")),
        frozen_at=node.instant("frozen_at"),
        effective_at=node.instant("effective_at"),
        postponed_from=node.instants("postponed_from"),
        lead_days=node.whole("lead_days"),
        action=node.choice("action", Action),
        url=node.text("url"),
        cards=tuple(_card(card) for card in node.nodes("cards")),
        items=tuple(_item(item) for item in node.nodes("items")),
        texts=_artefacts(node, "texts"),
        clauses=tuple(
            (ClauseId(entry.text("clause")), _artefact(entry)) for entry in node.nodes("clauses")
        ),
    )


def _card(node: Node) -> CatalogueCard:
    item = node.optional_text("item")
    return CatalogueCard(
        ref=CardRef(node.text("card")),
        release=ReleaseLabel(node.text("release")),
        headline=node.text("headline"),
        sentence=node.text("sentence"),
        categories=tuple(CategoryId(text) for text in node.texts("categories")),
        direction=node.choice("direction", Direction),
        action=node.choice("action", Action),
        scope=node.choice("scope", Scope),
        clauses=tuple(ClauseId(text) for text in node.texts("clauses")),
        item=ItemId(item) if item is not None else None,
        event=node.optional("event", lambda key: node.choice(key, EventKind)),
    )


def _item(node: Node) -> ConsentItem:
    return ConsentItem(
        id=ItemId(node.text("item")),
        title=node.text("title"),
        kind=node.text("kind"),
        purposes=node.texts("purposes"),
        data=node.texts("data"),
        sensitive=node.flag("sensitive"),
        recipients=node.texts("recipients"),
        retention=node.text("retention"),
        without=node.text("without"),
        clauses=tuple(ClauseId(text) for text in node.texts("clauses")),
    )


def _target(node: Node) -> Target:
    return Target(
        release=ReleaseLabel(node.text("release")),
        since={ReleaseLabel(label): _since(since) for label, since in node.entries("since")},
    )


def _since(node: Node) -> Since:
    return Since(
        owed=tuple(_owed(owed) for owed in node.nodes("owed")),
        redlines=_artefacts(node, "redlines"),
    )


def _owed(node: Node) -> Owed:
    return Owed(
        unit=Unit(node.text("unit")),
        action=node.choice("action", Action),
        scope=node.choice("scope", Scope),
        stands=ReleaseLabel(node.text("stands")),
        clauses=tuple(ClauseId(text) for text in node.texts("clauses")),
        cards=tuple(CardRef(text) for text in node.texts("cards")),
    )


def _artefacts(node: Node, key: str) -> dict[str, Artefact]:
    return {language: _artefact(entry) for language, entry in node.entries(key)}


def _artefact(node: Node) -> Artefact:
    return Artefact(path=node.text("path"), digest=Digest(node.text("digest")))
