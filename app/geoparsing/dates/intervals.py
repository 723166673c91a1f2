"""Stretches of days: those that years, months and seasons are, and their parts."""

from __future__ import annotations

from calendar import isleap
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.model import DatePrecision, Day

if TYPE_CHECKING:
    from datetime import date

_LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY: Final = 2
_SEASON_MONTHS: Final = 3
_MONTHS: Final = 12
_THIRDS: Final = {
    DatePrecision.DECADE: ((0, 3), (4, 6), (7, 9)),
    DatePrecision.CENTURY: ((0, 32), (33, 65), (66, 99)),
}
_MONTH_THIRDS: Final = {DatePrecision.YEAR: 4, DatePrecision.SEASON: 1}


class Interval(NamedTuple):
    """All days from the earliest to the latest."""

    earliest: Day
    latest: Day


class Part(Enum):
    """A third of an interval, as people speak of it."""

    EARLY = 0
    MID = 1
    LATE = 2


def of_day(year: int, month: int, day: int) -> Interval | None:
    """One day, if the calendar has it."""
    if not 1 <= month <= _MONTHS or not 1 <= day <= days_in(year, month):
        return None
    return Interval(Day(year, month, day), Day(year, month, day))


def of_months(year: int, month: int, count: int = 1) -> Interval:
    """Whole months in a row."""
    last = month + count - 2
    end, finish = year + last // _MONTHS, last % _MONTHS + 1
    return Interval(Day(year, month, 1), Day(end, finish, days_in(end, finish)))


def of_years(first: int, last: int) -> Interval:
    """Whole years in a row."""
    return Interval(Day(first, 1, 1), Day(last, _MONTHS, 31))


def of_season(year: int, month: int) -> Interval:
    """The season that begins in a month; the winter of a year may be the one that begins or the one that ends in it."""
    if month == _MONTHS:
        return Interval(Day(year, 1, 1), of_months(year, month, _SEASON_MONTHS).latest)
    return of_months(year, month, _SEASON_MONTHS)


def of_century(number: int, *, before: bool = False) -> Interval:
    """A century of our era, or before it; the first one began with the year 1."""
    first = 1 - 100 * number if before else 100 * (number - 1) + 1
    return of_years(first, first + 99)


def of_dates(first: date, last: date) -> Interval:
    """All days between two dates, these included."""
    return Interval(as_day(first), as_day(last))


def as_day(value: date) -> Day:
    """The day of a date."""
    return Day(value.year, value.month, value.day)


def days_in(year: int, month: int) -> int:
    """How many days a month has, in any year before or of our era."""
    return _LENGTHS[month - 1] + (month == _FEBRUARY and isleap(year))


def hull(one: Interval, other: Interval) -> Interval:
    """The shortest interval that holds both."""
    return Interval(min(one.earliest, other.earliest), max(one.latest, other.latest))


def part_of(interval: Interval, precision: DatePrecision, part: Part) -> Interval:
    """The early, middle or late third of a whole month, season, year, decade or century; others stay whole."""
    year, month, _ = interval.earliest
    if precision is DatePrecision.MONTH and interval == of_months(year, month):
        last = interval.latest.day
        first, final = ((1, 10), (11, 20), (21, last))[part.value]
        return Interval(Day(year, month, first), Day(year, month, final))
    if (count := _MONTH_THIRDS.get(precision)) and interval == of_months(year, month, 3 * count):
        first = month - 1 + count * part.value
        return of_months(year + first // _MONTHS, first % _MONTHS + 1, count)
    if thirds := _THIRDS.get(precision):
        first, final = thirds[part.value]
        return of_years(year + first, year + final)
    return interval
