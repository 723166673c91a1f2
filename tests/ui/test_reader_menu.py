from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.geoparsing.model import Scope
from app.ui.errand import Span, quoted
from tests.support.builders import MOSUL, document
from tests.support.pointer import mention, middle_of
from tests.ui.steps import select, select_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.session.session import Session
    from app.ui.reader import ReaderView
    from app.ui.window import MainWindow


@pytest.fixture
def view(window: MainWindow) -> ReaderView:
    return window.reader.view


def menu_at(view: ReaderView, spot: QPoint) -> QMenu | None:
    """What a right click there opens."""
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, view.viewport().mapToGlobal(spot))
    QApplication.sendEvent(view.viewport(), event)
    menu = QApplication.activePopupWidget()
    assert menu is None or isinstance(menu, QMenu)
    return menu


def entries(menu: QMenu | None) -> list[str]:
    assert menu is not None
    return [action.text() for action in menu.actions()]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_selected_text_can_be_marked_or_copied(view: ReaderView, window: MainWindow) -> None:
    start = view.toPlainText().index("Those")
    select(view, start, start + 5)
    menu = menu_at(view, QPoint(40, 100))
    assert entries(menu) == ["Mark as a place …", "Copy"]
    assert menu is not None
    menu.actions()[1].trigger()
    assert QGuiApplication.clipboard().text() == "Those"
    menu.actions()[0].trigger()
    menu.close()
    assert window.search.isVisible()
    assert window.search.title.text() == "Mark “Those” as …"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_mention_can_be_put_right_by_its_menu(
    view: ReaderView, window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    spot = middle_of(view, mention(session, "Mosul"))
    menu = menu_at(view, spot)
    assert entries(menu) == ["Confirm", "Not a place", "Another place …"]
    assert session.state.place == MOSUL.id
    assert menu is not None
    menu.actions()[0].trigger()
    assert session.state.coverage.confirmed == 1
    menu.actions()[2].trigger()
    assert window.search.title.text() == "Another place for “Mosul” …"
    menu.close()
    window.search.close_card()
    before = len(session.highlights(1))
    window.actions_.reject.trigger()
    assert len(session.highlights(1)) == before - 1
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)


def test_there_is_no_menu_where_there_is_nothing_to_do(view: ReaderView) -> None:
    assert menu_at(view, QPoint(3, 3)) is None


def test_confirming_is_one_step_to_undo(window: MainWindow, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    window.inspector.set_scope(Scope.DOCUMENT)
    window.reader.setFocus()
    QTest.keyClick(window.reader.view, Qt.Key.Key_Return)
    assert session.state.coverage.confirmed == 3
    session.undo()
    assert session.state.coverage.confirmed == 0
    assert session.state.can_undo == ""


@pytest.mark.parametrize(
    ("words", "marked"),
    [("Qayyarah", "Qayyarah"), (" Qayyarah ", "Qayyarah"), ("🛢 field", "🛢 field"), ("Mosul fell", "Mosul fell")],
)
def test_a_selection_is_told_in_code_points(
    show: Callable[[Session], MainWindow], filled: Callable[..., Session], words: str, marked: str
) -> None:
    made = document("😀 Title", "😀😀 Before Qayyarah lay a 🛢 field.", "Mosul fell.")
    view = show(filled(made)).reader.view
    select_words(view, words, made)
    begin = made.text.index(marked)
    assert view.selected() == Span(1, begin, begin + len(marked), marked)


def test_blanks_and_the_small_print_are_no_selection(view: ReaderView) -> None:
    assert view.selected() is None
    meta = view.toPlainText().index("11 June")
    select(view, meta, meta + 7)
    assert view.selected() is None
    blank = view.toPlainText().index(" took")
    select(view, blank, blank + 1)
    assert view.selected() is None


def test_long_names_are_cut_where_they_are_quoted() -> None:
    assert quoted("Mosul") == "“Mosul”"
    assert quoted("a\nb") == "“a b”"
    assert len(quoted("x" * 200)) == 34
