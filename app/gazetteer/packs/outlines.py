"""Geometries to a point, a radius and a shape: what GeoJSON and KML have in common.

A polygon's point is the centre of its largest ring's area, or where that lies outside, a point inside; its radius is
that of the circle of the same area. A line's point is its middle vertex.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple

from app.gazetteer.features import disc_radius
from app.gazetteer.packs.rows import Faulty, point, shown
from app.gazetteer.shapes import Shape, ShapeKind
from app.geoparsing.geometry import distance_km

Ring = list[tuple[float, float]]

MOST_POINTS: Final = 20_000
"""Points of a shape that are kept; a finer one is simplified until it fits."""

SIMPLIFIED: Final = f"Outlines of more than {MOST_POINTS:,} points, simplified: {{}}."
_FINEST: Final = 0.001
_LEAST_RING: Final = 3
_LEAST_LINE: Final = 2
_KM_A_DEGREE: Final = 111.2
_MOST_NESTED: Final = 8


class Located(NamedTuple):
    """What a geometry comes to.

    Attributes:
        lat: of its point, degrees WGS84.
        lon: of its point.
        radius_km: None for a single point.
        shape: None for points.
        simplified: whether the shape has fewer points than the source gives.
    """

    lat: float
    lon: float
    radius_km: float | None
    shape: Shape | None
    simplified: bool


@dataclass(slots=True)
class Geometry:
    """The parts of a geometry, as (longitude, latitude)."""

    points: Ring = field(default_factory=list)
    lines: list[Ring] = field(default_factory=list)
    rings: list[Ring] = field(default_factory=list)

    def located(self) -> Located:
        """Where it is.

        Raises:
            Faulty: it has no point, or one out of bounds.
        """
        for lon, lat in (at for part in (self.points, *self.lines, *self.rings) for at in part):
            if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):  # noqa: PLR2004 - degrees
                point(lat, lon)
        rings = [ring for ring in map(_open, self.rings) if len(ring) >= _LEAST_RING]
        lines = [line for line in self.lines if len(line) >= _LEAST_LINE]
        if rings:
            return self._area(rings)
        if lines:
            return self._course(lines)
        loose = [*self.points, *(at for part in (*self.lines, *self.rings) for at in part)]
        if not loose:
            raise Faulty("there is no geometry")
        lat = sum(at[1] for at in loose) / len(loose)
        lon = sum(at[0] for at in loose) / len(loose)
        reach = max(distance_km(lat, lon, at[1], at[0]) for at in loose)
        return Located(lat, lon, reach if len(loose) > 1 else None, None, simplified=False)

    def _area(self, rings: list[Ring]) -> Located:
        largest = max(rings, key=lambda ring: abs(_area(ring)))
        square = sum(_square_km(ring) for ring in rings)
        parts, simplified = _simple(rings, _LEAST_RING)
        lon, lat = self.points[0] if self.points else _inside(largest)
        shape = Shape(ShapeKind.OUTLINE, parts) if parts else None
        return Located(lat, lon, max(disc_radius(square), 0.1), shape, simplified)

    def _course(self, lines: list[Ring]) -> Located:
        longest = max(lines, key=len)
        lon, lat = self.points[0] if self.points else longest[len(longest) // 2]
        reach = max(distance_km(lat, lon, at[1], at[0]) for line in lines for at in line)
        parts, simplified = _simple(lines, _LEAST_LINE)
        return Located(lat, lon, reach, Shape(ShapeKind.COURSE, parts) if parts else None, simplified)


def of_geojson(value: Any) -> Geometry:  # noqa: ANN401 - JSON
    """The parts of a GeoJSON geometry.

    Raises:
        Faulty: it is none.
    """
    found = Geometry()
    _gather(value, found, 0)
    return found


def _gather(value: Any, found: Geometry, depth: int) -> None:  # noqa: ANN401 - JSON
    if value is None:
        return
    if not isinstance(value, dict) or depth > _MOST_NESTED:
        raise Faulty("its geometry is no object")
    if value.get("type") == "GeometryCollection":
        for one in _list(value.get("geometries")):
            _gather(one, found, depth + 1)
    else:
        _gather_coordinates(str(value.get("type")), value.get("coordinates"), found)


def _gather_coordinates(kind: str, held: Any, found: Geometry) -> None:  # noqa: ANN401 - JSON
    match kind:
        case "Point":
            found.points.append(_position(held))
        case "MultiPoint":
            found.points += _positions(held)
        case "LineString":
            found.lines.append(_positions(held))
        case "MultiLineString":
            found.lines += map(_positions, _list(held))
        case "Polygon":
            found.rings += map(_positions, _list(held))
        case "MultiPolygon":
            found.rings += (_positions(ring) for polygon in _list(held) for ring in _list(polygon))
        case _:
            raise Faulty(f"“{shown(kind)}” is no kind of geometry")


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    if not isinstance(value, list):
        raise Faulty("its coordinates are no list")
    return value


def _positions(value: Any) -> Ring:  # noqa: ANN401 - JSON
    return [_position(one) for one in _list(value)]


def _position(value: Any) -> tuple[float, float]:  # noqa: ANN401 - JSON
    try:
        lon, lat = float(value[0]), float(value[1])
    except (TypeError, ValueError, IndexError, KeyError, OverflowError):
        raise Faulty("a coordinate is no pair of numbers") from None
    if isinstance(value[0], str) or not (math.isfinite(lon) and math.isfinite(lat)):
        raise Faulty("a coordinate is not a finite number")
    return lon, lat


def _open(ring: Ring) -> Ring:
    """A ring without its repeated first point."""
    return ring[:-1] if len(ring) > 1 and ring[0] == ring[-1] else ring


def _area(ring: Ring) -> float:
    """Twice the signed area in square degrees (shoelace formula)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))


def _square_km(ring: Ring) -> float:
    """The area in km², on a plane that fits at the ring's middle latitude."""
    middle = sum(lat for _, lat in ring) / len(ring)
    return abs(_area(ring)) / 2 * _KM_A_DEGREE**2 * math.cos(math.radians(middle))


def _inside(ring: Ring) -> tuple[float, float]:
    """The centre of a ring's area; where that lies outside, the middle of the widest cut at its latitude."""
    double = _area(ring)
    west, south = ring[0]
    if double:
        # Counted from the first point, so that small rings far from zero lose no digits.
        moved = [(lon - west, lat - south) for lon, lat in ring]
        steps = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise([*moved, moved[0]])]
        whole = 3 * sum(cross for _, _, cross in steps)
        if whole:
            lon = west + sum((a[0] + b[0]) * cross for a, b, cross in steps) / whole
            lat = south + sum((a[1] + b[1]) * cross for a, b, cross in steps) / whole
            if Shape(ShapeKind.OUTLINE, (tuple(ring),)).contains(lat, lon):
                return lon, lat
            return _cut(ring, lat) or ring[0]
    return ring[len(ring) // 2]


def _cut(ring: Ring, lat: float) -> tuple[float, float] | None:
    """The middle of the widest stretch inside the ring along a parallel."""
    crossings = sorted(
        a[0] + (lat - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
        for a, b in pairwise([*ring, ring[0]])
        if (a[1] > lat) != (b[1] > lat)
    )
    stretches = [(east - west, (west + east) / 2) for west, east in zip(crossings[::2], crossings[1::2], strict=False)]
    return (max(stretches)[1], lat) if stretches else None


def _simple(parts: list[Ring], least: int) -> tuple[tuple[tuple[tuple[float, float], ...], ...], bool]:
    """Parts of at most `MOST_POINTS` points together; and whether any are left out beyond the file's own steps."""
    step = _FINEST
    kept = [_thinned(part, step) for part in parts]
    simplified = False
    while sum(map(len, kept)) > MOST_POINTS:
        simplified = True
        step *= 2
        kept = [thin for part in kept if len(thin := _thinned(part, step)) >= least]
    return tuple(tuple(part) for part in kept if len(part) >= least), simplified


def _thinned(part: Ring, step: float) -> Ring:
    """The points of a part that are at least a step from the one kept before, and its last one."""
    kept = part[:1]
    lon, lat = part[0]
    for at in part[1:-1]:
        if abs(at[0] - lon) >= step or abs(at[1] - lat) >= step:
            kept.append(at)
            lon, lat = at
    if len(part) > 1:
        kept.append(part[-1])
    return kept
