"""A small history to press: three releases, one upcoming, one postponed, one taken back."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from publisher.model.act import History, Postponement, Retraction
from publisher.model.amendment import (
    AmendmentTerms,
    Category,
    CategoryId,
    Organisation,
    PolicyId,
    Promise,
)
from publisher.model.canonical import digest_of, digest_of_bytes
from publisher.model.catalogue import Since, Target
from publisher.model.change import Change, Comparison, Op, Piece, PieceOp
from publisher.model.clause import Clause, ClauseId, ClauseKind, Label, Link, Mark
from publisher.model.obligation import Card, Finding, Signature
from publisher.model.register import Registers
from publisher.model.release import EffectiveDate, LockedClause, Release, ReleaseLabel
from publisher.model.vocabulary import Action, Direction, Scope, Verdict
from publisher.press.job import PressJob, Site

AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
PRIVACY = PolicyId("privacy")


def clause(id_: str, text: str, *, label: str = "", **fields: object) -> Clause:
    values: dict[str, object] = {
        "kind": ClauseKind.PARAGRAPH,
        "heading": "",
        "path": f"{fields.get('heading', '')}/{label}/{id_}",
        "start_line": 1,
        "end_line": 1,
        **fields,
    }
    return Clause(id=ClauseId(id_), label=Label(label), text=text, **values)  # type: ignore[arg-type]


def heading(id_: str, text: str, *, label: str = "", depth: int = 2) -> Clause:
    return clause(id_, text, label=label, kind=ClauseKind.HEADING, depth=depth, heading=text)


def item(id_: str, text: str, *, label: str = "", depth: int = 1, **fields: object) -> Clause:
    return clause(id_, text, label=label, kind=ClauseKind.ITEM, depth=depth, **fields)


def row(id_: str, *cells: str, is_header: bool = False) -> Clause:
    return clause(id_, " | ".join(cells), kind=ClauseKind.ROW, cells=cells, is_header=is_header)


def strong(text: str, words: str) -> Mark:
    start = text.index(words)
    return Mark(start, start + len(words), "strong")


def link(text: str, words: str, target: str) -> Link:
    start = text.index(words)
    return Link(start, start + len(words), target)


_KEEP = "We keep order data for 3 years after the last delivery, and no longer than the law asks."
_CONTACT = "Write to us at privacy@lantern.example, or see how we answer."
_CHANNEL = "You can also ring 0800 555 0100 on working days, or see how we answer."


def clauses(*, years: int = 3, contact: str = _CONTACT, extra: bool = False) -> tuple[Clause, ...]:
    kept = _KEEP.replace("3 years", f"{years} years")
    more = (
        [
            clause(
                "c-9vis",
                "We use what you looked at to suggest goods, if you agree to it.",
                label="(3)",
                heading="What we collect",
            )
        ]
        if extra
        else []
    )
    numbered = [
        heading("c-1ttl", "Privacy policy", depth=1),
        clause("c-2pre", "Lantern Street Market sells household goods. This policy tells you what "
               "we do with data about you."),
        heading("c-3col", "What we collect", label="1."),
        clause("c-4acc", "When you open an account we collect your name and address.",
               label="(1)", heading="What we collect",
               marks=(strong("When you open an account we collect your name and address.",
                             "your name and address"),)),
        clause("c-5pay", "When you pay we collect:", label="(2)", heading="What we collect"),
        item("c-6crd", "the card number, kept by our bank;", label="(a)",
             heading="What we collect"),
        item("c-7adr", "the billing address.", label="(b)", heading="What we collect"),
        *more,
        heading("c-8ret", "How long we keep it", label="2."),
        clause("c-9kep", kept, label="(1)", heading="How long we keep it",
               marks=(strong(kept, f"{years} years"),)),
        row("c-a1hd", "Data", "Kept for", is_header=True),
        row("c-a2or", "Orders", f"{years} years"),
        row("c-a3lo", "Log files", "90 days"),
        heading("c-b1ctc", "How to reach us", label="3."),
        clause("c-b2ctc", contact, label="3.1", heading="How to reach us",
               links=(link(contact, "see how we answer", "https://lantern.example/answers"),)),
    ]  # fmt: skip
    return tuple(
        Clause(
            **{
                name: getattr(one, name)
                for name in Clause.__slots__
                if name not in {"start_line", "end_line"}
            },
            start_line=2 * index + 1,
            end_line=2 * index + 1,
        )
        for index, one in enumerate(numbered)
    )


def terms() -> AmendmentTerms:
    return AmendmentTerms(
        policy=PRIVACY,
        title="Privacy policy",
        language="en",
        zone="Europe/Dublin",
        profile="eu",
        organisation=Organisation(
            name="Lantern Street Market Ltd",
            address="4 Lantern Street, Cork",
            email="privacy@lantern.example",
            phone="0800 555 0100",
            responsible="Data protection lead",
        ),
        categories=(
            Category(id=CategoryId("model"), label=Label("2.1"), title="How the service works",
                     quote="how the service works", clause=ClauseId("c-2pre")),
            Category(id=CategoryId("channels"), label=Label("2.5"), title="Contact and complaints",
                     quote="how to reach us", clause=ClauseId("c-b2ctc")),
        ),
        promises=(
            Promise(id="posted", text="You can read a change before it applies.",
                    mechanism="post-before-effect", quote="we publish changes first",
                    clause=ClauseId("c-2pre")),
            Promise(id="asked", text="Your rights are never reduced without your consent.",
                    mechanism="express-consent-for-reductions", quote="never without your express consent"),
        ),
    )  # fmt: skip


def card(id_: str, action: Action, *ids: str, **fields: object) -> Card:
    values: dict[str, object] = {
        "categories": (CategoryId("channels"),),
        "direction": Direction.IMPROVES,
        "scope": Scope.ALL,
        "lead_days": 7,
        "headline": "You can also reach us by telephone",
        "sentence": "Besides writing, you can ring us on working days, free of charge.",
        **fields,
    }
    return Card(
        id=id_,
        clauses=tuple(ClauseId(one) for one in ids),
        action=action,
        signature=Signature(by="Anna Legal"),
        proposed=Finding(verdict=Verdict.SUBSTANTIVE),
        **values,  # type: ignore[arg-type]
    )


def release(  # noqa: PLR0913 - a release has that many parts
    label: str,
    order: int,
    effective: date,
    *,
    base: str | None,
    text: tuple[Clause, ...],
    cards: Iterable[Card] = (),
    editorial: Iterable[str] = (),
) -> Release:
    source = "\n\n".join(one.text for one in text) + "\n"
    return Release(
        policy=PRIVACY,
        label=ReleaseLabel(label),
        order=order,
        base=ReleaseLabel(base) if base else None,
        is_imported=base is None,
        frozen_at=datetime(2025, 12 if order == 0 else 11, 1 + order, 9, tzinfo=UTC)
        if order == 0
        else datetime(2026, order, 2, 9, 30, tzinfo=UTC),
        effective=EffectiveDate(effective, "Europe/Dublin"),
        digest=digest_of([label, source]),
        previous=None,
        reader_version="1",
        terms=terms(),
        registers=Registers(),
        cards=tuple(cards),
        editorial=tuple(ClauseId(one) for one in editorial),
        clauses=text,
        locked=tuple(
            LockedClause(id=c.id, path=c.path, start_line=c.start_line, end_line=c.end_line,
                         digest=c.digest)
            for c in text
        ),
        text=source,
        files={"policy.md": digest_of_bytes(source.encode())},
    )  # fmt: skip


def history() -> History:
    releases = (
        release("1.0.0", 0, date(2025, 12, 1), base=None, text=clauses()),
        release("2.0.0", 1, date(2026, 3, 1), base="1.0.0", text=clauses(contact=_CHANNEL),
                cards=[card("telephone", Action.PROMINENT, "c-b2ctc")], editorial=["c-2pre"]),
        release("2.1.0", 2, date(2026, 3, 20), base="2.0.0",
                text=clauses(contact=_CHANNEL, years=9),
                cards=[card("nine-years", Action.RECONSENT, "c-9kep",
                            direction=Direction.REDUCES, categories=(CategoryId("model"),),
                            headline="Order data is kept for 9 years", sentence="")]),
        release("3.0.0", 3, date(2026, 5, 1), base="2.0.0",
                text=clauses(contact=_CHANNEL, years=5, extra=True),
                cards=[
                    card("five-years", Action.RECONSENT, "c-9kep", "c-a2or",
                         direction=Direction.REDUCES, categories=(CategoryId("model"),),
                         headline="Order data is kept for 5 years, before 3 years",
                         sentence="The law on product safety asks us to be able to reach you."),
                    card("suggestions", Action.RECONSENT, "c-9vis", scope=Scope.ALL,
                         direction=Direction.MIXED, categories=(CategoryId("model"),),
                         headline="Suggestions from what you looked at, only if you agree",
                         sentence="This is new. It is off until you switch it on."),
                ]),
    )  # fmt: skip
    signature = Signature(by="Anna Legal", reason="the bank is late")
    acts = (
        Retraction(policy=PRIVACY, number=1, release=ReleaseLabel("2.1.0"),
                   acted_at=datetime(2026, 2, 20, 8, tzinfo=UTC), signature=signature,
                   digest=digest_of("r"), previous=digest_of("2")),
        Postponement(policy=PRIVACY, number=2, release=ReleaseLabel("3.0.0"),
                     effective=EffectiveDate(date(2026, 6, 1), "Europe/Dublin"),
                     acted_at=datetime(2026, 3, 25, 8, tzinfo=UTC), signature=signature,
                     digest=digest_of("p"), previous=digest_of("r")),
    )  # fmt: skip
    return History(releases=releases, acts=acts)


def compare(old: Release | None, new: Release) -> Comparison:
    """Compare by clause id alone: enough to press, the real comparison has its own tests."""
    before = {one.id: one for one in (old.clauses if old else ())}
    after = {one.id: one for one in new.clauses}
    changes = [
        _changed(before.get(one.id), one)
        for one in new.clauses
        if one.id not in before or before[one.id].text != one.text
    ]
    changes += [
        Change(op=Op.REMOVED, old=(one,), redline=(Piece(PieceOp.DELETE, one.text),))
        for one in before.values()
        if one.id not in after
    ]
    places = {one.id: index for index, one in enumerate(new.clauses)}
    pairs = tuple(
        (index, places[one.id]) for index, one in enumerate(before.values()) if one.id in places
    )
    return Comparison(changes=tuple(changes), pairs=pairs)


def _changed(old: Clause | None, new: Clause) -> Change:
    if old is None:
        return Change(op=Op.ADDED, new=(new,), redline=(Piece(PieceOp.INSERT, new.text),))
    pieces: list[Piece] = []
    old_words, new_words = old.text.split(" "), new.text.split(" ")
    for was, now in zip(old_words, new_words, strict=False):
        if was == now:
            pieces.append(Piece(PieceOp.EQUAL, f"{was} "))
        else:
            pieces += [Piece(PieceOp.DELETE, was), Piece(PieceOp.INSERT, f"{now} ")]
    if len(new_words) > len(old_words):
        pieces.append(Piece(PieceOp.INSERT, " ".join(new_words[len(old_words) :])))
    return Change(op=Op.AMENDED, old=(old,), new=(new,), redline=tuple(pieces))


def job(**fields: object) -> PressJob:
    past = history()
    starts = {one.label: Since(owed=()) for one in past.releases}
    values: dict[str, object] = {
        "site": Site(base_url="https://policies.lantern.example", title="Lantern Street Market"),
        "histories": (past,),
        "targets": {
            PRIVACY: (
                Target(release=ReleaseLabel("2.0.0"), since=starts),
                Target(release=ReleaseLabel("3.0.0"), since=starts),
            )
        },
        "comparisons": compare,
        "at": AT,
        "commit": "3537c2f0",
        "with_pdf": False,
        **fields,
    }
    return PressJob(**values)  # type: ignore[arg-type]
