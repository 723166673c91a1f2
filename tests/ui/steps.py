"""What tests do again and again at the window: select, type, read the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.geoparsing.model import Document
    from app.ui.place_search import PlaceSearch
    from app.ui.reader import ReaderView


def titles(search: PlaceSearch) -> list[str]:
    """What the search for a place lists."""
    return [row.title for row in search.list.rows]


def type_in(search: PlaceSearch, words: str, qtbot: QtBot) -> None:
    """Type into the search for a place, and let its list catch up."""
    QTest.keyClicks(search.field, words)
    qtbot.waitUntil(lambda: not search._timer.isActive())


def select(view: ReaderView, start: int, end: int) -> None:
    """Select between two positions of the widget, as a drag or Shift with arrows does."""
    cursor = view.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def select_words(view: ReaderView, words: str, opened: Document) -> None:
    """Select words where they first stand in the document."""
    start = opened.text.index(words)
    text = view._text
    assert text is not None
    select(view, text.position(start), text.position(start + len(words)))
