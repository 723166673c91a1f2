"""Finds the dates of a text."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from app.geoparsing.model import DateMention, DatePrecision, Day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.geoparsing.model import Passage

_ISO: Final = re.compile(r"(?<![\w-])(\d{4})-(\d\d)-(\d\d)(?![\w-])")


def find_dates(text: str, passages: Sequence[Passage], written_on: str | None) -> list[tuple[DateMention, ...]]:  # noqa: ARG001
    """The dates written in each of the passages, in order."""
    return [tuple(_dates(text, passage)) for passage in passages]


def _dates(text: str, passage: Passage) -> Iterator[DateMention]:
    for found in _ISO.finditer(text, passage.start, passage.end):
        try:
            day = Day(*date.fromisoformat(found[0]).timetuple()[:3])
        except ValueError:
            continue
        yield DateMention(found.start(), found.end(), found[0], day, day, DatePrecision.DAY)
