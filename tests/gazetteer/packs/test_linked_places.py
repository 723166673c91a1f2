from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from app.gazetteer.packs.guess import guess
from app.gazetteer.packs.kinds import feature as feature_code
from app.gazetteer.packs.recipe import PackFormat

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Imported

CITY: dict[str, Any] = {
    "@id": "http://example.org/places/p_1",
    "type": "Feature",
    "properties": {"title": "Abingdon", "ccodes": ["GB"]},
    "when": {"timespans": [{"start": {"in": "0676"}}]},
    "names": [
        {"toponym": "Abingdon", "lang": "en", "when": {"timespans": [{"start": {"in": "1600"}}]}},
        {"toponym": "Abbandune", "when": {"timespans": [{"start": {"in": "0676"}, "end": {"in": "1150"}}]}},
    ],
    "types": [{"identifier": "aat:300008347", "label": "inhabited place", "sourceLabels": [{"label": "town"}]}],
    "geometry": {
        "type": "GeometryCollection",
        "geometries": [{"type": "Point", "coordinates": [-1.2879, 51.6708], "when": {}, "certainty": "certain"}],
    },
    "links": [{"type": "closeMatch", "identifier": "gn:2657970"}, {"type": "primaryTopicOf", "identifier": "gn:1"}],
}
ABBEY: dict[str, Any] = {
    "@id": "http://example.org/places/p_2",
    "type": "Feature",
    "properties": {"title": "Lost Abbey", "ccodes": ["GB"], "fclasses": ["S"]},
    "names": [
        {"toponym": "Lost Abbey", "when": {"timespans": [{"start": {"earliest": "1086"}, "end": {"latest": "1538"}}]}}
    ],
    "geometry": {"type": "Point", "coordinates": [-1.2, 51.6]},
}


def collection(*features: dict[str, Any]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "@context": "https://example.org/linkedplaces-context.jsonld",
            "features": features,
        }
    )


def test_linked_places_keep_their_years_types_and_links(run: Callable[..., Imported]) -> None:
    done = run("places.jsonld", collection(CITY, ABBEY))
    assert (done.report.places, done.report.skipped) == (2, 0)
    city = done.place("Abbandune")
    assert (city.id, city.name, city.feature, city.country) == ("gn:2657970", "Abingdon", "P.PPL", "GB")
    assert (city.lat, city.lon, city.start, city.finish) == (51.6708, -1.2879, 676, None)
    assert city.admin == ("United Kingdom",)
    abbey = done.place("Lost Abbey")
    assert (abbey.id, abbey.feature, abbey.start, abbey.finish) == ("pk:mine:2", "S.BLDG", 1086, 1538)


def test_a_name_keeps_its_own_years(run: Callable[..., Imported]) -> None:
    done = run("places.jsonld", collection(CITY))
    with closing(sqlite3.connect(done.path)) as connection:
        rows = connection.execute("SELECT norm, start, finish FROM name ORDER BY norm").fetchall()
    assert rows == [("abbandune", 676, 1150), ("abingdon", None, None)]


def test_it_is_told_from_plain_geojson(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(collection(CITY))
    assert guess(tmp_path / "a.json").format is PackFormat.LINKED_PLACES


def test_a_broken_feature_is_told_with_its_id(run: Callable[..., Imported]) -> None:
    broken = {**ABBEY, "when": {"timespans": [{"start": {"in": "long ago"}}]}}
    done = run("places.jsonld", collection(CITY, broken, {**ABBEY, "names": [], "properties": {}}))
    assert [fault.sentence for fault in done.report.faults] == [
        "feature 2: (http://example.org/places/p_2) “long ago” is not a year",
        "feature 3: (http://example.org/places/p_2) there is no name",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("P.PPLA", "P.PPLA"),
        ("PPLA2", "P.PPLA2"),
        ("gn:STM", "H.STM"),
        ("A", "A.ADMD"),
        ("CSTL", "S.CSTL"),
        ("http://vocab.getty.edu/aat/300008707", "H.STM"),
        ("aat:300008347", "P.PPL"),
        ("Cities", "P.PPL"),
        ("rivers", "H.STM"),
        ("archaeological site", "S.ANS"),
        ("something else", None),
        ("aat:1", None),
        ("", None),
    ],
)
def test_kinds_of_places(text: str, code: str | None) -> None:
    assert feature_code(text) == code
