"""The Qt application, with what a desktop hands over while it runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent


class Application(QApplication):
    """Tells of files that it is handed, as macOS does for a double click or a drop on the Dock.

    A class of its own and no event filter: a filter on the application would see every event of every widget.
    """

    handed = Signal(Path)

    def event(self, event: QEvent) -> bool:
        """Take the files; every other event goes Qt's way."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.handed.emit(Path(event.file()))
            return True
        return super().event(event)
