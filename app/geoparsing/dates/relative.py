"""Dates told from another date: yesterday, on Tuesday, last week, three days ago, two weeks later."""

from __future__ import annotations

import re
from datetime import MINYEAR, date
from typing import TYPE_CHECKING, Final

from app.geoparsing.dates import months
from app.geoparsing.dates.intervals import Interval, as_day, of_dates, of_years
from app.geoparsing.dates.reference import around, days_away, shifted, weekday_near
from app.geoparsing.dates.words import COUNTS, MONTHS, SEASONS, WEEKDAY_ABBREVIATIONS, WEEKDAYS
from app.geoparsing.dates.written import Turn, Written, Yearless
from app.geoparsing.model import DatePrecision

if TYPE_CHECKING:
    from app.geoparsing.dates.scene import Scene

NAMED_DAYS: Final = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
"""Days by how far they are from the document's."""
TURNS: Final = {
    "last": Turn.LAST, "past": Turn.LAST, "previous": Turn.LAST, "this": Turn.THIS, "next": Turn.NEXT,
    "coming": Turn.NEXT, "following": Turn.NEXT,
}  # fmt: skip
"""Words that choose among days, weeks or years of a name."""
AWAY: Final = {"ago": -1, "earlier": -1, "later": 1}
"""Words behind a length of time, and the direction in which they count it."""
_FROM_TEXT: Final = frozenset({"previous", "following", "earlier", "later"})
_UNITS: Final = {
    "day": DatePrecision.DAY, "week": DatePrecision.WEEK, "month": DatePrecision.MONTH, "year": DatePrecision.YEAR,
    "decade": DatePrecision.DECADE, "century": DatePrecision.CENTURY,
}  # fmt: skip
_ORDER: Final = list(DatePrecision)
_DAY_PARTS: Final = frozenset({"day", "morning", "afternoon", "evening", "night"})
_TURNED: Final = re.compile(r"[A-Za-z]+\s+(?P<what>[A-Za-z]+)(?!\w)")
_COUNTED: Final = re.compile(r"[A-Za-z]+\s+(?P<count>\d{1,3}|[a-z]+)\s+(?P<unit>day|week|month|year|decade)s(?!\w)")
_LENGTH: Final = re.compile(r"(?<![\w,./])(?P<count>\d{1,3}|[A-Za-z]+)\s+(?P<unit>day|week|month|year|decade)s?\s+$")
_LONGEST_LENGTH: Final = 28
_TO_THE_DAY: Final = re.compile(r"ago\s+today(?!\w)")
_MOST_AGO: Final = 100
"""Who says that something was more than so many days, weeks or years ago gives no date."""
_THE: Final = re.compile(r"\bthe\s+$", re.IGNORECASE)
_OF: Final = re.compile(r"\s+of\b")
_DAY_BEYOND: Final = re.compile(r"\bthe\s+day\s+(?P<word>before|after)\s+$", re.IGNORECASE)
_NO_WEEKDAY: Final = re.compile(
    r"\b(?:black|good|easter|bloody|ash|super|palm|holy|maundy|cyber|fat|shrove|every|each)\s+$", re.IGNORECASE
)
_NAME_BEHIND: Final = re.compile(r"\s+(?:Times|Herald|Mirror|Express|Telegraph|Post|News|Mail|Night\s+Live|School)\b")
_TO_DATE: Final = re.compile(r"\.?(?:\s+(?:morning|afternoon|evening|night))?(?:,?\s+|\s*\()(?:the\s+)?(?=[A-Z\d])")
_OF_WEEK: Final = re.compile(r"\s+(?:of\s+)?(?P<turn>last|this|next)\s+week(?!\w)")
_SATURDAY: Final = 5


def named_day(scene: Scene, start: int, word: str) -> Written | None:
    """Yesterday, today, tonight, tomorrow, and the days beyond."""
    if scene.anchor is None:
        return None
    away, first = NAMED_DAYS[word.lower()], start
    beyond = _DAY_BEYOND.search(scene.before(start, 20)) if away else None
    if beyond and (beyond["word"] == "before") == (away < 0):
        away, first = 2 * away, start - len(beyond[0])
    return _written(first, start + len(word), DatePrecision.DAY, days_away(scene.anchor, away))


def weekday(scene: Scene, start: int, word: str) -> Written | None:
    """A day of the week, with the date that may follow it."""
    end = start + len(word)
    if dated := _dated(scene, start, end, word):
        return dated
    number = WEEKDAYS.get(word.lower())
    if scene.anchor is None or number is None or not word[0].isupper():
        return None
    if _NO_WEEKDAY.search(scene.before(start, 12)) or _NAME_BEHIND.match(scene.text, end, scene.end):
        return None
    if of_week := _OF_WEEK.match(scene.text, end, scene.end):
        week = around(scene.anchor, DatePrecision.WEEK, TURNS[of_week["turn"]].value)
        interval = days_away(date(*week.earliest), number) if week else None
        return _written(start, of_week.end(), DatePrecision.DAY, interval)
    turn = scene.cue(start, end) or Turn.LAST
    return _written(start, end, DatePrecision.DAY, weekday_near(scene.anchor, number, turn, same_day=True))


def _dated(scene: Scene, start: int, end: int, word: str) -> Written | None:
    """A day of the week with its date behind it."""
    gap = _TO_DATE.match(scene.text, end, scene.end)
    if gap is None:
        return None
    dated = months.month_first(scene, gap.end(), expected=False) or months.day_first(scene, gap.end())
    if dated is None or dated.precision is not DatePrecision.DAY:
        return None
    yearless = dated.yearless._replace(weekday=WEEKDAY_ABBREVIATIONS[word.lower()[:3]]) if dated.yearless else None
    return dated._replace(start=start, yearless=yearless)


def turned(scene: Scene, start: int, word: str) -> Written | None:
    """What follows "last", "this", "next" and their like: last Friday, this week, next June, the past two years."""
    match = _TURNED.match(scene.text, start, scene.end)
    if match is None:
        return None
    word, what, end = word.lower(), match["what"], match.end()
    written = None
    if what.lower() in SEASONS:
        season = months.season(scene, match.start("what"), TURNS[word])
        written = season._replace(start=start) if season else None
    elif what.lower() in MONTHS and what[0].isupper():
        yearless = Yearless(DatePrecision.MONTH, MONTHS[what.lower()])
        written = Written(start, end, DatePrecision.MONTH, yearless=yearless, turn=TURNS[word])
    elif what.lower() in WEEKDAYS:
        dated = _dated(scene, start, end, what)
        written = dated or _turned_weekday(scene, start, end, word, WEEKDAYS[what.lower()])
    elif what in _DAY_PARTS:
        written = _turned_day(scene, start, end, word, what)
    elif what == "weekend":
        written = _weekend(scene, start, end, TURNS[word])
    elif what in _UNITS and not _OF.match(scene.text, end, scene.end):
        written = _turned_unit(scene, start, end, word, _UNITS[what])
    return written or _rolling(scene, start, word)


def away(scene: Scene, start: int, word: str) -> Written | None:
    """A length of time before "ago", "earlier" or "later"."""
    match = _LENGTH.search(scene.before(start, _LONGEST_LENGTH))
    count = _count(match["count"]) if match else None
    if match is None or not count or count > _MOST_AGO:
        return None
    unit = _UNITS[match["unit"]]
    base = _told(scene, unit) if word.lower() in _FROM_TEXT else scene.anchor
    if base is None:
        return None
    steps = count * AWAY[word.lower()]
    if to_the_day := _TO_THE_DAY.match(scene.text, start, scene.end):
        same = shifted(base, **{f"{match['unit']}s": steps}) if unit is not DatePrecision.DECADE else None
        return _written(
            start - len(match[0]), to_the_day.end(), DatePrecision.DAY, of_dates(same, same) if same else None
        )
    return _written(start - len(match[0]), start + len(word), unit, _so_far(base, unit, steps))


def _so_far(base: date, unit: DatePrecision, steps: int) -> Interval | None:
    """The day, week, month or year so many steps away; for decades, the years around."""
    if unit is DatePrecision.DECADE:
        year = base.year + 10 * steps
        return of_years(year - 5, year + 5)
    return around(base, unit, steps)


def _turned_weekday(scene: Scene, start: int, end: int, word: str, number: int) -> Written | None:
    anchor = _told(scene, DatePrecision.DAY) if word in _FROM_TEXT else scene.anchor
    if anchor is None:
        return None
    turn = TURNS[word]
    if turn is Turn.THIS:
        near = weekday_near(anchor, number, scene.cue(start, end) or Turn.NEXT, same_day=True)
    else:
        near = weekday_near(anchor, number, turn, same_day=False)
    return _written(start, end, DatePrecision.DAY, near)


def _turned_day(scene: Scene, start: int, end: int, word: str, what: str) -> Written | None:
    """Last night and this morning are told from the document's date, the next day from the text's last one."""
    if word in {"last", "this"}:
        if what == "day" or (word == "last" and what not in {"night", "evening"}) or scene.anchor is None:
            return None
        return _written(start, end, DatePrecision.DAY, days_away(scene.anchor, TURNS[word].value))
    base = _told(scene, DatePrecision.DAY) if word not in {"past", "coming"} else None
    if base is None or not _THE.search(scene.before(start, 6)):
        return None
    return _written(start, end, DatePrecision.DAY, days_away(base, TURNS[word].value))


def _turned_unit(scene: Scene, start: int, end: int, word: str, unit: DatePrecision) -> Written | None:
    """Last week is the week before, the last week the seven days until now; the next week may go on with the text."""
    the = bool(_THE.search(scene.before(start, 6)))
    if word in _FROM_TEXT or (word == "next" and the):
        base = _told(scene, unit)
        if base is not None:
            return _written(start, end, unit, around(base, unit, TURNS[word].value))
        if word in _FROM_TEXT:
            return None
    if scene.anchor is None:
        return None
    if the or word in {"past", "coming"}:
        return _written(start, end, unit, _stretch(scene.anchor, unit, TURNS[word].value))
    return _written(start, end, unit, around(scene.anchor, unit, TURNS[word].value))


def _rolling(scene: Scene, start: int, word: str) -> Written | None:
    """The past two years, the next three days: until or from the document's date."""
    match = _COUNTED.match(scene.text, start, scene.end)
    count = _count(match["count"]) if match else None
    turn = TURNS[word]
    if match is None or not count or scene.anchor is None or turn is Turn.THIS or word in _FROM_TEXT:
        return None
    if _OF.match(scene.text, match.end(), scene.end):
        return None
    unit = _UNITS[match["unit"]]
    return _written(start, match.end(), unit, _stretch(scene.anchor, unit, count * turn.value))


def _stretch(anchor: date, unit: DatePrecision, steps: int) -> Interval | None:
    """The days from the document's date to the one so many units away."""
    if unit is DatePrecision.CENTURY:
        steps *= 100
    elif unit is DatePrecision.DECADE:
        steps *= 10
    name = f"{unit}s" if unit in (DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH) else "years"
    other = shifted(anchor, **{name: steps})
    return of_dates(min(anchor, other), max(anchor, other)) if other else None


def _weekend(scene: Scene, start: int, end: int, turn: Turn) -> Written | None:
    """Saturday and Sunday; this weekend is the one before where the sentence speaks of what was and it is not here."""
    if scene.anchor is None:
        return None
    steps = turn.value
    if turn is Turn.THIS and scene.anchor.weekday() < _SATURDAY and scene.cue(start, end) is Turn.LAST:
        steps = -1
    week = around(scene.anchor, DatePrecision.WEEK, steps)
    saturday = shifted(date(*week.earliest), days=_SATURDAY) if week else None
    if week is None or saturday is None:
        return None
    return _written(start, end, DatePrecision.DAY, Interval(as_day(saturday), week.latest))


def _told(scene: Scene, unit: DatePrecision) -> date | None:
    """The date of this passage from which the text goes on counting in this unit: the last one that is as exact."""
    for found in reversed(scene.found):
        if _ORDER.index(found.precision) <= _ORDER.index(unit):
            return date(*found.latest) if found.latest.year >= MINYEAR else None
    return None


def _count(word: str) -> int | None:
    return int(word) if word.isdecimal() else COUNTS.get(word.lower())


def _written(start: int, end: int, precision: DatePrecision, interval: Interval | None) -> Written | None:
    return Written(start, end, precision, interval) if interval else None
