"""The ground that places cover, as far as sources hold outlines: shares of it, its shore, the border of two."""

from __future__ import annotations

from math import cos, degrees, hypot, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, runtime_checkable

from app.geoparsing.geometry import EARTH_RADIUS_KM, distance_km
from app.geoparsing.relative.globe import Circle, bearing, destination, within_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.geoparsing.model import Place

Ring: TypeAlias = "Sequence[tuple[float, float]]"

_OUTLINE: Final = 3
_MAIN: Final = 0.2
"""Smaller outlines than this share of the largest are not what a share of the place is a share of."""
_HALVINGS: Final = 14
_LEAST: Final = 3
_SHORE_POINTS: Final = 16
_RING_POINTS: Final = 250
"""So many points of an outline, evenly taken, tell a share of it."""
_OUT_KM: Final = 25.0
_REMEMBERED: Final = 2_000
_QUARTER: Final = 90.0


class ShapeLike(Protocol):
    """A footprint: kind 2 is lines, 3 rings; parts of (longitude, latitude) in degrees WGS84."""

    @property
    def kind(self) -> int:
        """2 or 3."""

    @property
    def parts(self) -> Sequence[Ring]:
        """Lines or rings."""


@runtime_checkable
class KnowsFootprints(Protocol):
    """A source that holds outlines."""

    def footprint(self, place: Place) -> Sequence[ShapeLike]:
        """The shapes of a place that it holds; none where the place's circle is all there is."""
        ...

    def areas_at(self, lat: float, lon: float) -> Sequence[Place]:
        """The country, divisions and named areas whose outline holds the point, smallest first."""
        ...

    def contains(self, area: Place, lat: float, lon: float) -> bool:
        """Whether a point lies in an area: by its shapes, else by its circle."""
        ...

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None where this source does not hold it."""
        ...


class Ground:
    """What sources know of the ground that places cover; remembers what was reckoned before.

    Args:
        sources: candidate sources, the most trusted first; they need not hold outlines.
    """

    def __init__(self, sources: Iterable[object]) -> None:
        self._sources = [source for source in sources if isinstance(source, KnowsFootprints)]
        self._known: dict[tuple[object, ...], Circle | None] = {}
        self._areas: dict[str, tuple[KnowsFootprints, Place] | None] = {}

    def share(self, place: Place, towards: float | None, share: float) -> Circle | None:
        """The circle over the share of a place's main land that lies farthest on a bearing, or in its middle.

        None where no source has its outline. The circle has the centre and the mean square spread of the share.
        """
        return self._once(("share", place.id, towards, share), lambda: _share_of(self._land(place), towards, share))

    def border(self, one: Place, other: Place) -> Circle | None:
        """The circle around the border that two places share; None where they share none that is known."""
        return self._once(("border", *sorted((one.id, other.id))), lambda: self._border(one, other))

    def shore(self, place: Place, towards: float | None) -> Circle | None:
        """The circle over the sea within 25 km of a place, or of its part on a bearing; None where there is none."""
        return self._once(("shore", place.id, towards), lambda: self._shore(place, towards))

    def holding(self, place: Place, lat: float, lon: float) -> tuple[Place, ...]:
        """Those of the country and the divisions around a place that also hold a point, smallest first."""
        held = (self._area(area_id) for area_id in place.admin_ids)
        return tuple(area for source, area in filter(None, held) if source.contains(area, lat, lon))

    def _area(self, area_id: str) -> tuple[KnowsFootprints, Place] | None:
        """A country or division that has an outline, and who knows it."""
        if area_id not in self._areas:
            if len(self._areas) >= _REMEMBERED:
                self._areas.clear()
            known = ((source, source.place(area_id)) for source in self._sources)
            self._areas[area_id] = next(((source, area) for source, area in known if area and area.areas), None)
        return self._areas[area_id]

    def _once(self, question: tuple[object, ...], answer: Callable[[], Circle | None]) -> Circle | None:
        if question not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[question] = answer()
        return self._known[question]

    def _rings(self, place: Place) -> list[Ring]:
        """The outlines of a place, from the first source that has any."""
        for source in self._sources:
            rings = [part for shape in source.footprint(place) if shape.kind == _OUTLINE for part in shape.parts]
            if rings:
                return rings
        return []

    def _land(self, place: Place) -> _Land:
        return _Land(place, self._rings(place))

    def _border(self, one: Place, other: Place) -> Circle | None:
        """Neighbours have the points of their border in common."""
        mine = {point for ring in self._rings(one) for point in ring}
        shared = sorted(mine.intersection(point for ring in self._rings(other) for point in ring))
        if len(shared) < _LEAST - 1:
            return None
        around = shared[0][0]
        lat = sum(lat for _, lat in shared) / len(shared)
        lon = within_turn(around + sum(_turned(lon - around) for lon, _ in shared) / len(shared))
        return Circle(lat, lon, max(distance_km(lat, lon, y, x) for x, y in shared))

    def _shore(self, place: Place, towards: float | None) -> Circle | None:
        """The points out of a place that lie in no country."""
        if not self._sources:
            return None
        at_sea = [point for point in self._outside(place) if not self._on_land(*point)]
        if towards is not None:
            at_sea = [at for at in at_sea if _apart(bearing(place.lat, place.lon, *at), towards) <= _QUARTER / 1.5]
        if not at_sea:
            return None
        flat = [_turned(lon - place.lon) for _, lon in at_sea]
        lat, lon = sum(lat for lat, _ in at_sea) / len(at_sea), within_turn(place.lon + sum(flat) / len(flat))
        return Circle(lat, lon, max(_OUT_KM, *(distance_km(lat, lon, *at) for at in at_sea)))

    def _outside(self, place: Place) -> list[tuple[float, float]]:
        """Points a little outside a place: out of its largest outline, or around its circle."""
        land = self._land(place)
        if not land.rings:
            out = place.radius_km + _OUT_KM
            step = 360.0 / (_SHORE_POINTS / 2)
            return [destination(place.lat, place.lon, step * i, out) for i in range(_SHORE_POINTS // 2)]
        ring = max(land.rings, key=_area)
        ring = ring if _signed(ring) > 0 else ring[::-1]
        stride = max(1, len(ring) // _SHORE_POINTS)
        points = ring[::stride]
        outside = []
        for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
            long = hypot(x1 - x0, y1 - y0) or 1.0
            middle = ((x0 + x1) / 2, (y0 + y1) / 2)
            outside.append(land.back(middle[0] + _OUT_KM * (y1 - y0) / long, middle[1] - _OUT_KM * (x1 - x0) / long))
        return outside

    def _on_land(self, lat: float, lon: float) -> bool:
        return any(area.feature.startswith("A.") for source in self._sources for area in source.areas_at(lat, lon))


class _Land:
    """The main outlines of a place on a plane that keeps areas true (sinusoidal), kilometres from the place's point."""

    def __init__(self, place: Place, rings: Sequence[Ring]) -> None:
        self._lon = place.lon
        thinned = [ring[:: max(1, len(ring) // _RING_POINTS)] for ring in rings]
        flat = [[self._flat(lon, lat) for lon, lat in ring] for ring in thinned if len(ring) >= _LEAST]
        largest = max(map(_area, flat), default=0.0)
        self.rings = [ring for ring in flat if _area(ring) >= _MAIN * largest > 0]

    def _flat(self, lon: float, lat: float) -> tuple[float, float]:
        phi = radians(lat)
        return EARTH_RADIUS_KM * radians(_turned(lon - self._lon)) * cos(phi), EARTH_RADIUS_KM * phi

    def back(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude of a point of the plane."""
        phi = max(-pi / 2, min(pi / 2, y / EARTH_RADIUS_KM))
        stretch = max(cos(phi), 1e-6)
        return degrees(phi), within_turn(self._lon + degrees(x / (EARTH_RADIUS_KM * stretch)))


def _share_of(land: _Land, towards: float | None, share: float) -> Circle | None:
    """The share of some land on a bearing, or in its middle, as a circle."""
    if not land.rings:
        return None
    if towards is None:
        area, x, y, _ = _moments(land.rings)
        return Circle(*land.back(x, y), sqrt(share * area / pi))
    across, up = sin(radians(towards)), cos(radians(towards))
    heights = [x * across + y * up for ring in land.rings for x, y in ring]
    low, high = min(heights), max(heights)
    wanted = share * sum(map(_area, land.rings))
    kept = land.rings
    for _ in range(_HALVINGS):
        cut = (low + high) / 2
        kept = [part for ring in land.rings if len(part := _beyond(ring, across, up, cut)) >= _LEAST]
        low, high = (cut, high) if sum(map(_area, kept)) > wanted else (low, cut)
    if not kept:
        return None
    _, x, y, spread = _moments(kept)
    return Circle(*land.back(x, y), sqrt(2.0 * spread))


def _beyond(ring: Ring, across: float, up: float, cut: float) -> list[tuple[float, float]]:
    """The part of a ring beyond a straight line (Sutherland and Hodgman 1974)."""
    kept: list[tuple[float, float]] = []
    x0, y0 = ring[-1]
    above0 = x0 * across + y0 * up - cut
    for x, y in ring:
        above = x * across + y * up - cut
        if (above >= 0) != (above0 >= 0):
            part = above0 / (above0 - above)
            kept.append((x0 + part * (x - x0), y0 + part * (y - y0)))
        if above >= 0:
            kept.append((x, y))
        x0, y0, above0 = x, y, above
    return kept


def _moments(rings: Sequence[Ring]) -> tuple[float, float, float, float]:
    """Area, centre, and mean square distance from the centre, of rings: Green's theorem, edge by edge."""
    area = mx = my = square = 0.0
    for ring in rings:
        sign = 1.0 if _signed(ring) >= 0 else -1.0
        x0, y0 = ring[-1]
        for x, y in ring:
            cross = sign * (x0 * y - x * y0)
            area += cross / 2
            mx += (x0 + x) * cross / 6
            my += (y0 + y) * cross / 6
            square += (x0 * x0 + x0 * x + x * x + y0 * y0 + y0 * y + y * y) * cross / 12
            x0, y0 = x, y
    x, y = mx / area, my / area
    return area, x, y, max(0.0, square / area - x * x - y * y)


def _signed(ring: Ring) -> float:
    """Twice the area of a ring, positive when it runs counter-clockwise."""
    x0, y0 = ring[-1]
    total = 0.0
    for x, y in ring:
        total += x0 * y - x * y0
        x0, y0 = x, y
    return total


def _area(ring: Ring) -> float:
    return abs(_signed(ring)) / 2


def _turned(east: float) -> float:
    """A difference of longitudes the short way round."""
    return (east + 180.0) % 360.0 - 180.0


def _apart(one: float, other: float) -> float:
    """The angle between two bearings, 0 to 180."""
    return abs(_turned(one - other))
