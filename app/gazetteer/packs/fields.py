"""Places out of named fields: a table's row, a feature's properties."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from app.gazetteer.packs import kinds, years
from app.gazetteer.packs.recipe import FIELDS
from app.gazetteer.packs.rows import Faulty, NameRow, PackPlace, called, identity, number, people, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        *("name", "title", "label", "toponym", "place", "placename", "place name", "preflabel", "asciiname"),
        *("name en", "nom", "ort", "ortsname", "nombre", "city", "town", "site", "location"),
    ),
    "lat": ("lat", "latitude", "y", "lat dd", "decimallatitude", "breite", "breitengrad", "latitud", "point y"),
    "lon": (
        *("lon", "lng", "long", "longitude", "x", "lon dd", "decimallongitude", "länge", "längengrad", "longitud"),
        "point x",
    ),
    "alternates": (
        *("alternates", "alternate names", "alternatenames", "alt names", "alt name", "aliases", "alias", "variants"),
        *("altlabel", "other names", "variant names", "name alt", "namealt", "synonyms"),
    ),
    "feature": (
        *("feature", "feature code", "featurecode", "fcode", "feature class", "fclass", "type", "kind", "category"),
        *("place type", "placetype", "class", "featurecla"),
    ),
    "country": (
        *("country", "country code", "countrycode", "cc", "ccode", "ccodes", "iso", "iso2", "iso a2", "land", "pays"),
        "pais",
    ),
    "admin": ("admin", "admin1", "adm1", "province", "state", "governorate", "region", "admin name", "district"),
    "population": ("population", "pop", "pop max", "pop est", "inhabitants", "einwohner"),
    "geonameid": ("geonameid", "geonamesid", "geonames id", "geoname id", "gn id", "gnid", "geonames"),
    "start": ("start", "begin", "from", "valid from", "start year", "start date", "min year", "mindate", "founded"),
    "finish": ("finish", "end", "to", "until", "valid to", "end year", "end date", "max year", "maxdate", "abandoned"),
    "radius_km": ("radius km", "radius", "uncertainty km"),
}
_SPACED: Final = re.compile(r"[\s_\-.:]+")
_LARGEST_KM: Final = 5000.0
_MOST_NAMES: Final = 500


def guessed(columns: Iterable[str]) -> dict[str, str]:
    """Which field each column is, by its name: field -> column; the likeliest column for each field."""
    plain: dict[str, str] = {}
    for column in columns:
        plain.setdefault(_SPACED.sub(" ", column.strip().casefold()), column)
    found: dict[str, str] = {}
    for field in FIELDS:
        known = next((plain[word] for word in SYNONYMS[field] if word in plain), None)
        if known is not None:
            found[field] = known
    return found


def text(value: Any) -> str:  # noqa: ANN401 - JSON
    """A property as a cell would hold it; lists are separated by `|`, what is nested deeper is left out."""
    if value is None or isinstance(value, dict):
        return ""
    if isinstance(value, list | tuple):
        return "|".join(filter(None, map(text, value[:_MOST_NAMES])))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def place(row: int, cells: Mapping[str, str], lat: float, lon: float) -> PackPlace:
    """The place that a row's fields describe.

    Args:
        row: its number.
        cells: field -> what the source holds; missing ones are as good as blank.
        lat: degrees WGS84, within bounds.
        lon: degrees WGS84, within bounds.

    Raises:
        Faulty: a field holds what it cannot.
    """
    span = years.span(cells.get("start", ""), cells.get("finish", ""))
    return PackPlace(
        row,
        called(cells.get("name", "")),
        lat,
        lon,
        kinds.feature(cells.get("feature", "")) or kinds.USUAL,
        cells.get("country", ""),
        [NameRow(name) for name in alternates(cells.get("alternates", ""))],
        identity(cells.get("geonameid", "")),
        people(cells.get("population", "")),
        admin=cells.get("admin", "").strip(),
        radius_km=radius(cells.get("radius_km", "")),
        start=span.start,
        finish=span.finish,
    )


def alternates(cell: str) -> list[str]:
    """The names in a cell, separated by `|`, else by `;`."""
    names = cell.split("|" if "|" in cell else ";")[:_MOST_NAMES]
    return [" ".join(name.replace("\0", " ").split()) for name in names if name.strip()]


def radius(cell: str) -> float | None:
    """A radius in kilometres; None where there is none.

    Raises:
        Faulty: it is no distance on Earth.
    """
    if not cell.strip():
        return None
    km = number(cell, "radius")
    if not 0 <= km <= _LARGEST_KM:
        raise Faulty(f"radius “{shown(cell)}” is not between 0 and {_LARGEST_KM:g} km")
    return km
