"""The window on a real session whose lanes answer at once, with a plain widget where the map would be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.session.online import Online
from app.settings import SettingsFile, Theme
from app.ui.theme import ThemeKeeper
from app.ui.window import MainWindow
from tests.support.sessions import filled_session
from tests.ui.fakes import Gazetteers, Service, Setup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.geoparsing.model import Document
    from app.session.session import Session
    from app.ui.place_search import PlaceSearch


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
def service() -> Service:
    """An online geocoder for which no server is chosen."""
    return Service(host="")


@pytest.fixture
def show(
    shown: Callable[[QWidget], None], settings: SettingsFile, light_theme: ThemeKeeper, service: Service, qtbot: QtBot
) -> Callable[[Session], MainWindow]:
    """Opens the window on a session."""

    def opened(session: Session) -> MainWindow:
        online = Online(service, session.note_online)
        window = MainWindow(
            session, settings, QWidget(), lambda: None, keeper=light_theme, online=online, setup=Setup()
        )
        if not settings.settings.layout:
            window.resize(1280, 800)
        shown(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    return opened


@pytest.fixture
def window(show: Callable[[Session], MainWindow], session: Session) -> MainWindow:
    return show(session)


@pytest.fixture
def gazetteers() -> Gazetteers:
    """What the search for a place asks."""
    return Gazetteers()


@pytest.fixture
def search(window: MainWindow, qtbot: QtBot) -> PlaceSearch:
    """The search for a place, opened by its key."""
    window.reader.setFocus()
    QTest.keyClick(window.reader.view, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.search.field.hasFocus)
    return window.search
