# ruff: noqa: RUF001, RUF003 - labels are printed in the signs of many scripts
"""Printed labels: the literal number that stands before a clause, taken off its words.

A label is print, never an identity: it repeats, has gaps and changes when a neighbour goes.
"""

import re

from publisher.model.clause import Label

_DECIMAL = r"\d+(?:\.\d+)*"
_LETTER_OR_ROMAN = r"[a-zA-Z]|[ivxIVX]+"
_CJK_NUMBER = r"[〇零一二三四五六七八九十百千0-9０-９]+"
_PRINTED = re.compile(
    r"\s*(?P<label>"
    # (1) and 7. and 1) and iv. and 2.1.1
    rf"\(?(?:{_DECIMAL}|{_LETTER_OR_ROMAN})[.)](?=\s)"
    r"|\d+(?:\.\d+)+(?=\s)"
    # The space after the label is often forgotten before a capital: (2)We, 2.3If.
    r"|\((?:\d+|[a-z])\)(?=[^\W\d_])|\d+(?:\.\d+)+(?=[A-Z][a-z])"
    # 第五条, （一）, 一、 need no space after them.
    rf"|第{_CJK_NUMBER}[条條章节節項项款편조항장절]"
    rf"|（{_CJK_NUMBER}）|[〇零一二三四五六七八九十百]+、|[①-⑳]"
    r")\s*"
)
_ENDS = re.compile(r"[.、]+$")


def split_label(text: str) -> tuple[Label, int]:
    """Return the printed label at the start of a text and where the words begin after it.

    A text that is nothing but a label keeps it as its words.
    """
    found = _PRINTED.match(text)
    if found is None or found.end() >= len(text):
        return Label(""), 0
    return Label(found["label"]), found.end()


def path_part(label: Label) -> str:
    """Return a label as it stands in a path: `7.` is `7`, `(3)` stays `(3)`."""
    return _ENDS.sub("", label).replace("/", "-") or label


def label_style(label: Label) -> str:
    """Return the shape of a label, equal for the labels of one list: `(1)` and `(2)`."""
    return re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", re.sub(r"\d+", "1", label)))
