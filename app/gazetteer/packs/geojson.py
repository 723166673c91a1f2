"""GeoJSON (RFC 7946): a collection, one feature, or one feature a line; names and more out of `properties`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from app.gazetteer.packs import fields, outlines
from app.gazetteer.packs.features import features
from app.gazetteer.packs.recipe import LineFault
from app.gazetteer.packs.rows import Faulty, PackPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.gazetteer.packs.opening import Source
    from app.gazetteer.packs.recipe import Recipe

SUFFIXES: Final = (".geojson", ".json", ".geojsonl", ".geojsons", ".jsonl", ".ndjson", ".jsonld")


def read(source: Source, recipe: Recipe) -> Iterator[PackPlace | LineFault]:
    """The places of a file, and what is wrong with its features.

    Raises:
        Stopped: the reader has cancelled.
        Unreadable: it is not JSON, or not of features.
        TooLarge: a feature is too long.
    """
    return each(source, lambda row, held: _described(row, held, recipe))


def each(
    source: Source,
    described: Callable[[int, dict[str, Any]], PackPlace],
    label: Callable[[dict[str, Any]], str] = lambda _held: "",
) -> Iterator[PackPlace | LineFault]:
    """The places of a file of features, however a feature is described; raises what `read` raises.

    Args:
        source: the file.
        described: a feature, by its number, as a place without a geometry; may raise `Faulty`.
        label: what a fault calls the feature beside its number.
    """
    for feature in features(source):
        if isinstance(feature, LineFault):
            yield feature
            continue
        try:
            yield _located(described(feature.row, feature.held), feature.held.get("geometry"))
        except Faulty as trouble:
            yield LineFault(feature.row, f"feature {feature.row}: {label(feature.held)}{trouble}")


def _located(place: PackPlace, geometry: Any) -> PackPlace:  # noqa: ANN401 - JSON
    """The place with the point, radius and shape of a geometry.

    Raises:
        Faulty: it has no geometry, or a broken one.
    """
    return settle(place, outlines.of_geojson(geometry))


def settle(place: PackPlace, geometry: outlines.Geometry) -> PackPlace:
    """The place where a geometry is.

    Raises:
        Faulty: it has no point, or one out of bounds.
    """
    found = geometry.located()
    place.lat, place.lon, place.shape = found.lat, found.lon, found.shape
    if place.radius_km is None:
        place.radius_km = found.radius_km
    if found.simplified:
        place.remark = outlines.SIMPLIFIED
    return place


def _described(row: int, held: dict[str, Any], recipe: Recipe) -> PackPlace:
    """The place that a feature's properties describe, somewhere."""
    properties = held.get("properties")
    if not isinstance(properties, dict):
        raise Faulty("it has no properties")
    columns = recipe.columns or fields.guessed(map(str, properties))
    cells = {field: fields.text(properties.get(column)) for field, column in columns.items()}
    return fields.place(row, cells, 0.0, 0.0)
