"""What the self-test takes for a map, on the page in the real engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from app.ui.picture import Look, look_at

if TYPE_CHECKING:
    from tests.support.maps import Map

HIDE = "document.querySelectorAll('{}').forEach((each) => (each.style.visibility = '{}'))"
BASEMAP = ".leaflet-tile-pane, .leaflet-areas-pane, .leaflet-labels-pane, .leaflet-areas-pane *, .leaflet-labels-pane *"


def look(world: Map) -> Look:
    """What the page looks like now, with the pins where it says that they are."""
    world.settle()
    world.wait(300)
    ids = [row.place.id for row in world.session.places() if not row.place.is_area]
    spots = [spot for each in ids if (spot := world.js(f"whereof.pixel('{each}')")) is not None]
    inside = [(spot["x"], spot["y"]) for spot in spots if 0 <= spot["x"] < 900 and 0 <= spot["y"] < 640]
    colours = [world.js(f"getComputedStyle(document.documentElement).getPropertyValue('--{name}')") for name in MARKS]
    assert inside
    return look_at(world.view.picture().toImage(), inside, [colour.strip() for colour in colours])


MARKS = ("place", "metonym", "demonym", "embedded", "unsure")


def test_the_map_passes(world: Map) -> None:
    seen = look(world)
    assert seen.faults() == []


@pytest.mark.parametrize(
    ("hidden", "sentence"),
    [
        ("body *", "The map is blank"),
        (BASEMAP, "The map is blank"),
        (".leaflet-marker-pane *", "The map lacks its pins"),
    ],
    ids=["everything", "the basemap", "the pins"],
)
def test_k1_a_map_without_it_fails(world: Map, hidden: str, sentence: str) -> None:
    world.run(HIDE.format(hidden, "hidden"))
    try:
        faults = look(world).faults()
    finally:
        world.run(HIDE.format(hidden, ""))
    assert sentence in " ".join(faults)


def test_k1_one_flat_tone_fails() -> None:
    flat = QImage(600, 400, QImage.Format.Format_RGB32)
    flat.fill(QColor("#cfdfe8"))
    assert len(look_at(flat, [(300, 200)], ["#0072b2"]).faults()) == 3


def test_k1_noise_without_pins_fails() -> None:
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for column in range(600):
        painter.setPen(QColor(column % 256, 128, 128 - column % 128))
        painter.drawLine(column, 0, column, 400)
    painter.end()
    seen = look_at(image, [(300, 200), (100, 100)], ["#d55e00"])
    assert seen.marked == 0
    assert [fault.partition(":")[0] for fault in seen.faults()] == ["The map lacks its pins"]


def test_a_map_without_any_pin_in_sight_fails() -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("#cfdfe8"))
    assert look_at(image, [], ["#0072b2"]).marked == 0
