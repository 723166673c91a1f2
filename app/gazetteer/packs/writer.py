"""Writes a pack: a gazetteer file of schema 2, in bounded memory, for millions of places.

Rows come in any order. They go into an unsorted temporary database first; `finish` sorts them on disk and fills the
tables in the order of their keys, so that no index is ever updated in the middle. SQLite keeps its temporary files in
the target's folder, unlinked, where a killed process leaves none behind.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, Self

from app.gazetteer import schema
from app.gazetteer.packs.around import Atlas, Codes
from app.gazetteer.packs.fold import Name, listed
from app.gazetteer.packs.reach import reach
from app.gazetteer.packs.twins import find_twins
from app.gazetteer.shapes import Shape, encode
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from app.gazetteer.packs.rows import NameRow, PackPlace

_CACHE_KB: Final = 48 * 1024
_BATCH: Final = 5000
_STEPS_BETWEEN_ASKING: Final = 100_000
"""Steps of SQLite's machine between two looks at the cancel: some milliseconds."""

MOST_PLACED: Final = 20_000
"""Places whose country and division are looked up by their point, which takes some milliseconds each."""

_MATCHES: Final = {match: number for number, match in enumerate(schema.MATCHES)}
_MAIN: Final = _MATCHES[Match.MAIN]
_ONLY_SOURCE: Final = 1

_PLACE_TABLE: Final = """
CREATE TABLE stage.{table} (
    id INTEGER, row INTEGER, name TEXT, feature INTEGER, lat INTEGER, lon INTEGER, country TEXT, code INTEGER,
    population INTEGER, radius INTEGER, prior INTEGER, areas TEXT, cell INTEGER, start INTEGER, finish INTEGER,
    parent INTEGER, likeness INTEGER
);
"""
_STAGE: Final = f"""
{_PLACE_TABLE.format(table="place")}
{_PLACE_TABLE.format(table="silent")}
CREATE TABLE stage.name (norm TEXT, place INTEGER, match INTEGER, surface TEXT, start INTEGER, finish INTEGER);
CREATE TABLE stage.parent (code INTEGER PRIMARY KEY, place INTEGER);
CREATE TABLE stage.twin (id INTEGER PRIMARY KEY, place INTEGER);
"""
_PUT_PLACE: Final = "INSERT INTO stage.{} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_NAME: Final = "INSERT INTO stage.name VALUES (?, ?, ?, ?, ?, ?)"
_SORT_PLACES: Final = """
INSERT OR IGNORE INTO main.place
SELECT p.id, CASE WHEN p.id < 0 THEN ? || p.row END, p.name, p.feature, p.lat, p.lon, p.country,
    NULLIF(coalesce(elder.place, p.parent, parent.place), p.id),
    p.population, p.radius, p.prior, p.areas, p.cell, p.start, p.finish, ?
FROM stage.{} p
LEFT JOIN stage.parent parent ON parent.code = p.code
LEFT JOIN stage.twin elder ON elder.id = coalesce(p.parent, parent.place)
WHERE NOT EXISTS (SELECT 1 FROM stage.twin WHERE twin.id = p.id)
ORDER BY p.id, p.rowid
"""
_SORT_NAMES: Final = """
INSERT OR IGNORE INTO main.name
SELECT n.norm, coalesce(twin.place, n.place) AS owner, n.match, n.surface, n.start, n.finish
FROM stage.name n LEFT JOIN stage.twin twin ON twin.id = n.place
ORDER BY n.norm, owner, n.match
"""
_AS_EMBEDDED: Final = (
    "UPDATE place SET name = ?, areas = ?, radius = ?, prior = max(prior, ?) WHERE id = ? AND areas IS NULL"
)
"""Countries and divisions look the same in a pack and in the embedded gazetteer: outlined, and by their usual name."""


class PackWriter:
    """A pack under construction, in a work file.

    Args:
        work: an empty file; its folder also takes the temporary files.
        pack: the pack's id.
        atlas: the embedded gazetteer, for countries and divisions.
        cancelled: when it says yes, SQLite stops with `sqlite3.OperationalError`, "interrupted".
    """

    def __init__(self, work: Path, pack: str, atlas: Atlas, cancelled: Callable[[], bool]) -> None:
        self._pack = pack
        self._atlas = atlas
        self._codes = Codes()
        self._features: dict[str, int] = {}
        self._places: list[tuple[object, ...]] = []
        self._silent: list[tuple[object, ...]] = []
        self._names: list[tuple[object, ...]] = []
        self.places = 0
        """Places that are found by name: taken so far, and once finished, those in the file."""
        self._connection = sqlite3.connect(work, isolation_level=None)
        self._connection.set_progress_handler(cancelled, _STEPS_BETWEEN_ASKING)
        self._prepare(work.parent)
        self.strange_countries = 0
        """Places that name a country that is not known."""

        self.unplaced = 0
        """Places that name no country, of which the first `MOST_PLACED` were looked up by their point."""

    def _prepare(self, folder: Path) -> None:
        quoted = str(folder).replace("'", "''")
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "temp_store = FILE"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._connection.execute(f"PRAGMA temp_store_directory = '{quoted}'")
        schema.create(self._connection)
        self._connection.execute("ATTACH '' AS stage")
        for name in ("main", "stage"):
            self._connection.execute(f"PRAGMA {name}.cache_size = -{_CACHE_KB}")
        self._connection.execute("PRAGMA stage.journal_mode = OFF")
        self._connection.executescript(_STAGE)
        self._connection.execute("BEGIN")

    def add(self, place: PackPlace) -> None:
        """Take a place."""
        number = place.geonameid or -place.row
        parent = None if place.around or place.defines else self._surround(place, number)
        radius, prior = reach(place.feature, place.population)
        if place.radius_km is not None:
            radius = round(place.radius_km * schema.TENTH)
        if place.defines:
            self._codes.define(place.defines, number)
        likeness = None if place.silent else self._call(number, place)
        feature = self._features.get(place.feature)
        if feature is None:
            feature = self._features[place.feature] = len(self._features) + 1
        settled = place.feature.startswith("P.") and not place.silent
        rows = self._silent if place.silent else self._places
        rows.append(
            (
                *(number, place.row, place.name, feature, round(place.lat * schema.DEGREE)),
                *(round(place.lon * schema.DEGREE), place.country, self._codes.number(place.around), place.population),
                *(radius, prior, self._footprint(place) if place.shape else None),
                *(schema.cell(place.lat, place.lon) if settled else None, place.start, place.finish),
                *(parent, likeness),
            )
        )
        self.places += not place.silent
        if len(rows) >= _BATCH:
            self._flush()

    def _surround(self, place: PackPlace, number: int) -> int | None:
        """Find the country of a place without code, and the division around it: as its source or its point tells."""
        if place.country:
            code = self._atlas.country(place.country)
            self.strange_countries += not code
            place.country = place.around = code
        if place.admin:
            found = self._atlas.division(place.admin, place.country)
            if found is not None:
                return found
        if place.country or place.feature.startswith("A.PCL"):
            return None
        self.unplaced += 1
        area = self._atlas.at(place.lat, place.lon) if self.unplaced <= MOST_PLACED else None
        if area is None or area.geonameid == number:
            return None
        place.country = area.country
        return area.geonameid

    def _call(self, number: int, place: PackPlace) -> int | None:
        """Stage a place's names; the likeness of the main one with others of its feature class."""
        main = listed(place.name)
        if main is None:
            return None
        best = _MAIN if not place.feature.startswith("A.PCL") else _MATCHES[Match.OFFICIAL]
        self._names.append((main.norm, number, best, main.surface, None, None))
        if place.names:
            found: dict[str, tuple[Name, NameRow]] = {}
            for row in place.names:
                name = listed(row.text)
                if name is not None and name.norm != main.norm:
                    found.setdefault(name.norm, (name, row))
            self._names.extend(
                (norm, number, _MATCHES[row.match], name.surface, row.start, row.finish)
                for norm, (name, row) in found.items()
            )
        return hash((main.norm, place.feature[:1]))

    def _footprint(self, place: PackPlace) -> str:
        """Store a place's shape; its key."""
        key = f"pk:{self._pack}:{place.row}"
        shape: Shape = place.shape  # type: ignore[assignment]  # asked for only where there is one
        edges = [round(edge * schema.DEGREE) for edge in shape.bounds]
        self._connection.execute(
            "INSERT OR IGNORE INTO footprint VALUES (?, ?, ?, ?, ?, ?)", (key, *edges, encode(shape))
        )
        return key

    def _flush(self) -> None:
        for sql, rows in (
            (_PUT_PLACE.format("place"), self._places),
            (_PUT_PLACE.format("silent"), self._silent),
            (_PUT_NAME, self._names),
        ):
            self._connection.executemany(sql, rows)
            rows.clear()

    def finish(self, meta: Mapping[str, str], source: tuple[str, str, str, str]) -> Iterator[None]:
        """Sort everything into its tables, step by step; afterwards the file is complete and `counts` can be asked."""
        self._flush()
        yield
        find_twins(self._connection)
        yield
        self._add_chains()
        self._connection.executemany("INSERT INTO feature VALUES (?, ?)", ((n, c) for c, n in self._features.items()))
        self._connection.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?)", (_ONLY_SOURCE, *source))
        given = (f"pk:{self._pack}:", _ONLY_SOURCE)
        self.places = self._connection.execute(_SORT_PLACES.format("place"), given).rowcount
        self._connection.execute(_SORT_PLACES.format("silent"), given)
        self._connection.execute("DROP TABLE stage.place")
        yield
        self._connection.execute(_SORT_NAMES)
        self._connection.execute("DROP TABLE stage.name")
        yield
        self._connection.executemany(_AS_EMBEDDED, self._atlas.outlined())
        self._connection.execute("COMMIT")
        for statement in filter(str.strip, schema.INDEXES.split(";")):
            self._connection.execute(statement)
            yield
        self._connection.execute("PRAGMA analysis_limit = 1000")
        self._connection.execute("ANALYZE main")
        counted = {"places": str(self.places), "names": str(self.names)}
        rows = sorted({**meta, **counted}.items())
        self._connection.executemany("INSERT INTO meta VALUES (?, ?)", rows)

    def _add_chains(self) -> None:
        """Give each code its place, and add the countries and divisions that are only in the embedded gazetteer."""
        parents = list(self._codes.parents(self._atlas))
        self._connection.executemany("INSERT INTO stage.parent VALUES (?, ?)", parents)
        named = self._connection.execute("SELECT DISTINCT parent FROM stage.place WHERE parent IS NOT NULL")
        wanted = {place for _, place in parents} | {number for (number,) in named.fetchall()}
        added: set[int] = set()
        for number in sorted(wanted):
            for row in self._atlas.chain(number):
                if row[0] not in added:
                    added.add(row[0])
                    self._add_silent(row)
        self._flush()

    def _add_silent(self, row: tuple[Any, ...]) -> None:
        number, name, code, lat, lon, country, parent, population, radius, prior, areas = row
        feature = self._features.setdefault(code, len(self._features) + 1)
        whole = (number, 0, name, feature, lat, lon, country, 0, population, radius, prior, areas)
        self._silent.append((*whole, None, None, None, parent, None))

    @property
    def names(self) -> int:
        """Names, once finished."""
        return self._count("SELECT count(*) FROM name")

    @property
    def merged(self) -> int:
        """Places that were one with another, once finished."""
        return self._count("SELECT count(*) FROM stage.twin")

    def _count(self, sql: str) -> int:
        number: int = self._connection.execute(sql).fetchone()[0]
        return number

    def close(self) -> None:
        """Close the file, complete or not, and let SQLite put its temporary files where it likes again."""
        self._connection.close()
        with closing(sqlite3.connect(":memory:")) as other:
            other.execute("PRAGMA temp_store_directory = ''")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
