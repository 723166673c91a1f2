"""Years out of what sources write: ISO 8601 dates, bare years, negative years, and the spans of Linked Places."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

from app.gazetteer.packs.rows import Faulty, shown

_ISO: Final = re.compile(
    r"(?P<year>[+\-−]?\d{1,6})(?:-\d{2}(?:-\d{2})?(?:T[\d:.,]*(?:Z|[+\-]\d{2}:?\d{2})?)?)?[~?%]*"  # noqa: RUF001
)
_ERA: Final = re.compile(r"(?P<year>\d{1,5})\s*(?P<era>BCE?|CE|AD)\.?", re.IGNORECASE)
_MOST: Final = 200_000
"""Years from now, either way, that a place can have been so."""


class Span(NamedTuple):
    """First and last year; None where not known, or not over."""

    start: int | None = None
    finish: int | None = None


def year(text: str) -> int | None:
    """The year of a date: `1914-07-28`, `1914`, `-0044` (45 BC in ISO 8601), `44 BC` (that is `-0043`); None if blank.

    Raises:
        Faulty: it is no date that begins with its year.
    """
    bare = text.strip().replace("−", "-").removesuffix(".0")  # noqa: RUF001 - a minus is meant
    if not bare or bare == "..":
        return None
    if era := _ERA.fullmatch(bare):
        count = int(era["year"])
        return 1 - count if era["era"].upper().startswith("B") else count
    found = _ISO.fullmatch(bare)
    if not found or abs(int(found["year"])) > _MOST:
        raise Faulty(f"“{shown(text)}” is not a year")
    return int(found["year"])


def span(start: str, finish: str) -> Span:
    """The span between two dates.

    Raises:
        Faulty: one of them is none, or they are in the wrong order.
    """
    return _ordered(year(start), year(finish))


def when(value: Any) -> Span:  # noqa: ANN401 - JSON
    """The span of a Linked Places `when`: from the earliest start to the latest end of its timespans.

    Raises:
        Faulty: it is no such object, or a date in it is none.
    """
    if value is None:
        return Span()
    if not isinstance(value, dict):
        raise Faulty("its “when” is no object")
    spans = value.get("timespans") or ([value] if "start" in value or "in" in value else [])
    if not isinstance(spans, list):
        raise Faulty("its “timespans” are no list")
    starts: list[int | None] = []
    finishes: list[int | None] = []
    for one in spans:
        if not isinstance(one, dict):
            raise Faulty("a timespan is no object")
        known = _years(one.get("start"), "start")
        over = _years(one.get("end"), "end")
        if "in" in one:
            known = over = _years(one, "timespan")
        starts.append(min(known) if known else None)
        finishes.append(max(over) if over else None)
    begun = [y for y in starts if y is not None] if None not in starts else []
    ended = [y for y in finishes if y is not None] if None not in finishes else []
    return _ordered(min(begun, default=None), max(ended, default=None))


def _years(value: Any, what: str) -> list[int]:  # noqa: ANN401 - JSON
    """The years that one end of a timespan names."""
    if value is None:
        return []
    if isinstance(value, str | int) and not isinstance(value, bool):
        value = {"in": value}
    if not isinstance(value, dict):
        raise Faulty(f"a timespan's {what} is no object")
    found = [year(str(value[key])) for key in ("in", "earliest", "latest") if value.get(key) not in (None, "")]
    return [y for y in found if y is not None]


def _ordered(start: int | None, finish: int | None) -> Span:
    if start is not None and finish is not None and start > finish:
        raise Faulty(f"it ends ({finish}) before it begins ({start})")
    return Span(start, finish)
