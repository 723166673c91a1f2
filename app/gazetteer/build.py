"""Builds the gazetteer file from pinned packages: `whereof gazetteer build --packages DIR`.

The same packages and the same tables of ours give the same file, byte for byte (with the same SQLite).
"""

from __future__ import annotations

import json
import lzma
import shutil
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.gazetteer import merging, packages, schema, shapes
from app.gazetteer.collection import Collection, Entry
from app.gazetteer.features import prior
from app.gazetteer.names import titled
from app.gazetteer.packages import PACKAGES, Downloads
from app.gazetteer.sources import (
    airports,
    areas,
    cities,
    countries,
    curated,
    demonyms,
    divisions,
    lakes,
    outlines,
    rivers,
)
from app.geoparsing.model import Match
from app.paths import resources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VERSION: Final = "2026.11"
"""The version that the file names, for readers and reports."""
_LICENCE_OF_OURS: Final = "Apache-2.0"
_DIVISION_SHARE: Final = 0.3
"""A division's people are its cities' people, counted twice where a city lists its quarters; so they weigh less."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What of our own goes into the gazetteer.

    Attributes:
        curated: the curated table.
        areas: the basemap's areas.
        outlines: the tables of outlines drawn by hand.
    """

    curated: Path
    areas: Path
    outlines: tuple[Path, ...] = ()

    @staticmethod
    def shipped() -> Tables:
        """The tables that the repository carries."""
        folder = resources() / "gazetteer"
        return Tables(
            folder / "curated.csv",
            resources() / "basemap" / "areas.json.gz",
            tuple(sorted(folder.glob("outlines-*.csv"))),
        )


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made.

    Attributes:
        places: its places.
        names: its names, each once for each place called so.
        seconds: how long it took, packing included.
        sha256: the hex digest of the file.
        sqlite_bytes: the size of the file.
        xz_bytes: the size of its compressed form; None where none was asked for.
    """

    places: int
    names: int
    seconds: float
    sha256: str
    sqlite_bytes: int
    xz_bytes: int | None


def nobody(step: str, done: int, total: int) -> None:
    """Tell nobody how far the build is."""
    del step, done, total


_STEPS: Final = 12


@dataclass(slots=True)
class Steps:
    """Counts the steps of a build aloud."""

    tell: Callable[[str, int, int], None] = nobody
    total: int = _STEPS
    done: int = 0

    def begin(self, words: str) -> None:
        """Say what comes now."""
        self.tell(words, self.done, self.total)
        self.done += 1


def build(
    downloads_folder: Path,
    output: Path,
    *,
    pack: bool = False,
    tell: Callable[[str, int, int], None] = nobody,
    version: str = VERSION,
    tables: Tables | None = None,
) -> Built:
    """Build the gazetteer file; what is at `output` is replaced when the new file is complete.

    `<output>.built.json` beside it (in place of the suffix) says how long it took, for `GazetteerFile.info`.

    Args:
        downloads_folder: where the pinned packages are.
        output: the SQLite file to write.
        pack: also write the compressed form and the checksum beside it.
        tell: hears of each step: what it is, steps done, steps in all.
        version: the version that the file names.
        tables: our own tables, if not those of the repository.

    Raises:
        Missing: a package is not in the folder.
        Unreadable: a package is not the pinned one, or one of our tables has a mistake.
    """
    began = time.monotonic()
    steps = Steps(tell, _STEPS + pack)
    steps.begin("checking the packages")
    found = gather(Downloads(downloads_folder), tables or Tables.shipped(), steps)
    steps.begin("writing the file")
    write(found, version, output)
    packed = output.with_suffix(".sqlite.xz")
    if pack:
        steps.begin("packing it")
        compress(output, packed)
    built = Built(
        places=len(found.places),
        names=len(found.names),
        seconds=round(time.monotonic() - began, 1),
        sha256=packages.digest(output),
        sqlite_bytes=output.stat().st_size,
        xz_bytes=packed.stat().st_size if pack else None,
    )
    _write_figures(built, output.with_suffix(".built.json"))
    steps.begin("done")
    return built


def _write_figures(built: Built, target: Path) -> None:
    figures = {"seconds": built.seconds, "sqlite_bytes": built.sqlite_bytes, "xz_bytes": built.xz_bytes}
    target.write_text(json.dumps(figures) + "\n", encoding="ascii")


def gather(downloads: Downloads, tables: Tables, steps: Steps | None = None) -> Collection:
    """Everything that goes into the gazetteer."""
    begin = (steps or Steps()).begin
    found = Collection()
    begin("countries")
    countries.add(found, downloads)
    begin("divisions")
    rows = divisions.divisions(downloads)
    towns = cities.load(downloads, rows)
    divisions.add(found, downloads, rows, cities.members(towns))
    begin("cities")
    cities.add(found, downloads, towns)
    divisions.call_as_in_news(found)
    _give_back_names(found)
    begin("names of peoples")
    demonyms.add(found, downloads)
    begin("our own table")
    curated.add(found, downloads, tables.curated)
    begin("rivers")
    rivers.add(found, downloads)
    begin("lakes")
    lakes.add(found, downloads)
    begin("outlines")
    topology = areas.read(tables.areas)
    areas.add(found, topology)
    outlines.add(found, topology, tables.outlines)
    begin("ranks")
    _give_priors(found)
    begin("airports")
    airports.add(found, downloads)
    merging.merge(found)
    return found


_LARGE: Final = 50_000
_NO_NAMES: Final = frozenset({"jewish"})
"""Names in the packages that are only a part of the name."""


def _give_back_names(found: Collection) -> None:
    """Take from countries what in other languages they are called, where it is a division's or a large city's name."""
    owners: dict[str, set[str]] = {}
    for (norm, number), (match, _) in found.names.items():
        entry = found.places[number]
        if match is Match.MAIN and (entry.feature == "A.ADM1" or entry.population >= _LARGE):
            owners.setdefault(norm, set()).add("" if entry.feature.startswith("P.") else entry.country)
    for (norm, number), (match, _) in list(found.names.items()):
        country = found.places[number]
        stolen = match is Match.ALTERNATE and country.feature.startswith("A.PCL")
        if norm in _NO_NAMES or (stolen and owners.get(norm, set()) & {"", country.country}):
            del found.names[norm, number]


def _give_priors(found: Collection) -> None:
    for entry in found.places.values():
        if entry.prior is None:
            share = _DIVISION_SHARE if entry.feature.startswith("A.ADM") else 1.0
            entry.prior = prior(entry.feature, int(entry.population * share))
    _put_cities_first(found)


_LEADING_SHARE: Final = 0.2


def _put_cities_first(found: Collection) -> None:
    """Rank a division just below the city in it that has its name and a good part of its people.

    Not where the city says so itself: Oklahoma is the state, Oklahoma City the city.
    """
    called: dict[int, set[str]] = {}
    owned: dict[int, set[str]] = {}
    for (norm, number), (match, _) in found.names.items():
        feature = found.places[number].feature
        if feature.startswith("P.") and not found.places[number].name.endswith(" City"):
            called.setdefault(number, set()).add(norm)
        elif feature.startswith("A.ADM") and match in (Match.OFFICIAL, Match.MAIN):
            owned.setdefault(number, set()).add(norm)
    for number in sorted(called):
        city = found.places[number]
        division = found.places.get(city.parent or 0)
        while division is not None and division.feature.startswith("A.ADM"):
            shares = city.population >= _LEADING_SHARE * division.population
            common = called[number] & owned.get(division.number, set())
            if shares and common:
                for norm in common:
                    found.names[norm, number] = (Match.MAIN, found.names[norm, division.number][1])
                division.prior = min(division.prior or 0.0, (city.prior or 0.0) - 0.02)
            division = found.places.get(division.parent or 0)


def write(found: Collection, version: str, target: Path) -> None:
    """Write the gazetteer file; an existing one is replaced when the new one is complete."""
    work = target.with_suffix(".building")
    work.unlink(missing_ok=True)
    connection = sqlite3.connect(work, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        schema.create(connection)
        connection.execute("BEGIN")
        _write_rows(connection, found)
        _write_footprints(connection, found)
        _write_meta(connection, found, version)
        connection.execute("COMMIT")
        connection.executescript(schema.INDEXES)
        connection.execute("ANALYZE")
        connection.execute("VACUUM")
    finally:
        connection.close()
    work.replace(target)


def _write_rows(connection: sqlite3.Connection, found: Collection) -> None:
    sources = {name: number for number, name in enumerate(_source_names(), start=1)}
    features = {code: number for number, code in enumerate(sorted({e.feature for e in found.places.values()}), start=1)}
    connection.executemany("INSERT INTO feature VALUES (?, ?)", [(number, code) for code, number in features.items()])
    connection.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_place_row(found.places[number], features, sources) for number in sorted(found.places)),
    )
    matches = {match: number for number, match in enumerate(schema.MATCHES)}
    connection.executemany(
        "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)",
        (
            (
                norm,
                number,
                matches[match],
                None if name == titled(norm) else name,
                *found.years.get((norm, number), (None, None)),
            )
            for (norm, number), (match, name) in sorted(found.names.items(), key=lambda item: item[0])
        ),
    )


def _write_footprints(connection: sqlite3.Connection, found: Collection) -> None:
    for key, shape in sorted(found.footprints.items()):
        edges = [round(edge * schema.DEGREE) for edge in shape.bounds]
        connection.execute("INSERT INTO footprint VALUES (?, ?, ?, ?, ?, ?)", (key, *edges, shapes.encode(shape)))


def _place_row(entry: Entry, features: dict[str, int], sources: dict[str, int]) -> tuple[object, ...]:
    return (
        entry.number,
        entry.key,
        entry.name,
        features[entry.feature],
        round(entry.lat * schema.DEGREE),
        round(entry.lon * schema.DEGREE),
        entry.country,
        entry.parent,
        entry.population,
        round(entry.radius_km * schema.TENTH),
        round((entry.prior or 0.0) * schema.HUNDREDTH),
        " ".join(entry.areas) or None,
        schema.cell(entry.lat, entry.lon) if entry.feature.startswith("P.") else None,
        entry.start,
        entry.finish,
        sources[entry.source],
    )


def _source_names() -> list[str]:
    return [*(package.name for package in PACKAGES), curated.SOURCE]


def _write_meta(connection: sqlite3.Connection, found: Collection, version: str) -> None:
    ours = (curated.SOURCE, version, _LICENCE_OF_OURS, "World regions, seas and abbreviations: Whereof's own table")
    rows = [(p.name, p.version, p.licence, p.attribution) for p in PACKAGES] + [ours]
    connection.executemany(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?)", [(number, *row) for number, row in enumerate(rows, start=1)]
    )
    meta = {
        "version": version,
        "places": str(len(found.places)),
        "names": str(len(found.names)),
        "attribution": "\n".join(dict.fromkeys(row[3] for row in rows)),
    }
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))


def compress(source: Path, target: Path) -> None:
    """Pack the gazetteer for the repository, and write its checksum beside it."""
    work = target.with_suffix(".packing")
    with source.open("rb") as plain, lzma.open(work, "wb", preset=9 | lzma.PRESET_EXTREME) as packed:
        shutil.copyfileobj(plain, packed, 1 << 20)
    work.replace(target)
    checksum = f"{packages.digest(source)}  {source.name}\n"
    (target.parent / "gazetteer.sha256").write_text(checksum, encoding="ascii")
