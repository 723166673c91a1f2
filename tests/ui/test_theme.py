from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QLabel

from app import paths
from app.settings import Theme
from app.ui import icons
from app.ui.look import DARK, LIGHT, MARKS, Look, current_look
from app.ui.marks import paint_mark, underline_pen
from app.ui.theme import LEGIBLE_POINTS, ThemeKeeper, reader_font, small_font, style_sheet, tabular

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


def test_the_reader_can_override_the_system(light_theme: ThemeKeeper, qtbot: QtBot) -> None:
    with qtbot.waitSignal(light_theme.changed):
        light_theme.wear(Theme.DARK)
    assert current_look() is DARK
    light_theme.wear(Theme.LIGHT)
    assert current_look() is LIGHT


def test_the_system_s_change_is_followed_unless_overridden(
    light_theme: ThemeKeeper, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _hints: Qt.ColorScheme.Dark)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current_look() is LIGHT
    light_theme.wear(Theme.SYSTEM)
    assert current_look() is DARK
    monkeypatch.setattr(QStyleHints, "colorScheme", lambda _hints: Qt.ColorScheme.Light)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert current_look() is LIGHT


def test_a_widget_made_before_wears_the_new_theme(light_theme: ThemeKeeper, qtbot: QtBot) -> None:
    label = QLabel("Mosul")
    qtbot.addWidget(label)
    label.show()
    light_theme.wear(Theme.DARK)
    qtbot.wait(10)
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_the_sheet_leaves_no_placeholder(look: Look) -> None:
    sheet = style_sheet(look, QFont())
    assert "$" not in sheet
    assert "@" not in sheet


def test_fonts_are_relative_to_the_system(qapp: QApplication) -> None:
    base = QFont(qapp.font())
    base.setPointSizeF(20)
    assert reader_font(base).pointSizeF() > 20 > small_font(base).pointSizeF()
    assert qapp.font().pointSizeF() >= LEGIBLE_POINTS


def test_figures_have_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(tabular(qapp.font()))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("8888")


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_an_icon_is_drawn_at_every_scale_in_the_look_s_colour(scale: float) -> None:
    picture = icons.icon("x", "accent").pixmap(QSize(24, 24), scale)
    assert picture.width() == round(24 * scale)
    image = picture.toImage()
    seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert LIGHT.accent in seen


def test_an_icon_that_is_not_there_is_null(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert icons.icon("no-such-icon").isNull()
    assert icons.icon("../../etc/passwd").isNull()
    monkeypatch.setattr(paths, "icons", lambda: tmp_path)
    icons._source.cache_clear()
    assert icons.icon("x").isNull()
    icons._source.cache_clear()


def test_without_bundled_fonts_the_system_s_serve(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setattr("app.ui.theme._READER_FACES", ("No Such Face",))
    assert reader_font(qapp.font()).families()[0] == "serif"


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("name", MARKS)
def test_a_mark_is_painted_in_its_colour(name: str, look: Look) -> None:
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_mark(painter, name, image.rect().toRectF(), look)
    painter.end()
    wanted = MARKS[name].colour(look).name()
    assert wanted in {image.pixelColor(x, y).name() for x in range(48) for y in range(48)}


def test_marks_differ_without_colour() -> None:
    shapes = {}
    for name in MARKS:
        image = QImage(32, 32, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        paint_mark(painter, name, image.rect().toRectF().adjusted(5, 5, -5, -5), LIGHT)
        painter.end()
        shapes[name] = tuple(
            image.pixelColor(x, y).alpha() > 100 for x in range(image.width()) for y in range(image.height())
        )
    assert len(set(shapes.values())) == len(MARKS)


def test_underlines_of_doubt_and_of_embedded_names_are_broken() -> None:
    assert not underline_pen("place", LIGHT, 2).dashPattern()
    assert underline_pen("unsure", LIGHT, 2).dashPattern() != underline_pen("embedded", LIGHT, 2).dashPattern()
    assert underline_pen("unsure", LIGHT, 2).dashPattern()
