"""What dates without a year, weekdays and the like are read against: the document's date, and dates read before."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import TYPE_CHECKING, Any, Final

from dateutil.relativedelta import relativedelta, weekday  # type: ignore[import-untyped]

from app.geoparsing.dates.intervals import Interval, as_day, of_dates, of_months, of_years
from app.geoparsing.dates.written import Turn
from app.geoparsing.model import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.geoparsing.dates.written import Yearless
    from app.geoparsing.model import Day

_ISO_LENGTH: Final = 10
_LONGEST: Final = 60
_BLANKS: Final = (datetime(2001, 1, 1), datetime(2002, 2, 2))  # noqa: DTZ001 - a date has no time zone
_LEAP_YEARS_APART: Final = 8
"""At most so many years lie between two days of 29 February."""
_CLOSE_DAYS: Final = 92
_FAR_DAYS: Final = 270
_DECADE: Final = 10
_CENTURY: Final = 100
_WEEK_DAYS: Final = 7


def date_of(written: str | None) -> date | None:
    """A document's date as a date: ISO 8601, or what dateutil can read; None where it is neither."""
    if not written or len(written) > _LONGEST:
        return None
    try:
        return date.fromisoformat(written[:_ISO_LENGTH])
    except ValueError:
        pass
    from dateutil import parser  # type: ignore[import-untyped]  # noqa: PLC0415 (slow to import, and rarely needed)

    try:
        # Two defaults: a value that lacks a day, month or year is no date.
        readings = {parser.parse(written, default=blank, ignoretz=True).date() for blank in _BLANKS}
    except (ValueError, OverflowError):
        return None
    return readings.pop() if len(readings) == 1 else None


def shifted(anchor: date, **by: Any) -> date | None:  # noqa: ANN401 (relativedelta's own words)
    """The date so far away; None beyond the calendar's ends."""
    try:
        moved: date = anchor + relativedelta(**by)
    except (ValueError, OverflowError):
        return None
    return moved


def days_away(anchor: date, days: int) -> Interval | None:
    """The day so many days later, or earlier where negative."""
    moved = shifted(anchor, days=days)
    return of_dates(moved, moved) if moved else None


def around(anchor: date, precision: DatePrecision, steps: int = 0) -> Interval | None:
    """The day, week (from Monday), month, year, decade or century so many steps from the one that holds a date."""
    if precision is DatePrecision.DAY:
        return days_away(anchor, steps)
    if precision is DatePrecision.WEEK:
        monday = shifted(anchor, days=_WEEK_DAYS * steps - anchor.weekday())
        sunday = shifted(monday, days=_WEEK_DAYS - 1) if monday else None
        return of_dates(monday, sunday) if monday and sunday else None
    if precision is DatePrecision.MONTH:
        moved = shifted(anchor, months=steps)
        return of_months(moved.year, moved.month) if moved else None
    if precision is DatePrecision.YEAR:
        return of_years(anchor.year + steps, anchor.year + steps)
    if precision is DatePrecision.DECADE:
        first = anchor.year // _DECADE * _DECADE + _DECADE * steps
        return of_years(first, first + _DECADE - 1)
    first = (anchor.year - 1) // _CENTURY * _CENTURY + 1 + _CENTURY * steps
    return of_years(first, first + _CENTURY - 1)


def weekday_near(anchor: date, number: int, turn: Turn, *, same_day: bool) -> Interval | None:
    """The nearest such day of the week before (LAST) or after an anchor, which may be the day itself."""
    past = turn is Turn.LAST
    start = anchor if same_day else shifted(anchor, days=-1 if past else 1)
    moved = shifted(start, weekday=weekday(number)(-1 if past else 1)) if start else None
    return of_dates(moved, moved) if moved else None


def in_turn(anchor: date, yearless: Yearless, turn: Turn) -> Interval | None:
    """The stretch in the anchor's year (THIS), or the last or next one that does not hold the anchor."""
    if turn is Turn.THIS:
        return yearless.in_year(anchor.year)
    today = as_day(anchor)
    found = _all_near(anchor.year, yearless)
    if turn is Turn.LAST:
        return max((one for one in found if one.latest < today), default=None)
    return min((one for one in found if one.earliest > today), default=None)


def nearest(
    anchor: date, yearless: Yearless, cue: Turn | None, told: Collection[tuple[int, int]] = ()
) -> Interval | None:
    """The stretch nearest to the anchor in the direction that the sentence speaks of; the past where it says nothing.

    Of two days, the one that is soon or just over is meant where the other is most of a year away, whatever the
    sentence speaks of: nobody leaves out a year that is not the nearest, unless the month was told with its year.
    Of months, people do.

    Args:
        anchor: the document's date.
        yearless: what is looked for.
        cue: the direction in which the sentence speaks.
        told: years and months that the text has named together.
    """
    today = as_day(anchor)
    found = _all_near(anchor.year, yearless)
    past = max((one for one in found if one.earliest <= today), default=None)
    coming = min((one for one in found if one.latest >= today), default=None)
    if past is None or coming is None:
        return past or coming
    was_told = cue is Turn.LAST and past.earliest[:2] in told
    if cue is None or (yearless.precision is DatePrecision.DAY and not was_told):
        ago, ahead = _days_between(past.latest, today), _days_between(today, coming.earliest)
        if min(ago, ahead) <= _CLOSE_DAYS and max(ago, ahead) > _FAR_DAYS:
            return past if ago < ahead else coming
    return coming if cue is Turn.NEXT else past


def going_on(before: Interval, precision: DatePrecision, yearless: Yearless) -> Interval | None:
    """The stretch that a text means which has just spoken of `before`: in its year, or else the nearest to it."""
    year = before.earliest.year
    if precision not in (DatePrecision.DAY, DatePrecision.MONTH):
        return yearless.in_year(year) if before.latest.year == year else None
    near = [one for one in _all_near(year, yearless) if abs(one.earliest.year - year) <= 1]
    return min(near, key=lambda one: abs(_days_between(before.earliest, one.earliest)), default=None)


def _all_near(year: int, yearless: Yearless) -> list[Interval]:
    reach = _LEAP_YEARS_APART if (yearless.month, yearless.last_day) == (2, 29) else 1
    found = [one for one in map(yearless.in_year, range(year - reach, year + reach + 1)) if one]
    if yearless.weekday is None:
        return found
    return [one for one in found if _weekday(one.earliest) == yearless.weekday] or found


def _weekday(day: Day) -> int | None:
    return date(*day).weekday() if MINYEAR <= day.year <= MAXYEAR else None


def _days_between(one: Day, other: Day) -> int:
    """About how many days lie between; exact enough to compare stretches of a year."""
    return round((other.year - one.year) * 365.25 + (other.month - one.month) * 30.44 + other.day - one.day)
