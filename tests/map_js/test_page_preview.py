"""A place looked up, candidates under the pointer, and honest circles, in the real engine."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from app.gazetteer.shapes import Shape, ShapeKind
from app.geoparsing.model import Kind, Precision
from tests.support.builders import IRAQ, MOSUL, TURKEY, WASHINGTON, WASHINGTON_STATE, place
from tests.support.maps import TEHRAN, near, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.maps import Map

OSLO = place("gn:3143244", "Oslo", lat=59.91, lon=10.75, country="NO", admin=("Oslo", "Norway"))
ERBIL = place("gn:95446", "Erbil", lat=36.19, lon=44.01, admin=("Erbil", "Iraq"))
WELL = replace(
    place("at:36.5,43.2", "36.5, 43.2", lat=36.5, lon=43.2, feature="S.PNT", precision=Precision.POINT), radius_km=0.05
)
HOVERED = "document.querySelectorAll('.pin.hovered .mark.candidate').length"


@pytest.fixture
def looked(world: Map) -> Iterator[Map]:
    """The module's map with one pin; afterwards nothing is looked up and nothing offered."""
    world.session.put([row(MOSUL, 6)])
    world.until(lambda: world.js("whereof.boxes()") == [], "nothing is lit")
    yield world
    world.session.change(preview=None)
    world.session.offer()


def in_view(world: Map, spot: tuple[float, float]) -> bool:
    return bool(world.js(f"map_whereof.getBounds().contains([{spot[0]}, {spot[1]}])"))


def marker_at(world: Map, selector: str) -> QPoint:
    box = world.js(
        f"(() => {{ const b = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
        " return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()"
    )
    return QPoint(round(box["x"]), round(box["y"]))


def test_a_place_looked_up_is_flown_to_and_stands_out_with_its_name(looked: Map) -> None:
    looked.session.look_up(OSLO)
    looked.until(lambda: in_view(looked, (OSLO.lat, OSLO.lon)), "the map flies there")
    looked.until(lambda: "Oslo" in looked.js("whereof.labels()"), "its name stands beside it")
    assert looked.js("document.querySelectorAll('.mark.searched').length") == 1
    assert looked.js("document.querySelectorAll('.mark.literal .shape').length") <= 3, "it is no pin"
    looked.session.change(preview=None)
    looked.until(lambda: looked.js("document.querySelectorAll('.mark.searched').length") == 0, "gone with null")


def test_the_map_stays_where_a_place_looked_up_is_seen_already(looked: Map) -> None:
    before = looked.js("whereof.view()")
    looked.session.look_up(ERBIL)
    looked.until(lambda: looked.js("document.querySelectorAll('.mark.searched').length") == 1, "it is marked")
    looked.wait(700)
    assert looked.js("whereof.view()") == before


def test_what_a_flight_only_leaves_is_flown_back_to(looked: Map) -> None:
    looked.session.look_up(OSLO)
    looked.session.look_up(ERBIL)
    looked.wait(1500)
    assert in_view(looked, (ERBIL.lat, ERBIL.lon)), "it was in view only for the moment"


def test_looking_the_same_place_up_again_flies_there_again(looked: Map) -> None:
    looked.session.look_up(OSLO)
    looked.until(lambda: in_view(looked, (OSLO.lat, OSLO.lon)), "flown")
    looked.wait(900)
    looked.go(35.0, 44.0, 6)
    looked.session.look_up(OSLO)
    looked.until(lambda: in_view(looked, (OSLO.lat, OSLO.lon)), "and again")


def test_a_country_looked_up_is_outlined_named_and_fitted(looked: Map) -> None:
    looked.go(10.0, 44.0, 6)
    looked.session.look_up(TURKEY)
    looked.until(lambda: looked.text(".badge.searched") == "Turkey", "its name stands in it")
    looked.until(lambda: in_view(looked, (39.0, 28.0)) and in_view(looked, (39.0, 43.0)), "the whole of it is shown")
    looked.wait(900)
    looked.settle()
    lit = looked.colour(38.0, 34.0)
    assert looked.js("document.querySelectorAll('.mark.searched').length") == 0
    looked.session.change(preview=None)
    looked.until(lambda: not near(looked.colour(38.0, 34.0), lit, 2), "its light goes with it")


def test_a_reload_keeps_what_was_looked_up_and_where_the_reader_went_since(looked: Map) -> None:
    looked.session.look_up(OSLO)
    looked.until(lambda: in_view(looked, (OSLO.lat, OSLO.lon)), "flown")
    looked.wait(900)
    looked.go(35.0, 44.0, 6)
    looked.view.reload()
    looked.until(lambda: looked.view.is_ready, "the page is back")
    looked.wait(900)
    assert looked.js("whereof.view()")["lat"] == pytest.approx(35.0, abs=0.01)
    looked.go(OSLO.lat, OSLO.lon, 6)
    looked.until(lambda: looked.js("document.querySelectorAll('.mark.searched').length") == 1, "still marked")


def test_the_hover_of_a_candidate_lights_its_hollow_marker_and_the_other_way_round(looked: Map) -> None:
    looked.session.change(place=MOSUL.id)
    looked.session.offer(MOSUL, TEHRAN, ERBIL)
    looked.until(lambda: looked.js("document.querySelectorAll('.mark.candidate').length") == 2, "two are offered")
    assert looked.js(HOVERED) == 0
    looked.session.change(hover_place=ERBIL.id)
    looked.until(lambda: looked.js(HOVERED) == 1, "lit")
    assert looked.text(".pin.hovered .mark.candidate .count") == "3"
    looked.session.change(hover_place=None)
    looked.until(lambda: looked.js(HOVERED) == 0, "dark")
    QTest.mouseMove(looked.target, QPoint(5, 5))
    looked.session.told.clear()
    QTest.mouseMove(looked.target, marker_at(looked, "[aria-label^='Candidate 2']"))
    looked.until(lambda: ("hover_place", TEHRAN.id) in looked.session.told, "the session hears of it")
    looked.until(lambda: looked.text(".pin.hovered .mark.candidate .count") == "2", "and it is lit")
    QTest.mouseMove(looked.target, QPoint(5, 5))
    looked.until(lambda: looked.session.told[-1] == ("hover_place", None), "and of its end")


def test_few_area_candidates_are_outlined_and_filled_under_the_pointer(looked: Map) -> None:
    looked.go(47.4, -118.0, 6)
    looked.settle()
    inside = (46.3, -119.6)
    before = looked.colour(*inside)
    looked.session.offer(WASHINGTON, WASHINGTON_STATE)
    looked.wait(500)
    offered = looked.colour(*inside)
    assert near(offered, before, 14), "no more than a breath"
    looked.session.change(hover_place=WASHINGTON_STATE.id)
    looked.until(lambda: not near(looked.colour(*inside), offered, 14), "lit")
    looked.click(looked.point(*inside))
    looked.wait(200)
    assert not [told for told in looked.session.told if told[0] in {"choose", "focus_place"}], "its marker is clicked"


def test_of_many_area_candidates_only_the_hovered_one_is_outlined(looked: Map) -> None:
    names = [("t:a", 30.0), ("t:b", 32.0), ("t:c", 34.0), ("t:d", 36.0)]
    for key, lat in names:
        square = ((40.0, lat), (41.0, lat), (41.0, lat + 1), (40.0, lat + 1))
        looked.shapes[key] = Shape(ShapeKind.OUTLINE, (square,))
    regions = [
        place(key, key, lat=lat + 0.2, lon=42.0, feature="L.RGN", precision=Precision.REGION, areas=(key,))
        for key, lat in names
    ]
    looked.settle()
    before = [looked.colour(lat + 0.5, 40.5) for _, lat in names]
    looked.session.offer(*regions)
    looked.wait(400)
    assert all(near(looked.colour(lat + 0.5, 40.5), was, 2) for (_, lat), was in zip(names, before, strict=True))
    looked.session.change(hover_place="t:c")
    looked.until(lambda: not near(looked.colour(34.5, 40.5), before[2], 4), "the third is lit")
    assert near(looked.colour(32.5, 40.5), before[1], 2)


def test_a_coordinate_is_a_cross_and_its_circle_is_drawn_once_it_can_be_seen(looked: Map) -> None:
    looked.session.put([row(WELL, 1, kind=Kind.COORDINATE)])
    looked.until(lambda: looked.js("document.querySelectorAll('.pin .mark.coordinate').length") == 1, "a cross")
    looked.session.focus_place(WELL.id)
    looked.wait(150)
    assert looked.js("whereof.circle()") is False, "fifty metres are nothing from here"
    looked.session.put([row(replace(WELL, radius_km=2.0), 1, kind=Kind.COORDINATE)])
    looked.go(36.5, 43.2, 7)
    assert looked.js("whereof.circle()") is False
    looked.go(36.5, 43.2, 11)
    looked.until(lambda: looked.js("whereof.circle()"), "two kilometres are")
    high = looked.js("document.querySelector('.honest-circle').getBoundingClientRect().height")
    assert high / 2 == pytest.approx(2.0 * 1000 / 76.4 / 0.804, rel=0.1)
    looked.session.change(place=None)
    looked.until(lambda: not looked.js("whereof.circle()"), "only in focus")


def test_a_polygon_of_a_pinned_place_shows_in_focus(looked: Map) -> None:
    square = ((45.0, 33.0), (47.0, 33.0), (47.0, 35.0), (45.0, 35.0))
    looked.shapes["pk:camp"] = Shape(ShapeKind.OUTLINE, (square,))
    camp = place("pk:camp", "Camp", lat=34.0, lon=46.0, areas=("pk:camp",))
    looked.session.put([row(camp), row(IRAQ)])
    looked.settle()
    before = looked.colour(34.6, 46.6)
    looked.session.focus_place(camp.id)
    looked.until(lambda: not near(looked.colour(34.6, 46.6), before, 4), "outlined")
    assert looked.js("whereof.circle()") is False
    looked.session.change(place=None)
    looked.until(lambda: near(looked.colour(34.6, 46.6), before, 2), "only in focus")


def test_without_motion_the_map_is_there_at_once(looked: Map) -> None:
    looked.view.bridge.send("theme", dark=False, reduced_motion=True)
    looked.run("window.zooms = 0; map_whereof.on('zoomanim', () => { zooms += 1; })")
    looked.session.look_up(OSLO)
    looked.until(lambda: in_view(looked, (OSLO.lat, OSLO.lon)), "there")
    assert looked.js("map_whereof._flyToFrame ?? null") is None, "without a flight"
    assert looked.js("window.zooms") == 0
    looked.view.bridge.send("theme", dark=False, reduced_motion=False)
