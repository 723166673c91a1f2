"""Footprints of a file: what a point lies in, what lies in an area, how far a course is."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.gazetteer import outlines
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.shapes import Shape, ShapeKind
from app.geoparsing.geometry import distance_km
from tests.gazetteer.small import Row, box, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.geoparsing.model import Place

RIVER = Shape(ShapeKind.COURSE, (((0.0, 5.0), (5.0, 5.0), (10.0, 8.0)),))
WORLD = [
    Row(1, "Flatland", 5, 5, "A.PCLI", country="FL", areas="FL", radius_km=600, prior=9),
    Row(2, "Westshire", 5, 2.5, "A.ADM1", country="FL", parent=1, areas="gn:2", radius_km=400),
    Row(3, "Eastshire", 5, 7.5, "A.ADM1", country="FL", parent=1, radius_km=300),
    Row(11, "Westville", 4, 2, country="FL", parent=2, population=5000),
    Row(12, "Easton", 6, 8, country="FL", parent=3, population=90_000),
    Row(13, "Midway", 5, 4.9, country="FL", parent=2, population=90_000),
    Row(14, "Faraway", 40, 40, country="ZZ", population=1_000_000),
    Row(21, "Dateline Isles", 0, 179.9, "A.PCLI", country="DL", areas="DL", radius_km=100, prior=6),
    Row(22, "Eastport", 0.5, 179.5, country="DL", parent=21, population=10),
    Row(23, "Westport", 0.5, -179.5, country="DL", parent=21, population=20),
    Row(-1, "Long River", 5, 5, "H.STM", key="ne:river-long-1", areas="ne:river-long-1", radius_km=900),
    Row(-2, "The Marsh", 5, 5, "H.MRSH", key="wh:marsh", areas="wh:marsh", radius_km=50),
    Row(-3, "The Moors", 5, 5, "L.RGN", key="wh:moors", radius_km=50),
    Row(-4, "The Union", 5, 5, "L.RGN", key="wh:union", areas="FL DL", radius_km=50),
    Row(-5, "Broken Bay", 0, 0, "H.BAY", key="wh:broken", areas="wh:broken", radius_km=10),
    Row(-7, "Half Known", 20, 20, "L.RGN", key="wh:half", areas="gn:2 gone", radius_km=50),
    Row(-6, "Beyond", 0, 180, "H.SEA", key="wh:beyond", areas="wh:beyond", radius_km=10),
]
SHAPES: dict[str, Shape | bytes] = {
    "FL": box(0, 0, 10, 10),
    "gn:2": box(0, 0, 10, 5),
    "DL": Shape(ShapeKind.OUTLINE, box(-1, 179, 1, 180).parts + box(-1, -180, 1, -179).parts),
    "ne:river-long-1": RIVER,
    "wh:marsh": box(4, 4, 6, 6),
    "wh:broken": b"\x03\x01\xff\xff\xff\xff\xff",
    "wh:beyond": box(-2, 178, 2, 182),
    "wh:nobody": box(-90, -180, 90, 180),
}


@pytest.fixture(scope="module")
def flat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GazetteerFile]:
    path: Path = tmp_path_factory.mktemp("flat") / "flat.sqlite"
    with GazetteerFile.open(write(path, WORLD, SHAPES)) as opened:
        yield opened


def names(places: list[Place]) -> list[str]:
    return [place.name for place in places]


def test_a_point_lies_in_what_holds_it_smallest_first(flat: GazetteerFile) -> None:
    assert names(flat.areas_at(5, 4.5)) == ["The Marsh", "Westshire", "Flatland"]
    assert names(flat.areas_at(5, 9)) == ["Flatland"]
    assert flat.areas_at(50, 50) == []


@pytest.mark.parametrize("lon", [179.5, 180.0, -180.0, -179.5, 180.5, -180.5])
def test_both_sides_of_the_date_line_are_one_country(flat: GazetteerFile, lon: float) -> None:
    assert set(names(flat.areas_at(0.2, lon))) == {"Dateline Isles", "Beyond"}


@pytest.mark.parametrize(("lon", "inside"), [(179, True), (-179, True), (181, True), (177, False), (-177, False)])
def test_a_shape_drawn_on_beyond_the_date_line_holds_what_lies_there(
    flat: GazetteerFile,
    lon: float,
    inside: bool,  # noqa: FBT001 - a table
) -> None:
    beyond = flat.place("wh:beyond")
    assert beyond
    assert flat.contains(beyond, 0, lon) is inside


def test_points_that_are_none_lie_nowhere(flat: GazetteerFile) -> None:
    land = flat.find("Flatland")[0].place
    for lat, lon in ((math.nan, 0), (0, math.inf)):
        assert flat.areas_at(lat, lon) == []
        assert not flat.contains(land, lat, lon)


def test_shapes_by_key_and_by_place(flat: GazetteerFile) -> None:
    union = flat.place("wh:union")
    moors = flat.place("wh:moors")
    assert union
    assert moors
    assert flat.shape("ne:river-long-1") == RIVER
    assert flat.shape("none") is None
    assert flat.footprint(union) == [SHAPES["FL"], SHAPES["DL"]]
    assert flat.footprint(moors) == []


def test_a_broken_shape_is_none_and_the_circle_stands_in(flat: GazetteerFile) -> None:
    bay = flat.place("wh:broken")
    assert bay
    assert flat.shape("wh:broken") is None
    assert flat.contains(bay, 0.05, 0)
    assert not flat.contains(bay, 0.2, 0)
    assert "Broken Bay" not in names(flat.areas_at(0.05, 0.05))


def test_where_a_part_of_the_footprint_is_unknown_the_circle_counts_too(flat: GazetteerFile) -> None:
    half = flat.place("wh:half")
    assert half
    assert flat.contains(half, 5, 1)
    assert flat.contains(half, 20, 20.1)
    assert not flat.contains(half, 20, 21)


def test_containment_by_outline_by_circle_and_never_by_course(flat: GazetteerFile) -> None:
    west = flat.find("Westshire")[0].place
    east = flat.find("Eastshire")[0].place
    river = flat.find("Long River")[0].place
    assert flat.contains(west, 5, 4.9)
    assert not flat.contains(west, 5, 5.1)
    assert flat.contains(east, 5, 7.6)
    assert not flat.contains(river, 5, 2)


def test_the_distance_to_a_course_an_edge_and_a_point(flat: GazetteerFile) -> None:
    river = flat.find("Long River")[0].place
    land = flat.find("Flatland")[0].place
    moors = flat.find("The Moors")[0].place
    assert flat.distance_to(river, 6, 2) == pytest.approx(111.2, rel=0.01)
    assert flat.distance_to(river, 5, 2) == pytest.approx(0, abs=0.01)
    assert flat.distance_to(land, 5, 5) == 0
    assert flat.distance_to(land, 5, 11) == pytest.approx(110.8, rel=0.01)
    assert flat.distance_to(moors, 5, 6) == pytest.approx(distance_km(5, 5, 5, 6))


def test_the_distance_across_the_date_line_is_short(flat: GazetteerFile) -> None:
    isles = flat.find("Dateline Isles")[0].place
    assert flat.distance_to(isles, 0, -178) == pytest.approx(111.2, rel=0.01)
    assert flat.distance_to(isles, 0, 178) == pytest.approx(111.2, rel=0.01)
    beyond = flat.place("wh:beyond")
    assert beyond
    assert flat.distance_to(beyond, 0, -177) == pytest.approx(111.2, rel=0.01)
    assert flat.distance_to(beyond, 0, 183) == pytest.approx(111.2, rel=0.01)


@given(st.floats(-80, 80), st.floats(-180, 180))
@settings(deadline=None)
def test_no_point_is_nearer_to_a_course_than_the_plane_says(flat: GazetteerFile, lat: float, lon: float) -> None:
    river = flat.place("ne:river-long-1")
    assert river
    nearest = min(distance_km(lat, lon, north, east) for east, north in RIVER.parts[0])
    if nearest < 1000:
        assert flat.distance_to(river, lat, lon) <= nearest * 1.1 + 0.1


def test_cities_within_a_country_a_division_and_a_region(flat: GazetteerFile) -> None:
    def within(name: str, limit: int = 9) -> list[str]:
        return names(flat.within(flat.find(name)[0].place, limit))

    assert within("Flatland") == ["Easton", "Midway", "Westville"]
    assert within("Flatland", 1) == ["Easton"]
    assert within("Flatland", 0) == []
    assert within("Westshire") == ["Midway", "Westville"]
    assert within("Eastshire") == ["Easton"]
    assert within("Dateline Isles") == ["Westport", "Eastport"]
    assert within("The Union") == ["Easton", "Midway", "Westville", "Westport", "Eastport"]
    assert within("The Marsh") == ["Midway"]
    assert within("The Moors") == ["Midway"]
    assert within("Long River") == []


def test_names_are_narrowed_to_countries_areas_and_circles(flat: GazetteerFile) -> None:
    west = flat.find("Westshire")[0].place
    east = flat.find("Eastshire")[0].place
    land = flat.find("Flatland")[0].place
    marsh = flat.find("The Marsh")[0].place
    assert names([hit.place for hit in flat.find("Midway", inside=west)]) == ["Midway"]
    assert names([hit.place for hit in flat.find("Midway", inside=land, countries=["fl"])]) == ["Midway"]
    assert names([hit.place for hit in flat.find("Midway", inside=marsh, near=(5, 5, 20))]) == ["Midway"]
    assert flat.find("Midway", inside=east) != ()  # its circle is all that Eastshire has
    assert flat.find("Midway", countries={"DL"}) == ()
    assert flat.find("Midway", near=(5, 6, 20)) == ()
    assert flat.find("Westshire", inside=west) == ()


def test_a_forgetful_cache_gives_the_same_answers(flat: GazetteerFile, monkeypatch: pytest.MonkeyPatch) -> None:
    points = [(lat / 2, lon / 2) for lat in range(0, 20, 3) for lon in range(0, 20, 3)]
    monkeypatch.setattr(outlines, "_KEPT_POINTS", 1)
    with GazetteerFile.open(flat.path) as forgetful:
        assert [forgetful.areas_at(*point) for point in points] == [flat.areas_at(*point) for point in points]
        assert len(forgetful._outlines._kept) == 1


def test_threads_share_the_shapes(flat: GazetteerFile) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: names(flat.areas_at(5, 4.5)), range(40)))
    assert answers == [["The Marsh", "Westshire", "Flatland"]] * 40


@pytest.mark.parametrize(
    ("lat", "lon", "country"),
    [
        (20.0, 50.5, "SA"),
        (-17.8, 178.0, "FJ"),
        (-16.8, -179.95, "FJ"),
        (66.0, -172.0, "RU"),
        (68.0, 180.0, "RU"),
        (55.75, 37.6, "RU"),
        (-29.5, 28.2, "LS"),
        (36.34, 43.13, "IQ"),
    ],
)
def test_every_land_point_knows_its_country(gazetteer: GazetteerFile, lat: float, lon: float, country: str) -> None:
    areas = gazetteer.areas_at(lat, lon)
    assert country in {area.country for area in areas if area.feature.startswith("A.PCL")}
    assert "A.ADM1" in {area.feature for area in areas}


def test_the_tigris_runs_through_mosul(gazetteer: GazetteerFile) -> None:
    tigris = gazetteer.find("Tigris")[0].place
    assert gazetteer.distance_to(tigris, 36.34, 43.13) < 5
    assert not gazetteer.contains(tigris, 36.34, 43.13)


@pytest.mark.parametrize(
    ("area", "largest"),
    [("Iraq", "Baghdad"), ("Russia", "Moscow"), ("European Union", "Berlin"), ("Texas", "Houston"), ("Fiji", "Nasinu")],
)
def test_the_largest_city_of_an_area(gazetteer: GazetteerFile, area: str, largest: str) -> None:
    assert gazetteer.within(gazetteer.find(area)[0].place, 3)[0].name == largest


def test_paris_in_texas(gazetteer: GazetteerFile) -> None:
    texas = gazetteer.find("Texas")[0].place
    assert [hit.place.admin[-2] for hit in gazetteer.find("Paris", inside=texas)] == ["Texas"]
    assert {hit.place.country for hit in gazetteer.find("Paris", 50, countries=["US", "CA"])} == {"US", "CA"}
    assert gazetteer.find("Paris", 1, near=(48.9, 2.3, 30))[0].place.country == "FR"
