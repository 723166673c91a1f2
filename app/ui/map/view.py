"""The map pane: draws session state on the page, and tells the session what the reader does there."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QStackedLayout, QWidget

from app import paths
from app.ui.look import look_of
from app.ui.map import page as shell_page
from app.ui.map.bridge import Bridge
from app.ui.map.feed import Feed
from app.ui.map.links import ask_to_open
from app.ui.map.payload import LABELS_FROM_ZOOM, label_payloads, population_shown
from app.ui.map.profile import PAGE, MapProfile
from app.ui.map.trouble import Trouble
from app.ui.map.webpage import MapPage
from app.ui.theme import reduced_motion

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPixmap

    from app.geoparsing.model import Place
    from app.session.session import Session
    from app.ui.map.footprints import Shapes

_log = logging.getLogger(__name__)

Labels = Callable[[float, float, float, float, int, int], Sequence["Place"]]
"""Names for a view: south, west, north, east, smallest population, how many at most."""

READY_WITHIN_MS: Final = 20_000
CRASHES_ENDURED: Final = 2
CRASH_WINDOW_S: Final = 10.0
_MOST_LABELS: Final = 250
_LABELS_AFTER_MS: Final = 120


class MapView(QWidget):
    """The map of everything that the session's documents speak of.

    Args:
        session: whose state is drawn.
        labels: names of towns for a part of the world.
        shapes: geometry of rivers, seas, regions and whatever else the basemap lacks.

    Signals:
        link_requested: the whole address of a link that the reader clicked; the reader is asked before it opens.
        ready: the page stands and shows the session's state; also after each recovery.
        failed: one sentence that says why the map is not shown.
    """

    link_requested = Signal(str)
    ready = Signal()
    failed = Signal(str)
    _shell_built = Signal(str)

    def __init__(
        self,
        session: Session,
        labels: Labels,
        shapes: Shapes = lambda _: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._closed = True  # until there is a page
        self._session = session
        self._labels = labels
        self._shapes = shapes
        self._crashes: deque[float] = deque(maxlen=CRASHES_ENDURED + 1)
        self._last_view: dict[str, Any] | None = None
        self._is_ready = False
        self._build()
        self._closed = False
        self._timers()
        self._unsubscribe = session.subscribe(self._feed.changed)
        self._shell_built.connect(self._on_shell, Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._build_shell, name="map-shell", daemon=True).start()

    def _build(self) -> None:
        self.setObjectName("map")
        self.setAccessibleName("Map")
        self.profile = MapProfile(self)
        self.page = MapPage(self.profile, self)
        self.bridge = Bridge(self._receive, self)
        self._feed = Feed(self._session, self.bridge, self._shapes)
        self._channel = QWebChannel(self)
        self._channel.registerObject("bridge", self.bridge)
        self.page.setWebChannel(self._channel)
        self.page.loadFinished.connect(self._on_load_finished)
        self.page.renderProcessTerminated.connect(self._on_crash)
        self.link_requested.connect(lambda url: ask_to_open(self, url))
        self.web = QWebEngineView(self)
        self.web.setPage(self.page)
        self.web.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.web.setAcceptDrops(False)
        self.trouble = Trouble(self)
        self.trouble.reload_requested.connect(self.reload)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.web)
        self._stack.addWidget(self.trouble)
        self.page.setBackgroundColor(self.palette().window().color())

    def _timers(self) -> None:
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(READY_WITHIN_MS)
        self._patience.timeout.connect(lambda: self._give_up("The map page did not start in time."))
        self._label_timer = QTimer(self)
        self._label_timer.setSingleShot(True)
        self._label_timer.setInterval(_LABELS_AFTER_MS)
        self._label_timer.timeout.connect(self._send_labels)

    # Loading, and loading again

    def _build_shell(self) -> None:
        """Runs on a thread of its own: importing folium takes half a second."""
        html = shell_page.kept_shell(paths.user_cache())
        with suppress(RuntimeError):  # the view was deleted meanwhile
            self._shell_built.emit(html)

    def _on_shell(self, html: str) -> None:
        if self._closed:
            return
        self.profile.handler.set_shell(html)
        self._load()

    def _load(self) -> None:
        if self._closed:
            return
        self._is_ready = False
        self._feed.stop()
        self._patience.start()
        self.page.load(PAGE)

    def reload(self) -> None:
        """Loads the page again after it was given up."""
        self._crashes.clear()
        self._stack.setCurrentWidget(self.web)
        self._load()

    def _on_load_finished(self, ok: bool) -> None:  # noqa: FBT001 - Qt's signature
        for child in self.web.findChildren(QWidget):
            child.setAcceptDrops(False)
        if not ok and not self._is_ready:
            self._give_up("The map page could not be loaded.")

    def _on_crash(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        _log.warning("the map's renderer ended: %s, code %s", status.name, code)
        self._is_ready = False
        self._feed.stop()
        self._crashes.append(time.monotonic())
        if len(self._crashes) > CRASHES_ENDURED and self._crashes[-1] - self._crashes[0] < CRASH_WINDOW_S:
            self._give_up("The map stopped several times.")
        else:
            QTimer.singleShot(0, self, self._load)

    def _give_up(self, sentence: str) -> None:
        self._patience.stop()
        self._feed.stop()
        self.trouble.show_sentence(sentence)
        self._stack.setCurrentWidget(self.trouble)
        self.failed.emit(sentence)

    # What the page says

    def _receive(self, kind: str, fields: dict[str, Any]) -> None:
        acts: dict[str, Callable[[], object]] = {
            "ready": self._on_ready,
            "hover": lambda: self._session.hover_place(fields["id"]),
            "select": lambda: self._session.focus_place(fields["id"]),
            "step": lambda: self._session.step_card(int(fields["delta"])),
            "open_card": self._session.open_card,
            "close_card": self._feed.close_card,
            "choose": lambda: self._session.choose(fields["id"]),
            "view": lambda: self._on_view(fields),
            "link": lambda: self.link_requested.emit(fields["url"]),
            "failed": lambda: self._on_failed(fields["message"]),
        }
        acts[kind]()

    def _on_ready(self) -> None:
        self._patience.stop()
        self._is_ready = True
        self._stack.setCurrentWidget(self.web)
        self._send_theme()
        self._feed.start(self._last_view)
        self._label_timer.start()
        self.ready.emit()

    def _on_view(self, fields: dict[str, Any]) -> None:
        if not self._is_ready:
            return
        self._last_view = fields
        self._label_timer.start()

    def _on_failed(self, message: str) -> None:
        _log.error("map page: %s", message)
        self._give_up("The map could not be drawn.")

    def _send_labels(self) -> None:
        view = self._last_view
        if view is None or not self._is_ready:
            return
        items: list[dict[str, Any]] = []
        if view["zoom"] >= LABELS_FROM_ZOOM:
            south, west, north, east = view["bounds"]
            items = label_payloads(self._labels(south, west, north, east, population_shown(view["zoom"]), _MOST_LABELS))
        self._feed.labels(items)

    # Theme

    def _send_theme(self) -> None:
        self.bridge.send("theme", dark=look_of(self.palette()).dark, reduced_motion=reduced_motion())

    def changeEvent(self, event: QEvent) -> None:
        """Follows the window's palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self._closed:
            self.page.setBackgroundColor(self.palette().window().color())
            if self._is_ready:
                self._send_theme()

    # For the window

    @property
    def is_ready(self) -> bool:
        """Whether the page stands and shows the session's state."""
        return self._is_ready

    def shapes_changed(self) -> None:
        """Other gazetteers are in use: draws the shapes that they have."""
        self._feed.shapes_changed()

    def fit_all(self) -> None:
        """Shows all places."""
        self.bridge.send("fit", what="all")

    def picture(self) -> QPixmap:
        """What the map looks like now."""
        return self.web.grab()

    def run_js(self, script: str, callback: Callable[[object], None]) -> None:
        """Runs a script in the page and hands its value over: for tests and measurements."""
        self.page.runJavaScript(script, 0, callback)

    def close_page(self) -> None:
        """Ends the page before its profile, as Qt asks; the view is of no use afterwards."""
        if self._closed:
            return
        self._closed = True
        self._is_ready = False
        self._unsubscribe()
        self._patience.stop()
        self._label_timer.stop()
        self._feed.stop()
        self._channel.deregisterObject(self.bridge)
        self._stack.removeWidget(self.web)
        shiboken6.delete(self.web)
        shiboken6.delete(self.page)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the widget ends the page."""
        self.close_page()
        super().closeEvent(event)
