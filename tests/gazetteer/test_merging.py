"""Merging: what two sources have is one place; the gazetteer that Whereof carries has no twins."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from itertools import combinations

import pytest

from app import paths
from app.gazetteer import merging, schema, shapes
from app.gazetteer.collection import Collection, Entry
from app.gazetteer.names import normalise
from app.gazetteer.outlining import distance
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Match


def _entry(number: int, name: str, lat: float, key: str | None = None, feature: str = "P.PPL") -> Entry:
    return Entry(number, name, feature, lat, 44.0, "IQ", "by hand", key=key)


def _collection(*entries: Entry) -> Collection:
    found = Collection()
    for entry in entries:
        found.add(entry)
        found.call(entry.number, entry.name, Match.MAIN)
    return found


def test_a_curated_place_goes_into_the_one_with_a_geonames_id() -> None:
    found = _collection(_entry(7, "Old Town", 33.0), _entry(-1, "Old  town", 33.1, "wh:old-town", "P.PPLX"))
    found.call(-1, "Ancient Town", Match.ALTERNATE)
    found.years[normalise("Ancient Town"), -1] = (None, 1900)
    found.add(Entry(-2, "Square", "S.SQR", 33.0, 44.0, "IQ", "by hand", key="wh:square", parent=-1))
    merging.merge(found)
    assert sorted(found.places) == [-2, 7]
    assert found.places[7].feature == "P.PPLX"
    assert found.places[-2].parent == 7
    assert found.names["ancient town", 7] == (Match.ALTERNATE, "Ancient Town")
    assert found.years == {("ancient town", 7): (None, 1900)}
    assert {number for _, number in found.names} == {7}


def test_of_two_without_an_id_ours_is_kept() -> None:
    found = _collection(_entry(-1, "Field", 33.0, "ap:1", "S.AIRP"), _entry(-2, "Field", 33.1, "wh:field", "S.AIRP"))
    merging.merge(found)
    assert sorted(found.places) == [-2]


@pytest.mark.parametrize(
    "other",
    [
        _entry(-1, "Town", 33.3, "wh:town"),  # 33 km away
        _entry(-1, "Town", 33.0, "wh:town", "H.LK"),
        _entry(-1, "Other Town", 33.0, "wh:town"),
        _entry(8, "Town", 33.0),
    ],
)
def test_places_that_differ_stay_two(other: Entry) -> None:
    found = _collection(_entry(7, "Town", 33.0), other)
    merging.merge(found)
    assert sorted(found.places) == sorted((7, other.number))


def test_the_embedded_gazetteer_has_no_twins() -> None:
    alike = defaultdict(list)
    with closing(sqlite3.connect(f"file:{paths.gazetteer_file()}?mode=ro", uri=True)) as connection:
        for number, name, code, lat, lon in connection.execute(
            "SELECT place.id, name, feature.code, lat, lon FROM place JOIN feature ON feature.id = place.feature"
        ):
            alike[code[0], normalise(name)].append((number, lat / schema.DEGREE, lon / schema.DEGREE))
    twins = [
        key
        for key, places in alike.items()
        for one, other in combinations(places, 2)
        if min(one[0], other[0]) < 0 and distance_km(*one[1:], *other[1:]) <= merging.NEAR_KM
    ]
    assert twins == []


def test_rivers_of_one_name_whose_courses_touch_are_one() -> None:
    courses = defaultdict(list)
    with closing(sqlite3.connect(f"file:{paths.gazetteer_file()}?mode=ro", uri=True)) as connection:
        for name, areas in connection.execute("SELECT name, areas FROM place WHERE areas LIKE 'ne:river-%'"):
            parts: list[shapes.Ring] = []
            for key in areas.split():
                row = connection.execute("SELECT shape FROM footprint WHERE key = ?", (key,)).fetchone()
                parts.extend(shapes.decode(row[0]).parts)
            courses[normalise(name)].append(parts)
    twins = [
        name for name, found in courses.items() for one, other in combinations(found, 2) if distance(one, other) < 0.3
    ]
    assert twins == []
