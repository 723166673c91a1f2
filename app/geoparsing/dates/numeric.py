"""Dates in figures alone: 2014-06-12, 12/06/2014, 12.06.2014."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.geoparsing.dates.intervals import hull, of_day, of_months
from app.geoparsing.dates.written import Written
from app.geoparsing.model import DatePrecision

if TYPE_CHECKING:
    from datetime import date

    from app.geoparsing.dates.intervals import Interval
    from app.geoparsing.dates.scene import Scene

_ISO: Final = re.compile(r"(?P<year>[12]\d{3})([-/])(?P<month>\d\d)(?:\2(?P<day>\d\d)(?:(?=T\d\d)|(?![\w-]|[/:.]\d)))?")
_PARTED: Final = re.compile(r"(\d{1,2})(?P<mark>[/.-])(\d{1,2})(?P=mark)(\d{4}|\d\d)(?![\w/-]|[.:,]\d)")
_NINE_ELEVEN: Final = re.compile(r"9/11(?![\w/-]|[.:,]\d)")
_CLEAR: Final = re.compile(r"(?<![\w/.-])(\d{1,2})[/-](\d{1,2})[/-](?:19|20)?\d\d(?![\w/-])")
_LAST_MONTH: Final = 12
_MONTH_ENDS: Final = re.compile(r"(?![\w/–-]|[.:,]\d)")  # noqa: RUF001 - a range's dash


def read(scene: Scene, start: int) -> Written | None:
    """The date in figures that begins here, if one does."""
    return _iso(scene, start) or _parted(scene, start) or _nine_eleven(scene, start)


def _iso(scene: Scene, start: int) -> Written | None:
    match = _ISO.match(scene.text, start, scene.end)
    if match is None:
        return None
    year, month = int(match["year"]), int(match["month"])
    if match["day"]:
        interval = of_day(year, month, int(match["day"]))
        return _written(start, match.end(), interval, DatePrecision.DAY)
    # 1914-18 is a range of years, 2014-06 cannot be one.
    is_month = 1 <= month <= _LAST_MONTH and month <= year % 100 and match[2] == "-"
    if not is_month or not _MONTH_ENDS.match(scene.text, match.end()):
        return None
    return _written(start, match.end(), of_months(year, month), DatePrecision.MONTH)


def _parted(scene: Scene, start: int) -> Written | None:
    match = _PARTED.match(scene.text, start, scene.end)
    if match is None:
        return None
    year = _year(match[4], scene.anchor) if match["mark"] == "/" or len(match[4]) > 2 else None  # noqa: PLR2004
    if year is None:
        return None
    one, other = int(match[1]), int(match[3])
    day_first, month_first = of_day(year, other, one), of_day(year, one, other)
    if day_first and month_first and one != other:
        if match["mark"] == ".":
            return _written(start, match.end(), day_first, DatePrecision.DAY)
        day_first_here = scene.day_first()
        if day_first_here is None:
            return _written(start, match.end(), hull(day_first, month_first), DatePrecision.YEAR)
        return _written(start, match.end(), day_first if day_first_here else month_first, DatePrecision.DAY)
    return _written(start, match.end(), day_first or month_first, DatePrecision.DAY)


def writes_day_first(text: str) -> bool | None:
    """Whether a text writes 31/12 or 12/31, by its dates that can only be read in one way; None if they do not tell."""
    firsts = {int(match[1]) > _LAST_MONTH for match in _CLEAR.finditer(text) if _is_clear(match)}
    return firsts.pop() if len(firsts) == 1 else None


def _is_clear(match: re.Match[str]) -> bool:
    return (int(match[1]) > _LAST_MONTH) != (int(match[2]) > _LAST_MONTH)


def _year(digits: str, anchor: date | None) -> int | None:
    """A year of four digits, or the one of two digits that is nearest to the document's date."""
    if len(digits) > 2:  # noqa: PLR2004 - two digits leave the century out
        return int(digits) if digits[0] in "12" else None
    return short_year(int(digits), anchor) if anchor else None


def short_year(digits: int, anchor: date) -> int:
    """The year that ends in these two digits and is nearest to a date."""
    century = anchor.year // 100 * 100
    return min((century + step + digits for step in (-100, 0, 100)), key=lambda year: abs(year - anchor.year))


def _nine_eleven(scene: Scene, start: int) -> Written | None:
    match = _NINE_ELEVEN.match(scene.text, start, scene.end)
    return _written(start, match.end(), of_day(2001, 9, 11), DatePrecision.DAY) if match else None


def _written(start: int, end: int, interval: Interval | None, precision: DatePrecision) -> Written | None:
    return Written(start, end, precision, interval, absolute=True) if interval else None
