"""Keys drawn as keycaps: a button that shows the key which does the same."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.ui.look import Look, current_look
from app.ui.plain import tooltip
from app.ui.theme import small_font

_CAP: Final = 20.0
_GAP: Final = 6


def paint_cap(painter: QPainter, rect: QRectF, key: str, look: Look) -> None:
    """Draw a keycap with this key into `rect`, in the painter's font."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(look.paper))
    painter.setPen(QPen(QColor(look.edge), 1))
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
    painter.setPen(QColor(look.text))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


def cap_width(metrics: QFontMetricsF, key: str) -> float:
    """How wide a keycap with this key is."""
    return max(_CAP, metrics.horizontalAdvance(key) + 10)


class KeyButton(QAbstractButton):
    """A flat button: keycap, then words."""

    def __init__(self, key: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setFont(small_font(self.font()))
        self.say(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def say(self, words: str) -> None:
        """Say what the key does."""
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(tooltip(f"{words} ({self._key})"))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as what it shows."""
        metrics = QFontMetricsF(self.font())
        width = cap_width(metrics, self._key) + _GAP + metrics.horizontalAdvance(self.text()) + 8
        return QSize(int(width), int(max(_CAP, metrics.height())) + 6)

    def minimumSizeHint(self) -> QSize:
        """Never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cap, the words, a ring while it has the keyboard."""
        del event
        look = current_look()
        metrics = QFontMetricsF(self.font())
        painter = QPainter(self)
        width = cap_width(metrics, self._key)
        paint_cap(painter, QRectF(3, (self.height() - _CAP) / 2, width, _CAP), self._key, look)
        strong = self.underMouse() or self.isDown()
        painter.setPen(QColor(look.edge if not self.isEnabled() else look.text if strong else look.muted))
        words = QRectF(3 + width + _GAP, 0, self.width() - width - _GAP, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
