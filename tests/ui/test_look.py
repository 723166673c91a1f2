from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor

from app import paths
from app.geoparsing.model import Kind
from app.ui.look import DARK, LIGHT, MARKS, Look, look_of, mark_name
from app.ui.theme import palette_of

LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor | str, other: QColor | str) -> float:
    high, low = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@LOOKS
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *itertools.product(["text", "muted", "accent", "good", "bad"], ["paper", "chrome"]),
        ("text", "hover"),
        ("muted", "hover"),
        ("text", "selection"),
        ("on_selection", "selection"),
        ("on_accent", "accent"),
        ("on_accent", "pressed"),
        ("on_focus", "focus"),
        ("text", "warning"),
        ("accent", "warning"),
        ("muted", "warning"),
    ],
)
def test_text_is_legible(look: Look, ink: str, ground: str) -> None:
    colours = look.colours()
    assert contrast(colours[ink], colours[ground]) >= 4.5


@LOOKS
@pytest.mark.parametrize("name", MARKS)
def test_marks_stand_out_from_paper_and_chrome(look: Look, name: str) -> None:
    for ground in (look.paper, look.chrome):
        assert contrast(MARKS[name].colour(look), ground) >= 3.0


def test_no_two_marks_share_shape_and_colour() -> None:
    assert len({(mark.shape, mark.light) for mark in MARKS.values()}) == len(MARKS)
    assert len({mark.shape for mark in MARKS.values()}) == len(MARKS)


def test_every_kind_has_a_mark() -> None:
    for kind in Kind:
        assert mark_name(kind, unsure=False, area=False) in MARKS


def test_doubt_shows_before_the_kind_and_the_kind_before_the_area() -> None:
    assert mark_name(Kind.METONYM, unsure=True, area=True) == "unsure"
    assert mark_name(Kind.METONYM, unsure=False, area=True) == "metonym"
    assert mark_name(Kind.LITERAL, unsure=False, area=True) == "area"


@LOOKS
def test_a_palette_tells_its_look(look: Look) -> None:
    assert look_of(palette_of(look)) is look


def test_the_map_s_style_sheet_has_the_same_marks() -> None:
    sheet = (paths.resources() / "map" / "map.css").read_text(encoding="utf-8").lower()
    missing = [colour for mark in MARKS.values() for colour in (mark.light, mark.dark) if colour not in sheet]
    assert missing == []
