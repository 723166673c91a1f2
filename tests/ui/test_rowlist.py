from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from app.ui.look import LIGHT
from app.ui.rowlist import Row, RowModel, RowView
from tests.support.pointer import PAYLOADS, hover

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

ROWS = [Row(f"gn:{number}", f"Place {number}", "city", "1", "place") for number in range(40)]


@pytest.fixture
def model() -> RowModel:
    made = RowModel()
    made.show(ROWS)
    return made


@pytest.fixture
def view(shown: Callable[[QWidget], None], model: RowModel) -> RowView:
    made = RowView(model, "Places")
    made.resize(260, 300)
    shown(made)
    return made


def middle(view: RowView, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def test_pointer_and_click_tell_the_row(view: RowView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.hovered, check_params_cb=lambda key: key == "gn:2"):
        hover(view.viewport(), middle(view, 2))
    with qtbot.waitSignal(view.chosen, check_params_cb=lambda key: key == "gn:3"):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, 3))
    with qtbot.waitSignal(view.hovered, check_params_cb=lambda key: key is None):
        QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))


def test_arrows_and_enter_choose(view: RowView, qtbot: QtBot) -> None:
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.chosen, check_params_cb=lambda key: key == "gn:1"):
        QTest.keyClick(view, Qt.Key.Key_Return)


def test_the_row_in_focus_is_lit(view: RowView, model: RowModel) -> None:
    model.light(focus="gn:1", hover="gn:2")
    image = view.viewport().grab().toImage()
    edge = view.visualRect(model.index(1)).bottomLeft() + QPoint(3, -3)
    below = view.visualRect(model.index(2)).bottomLeft() + QPoint(3, -3)
    assert image.pixelColor(edge) == QColor(LIGHT.selection)
    assert image.pixelColor(below) == QColor(LIGHT.hover)


def test_only_changed_rows_are_drawn_again(model: RowModel, qtbot: QtBot) -> None:
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _last: changed.append(first.row()))
    model.light(focus="gn:4", hover=None)
    model.light(focus="gn:4", hover="gn:7")
    model.light(focus="gn:4", hover="gn:7")
    assert changed == [4, 7]
    with qtbot.assertNotEmitted(model.modelReset):
        model.show([Row(row.key, row.title, row.small, "2", row.glyph) for row in ROWS])


def test_new_rows_keep_the_place_in_the_list(view: RowView, model: RowModel) -> None:
    view.setCurrentIndex(model.index(20))
    view.scrollTo(model.index(30))
    before = view.verticalScrollBar().value()
    assert before > 0
    model.show([*ROWS, Row("gn:new", "New", "", "1", "place")])
    assert view.verticalScrollBar().value() == before
    assert model.row(view.currentIndex()).key == "gn:20"


def test_r7_20000_rows_are_shown_at_once(view: RowView, model: RowModel) -> None:
    rows = [Row(f"gn:{number}", f"Place {number}", "city", "1", "place") for number in range(20_000)]
    start = time.perf_counter()
    model.show(rows)
    view.show_row("gn:19999")
    view.grab()
    assert time.perf_counter() - start < 1.0
    assert view.indexAt(middle(view, 19_999)).row() == 19_999


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_rows_and_tooltips_are_plain_text(
    view: RowView, model: RowModel, payload: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _widget: shown.append(text))
    model.show([Row("gn:1", payload, payload, "1", "place")])
    view.grab()
    event = QHelpEvent(QEvent.Type.ToolTip, middle(view, 0), view.viewport().mapToGlobal(middle(view, 0)))
    QApplication.sendEvent(view.viewport(), event)
    assert len(shown) == 1
    assert "<" not in shown[0].removeprefix("<qt>").removesuffix("</qt>")
    assert "\u202e" not in str(model.data(model.index(0)))
    assert "\x00" not in str(model.data(model.index(0)))


def test_a_screen_reader_hears_list_and_rows(view: RowView, model: RowModel) -> None:
    model.show([Row("gn:1", "Mosul", "city", "4", "place", spoken="Mosul, city, 4 mentions")])
    seen = QAccessible.queryAccessibleInterface(view)
    assert seen.text(QAccessible.Text.Name) == "Places"
    assert seen.child(0).text(QAccessible.Text.Name) == "Mosul, city, 4 mentions"
