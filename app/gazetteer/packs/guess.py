"""Looks at a file and says what it probably is."""

from __future__ import annotations

import codecs
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from app.errors import Unreadable
from app.gazetteer.packs import fields, geojson, geonames, kml, sniffing, table
from app.gazetteer.packs.opening import opened
from app.gazetteer.packs.recipe import NEEDED, PackFormat, Preview, Recipe, TablePreview

if TYPE_CHECKING:
    from pathlib import Path

_LOOKED_AT: Final = 1 << 18
_SUFFIXES: Final = tuple(dict.fromkeys((*geonames.SUFFIXES, *table.SUFFIXES, *geojson.SUFFIXES, *kml.SUFFIXES)))
_LINKED: Final = re.compile(r'"toponym"\s*:|linkedplaces|linked-places|linkedpasts', re.IGNORECASE)
_GEOJSON: Final = re.compile(r'"type"\s*:\s*"(?:FeatureCollection|Feature)"|"features"\s*:|"geometry"\s*:')
_REMEDY: Final = "Whereof reads GeoNames dumps, CSV, GeoJSON, KML and Linked Places."
_LICENCE: Final = ("CC BY 4.0", "Places: GeoNames (geonames.org), CC BY 4.0")


def guess(path: Path) -> Recipe:
    """The recipe that seems right for a file; a table's columns are guessed too.

    Raises:
        Unreadable: it is none of the formats, or cannot be opened.
        TooLarge: it is an archive that unpacks to more than is allowed.
    """
    return look(path).recipe


def preview(path: Path) -> TablePreview:
    """The beginning of a table.

    Raises:
        Unreadable: it is no table, or cannot be opened.
        TooLarge: it is an archive that unpacks to more than is allowed.
    """
    return _preview(_beginning(path), path.name)


def look(path: Path) -> Preview:
    """Both at once: the recipe, and a table's beginning.

    Raises:
        Unreadable: it is none of the formats, or cannot be opened.
        TooLarge: it is an archive that unpacks to more than is allowed.
    """
    beginning = _beginning(path)
    title = " ".join(PurePath(path.name).stem.replace("_", " ").split()) or path.name
    if kml.is_kml(beginning):
        return Preview(Recipe(PackFormat.KML, title))
    text = _text(beginning)
    if text.lstrip("\ufeff\x1e \t\r\n").startswith("{") and _GEOJSON.search(text):
        linked = _LINKED.search(text) is not None
        return Preview(Recipe(PackFormat.LINKED_PLACES if linked else PackFormat.GEOJSON, title))
    if _is_dump(text):
        licence, attribution = _LICENCE
        return Preview(Recipe(PackFormat.GEONAMES, title, licence, attribution))
    shown = _preview(beginning, path.name)
    recipe = Recipe(
        PackFormat.TABLE,
        title,
        columns=shown.guessed,
        delimiter=shown.delimiter,
        encoding=shown.encoding,
        header=shown.header,
    )
    return Preview(recipe, shown)


def _beginning(path: Path) -> bytes:
    with opened(path, _SUFFIXES) as source:
        found = source.read(_LOOKED_AT)
    if not found.strip():
        raise Unreadable(f"{path.name} is empty.")
    return found


def _text(beginning: bytes) -> str:
    wide = beginning[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return beginning.decode("utf-16" if wide else "utf-8-sig", "replace")


def _is_dump(text: str) -> bool:
    """Whether the first line is a row of a GeoNames dump."""
    line = next((line for line in text.split("\n") if line and not line.startswith("#")), "")
    cells = line.split("\t")
    return len(cells) == geonames.COLUMNS and cells[0].strip().isdigit() and len(cells[6]) <= 1


def _preview(beginning: bytes, name: str) -> TablePreview:
    sample = beginning[: sniffing.SAMPLE]
    written = sniffing.dialect(sample, name, Recipe(PackFormat.TABLE, ""))
    text = codecs.getincrementaldecoder(written.encoding)("replace").decode(sample)
    rows = sniffing.first_rows(text, written.delimiter)
    width = max(map(len, rows), default=0)
    if width < len(NEEDED) or "\0" in text or text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise Unreadable(f"{name} is no gazetteer that Whereof knows.", _REMEDY)
    header = sniffing.has_header(rows)
    columns = sniffing.titles(_padded(rows[0] if header else [""] * width, width), name)
    body = [_padded(row, width) for row in rows[header : sniffing.ROWS + header]]
    known = sniffing.by_values(body, columns, fields.guessed(columns) if header else {})
    return TablePreview(tuple(columns), tuple(map(tuple, body)), written.delimiter, written.encoding, header, known)


def _padded(row: list[str], width: int) -> list[str]:
    return row + [""] * (width - len(row))
