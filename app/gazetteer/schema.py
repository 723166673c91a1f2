"""The gazetteer file: tables, versions, and the small numbers that stand for words in it.

One immutable SQLite file. Rows of `place` are keyed by GeoNames id where there is one; other places have a negative
number and their own `key`. Coordinates are hundred-thousandths of a degree, radii tenths of a kilometre, priors
hundredths. `name.surface` is NULL where the name is the titled form of `norm` (see `names.titled`).
`start` and `finish` are the years in which a place or a name held, NULL where that is not known or not over.
`footprint` has the outlines and courses that `place.areas` names (see `shapes`). A gazetteer pack has this form too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Match

if TYPE_CHECKING:
    import sqlite3

APPLICATION_ID: Final = 0x5748475A
VERSION: Final = 2

DEGREE: Final = 100_000
TENTH: Final = 10
HUNDREDTH: Final = 100

MATCHES: Final = (Match.OFFICIAL, Match.MAIN, Match.ALTERNATE, Match.ABBREVIATION, Match.DEMONYM)
"""`name.match` is an index into this."""

CELLS_A_ROW: Final = 360

DDL: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE source (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, version TEXT NOT NULL, licence TEXT NOT NULL, attribution TEXT NOT NULL
);
CREATE TABLE feature (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    key TEXT,
    name TEXT NOT NULL,
    feature INTEGER NOT NULL REFERENCES feature (id),
    lat INTEGER NOT NULL,
    lon INTEGER NOT NULL,
    country TEXT NOT NULL,
    parent INTEGER,
    population INTEGER NOT NULL,
    radius INTEGER NOT NULL,
    prior INTEGER NOT NULL,
    areas TEXT,
    cell INTEGER,
    start INTEGER,
    finish INTEGER,
    source INTEGER NOT NULL REFERENCES source (id)
);
CREATE TABLE name (
    norm TEXT NOT NULL, place INTEGER NOT NULL, match INTEGER NOT NULL, surface TEXT, start INTEGER, finish INTEGER,
    PRIMARY KEY (norm, place)
) WITHOUT ROWID;
CREATE TABLE footprint (
    key TEXT PRIMARY KEY,
    south INTEGER NOT NULL,
    west INTEGER NOT NULL,
    north INTEGER NOT NULL,
    east INTEGER NOT NULL,
    shape BLOB NOT NULL
) WITHOUT ROWID;
"""

INDEXES: Final = """
CREATE UNIQUE INDEX place_key ON place (key) WHERE key IS NOT NULL;
CREATE INDEX place_cell ON place (cell, population) WHERE cell IS NOT NULL;
"""


def cell(lat: float, lon: float) -> int:
    """The one-degree cell that a point lies in, counted from the south-west, row by row."""
    row = min(max(int(lat + 90.0), 0), 179)
    column = int(lon + 180.0) % CELLS_A_ROW
    return row * CELLS_A_ROW + column


def create(connection: sqlite3.Connection) -> None:
    """Make the empty tables in a new file."""
    connection.execute("PRAGMA page_size = 4096")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.executescript(DDL)


def fault(connection: sqlite3.Connection) -> str:
    """What makes this file no gazetteer of this program, in words; empty if nothing does."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        return "it is not a gazetteer"
    if version != VERSION:
        return f"it has version {version}, and this program reads version {VERSION}"
    return ""
