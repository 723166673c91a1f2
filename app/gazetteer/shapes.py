"""Footprints as small bytes: outlines (polygons) and courses (lines), in thousandths of a degree.

A shape is a sequence of parts; a part of an outline is a ring, closed without repeating its first point. Even-odd
decides what is inside, so holes and islands need no marks. The bytes: kind, number of parts, then for each part
the number of points and the points as zigzag varints of the steps from the point before.

Bytes may come from a stranger's gazetteer pack: decoding takes time and memory in proportion to their length, and
refuses whatever `encode` does not write.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP: Final = 1000
"""Steps in a degree: about 111 metres at the equator."""
MOST_POINTS: Final = 500_000
"""Points that a shape may have: some fifty megabytes when decoded."""
_FARTHEST: Final = 720 * STEP
"""A coordinate is no larger: twice around, for shapes that cross the date line."""

Ring = tuple[tuple[float, float], ...]


class ShapeKind(IntEnum):
    """What the parts of a shape are; the numbers are those of vector tiles."""

    COURSE = 2
    OUTLINE = 3


_LEAST: Final = {ShapeKind.COURSE: 2, ShapeKind.OUTLINE: 3}
"""Points of the shortest part."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A footprint.

    Attributes:
        kind: lines or rings.
        parts: each a sequence of (longitude, latitude) in degrees WGS84.
    """

    kind: ShapeKind
    parts: tuple[Ring, ...]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north, east in degrees; a shape across the date line spans all longitudes.

        Raises:
            ValueError: the shape has no parts.
        """
        lons = [lon for part in self.parts for lon, _ in part]
        lats = [lat for part in self.parts for _, lat in part]
        return min(lats), min(lons), max(lats), max(lons)

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a point lies inside; no point lies inside a course."""
        return self.kind is ShapeKind.OUTLINE and sum(crossed(ring, lat, lon) for ring in self.parts) % 2 == 1


def crossed(ring: Ring, lat: float, lon: float) -> bool:
    """Whether a ray from the point to the east meets a ring an odd number of times: whether the ring holds it."""
    inside = False
    before_lon, before_lat = ring[-1]
    for here_lon, here_lat in ring:
        if (here_lat > lat) != (before_lat > lat) and lon < (before_lon - here_lon) * (lat - here_lat) / (
            before_lat - here_lat
        ) + here_lon:
            inside = not inside
        before_lon, before_lat = here_lon, here_lat
    return inside


def encode(shape: Shape) -> bytes:
    """The bytes of a shape; points that fall together are one, parts that are left with too few are dropped.

    Raises:
        ValueError: a coordinate is no number of degrees, or there are more than `MOST_POINTS`.
    """
    parts = [steps for part in shape.parts if len(steps := _stepped(part, shape.kind)) >= _LEAST[shape.kind]]
    if sum(map(len, parts)) > MOST_POINTS:
        raise ValueError(f"a shape has more than {MOST_POINTS} points")
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
    if len(raw) > MOST_POINTS * 8:
        raise ValueError("a shape has too many bytes")
    numbers = _numbers(raw)
    try:
        kind = ShapeKind(next(numbers))
        parts = []
        left = MOST_POINTS
        for _ in range(next(numbers)):
            count = next(numbers)
            left -= count
            if count < _LEAST[kind] or left < 0:
                raise ValueError("a part of a shape has too few or too many points")
            parts.append(_part(numbers, count))
    except StopIteration as trouble:
        raise ValueError("a shape ends in the middle") from trouble
    if next(numbers, None) is not None:
        raise ValueError("a shape goes on after its end")
    return Shape(kind, tuple(parts))


def _part(numbers: Iterator[int], count: int) -> Ring:
    x = y = 0
    part = []
    for _ in range(count):
        step = next(numbers)
        x += step >> 1 ^ -(step & 1)
        step = next(numbers)
        y += step >> 1 ^ -(step & 1)
        part.append((x / STEP, y / STEP))
    if any(abs(lon) > _FARTHEST // STEP or abs(lat) > 90.0 for lon, lat in part):  # noqa: PLR2004 - a right angle
        raise ValueError("a shape leaves the globe")
    return tuple(part)


def _stepped(part: Sequence[tuple[float, float]], kind: ShapeKind) -> list[tuple[int, int]]:
    steps: list[tuple[int, int]] = []
    for lon, lat in part:
        if not (math.isfinite(lon) and math.isfinite(lat)):
            raise ValueError("a shape's coordinate is no number")
        point = (round(lon * STEP), round(lat * STEP))
        if abs(point[0]) > _FARTHEST or abs(point[1]) > 90 * STEP:
            raise ValueError("a shape leaves the globe")
        if not steps or steps[-1] != point:
            steps.append(point)
    if kind is ShapeKind.OUTLINE and len(steps) > 1 and steps[0] == steps[-1]:
        steps.pop()
    return steps


def _zigzag(number: int) -> int:
    return number * 2 if number >= 0 else -number * 2 - 1


_SEVEN, _MORE = 0x7F, 0x80
_WIDEST: Final = 28
"""Bits of a number before its last byte: larger ones are no step on the globe."""


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
            if shift > _WIDEST:
                raise ValueError("a shape has a number that is too large")
        else:
            yield number
            number = shift = 0
    if shift:
        raise ValueError("a shape ends in the middle")
