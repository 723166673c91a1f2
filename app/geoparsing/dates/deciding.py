"""Decides which year a date without one means: the text's or the document's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.dates.reference import going_on, in_turn, nearest
from app.geoparsing.dates.written import Turn
from app.geoparsing.model import DatePrecision

if TYPE_CHECKING:
    from datetime import date

    from app.geoparsing.dates.intervals import Interval
    from app.geoparsing.dates.scene import Scene
    from app.geoparsing.dates.written import Written, Yearless

_EXACT: Final = (DatePrecision.DAY, DatePrecision.MONTH)
_DATED: Final = (*_EXACT, DatePrecision.SEASON, DatePrecision.YEAR)
_FRAME: Final = 8
"""A date so close to its sentence's beginning ("In 1863, ...") holds for the whole of it."""
_ONE_REMINISCENCE: Final = 1
"""A single date of another time does not make a text history."""
_JOINED: Final = re.compile(r"[,;:]?\s*(?:(?:and|or|then|on|in|from|until|to|by)\s+)*(?:the\s+)?", re.IGNORECASE)


class _Told(NamedTuple):
    """A date that said its year.

    Attributes:
        frames: it stands at its sentence's beginning, and so holds for all that is said there.
    """

    start: int
    end: int
    interval: Interval
    precision: DatePrecision
    frames: bool


class Years:
    """Remembers the dates of a text that say their year, and gives it to those that do not.

    A text with a date of its own leaves the year out where its own is meant, except right behind a date with another
    year, and except where most of its full dates are of other years: then it tells of the past, and goes on with the
    year of the last full date, or of the last year that a sentence began with, as every text without a date does.

    Args:
        anchor: the document's date.
    """

    def __init__(self, anchor: date | None) -> None:
        self._anchor = anchor
        self._last: _Told | None = None
        self._lasting: _Told | None = None
        self._months: set[tuple[int, int]] = set()
        self._here = 0
        self._elsewhen = 0

    def decide(self, scene: Scene, written: Written) -> Interval | None:
        """The days that a date means; None where nothing tells."""
        if written.interval is not None:
            if written.absolute:
                self._note(scene, written, written.interval)
            else:
                self._here += 1
            return written.interval
        if written.yearless is None:
            return None
        if written.turn is not None:
            return in_turn(self._anchor, written.yearless, written.turn) if self._anchor else None
        carried = self._going_on(scene, written, written.yearless)
        if carried is not None:
            self._note(scene, written, carried)
        return carried or self._nearest(scene, written, written.yearless)

    def _note(self, scene: Scene, written: Written, interval: Interval) -> None:
        """Remember a date whose year the text has told."""
        if written.precision not in _DATED:
            return
        frames = written.start - scene.sentence(written.start)[0] <= _FRAME
        told = _Told(written.start, written.end, interval, written.precision, frames)
        if self._anchor is not None and told.precision in _EXACT:
            self._months.add(told.interval.earliest[:2])
            here = abs(told.interval.earliest.year - self._anchor.year) <= 1
            self._here += here
            self._elsewhen += not here
        self._last = told
        if frames or told.precision is DatePrecision.DAY:
            self._lasting = told

    def _nearest(self, scene: Scene, written: Written, yearless: Yearless) -> Interval | None:
        if self._anchor is None:
            return None
        return nearest(self._anchor, yearless, scene.cue(written.start, written.end), self._months)

    def _going_on(self, scene: Scene, written: Written, yearless: Yearless) -> Interval | None:
        """The days meant if the year of the date before still holds."""
        told = self._lasting if self._anchor is None or self._is_history() else None
        if self._last is not None and _holds(scene, self._last, written):
            told = self._last
        return going_on(told.interval, told.precision, yearless) if told else None

    def _is_history(self) -> bool:
        return self._elsewhen > max(self._here, _ONE_REMINISCENCE)


def _holds(scene: Scene, told: _Told, written: Written) -> bool:
    """Whether a date's sentence began with the date before, or joins it."""
    start, end = scene.sentence(written.start)
    if not start <= told.start < end:
        return False
    frames = told.frames and scene.cue(written.start, written.end) is not Turn.NEXT
    return frames or _JOINED.fullmatch(scene.text, told.end, written.start) is not None
