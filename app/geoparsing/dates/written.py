"""A date as written, before it is known which year is meant."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from app.geoparsing.dates.intervals import Interval, of_day, of_months, of_season, part_of
from app.geoparsing.model import DatePrecision

if TYPE_CHECKING:
    from app.geoparsing.dates.intervals import Part


class Turn(Enum):
    """Which of the years, weeks or days of the same name is meant."""

    LAST = -1
    THIS = 0
    NEXT = 1


class Yearless(NamedTuple):
    """A stretch of every year.

    Attributes:
        precision: day, month or season.
        month: its first month, 1 to 12.
        day: its first day; 0 where it is more than days.
        last_day: its last day in the same month; 0 where it is more than days.
        part: the third of it that is meant.
        weekday: the day of the week that it is said to be, Monday being 0.
    """

    precision: DatePrecision
    month: int
    day: int = 0
    last_day: int = 0
    part: Part | None = None
    weekday: int | None = None

    def in_year(self, year: int) -> Interval | None:
        """The stretch in one year, if that year has it."""
        if self.precision is DatePrecision.DAY:
            first, last = of_day(year, self.month, self.day), of_day(year, self.month, self.last_day)
            return Interval(first.earliest, last.latest) if first and last and first <= last else None
        whole = of_season(year, self.month) if self.precision is DatePrecision.SEASON else of_months(year, self.month)
        return part_of(whole, self.precision, self.part) if self.part else whole


class Written(NamedTuple):
    """A date found in a text.

    Attributes:
        start: first code point.
        end: one past the last code point.
        precision: the unit in which it is written.
        interval: the days meant, where they are known.
        yearless: what is known where the year is not.
        turn: which year is meant, where the words say.
        absolute: it says its year itself, so that what follows may leave it out.
    """

    start: int
    end: int
    precision: DatePrecision
    interval: Interval | None = None
    yearless: Yearless | None = None
    turn: Turn | None = None
    absolute: bool = False
