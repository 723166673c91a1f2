"""What an import is told and what it answers: plain values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FAULTS_KEPT: Final = 200
"""Faults that a report spells out; the others are only counted."""

CLASSES: Final = ("P", "A", "H", "L", "T")
"""GeoNames feature classes taken by default: settlements, divisions, water, regions, relief. `S` (buildings), `R`
(roads), `U` (under the sea) and `V` (woods) are for who wants them."""

FIELDS: Final = (
    *("name", "lat", "lon", "alternates", "feature", "country", "admin", "population", "geonameid"),
    *("start", "finish", "radius_km"),
)
"""What a column of a table can be; the first three must be there."""

NEEDED: Final = FIELDS[:3]


class PackFormat(StrEnum):
    """The kinds of file that become a gazetteer pack."""

    GEONAMES = "geonames"
    TABLE = "table"
    GEOJSON = "geojson"
    KML = "kml"
    LINKED_PLACES = "linked_places"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a file is to be read.

    Attributes:
        format: its form.
        title: the reader's name for the pack.
        licence: of its data, as its maker calls it; may be empty.
        attribution: the line that its maker asks for; may be empty.
        classes: GeoNames feature classes to take; only a GeoNames dump is filtered.
        columns: for a table: field (see `FIELDS`) -> name of its column; without a header, columns are called by
            their numbers from `1`.
        delimiter: of a table; empty: found by looking.
        encoding: of a table; empty: found by looking.
        header: whether a table's first row names its columns.
    """

    format: PackFormat
    title: str
    licence: str = ""
    attribution: str = ""
    classes: tuple[str, ...] = CLASSES
    columns: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""
    encoding: str = ""
    header: bool = True


@dataclass(frozen=True, slots=True)
class TablePreview:
    """The beginning of a table, for choosing what its columns are.

    Attributes:
        columns: their names, or numbers from `1` where the table has no header.
        rows: the first rows, each as long as `columns`.
        delimiter: between cells.
        encoding: of the file.
        header: whether the first row names the columns.
        guessed: field -> column, as far as names and values tell.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    encoding: str
    header: bool
    guessed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LineFault:
    """A line (of a table or dump) or feature that was left out.

    Attributes:
        line: its number, counted from 1.
        sentence: which and why: "line 17: latitude 97.3 is not between -90 and 90".
    """

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is.

    Attributes:
        done_bytes: read of the source, uncompressed.
        total_bytes: the source's length, uncompressed.
        places: taken so far.
        skipped: lines or features left out so far.
        finishing: everything is read; the pack is being put in order, which cannot be counted.
    """

    done_bytes: int
    total_bytes: int
    places: int
    skipped: int
    finishing: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of an import.

    Attributes:
        places: in the pack.
        names: in the pack.
        skipped: lines or features left out because something is wrong with them.
        faults: the first of them, at most `FAULTS_KEPT`.
        cancelled: stopped by the reader; nothing was written, and the other numbers say how far it had come.
        merged: places that were one with another: same name, same feature class, less than 100 m apart.
        remarks: what else the reader should know, one sentence each.
    """

    places: int
    names: int
    skipped: int
    faults: tuple[LineFault, ...] = ()
    cancelled: bool = False
    merged: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a first look at a file tells.

    Attributes:
        recipe: the one that seems right.
        table: its beginning, if it is a table.
    """

    recipe: Recipe
    table: TablePreview | None = None
