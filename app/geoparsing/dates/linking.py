"""Which dates belong to a mention: those of its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.geoparsing.dates.intervals import Interval
from app.geoparsing.dates.sentences import sentence_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.dates.sentences import Span
    from app.geoparsing.model import DateMention, Mention


def dates_of(mention: Mention, dates: Sequence[DateMention], sentences: Sequence[Span]) -> tuple[DateMention, ...]:
    """The dates in the sentence of a mention; none where it has none: the document's date is another matter.

    Args:
        mention: what the dates may be said of.
        dates: of the same text, in order.
        sentences: of the same text, in order.
    """
    sentence = sentence_at(sentences, mention.start)
    if sentence is None:
        return ()
    start, end = sentence
    return tuple(found for found in dates if start <= found.start < end)


def interval_of(dates: Sequence[DateMention]) -> Interval | None:
    """The shortest interval that holds every one of the dates."""
    if not dates:
        return None
    return Interval(min(found.earliest for found in dates), max(found.latest for found in dates))
