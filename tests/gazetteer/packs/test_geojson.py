from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.errors import Unreadable
from app.gazetteer.packs.recipe import PackFormat, Recipe
from app.gazetteer.shapes import ShapeKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Imported

RECIPE = Recipe(PackFormat.GEOJSON, "Mine")
SQUARE = [[[43.0, 36.0], [44.0, 36.0], [44.0, 37.0], [43.0, 37.0], [43.0, 36.0]]]


def feature(name: str, geometry: object, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "name": "mine", "features": features, "bbox": [1, 2, 3, 4]})


def test_points_keep_what_their_properties_tell(run: Callable[..., Imported]) -> None:
    point = {"type": "Point", "coordinates": [43.2, 36.1, 220]}
    text = collection(
        feature("Camp One", point, alt_name="Mukhayyam", type="camp", country="Iraq", pop=1200, start_year=2014)
    )
    done = run("a.geojson", text)
    place = done.place("Mukhayyam")
    assert (place.name, place.lat, place.lon, place.country, place.population) == ("Camp One", 36.1, 43.2, "IQ", 1200)
    assert (place.start, place.areas, place.admin) == (2014, (), ("Iraq",))


def test_a_polygon_is_the_footprint(run: Callable[..., Imported]) -> None:
    done = run("a.geojson", collection(feature("Farm Land", {"type": "Polygon", "coordinates": SQUARE}, type="region")))
    place = done.place("Farm Land")
    assert (round(place.lat, 3), round(place.lon, 3)) == (36.5, 43.5)
    assert place.areas == ("pk:mine:1",)
    assert place.radius_km == pytest.approx(56.2, abs=1)
    shape = done.pack.shape("pk:mine:1")
    assert shape is not None
    assert shape.kind is ShapeKind.OUTLINE
    assert shape.contains(36.5, 43.5)
    assert not shape.contains(35.5, 43.5)


@pytest.mark.parametrize(
    ("geometry", "lat", "lon", "kind"),
    [
        ({"type": "MultiPoint", "coordinates": [[43, 36], [44, 37]]}, 36.5, 43.5, None),
        ({"type": "LineString", "coordinates": [[43, 36], [43.5, 36.5], [44, 37]]}, 36.5, 43.5, ShapeKind.COURSE),
        ({"type": "MultiLineString", "coordinates": [[[43, 36], [44, 37], [45, 38]]]}, 37, 44, ShapeKind.COURSE),
        ({"type": "MultiPolygon", "coordinates": [SQUARE]}, 36.5, 43.5, ShapeKind.OUTLINE),
        (
            {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Point", "coordinates": [43.1, 36.2]},
                    {"type": "Polygon", "coordinates": SQUARE},
                ],
            },
            36.2,
            43.1,
            ShapeKind.OUTLINE,
        ),
    ],
)
def test_every_kind_of_geometry(
    run: Callable[..., Imported], geometry: object, lat: float, lon: float, kind: ShapeKind | None
) -> None:
    done = run("a.geojson", collection(feature("There", geometry)))
    place = done.place("There")
    assert (round(place.lat, 3), round(place.lon, 3)) == (lat, lon)
    shape = done.pack.shape("pk:mine:1")
    assert (shape.kind if shape else None) == kind


def test_the_point_of_a_bent_outline_lies_inside(run: Callable[..., Imported]) -> None:
    bent = [[0, 0], [10, 0], [10, 10], [0, 10], [0, 9], [9, 9], [9, 1], [0, 1], [0, 0]]
    done = run("a.geojson", collection(feature("Crescent", {"type": "Polygon", "coordinates": [bent]})))
    place = done.place("Crescent")
    shape = done.pack.shape("pk:mine:1")
    assert shape is not None
    assert shape.contains(place.lat, place.lon)


@pytest.mark.parametrize("pretty", [None, 1])
def test_one_feature_and_one_feature_a_line(run: Callable[..., Imported], pretty: int | None) -> None:
    one = feature("Alpha", {"type": "Point", "coordinates": [43, 36]})
    other = feature("Beta", {"type": "Point", "coordinates": [44, 36]})
    assert run("a.geojson", json.dumps(one, indent=pretty)).report.places == 1
    lines = "\n".join(json.dumps(held, indent=pretty) for held in (one, other))
    assert run("b.geojsonl", lines).report.places == 2
    if pretty is None:
        done = run("c.ndjson", f"{json.dumps(one)}\n{{broken\n\n\x1e{json.dumps(other)}\n[1]\n")
        assert [fault.line for fault in done.report.faults] == [2, 5]
        assert done.report.places == 2


def test_a_large_collection_is_read_in_pieces(run: Callable[..., Imported]) -> None:
    places = [feature(f"Place {n}", {"type": "Point", "coordinates": [n / 100, 36]}) for n in range(6000)]
    done = run("a.geojson", collection(*places))
    assert done.report.places == 6000
    assert done.place("Place 5999").lon == 59.99


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (
            feature("X", {"type": "Point", "coordinates": [143, 97.3]}),
            "feature 2: latitude 97.3 is not between -90 and 90",
        ),
        (feature("X", {"type": "Point", "coordinates": [1e999, 3]}), "feature 2: a coordinate is not a finite number"),
        (feature("X", {"type": "Point", "coordinates": ["43", 3]}), "feature 2: a coordinate is not a finite number"),
        (feature("X", {"type": "Point", "coordinates": [43]}), "feature 2: a coordinate is no pair of numbers"),
        (feature("X", {"type": "Point", "coordinates": None}), "feature 2: a coordinate is no pair of numbers"),
        (feature("X", {"type": "Polygon", "coordinates": 4}), "feature 2: its coordinates are no list"),
        (feature("X", {"type": "Blob", "coordinates": []}), "feature 2: “Blob” is no kind of geometry"),
        (feature("X", None), "feature 2: there is no geometry"),
        (feature("", {"type": "Point", "coordinates": [43, 36]}), "feature 2: there is no name"),
        ({"type": "Feature", "geometry": None}, "feature 2: it has no properties"),
        (17, "feature 2: it is no object"),
    ],
)
def test_a_broken_feature_is_skipped_and_told(run: Callable[..., Imported], held: object, sentence: str) -> None:
    good = feature("Good", {"type": "Point", "coordinates": [43, 36]})
    done = run("a.geojson", collection(good, held, {**good, "properties": {"label": "Also good"}}))
    assert [fault.sentence for fault in done.report.faults] == [sentence]
    assert (done.report.places, done.report.skipped) == (2, 1)


@pytest.mark.parametrize(
    "text",
    [
        "[1, 2]",
        '{"type": "FeatureCollection", "features": [{"type": "Feature"',
        '{"type": "FeatureCollection", "features": [{"type": "Feature"} {"type": "Feature"}]}',
        '{"type": "FeatureCollection", "features": 17}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "Feature", "properties": {"name": "X"}, "geometry": ' + "1" * 5000 + "}",
        "{17: 4}",
    ],
)
def test_what_is_no_geojson_is_one_sentence(run: Callable[..., Imported], text: str) -> None:
    with pytest.raises(Unreadable, match=r"^a\.geojson .*\.$"):
        run("a.geojson", text, RECIPE)
