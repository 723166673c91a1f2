"""The project file's tables, how a file is made, and how one from elsewhere is refused untouched.

Findings (machine) and corrections (reader) are separate tables. What holds of a mention now is kept beside
its finding in the columns `now_verdict`, `now_place`, `decided_by` and `undecided`, so that lists and maps
are aggregates over one index; `app.project.standing` alone writes them. `history` is the list of the reader's
acts; undo marks acts as undone, newest first.

What the reader marked as a mention is a correction with `mark` set. Where the machine found nothing there, a finding
of the reader's own (`marked`) stands for it; `app.project.marks` keeps it in step, and notes which mentions a mark
overlaps (`covered`).

The days of a date are counted as `datetime.date.toordinal` counts them, on into the time before our era: 1 is
0001-01-01. A date holds for the mentions of its sentence.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from app.errors import Refused, Unreadable

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID: Final = 0x57484F46
VERSION: Final = 1

_TABLES: Final = """
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    date TEXT,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    remarks TEXT NOT NULL,
    status TEXT NOT NULL,
    error TEXT NOT NULL DEFAULT '',
    revision INTEGER NOT NULL DEFAULT 0,
    open INTEGER NOT NULL DEFAULT 1,
    publisher TEXT NOT NULL DEFAULT '',
    mentions INTEGER NOT NULL DEFAULT 0,
    places INTEGER NOT NULL DEFAULT 0,
    confirmed INTEGER NOT NULL DEFAULT 0,
    unsure INTEGER NOT NULL DEFAULT 0,
    not_placed INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX document_by_hash ON document (sha256);
CREATE INDEX document_closed ON document (id) WHERE NOT open;
CREATE INDEX document_by_publisher ON document (publisher, id) WHERE publisher <> '';

CREATE TABLE passage (
    document INTEGER NOT NULL REFERENCES document (id),
    number INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE place (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    lat REAL NOT NULL,
    lon REAL NOT NULL,
    feature TEXT NOT NULL,
    country TEXT NOT NULL,
    admin TEXT NOT NULL,
    "precision" TEXT NOT NULL,
    geonameid INTEGER,
    population INTEGER NOT NULL,
    radius_km REAL NOT NULL,
    areas TEXT NOT NULL,
    admin_ids TEXT NOT NULL,
    start INTEGER,
    finish INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    passage INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface TEXT NOT NULL,
    kind TEXT NOT NULL,
    evidence TEXT NOT NULL,
    verdict TEXT NOT NULL,
    place TEXT REFERENCES place (id),
    confidence REAL NOT NULL,
    now_verdict TEXT NOT NULL DEFAULT 'place unknown',
    now_place TEXT REFERENCES place (id),
    decided_by INTEGER,
    undecided INTEGER NOT NULL DEFAULT 0,
    marked INTEGER NOT NULL DEFAULT 0,
    covered INTEGER NOT NULL DEFAULT 0,
    UNIQUE (document, "start", "end")
) STRICT;
CREATE INDEX finding_by_passage ON finding (document, passage);
CREATE INDEX finding_by_surface ON finding (surface, document);
CREATE INDEX finding_by_place ON finding (now_place, document, "start", "end", kind, undecided)
    WHERE now_place IS NOT NULL;
CREATE INDEX finding_by_decision ON finding (decided_by) WHERE decided_by IS NOT NULL AND NOT covered;
CREATE INDEX finding_undecided ON finding (document, "start") WHERE undecided;
CREATE INDEX finding_demonyms ON finding (now_place, surface, document)
    WHERE kind = 'demonym' AND now_place IS NOT NULL;

CREATE TABLE candidate (
    finding INTEGER NOT NULL REFERENCES finding (id) ON DELETE CASCADE,
    rank INTEGER NOT NULL,
    place TEXT NOT NULL REFERENCES place (id),
    score REAL NOT NULL,
    matched TEXT NOT NULL,
    "match" TEXT NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (finding, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE date_mention (
    document INTEGER NOT NULL REFERENCES document (id),
    passage INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface TEXT NOT NULL,
    earliest INTEGER NOT NULL,
    latest INTEGER NOT NULL,
    "precision" TEXT NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    PRIMARY KEY (document, "start")
) STRICT, WITHOUT ROWID;
CREATE INDEX date_mention_by_passage ON date_mention (document, passage);

CREATE TABLE history (
    id INTEGER PRIMARY KEY,
    act TEXT NOT NULL CHECK (act IN ('correction', 'marking', 'closing')),
    words TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES document (id),
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    act INTEGER NOT NULL REFERENCES history (id) ON DELETE CASCADE,
    document INTEGER NOT NULL REFERENCES document (id),
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    surface TEXT NOT NULL,
    scope TEXT NOT NULL,
    verdict TEXT NOT NULL,
    place TEXT REFERENCES place (id),
    mark INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX correction_by_span ON correction (document, "start", "end");
CREATE INDEX correction_by_surface ON correction (surface, id) WHERE scope <> 'mention';
CREATE INDEX correction_by_act ON correction (act);
CREATE INDEX correction_marks ON correction (document, "start", "end") WHERE mark;
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty database, all of them or none."""
    connection.executescript(
        f"BEGIN;{_TABLES}PRAGMA application_id = {APPLICATION_ID};PRAGMA user_version = {VERSION};COMMIT;"
    )


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database that is not a project of this version, by reading only.

    Raises:
        Refused: it belongs to another program, to a newer Whereof, or holds what a project never holds.
        Unreadable: it is damaged or no database at all.
    """
    try:
        application = _number(connection, "application_id")
        version = _number(connection, "user_version")
        foreign = _objects(connection) ^ _expected_objects()
    except sqlite3.DatabaseError as error:
        raise Unreadable(f"“{path.name}” is damaged or is not a Whereof project.") from error
    if application != APPLICATION_ID:
        raise Refused(f"“{path.name}” is not a Whereof project.")
    if version > VERSION:
        raise Refused(
            f"“{path.name}” was made by a newer Whereof; it was left as it is.",
            "Open it with the newer version.",
        )
    if version < VERSION or foreign:
        raise Refused(f"“{path.name}” does not have the form of a Whereof project; it was left as it is.")


def _number(connection: sqlite3.Connection, pragma: str) -> int:
    row = connection.execute(f"PRAGMA {pragma}").fetchone()
    return int(row[0])


def _objects(connection: sqlite3.Connection) -> set[tuple[str, str, str]]:
    """Type, name and defining text of everything in the database that somebody defined."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    # `sqlite_stat1` and its like are SQLite's own notes about indexes.
    return {(kind, name, sql) for kind, name, sql in rows if not name.startswith("sqlite_")}


def _expected_objects() -> set[tuple[str, str, str]]:
    blank = sqlite3.connect(":memory:")
    try:
        create(blank)
        return _objects(blank)
    finally:
        blank.close()
