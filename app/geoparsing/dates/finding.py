"""Finds the dates of a text, in one pass, and decides which year those without one mean."""

# ruff: noqa: RUF001 - typographic dashes are what the patterns look for

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from app.geoparsing.dates import months, numeric, relative, years
from app.geoparsing.dates.deciding import Years
from app.geoparsing.dates.intervals import Interval, Part, as_day, hull, part_of
from app.geoparsing.dates.reference import date_of
from app.geoparsing.dates.scene import Scene
from app.geoparsing.dates.words import DECADES, MONTHS, ORDINALS, SEASONS, WEEKDAY_ABBREVIATIONS, WEEKDAYS
from app.geoparsing.model import DateMention, DatePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.geoparsing.dates.written import Written, Yearless
    from app.geoparsing.model import Passage

_WORD: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_JOINED_BEFORE: Final = re.compile(r"[$£€#+°@=\w]$|\w[.,:/–—-]$")
_PARTS: Final = {
    "early": Part.EARLY, "beginning": Part.EARLY, "start": Part.EARLY, "mid": Part.MID, "middle": Part.MID,
    "late": Part.LATE, "end": Part.LATE,
}  # fmt: skip
_PART: Final = re.compile(
    r"(?:early|mid|late)(?:-|\s+)(?:in\s+)?(?:the\s+)?|(?:beginning|start|middle|end)\s+of\s+(?:the\s+)?", re.IGNORECASE
)
_TO: Final = re.compile(r"\s*[-–]\s*|—|\s+(?P<word>to|through|thru|until|till)\s+(?:the\s+)?")
_AND: Final = re.compile(r",?\s+(?:and|or)\s+|,\s+")
_OPENING: Final = re.compile(r"(?:between|from|since)\s+(?:the\s+)?", re.IGNORECASE)
_ORDER: Final = list(DatePrecision)
_BETWEEN: Final = re.compile(r"\s+and\s+(?:the\s+)?")


def find_dates(text: str, passages: Sequence[Passage], written_on: str | None) -> list[tuple[DateMention, ...]]:
    """The dates written in each of the passages, in order.

    Args:
        text: the document's.
        passages: those to look at, in order.
        written_on: the document's date; without one, what is told from it ("yesterday") is left out, and dates
            without a year take the year of the last date that has one.
    """
    finder = _Finder(text, written_on)
    return [tuple(finder.passage(passage)) for passage in passages]


class _Finder:
    """Goes through the passages of one text."""

    def __init__(self, text: str, written_on: str | None) -> None:
        self._text = text
        self._anchor = date_of(written_on)
        self._years = Years(self._anchor)
        self._day_first = cache(lambda: numeric.writes_day_first(text))

    def passage(self, passage: Passage) -> list[DateMention]:
        """The dates of the next passage."""
        scene = Scene(self._text, passage.start, passage.end, self._anchor, self._day_first)
        done = passage.start
        for match in _WORD.finditer(self._text, passage.start, passage.end):
            start = match.start()
            word = match[0]
            if start < done or (word[0] > "9" and word.lower() not in _TRIGGERS):
                continue
            written = self._whole(scene, start, word)
            if written is None or written.start < done:
                continue
            interval = self._years.decide(scene, written)
            done = written.end
            if interval is not None:
                surface, sentence = self._text[written.start : written.end], scene.sentence(written.start)
                found = DateMention(written.start, written.end, surface, *interval, written.precision, sentence)
                scene.found.append(found)
        return scene.found

    def _whole(self, scene: Scene, start: int, word: str) -> Written | None:
        """The date or range of dates that begins here."""
        if word.lower() in _OPENINGS:
            return self._opened(scene, start, word.lower())
        first = _point(scene, start, word, expected=False)
        return self._onward(scene, first) if first else None

    def _opened(self, scene: Scene, start: int, opening: str) -> Written | None:
        """A range that is announced: between ... and, from ... to, since ... (until the document's date)."""
        match = _OPENING.match(scene.text, start, scene.end)
        first = _point_at(scene, match.end()) if match else None
        if first is None:
            return None
        if opening == "since":
            return self._since(scene, start, first)
        joint = (_BETWEEN if opening == "between" else _TO).match(scene.text, first.end, scene.end)
        last = _point_at(scene, joint.end()) if joint else None
        return self._merged(scene, start, first, last) if last else None

    def _since(self, scene: Scene, start: int, first: Written) -> Written | None:
        begun = self._years.decide(scene, first)
        if self._anchor is None or begun is None or begun.earliest > as_day(self._anchor):
            return None
        return first._replace(start=start, interval=Interval(begun.earliest, as_day(self._anchor)), yearless=None)

    def _onward(self, scene: Scene, first: Written) -> Written:
        """The range that a date begins, or the date, with the year of the one that it is joined to."""
        if joint := _TO.match(scene.text, first.end, scene.end):
            last = _point_at(scene, joint.end())
            if last and (joint["word"] or (last.precision is first.precision and (last.absolute or last.yearless))):
                return self._merged(scene, first.start, first, last) or first
        elif first.yearless and not first.turn and (joint := _AND.match(scene.text, first.end, scene.end)):
            other = _point_at(scene, joint.end())
            if other and other.absolute and other.interval and other.precision in (first.precision, DatePrecision.DAY):
                return first._replace(interval=first.yearless.in_year(other.interval.earliest.year), absolute=True)
        return first

    def _merged(self, scene: Scene, start: int, first: Written, last: Written) -> Written | None:
        """From one date to another, each with the other's year where it has none of its own."""
        other = last.interval
        one = _before(first.yearless, other) if first.yearless and other else self._years.decide(scene, first)
        if one and last.yearless:
            other = _behind(last.yearless, one)
        if one is None or other is None or one.earliest > other.latest:
            return None
        coarser = max(first.precision, last.precision, key=_ORDER.index)
        absolute = first.absolute or last.absolute
        return first._replace(
            start=start, end=last.end, precision=coarser, interval=hull(one, other), yearless=None, absolute=absolute
        )


def _before(yearless: Yearless, last: Interval) -> Interval | None:
    """The latest such stretch that does not begin after the last one."""
    found = (yearless.in_year(last.latest.year), yearless.in_year(last.latest.year - 1))
    return next((one for one in found if one and one.earliest <= last.latest), None)


def _behind(yearless: Yearless, first: Interval) -> Interval | None:
    """The earliest such stretch that does not end before the first one."""
    found = (yearless.in_year(first.earliest.year), yearless.in_year(first.earliest.year + 1))
    return next((one for one in found if one and one.latest >= first.earliest), None)


def _point_at(scene: Scene, start: int) -> Written | None:
    """The date that begins here, where one is expected."""
    match = _WORD.match(scene.text, start, scene.end)
    return _point(scene, start, match[0], expected=True) if match else None


def _point(scene: Scene, start: int, word: str, *, expected: bool) -> Written | None:
    """The date, without a range, that begins with a word or number."""
    lower = word.lower()
    if lower in _PARTS:
        return _partial(scene, start, _PARTS[lower])
    if not expected and _JOINED_BEFORE.search(scene.text, max(0, start - 2), start):
        return None
    if word[0] <= "9":
        dated = numeric.read(scene, start) or months.day_first(scene, start)
        return dated or years.read(scene, start, expected=expected)
    if lower in MONTHS:
        return months.month_first(scene, start, expected=expected)
    reader = _READERS.get(lower)
    return reader(scene, start, word) if reader else None


def _partial(scene: Scene, start: int, part: Part) -> Written | None:
    """The early, middle or late part of what follows; days have none."""
    match = _PART.match(scene.text, start, scene.end)
    word = _WORD.match(scene.text, match.end(), scene.end) if match else None
    if word is None or word[0].lower() in _PARTS:
        return None
    whole = _point(scene, word.start(), word[0], expected=True)
    if whole is None or whole.precision is DatePrecision.DAY:
        return None
    interval = part_of(whole.interval, whole.precision, part) if whole.interval else None
    yearless = whole.yearless._replace(part=part) if whole.yearless else None
    return whole._replace(start=start, interval=interval, yearless=yearless)


def _season(scene: Scene, start: int, _word: str) -> Written | None:
    return months.season(scene, start)


def _century(scene: Scene, start: int, _word: str) -> Written | None:
    return years.century(scene, start)


_READERS: Final[dict[str, Callable[[Scene, int, str], Written | None]]] = {
    **dict.fromkeys(SEASONS, _season),
    **dict.fromkeys((word.split("-")[0] for word in ORDINALS), _century),
    **dict.fromkeys(DECADES, years.named_decade),
    **dict.fromkeys(relative.NAMED_DAYS, relative.named_day),
    **dict.fromkeys(relative.TURNS, relative.turned),
    **dict.fromkeys(relative.AWAY, relative.away),
    **dict.fromkeys((*WEEKDAYS, *WEEKDAY_ABBREVIATIONS), relative.weekday),
}
_OPENINGS: Final = frozenset({"between", "from", "since"})
_TRIGGERS: Final = frozenset({*_OPENINGS, *_PARTS, *MONTHS, *_READERS})
