"""The divisions around a pack's places: those of the pack itself by their codes, countries from the embedded gazetteer.

Ids are those of GeoNames, so a chain that begins in a pack goes on in the embedded gazetteer's own numbers.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

from app.errors import Missing
from app.gazetteer import schema
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.names import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from app.geoparsing.model import Place

MOST_CODES: Final = 400_000
"""Distinct codes that are kept apart; beyond, a place belongs to its country only. The world has some 60,000."""

_CODES: Final = (
    "SELECT country, place.id FROM place JOIN feature ON feature.id = place.feature"
    " WHERE place.id > 0 AND code LIKE 'A.PCL%' AND country <> '' ORDER BY prior"
)
_CALLED: Final = (
    "SELECT place.id, place.country FROM name JOIN place ON place.id = name.place"
    " JOIN feature ON feature.id = place.feature WHERE name.norm = ? AND place.id > 0 AND code {}"
    " AND (place.country = ? OR ? = '') ORDER BY name.match > 2, code, place.prior DESC LIMIT 1"
)
_A_COUNTRY: Final = _CALLED.format("LIKE 'A.PCL%'")
_A_DIVISION: Final = _CALLED.format("LIKE 'A.ADM%'")
_ROW: Final = (
    "SELECT place.id, place.name, code, lat, lon, country, parent, population, radius, prior, areas"
    " FROM place JOIN feature ON feature.id = place.feature WHERE place.id = ?"
)
_DEEPEST: Final = 8
_ISO: Final = 2


class Atlas:
    """What packs ask of the embedded gazetteer; knows nothing where that is missing."""

    def __init__(self, path: Path | None) -> None:
        self._connection = _opened(path)
        self._path = path
        self._outlines: GazetteerFile | None = None
        self._countries: dict[str, int] = dict(self._rows(_CODES))
        self.country = lru_cache(4096)(self._country_now)
        self.division = lru_cache(65_536)(self._division_now)

    def number(self, country: str) -> int | None:
        """The number of a country by its ISO code."""
        return self._countries.get(country)

    def _country_now(self, text: str) -> str:
        """The ISO code of a country, given as a code or by name; empty where it is not known."""
        bare = text.strip()
        is_code = len(bare) == _ISO and bare.isascii() and bare.isalpha()
        if is_code and (bare.upper() in self._countries or not self._countries):
            return bare.upper()
        rows = self._rows(_A_COUNTRY, normalise(bare), "", "") if bare else []
        return rows[0][1] if rows else ""

    def _division_now(self, name: str, country: str) -> int | None:
        """The number of a division by its name, in a country if that is known."""
        rows = self._rows(_A_DIVISION, normalise(name), country, country)
        return rows[0][0] if rows else None

    def at(self, lat: float, lon: float) -> Place | None:
        """The smallest division, else the country, whose outline holds a point; some milliseconds."""
        if self._connection is None or self._path is None:
            return None
        if self._outlines is None:
            self._outlines = GazetteerFile.open(self._path)
        areas = self._outlines.areas_at(lat, lon)
        return next((area for area in areas if area.geonameid and area.feature.startswith("A.")), None)

    def chain(self, number: int) -> Iterator[tuple[Any, ...]]:
        """The rows of a place and of what is around it, of GeoNames ids only."""
        up: int | None = number
        for _ in range(_DEEPEST):
            rows = self._rows(_ROW, up) if up is not None and up > 0 else []
            if not rows:
                return
            yield rows[0]
            up = rows[0][6]

    def outlined(self) -> Iterable[tuple[Any, ...]]:
        """Name, areas, radius, prior and number of every GeoNames place that has a footprint: countries, divisions."""
        return self._rows("SELECT name, areas, radius, prior, id FROM place WHERE areas IS NOT NULL AND id > 0")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._outlines is not None:
            self._outlines.close()
        if self._connection is not None:
            self._connection.close()

    def _rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        if self._connection is None:
            return []
        with closing(self._connection.execute(sql, values)) as cursor:
            return cursor.fetchall()


def _opened(path: Path | None) -> sqlite3.Connection | None:
    if path is None or not path.is_file():
        return None
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        fault = schema.fault(connection)
    except sqlite3.Error as trouble:
        fault = str(trouble)
    if fault:
        connection.close()
        raise Missing(f"The gazetteer {path.name} cannot be used: {fault}.", "Install Whereof again.")
    return connection


class Codes:
    """The division codes of a source as small numbers, and which place each of them is."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._places: dict[str, int] = {}

    def number(self, code: str) -> int:
        """The small number of a code; 0 is no code."""
        if not code:
            return 0
        found = self._numbers.get(code)
        if found is None:
            if len(self._numbers) >= MOST_CODES:
                code = code.partition(".")[0] if "." in code else ""
                return self._numbers.get(code, 0)
            found = self._numbers[code] = len(self._numbers) + 1
        return found

    def define(self, code: str, place: int) -> None:
        """A place is the division of this code; the first one that says so."""
        if len(self._places) < MOST_CODES:
            self._places.setdefault(code, place)

    def parents(self, atlas: Atlas) -> Iterator[tuple[int, int]]:
        """Small number and the place that it stands for, as near as is known: division, the one around, country."""
        for code, number in self._numbers.items():
            place = self._found(code, atlas)
            if place is not None:
                yield number, place

    def _found(self, code: str, atlas: Atlas) -> int | None:
        while code:
            place = self._places.get(code)
            if place is not None:
                return place
            if "." not in code:
                return atlas.number(code)
            code = code.rpartition(".")[0]
        return None
