"""Coordinates among what else is found in a document: in which passage they stand, which spans they cut."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from app.geoparsing.coordinates.finding import find_coordinates
from app.geoparsing.recognizer import Label, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.geoparsing.coordinates.values import CoordinateSpan
    from app.geoparsing.model import Passage


def in_passages(text: str, passages: Sequence[Passage]) -> list[CoordinateSpan]:
    """The coordinates of each passage, as spans of the whole text."""
    return [
        span._replace(start=span.start + passage.start, end=span.end + passage.start)
        for passage in passages
        for span in find_coordinates(text[passage.start : passage.end])
    ]


def around(coordinates: Sequence[CoordinateSpan], spans: Sequence[Span]) -> list[Span]:
    """The recognizer's spans without the coordinates in them, and the coordinates as spans of their own."""
    free = [piece for span in spans for piece in _outside_of(coordinates, span)]
    return sorted([*free, *(Span(one.start, one.end, Label.COORDINATE) for one in coordinates)])


def _outside_of(coordinates: Sequence[CoordinateSpan], span: Span) -> Iterator[Span]:
    """What is left of a span on both sides of the coordinates that it touches."""
    start = span.start
    first = bisect_right(coordinates, span.start, key=lambda one: one.end)
    for one in coordinates[first:]:
        if one.start >= span.end:
            break
        if one.start > start:
            yield span._replace(start=start, end=one.start)
        start = one.end
    if start < span.end:
        yield span._replace(start=start)
