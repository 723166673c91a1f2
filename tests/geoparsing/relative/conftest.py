"""A gazetteer of places whose ground is known: squares that have borders in common, and a sea around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from app.geoparsing.model import Place, Precision
from app.geoparsing.relative.ground import Ground

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Outline:
    parts: tuple[tuple[tuple[float, float], ...], ...]
    kind: int = 3


def square(west: float, south: float, east: float, north: float, step: float = 1.0) -> tuple[tuple[float, float], ...]:
    """A ring with a point at each step, clockwise from the south-west corner."""
    across = [west + step * i for i in range(round((east - west) / step))]
    up = [south + step * i for i in range(round((north - south) / step))]
    return (
        *((west, y) for y in up),
        *((x, north) for x in across),
        *((east, north + south - y) for y in up),
        *((west + east - x, south) for x in across),
    )


def country(code: str, lat: float, lon: float) -> Place:
    place_id = f"gn:{code}"
    return Place(
        place_id, f"Land {code}", lat, lon, "A.PCLI", code, (), Precision.COUNTRY, radius_km=300.0, areas=(code,)
    )


WESTLAND = country("WL", 2.5, 2.5)
EASTLAND = country("EL", 2.5, 7.5)
FARLAND = country("FL", 40.0, 100.0)
TOWN = Place("gn:1", "Town", 2.5, 1.0, "P.PPL", "WL", ("Land WL",), Precision.CITY, radius_km=5.0, admin_ids=("gn:WL",))
SMALL_ISLAND = ((20.0, 20.0), (20.0, 20.2), (20.2, 20.2), (20.2, 20.0))


class Sheet:
    """A source of two neighbours and a far country, with the sea all around."""

    def __init__(self) -> None:
        self._outlines = {
            "WL": Outline((square(0, 0, 5, 5), SMALL_ISLAND)),
            "EL": Outline((square(5, 0, 10, 5),)),
            "FL": Outline((square(95, 35, 105, 45),)),
        }
        self._places = {place.id: place for place in (WESTLAND, EASTLAND, FARLAND, TOWN)}
        self.asked = 0

    def footprint(self, place: Place) -> Sequence[Outline]:
        self.asked += 1
        return [self._outlines[key] for key in place.areas]

    def areas_at(self, lat: float, lon: float) -> Sequence[Place]:
        return [place for place in self._places.values() if place.areas and self.contains(place, lat, lon)]

    def contains(self, area: Place, lat: float, lon: float) -> bool:
        ring = self._outlines[area.areas[0]].parts[0]
        lons, lats = [x for x, _ in ring], [y for _, y in ring]
        return min(lats) <= lat <= max(lats) and min(lons) <= lon <= max(lons)

    def place(self, place_id: str) -> Place | None:
        return self._places.get(place_id)


@pytest.fixture
def sheet() -> Sheet:
    return Sheet()


@pytest.fixture
def ground(sheet: Sheet) -> Ground:
    return Ground([sheet])
