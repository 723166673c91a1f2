"""Shapes for the page: rivers, seas, regions and a reader's own polygons, which the basemap does not have."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

MOST_POINTS: Final = 60_000
"""A shape of more points is thinned: no screen shows more, and the page has to read them."""

POINTS_A_MESSAGE: Final = 30_000
LONGEST_KEY: Final = 200

_COURSE: Final = 2
_OUTLINE: Final = 3
_LEAST: Final = {_COURSE: 2, _OUTLINE: 3}
_DEGREES: Final = 5
_FIRST_STEP: Final = 0.002
_WIDEST: Final = 360.0
"""Longitudes beyond 180 are those of a shape that goes on across the date line."""

_Point = tuple[float, float]
_Parts = list[list[_Point]]


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
    if not all(map(_on_earth, _points(shape.parts))):
        return None
    least = _LEAST[shape.kind]
    parts = _thinned([list(part) for part in shape.parts if len(part) >= least], least)
    if not parts:
        return None
    flat = [[round(number, _DEGREES) for point in part for number in point] for part in parts]
    return {"key": key, "kind": int(shape.kind), "parts": flat}


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


def _points(parts: Iterable[Sequence[_Point]]) -> Iterator[_Point]:
    return (point for part in parts for point in part)


def _on_earth(point: _Point) -> bool:
    lon, lat = point
    return math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= _WIDEST and abs(lat) <= 90  # noqa: PLR2004 - a pole


def _thinned(parts: _Parts, least: int) -> _Parts:
    """The parts with at most `MOST_POINTS` points: what lies nearer to the point before than a growing step goes."""
    step = _FIRST_STEP
    while sum(map(len, parts)) > MOST_POINTS:
        apart = [_apart(part, step) for part in parts]
        parts = [part for part in apart if len(part) >= least]
        step *= 2
    return parts


def _apart(part: list[_Point], step: float) -> list[_Point]:
    kept = [part[0]]
    for point in part[1:-1]:
        if abs(point[0] - kept[-1][0]) >= step or abs(point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return [*kept, part[-1]]
