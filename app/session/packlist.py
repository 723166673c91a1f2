"""What the list of gazetteers shows, and how a file is to be read: frozen values, made by `app.session.packs`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EMBEDDED: Final = "embedded"
"""Id of the gazetteer that Whereof carries; it can be moved and switched off, never removed."""

FEATURE_CLASSES: Final = ("P", "A", "H", "L", "T")
"""GeoNames feature classes taken by default; `S` (buildings), `R` (roads), `U` and `V` are for who wants them."""


@dataclass(frozen=True, slots=True)
class PackRow:
    """A line of the list of gazetteers.

    Attributes:
        id: of the gazetteer; `EMBEDDED` for the one that Whereof carries.
        title: the reader's name for it.
        places: in it.
        format: of the file it was made from: "geonames", "table", "geojson", "kml", "linked_places", "embedded".
        licence: of its data; may be empty.
        attribution: the lines that its makers ask for; may be empty.
        imported: ISO date; empty for the embedded gazetteer.
        enabled: whether it is asked.
        skipped: lines or features that its import left out.
        fault: why it cannot be used, as a sentence; empty if it can.
    """

    id: str
    title: str
    places: int = 0
    format: str = ""
    licence: str = ""
    attribution: str = ""
    imported: str = ""
    enabled: bool = True
    skipped: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """How a file is to be read: what the reader may change before an import. Make another with `replace`.

    Attributes:
        format: "geonames", "table", "geojson", "kml" or "linked_places".
        title: the reader's name for the gazetteer.
        licence: of its data; may be empty.
        attribution: the line that its maker asks for; may be empty.
        classes: GeoNames feature classes to take; only a GeoNames dump is filtered.
        columns: for a table: what a column is ("name", "lat", "lon", …) -> its name.
        delimiter: of a table; empty: found by looking.
        encoding: of a table; empty: found by looking.
        header: whether a table's first row names its columns.
    """

    format: str
    title: str
    licence: str = ""
    attribution: str = ""
    classes: tuple[str, ...] = FEATURE_CLASSES
    columns: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""
    encoding: str = ""
    header: bool = True


@dataclass(frozen=True, slots=True)
class TableLook:
    """The beginning of a table.

    Attributes:
        columns: their names, or numbers from `1` where the table has no header.
        rows: the first rows, each as long as `columns`.
        guessed: what a column is -> its name, as far as names and values tell.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guessed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """What a first look at a file tells.

    Attributes:
        path: the file.
        draft: how it would be read, None where it cannot be.
        table: its beginning, if it is a table.
        sentence: why it cannot be read, and the way out; empty if it can.
    """

    path: Path
    draft: Draft | None = None
    table: TableLook | None = None
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far the import is.

    Attributes:
        title: of the gazetteer that is being made.
        share: of the file that is read, 0 to 1.
        places: taken so far.
        skipped: lines or features left out so far.
        finishing: everything is read; the gazetteer is being put in order, which cannot be counted.
        stopping: the reader stopped it; it is about to end.
    """

    title: str
    share: float = 0.0
    places: int = 0
    skipped: int = 0
    finishing: bool = False
    stopping: bool = False


class ImportEnd(StrEnum):
    """How an import ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of an import.

    Attributes:
        end: how it ended; only one that is done changed anything.
        title: of the gazetteer.
        sentence: what became of it, in one sentence.
        places: in the gazetteer.
        names: in the gazetteer.
        skipped: lines or features left out.
        faults: which and why, one sentence each with the line's number; the first two hundred.
        remarks: what else the reader should know.
    """

    end: ImportEnd
    title: str
    sentence: str
    places: int = 0
    names: int = 0
    skipped: int = 0
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PacksState:
    """What the list of gazetteers shows.

    Attributes:
        rows: the gazetteers in the order in which they are asked.
        looking: a file is being looked at.
        progress: of the import under way, if any.
        report: of the last import since the list was opened, if any.
        sentence: what went wrong with the last act, and the way out; empty if nothing.
    """

    rows: tuple[PackRow, ...] = ()
    looking: bool = False
    progress: ImportProgress | None = None
    report: ImportOutcome | None = None
    sentence: str = ""
