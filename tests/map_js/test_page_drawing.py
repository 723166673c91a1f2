"""The page draws what the session says, in the real engine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest

from app.geoparsing.model import Kind, Precision
from tests.support.builders import IRAQ, KALAK, MOSUL, MOSUL_DISTRICT, TURKEY, WASHINGTON, place
from tests.support.maps import NINEVEH, TEHRAN, ScriptedSession, near, row

if TYPE_CHECKING:
    from tests.support.maps import Map

WATER = QColor("#cfdfe8")
CYPRUS = (35.05, 33.2)
BLACK_SEA = (42.5, 34.0)


def test_land_and_water_are_drawn_from_the_offline_basemap(world: Map) -> None:
    world.session.put([row(MOSUL)])
    world.go(35.0, 33.0, 7)
    world.until(lambda: not near(world.colour(*CYPRUS), WATER), "Cyprus is land")
    assert near(world.colour(34.0, 32.0), WATER), "the sea beside it is not"


def test_names_come_from_the_basemap_and_never_overlap_pins(world: Map) -> None:
    world.until(lambda: "Baghdad" in world.js("whereof.labels()"), "Baghdad is named")
    names = world.js("whereof.labels()")
    assert "Mosul" in names, "a pin is named beside it"
    assert names.count("Mosul") == 1, "the town is not named again under its pin"
    assert "Dhekelia Cantonment" not in names


def test_from_zoom_seven_names_are_asked_of_the_gazetteer_and_drawn(world: Map) -> None:
    world._labels = lambda *_: [place("gn:1", "Qayyarah", lat=35.8, lon=43.29)]
    world.asked_labels.clear()
    world.go(35.8, 43.3, 8)
    world.until(lambda: "Qayyarah" in world.js("whereof.labels()"), "the gazetteer's name is drawn")
    south, west, north, east, population, limit = world.asked_labels[-1]
    assert south < 35.8 < north
    assert west < 43.3 < east
    assert population > 0
    assert limit > 0
    world._labels = None


def test_a_country_is_lit_as_an_area_and_never_pinned(world: Map) -> None:
    world.session.put([row(IRAQ, 12, where="country")])
    world.until(lambda: world.js("whereof.boxes()") == [IRAQ.id], "Iraq is lit")
    assert world.js("document.querySelectorAll('.pin').length") == 0
    world.until(lambda: world.text(".area-badge .badge") == "Iraq12", "its count stands at its name")
    before = world.colour(31.5, 43.2)
    world.session.put([row(MOSUL)])
    world.until(lambda: not near(world.colour(31.5, 43.2), before), "the light goes out")


def test_a_province_and_a_region_without_borders_are_lit_too(world: Map) -> None:
    world.until(lambda: {NINEVEH.id, "wh:gulf"} <= set(world.js("whereof.boxes()")), "both are lit")
    world.go(28.0, 50.0, 5)
    world.until(lambda: not near(world.colour(28.2, 50.4), WATER), "the gulf's circle is lit")
    world.session.put([row(MOSUL)])
    world.until(lambda: near(world.colour(28.2, 50.4), WATER), "and was the sea before")


def test_a_relative_place_is_a_circle_with_its_own_line_in_the_legend(world: Map) -> None:
    camp = place("rel:1", "80 km west of Mosul", lat=36.3, lon=42.2, feature="X.REL", precision=Precision.REGION)
    camp = replace(camp, radius_km=40.0)
    world.session.put([row(camp, kind=Kind.RELATIVE)])
    world.until(lambda: world.js("whereof.boxes()") == [camp.id], "its circle is lit")
    world.until(lambda: world.text(".legend") == "described by distance or direction", "and told")
    world.until(lambda: world.text(".area-badge .mark.relative + .name") == camp.name, "its badge bears the mark")
    assert world.js("document.querySelectorAll('.pin').length") == 0


def test_each_kind_has_a_shape_of_its_own(world: Map) -> None:
    kinds = [Kind.LITERAL, Kind.METONYM, Kind.DEMONYM, Kind.EMBEDDED, Kind.COORDINATE]
    spots = [place(f"gn:{i}", f"P{i}", lat=33.0 + i, lon=40.0 + i) for i in range(len(kinds))]
    world.session.put([row(spot, 7, kind=kind) for spot, kind in zip(spots, kinds, strict=True)])
    for kind in kinds:
        world.until(lambda kind=kind: world.text(f".pin .mark.{kind.value} .count") == "7", f"{kind} is pinned")  # type: ignore[misc]
    assert world.js("document.querySelectorAll('.legend li').length") == len(kinds)


def test_the_legend_lists_the_marks_that_are_present(world: Map) -> None:
    world.until(lambda: "unsure" in world.text(".legend"), "the unsure village is in the legend")
    world.session.put([row(MOSUL)])
    world.until(lambda: world.text(".legend") == "place", "only places are left")


def test_a_click_on_a_pin_focuses_its_place_and_opens_its_card(world: Map) -> None:
    world.click(world.pixel(MOSUL.id))
    world.until(lambda: ("focus_place", MOSUL.id) in world.session.told, "the click arrived")
    world.until(lambda: world.text(".card .name") == "Mosul", "the card opens")
    assert world.text(".card blockquote b") == "Mosul"
    assert "36.34, 43.12" in world.text(".card .where")
    assert "1 of 1 in this document · 6 in all" in world.text(".card .counts")
    assert world.js("document.querySelectorAll('.pin.focused').length") == 1


def test_the_card_never_covers_its_pin(world: Map) -> None:
    world.session.focus_place(MOSUL.id)
    world.until(lambda: not world.js("document.querySelector('.card').hidden"), "the card opens")
    for lat, lon in ((36.3, 43.1), (33.6, 40.0), (38.6, 46.5), (33.4, 46.8), (38.8, 39.4)):
        world.go(lat, lon, 6)
        box = world.js("document.querySelector('.card').getBoundingClientRect()")
        pin = world.pixel(MOSUL.id)
        inside = box["left"] < pin.x() < box["right"] and box["top"] < pin.y() < box["bottom"]
        assert not inside, (lat, lon)
        assert box["left"] >= 0
        assert box["right"] <= world.view.width()


def test_the_cards_buttons_turn_open_and_close_it(world: Map) -> None:
    world.session.focus_place(MOSUL.id)
    world.until(lambda: world.text(".card .name") == "Mosul", "the card opens")
    world.run("document.querySelector('.card [aria-label^=Next]').click()")
    world.until(lambda: ("step_card", 1) in world.session.told, "next")
    world.run("document.querySelector('.card .open').click()")
    world.until(lambda: ("open_card",) in world.session.told, "open here")
    world.run("document.querySelector('.card .close').click()")
    world.until(lambda: world.js("document.querySelector('.card').hidden"), "closed")
    world.session.focus_place(MOSUL.id)
    world.until(lambda: not world.js("document.querySelector('.card').hidden"), "focus brings it back")


def test_keys_work_on_pins_and_card(world: Map) -> None:
    world.pixel(MOSUL.id)
    world.view.web.setFocus()
    world.run(
        "[...document.querySelectorAll('.leaflet-marker-icon')]"
        ".find((pin) => pin.getAttribute('aria-label').startsWith('Mosul')).focus()"
    )
    QTest.keyClick(world.target, Qt.Key.Key_Return)
    world.until(lambda: ("focus_place", MOSUL.id) in world.session.told, "Enter selects the pin")
    world.until(lambda: not world.js("document.querySelector('.card').hidden"), "the card opens")
    world.run("document.querySelector('.card .open').focus()")
    QTest.keyClick(world.target, Qt.Key.Key_Right)
    world.until(lambda: ("step_card", 1) in world.session.told, "an arrow turns the card")
    QTest.keyClick(world.target, Qt.Key.Key_Escape)
    world.until(lambda: world.js("document.querySelector('.card').hidden"), "Escape closes it")


def test_hovering_lights_both_ways_and_moves_nothing(world: Map) -> None:
    before = world.js("whereof.view()")
    world.session.change(hover_place=MOSUL.id)
    world.until(lambda: world.js("document.querySelectorAll('.pin.hovered').length") == 1, "the pin is lit")
    world.session.change(hover_place=None)
    target = world.target
    QTest.mouseMove(target, QPoint(5, 5))
    QTest.mouseMove(target, world.pixel(MOSUL.id))
    world.until(lambda: ("hover_place", MOSUL.id) in world.session.told, "the session hears of it")
    assert world.js("whereof.view()") == before


def test_pointing_at_a_lit_country_and_clicking_it(world: Map) -> None:
    world.session.put([row(IRAQ, 12, where="country")])
    world.until(lambda: world.js("whereof.boxes()") == [IRAQ.id], "Iraq is lit")
    world.wait(300)
    at = world.js("map_whereof.latLngToContainerPoint([31.5, 43.2])")
    world.click(QPoint(round(at["x"]), round(at["y"])))
    world.until(lambda: ("focus_place", IRAQ.id) in world.session.told, "the area was clicked")
    assert ("hover_place", IRAQ.id) in world.session.told


def test_the_pointer_on_a_pin_means_the_pin_and_beside_it_the_area_around(world: Map) -> None:
    world.session.put([row(IRAQ, 12, where="country"), row(MOSUL, 6)])
    world.until(lambda: world.js("whereof.boxes()") == [IRAQ.id], "Iraq is lit")
    world.wait(300)
    QTest.mouseMove(world.target, QPoint(5, 5))
    world.wait(200)
    pin = world.pixel(MOSUL.id)
    for spot, meant in ((QPoint(40, 90), IRAQ.id), (QPoint(0, 0), MOSUL.id), (QPoint(42, 90), IRAQ.id)):
        world.session.told.clear()
        QTest.mouseMove(world.target, pin + spot)
        world.until(lambda: world.session.told and world.session.told[-1] == ("hover_place", meant), meant)  # noqa: B023
    assert world.session.state.hover_place == IRAQ.id


def test_focus_flies_only_to_what_is_out_of_view(world: Map) -> None:
    before = world.js("whereof.view()")
    world.session.focus_place(TEHRAN.id)
    world.wait(900)
    assert world.js("whereof.view()") == before, "Tehran was in view already"
    world.session.focus_place(WASHINGTON.id)
    world.until(lambda: world.js(f"map_whereof.getBounds().contains([{WASHINGTON.lat}, {WASHINGTON.lon}])"), "flown")
    world.session.change(frozen=True)
    world.wait(900)
    here = world.js("whereof.view()")
    world.session.focus_place(MOSUL.id)
    world.wait(900)
    assert world.js("whereof.view()") == here, "frozen: nothing moves"
    world.session.change(frozen=False)


def test_candidates_are_hollow_numbered_and_can_be_chosen(world: Map) -> None:
    world.session.change(place=MOSUL.id)
    world.session.offer(MOSUL, WASHINGTON, MOSUL_DISTRICT)
    world.until(lambda: world.js("document.querySelectorAll('.mark.candidate').length") == 2, "two are offered")
    numbers = world.js("[...document.querySelectorAll('.mark.candidate .count')].map((each) => each.textContent)")
    assert numbers == ["2", "3"], "the numbers of the inspector"
    world.go(MOSUL_DISTRICT.lat, MOSUL_DISTRICT.lon, 9)
    middle = world.js(f"map_whereof.latLngToContainerPoint([{MOSUL_DISTRICT.lat}, {MOSUL_DISTRICT.lon}])")
    world.click(QPoint(round(middle["x"]), round(middle["y"])))
    world.until(lambda: ("choose", MOSUL_DISTRICT.id) in world.session.told, "chosen")
    world.session.offer()
    world.until(lambda: world.js("document.querySelectorAll('.mark.candidate').length") == 0, "they go")


def test_near_places_gather_into_a_cluster_that_opens(world: Map) -> None:
    close = [place(f"gn:{i}", f"P{i}", lat=35.0 + i * 0.02, lon=44.0) for i in range(5)]
    world.session.put([row(each, 3) for each in close])
    world.until(lambda: world.text(".mark.cluster .count") == "15", "the cluster shows the sum")
    at = world.js(
        "(() => { const b = document.querySelector('.mark.cluster').getBoundingClientRect();"
        " return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()"
    )
    world.click(QPoint(round(at["x"]), round(at["y"])))
    world.until(lambda: world.js("whereof.view()")["zoom"] > 6, "a click opens it")
    world.session.focus_place("gn:2")
    world.go(35.0, 44.0, 6)
    world.until(lambda: world.js("document.querySelectorAll('.pin.focused').length") == 1, "focus stands out of it")


def test_only_differences_are_sent(world: Map) -> None:
    sent: list[str] = []
    world.view.bridge.message.connect(sent.append)
    rows = world.session.rows
    world.session.put([*rows[:-1], row(TURKEY, 2, where="country")])
    world.view.bridge.message.disconnect(sent.append)
    places = [text for text in sent if '"type":"places"' in text]
    assert len(places) == 1
    assert TURKEY.name in places[0]
    assert KALAK.name not in places[0], "what did not change is not sent again"
    assert '"removed":["wh:gulf"]' in places[0]


def test_dark_theme_has_its_own_map_palette(world: Map) -> None:
    world.session.put([row(MOSUL)])
    world.go(41.0, 35.0, 6)
    world.until(lambda: near(world.colour(*BLACK_SEA), WATER), "light sea")
    palette, dark = world.view.palette(), QPalette()
    dark.setColor(QPalette.ColorRole.Window, QColor("#22252a"))
    dark.setColor(QPalette.ColorRole.WindowText, QColor("#e8e6e1"))
    world.view.setPalette(dark)
    world.until(lambda: world.colour(*BLACK_SEA).lightness() < 60, "dark sea")
    assert world.js("document.documentElement.dataset.theme") == "dark"
    world.view.setPalette(palette)
    world.until(lambda: near(world.colour(*BLACK_SEA), WATER), "light again")


def test_the_first_places_are_framed_until_the_reader_moves(qapp: object) -> None:
    from tests.support.maps import Map  # noqa: PLC0415 - a page of its own

    fresh = Map(ScriptedSession([row(MOSUL, 6), row(KALAK), row(WASHINGTON)]))
    try:
        fresh.until(lambda: fresh.js("whereof.view()")["zoom"] >= 5, "most mentions lie together: they are framed")
        assert fresh.js(f"map_whereof.getBounds().contains([{MOSUL.lat}, {MOSUL.lon}])")
        fresh.view.fit_all()
        fresh.until(lambda: fresh.js(f"map_whereof.getBounds().contains([{WASHINGTON.lat}, {WASHINGTON.lon}])"), "all")
    finally:
        fresh.close()
    del qapp
