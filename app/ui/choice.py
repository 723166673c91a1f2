"""Combo boxes and check boxes whose signs are painted, so that they are crisp and follow the theme."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QComboBox

from app.ui.icons import icon
from app.ui.look import Look, current_look

BOX: Final = 16
"""Side of a check box, in pixels."""
_ARROW: Final = 14
_GAP: Final = 8
_ROUND: Final = 3


def paint_box(painter: QPainter, box: QRectF, look: Look, *, on: bool) -> None:
    """Draw a check box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(look.accent if on else look.muted), 1))
    painter.setBrush(QColor(look.accent if on else look.paper))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), _ROUND, _ROUND)
    if on:
        icon("check", "on_accent").paint(painter, box.toRect().adjusted(2, 2, -2, -2))
    painter.restore()


class Choice(QComboBox):
    """A combo box with a chevron."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """What Qt draws, and the chevron."""
        super().paintEvent(event)
        painter = QPainter(self)
        spot = QRect(self.width() - _ARROW - 7, (self.height() - _ARROW) // 2, _ARROW, _ARROW)
        icon("chevron-down").paint(painter, spot)
        painter.end()


class Tick(QCheckBox):
    """A check box."""

    def sizeHint(self) -> QSize:
        """Box and words."""
        metrics = QFontMetrics(self.font())
        return QSize(BOX + _GAP + metrics.horizontalAdvance(self.text()) + 6, max(BOX, metrics.height()) + 6)

    def hitButton(self, pos: object) -> bool:
        """All of it can be pressed."""
        del pos
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box, the words, a ring while it has the keyboard."""
        del event
        look = current_look()
        painter = QPainter(self)
        paint_box(painter, QRectF(2, (self.height() - BOX) / 2, BOX, BOX), look, on=self.isChecked())
        painter.setPen(QColor(look.text))
        words = QRect(BOX + _GAP, 0, self.width() - BOX - _GAP, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(look.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 4, 4)
        painter.end()
