"""Which dates belong to a mention: those of its sentence."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from app.geoparsing.dates.intervals import Interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.model import DateMention, Mention


def dates_of(mention: Mention, dates: Sequence[DateMention]) -> tuple[DateMention, ...]:
    """Those of a text's dates that stand in the sentence of a mention; the document's date is another matter.

    Args:
        mention: what the dates are said of.
        dates: of the whole text, in order.
    """
    last = bisect_right(dates, mention.start, key=lambda found: found.sentence[0])
    first = last
    while first and mention.start < dates[first - 1].sentence[1]:
        first -= 1
    return tuple(dates[first:last])


def interval_of(dates: Sequence[DateMention]) -> Interval | None:
    """The shortest interval that holds every one of the dates."""
    if not dates:
        return None
    return Interval(min(found.earliest for found in dates), max(found.latest for found in dates))
