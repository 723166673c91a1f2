"""The window: it makes the panes and lets them share one session. No pane knows another."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QFileDialog,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui import drop
from app.ui.actions import Actions, press_focused_button
from app.ui.dialogs import Dialogs
from app.ui.drophint import DropHint
from app.ui.empty import EmptyState
from app.ui.errand import Purpose, errand_for, marking
from app.ui.inspector import Inspector
from app.ui.menus import WindowMenu
from app.ui.notices import NoticeBar
from app.ui.place_search import PlaceSearch
from app.ui.projection import Watch
from app.ui.reader import ReaderPane
from app.ui.reader_menu import ReaderMenu
from app.ui.sidebar import DOCUMENTS, PLACES, Sidebar
from app.ui.statusline import StatusLine
from app.ui.theme import ThemeKeeper
from app.ui.topbar import TopBar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.session.online import Online
    from app.session.packs import Packs
    from app.session.recognizers import Recognizers
    from app.session.session import Session
    from app.session.state import State
    from app.settings import SettingsFile, Theme
    from app.ui.online import OnlineSetup

_SIZE: Final = (1440, 900)
_SIDEBAR_SHARE: Final = 0.19
_READER_SHARE: Final = 0.36
_WIDEST_SIDEBAR: Final = 320
_WIDEST_READER: Final = 680
_KINDS_OF_FILE: Final = "Texts (*.txt *.text *.md *.markdown *.html *.htm *.xhtml);;All files (*)"


class MainWindow(QMainWindow):
    """Documents and places at the left, the reader with its inspector in the middle, the map at the right.

    Args:
        session: what is drawn and told.
        settings: theme and layout come from here and go there.
        map_view: the map.
        samples: opens the sample documents.
        keeper: dresses the application; the window makes its own if it gets none.
        versions: names and versions for the about box.
        attributions: whose data the embedded gazetteer holds, for the about box.
        packs: the gazetteers window's view model; without it there is none.
        online: the online geocoder's view model, likewise.
        setup: where the choice of its server is kept.
        recognizers: the recognizer's view model, likewise.
    """

    def __init__(
        self,
        session: Session,
        settings: SettingsFile,
        map_view: QWidget,
        samples: Callable[[], None],
        *,
        keeper: ThemeKeeper | None = None,
        versions: Mapping[str, str] | None = None,
        attributions: Mapping[str, str] | None = None,
        packs: Packs | None = None,
        online: Online | None = None,
        setup: OnlineSetup | None = None,
        recognizers: Recognizers | None = None,
    ) -> None:
        super().__init__()
        self._session = session
        self._settings = settings
        self._online = online
        self._page: QWidget | None = None
        self.keeper = keeper or ThemeKeeper(_application(), settings.settings.theme)
        self.setObjectName("whereof")
        self.setWindowTitle("Whereof")
        self.setAcceptDrops(True)
        self.sidebar = Sidebar(session)
        self.reader = ReaderPane(session)
        self.inspector = Inspector(session)
        self._recent = [path for path in map(Path, settings.settings.recent) if path.is_file()]
        self._last = [path for path in map(Path, settings.settings.last) if path.is_file()]
        self.empty = EmptyState(len(self._last))
        self.map = map_view
        self.hint = DropHint(self)
        self.search = PlaceSearch(session, self, online=online)
        self.dialogs = Dialogs(
            self,
            versions or {},
            attributions or {},
            packs=packs,
            online=online,
            setup=setup,
            recognizers=recognizers,
        )
        self.actions_ = Actions(session, self)
        self.actions_.gazetteers.setVisible(packs is not None)
        self.actions_.online.setVisible(online is not None)
        self.actions_.recognizer.setVisible(recognizers is not None)
        self._lay_out()
        self._connect(samples)
        Watch(session, self).changed.connect(self._follow)
        self._choose_page(session.state)
        self.resize(*_SIZE)
        self._spread_out = bool(settings.settings.layout) and self.restore_layout(settings.settings.layout)

    def layout_state(self) -> str:
        """Size and panes, as text for the settings."""
        parts = {
            "geometry": self.saveGeometry(),
            "panes": self.saveState(),
            "reader": self._middle.saveState(),
        }
        coded = {name: base64.b64encode(part.data()).decode("ascii") for name, part in parts.items()}
        return json.dumps(coded | {"tab": self.sidebar.tabs.currentIndex()})

    def restore_layout(self, layout: str) -> bool:
        """Put size and panes back; damaged text changes nothing. Whether it was whole."""
        try:
            stored = json.loads(layout)
            parts = {name: QByteArray(base64.b64decode(stored[name])) for name in ("geometry", "panes", "reader")}
            tab = int(stored["tab"])
        except (ValueError, KeyError, TypeError):
            return False
        whole = self.restoreGeometry(parts["geometry"]) and self.restoreState(parts["panes"])
        self._middle.restoreState(parts["reader"])
        self.sidebar.tabs.setCurrentIndex(PLACES if tab == PLACES else DOCUMENTS)
        return whole

    def wear(self, theme: Theme) -> None:
        """Change the theme, now and for the next start."""
        self.keeper.wear(theme)
        self._settings.change(theme=theme)

    # making

    def _lay_out(self) -> None:
        self._menu = WindowMenu(self, self.actions_)
        self._menu.add_recent(self._recent, self._session.open)
        top = QWidget()
        column = QVBoxLayout(top)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top_bar = TopBar(self.actions_, self._menu.menu)
        self.notices = NoticeBar(self._session)
        column.addWidget(self.top_bar)
        column.addWidget(self.notices)
        self.setMenuWidget(top)
        self._middle = QSplitter(Qt.Orientation.Vertical)
        self._middle.setHandleWidth(1)
        self._middle.setChildrenCollapsible(False)
        self._middle.addWidget(self.reader)
        self._middle.addWidget(self.inspector)
        self._middle.setStretchFactor(0, 1)
        self._middle.setSizes([520, 280])
        self._pages = QStackedWidget()
        self._pages.setObjectName("readerStack")
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self._middle)
        self.sidebar.setMinimumWidth(200)
        self._pages.setMinimumWidth(340)
        self.map.setMinimumWidth(320)
        self.setCentralWidget(self.map)
        self.setDockNestingEnabled(True)
        self.list_dock = self._dock("Lists", self.sidebar)
        self.reader_dock = self._dock("Reader", self._pages)
        self.splitDockWidget(self.list_dock, self.reader_dock, Qt.Orientation.Horizontal)
        self.status = StatusLine(self._session, online=self._online)
        self.setStatusBar(self.status)
        self._menu.add_panes([self.list_dock, self.reader_dock])

    def _dock(self, name: str, pane: QWidget) -> QDockWidget:
        dock = QDockWidget(name, self)
        dock.setObjectName(f"dock-{name.lower()}")
        dock.setWidget(pane)
        dock.setTitleBarWidget(QWidget(dock))
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
        return dock

    def _connect(self, samples: Callable[[], None]) -> None:
        actions = self.actions_
        actions.serve(self.inspector)
        actions.open.triggered.connect(self._ask_for_files)
        actions.open_folder.triggered.connect(self._ask_for_folder)
        actions.paste.triggered.connect(self._paste)
        actions.find.triggered.connect(self.reader.finder.open_bar)
        actions.search.triggered.connect(self._search_place)
        actions.mark.triggered.connect(self._mark)
        actions.another.triggered.connect(self._another_place)
        actions.gazetteers.triggered.connect(self.dialogs.show_gazetteers)
        actions.online.triggered.connect(self.dialogs.show_online)
        actions.recognizer.triggered.connect(self.dialogs.show_recognizer)
        actions.about.triggered.connect(self.dialogs.show_about)
        view = self.reader.view
        view.copyAvailable.connect(actions.follow_selection)
        ReaderMenu(self._session, view, [actions.mark], [actions.confirm, actions.reject, actions.another])
        self.search.used.connect(view.let_selection_go)
        self.inspector.another.connect(self._another_place)
        actions.quit.triggered.connect(self.close)
        self.empty.add.connect(actions.open.trigger)
        self.empty.again.connect(lambda: self._session.open(self._last))
        self.empty.samples.connect(samples)
        self.status.credits.connect(self.dialogs.show_about)
        self.status.requests.connect(self.dialogs.show_online)

    def _spread(self) -> None:
        width = self.width()
        widths = [min(_WIDEST_SIDEBAR, int(width * _SIDEBAR_SHARE)), min(_WIDEST_READER, int(width * _READER_SHARE))]
        self.resizeDocks([self.list_dock, self.reader_dock], widths, Qt.Orientation.Horizontal)

    # following the session

    def _follow(self, old: State, new: State) -> None:
        if new.content != old.content or new.document != old.document:
            self._choose_page(new)

    def _choose_page(self, state: State) -> None:
        empty = state.document is None and not self._session.documents()
        page = self.empty if empty else self._middle
        if page is not self._page:
            self._page = page
            self._pages.setCurrentWidget(page)
            self.top_bar.set_primary(on=not empty)
            (self.empty if empty else self.reader).setFocus()

    # intents of the window itself

    def _ask_for_files(self) -> None:
        names, _kind = QFileDialog.getOpenFileNames(self, "Add documents", "", _KINDS_OF_FILE)
        if names:
            self._session.open([Path(name) for name in names])

    def _ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Add a folder")
        if name:
            self._session.open([Path(name)])

    def _paste(self) -> None:
        drop.take(QGuiApplication.clipboard().mimeData(), self._session)

    def _search_place(self) -> None:
        self.search.start(errand_for(self._session, self.reader.view.selected(), self.inspector.scope))

    def _mark(self) -> None:
        span = self.reader.view.selected()
        if span is not None:
            self.search.start(marking(self._session, span))

    def _another_place(self) -> None:
        errand = errand_for(self._session, None, self.inspector.scope)
        if errand.purpose is Purpose.ASSIGN:
            self.search.start(replace(errand, at_once=True))

    # events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files, folders and text are welcome anywhere."""
        if drop.takes(event.mimeData()):
            event.acceptProposedAction()
            self.hint.show_over(self.rect())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing came of it."""
        self.hint.hide()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        self.hint.hide()
        if drop.take(event.mimeData(), self._session):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, where it does not confirm a mention."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and press_focused_button():
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Share out the width on the first showing, if no layout is remembered."""
        super().showEvent(event)
        if not self._spread_out:
            self._spread_out = True
            self._spread()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout; there is nothing to ask."""
        self._settings.change(layout=self.layout_state())
        super().closeEvent(event)


def _application() -> QApplication:
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("the window needs a QApplication")
    return application
