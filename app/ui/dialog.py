"""What the windows beside the window have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.ui.actions import press_focused_button

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlainDialog(QDialog):
    """Blocks nothing and is gone when it is closed. Enter presses the button that has the keyboard, as in the window.

    Args:
        title: of the window.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 16, 20, 16)
        self.column.setSpacing(12)

    def open_at(self, width: int, height: int = 0) -> None:
        """Take this size at first, in lines of the interface font; without a height, what the content asks for."""
        line = self.fontMetrics().height()
        tall = height * line or max(self.sizeHint().height(), self.heightForWidth(width * line))
        self.resize(width * line, tall)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter on a button presses it."""
        if event.key() in _ENTER and press_focused_button():
            return
        super().keyPressEvent(event)
