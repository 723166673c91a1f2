"""The window on a real session whose lanes answer at once, with a plain widget where the map would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication, QWidget

from app.settings import SettingsFile, Theme
from app.ui.theme import ThemeKeeper
from app.ui.window import MainWindow
from tests.support.sessions import filled_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.geoparsing.model import Document
    from app.session.session import Session
    from app.session.state import Highlight
    from app.ui.reader import ReaderView

PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "<b>bold</b>",
    "</script><script>alert(1)</script>",
    "${7*7} {{7*7}}",
    "javascript:alert(1)",
    "&lt;i&gt; & &amp;",
    "\u202eevil\u202c",
    "a\x00b",
    "<a href='file:///etc/passwd'>x</a>",
)


@pytest.fixture(autouse=True)
def light_theme(qapp: QApplication) -> Iterator[ThemeKeeper]:
    """Each test begins in the light theme."""
    keeper = ThemeKeeper(qapp, Theme.LIGHT)
    yield keeper
    qapp.styleHints().colorSchemeChanged.disconnect(keeper._apply)
    keeper.deleteLater()


@pytest.fixture
def filled() -> Iterator[Callable[..., Session]]:
    """Makes sessions with these documents open and parsed; they are closed after the widgets."""
    made: list[Session] = []

    def make(*documents: Document) -> Session:
        made.append(filled_session(*documents))
        return made[-1]

    yield make
    for session in made:
        session.close()


@pytest.fixture
def session(filled: Callable[..., Session]) -> Session:
    """Two small documents, open and parsed; the first is in the reader."""
    return filled()


@pytest.fixture
def settings(tmp_path: Path) -> SettingsFile:
    return SettingsFile(tmp_path)


@pytest.fixture
def shown(qtbot: QtBot, filled: object) -> Iterator[Callable[[QWidget], None]]:
    """Shows widgets, and takes them away before their sessions are closed."""
    del filled
    kept: list[QWidget] = []

    def show(widget: QWidget) -> None:
        kept.append(widget)
        widget.show()
        qtbot.waitExposed(widget)

    yield show
    for widget in kept:
        widget.close()
        widget.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def show(
    shown: Callable[[QWidget], None], settings: SettingsFile, light_theme: ThemeKeeper
) -> Callable[[Session], MainWindow]:
    """Opens the window on a session."""

    def opened(session: Session) -> MainWindow:
        window = MainWindow(session, settings, QWidget(), lambda: None, keeper=light_theme)
        if not settings.settings.layout:
            window.resize(1280, 800)
        shown(window)
        window.activateWindow()
        return window

    return opened


@pytest.fixture
def window(show: Callable[[Session], MainWindow], session: Session) -> MainWindow:
    return show(session)


def mention(session: Session, surface: str, nth: int = 0) -> Highlight:
    """The nth mention written so in the document in the reader."""
    document = session.state.document
    assert document is not None
    return [one for one in session.highlights(document) if one.surface == surface][nth]


def middle_of(view: ReaderView, highlight: Highlight) -> QPoint:
    """Where to put the pointer to be on a mention."""
    rects = view.layer.rects(highlight)
    assert rects, "the mention is laid out"
    return rects[0].center().toPoint()


def hover(qtbot: QtBot, widget: QWidget, spot: QPoint) -> None:
    """Move the pointer onto a spot, from another one: a pointer that has not moved tells nothing."""
    qtbot.mouseMove(widget, spot + QPoint(2, 1))
    qtbot.mouseMove(widget, spot)
