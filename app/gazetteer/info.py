"""What is in a gazetteer file, for the reader and for reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from app.gazetteer.reader import Reader

EMBEDDED: Final = "Whereof"
"""The title of the gazetteer that Whereof carries; packs carry their own."""

_COUNTS: Final = "SELECT (SELECT count(*) FROM place), (SELECT count(*) FROM name), (SELECT count(*) FROM footprint)"
_FEATURES: Final = (
    "SELECT feature.code, count(*) FROM place JOIN feature ON feature.id = place.feature GROUP BY place.feature"
    " ORDER BY 2 DESC, 1"
)
_SOURCES: Final = "SELECT id, name, version, licence, attribution FROM source ORDER BY id"
_SOURCE_COUNTS: Final = "SELECT source, count(*) FROM place GROUP BY source"
_BUILT_MOST: Final = 4096


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """One of the data sets a gazetteer was made of.

    Attributes:
        name: the package or file.
        version: its version.
        licence: the licence of its data.
        attribution: the line that it asks for.
        places: places that come from it.
    """

    name: str
    version: str
    licence: str
    attribution: str
    places: int


@dataclass(frozen=True, slots=True)
class GazetteerInfo:
    """A gazetteer file in figures.

    Attributes:
        title: what the reader calls it.
        version: the version that it names.
        places: its places.
        names: its names, each once for each place called so.
        footprints: its outlines and courses.
        bytes: the size of the file.
        built_seconds: how long building it took; None where that was not written down.
        features: places by class (`P`) and by class and code (`P.PPLC`), most first.
        sources: what it was made of.
    """

    title: str
    version: str
    places: int
    names: int
    footprints: int
    bytes: int
    built_seconds: float | None
    features: dict[str, int]
    sources: tuple[SourceInfo, ...]


def read(reader: Reader, title: str) -> GazetteerInfo:
    """Count what is in a file."""
    places, names, footprints = reader.rows(_COUNTS)[0]
    meta = dict(reader.rows("SELECT key, value FROM meta"))
    counted = dict(reader.rows(_SOURCE_COUNTS))
    return GazetteerInfo(
        title=title,
        version=meta.get("version", ""),
        places=places,
        names=names,
        footprints=footprints,
        bytes=reader.path.stat().st_size,
        built_seconds=_built_seconds(reader.path.with_suffix(".built.json")),
        features=_features(reader.rows(_FEATURES)),
        sources=tuple(
            SourceInfo(name, made, licence, attribution, counted.get(number, 0))
            for number, name, made, licence, attribution in reader.rows(_SOURCES)
        ),
    )


def _features(rows: list[tuple[Any, ...]]) -> dict[str, int]:
    classes: dict[str, int] = {}
    for code, count in rows:
        classes[code[:1]] = classes.get(code[:1], 0) + count
    ordered = sorted(classes.items(), key=lambda item: (-item[1], item[0]))
    return {**dict(ordered), **dict(rows)}


def _built_seconds(path: Path) -> float | None:
    """What the build wrote beside the file; not in it, so that the same sources give the same file."""
    try:
        if path.stat().st_size > _BUILT_MOST:
            return None
        seconds = json.loads(path.read_text(encoding="utf-8"))["seconds"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return float(seconds) if isinstance(seconds, int | float) and not isinstance(seconds, bool) else None
