"""Dates with the name of a month or season: 12 June 2014, June 10-12, Oct. 3, June, spring 1863."""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.dates.intervals import of_day, of_months
from app.geoparsing.dates.numeric import short_year
from app.geoparsing.dates.words import COUNTED, DOUBTFUL_MONTHS, MONTHS, SEASONS
from app.geoparsing.dates.written import Turn, Written, Yearless
from app.geoparsing.model import DatePrecision

if TYPE_CHECKING:
    from app.geoparsing.dates.scene import Scene

ERA: Final = r"(?:B\.C\.(?:E\.)?|BCE?(?!\w)|A\.D\.|AD(?!\w)|C\.E\.|CE(?!\w))"
"""The words for years before or of our era."""
_TURNS: Final = {"last": Turn.LAST, "this": Turn.THIS, "next": Turn.NEXT}
_MONTH: Final = re.compile(
    r"(?:(?P<dotted>(?i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))\.|(?P<month>[A-Za-z]{3,9})(?!\w))"
)
_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?!\w|[.:,]\d|[%°])")
_JOINT: Final = re.compile(r"\s*[-–—/]\s*|\s+(?P<word>to|through|until|till|and|or)\s+")
_TO_DAY: Final = re.compile(r"\s+(?:the\s+)?(?=\d)")
_TO_MONTH: Final = re.compile(r"\s+(?:day\s+)?(?:of\s+)?(?=[A-Za-z])")
_TAIL: Final = re.compile(
    rf""",?\s+(?:of\s+)?(?:
        (?:A\.?D\.?\s)?(?P<year>(?:1\d|20|21)\d\d(?!\w|[.,:]\d|[%°])|\d{{1,4}}(?=\s?{ERA}))(?:\s?(?P<era>{ERA}))?
        |['’](?P<short>\d\d)(?!\w)
        |(?P<turn>last|this|next)\s+year(?!\w)
    )""",
    re.VERBOSE,
)
_HYPHENED: Final = re.compile(r"(?P<day>\d{1,2})-(?P<month>[A-Za-z]{3,9})-(?P<year>[12]\d{3}|\d\d)(?!\w|-)")
_SEASON: Final = re.compile(r"[A-Za-z]{4,6}")
_SECOND_YEAR: Final = re.compile(r"\s?[-–/]\s?(?P<until>\d{4}|\d\d)(?!\w|[.,:]\d)")
_NEXT_WORD: Final = re.compile(r"\s+([A-Za-z.]+)")
_EXPECTING: Final = re.compile(
    r"\b(?:in|since|during|until|till|by|before|after|throughout|of|from|through|between|late|early|mid|for)[\s-]+$",
    re.IGNORECASE,
)
_SURELY: Final = re.compile(r"\b(?:in|since|during|until|till|throughout|late|early|mid)[\s-]+$", re.IGNORECASE)
_NAME_BEFORE: Final = re.compile(r"[A-Z][\w'’]*\s$")
_NAME_BEHIND: Final = re.compile(r"\s(?:[A-Z]|(?:said|says|told|added|asked)\b)")
_ATTACKS: Final = re.compile(r"\s+(?:terror|attack|hijack|commission)", re.IGNORECASE)
_IN_THE: Final = re.compile(r"\bin\s+the\s+$", re.IGNORECASE)
_NO_SEASON: Final = re.compile(r"\s+(?:of|months|training|break|term|season)\b")
_LEAP_YEAR: Final = 2000
_SEPTEMBER_11: Final = (9, 11)


class _Days(NamedTuple):
    """One day of a month, or several in a row."""

    first: int
    last: int
    end: int


def month_first(scene: Scene, start: int, *, expected: bool) -> Written | None:
    """The date that begins with the name of a month here, if one does."""
    named = _month(scene, start)
    if named is None:
        return None
    month, end, word = named
    gap = _TO_DAY.match(scene.text, end, scene.end)
    days = _days(scene, gap.end()) if gap else None
    if not word[0].isupper() and not (days and _TAIL.match(scene.text, days.end, scene.end)):
        return None
    if days:
        counts = counted(scene, days.end)
        return None if counts else _dated(scene, start, month, days)
    if _TAIL.match(scene.text, end, scene.end):
        return _with_tail(scene, Written(start, end, DatePrecision.MONTH, yearless=_whole(month)))
    if not expected and not _is_month(scene, start, end, word):
        return None
    return Written(start, start + len(word), DatePrecision.MONTH, yearless=_whole(month))


def day_first(scene: Scene, start: int) -> Written | None:
    """The date that begins with the number of a day here, if one does."""
    hyphened = _HYPHENED.match(scene.text, start, scene.end)
    if hyphened is not None:
        return _hyphened(scene, hyphened)
    days = _days(scene, start)
    gap = _TO_MONTH.match(scene.text, days.end, scene.end) if days else None
    named = _month(scene, gap.end()) if gap else None
    if days is None or named is None:
        return None
    month, end, word = named
    if not word[0].isupper() and not _TAIL.match(scene.text, end, scene.end):
        return None
    return _dated(scene, start, month, days._replace(end=end))


def season(scene: Scene, start: int, turn: Turn | None = None) -> Written | None:
    """The season that is named here, with its year or beside a word that makes it one."""
    match = _SEASON.match(scene.text, start, scene.end)
    month = SEASONS.get(match[0].lower()) if match else None
    if match is None or month is None:
        return None
    yearless = Yearless(DatePrecision.SEASON, month)
    written = _with_tail(scene, Written(start, match.end(), DatePrecision.SEASON, yearless=yearless, turn=turn))
    if written.absolute and written.interval:
        return _over_two_years(scene, written, month)
    says_when = turn or written.turn or _IN_THE.search(scene.before(start, 12))
    return written if says_when and not _NO_SEASON.match(scene.text, match.end(), scene.end) else None


def counted(scene: Scene, end: int) -> bool:
    """Whether the word behind a number is something that numbers count."""
    word = _NEXT_WORD.match(scene.text, end, scene.end)
    return word is not None and word[1].rstrip(".").lower() in COUNTED


def year_of(digits: str, era: str | None) -> int:
    """A year as ISO 8601 counts, from its digits and era."""
    return 1 - int(digits) if era and era.startswith("B") else int(digits)


def _whole(month: int) -> Yearless:
    return Yearless(DatePrecision.MONTH, month)


def _month(scene: Scene, start: int) -> tuple[int, int, str] | None:
    """The number of the month named here, the end of its name with the full stop, and the name without."""
    match = _MONTH.match(scene.text, start, scene.end)
    if match is None:
        return None
    word: str = match["dotted"] or match["month"]
    month = MONTHS.get(word.lower())
    return (month, match.end(), word) if month else None


def _days(scene: Scene, start: int) -> _Days | None:
    """The numbers of days written here."""
    first = _DAY.match(scene.text, start, scene.end)
    if first is None:
        return None
    day = int(first[1])
    joint = _JOINT.match(scene.text, first.end(), scene.end)
    second = _DAY.match(scene.text, joint.end(), scene.end) if joint else None
    if joint and second and int(second[1]) > day and not (joint["word"] and counted(scene, second.end())):
        return _Days(day, int(second[1]), second.end())
    return _Days(day, day, first.end())


def _dated(scene: Scene, start: int, month: int, days: _Days) -> Written | None:
    """A month with days, and with its year if that follows."""
    yearless = Yearless(DatePrecision.DAY, month, days.first, days.last)
    if yearless.in_year(_LEAP_YEAR) is None:
        return None
    written = _with_tail(scene, Written(start, days.end, DatePrecision.DAY, yearless=yearless))
    if written.yearless and (month, days.first) == _SEPTEMBER_11 and _ATTACKS.match(scene.text, written.end):
        return written._replace(interval=of_day(2001, *_SEPTEMBER_11), absolute=True)
    return written if written.interval or written.yearless else None


def _with_tail(scene: Scene, written: Written) -> Written:
    """The same with its year, or with the year it is said to be of ("last year"), if that follows."""
    tail = _TAIL.match(scene.text, written.end, scene.end)
    if tail is None or written.yearless is None:
        return written
    if tail["turn"]:
        if scene.anchor is None:
            return written
        year = scene.anchor.year + _TURNS[tail["turn"]].value
    elif tail["short"]:
        if scene.anchor is None:
            return written
        year = short_year(int(tail["short"]), scene.anchor)
    else:
        year = year_of(tail["year"], tail["era"])
    interval = written.yearless.in_year(year)
    return written._replace(end=tail.end(), interval=interval, yearless=None, absolute=True)


def _hyphened(scene: Scene, match: re.Match[str]) -> Written | None:
    """A date like 12-Jun-2014."""
    month = MONTHS.get(match["month"].lower())
    if month is None or (len(match["year"]) == 2 and scene.anchor is None):  # noqa: PLR2004 - the century is missing
        return None
    digits = int(match["year"])
    year = digits if scene.anchor is None or len(match["year"]) > 2 else short_year(digits, scene.anchor)  # noqa: PLR2004
    interval = of_day(year, month, int(match["day"]))
    return Written(match.start(), match.end(), DatePrecision.DAY, interval, absolute=True) if interval else None


def _over_two_years(scene: Scene, written: Written, month: int) -> Written:
    """A winter with both its years: 1862-63."""
    until = _SECOND_YEAR.match(scene.text, written.end, scene.end)
    if until is None or written.interval is None or month != SEASONS["winter"]:
        return written
    year = written.interval.earliest.year
    if int(until["until"]) % 100 != (year + 1) % 100:
        return written
    return written._replace(end=until.end(), interval=of_months(year, month, 3))


def _is_month(scene: Scene, start: int, end: int, word: str) -> bool:
    """Whether the name of a month that stands alone is one, and neither a verb nor a part of a name."""
    before = scene.before(start, 16)
    if word.lower() in DOUBTFUL_MONTHS:
        return bool(_SURELY.search(before)) and not _NAME_BEHIND.match(scene.text, end, scene.end)
    if _EXPECTING.search(before):
        return True
    return not _NAME_BEFORE.search(before) and not _NAME_BEHIND.match(scene.text, end, scene.end)
