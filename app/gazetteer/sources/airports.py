"""Airports and air bases from airportsdata.

The package has neither size nor rank, so that a field is kept for what its name says (international, regional, air
base) or for the size of the city that it serves. An airport is never found by its city's bare name, nor by a bare code
of three letters: those are the city's, and words'.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from app.gazetteer.collection import Collection, Entry
from app.gazetteer.features import prior
from app.gazetteer.names import normalise
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.gazetteer.packages import Downloads

SOURCE: Final = "airportsdata"
_AIRPORT: Final = "Airport"
_PORT: Final = re.compile(r"\b(?:air(?:port|field|base|drome)|aerodrome)\b", re.IGNORECASE)
_BASE: Final = re.compile(r"\b(?:Air (?:Force )?Base|Airbase|AFB|RAF|Naval Air Station|Army Airfield)\b", re.IGNORECASE)
_NOTABLE: Final = re.compile(r"\b(?:International|Intercontinental|Regional)\b")
_RANKS: Final = re.compile(r"\b(?:International|Intercontinental|Regional|Municipal)\b\s*")
_REMARK: Final = re.compile(r"\s*\([^)]*\)|\s*/.*")
_CIVIL_KM, _MILITARY_KM = 2.0, 3.0
_LARGE_CITY: Final = 100_000
_NEAR_DEGREES: Final = 1.5
_CELL: Final = 1.0
_PRIOR, _NOTABLE_PRIOR, _BELOW_CITY = 3.0, 4.0, 0.5
_FEWEST_LETTERS: Final = 3


class Field(NamedTuple):
    """An airport of the package, with the repaired name; `code` is its ICAO code, or else IATA's."""

    code: str
    name: str
    iata: str
    city: str
    country: str
    lat: float
    lon: float

    @property
    def is_base(self) -> bool:
        """Whether the military runs it, by its name."""
        return bool(_BASE.search(self.name))


def fields(downloads: Downloads) -> Iterator[Field]:
    """What the package has that is called an airport or an air base and is more than a strip of grass."""
    table = io.StringIO(downloads.read(SOURCE, "airportsdata/airports.csv").decode())
    for row in csv.DictReader(table):
        name = " ".join(_REMARK.sub("", row["name"]).replace("Afb", "Air Force Base").split())
        code = row["icao"] or row["iata"]
        field = Field(code, name, row["iata"], row["city"], row["country"], float(row["lat"]), float(row["lon"]))
        if field.is_base or (field.iata and _PORT.search(name)):
            yield field


def names(field: Field) -> Iterator[str]:
    """What an airport is called beside its full name: without its rank, without its city, by its code."""
    plain = " ".join(_RANKS.sub("", field.name).split())
    if field.is_base:
        stem = _BASE.sub("", field.name).strip(" -")
        if len(stem) >= _FEWEST_LETTERS and stem != field.name:
            yield from (f"{stem} Air Base", f"{stem} Airbase", f"{stem} base")
        return
    yield plain
    own = plain.removeprefix(field.city).strip(" -")
    if field.city and own != plain and own not in ("", _AIRPORT) and own.endswith(_AIRPORT):
        yield own
    if field.iata:
        yield f"{field.iata} {_AIRPORT}"
    if field.city and plain.endswith(_AIRPORT) and _NOTABLE.search(field.name):
        yield f"{field.city} {_AIRPORT}"


class _Cities:
    """The cities of the gazetteer by the cell of one degree that they lie in."""

    def __init__(self, found: Collection) -> None:
        self._cells: dict[tuple[str, int, int], list[Entry]] = {}
        self._called: dict[int, set[str]] = {}
        for entry in found.places.values():
            if entry.feature.startswith("P.") and entry.number > 0:
                key = (entry.country, int(entry.lat // _CELL), int(entry.lon // _CELL))
                self._cells.setdefault(key, []).append(entry)
        for norm, number in found.names:
            self._called.setdefault(number, set()).add(norm)

    def served(self, field: Field) -> Entry | None:
        """The city that the package names, else the nearest town, at most about a degree and a half away."""
        nearby = sorted(self._around(field), key=lambda entry: (_distance(field, entry), entry.number))
        norm = normalise(field.city)
        called = [entry for entry in nearby if norm in self._called.get(entry.number, ())]
        if called:
            return max(called, key=lambda entry: (entry.population, -entry.number))
        return nearby[0] if nearby else None

    def _around(self, field: Field) -> Iterator[Entry]:
        row, column = int(field.lat // _CELL), int(field.lon // _CELL)
        for north in (-1, 0, 1):
            for east in (-1, 0, 1):
                for entry in self._cells.get((field.country, row + north, column + east), ()):
                    if _distance(field, entry) <= _NEAR_DEGREES**2:
                        yield entry


def _distance(field: Field, entry: Entry) -> float:
    """The square of the distance in degrees: enough to tell the nearest town."""
    return (field.lat - entry.lat) ** 2 + (field.lon - entry.lon) ** 2


def add(found: Collection, downloads: Downloads) -> None:
    """Add the airports; countries, cities and the curated table must be there already."""
    cities = _Cities(found)
    taken = {norm for norm, _ in found.names}
    for field in sorted(fields(downloads)):
        if field.country not in found.countries or normalise(field.name) in taken:
            continue
        city = cities.served(field)
        notable = field.is_base or bool(_NOTABLE.search(field.name))
        if notable or (city is not None and city.population >= _LARGE_CITY):
            number = _add(found, field, city, notable=notable)
            found.call(number, field.name, Match.MAIN)
            found.call_all(number, (name for name in names(field) if normalise(name) not in taken), Match.ALTERNATE)


def _add(found: Collection, field: Field, city: Entry | None, *, notable: bool) -> int:
    number = found.own_number()
    weight = _NOTABLE_PRIOR if notable else _PRIOR
    if city is not None:
        weight = min(weight, prior(city.feature, city.population) - _BELOW_CITY)
    found.add(
        Entry(
            number=number,
            key=f"ap:{field.code}",
            name=field.name,
            feature="S.AIRB" if field.is_base else "S.AIRP",
            lat=field.lat,
            lon=field.lon,
            country=field.country,
            source=SOURCE,
            parent=found.countries[field.country] if city is None else city.parent,
            radius_km=_MILITARY_KM if field.is_base else _CIVIL_KM,
            prior=weight,
        )
    )
    return number
