"""The one adapter between the session and a pane: a Qt signal for `subscribe`, cut when the pane goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.session.state import State

if TYPE_CHECKING:
    from app.session.session import Session


class Watch(QObject):
    """Emits `changed(old, new)` for each change of the session's state, as long as its parent lives."""

    changed = Signal(State, State)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = session.subscribe(self._notify)
        parent.destroyed.connect(self._stop)

    def stop(self) -> None:
        """Hear no more."""
        self._stop()

    def _notify(self, old: State, new: State) -> None:
        self.changed.emit(old, new)
