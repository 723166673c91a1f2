"""Waiting for a session: until its documents are read and parsed and the map page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.session.state import DocumentStatus
from app.ui.projection import Watch

if TYPE_CHECKING:
    from app.session.session import Session
    from app.session.state import State
    from app.ui.map.view import MapView

_PENDING: Final = frozenset({DocumentStatus.READING, DocumentStatus.WAITING, DocumentStatus.PARSING})


class Arrival(QObject):
    """Watches a session until everything opened is done with, well or badly.

    Signals:
        arrived: nothing is under way any more and the page stands; told once.
    """

    arrived = Signal()

    def __init__(self, session: Session, map_view: MapView, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._map = map_view
        self._told = False

    def start(self) -> None:
        """Begin to watch."""
        Watch(self._session, self).changed.connect(self._look)
        self._map.ready.connect(self._look_again)
        self._look_again()

    def _look_again(self) -> None:
        self._look(self._session.state, self._session.state)

    def _look(self, _old: State, new: State) -> None:
        rows = self._session.documents()
        idle = not rows and not new.notices
        pending = idle or new.progress.running or any(row.status in _PENDING for row in rows)
        if self._told or pending or not self._map.is_ready:
            return
        self._told = True
        self.arrived.emit()
