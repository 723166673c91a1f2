"""Years, decades and centuries: in 2014, 1862-65, the 1990s, the 19th century, 44 BC."""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.geoparsing.dates.intervals import hull, of_century, of_years
from app.geoparsing.dates.months import ERA, counted, year_of
from app.geoparsing.dates.words import CARS, DECADES, ORDINALS
from app.geoparsing.dates.written import Written
from app.geoparsing.model import DatePrecision

if TYPE_CHECKING:
    from app.geoparsing.dates.scene import Scene

_FIRST: Final = 1000
_LAST: Final = 2199
_MODERN: Final = range(1700, 2101)
_ROUND: Final = range(_FIRST, 1900, 100)
_CENTURY: Final = re.compile(
    r"(?P<one>\d{1,2}(?:st|nd|rd|th)|[A-Za-z]{5,11}|[Tt]wenty-first)"
    r"(?:\s*(?:[-–]|\b(?:and|to|through|or)\b)\s*(?:the\s+)?(?P<other>\d{1,2}(?:st|nd|rd|th)|[a-z]{5,11}|twenty-first))?"
    rf"[\s-]+(?:[Cc]entury|[Cc]enturies)(?!\w)(?:\s(?P<era>{ERA}))?"
)
_WITH_ERA: Final = re.compile(
    rf"(?P<year>\d{{1,4}})(?:(?:\s*[-–—]\s*|\s+(?:to|and)\s+)(?P<until>\d{{1,4}}))?\s?(?P<era>{ERA})"
)
_ANNO: Final = re.compile(r"(?<!\w)A\.?D\.?\s$")
_AFTER_ANNO: Final = re.compile(r"(?P<year>\d{1,4})(?!\w|[.,:]\d)")
_DECADE: Final = re.compile(r"(?P<year>(?:1\d|20)\d0)(?:['’]s|s)(?!\w)")
_SHORT_DECADE: Final = re.compile(r"(?P<year>\d0)(?:['’]s|s)(?!\w)")
_YEARS: Final = re.compile(
    r"(?P<year>(?:1\d|20|21)\d\d)(?:\s?(?P<mark>[-–—/])\s?(?P<until>(?:1\d|20|21)\d\d|\d\d)(?!\w|[.,:]\d|[-–/]\d|[%°]))?"
    r"(?!\w|[.,:]\d|[%°]|[-–/]\d)"
)
_SURELY: Final = re.compile(
    r"\b(?:in|since|during|until|till|circa|c\.|ca\.|year|years|throughout|fiscal|early|mid|late)[\s-]+$", re.IGNORECASE
)
_PERHAPS: Final = re.compile(
    r"\b(?:of|by|from|before|after|around|through|between|and|or|born|dated|for)\s+$", re.IGNORECASE
)
_A_COUNT: Final = re.compile(
    r"\b(?:population|total|crowd|force|number|group|maximum|minimum|average|altitude|elevation|height|depth|distance"
    r"|speed|cost|price|fee|fine|army|garrison|loss|strength|score|out|up|room|no\.|nos?|page|pp?\.|vol\.|highway|route"
    r"|flight|unit|box|street|suite)\s+(?:of\s+)?$",
    re.IGNORECASE,
)
_DETERMINED: Final = re.compile(r"(?:\b(?:the|a|an|its|his|her|their|our|this)|['’]s)\s+$", re.IGNORECASE)
_A_NOUN: Final = re.compile(r"\s+(?P<word>[A-Za-z][\w-]*)")
_BEGINNING: Final = re.compile(r"(?:^|[.!?]\s+)$")
_VERB: Final = re.compile(r"\s+(?:was|saw|is|will|brought|marked|has|had|would|began|ended)\b")
_BRACKET: Final = re.compile(r"\($")
_BRACKET_END: Final = re.compile(r"[),;]|\s?[-–]\s?\d")
_JOINED: Final = re.compile(r",?\s*(?:and|or|,|to)\s*")
_THE: Final = re.compile(r"\bthe\s+(?:(?:early|mid|late)[\s-])?$", re.IGNORECASE)
_APOSTROPHE: Final = re.compile(r"(?:^|[\s(-])['’]$")


def read(scene: Scene, start: int, *, expected: bool) -> Written | None:
    """The year, decade or century that begins with a number here, if one does."""
    return (
        century(scene, start)
        or _with_era(scene, start)
        or _decade(scene, start)
        or _short_decade(scene, start)
        or _plain(scene, start, expected=expected)
    )


def century(scene: Scene, start: int) -> Written | None:
    """The century or centuries that begin with an ordinal number here, if they do."""
    match = _CENTURY.match(scene.text, start, scene.end)
    if match is None:
        return None
    before = bool(match["era"] and match["era"].startswith("B"))
    numbers = [_ordinal(word) for word in (match["one"], match["other"]) if word]
    found = [of_century(number, before=before) for number in numbers if number]
    if len(found) != len(numbers):
        return None
    return Written(start, match.end(), DatePrecision.CENTURY, hull(found[0], found[-1]), absolute=True)


def named_decade(scene: Scene, start: int, word: str) -> Written | None:
    """The decade that a word names ("the nineties"), of the century that the document's date makes likely."""
    if not _THE.search(scene.before(start, 16)):
        return None
    return _of_decade(scene, start, start + len(word), DECADES[word.lower()])


def _ordinal(word: str) -> int | None:
    return int(word[:-2]) if word[0].isdigit() else ORDINALS.get(word.lower())


def _with_era(scene: Scene, start: int) -> Written | None:
    """A year, or years, before our era or said to be of it."""
    anno = _ANNO.search(scene.before(start, 6))
    match = (_AFTER_ANNO if anno else _WITH_ERA).match(scene.text, start, scene.end)
    if match is None or int(match["year"]) == 0:
        return None
    if anno:
        year = int(match["year"])
        return _of_years(start - len(anno[0]), match.end(), year, year)
    era = match["era"]
    first = year_of(match["year"], era)
    last = year_of(match["until"], era) if match["until"] else first
    return _of_years(start, match.end(), first, last)


def _decade(scene: Scene, start: int) -> Written | None:
    """A decade with its century; the 1800s are taken for the century."""
    match = _DECADE.match(scene.text, start, scene.end)
    if match is None:
        return None
    year = int(match["year"])
    if year % 100 == 0 and year < 2000:  # noqa: PLR2004 - "the 2000s" are mostly said of the decade
        return Written(start, match.end(), DatePrecision.CENTURY, of_years(year, year + 99), absolute=True)
    return Written(start, match.end(), DatePrecision.DECADE, of_years(year, year + 9), absolute=True)


def _short_decade(scene: Scene, start: int) -> Written | None:
    """A decade without its century: '90s, or the second of "the 1960s and 70s"."""
    match = _SHORT_DECADE.match(scene.text, start, scene.end)
    if match is None:
        return None
    apostrophe = _APOSTROPHE.search(scene.before(start, 2))
    if apostrophe:
        return _of_decade(scene, start - 1, match.end(), int(match["year"]))
    before = scene.found[-1] if scene.found else None
    if before is None or before.precision is not DatePrecision.DECADE:
        return None
    if not _JOINED.fullmatch(scene.text, before.end, start):
        return None
    first = before.earliest.year // 100 * 100 + int(match["year"])
    return Written(start, match.end(), DatePrecision.DECADE, of_years(first, first + 9), absolute=True)


def _of_decade(scene: Scene, start: int, end: int, decade: int) -> Written:
    """The latest such decade that had begun by the document's date; of the 20th century where that is unknown."""
    first = 1900 + decade
    if scene.anchor is not None:
        first = scene.anchor.year // 100 * 100 + decade
        first -= 100 if first > scene.anchor.year else 0
    return Written(start, end, DatePrecision.DECADE, of_years(first, first + 9), absolute=True)


def _plain(scene: Scene, start: int, *, expected: bool) -> Written | None:
    """A year, or a range of years, of four figures."""
    match = _YEARS.match(scene.text, start, scene.end)
    if match is None:
        return None
    year, last = int(match["year"]), int(match["year"])
    if match["until"]:
        last = int(match["until"]) if len(match["until"]) > 2 else year // 100 * 100 + int(match["until"])  # noqa: PLR2004
        if last <= year:
            return None
    if not _is_year(scene, match, year, expected=expected):
        return None
    return _of_years(start, match.end(), year, last)


def _is_year(scene: Scene, match: re.Match[str], year: int, *, expected: bool) -> bool:
    """Whether a number of four figures is a year, by the words around it."""
    before = scene.before(match.start(), 40)
    if counted(scene, match.end()) or _A_COUNT.search(before):
        return False
    if expected or match["until"]:
        return year in _MODERN or year not in _ROUND
    if _SURELY.search(before) or _follows_year(scene, match.start()):
        return True
    if _BRACKET.search(before):
        return bool(_BRACKET_END.match(scene.text, match.end()))
    return year in _MODERN and _is_likely(scene, match, year, before)


def _is_likely(scene: Scene, match: re.Match[str], year: int, before: str) -> bool:
    """Whether a number that could be a year of our time is more likely one than something else."""
    if _PERHAPS.search(before):
        return year not in _ROUND
    if _DETERMINED.search(before):
        noun = _A_NOUN.match(scene.text, match.end(), scene.end)
        return noun is not None and noun["word"].lower() not in CARS
    return bool(_BEGINNING.search(before) and _VERB.match(scene.text, match.end(), scene.end))


def _follows_year(scene: Scene, start: int) -> bool:
    """Whether the number goes on with a list of years."""
    before = scene.found[-1] if scene.found else None
    return (
        before is not None
        and before.precision is DatePrecision.YEAR
        and bool(_JOINED.fullmatch(scene.text, before.end, start))
    )


def _of_years(start: int, end: int, first: int, last: int) -> Written | None:
    if first > last:
        return None
    return Written(start, end, DatePrecision.YEAR, of_years(first, last), absolute=True)
