"""Asks the embedded gazetteer: by name, by id, by point, by view.

The file is opened read-only and never changes, so each thread has a connection of its own and answers are kept.
"""

from __future__ import annotations

import math
import sqlite3
import threading
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self

from app.errors import Missing
from app.gazetteer import fuzzy, schema
from app.gazetteer.features import precision
from app.gazetteer.names import meets_abbreviation, titled, variants
from app.gazetteer.romanised import plain
from app.geoparsing.candidates import NameHit
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Match, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

_REPAIR: Final = "Run `make setup` in a checkout, or install Whereof again."
_KEPT_NAMES, _KEPT_ADMINS = 20_000, 20_000
_MAPPED_BYTES: Final = 1 << 27
_LOWER_PRIOR: Final = (0, 0, 150, 0, 0)
"""What a match takes away from a place's prior (in hundredths), in the order of `schema.MATCHES`."""

_COLUMNS: Final = (
    "place.id, place.key, place.name, place.feature, place.lat, place.lon, place.country, place.parent,"
    " place.population, place.radius, place.areas, place.start, place.finish"
)
_PENALTY: Final = "CASE name.match " + " ".join(f"WHEN {n} THEN {less}" for n, less in enumerate(_LOWER_PRIOR)) + " END"
_FIND: Final = (
    f"SELECT name.match, name.surface, place.prior - {_PENALTY}, {_COLUMNS}"  # noqa: S608 - our own words
    " FROM name JOIN place ON place.id = name.place WHERE name.norm = ? ORDER BY 3 DESC, place.id LIMIT ?"
)
_KNOWN: Final = 500
"""Forms asked for in one query."""
_SIMILAR_FORMS: Final = 3
"""A toponym's variants for which similar names are looked for."""
_LOWER_A_SLIP: Final = 1.5
"""What each edit between a toponym and a name takes away from a place's prior."""
_MENTIONED: Final = "SELECT match, surface FROM name WHERE norm = ? ORDER BY match LIMIT 8"
_POINTS: Final = "SELECT id, lat, lon FROM place WHERE cell BETWEEN ? AND ?"
_ABBREVIATION: Final = schema.MATCHES.index(Match.ABBREVIATION)
_SPARE_ROWS: Final = 12
"""Rows read beyond the limit, for abbreviations that are not written as the toponym is."""

_KM_A_DEGREE = 111.2
_POLAR: Final = 85.0
_REACHES: Final = (0.5, 1.5, 4.0, 22.0)
"""How many degrees around a point are searched, until enough cities are surely the nearest."""


class GazetteerFile:
    """The embedded gazetteer, a `CandidateSource`; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        try:
            self._features: dict[int, str] = dict(self._query("SELECT id, code FROM feature"))
            self._meta: dict[str, str] = dict(self._query("SELECT key, value FROM meta"))
        except BaseException:
            self.close()
            raise
        self._find: Callable[[str, int], tuple[NameHit, ...]] = lru_cache(_KEPT_NAMES)(self._find_now)
        self._admin: Callable[[int], tuple[str, str, int | None] | None] = lru_cache(_KEPT_ADMINS)(self._admin_now)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a gazetteer file.

        Raises:
            Missing: the file is not there, cannot be read, or is not a gazetteer of this program's version.
        """
        if not path.is_file():
            raise Missing(f"The gazetteer {path.name} is not there.", _REPAIR)
        try:
            return cls(path)
        except sqlite3.Error as trouble:
            raise Missing(f"The gazetteer {path.name} cannot be read: {trouble}.", _REPAIR) from trouble

    @property
    def version(self) -> str:
        """The gazetteer's version, for reports."""
        return f"whereof-gazetteer {self._meta.get('version', '?')}"

    @property
    def attribution(self) -> tuple[str, ...]:
        """The lines that its sources ask for."""
        return tuple(self._meta.get("attribution", "").splitlines())

    def find(self, toponym: str, limit: int = 30) -> Sequence[NameHit]:
        """Places called so, best-known first; empty where there is none."""
        return self._find(toponym, limit) if limit > 0 else ()

    def similar(self, toponym: str, limit: int = 10) -> Sequence[NameHit]:
        """Places called almost so, nearest and then best-known first; for toponyms that `find` knows nothing of."""
        for form in variants(toponym)[:_SIMILAR_FORMS]:
            hits = self._similar(fuzzy.near(form)) or self._similar(self._two_edits(form))
            if hits:
                return hits[: max(limit, 0)]
        return ()

    def has_name(self, toponym: str) -> bool:
        """Whether any place is called so."""
        for form in variants(toponym):
            for match, surface in self._query(_MENTIONED, form):
                if match != _ABBREVIATION or meets_abbreviation(toponym, surface or titled(form)):
                    return True
        return False

    def place(self, place_id: str) -> Place | None:
        """The place with this id, if it is here."""
        prefix, _, rest = place_id.partition(":")
        if prefix == "gn":
            if not (rest.isascii() and rest.isdigit() and len(rest) <= 18):  # noqa: PLR2004 - SQLite's integers
                return None
            rows = self._query(f"SELECT {_COLUMNS} FROM place WHERE id = ?", int(rest))  # noqa: S608 - our own words
        else:
            rows = self._query(f"SELECT {_COLUMNS} FROM place WHERE key = ?", place_id)  # noqa: S608 - our own words
        return self._place(rows[0]) if rows else None

    def near(self, lat: float, lon: float, limit: int = 10) -> list[Place]:
        """The cities nearest to a point, nearest first; none where there is no city within some 2,500 km."""
        if not (math.isfinite(lat) and math.isfinite(lon) and limit > 0):
            return []
        lat = min(max(lat, -90.0), 90.0)
        away: list[tuple[float, int]] = []
        for reach in _REACHES:
            away = self._away(lat, lon, reach)
            widest = min(abs(lat) + reach, 89.9)
            safe_km = reach * _KM_A_DEGREE * math.cos(math.radians(widest))
            if len(away) >= limit and away[limit - 1][0] <= safe_km:
                break
        query = f"SELECT {_COLUMNS} FROM place WHERE id = ?"  # noqa: S608 - our own words
        return [self._place(self._query(query, number)[0]) for _, number in away[:limit]]

    def _away(self, lat: float, lon: float, reach: float) -> list[tuple[float, int]]:
        """The cities so many degrees around a point: distance in km, and number."""
        found: list[tuple[float, int]] = []
        east_west = reach if abs(lat) + reach < _POLAR else 180.0
        for first, last in _cell_ranges(lat - reach, lon - east_west, lat + reach, lon + east_west):
            for number, north, east in self._query(_POINTS, first, last):
                found.append((distance_km(lat, lon, north / schema.DEGREE, east / schema.DEGREE), number))
        return sorted(found)

    def labels(  # noqa: PLR0917 - a view is four edges
        self, south: float, west: float, north: float, east: float, minimum_population: int, limit: int
    ) -> list[Place]:
        """The most populous cities in a view, for the map's labels; `west` > `east` crosses the date line."""
        query = (
            f"SELECT {_COLUMNS} FROM place WHERE cell BETWEEN ? AND ? AND population >= ?"  # noqa: S608 - our own words
            " AND lat BETWEEN ? AND ? ORDER BY population DESC LIMIT ?"
        )
        edges = (round(south * schema.DEGREE), round(north * schema.DEGREE))
        rows: list[tuple[object, ...]] = []
        for first, last in _cell_ranges(south, west, north, east):
            rows.extend(self._query(query, first, last, minimum_population, *edges, limit * 2))
        places = [self._place(row) for row in rows]
        width = (east - west) % 360.0 or 360.0
        inside = [place for place in places if east - west >= 360.0 or (place.lon - west) % 360.0 <= width]  # noqa: PLR2004
        inside.sort(key=lambda place: (-place.population, place.id))
        return inside[:limit]

    def close(self) -> None:
        """Close every thread's connection; the gazetteer is of no use afterwards."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _query(self, sql: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]  # a row is what its query says
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        rows: list[tuple] = connection.execute(sql, values).fetchall()  # type: ignore[type-arg]  # as above
        return rows

    def _connect(self) -> sqlite3.Connection:
        uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        with self._lock:
            self._connections.append(connection)
        connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
        fault = schema.fault(connection)
        if fault:
            raise Missing(f"The gazetteer {self._path.name} cannot be used: {fault}.", _REPAIR)
        return connection

    def _find_now(self, toponym: str, limit: int) -> tuple[NameHit, ...]:
        for form in variants(toponym):
            rows = self._query(_FIND, form, limit + _SPARE_ROWS)
            hits = [self._hit(form, row) for row in rows]
            fitting = [
                hit for hit in hits if hit.match is not Match.ABBREVIATION or meets_abbreviation(toponym, hit.matched)
            ]
            if fitting:
                return tuple(fitting[:limit])
        return ()

    def _hit(self, form: str, row: tuple) -> NameHit:  # type: ignore[type-arg]  # see _query
        return NameHit(self._place(row[3:]), row[1] or titled(form), schema.MATCHES[row[0]], row[2] / schema.HUNDREDTH)

    def _similar(self, forms: Mapping[str, float]) -> list[NameHit]:
        best: dict[str, tuple[float, NameHit]] = {}
        for form in sorted(self._listed(tuple(forms))):
            away = forms[form]
            for row in self._query(_FIND, form, _SPARE_ROWS):
                hit = self._hit(form, row)
                if hit.match is Match.ABBREVIATION or best.get(hit.place.id, (math.inf, hit))[0] <= away:
                    continue
                best[hit.place.id] = away, replace(hit, match=Match.FUZZY, prior=hit.prior - _LOWER_A_SLIP * away)
        ranked = sorted(best.values(), key=lambda found: (found[0], -found[1].prior, found[1].place.id))
        return [hit for _, hit in ranked]

    def _listed(self, forms: tuple[str, ...]) -> set[str]:
        """Those of the forms that are names."""
        found: set[str] = set()
        for first in range(0, len(forms), _KNOWN):
            some = forms[first : first + _KNOWN]
            marks = ",".join("?" * len(some))
            found.update(form for (form,) in self._query(f"SELECT norm FROM name WHERE norm IN ({marks})", *some))  # noqa: S608 - only marks
        return found

    def _two_edits(self, form: str) -> dict[str, float]:
        bounds = fuzzy.scan(form)
        if bounds is None:
            return {}
        query = "SELECT DISTINCT norm FROM name WHERE norm >= ? AND norm < ? AND length(norm) BETWEEN ? AND ?"
        return fuzzy.measured(form, (name for (name,) in self._query(query, *bounds)))

    def _place(self, row: tuple) -> Place:  # type: ignore[type-arg]  # see _query
        number, key, name, feature, lat, lon, country, parent, population, radius, areas, start, finish = row
        admin, admin_ids = self._around(parent)
        code = self._features[feature]
        return Place(
            id=_place_id(number, key),
            name=plain(name, country),
            lat=lat / schema.DEGREE,
            lon=lon / schema.DEGREE,
            feature=code,
            country=country,
            admin=admin,
            precision=precision(code, radius / schema.TENTH, outlined=bool(areas)),
            geonameid=number if number > 0 else None,
            population=population,
            radius_km=radius / schema.TENTH,
            areas=tuple(areas.split()) if areas else (),
            admin_ids=admin_ids,
            start=start,
            finish=finish,
        )

    def _around(self, parent: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
        names: list[str] = []
        ids: list[str] = []
        while parent is not None and _place_id(parent, None) not in ids:
            admin = self._admin(parent)
            if admin is None:
                break
            place_id, name, parent = admin
            ids.append(place_id)
            names.append(name)
        return tuple(names), tuple(ids)

    def _admin_now(self, number: int) -> tuple[str, str, int | None] | None:
        rows = self._query("SELECT id, key, name, country, parent FROM place WHERE id = ?", number)
        if not rows:
            return None
        found, key, name, country, parent = rows[0]
        return _place_id(found, key), plain(name, country), parent


def _place_id(number: int, key: str | None) -> str:
    return key or f"gn:{number}"


def _cell_ranges(south: float, west: float, north: float, east: float) -> list[tuple[int, int]]:
    """The cells of a view as ranges, one or two for each row of cells; `west` > `east` crosses the date line."""
    columns = schema.CELLS_A_ROW
    span = columns if east - west >= columns else int(math.floor(east) - math.floor(west)) % columns + 1
    first = math.floor(west + 180.0) % columns
    last = first + min(span, columns) - 1
    bottom = min(max(int(south + 90.0), 0), 179)
    top = min(max(int(north + 90.0), 0), 179)
    ranges = []
    for row in range(bottom, top + 1):
        start = row * columns
        ranges.append((start + first, start + min(last, columns - 1)))
        if last >= columns:
            ranges.append((start, start + last - columns))
    return ranges
