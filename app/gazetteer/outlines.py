"""The footprints that a gazetteer file holds: which places a point lies in, and how far it is from a course."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.gazetteer import schema
from app.gazetteer.shapes import Ring, Shape, ShapeKind, crossed, decode
from app.geoparsing.geometry import EARTH_RADIUS_KM, distance_km

if TYPE_CHECKING:
    from app.gazetteer.cities import Box
    from app.gazetteer.places import Places
    from app.gazetteer.reader import Reader
    from app.geoparsing.model import Place

_SHAPE: Final = "SELECT shape FROM footprint WHERE key = ?"
_AROUND: Final = (
    "SELECT key FROM footprint WHERE south <= ?1 AND north >= ?1 AND CASE WHEN west <= east"
    " THEN (west <= ?2 AND east >= ?2) OR east >= ?2 + 36000000 OR west <= ?2 - 36000000"
    " ELSE west <= ?2 OR east >= ?2 END ORDER BY key"
)
_KEPT_POINTS: Final = 200_000
"""Points of decoded shapes that are kept: some twenty megabytes."""
_TURN: Final = 360.0
_KM_A_DEGREE: Final = math.radians(1.0) * EARTH_RADIUS_KM
_CIRCLE_SEARCH: Final = 2.0
"""How many of its radii around an area without an outline its cities are looked for: the radius is a guess."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A decoded shape with what makes asking it quick.

    Attributes:
        shape: the shape.
        bounds: south, west, north, east.
        boxes: south, north and east of each ring; empty for a course.
        points: how many points it has.
        size: its area in square degrees of a plate carrée stretched to true area; 0 for a course.
    """

    shape: Shape
    bounds: Box
    boxes: tuple[tuple[float, float, float], ...]
    points: int
    size: float

    def contains(self, lat: float, lon: float) -> bool:
        """Whether the shape holds a point; a shape drawn on beyond the date line holds the longitudes there."""
        south, west, north, east = self.bounds
        return south <= lat <= north and any(
            west <= turned <= east and self._crosses(lat, turned) for turned in (lon, lon + _TURN, lon - _TURN)
        )

    def _crosses(self, lat: float, lon: float) -> bool:
        rings = zip(self.shape.parts, self.boxes, strict=False)
        return (
            sum(
                south <= lat <= north and lon <= east and crossed(ring, lat, lon)
                for ring, (south, north, east) in rings
            )
            % 2
            == 1
        )


class Outlines:
    """Asks the footprints of a file; decoded shapes are kept up to a bound, safe to share between threads."""

    def __init__(self, reader: Reader, places: Places) -> None:
        self._reader = reader
        self._places = places
        self._kept: OrderedDict[str, _Held | None] = OrderedDict()
        self._points = 0
        self._lock = threading.Lock()

    def shape(self, key: str) -> Shape | None:
        """The shape of one key; None where the file has none, or a broken one."""
        held = self._held(key)
        return held.shape if held else None

    def footprint(self, place: Place) -> list[Shape]:
        """The shapes of a place that this file holds; none where its circle is all there is."""
        return [held.shape for key in place.areas if (held := self._held(key))]

    def contains(self, area: Place, lat: float, lon: float) -> bool:
        """Whether a point lies in an area: by its shapes, else by its circle; no point lies in a river."""
        if not (math.isfinite(lat) and math.isfinite(lon)):
            return False
        lon = _within_turn(lon)
        held = [self._held(key) for key in area.areas]
        shapes = [one for one in held if one]
        if any(one.contains(lat, lon) for one in shapes):
            return True
        if shapes and len(shapes) == len(held):
            return False
        return distance_km(lat, lon, area.lat, area.lon) <= area.radius_km

    def distance_to(self, place: Place, lat: float, lon: float) -> float:
        """Kilometres from a point to the nearest bit of a place: 0 inside; from its point where it has no shape."""
        shapes = self.footprint(place)
        if not shapes:
            return distance_km(lat, lon, place.lat, place.lon)
        if any(shape.contains(lat, lon) for shape in shapes):
            return 0.0
        return min(
            (
                _part_distance(part, lat, lon, closed=shape.kind is ShapeKind.OUTLINE)
                for shape in shapes
                for part in shape.parts
            ),
            default=distance_km(lat, lon, place.lat, place.lon),
        )

    def at(self, lat: float, lon: float) -> list[Place]:
        """The countries, divisions and named areas whose outline holds a point, smallest first."""
        if not (math.isfinite(lat) and math.isfinite(lon)):
            return []
        lon = _within_turn(lon)
        found: dict[str, tuple[float, Place]] = {}
        rows = self._reader.rows(_AROUND, round(lat * schema.DEGREE), round(lon * schema.DEGREE))
        for (key,) in rows:
            held = self._held(key)
            if held and held.contains(lat, lon) and (place := self._places.outlined(key)):
                found.setdefault(place.id, (held.size, place))
        return [place for _, place in sorted(found.values(), key=lambda sized: (sized[0], sized[1].id))]

    def divisions(self, area: Place) -> frozenset[str]:
        """The ids of the countries and divisions that make up an area; none for one that is not made of such."""
        if not all(key.startswith("gn:") or ":" not in key for key in area.areas):
            return frozenset()
        owners = (self._places.outlined(key) for key in area.areas)
        own = {area.id} if area.feature.startswith("A.") else set()
        return frozenset(own | {owner.id for owner in owners if owner is not None})

    def boxes(self, area: Place) -> list[Box]:
        """Where an area's cities are to be looked for."""
        boxes = [box for shape in self.footprint(area) for box in _boxes(shape)]
        if boxes:
            return boxes
        reach = area.radius_km * _CIRCLE_SEARCH / _KM_A_DEGREE
        wide = min(reach / max(math.cos(math.radians(area.lat)), 0.01), 180.0)
        return [(area.lat - reach, area.lon - wide, area.lat + reach, area.lon + wide)]

    def _held(self, key: str) -> _Held | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        rows = self._reader.rows(_SHAPE, key)
        held = _opened(rows[0][0]) if rows else None
        with self._lock:
            if key not in self._kept:
                self._kept[key] = held
                self._points += _weight(held)
            while self._points > _KEPT_POINTS and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                self._points -= _weight(dropped)
        return held


def _weight(held: _Held | None) -> int:
    """What keeping an answer costs, in points; that there is no shape costs a little too."""
    return held.points + 4 if held else 4


def _opened(raw: object) -> _Held | None:
    try:
        shape = decode(raw) if isinstance(raw, bytes) else None
    except ValueError:
        return None
    if shape is None or not shape.parts:
        return None
    points = sum(map(len, shape.parts))
    if shape.kind is not ShapeKind.OUTLINE:
        return _Held(shape, shape.bounds, (), points, 0.0)
    boxes = tuple(
        (min(lat for _, lat in ring), max(lat for _, lat in ring), max(lon for lon, _ in ring)) for ring in shape.parts
    )
    return _Held(shape, shape.bounds, boxes, points, sum(map(_ring_size, shape.parts)))


def _boxes(shape: Shape) -> list[Box]:
    """The box of a shape, or two for one on both sides of the date line."""
    if shape.bounds[3] - shape.bounds[1] <= _TURN / 2:
        return [shape.bounds]
    western = tuple(part for part in shape.parts if part[0][0] < 0)
    eastern = tuple(part for part in shape.parts if part[0][0] >= 0)
    return [Shape(shape.kind, parts).bounds for parts in (western, eastern) if parts]


def _ring_size(ring: Ring) -> float:
    """The area of a ring by the shoelace formula, in square degrees of latitude."""
    twice = stretch = 0.0
    before_lon, before_lat = ring[-1]
    for lon, lat in ring:
        twice += before_lon * lat - lon * before_lat
        stretch += lat
        before_lon, before_lat = lon, lat
    return abs(twice) / 2 * math.cos(math.radians(stretch / len(ring)))


def _within_turn(lon: float) -> float:
    """A longitude from -180 to 180."""
    return lon if -180.0 <= lon <= 180.0 else (lon + 180.0) % _TURN - 180.0  # noqa: PLR2004 - half a turn


def _part_distance(part: Ring, lat: float, lon: float, *, closed: bool) -> float:
    """Kilometres to the nearest bit of a line, on a plane that touches the globe at the point.

    Right to some percent within a thousand kilometres, and in order beyond.
    """
    stretch = math.cos(math.radians(lat))
    flat = [((east - lon + 180.0) % _TURN - 180.0, north - lat) for east, north in part]
    flat = [(east * stretch, north) for east, north in flat]
    least = min(map(_length, flat))
    for here, after in zip(flat, flat[1:] + (flat[:1] if closed else []), strict=False):
        if abs(here[0] - after[0]) < 180.0 * stretch:
            least = min(least, _segment(here, after))
    return least * _KM_A_DEGREE


def _length(point: tuple[float, float]) -> float:
    return math.hypot(point[0], point[1])


def _segment(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of a segment from the origin."""
    along_x, along_y = other[0] - one[0], other[1] - one[1]
    square = along_x * along_x + along_y * along_y
    share = 0.0 if square == 0 else min(max(-(one[0] * along_x + one[1] * along_y) / square, 0.0), 1.0)
    return math.hypot(one[0] + share * along_x, one[1] + share * along_y)
