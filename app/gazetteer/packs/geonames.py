"""GeoNames dumps: a country's, or all countries', 19 columns between tabs, as text or zipped.

The columns: id, name, ASCII name, alternate names (between commas), latitude, longitude, feature class, feature code,
country, other countries, four admin codes, population, elevation, digital elevation model, time zone, date. See
https://download.geonames.org/export/dump/readme.txt
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.gazetteer.packs.fold import is_written
from app.gazetteer.packs.opening import LONGEST_LINE, lines
from app.gazetteer.packs.recipe import LineFault
from app.gazetteer.packs.rows import Faulty, NameRow, PackPlace, called, identity, number, people, point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.gazetteer.packs.opening import Source
    from app.gazetteer.packs.recipe import Recipe

SUFFIXES: Final = (".txt", ".tsv", ".csv")
COLUMNS: Final = 19
_LONG_ID: Final = 12
_NO_CODES: Final = ("", "00")
_COUNTRIES: Final = ("PCL", "PCLD", "PCLF", "PCLI", "PCLIX", "PCLS")
_CLASSES: Final = frozenset("AHLPRSTUV")


def read(source: Source, recipe: Recipe) -> Iterator[PackPlace | LineFault]:
    """The places of a dump, and what is wrong with its lines.

    Raises:
        Stopped: the reader has cancelled.
        Unreadable: the archive is damaged.
    """
    classes = frozenset(recipe.classes)
    for row, line in lines(source):
        if not line or line.startswith(b"#"):
            if line is None:
                yield LineFault(row, f"line {row}: it is longer than {LONGEST_LINE:,} bytes")
            continue
        try:
            place = _place(row, line, classes)
        except Faulty as trouble:
            yield LineFault(row, f"line {row}: {trouble}")
            continue
        if place is not None:
            yield place


def _place(row: int, line: bytes, classes: frozenset[str]) -> PackPlace | None:
    """The place of a line; None where its feature class is not wanted and no chain needs it."""
    try:
        cells = line.decode().removeprefix("\ufeff").split("\t")
    except UnicodeDecodeError:
        raise Faulty("it is not UTF-8") from None
    if len(cells) != COLUMNS:
        raise Faulty(f"it has {len(cells)} columns instead of {COLUMNS}")
    gid, name, plain, alternates, lat, lon, kind, code, country = cells[:9]
    defines = _defines(kind, code, country, cells)
    if kind not in classes and not defines:
        if kind not in _CLASSES and kind:
            raise Faulty(f"“{kind[:20]}” is no feature class")
        return None
    try:
        where = float(lat), float(lon)
    except ValueError:
        where = number(lat, "latitude"), number(lon, "longitude")
    if not (-90.0 <= where[0] <= 90.0 and -180.0 <= where[1] <= 180.0):  # noqa: PLR2004 - degrees
        point(*(number(lat, "latitude"), number(lon, "longitude")))
    return PackPlace(
        row,
        name if name.isalpha() else called(name),
        *where,
        f"{kind}.{code}" if code else kind,
        country,
        _names(name, plain, alternates) if alternates or plain != name else [],
        int(gid) if gid.isascii() and gid.isdigit() and len(gid) < _LONG_ID else identity(gid),
        0 if (head := cells[14]) in ("", "0") else people(head),
        _around(kind, code, country, cells),
        defines,
        silent=kind not in classes,
    )


def _names(name: str, plain: str, alternates: str) -> list[NameRow]:
    found = [NameRow(plain)] if plain and plain != name else []
    if alternates:
        found += [NameRow(other) for other in alternates.split(",") if other != name and other and is_written(other)]
    return found


def _defines(kind: str, code: str, country: str, cells: list[str]) -> str:
    """The code of the division that a row is; empty if it is none."""
    if kind != "A" or not country:
        return ""
    if code == "ADM1" and cells[10] not in _NO_CODES:
        return f"{country}.{cells[10]}"
    if code == "ADM2" and cells[11]:
        return f"{country}.{cells[10]}.{cells[11]}"
    return country if code in _COUNTRIES else ""


def _around(kind: str, code: str, country: str, cells: list[str]) -> str:
    """The code of the smallest division around a row."""
    if kind == "A" and code.startswith(("PCL", "TERR")):
        return ""
    first, second = cells[10], cells[11]
    if first in _NO_CODES or (kind == "A" and code == "ADM1"):
        return country
    if not second or (kind == "A" and code == "ADM2"):
        return f"{country}.{first}"
    return f"{country}.{first}.{second}"
