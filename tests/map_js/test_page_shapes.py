"""Rivers, seas and regions that the basemap lacks: sent by the program, lit and pointed at in the real engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from app.gazetteer.shapes import Shape, ShapeKind
from app.geoparsing.model import Precision
from tests.support.builders import IRAQ, place
from tests.support.maps import near, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QColor

    from app.geoparsing.model import Place
    from tests.support.maps import Map

COURSE = Shape(ShapeKind.COURSE, (((41.0, 33.0), (43.0, 36.0), (45.0, 33.0)),))
SEA = Shape(
    ShapeKind.OUTLINE,
    (
        ((50.0, 36.0), (54.0, 36.0), (54.0, 40.0), (50.0, 40.0)),
        ((51.0, 37.0), (53.0, 37.0), (53.0, 39.0), (51.0, 39.0)),
    ),
)
ON_COURSE = (34.5, 42.0)
BLUE_LEAST = 25


def area(key: str, name: str, lat: float, lon: float, *more: str) -> Place:
    return place(key, name, lat=lat, lon=lon, feature="H.STM", precision=Precision.REGION, areas=(key, *more))


RIVER = area("ne:river", "Long River", 33.0, 45.0)
LAKE = area("ne:sea", "Ring Sea", 36.5, 52.0)


@pytest.fixture
def shaped(world: Map) -> Iterator[Map]:
    """The module's map without anything lit, and with shapes that a test adds to."""
    world.shapes = {"ne:river": COURSE, "ne:sea": SEA}
    world.session.put([])
    world.view.shapes_changed()
    world.until(lambda: world.js("whereof.boxes()") == [], "nothing is lit")
    world.settle()
    yield world
    world.shapes = {}


def lit(world: Map, *places: Place) -> None:
    world.session.put([row(each, 3) for each in places])
    world.until(lambda: set(world.js("whereof.boxes()")) == {each.id for each in places}, "all are lit")
    world.wait(150)
    world.settle()


def blueness(colour: QColor) -> int:
    return colour.blue() - colour.red()


def test_a_river_is_lit_along_its_course_and_never_filled(shaped: Map) -> None:
    between = (33.3, 43.0)
    before, ground = shaped.colour(*ON_COURSE), shaped.colour(*between)
    lit(shaped, RIVER)
    assert blueness(shaped.colour(*ON_COURSE)) > blueness(before) + BLUE_LEAST
    assert near(shaped.colour(*between), ground), "the land between its ends is not lit"


def test_a_course_can_be_hovered_and_clicked_but_not_the_land_beside_it(shaped: Map) -> None:
    lit(shaped, RIVER)
    on = shaped.point(*ON_COURSE)
    shaped.session.told.clear()
    shaped.click(on + QPoint(14, 4))
    shaped.wait(200)
    assert shaped.session.told == [], "beside it there is nothing"
    QTest.mouseMove(shaped.target, on + QPoint(2, 1))
    shaped.until(lambda: ("hover_place", RIVER.id) in shaped.session.told, "it is hovered")
    shaped.click(on)
    shaped.until(lambda: ("focus_place", RIVER.id) in shaped.session.told, "it is clicked")


def test_a_river_in_a_lit_country_is_what_the_pointer_on_it_means(shaped: Map) -> None:
    lit(shaped, IRAQ, RIVER)
    for spot, meant in ((shaped.point(*ON_COURSE), RIVER.id), (shaped.point(32.0, 44.0), IRAQ.id)):
        QTest.mouseMove(shaped.target, QPoint(5, 5))
        shaped.wait(100)
        shaped.session.told.clear()
        QTest.mouseMove(shaped.target, spot)
        shaped.until(lambda: ("hover_place", meant) in shaped.session.told, meant)  # noqa: B023


def test_a_sea_is_lit_within_its_outline_and_not_on_its_island(shaped: Map) -> None:
    shaped.go(38.0, 50.0, 5)
    shaped.settle()
    water, island = shaped.colour(38.0, 50.5), shaped.colour(38.0, 52.0)
    lit(shaped, LAKE)
    assert blueness(shaped.colour(38.0, 50.5)) > blueness(water), "white water would look like land"
    assert near(shaped.colour(38.0, 52.0), island, 2)
    shaped.session.told.clear()
    shaped.click(shaped.point(38.0, 52.0))
    shaped.wait(200)
    assert ("focus_place", LAKE.id) not in shaped.session.told
    shaped.click(shaped.point(38.0, 50.5))
    shaped.until(lambda: ("focus_place", LAKE.id) in shaped.session.told, "it is clicked")


def test_a_name_stands_on_the_course_and_inside_the_outline_where_they_are_in_view(shaped: Map) -> None:
    shaped.go(35.0, 47.0, 5)
    lit(shaped, RIVER, LAKE)
    shaped.until(lambda: len(shaped.js("[...document.querySelectorAll('.badge')].map((b) => 1)")) == 2, "both named")
    river = shaped.js(f"map_whereof.containerPointToLatLng({shaped.js(f'whereof.pixel({RIVER.id!r})')})")
    bank = 36.0 - abs(river["lng"] - 43.0) * 1.5
    assert river["lat"] == pytest.approx(bank, abs=0.2)
    sea = shaped.js(f"map_whereof.containerPointToLatLng({shaped.js(f'whereof.pixel({LAKE.id!r})')})")
    assert SEA.contains(sea["lat"], sea["lng"])
    shaped.go(33.6, 41.4, 8)
    upstream = shaped.js(f"whereof.pixel({RIVER.id!r})")
    assert upstream, "upstream its name has come along"
    assert 0 < upstream["x"] < shaped.view.width()


def test_basemap_polygons_and_shapes_make_one_footprint(shaped: Map) -> None:
    both = replace(LAKE, id="wh:both", areas=("IQ", "ne:sea"), lat=35.0, lon=47.0)
    shaped.go(35.0, 48.0, 5)
    shaped.settle()
    land, water = shaped.colour(31.5, 43.2), shaped.colour(38.0, 50.5)
    lit(shaped, both)
    assert not near(shaped.colour(31.5, 43.2), land, 2)
    assert not near(shaped.colour(38.0, 50.5), water, 2)
    south, west, north, east = shaped.js("whereof.box('wh:both')")
    assert south < 31
    assert west < 40
    assert (north, east) == (40, 54)


def test_a_place_without_any_shape_stays_an_honest_circle(shaped: Map) -> None:
    lost = replace(area("ne:lost", "Lost Sea", 36.0, 52.0), radius_km=222.4)
    lit(shaped, lost)
    south, _, north, _ = shaped.js("whereof.box('ne:lost')")
    assert (south, north) == (pytest.approx(34.0, abs=0.01), pytest.approx(38.0, abs=0.01))


ISLAND = ((178.0, -18.0), (180.0, -18.0), (180.0, -16.0), (178.0, -16.0))
REST = ((-180.0, -18.0), (-179.0, -18.0), (-179.0, -16.0), (-180.0, -16.0))


@pytest.mark.parametrize(
    "parts",
    [
        (ISLAND, REST),
        (((178.0, -18.0), (181.0, -18.0), (181.0, -16.0), (178.0, -16.0)),),
        (((178.0, -18.0), (-179.0, -18.0), (-179.0, -16.0), (178.0, -16.0)),),
    ],
    ids=["cut", "beyond", "jumping"],
)
def test_a_shape_across_the_date_line_is_one_patch(
    shaped: Map, parts: tuple[tuple[tuple[float, float], ...], ...]
) -> None:
    shaped.shapes["ne:fiji"] = Shape(ShapeKind.OUTLINE, parts)
    islands = area("ne:fiji", "Fiji", -17.0, 179.0)
    shaped.go(-17.0, 179.9, 7)
    shaped.settle()
    before = shaped.colour(-17.2, 178.5)
    lit(shaped, islands)
    south, west, north, east = shaped.js("whereof.box('ne:fiji')")
    assert (south, north, east - west) == (-18, -16, 3)
    west_of_it, seam, east_of_it, outside = (shaped.colour(-17.2, lon) for lon in (179.5, 180.0, 180.5, 181.4))
    assert not near(west_of_it, before, 2)
    assert near(west_of_it, east_of_it, 2)
    assert near(west_of_it, seam, 2), "no line along the date line"
    assert not near(outside, east_of_it, 2)
    shaped.go(10.0, 20.0, 4)
    shaped.session.focus_place(islands.id)
    shaped.until(lambda: 5 <= shaped.js("whereof.view()")["zoom"] <= 8, "flown to, and not to the whole world")
    shaped.wait(700)
    assert abs(abs(shaped.js("whereof.view()")["lng"]) - 179.5) < 1.0
    shaped.session.change(place=None)


def test_a_course_across_the_date_line_does_not_run_around_the_world(shaped: Map) -> None:
    shaped.shapes["ne:line"] = Shape(ShapeKind.COURSE, (((170.0, 55.0), (179.0, 57.0), (-175.0, 58.0)),))
    shaped.go(57.0, 175.0, 4)
    shaped.settle()
    far = shaped.colour(57.4, 160.0)
    lit(shaped, area("ne:line", "Crossing", 57.0, 179.0))
    assert shaped.js("whereof.box('ne:line')") == [55, 170, 58, 185]
    assert near(shaped.colour(57.4, 160.0), far)
    assert blueness(shaped.colour(57.5, 182.0)) > BLUE_LEAST


def test_each_shape_is_sent_once_and_again_after_a_reload(shaped: Map) -> None:
    sent: list[str] = []
    shaped.view.bridge.message.connect(sent.append)
    shaped.asked_shapes.clear()
    lit(shaped, RIVER, IRAQ)
    lit(shaped, RIVER, LAKE)
    assert shaped.asked_shapes == ["ne:river", "ne:sea"], "never what the basemap has"
    first = [text.split('"')[3] for text in sent]
    assert first.index("shapes") < first.index("places"), "the shape comes before what needs it"
    shaped.view.reload()
    shaped.until(lambda: shaped.view.is_ready, "the page is back")
    shaped.until(lambda: set(shaped.js("whereof.boxes()")) == {RIVER.id, LAKE.id}, "and lit as before")
    assert shaped.js("whereof.box('ne:sea')") == [36, 50, 40, 54], "from its shape"
    assert shaped.asked_shapes == ["ne:river", "ne:sea"] * 2
    shaped.view.bridge.message.disconnect(sent.append)


def test_other_gazetteers_bring_other_shapes_at_once(shaped: Map) -> None:
    lit(shaped, LAKE)
    shaped.shapes["ne:sea"] = Shape(ShapeKind.OUTLINE, (((50.0, 36.0), (51.0, 36.0), (51.0, 37.0)),))
    shaped.view.shapes_changed()
    shaped.until(lambda: shaped.js("whereof.box('ne:sea')") == [36, 50, 37, 51], "the new outline is lit")
