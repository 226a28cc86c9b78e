import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from press_builders import clause, clauses, heading, item, row

from publisher.model.clause import Clause, ClauseId, ClauseKind, Mark
from publisher.press.document_html import (
    anchor_of,
    clause_fragment,
    contents_of,
    document_html,
    heading_levels,
)

_VOID = {"br", "hr", "img", "meta", "link", "input"}
_INLINE = {"strong", "em", "code", "s", "a", "span"}


class _Reader(HTMLParser):
    """Reads the words a page shows and checks that every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.said = ""
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.said += "" if tag in _INLINE else " "
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self.said += "" if tag in _INLINE else " "
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data

    @property
    def words(self) -> list[str]:
        return self.said.split()


def read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open
    return reader


def test_every_clause_is_an_element_with_its_own_id() -> None:
    text = clauses(extra=True)
    assert read(document_html(text)).ids == [one.id for one in text]


def test_the_page_says_the_words_of_the_source_in_order() -> None:
    text = clauses(extra=True)
    expected = [
        word
        for one in text
        for word in (one.label.split() + (" ".join(one.cells) if one.cells else one.text).split())
    ]
    assert read(document_html(text)).words == expected


def test_labels_are_printed_as_they_are_and_never_counted_anew() -> None:
    html = document_html([item("a", "seven", label="7."), item("b", "nine", label="9.")])
    assert re.findall(r'class="label"[^>]*>(.*?)<', html) == ["7.", "9."]
    assert "<ol" not in html


def test_items_nest_by_their_depth() -> None:
    html = document_html(
        [
            item("a", "outer", label="(1)"),
            item("b", "inner", label="(a)", depth=2, parent=0),
            item("c", "outer again", label="(2)"),
            clause("d", "after"),
        ]
    )
    flat = re.sub(r"\s+|<a>.*?</a>|<span>.*?</span>", "", re.sub(r"<(\w+)[^>]*>", r"<\1>", html))
    assert "<ul><li>" in flat
    assert flat.count("<ul>") == flat.count("</ul>") == 2
    assert flat.index("inner") < flat.index("</ul>") < flat.index("outeragain")
    assert read(html).words[-1] == "after"


def test_a_paragraph_of_an_item_stays_inside_it() -> None:
    html = document_html(
        [item("a", "item", label="1)"), clause("b", "more of it", parent=0), clause("c", "outside")]
    )
    assert html.index("more of it") < html.index("</li>") < html.index("outside")


def test_rows_make_one_table_with_a_head() -> None:
    html = document_html([row("a", "Data", "Kept", is_header=True), row("b", "Logs", "90 days")])
    assert html.count("<table>") == 1
    assert '<th scope="col">Data</th>' in html
    assert "<td>90 days</td>" in html
    assert html.index("</thead>") < html.index("<tbody>")


def test_heading_levels_start_below_the_title_of_the_page_and_skip_none() -> None:
    text = [heading("a", "A", depth=1), heading("b", "B", depth=4), heading("c", "C", depth=2)]
    assert heading_levels(text) == {0: 2, 1: 3, 2: 3}


def test_contents_leave_out_the_title_and_deep_headings() -> None:
    text = [
        heading("a", "Title", depth=1),
        heading("b", "One", label="1."),
        heading("c", "Deep", depth=3),
        heading("d", "Deeper", depth=4),
    ]
    assert [(e.text, e.level) for e in contents_of(text)] == [("One", 1), ("Deep", 2)]


def test_a_link_to_a_heading_by_its_slug_leads_to_the_clause() -> None:
    text = [
        heading("c-1", "How to reach us", label="3."),
        clause("c-2", "see below", links=()),
    ]
    linked = clause("c-3", "above", links=(_link("above", "#how-to-reach-us"),))
    assert '<a href="#c-1">above</a>' in document_html([*text, linked])


def test_a_repeated_id_stands_once() -> None:
    assert read(document_html([clause("x", "a"), clause("x", "b")])).ids == ["x"]


def test_an_odd_clause_id_cannot_leave_its_attribute() -> None:
    odd = ClauseId('a" onclick="alert(1)')
    assert anchor_of(odd) == "a-onclick-alert-1"


def test_a_fragment_has_no_id_so_that_it_can_stand_on_any_page() -> None:
    assert " id=" not in clause_fragment(clauses()[3])


@given(st.lists(st.sampled_from(list(ClauseKind)), max_size=12), st.data())
def test_any_sequence_of_clauses_is_well_formed(
    kinds: list[ClauseKind], data: st.DataObject
) -> None:
    text: list[Clause] = []
    for index, kind in enumerate(kinds):
        parent = data.draw(st.none() | st.integers(0, index - 1)) if index else None
        depth = data.draw(st.integers(1, 6))
        text.append(
            clause(f"c-{index}", f"w{index}", kind=kind, parent=parent, depth=depth,
                   is_header=kind is ClauseKind.ROW and data.draw(st.booleans()))
        )  # fmt: skip
    assert read(document_html(text)).words == [one.text for one in text]


def _link(text: str, target: str) -> object:
    from publisher.model.clause import Link  # noqa: PLC0415 - used here alone

    return Link(0, len(text), target)


def test_a_quoted_paragraph_and_a_broken_line_look_like_that() -> None:
    html = document_html([clause("a", "one\ntwo", marks=(Mark(0, 7, "quote"),))])
    assert html.startswith("<blockquote><p")
    assert "one<br>\ntwo" in html
