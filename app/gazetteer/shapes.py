"""Footprints as small bytes: outlines (polygons) and courses (lines), in thousandths of a degree.

A shape is a sequence of parts; a part of an outline is a ring, closed without repeating its first point. Even-odd
decides what is inside, so holes and islands need no marks. The bytes: kind, number of parts, then for each part
the number of points and the points as zigzag varints of the steps from the point before.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP: Final = 1000
"""Steps in a degree: about 111 metres at the equator."""


class ShapeKind(IntEnum):
    """What the parts of a shape are; the numbers are those of vector tiles."""

    COURSE = 2
    OUTLINE = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """A footprint.

    Attributes:
        kind: lines or rings.
        parts: each a sequence of (longitude, latitude) in degrees WGS84.
    """

    kind: ShapeKind
    parts: tuple[tuple[tuple[float, float], ...], ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north, east in degrees; a shape across the date line spans all longitudes."""
        lons = [lon for part in self.parts for lon, _ in part]
        lats = [lat for part in self.parts for _, lat in part]
        return min(lats), min(lons), max(lats), max(lons)

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a point lies inside; no point lies inside a course."""
        if self.kind is not ShapeKind.OUTLINE:
            return False
        inside = False
        for ring in self.parts:
            before_lon, before_lat = ring[-1]
            for here_lon, here_lat in ring:
                if (here_lat > lat) != (before_lat > lat) and lon < (before_lon - here_lon) * (lat - here_lat) / (
                    before_lat - here_lat
                ) + here_lon:
                    inside = not inside
                before_lon, before_lat = here_lon, here_lat
        return inside


def encode(shape: Shape) -> bytes:
    """The bytes of a shape; points that fall together are one, parts that are left with too few are dropped."""
    least = 3 if shape.kind is ShapeKind.OUTLINE else 2
    parts = [steps for part in shape.parts if len(steps := _stepped(part, shape.kind)) >= least]
    out = bytearray((shape.kind,))
    _put(out, len(parts))
    for steps in parts:
        _put(out, len(steps))
        x = y = 0
        for here_x, here_y in steps:
            _put(out, _zigzag(here_x - x))
            _put(out, _zigzag(here_y - y))
            x, y = here_x, here_y
    return bytes(out)


def decode(raw: bytes) -> Shape:
    """The shape of these bytes.

    Raises:
        ValueError: they are no shape.
    """
    numbers = _numbers(raw)
    try:
        kind = ShapeKind(next(numbers))
        parts = []
        for _ in range(next(numbers)):
            x = y = 0
            part = []
            for _ in range(next(numbers)):
                x += _unzigzag(next(numbers))
                y += _unzigzag(next(numbers))
                part.append((x / STEP, y / STEP))
            parts.append(tuple(part))
    except StopIteration as trouble:
        raise ValueError("a shape ends in the middle") from trouble
    return Shape(kind, tuple(parts))


def _stepped(part: Sequence[tuple[float, float]], kind: ShapeKind) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    for lon, lat in part:
        point = (round(lon * STEP), round(lat * STEP))
        if not steps or steps[-1] != point:
            steps.append(point)
    if kind is ShapeKind.OUTLINE and len(steps) > 1 and steps[0] == steps[-1]:
        steps.pop()
    return steps


def _zigzag(number: int) -> int:
    return number * 2 if number >= 0 else -number * 2 - 1


def _unzigzag(number: int) -> int:
    return number >> 1 if number % 2 == 0 else -(number >> 1) - 1


_SEVEN, _MORE = 0x7F, 0x80


def _put(out: bytearray, number: int) -> None:
    while number > _SEVEN:
        out.append(number & _SEVEN | _MORE)
        number >>= 7
    out.append(number)


def _numbers(raw: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in raw:
        number |= (byte & _SEVEN) << shift
        if byte & _MORE:
            shift += 7
        else:
            yield number
            number = shift = 0
