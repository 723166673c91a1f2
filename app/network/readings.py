"""What providers answer, read as places. Nothing in an answer is trusted: types, numbers and texts are checked."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.geoparsing.candidates import NameHit
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Match, Place, Precision
from app.network.features import Feature, of_layer, of_osm

Raw = Mapping[str, Any]

_LONGEST_TEXT: Final = 200
_LONGEST_ID: Final = 100
_MOST_DIVISIONS: Final = 5
_ID: Final = re.compile(r"[\w:./-]+", re.ASCII)
_DIRECTION_MARKS: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SMALLEST_KM: Final = {Precision.POINT: 0.1, Precision.CITY: 1.0}
_SMALLEST_AREA_KM: Final = 5.0
_LARGEST_KM: Final = 5_000.0
_UNTOLD_KM: Final = {
    Precision.POINT: 0.5,
    Precision.CITY: 5.0,
    Precision.DISTRICT: 25.0,
    Precision.PROVINCE: 100.0,
    Precision.COUNTRY: 400.0,
    Precision.REGION: 200.0,
}
"""Radii for places of which the provider tells no extent: about the median of their kind."""
_SCALE: Final = 8.0
"""Nominatim's importance runs from 0 to 1; 1 is about as well known as a city of a hundred million."""
_UNTOLD_PRIOR: Final = 4.0
_PRIOR_STEP: Final = 0.25
_NOMINATIM_LEVELS: Final = (
    ("suburb", "city_district", "borough"),
    ("hamlet", "village", "town", "city"),
    ("municipality",),
    ("county",),
    ("state_district",),
    ("state", "province", "region"),
    ("country",),
)
_PHOTON_LEVELS: Final = (("district",), ("city",), ("county",), ("state",), ("country",))
_PELIAS_LEVELS: Final = (
    ("borough",),
    ("locality",),
    ("localadmin",),
    ("county",),
    ("region",),
    ("macroregion",),
    ("country",),
)


def hits(provider: str, host: str, asked: str, raws: list[Any]) -> list[NameHit]:
    """The places of an answer, in the provider's order; entries that are no place are left out."""
    found: dict[str, NameHit] = {}
    for rank, raw in enumerate(raws):
        if isinstance(raw, Mapping):
            place, prior = _READERS[provider](raw, f"on:{host}:", rank)
            if place is not None:
                found.setdefault(place.id, NameHit(place, place.name, _match(asked, place.name), prior))
    return list(found.values())


def _match(asked: str, name: str) -> Match:
    return Match.MAIN if _bare(asked) == _bare(name) else Match.ALTERNATE


def _bare(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in folded if character.isalnum())


def _nominatim(raw: Raw, prefix: str, rank: int) -> tuple[Place | None, float]:
    address, extra = _mapping(raw, "address"), _mapping(raw, "extratags")
    name = _text(raw, "name") or _text(raw, "display_name").split(",")[0].strip()
    level = _text(raw, "addresstype") or _text(extra, "linked_place") or str(next(iter(address), ""))
    point = _point(raw.get("lat"), raw.get("lon"))
    radius = _radius(point, _box(raw.get("boundingbox"), (0, 2, 1, 3)))
    feature = of_osm(_text(raw, "class") or _text(raw, "category"), _text(raw, "type"), level, radius or 0.0)
    population = _count(extra.get("population"))
    importance = _number(raw.get("importance"))
    prior = _SCALE * min(max(importance, 0.0), 1.0) if importance is not None else _untold(rank)
    if population:
        prior = max(prior, math.log10(population + 10))
    place = _place(
        prefix + _osm_id(raw),
        name,
        point,
        feature=feature,
        radius_km=radius,
        country=_code(address, "country_code"),
        admin=_chain(_without(address, level), _NOMINATIM_LEVELS, name),
        population=population,
    )
    return place, prior


def _photon(raw: Raw, prefix: str, rank: int) -> tuple[Place | None, float]:
    told = _mapping(raw, "properties")
    level = _text(told, "type")
    point, name = _geojson_point(raw), _text(told, "name")
    radius = _radius(point, _box(told.get("extent"), (3, 0, 1, 2)))
    place = _place(
        prefix + _osm_id(told),
        name,
        point,
        feature=of_osm(_text(told, "osm_key"), _text(told, "osm_value"), level, radius or 0.0),
        radius_km=radius,
        country=_code(told, "countrycode"),
        admin=_chain(_without(told, level), _PHOTON_LEVELS, name),
    )
    return place, _untold(rank)


def _pelias(raw: Raw, prefix: str, rank: int) -> tuple[Place | None, float]:
    told = _mapping(raw, "properties")
    layer = _text(told, "layer")
    point, name = _geojson_point(raw), _text(told, "name")
    radius = _radius(point, _box(raw.get("bbox"), (1, 0, 3, 2)))
    place = _place(
        prefix + _pelias_id(told),
        name,
        point,
        feature=of_layer(layer, radius or 0.0),
        radius_km=radius,
        country=_code(told, "country_code"),
        admin=_chain(_without(told, layer), _PELIAS_LEVELS, name),
    )
    return place, _untold(rank)


_READERS: Final[dict[str, Callable[[Raw, str, int], tuple[Place | None, float]]]] = {
    "nominatim": _nominatim,
    "photon": _photon,
    "pelias": _pelias,
}


def _place(
    identity: str,
    name: str,
    point: tuple[float, float] | None,
    *,
    feature: Feature,
    radius_km: float | None,
    country: str,
    admin: tuple[str, ...],
    population: int = 0,
) -> Place | None:
    if point is None or not name or identity.endswith(":"):
        return None
    code, precision = feature
    smallest = _SMALLEST_KM.get(precision, _SMALLEST_AREA_KM)
    is_country = precision is Precision.COUNTRY and country != ""
    return Place(
        id=identity,
        name=name,
        lat=point[0],
        lon=point[1],
        feature=code,
        country=country,
        admin=() if is_country else admin,
        precision=precision,
        population=population,
        radius_km=_UNTOLD_KM[precision] if radius_km is None else min(max(radius_km, smallest), _LARGEST_KM),
        areas=(country,) if is_country else (),
    )


def _untold(rank: int) -> float:
    """The prior of an answer that tells none: the provider's order is all there is."""
    return max(_UNTOLD_PRIOR - rank * _PRIOR_STEP, 0.0)


def _mapping(raw: Raw, key: str) -> Raw:
    value = raw.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(raw: Raw, key: str) -> str:
    """A short text without controls and without marks that turn the direction of what follows it."""
    value = raw.get(key)
    if not isinstance(value, str):
        return ""
    kept = (
        " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character
        for character in value[:_LONGEST_TEXT]
        if character not in _DIRECTION_MARKS
    )
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _count(value: object) -> int:
    number = _number(value)
    return int(number) if number is not None and 0 < number < 1e10 else 0  # noqa: PLR2004 - more than all people


def _point(lat: object, lon: object) -> tuple[float, float] | None:
    north, east = _number(lat), _number(lon)
    if north is None or east is None or abs(north) > 90 or abs(east) > 180:  # noqa: PLR2004 - degrees
        return None
    return north, east


def _geojson_point(raw: Raw) -> tuple[float, float] | None:
    pair = _mapping(raw, "geometry").get("coordinates")
    return _point(pair[1], pair[0]) if isinstance(pair, list) and len(pair) > 1 else None


def _box(value: object, order: tuple[int, int, int, int]) -> list[Any] | None:
    """Four edges put into the order south, west, north, east."""
    return [value[edge] for edge in order] if isinstance(value, list) and len(value) == len(order) else None


def _without(raw: Raw, level: str) -> Raw:
    """The names around a place: what an answer tells, less the level that is the place itself."""
    return {key: value for key, value in raw.items() if key != level}


def _radius(point: tuple[float, float] | None, box: list[Any] | None) -> float | None:
    """Kilometres from the point to the farthest corner of a box (south, west, north, east); None without one."""
    if point is None or box is None:
        return None
    south_west, north_east = _point(box[0], box[1]), _point(box[2], box[3])
    if south_west is None or north_east is None:
        return None
    corners = [(lat, lon) for lat in (south_west[0], north_east[0]) for lon in (south_west[1], north_east[1])]
    return max(distance_km(*point, *corner) for corner in corners)


def _osm_id(raw: Raw) -> str:
    """Kind and number of the thing in OpenStreetMap (`R49715`), which stays the same on every server."""
    kind, number = _text(raw, "osm_type")[:1].upper(), raw.get("osm_id")
    if kind in ("N", "W", "R") and isinstance(number, int) and not isinstance(number, bool):
        return f"{kind}{number}"
    return ""


def _pelias_id(raw: Raw) -> str:
    """Source, layer and number (`whosonfirst:locality:85975935`)."""
    gid = _text(raw, "gid")
    return gid if len(gid) <= _LONGEST_ID and _ID.fullmatch(gid) else ""


def _code(raw: Raw, key: str) -> str:
    code = _text(raw, key).upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""  # noqa: PLR2004 - ISO alpha-2


def _chain(raw: Raw, levels: tuple[tuple[str, ...], ...], name: str) -> tuple[str, ...]:
    """The divisions around, smallest first, the country last; one for each level."""
    names: list[str] = []
    for level in levels:
        text = next(filter(None, (_text(raw, key) for key in level)), "")
        if text and text not in names and not (not names and text == name):
            names.append(text)
    return tuple(names[-_MOST_DIVISIONS:])
