"""Shapes for the page: rivers, seas, regions and a reader's own polygons, which the basemap does not have."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, Protocol

MOST_POINTS: Final = 60_000
"""A shape of more points is thinned: no screen shows more, and the page has to read them."""

POINTS_A_MESSAGE: Final = 30_000
LONGEST_KEY: Final = 200

_COURSE: Final = 2
_OUTLINE: Final = 3
_LEAST: Final = {_COURSE: 2, _OUTLINE: 3}
_DEGREES: Final = 4
_FIRST_STEP: Final = 0.002
_POLE: Final = 90.0
_WIDEST: Final = 360.0
"""Longitudes beyond 180 are those of a shape that goes on across the date line."""

_Point = tuple[float, float]
_Parts = Sequence[Sequence[_Point]]


class ShapeLike(Protocol):
    """A footprint: kind 2 is lines, 3 rings; parts of (longitude, latitude) in degrees WGS84."""

    @property
    def kind(self) -> int:
        """2 or 3."""

    @property
    def parts(self) -> Sequence[Sequence[tuple[float, float]]]:
        """Lines or rings."""


Shapes = Callable[[str], ShapeLike | None]
"""Geometry of a key in `Place.areas` that the basemap lacks, None where there is none."""


def in_basemap(key: str) -> bool:
    """Whether the page has the polygon of this key already: a country's or a first-level division's."""
    return key.startswith("gn:") or (len(key) == 2 and key.isalpha())  # noqa: PLR2004 - ISO 3166-1 alpha-2


def shape_payload(key: str, shape: ShapeLike | None) -> dict[str, Any] | None:
    """What the page is told of a shape.

    Returns:
        None where there is no shape, or none that can be drawn as it is: a number that is none, a point off the earth.
    """
    if shape is None or shape.kind not in _LEAST or not 0 < len(key) <= LONGEST_KEY:
        return None
    if not all(map(_on_earth, shape.parts)):
        return None
    least = _LEAST[shape.kind]
    parts = _thinned([part for part in shape.parts if len(part) >= least], least)
    flat = [[round(number, _DEGREES) for number in chain.from_iterable(part)] for part in parts]
    return {"key": key, "kind": int(shape.kind), "parts": flat} if flat else None


def batches(payloads: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Shapes in messages that the page reads without a pause."""
    batch: list[dict[str, Any]] = []
    points = 0
    for payload in payloads:
        batch.append(payload)
        points += sum(map(len, payload["parts"])) // 2
        if points >= POINTS_A_MESSAGE:
            yield batch
            batch, points = [], 0
    if batch:
        yield batch


def _on_earth(part: Sequence[_Point]) -> bool:
    numbers = list(chain.from_iterable(part))
    if not numbers:
        return True
    lons, lats = numbers[::2], numbers[1::2]
    if not (min(lons) >= -_WIDEST and max(lons) <= _WIDEST and min(lats) >= -_POLE and max(lats) <= _POLE):
        return False
    return math.isfinite(sum(numbers))  # one that is no number makes the sum none


def _thinned(parts: _Parts, least: int) -> _Parts:
    """The parts with at most `MOST_POINTS` points: what lies nearer to the point before than a growing step goes."""
    step = _FIRST_STEP
    while sum(map(len, parts)) > MOST_POINTS:
        apart = [_apart(part, step) for part in parts]
        parts = [part for part in apart if len(part) >= least]
        step *= 2
    return parts


def _apart(part: Sequence[_Point], step: float) -> list[_Point]:
    kept = [part[0]]
    for point in part[1:-1]:
        if abs(point[0] - kept[-1][0]) >= step or abs(point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return [*kept, part[-1]]
