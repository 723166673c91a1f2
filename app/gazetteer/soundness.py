"""Whether every cell of a gazetteer file holds what its column is for.

SQLite keeps whatever is put into a column. A pack that somebody else made, or that a disk has damaged, must be
told before a place of it is asked for, not by a failure in the middle of a text.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from app.gazetteer import schema

if TYPE_CHECKING:
    from pathlib import Path

_NUMBERS: Final = {
    "place": ("lat", "lon", "population", "radius", "prior"),
    "name": ("place", "match"),
    "footprint": ("south", "west", "north", "east"),
}
_NUMBERS_OR_NONE: Final = {"place": ("parent", "cell", "start", "finish"), "name": ("start", "finish")}
_TEXTS: Final = {
    "meta": ("key", "value"),
    "source": ("name", "version", "licence", "attribution"),
    "feature": ("code",),
    "place": ("name", "country"),
    "name": ("norm",),
    "footprint": ("key",),
}
_TEXTS_OR_NONE: Final = {"place": ("key", "areas"), "name": ("surface",)}
_BOUNDS: Final = {
    "place": (
        f"lat NOT BETWEEN {-90 * schema.DEGREE} AND {90 * schema.DEGREE}",
        f"lon NOT BETWEEN {-180 * schema.DEGREE} AND {180 * schema.DEGREE}",
        "population < 0",
        "radius < 0",
        "feature NOT IN (SELECT id FROM feature)",
    ),
    "name": (f"match NOT BETWEEN 0 AND {len(schema.MATCHES) - 1}",),
    "footprint": ("typeof(shape) <> 'blob'",),
}
_TABLES: Final = ("meta", "source", "feature", "place", "name", "footprint")


def fault(path: Path) -> str:
    """What is wrong in a gazetteer file, in words; empty if nothing is.

    Reads the whole file: some half a second for a million names.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            damaged = (table for table in _TABLES if not _is_sound(connection, table))
            table = next(damaged, "")
    except sqlite3.Error as trouble:
        return str(trouble)
    return f"its table “{table}” holds what does not belong there" if table else ""


def _is_sound(connection: sqlite3.Connection, table: str) -> bool:
    """Whether all cells of a table are of their column's kind.

    Raises:
        sqlite3.Error: the table cannot be read, or a text in it is none.
    """
    wrong = [f"typeof({column}) <> 'integer'" for column in _NUMBERS.get(table, ())]
    wrong += [f"typeof({column}) NOT IN ('integer', 'null')" for column in _NUMBERS_OR_NONE.get(table, ())]
    wrong += [f"typeof({column}) <> 'text'" for column in _TEXTS.get(table, ())]
    wrong += [f"typeof({column}) NOT IN ('text', 'null')" for column in _TEXTS_OR_NONE.get(table, ())]
    wrong += _BOUNDS.get(table, ())
    if connection.execute(f"SELECT 1 FROM {table} WHERE {' OR '.join(wrong)} LIMIT 1").fetchone():  # noqa: S608 - our own words
        return False
    texts = ", ".join((*_TEXTS.get(table, ()), *_TEXTS_OR_NONE.get(table, ())))
    for _ in connection.execute(f"SELECT {texts} FROM {table}"):  # noqa: S608 - our own words
        pass  # each text is decoded on the way
    return True
