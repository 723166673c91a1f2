"""The cities of a gazetteer file by where they lie: nearest to a point, in a view, in an area."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from app.gazetteer import schema
from app.gazetteer.places import COLUMNS
from app.geoparsing.geometry import EARTH_RADIUS_KM, distance_km

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from app.gazetteer.places import Places
    from app.gazetteer.reader import Reader
    from app.geoparsing.model import Place

Box = tuple[float, float, float, float]
"""South, west, north, east in degrees; west > east crosses the date line."""

_POINTS: Final = "SELECT id, lat, lon FROM place WHERE cell BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
_IN_VIEW: Final = (
    f"SELECT {COLUMNS} FROM place WHERE cell BETWEEN ? AND ? AND population >= ?"  # noqa: S608 - our own words
    " AND lat BETWEEN ? AND ? ORDER BY population DESC LIMIT ?"
)
_AS_LARGE: Final = (
    "SELECT population, id, lat, lon, parent FROM place WHERE cell BETWEEN ? AND ? AND population BETWEEN ? AND ?"
)
_SIZES: Final = (1 << 62, 1_000_000, 200_000, 50_000, 10_000, 2_000, 500, 0)
"""Steps in which an area's cities are looked through, so that the small ones are read only where few are large."""

_KM_A_DEGREE: Final = math.radians(1) * EARTH_RADIUS_KM
_POLAR: Final = 85.0
_POLE: Final = 89.9
_ALL_ROUND: Final = 180.0
_REACHES: Final = (0.1, 0.5, 1.5, 4.0, 22.0)
"""How many degrees around a point are searched, until enough cities are surely the nearest."""


class Cities:
    """Finds cities by place."""

    def __init__(self, reader: Reader, places: Places) -> None:
        self._reader = reader
        self._places = places

    def near(self, lat: float, lon: float, limit: int, farthest_km: float | None = None) -> list[Place]:
        """The cities nearest to a point, nearest first; none where there is no city within some 2,500 km.

        Args:
            lat: WGS84 degrees.
            lon: WGS84 degrees.
            limit: at most so many.
            farthest_km: cities farther away are not looked for; None for no such bound.
        """
        if not (math.isfinite(lat) and math.isfinite(lon) and limit > 0):
            return []
        lat = min(max(lat, -90.0), 90.0)
        farthest = math.inf if farthest_km is None else max(farthest_km, 0.0)
        away: list[tuple[float, int]] = []
        for reach in _REACHES:
            if reach * _KM_A_DEGREE >= farthest:
                away = self._away(lat, lon, *_around(lat, farthest))
                break
            away = self._away(lat, lon, reach, reach if abs(lat) + reach < _POLAR else _ALL_ROUND)
            widest = min(abs(lat) + reach, _POLE)
            safe_km = reach * _KM_A_DEGREE * math.cos(math.radians(widest))
            if len(away) >= limit and away[limit - 1][0] <= safe_km:
                break
        return self._made(number for km, number in away[:limit] if km <= farthest)

    def labels(self, view: Box, minimum_population: int, limit: int) -> list[Place]:
        """The most populous cities in a view."""
        south, west, north, east = view
        edges = (round(south * schema.DEGREE), round(north * schema.DEGREE))
        rows: list[tuple[object, ...]] = []
        for first, last in _cell_ranges(view):
            rows.extend(self._reader.rows(_IN_VIEW, first, last, minimum_population, *edges, limit * 2))
        places = [self._places.of(row) for row in rows]
        width = (east - west) % 360.0 or 360.0
        inside = [place for place in places if east - west >= 360.0 or (place.lon - west) % 360.0 <= width]  # noqa: PLR2004
        inside.sort(key=lambda place: (-place.population, place.id))
        return inside[:limit]

    def within(
        self, boxes: Iterable[Box], holds: Callable[[float, float, int | None], bool], limit: int
    ) -> list[Place]:
        """The most populous cities in some boxes of which a test says yes.

        Args:
            boxes: where to look.
            holds: asked with latitude, longitude and the number of the division around the city.
            limit: at most so many.
        """
        ranges = sorted({cells for box in boxes for cells in _cell_ranges(box)})
        found: list[int] = []
        for above, least in pairwise(_SIZES):
            if len(found) >= limit:
                break
            rows = {
                row for first, last in ranges for row in self._reader.rows(_AS_LARGE, first, last, least, above - 1)
            }
            for _, number, lat, lon, parent in sorted(rows, key=lambda row: (-row[0], row[1])):
                if holds(lat / schema.DEGREE, lon / schema.DEGREE, parent):
                    found.append(number)
                    if len(found) >= limit:
                        break
        return self._made(found)

    def _made(self, numbers: Iterable[int]) -> list[Place]:
        return [place for number in numbers if (place := self._places.numbered(number)) is not None]

    def _away(self, lat: float, lon: float, high: float, wide: float) -> list[tuple[float, int]]:
        """The cities so many degrees north or south, and east or west, of a point: distance in km, and number."""
        found: list[tuple[float, int]] = []
        edges = (math.floor((lat - high) * schema.DEGREE), math.ceil((lat + high) * schema.DEGREE))
        for first, last in _cell_ranges((lat - high, lon - wide, lat + high, lon + wide)):
            for number, north, east in self._reader.rows(_POINTS, first, last, *edges):
                found.append((distance_km(lat, lon, north / schema.DEGREE, east / schema.DEGREE), number))
        return sorted(found)


def _around(lat: float, km: float) -> tuple[float, float]:
    """How many degrees of latitude and of longitude the circle of so many km around a point reaches from it.

    Source: J. P. Matuschek, Finding Points Within a Distance of a Latitude/Longitude Using Bounding Coordinates.
    """
    angle = km / EARTH_RADIUS_KM
    if abs(lat) + math.degrees(angle) >= _POLE:
        return math.degrees(angle), _ALL_ROUND
    return math.degrees(angle), math.degrees(math.asin(math.sin(angle) / math.cos(math.radians(lat))))


def _cell_ranges(box: Box) -> Iterator[tuple[int, int]]:
    """The cells of a box as ranges, one or two for each row of cells."""
    south, west, north, east = box
    columns = schema.CELLS_A_ROW
    span = columns if east - west >= columns else int(math.floor(east) - math.floor(west)) % columns + 1
    first = math.floor(west + 180.0) % columns
    last = first + min(span, columns) - 1
    bottom = min(max(int(south + 90.0), 0), 179)
    top = min(max(int(north + 90.0), 0), 179)
    for row in range(bottom, top + 1):
        start = row * columns
        yield start + first, start + min(last, columns - 1)
        if last >= columns:
            yield start, start + last - columns
