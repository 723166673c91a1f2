"""Outlines of seas, ranges, regions and islands: drawn by hand in our tables, cut along the basemap's coast.

The columns of a table are `key,cut,ring`: the curated key without `wh:`; `sea` to cut the land away, `land` to cut
the sea away, or `none`; "longitude latitude longitude latitude …" in degrees, eastwards beyond 180 for a shape across
the date line. Rows with the same key together make one shape. Islands need no row: the coast itself is their outline.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.errors import Unreadable
from app.gazetteer.features import disc_radius
from app.gazetteer.outlining import Pieces, area, away_km, extent_km, joined, outline, square_km, trimmed
from app.gazetteer.sources.areas import outline as country_outline
from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

    from app.gazetteer.collection import Collection, Entry
    from app.gazetteer.sources.areas import Topology

_COLUMNS: Final = ["key", "cut", "ring"]
_CUTS: Final = ("sea", "land", "none")
_ISLAND, _ISLANDS, _SEA = "T.ISL", "T.ISLS", "H.SEA"
_CODE_LENGTH: Final = 2
_LEAST_NUMBERS: Final = 6
_EAST_MOST, _NORTH_MOST = 360.0, 90.0
_FARTHEST_KM: Final = 30.0
"""So far from a drawn outline may the point lie that the curated table gives the place."""
_LARGEST_ISLAND_KM2: Final = 2_500_000.0
"""Greenland is the largest island; larger pieces of land are continents."""
_OFF_SHORE_KM: Final = 10.0
_LEAST_SPREAD: Final = 0.4
_LARGEST: Final = 2.5
"""An island's disc is at most so many of the radii that the table gives it; a larger one is another island."""


@dataclass(slots=True)
class Drawing:
    """A shape as drawn.

    Attributes:
        key: of its place, without `wh:`.
        where: file and line of its first row, for messages.
        cut: what is cut away: `sea` the land, `land` the sea, `none` nothing.
        rings: of (longitude, latitude) in degrees.
    """

    key: str
    where: str
    cut: str
    rings: list[list[tuple[float, float]]] = field(default_factory=list)


def read(path: Path) -> list[Drawing]:
    """The drawings of a table, in its order.

    Raises:
        Unreadable: a row is no drawing, or the rows of a key cut differently.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _COLUMNS:
            raise Unreadable(f"{path.name} does not have the columns {', '.join(_COLUMNS)}.")
        drawings: dict[str, Drawing] = {}
        for row in reader:
            where = f"Line {reader.line_num} of {path.name}"
            if None in row or None in row.values() or row["cut"] not in _CUTS or not row["key"]:
                raise Unreadable(f"{where} is not a row of a table of outlines.")
            drawing = drawings.setdefault(row["key"], Drawing(row["key"], where, row["cut"]))
            if drawing.cut != row["cut"]:
                raise Unreadable(f"{where} cuts {row['key']} otherwise than the rows before it.")
            drawing.rings.append(_ring(row["ring"], where))
    return list(drawings.values())


def _ring(text: str, where: str) -> list[tuple[float, float]]:
    try:
        numbers = [float(word) for word in text.split()]
    except ValueError:
        numbers = []
    ring = list(zip(numbers[::2], numbers[1::2], strict=False))
    complete = len(numbers) >= _LEAST_NUMBERS and len(numbers) % 2 == 0
    if not complete or not all(abs(lon) <= _EAST_MOST and abs(lat) <= _NORTH_MOST for lon, lat in ring):
        raise Unreadable(f"{where} holds no ring of longitudes and latitudes.")
    return ring


def add(found: Collection, topology: Topology, tables: Iterable[Path]) -> None:
    """Give the curated places that have no footprint yet the drawn ones, and islands their coast.

    Raises:
        Unreadable: a table has a mistake, names a place that is not there, or draws one far from its point.
    """
    states = {
        key: area(country_outline(topology, key).parts) for key in sorted(topology.rings) if len(key) == _CODE_LENGTH
    }
    land = Pieces.of_land(states.values())
    by_key = {entry.key: entry for entry in found.places.values() if entry.key}
    for table in tables:
        for drawing in read(table):
            entry = by_key.get(f"wh:{drawing.key}")
            if entry is None:
                raise Unreadable(f"{drawing.where} names {drawing.key}, which the curated table does not have.")
            if not entry.areas:
                _give(found, entry, _cut(land, drawing, entry))
    inland = land.holes()
    for entry in by_key.values():
        if not entry.areas:
            pieces = list(_coast(land, inland, states, entry))
            if pieces:
                _give(found, entry, joined(pieces), fine=True)


def _give(found: Collection, entry: Entry, held: BaseGeometry, *, fine: bool = False) -> None:
    if entry.key is not None:
        found.footprints[entry.key] = outline(held, fine=fine)
        entry.areas = (entry.key,)


def _cut(land: Pieces, drawing: Drawing, entry: Entry) -> BaseGeometry:
    held = joined(area([ring]) for ring in drawing.rings)
    if drawing.cut == "sea":
        held = land.outside(held)
    elif drawing.cut == "land":
        held = land.within(held)
    held = trimmed(held, entry.lat, entry.lon)
    away = away_km(held, entry.lat, entry.lon)
    if away > _FARTHEST_KM:
        far = "is empty" if math.isinf(away) else f"lies {away:.0f} km from its point"
        raise Unreadable(f"{drawing.where}: the outline of {drawing.key} {far}.")
    return held


def _coast(land: Pieces, inland: Pieces, states: dict[str, BaseGeometry], entry: Entry) -> Iterable[BaseGeometry]:
    """What the coast itself tells of a place: an island, a group of islands, a sea with land all around."""
    if entry.feature == _ISLAND:
        return _island(land, entry)
    if entry.feature == _ISLANDS:
        return _islands(land, states, entry)
    if entry.feature == _SEA:
        return [inland.areas[number] for number in inland.near(entry.lat, entry.lon, 0.0)]
    return ()


def _island(land: Pieces, entry: Entry) -> Iterator[BaseGeometry]:
    """The piece of land at an island's point, whole, whoever it belongs to."""
    near = (land.areas[number] for number in land.near(entry.lat, entry.lon, _OFF_SHORE_KM))
    yield from [piece for piece in near if _is_island(piece) and _fits(entry, piece)][:1]


def _islands(land: Pieces, states: dict[str, BaseGeometry], entry: Entry) -> list[BaseGeometry]:
    """The islands of a group's country within its radius; none if the basemap has only a few of them."""
    found = []
    for number in land.near(entry.lat, entry.lon, entry.radius_km):
        piece = land.areas[number]
        middle = piece.representative_point()
        inside = distance_km(entry.lat, entry.lon, middle.y, middle.x) <= entry.radius_km
        foreign = entry.country in states and not states[entry.country].intersects(middle)
        if inside and not foreign and _is_island(piece) and _fits(entry, piece):
            found.append(piece)
    spread = extent_km(joined(found)) if found else 0.0
    return found if spread >= _LEAST_SPREAD * entry.radius_km else []


def _is_island(piece: BaseGeometry) -> bool:
    return square_km(piece) < _LARGEST_ISLAND_KM2


def _fits(entry: Entry, piece: BaseGeometry) -> bool:
    return disc_radius(square_km(piece)) <= _LARGEST * entry.radius_km
