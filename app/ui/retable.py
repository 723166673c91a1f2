"""The beginning of a table, split anew when the reader says that cells or letters are other than was guessed.

Only for looking at: the import reads the file itself anew. Quoted cells with the delimiter inside may look different.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.session.packs import TableLook

DELIMITERS: Final = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"}
ENCODINGS: Final = ("utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "cp1251", "cp1256")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a table is read: what is between cells, how its letters are coded, whether its first row names columns."""

    delimiter: str
    encoding: str
    header: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """A table's columns and first rows, each row as long as `columns`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def cut(table: TableLook, found: Reading, wanted: Reading) -> Cut:
    """The table as `wanted` has it, where `found` is how it was cut so far."""
    if found == wanted:
        return Cut(table.columns, table.rows)
    rows = [table.columns, *table.rows] if found.header else list(table.rows)
    cells = [[_recoded(cell, found.encoding, wanted.encoding) for cell in row] for row in rows]
    if found.delimiter != wanted.delimiter:
        joint = found.delimiter or wanted.delimiter
        cells = [_split(joint.join(row), wanted.delimiter) for row in cells]
    return _framed(cells, header=wanted.header)


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _framed(cells: list[list[str]], *, header: bool) -> Cut:
    width = max((len(row) for row in cells), default=0)
    whole = [tuple(row) + ("",) * (width - len(row)) for row in cells]
    if header and whole:
        return Cut(whole[0], tuple(whole[1:]))
    return Cut(tuple(str(number + 1) for number in range(width)), tuple(whole))


def _recoded(line: str, before: str, now: str) -> str:
    """The same bytes under another encoding."""
    if before == now:
        return line
    try:
        return line.encode(before, "replace").decode(now, "replace").lstrip("\ufeff")
    except LookupError:
        return line
