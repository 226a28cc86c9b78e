import re

from press_builders import clause, clauses, compare, history

from publisher.model.change import Change, Comparison, Op, Piece, PieceOp
from publisher.model.clause import Link, Mark
from publisher.press.redline_html import change_html, redline_fragment, redline_html

_OLD, _NEW = history().releases[0], history().releases[3]


def _text(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_a_redline_says_in_words_what_comes_and_what_goes() -> None:
    change = Change(
        op=Op.AMENDED,
        old=(clause("c", "kept 3 years"),),
        new=(clause("c", "kept 5 years"),),
        redline=(
            Piece(PieceOp.EQUAL, "kept "),
            Piece(PieceOp.DELETE, "3"),
            Piece(PieceOp.INSERT, "5"),
            Piece(PieceOp.EQUAL, " years"),
        ),
    )
    assert "kept [removed: 3][added: 5] years" in _text(change_html(change, with_id=True))


def test_words_of_a_redline_do_nothing() -> None:
    change = Change(op=Op.ADDED, new=(clause("c", "<script>"),), redline=())
    assert "<script>" not in change_html(change, with_id=True)


def test_a_new_label_is_redlined_beside_the_words() -> None:
    change = Change(
        op=Op.RELABELLED, old=(clause("c", "same", label="2."),),
        new=(clause("c", "same", label="3."),),
    )  # fmt: skip
    assert "[removed: 2.][added: 3.] same" in _text(change_html(change, with_id=True))


def test_a_move_says_where_from() -> None:
    change = Change(
        op=Op.MOVED,
        old=(clause("c", "same", heading="Cookies"),),
        new=(clause("c", "same", heading="Sharing"),),
    )
    assert "Moved here from Cookies." in change_html(change, with_id=True)


def test_a_changed_link_shows_both_targets_as_text() -> None:
    old = clause("c", "here", links=(Link(0, 4, "https://a.example"),))
    new = clause("c", "here", links=(Link(0, 4, "javascript:x"),))
    html = change_html(Change(op=Op.RELINKED, old=(old,), new=(new,)), with_id=True)
    assert "Link removed: <code>https://a.example</code>" in html
    assert "Link added: <code>javascript:x</code>" in html
    assert "href" not in html


def test_stress_that_was_taken_away_is_named() -> None:
    old = clause("c", "you may object", marks=(Mark(8, 14, "strong"),))
    change = Change(op=Op.REFORMATTED, old=(old,), new=(clause("c", "you may object"),))
    assert "no longer stressed: “object”" in change_html(change, with_id=True)


def test_the_whole_redline_holds_each_new_clause_once_and_in_order() -> None:
    html = redline_html(_OLD.clauses, _NEW.clauses, compare(_OLD, _NEW))
    kept = re.sub(r"<del>.*?</del>|<summary>.*?</summary>|<p class=\"(badges|remark)\">.*?</p>", "",
                  html, flags=re.DOTALL)  # fmt: skip
    kept = _text(re.sub(r'<span class="vh">.*?</span>', "", kept))
    position = 0
    for one in _NEW.clauses:
        for part in one.cells or (one.text,):
            words = r"\s+(?:\|\s+)?".join(re.escape(word) for word in part.split())
            found = re.compile(words).search(kept, position)
            assert found, part
            position = found.end()


def test_a_removed_clause_stands_where_it_stood() -> None:
    old, new = clauses(extra=True), clauses()
    one = next(c for c in old if c.id == "c-9vis")
    pairs = tuple((old.index(o), i) for i, n in enumerate(new) for o in old if o.id == n.id)
    comparison = Comparison(changes=(Change(op=Op.REMOVED, old=(one,)),), pairs=pairs)
    html = redline_html(old, new, comparison)
    assert html.index("When you pay") < html.index("suggest goods") < html.index("How long we keep")


def test_unchanged_clauses_are_folded_with_their_number() -> None:
    html = redline_html(_OLD.clauses, _NEW.clauses, compare(_OLD, _NEW))
    assert "<summary>4 unchanged clauses</summary>" in html


def test_a_fragment_links_to_the_versioned_permalink_and_has_no_ids() -> None:
    html = redline_fragment(compare(_OLD, _NEW), release_url="https://a.example/privacy/3.0.0/")
    assert 'href="https://a.example/privacy/3.0.0/#c-9kep"' in html
    assert " id=" not in html


def test_a_fragment_without_changes_says_so() -> None:
    html = redline_fragment(Comparison(changes=()), release_url="https://a.example/")
    assert "No clause of the text differs." in html
