"""Places as geopy's locations: an address, a point, and everything else in `raw`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geopy.location import Location  # type: ignore[import-untyped]
from geopy.point import Point  # type: ignore[import-untyped]

from app.geoparsing.candidates import NameHit
from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gazetteer.lookup import GazetteerFile
    from app.geoparsing.model import Place

_PARTS: Final = ("country", "state", "county")
"""What the divisions around a place are called in an address, outermost first."""
_OWN_PART: Final = {"P": "city", "A.PCL": "country", "A.ADM1": "state", "A.ADM2": "county"}


def locations(
    found: Iterable[NameHit] | Iterable[Place], gazetteer: GazetteerFile, asked: tuple[float, float] | None = None
) -> list[Location]:
    """Locations of places, or of hits by name, in the same order.

    Args:
        found: the places.
        gazetteer: the file that they are from.
        asked: latitude and longitude that were asked for, if any: how far away each place is belongs to the answer.
    """
    return [
        _location(one.place, gazetteer.title, one, asked)
        if isinstance(one, NameHit)
        else _location(one, gazetteer.title, None, asked)
        for one in found
    ]


def _location(place: Place, source: str, hit: NameHit | None, asked: tuple[float, float] | None) -> Location:
    raw: dict[str, Any] = {
        "id": place.id,
        "geonameid": place.geonameid,
        "name": place.name,
        "feature": place.feature,
        "country": place.country,
        "admin": list(place.admin),
        "address": _address(place),
        "population": place.population,
        "precision": place.precision.value,
        "radius_km": place.radius_km,
        "start": place.start,
        "finish": place.finish,
        "source": source,
    }
    if hit is not None:
        raw |= {"matched": hit.matched, "match": hit.match.value, "prior": hit.prior}
    if asked is not None:
        raw["distance_km"] = round(distance_km(*asked, place.lat, place.lon), 3)
    return Location(", ".join((place.name, *place.admin)), Point(place.lat, place.lon), raw)


def _address(place: Place) -> dict[str, str]:
    """The names of a place and of what is around it, by what they are."""
    parts = dict(zip(_PARTS, reversed(place.admin), strict=False)) if place.country else {}
    for feature, part in _OWN_PART.items():
        if place.feature.startswith(feature):
            parts[part] = place.name
    if place.country:
        parts["country_code"] = place.country.lower()
    return parts
