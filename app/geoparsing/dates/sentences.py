"""The sentences of a text, and the direction in time in which one speaks of a date."""

# ruff: noqa: RUF001 - typographic quotes are what the patterns look for

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final

from app.geoparsing.dates.words import BEGINNERS, MONTHS, TITLES
from app.geoparsing.dates.written import Turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Span = tuple[int, int]

_MARK: Final = re.compile(r"(?P<mark>[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*(?:(?P<digit>\d)|(?P<next>[^\Wa-z_][^\W_]*)))")
_LONGEST_WORD: Final = 24
_LAST_TOKEN: Final = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")
_BEFORE_NUMBERS: Final = frozenset({*MONTHS, "no", "nos", "p", "pp", "vol", "art", "ch", "sec", "fig", "approx"})

_CUES: Final = re.compile(
    r"""\b(?:
        (?P<coming>(?:(?:will|shall|would|won['’]t)(?:\s+(?:not|also|be|have|been)\b)*
            |(?:is|are|was|were|be)\s+(?:(?:due|set|expected|scheduled|slated|going|about)\s+)?to(?:\s+be)?
            |to\s+be|(?:is|are|was|were|be)?\s*\b(?:scheduled|slated|due)(?:\s+(?:for|on|in|at))?|set\s+for|plan(?:s|ned)?\s+to|upcoming)(?:\s+[a-z]+)?)
        |(?P<past>was|were|had|did|said|told|took|went|came|began|fell|left|met|saw|held|shot|struck|broke|won|lost
            |made|gave|found|kept|led|ran|rose|sent|set|spoke|wrote|been|[a-z]{2,}(?<!e)ed)
    )\b|['’]ll\b(?P<short>)""",
    re.VERBOSE,
)


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


def cue(text: str, sentence: Span, start: int, end: int) -> Turn | None:
    """Whether a sentence speaks of what was (LAST) or will be (NEXT) on the date at `start`; None if it does not say.

    The last verb before the date tells, or else the first one behind it.
    """
    found = None
    for found in _CUES.finditer(text, sentence[0], start):  # noqa: B007 (the last one is wanted)
        pass
    found = found or _CUES.search(text, end, sentence[1])
    if found is None:
        return None
    return Turn.LAST if found["past"] else Turn.NEXT
