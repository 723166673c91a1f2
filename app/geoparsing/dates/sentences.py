"""The sentences of a passage."""

# ruff: noqa: RUF001 - typographic quotes are what the patterns look for

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from app.geoparsing.dates.words import BEGINNERS, MONTHS, TITLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_MARK: Final = re.compile(r"(?P<mark>[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*(?:(?P<digit>\d)|(?P<next>[^\Wa-z_][^\W_]*)))")
_LONGEST_WORD: Final = 24
_LAST_TOKEN: Final = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_BEFORE_NUMBERS: Final = frozenset({*MONTHS, "no", "nos", "p", "pp", "vol", "art", "ch", "sec", "fig", "approx"})


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of a passage, in order, as spans of the text."""
    for mark in _MARK.finditer(text, start, end):
        if mark["mark"] == "." and not _ends(text, mark):
            continue
        yield start, mark.end("mark")
        start = mark.end()
    if start < end:
        yield start, end


def _ends(text: str, mark: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence, and not an abbreviation only."""
    token = _LAST_TOKEN.search(text, max(0, mark.start() - _LONGEST_WORD), mark.start())
    if token is None:
        return True
    word = token[0]
    if word.lower() in TITLES or (mark["digit"] and word.lower() in _BEFORE_NUMBERS):
        return False
    abbreviated = "." in word or len(word) == 1 or word in {"Inc", "Co", "Corp", "Ltd", "Jr", "Sr"}
    return not abbreviated or mark["next"] in BEGINNERS


def sentence_at(spans: Sequence[Span], offset: int) -> Span | None:
    """The sentence that holds an offset."""
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return spans[index] if index >= 0 and offset <= spans[index][1] else None
