"""Linked Places Format (GeoJSON-LD): historical places whose names, types and geometries have their own years.

See https://github.com/LinkedPasts/linked-places-format
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from app.gazetteer.packs import fields, kinds, years
from app.gazetteer.packs.geojson import SUFFIXES, each
from app.gazetteer.packs.rows import NameRow, PackPlace, called, identity, people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.gazetteer.packs.opening import Source
    from app.gazetteer.packs.recipe import LineFault, Recipe

__all__ = ["SUFFIXES", "read"]

_SAME: Final = ("closematch", "exactmatch")
_GEONAMES: Final = re.compile(r"(?:gn|geonames):\d+|https?://(?:www\.|sws\.)?geonames\.org/\d+.*", re.IGNORECASE)
_MOST_NAMES: Final = 2000


def read(source: Source, _recipe: Recipe) -> Iterator[PackPlace | LineFault]:
    """The places of a file, and what is wrong with its features.

    Raises:
        Stopped: the reader has cancelled.
        Unreadable: it is not JSON, or not of features.
        TooLarge: a feature is too long.
    """
    return each(source, _place, _label)


def _label(held: dict[str, Any]) -> str:
    """The feature's own id, so that it is found again."""
    identifier = held.get("@id")
    return f"({identifier[:80]}) " if isinstance(identifier, str) and identifier.isprintable() else ""


def _place(row: int, held: dict[str, Any]) -> PackPlace:
    properties = held.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    names = _names(held)
    title = properties.get("title") or properties.get("name") or (names[0].text if names else "")
    span = years.when(held.get("when") or properties.get("when"))
    if span == (None, None):
        span = _covering(names)
    return PackPlace(
        row,
        called(fields.text(title)),
        0.0,
        0.0,
        _feature(held, properties),
        fields.text(properties.get("ccodes") or held.get("ccodes")).partition("|")[0],
        names,
        _geonameid(held),
        people(fields.text(properties.get("population"))),
        start=span.start,
        finish=span.finish,
    )


def _names(held: dict[str, Any]) -> list[NameRow]:
    """The toponyms with their years; variant spellings too."""
    found: list[NameRow] = []
    for one in _objects(held, "names")[:_MOST_NAMES]:
        span = years.when(one.get("when"))
        texts = [one.get("toponym"), *_list(one.get("variants"))]
        found += [NameRow(text, start=span.start, finish=span.finish) for text in texts if isinstance(text, str)]
    return found


def _covering(names: list[NameRow]) -> years.Span:
    """From the first year of any name to the last, where every name has years."""
    starts, finishes = [name.start for name in names], [name.finish for name in names]
    return years.Span(
        min((y for y in starts if y is not None), default=None) if None not in starts else None,
        max((y for y in finishes if y is not None), default=None) if None not in finishes else None,
    )


def _feature(held: dict[str, Any], properties: dict[str, Any]) -> str:
    """The feature code: a GeoNames code, else a concept or word of `types`, else a class of `fclasses`."""
    types = _objects(held, "types")
    texts = [one.get(key) for key in ("identifier", "label", "sourceLabel") for one in types]
    texts += [
        label.get("label") for one in types for label in _list(one.get("sourceLabels")) if isinstance(label, dict)
    ]
    texts += _list(properties.get("fclasses")) + _list(held.get("fclasses"))
    found = (kinds.feature(text) for text in texts if isinstance(text, str))
    return next(filter(None, found), kinds.USUAL)


def _geonameid(held: dict[str, Any]) -> int:
    """The GeoNames id that the feature is linked to, or is; 0 where there is none."""
    texts = [
        one.get("identifier")
        for one in _objects(held, "links")
        if str(one.get("type", "")).rpartition(":")[2].casefold() in _SAME
    ]
    for text in (*texts, held.get("@id")):
        if isinstance(text, str) and _GEONAMES.fullmatch(text):
            return identity(text)
    return 0


def _objects(held: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return [one for one in _list(held.get(key)) if isinstance(one, dict)]


def _list(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    return value if isinstance(value, list) else []
