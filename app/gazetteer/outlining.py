"""Geometry of the build alone: simplifying, cutting and joining footprints with shapely (the extra `data`)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import shapely  # type: ignore[import-untyped]
from shapely import affinity, ops

from app.gazetteer.shapes import Shape, ShapeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

    Line = Sequence[tuple[float, float]]

_COURSE_DEGREES: Final = 0.01
"""How far a simplified course may lie from the real one: about a kilometre."""
_FINEST_DEGREES, _COARSEST_DEGREES = 0.002, 0.02
_FINENESS: Final = 0.01
"""How far a simplified outline may lie from the real one, as a share of the side of a square as large."""
_SLIVER: Final = 0.01
_TURN, _HALF_TURN = 360.0, 180.0
_KM_A_DEGREE: Final = 111.2


def course(lines: Iterable[Line]) -> Shape:
    """Lines of (longitude, latitude) as a course: joined where they meet, simplified."""
    joined = ops.linemerge(_lines(lines))
    simple = shapely.simplify(joined, _COURSE_DEGREES)
    parts = sorted(tuple(part.coords) for part in shapely.get_parts(simple))
    return Shape(ShapeKind.COURSE, tuple(parts))


def distance(lines: Iterable[Line], others: Iterable[Line]) -> float:
    """The least distance between two sets of lines, in degrees."""
    return float(shapely.distance(_lines(lines), _lines(others)))


def _lines(lines: Iterable[Line]) -> shapely.MultiLineString:
    return shapely.MultiLineString([line for line in lines if len(line) > 1])


def area(rings: Iterable[Line]) -> BaseGeometry:
    """What rings of (longitude, latitude) hold; a ring in a ring is a hole, one in that an island."""
    polygons = [shapely.Polygon(ring) for ring in rings if len(ring) > 2]  # noqa: PLR2004 - the smallest ring
    return _areal(shapely.make_valid(shapely.MultiPolygon(polygons)))


def joined(areas: Iterable[BaseGeometry]) -> BaseGeometry:
    """What any of these hold."""
    return _areal(shapely.union_all(list(areas)))


def outline(held: BaseGeometry, *, fine: bool = False) -> Shape:
    """An area as an outline, simplified the less the smaller it is; `fine` keeps every point."""
    tolerance = min(max(_FINENESS * math.sqrt(held.area), _FINEST_DEGREES), _COARSEST_DEGREES)
    simple = held if fine else _areal(shapely.simplify(held, tolerance, preserve_topology=True))
    rings = []
    for part in _polygons(shapely.normalize(simple)):
        rings.extend([part.exterior, *part.interiors])
    return Shape(ShapeKind.OUTLINE, tuple(sorted(tuple(ring.coords)[:-1] for ring in rings)))


def _areal(held: BaseGeometry) -> BaseGeometry:
    """Only what has an area: make_valid and intersections leave lines and points."""
    return shapely.MultiPolygon(_polygons(held))


def _polygons(held: BaseGeometry) -> list[shapely.Polygon]:
    found = []
    for part in shapely.get_parts(held):
        if isinstance(part, shapely.Polygon) and part.area > 0:
            found.append(part)
        elif isinstance(part, shapely.MultiPolygon | shapely.GeometryCollection):
            found.extend(_polygons(part))
    return found


def square_km(held: BaseGeometry) -> float:
    """The area in square kilometres: that of a plate carrée, narrowed at the latitude of its middle."""
    if held.is_empty:
        return 0.0
    return float(held.area * _KM_A_DEGREE**2 * math.cos(math.radians(held.centroid.y)))


def away_km(held: BaseGeometry, lat: float, lon: float) -> float:
    """Kilometres from a point to an area, roughly; 0 inside."""
    if held.is_empty:
        return math.inf
    point = _turned(held, lat, lon)
    near = ops.nearest_points(held, point)[0]
    return math.hypot((near.x - point.x) * math.cos(math.radians(lat)), near.y - point.y) * _KM_A_DEGREE


def _turned(held: BaseGeometry, lat: float, lon: float) -> shapely.Point:
    """The point, a turn further where the area lies beyond the date line."""
    middle = (held.bounds[0] + held.bounds[2]) / 2
    return shapely.Point(middle + (lon - middle + _HALF_TURN) % _TURN - _HALF_TURN, lat)


def trimmed(held: BaseGeometry, lat: float, lon: float) -> BaseGeometry:
    """An area without slivers that cutting leaves: parts of less than a hundredth of it that do not hold the point."""
    point = _turned(held, lat, lon) if not held.is_empty else None
    parts = [part for part in _polygons(held) if part.area >= _SLIVER * held.area or part.contains(point)]
    return shapely.MultiPolygon(parts)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Areas, and an index of where they are.

    Attributes:
        areas: in their order.
        tree: finds their numbers by their bounds.
    """

    areas: Sequence[BaseGeometry]
    tree: shapely.STRtree

    @staticmethod
    def of(areas: Iterable[BaseGeometry]) -> Pieces:
        """These areas."""
        held = list(areas)
        return Pieces(held, shapely.STRtree(held))

    @staticmethod
    def of_land(countries: Iterable[BaseGeometry]) -> Pieces:
        """The continents and islands of these countries; where countries touch, it is one piece."""
        return Pieces.of(_polygons(joined(countries)))

    def holes(self) -> Pieces:
        """What they leave free inside them: inland seas."""
        return Pieces.of(shapely.Polygon(ring) for piece in self.areas for ring in piece.interiors)

    def near(self, lat: float, lon: float, km: float) -> list[int]:
        """The numbers of those within some kilometres of a point, the nearest first."""
        high = km / _KM_A_DEGREE
        wide = high / max(math.cos(math.radians(lat)), 0.05)
        found = self.tree.query(shapely.box(lon - wide, lat - high, lon + wide, lat + high)).tolist()
        ranked = sorted((away_km(self.areas[number], lat, lon), number) for number in found)
        return [number for away, number in ranked if away <= km]

    def within(self, held: BaseGeometry) -> BaseGeometry:
        """What of an area, which may reach over the date line, they cover."""
        return _areal(shapely.intersection(held, self._around(held)))

    def outside(self, held: BaseGeometry) -> BaseGeometry:
        """What of an area, which may reach over the date line, they leave free."""
        return _areal(shapely.difference(held, self._around(held)))

    def _around(self, held: BaseGeometry) -> BaseGeometry:
        """Their part in the frame of an area, turned to its longitudes."""
        west, south, east, north = held.bounds
        found = []
        for turn in (0.0, _TURN, -_TURN):
            frame = shapely.box(west - turn, south, east - turn, north)
            for number in sorted(self.tree.query(frame).tolist()):
                clipped = shapely.make_valid(shapely.clip_by_rect(self.areas[number], *frame.bounds))
                found.append(affinity.translate(clipped, turn))
        return joined(found)


def extent_km(held: BaseGeometry) -> float:
    """Half the diagonal of an area's frame."""
    west, south, east, north = held.bounds
    shrink = math.cos(math.radians((south + north) / 2))
    return math.hypot((east - west) * shrink, north - south) / 2 * _KM_A_DEGREE
