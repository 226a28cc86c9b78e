"""Words: what a redline keeps whole and counts, with typographic variants made equal."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff\U000e0000-\U000e007f"
_COMBINING = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u0669\u0670"
    "\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd"
    "\u0f18-\u0fbc\u1000-\u1049\u1780-\u17d3\u1ab0-\u1aff\u20d0-\u20ff"
)
_IDEOGRAPHS = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNITS = (
    "%|‰|(?:(?:calendar|business|working)\\s)?days?|weeks?|months?|years?|hours?|minutes?|seconds?"
    "|percent|per\\scent|euros?|dollars?|USD|EUR|GBP|CHF|[kKMG]B|km|miles?"
    "|Tagen?|Wochen?|Monaten?|Jahren?|jours?|mois|ans?|días?|meses|años?"
)
_CJK_DIGITS = "0-9０-９〇零一二三四五六七八九十百千万億亿两"  # noqa: RUF001
_CJK_UNITS = "(?:[個个ヶカか]?月|年間?|[日天周週]間?|小?[时時]間?|分[钟鐘]?|秒|[歳岁円元%％号號条條款项項章])"  # noqa: RUF001
_JOINER = "['’.\\-‑@&]"  # noqa: RUF001
_ADDRESS = r"https?://[^\s<>()\[\]]*[\w/]"


def _pattern(letter: str, before: str = "") -> re.Pattern[str]:
    figure = r"\d+(?:[.,]\d+)*"
    amount = rf"[€$£¥]\s?{figure}|{figure}\s?(?:(?:{_UNITS})(?!{letter})|[€$£¥])"
    word = rf"{letter}+(?:{_JOINER}{letter}+)*"
    number = r"\d+(?:[.,]\d+)+(?![\w'’.-])"  # noqa: RUF001
    return re.compile(rf"{before}{_ADDRESS}|{amount}|{number}|{word}|\S")


_LETTER = rf"[\w{_COMBINING}{_INVISIBLE}]"
_WESTERN = _pattern(_LETTER)
_EASTERN = _pattern(
    rf"(?:(?![{_IDEOGRAPHS}]){_LETTER})",
    rf"[{_CJK_DIGITS}]+{_CJK_UNITS}|[\u30a1-\u30ff]+|[{_IDEOGRAPHS}]|",
)
_HAS_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")
_STRIPPED = re.compile(f"[{_INVISIBLE}]")
_SPACES = re.compile(r"\s+")
_VARIANTS = str.maketrans(
    dict.fromkeys("‘’‚‛′＇", "'") | dict.fromkeys("“”„‟«»″＂", '"') | {"‑": "-", "‐": "-"}  # noqa: RUF001
)
_HIDDEN = re.compile(f"[{_INVISIBLE}\u202a-\u202e\u2066-\u2069\ufffd]")
_COUNTED = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a single sign at `text[start:end]`; `norm` is equal for typographic variants."""

    start: int
    end: int
    norm: str

    @property
    def counts(self) -> bool:
        """Whether it is a word and no mere punctuation."""
        return _COUNTED.search(self.norm) is not None


def split_words(text: str) -> list[Word]:
    """Return the words and signs of a text.

    Numbers stay with their unit, addresses whole; Chinese and Japanese go sign by sign.
    """
    return list(_words(text))


def split_norms(text: str) -> list[str]:
    """Return only the normalised words of a text."""
    if text.isascii():
        return [_SPACES.sub(" ", found) for found in _WESTERN.findall(text)]
    return [word.norm for word in _words(text)]


def normalise(text: str) -> str:
    """Return the text with white space and typographic variants made equal."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _STRIPPED.sub("", text).translate(_VARIANTS))
    return " ".join(text.split())


def hidden_characters(text: str) -> tuple[str, ...]:
    """Return the characters of a text that no reader sees, in order; soft hyphens are print."""
    return () if text.isascii() else tuple(c for c in _HIDDEN.findall(text) if c != "\u00ad")


def _words(text: str) -> Iterator[Word]:
    pattern = _EASTERN if not text.isascii() and _HAS_IDEOGRAPH.search(text) else _WESTERN
    for found in pattern.finditer(text):
        norm = normalise(found[0])
        if norm:
            yield Word(found.start(), found.end(), norm)
