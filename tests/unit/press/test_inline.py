import pytest

from publisher.model.clause import Link, Mark
from publisher.press.inline import inline_html, link_target, text_html


def test_markup_in_a_policy_text_is_shown_and_does_nothing() -> None:
    assert text_html('<b onclick="x">&') == "&lt;b onclick=&quot;x&quot;&gt;&amp;"


def test_characters_that_turn_the_reading_direction_are_replaced() -> None:
    assert text_html("a\u202eb\x00c") == "a\ufffdb\ufffdc"


def test_marks_and_links_wrap_the_escaped_words() -> None:
    html = inline_html(
        "Ask <us> now",
        [Mark(0, 3, "strong"), Mark(4, 8, "code")],
        [Link(4, 8, "https://a.example/?x=1&y=2")],
    )
    assert html == (
        "<strong>Ask</strong> "
        '<a href="https://a.example/?x=1&amp;y=2"><code>&lt;us&gt;</code></a> now'
    )


def test_overlapping_marks_stay_well_nested() -> None:
    html = inline_html("abcd", [Mark(0, 3, "strong"), Mark(1, 4, "emphasis")])
    assert html == "<strong>a</strong><strong><em>bc</em></strong><em>d</em>"


def test_marks_outside_the_text_and_unknown_kinds_change_nothing() -> None:
    assert inline_html("ab", [Mark(5, 9, "strong"), Mark(0, 2, "script")]) == "ab"


def test_of_overlapping_links_the_first_stands() -> None:
    html = inline_html("abcd", links=[Link(0, 3, "https://a.example"), Link(2, 4, "mailto:b@c")])
    assert html == '<a href="https://a.example">abc</a>d'


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://host/file",
        "//host.example/x",
        "/relative/path",
        "../up",
        'https://a.example/" onmouseover="alert(1)',
        "https://a.example/'x",
        "https://a.example/<script>",
        "https://a.example/ b",
        "https://a.example/\x00",
        "blob:https://a.example/1",
        "",
        "#",
        "#nowhere",
    ],
)
def test_a_target_that_is_not_plainly_harmless_makes_no_link(target: str) -> None:
    assert link_target(target, {"here": "here"}) is None
    assert inline_html("words", links=[Link(0, 5, target)]) == "words"


@pytest.mark.parametrize(
    "target",
    [
        "https://a.example/x?y=z&b=1#c",
        "http://a.example:8080/%20(a)",
        "mailto:a@b.example",
        "tel:+353-1-555",
        "https://a.example/r\u00e9sum\u00e9",
    ],
)
def test_web_mail_and_telephone_addresses_make_links(target: str) -> None:
    assert link_target(target, {}) == target


def test_a_place_on_the_page_is_found_by_its_name_in_the_source() -> None:
    assert link_target("#Here", {"here": "c-7k3f"}) == "#c-7k3f"
