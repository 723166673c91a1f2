"""Results as text, one after the other: JSON Lines, GeoJSON, CSV."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from app.export.quote import quote
from app.export.record import mention, record
from app.geoparsing.dates import interval_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from app.export.record import Result
    from app.geoparsing.model import DateMention, Finding

COLUMNS: Final = (
    "document", "title", "date", "start", "end", "surface", "kind", "place_id", "geonameid", "name", "lat", "lon",
    "feature", "country", "admin", "precision", "radius_km", "confidence", "earliest", "latest", "quote", "reasons",
)  # fmt: skip
"""The header of the CSV."""

_NEVER: Final[dict[str, str | None]] = {"earliest": None, "latest": None}
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def jsonl(results: Iterable[Result]) -> Iterator[str]:
    """One document a line."""
    for result in results:
        yield json.dumps(record(result), ensure_ascii=False) + "\n"


def geojson(results: Iterable[Result]) -> Iterator[str]:
    """One FeatureCollection; each mention is a feature, without geometry where it has no place."""
    separator = '{"type": "FeatureCollection", "features": ['
    for result in results:
        for finding, dates in result.dated():
            yield separator + "\n" + json.dumps(_feature(result, finding, dates), ensure_ascii=False)
            separator = ","
    yield (separator if separator != "," else "") + "\n]}\n"


def _feature(result: Result, finding: Finding, dates: Sequence[DateMention]) -> dict[str, Any]:
    """A mention as a GeoJSON feature (longitude first)."""
    said = mention(finding)
    where = said.pop("place")
    geometry = {"type": "Point", "coordinates": [where.pop("lon"), where.pop("lat")]} if where else None
    properties = {
        "document": result.id,
        "title": result.document.title,
        "date": result.document.date,
        **said,
        **({"place_id": where.pop("id"), **where} if where else {}),
        **_when(dates),
        "quote": quote(result.document, finding.mention),
    }
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _when(dates: Sequence[DateMention]) -> dict[str, str | None]:
    """The first and last day of a mention's dates, in ISO 8601; nothing where its sentence has none."""
    interval = interval_of(dates)
    return {"earliest": str(interval.earliest), "latest": str(interval.latest)} if interval else _NEVER


def table(results: Iterable[Result]) -> Iterator[str]:
    """CSV with a header, one mention a row; no cell can be taken for a formula."""
    yield _row(COLUMNS)
    for result in results:
        for finding, dates in result.dated():
            yield _row(_cells(result, finding, dates))


def _cells(result: Result, finding: Finding, dates: Sequence[DateMention]) -> list[object]:
    said, when = mention(finding), _when(dates)
    where = said["place"] or {}
    return [
        result.id, result.document.title, result.document.date,
        said["start"], said["end"], said["surface"], said["kind"],
        where.get("id"), where.get("geonameid"), where.get("name"), where.get("lat"), where.get("lon"),
        where.get("feature"), where.get("country"), ", ".join(where.get("admin", ())), where.get("precision"),
        where.get("radius_km"), said["confidence"], when["earliest"], when["latest"],
        quote(result.document, finding.mention), "; ".join(said["reasons"]),
    ]  # fmt: skip


def _row(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(cell: object) -> object:
    """A cell that no spreadsheet runs: text that begins like a formula gets an apostrophe."""
    return "'" + cell if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


FORMATS: Final[dict[str, Callable[[Iterable[Result]], Iterator[str]]]] = {
    "jsonl": jsonl,
    "geojson": geojson,
    "csv": table,
}
"""The formats by the name that the command line knows."""
