"""A card that floats over the window with a soft shadow, and goes when the reader turns to something else."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.look import current_look

SHADOW: Final = 20
"""Width of the shadow around the card, in pixels."""
_DROP: Final = 4
_ROUND: Final = 8
_LIGHT_ALPHA: Final = 3
_DARK_ALPHA: Final = 12
_WIDEST: Final = 33.5
"""In lines of the interface font."""
_AIR: Final = 24
"""Least distance to the window's sides."""
_TOP: Final = 52
"""Distance to the window's top: below the bar."""


class FloatingCard(QWidget):
    """At the top centre of its window; the content goes into `card`.

    It closes when the reader presses, or puts the keyboard, somewhere else.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: QWidget | None = None
        self.card = QFrame()
        self.card.setObjectName("floating")
        column = QVBoxLayout(self)
        column.setContentsMargins(SHADOW, SHADOW, SHADOW, SHADOW)
        column.addWidget(self.card)
        window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._look)
        self.hide()

    def open_card(self) -> None:
        """Show it over everything else in the window."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.show()
        self.raise_()
        self.settle()

    def close_card(self) -> None:
        """Hide it; what had the keyboard before has it again, unless the reader has put it elsewhere."""
        focus = QApplication.focusWidget()
        ours = focus is not None and self.isAncestorOf(focus)
        self.hide()
        before, self._before = self._before, None
        if ours and before is not None and isValid(before):
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def settle(self) -> None:
        """Take the size that the content asks for."""
        if not self.isVisible():
            return
        width = min(round(_WIDEST * self.fontMetrics().height()), self._window.width() - 2 * _AIR) + 2 * SHADOW
        content = self.card.layout()
        if content is not None:
            content.invalidate()
            tall = content.totalSizeHint().height()
            if content.hasHeightForWidth():
                tall = content.totalHeightForWidth(width - 2 * SHADOW)
            left = (self._window.width() - width) // 2
            self.setGeometry(left, _TOP - SHADOW, width, tall + 2 * SHADOW)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; a press that nothing in the window took is a press outside."""
        if watched is self._window and self.isVisible():
            if event.type() is QEvent.Type.Resize:
                self.settle()
            elif event.type() is QEvent.Type.MouseButtonPress:
                self.close_card()
        return False

    def _look(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and new is not self and not self.isAncestorOf(new):
            self.close_card()

    def event(self, event: QEvent) -> bool:
        """Keys without Ctrl and the like are the card's own while it has the keyboard, not the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_bare(event):
            event.accept()
            return True
        return bool(super().event(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the card itself ends here."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shadow: many faint rounded rectangles, each a little smaller."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, _DARK_ALPHA if current_look().dark else _LIGHT_ALPHA))
        whole = QRectF(self.rect())
        for step in range(2, SHADOW, 2):
            ring = whole.adjusted(step, step + _DROP, -step, -step + _DROP)
            painter.drawRoundedRect(ring, _ROUND + SHADOW - step, _ROUND + SHADOW - step)
        painter.end()


def _is_bare(event: QKeyEvent) -> bool:
    bare = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.KeypadModifier
    return event.modifiers() in bare
