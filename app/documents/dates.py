"""A document's date, where the source gives one: metadata, a dateline at the top, the file's name.

A date inside a sentence is what the text speaks of, not when it was written, and is never taken.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from app.documents.canonical import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.model import Passage

_PASSAGES_TRIED: Final = 6
_FIRST_YEAR: Final = 1500
_LAST_YEAR: Final = 2100
_LANGUAGES: Final = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "uk", "tr", "ar"]
_DATELINE_PREFIX: Final = 70
_DATELINE_WORDS: Final = 3
_DATELINE_SUFFIX: Final = 40

_ISO: Final = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_DOTTED: Final = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?![\d.])")
_DAY_FIRST: Final = re.compile(
    r"(?<!\w)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?\s+(?:de\s+|of\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+"
    r"(?:de\s+|del\s+)?(?P<year>\d{4})(?!\w)",
    re.IGNORECASE,
)
_MONTH_FIRST: Final = re.compile(
    r"(?<!\w)(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?!\w)"
)
_SHAPES: Final = (_ISO, _DOTTED, _DAY_FIRST, _MONTH_FIRST)
_BEFORE: Final = re.compile(
    r"(?:^|[:|,;(\u2013\u2014-]|\b(?:published|updated|posted|filed|dated?)(?: on)?|\b(?:le|den|\w+day))\s*$",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(r"\s*(?:\([^)]{1,30}\)\s*)?[-\u2013\u2014]+\s")
_NAME: Final = re.compile(r"(?<![^\W_])(?P<year>\d{4})(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?![^\W_])")


def from_value(value: str) -> str | None:
    """The date of a metadata field, such as `2014-06-11T08:00:00Z` or `11 June 2014`."""
    for shape in _SHAPES:
        if match := shape.search(value):
            return _iso(match)
    return None


def from_top(text: str, passages: Sequence[Passage]) -> str | None:
    """The date of a dateline among the first passages."""
    for passage in passages[:_PASSAGES_TRIED]:
        for line in text[passage.start : passage.end].split("\n", 3)[:3]:
            if found := _dateline(line.strip()):
                return found
    return None


def from_name(name: str) -> str | None:
    """The date in a file's name, such as `2014-06-11 Mosul.txt`."""
    match = _NAME.search(PurePath(name).stem)
    return _iso(match) if match else None


def _dateline(line: str) -> str | None:
    top = line[: _DATELINE_PREFIX + _DATELINE_SUFFIX]
    for shape in _SHAPES:
        match = shape.search(top)
        if match is None:
            continue
        before, after = line[: match.start()], line[match.end() :]
        prose = len(before.split()) > _DATELINE_WORDS and any(word[0].islower() for word in before.split())
        in_sentence = prose and ends_sentence(line)
        stands_alone = (len(after) <= _DATELINE_SUFFIX and not in_sentence) or _AFTER.match(after)
        if len(before) <= _DATELINE_PREFIX and stands_alone and _BEFORE.search(before):
            return _iso(match)
    return None


def _iso(match: re.Match[str]) -> str | None:
    year, day = int(match["year"]), int(match["day"])
    month = int(match["month"]) if match["month"].isdecimal() else _month(match["month"])
    if month is None or not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _month(word: str) -> int | None:
    # Slow to import, and few texts have a date in words at the top.
    import dateparser  # type: ignore[import-untyped]  # noqa: PLC0415

    found = dateparser.parse(
        f"1 {word} 2000", languages=_LANGUAGES, settings={"REQUIRE_PARTS": ["day", "month", "year"]}
    )
    return found.month if found else None
