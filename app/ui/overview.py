"""The overview strip at the reader's right edge: a scroll bar that shows where the mentions are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from app.ui.look import MARKS, current_look

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH: Final = 12
_TICK: Final = 2.5
_HANDLE_ALPHA: Final = 150


class OverviewBar(QScrollBar):
    """A vertical scroll bar with a tick for each mention."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._ticks: tuple[tuple[float, str], ...] = ()
        self._focus = -1.0
        self.setAccessibleName("Where the mentions are in this document")

    @property
    def ticks(self) -> tuple[tuple[float, str], ...]:
        """Share of the document's height and name of the mark, for each tick."""
        return self._ticks

    def set_ticks(self, ticks: Sequence[tuple[float, str]], focus: float) -> None:
        """Show these ticks, and the mention in focus larger; a negative `focus` means none."""
        if tuple(ticks) != self._ticks or focus != self._focus:
            self._ticks = tuple(ticks)
            self._focus = focus
            self.update()

    def sizeHint(self) -> QSize:
        """Narrow, as tall as it gets."""
        return QSize(_WIDTH, 60)

    def minimumSizeHint(self) -> QSize:
        """Narrow."""
        return QSize(_WIDTH, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the strip, the handle and the ticks over it."""
        del event
        look = current_look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        strip = QRectF(self.width() - 10, 0, 10, self.height())
        painter.fillRect(self.rect(), QColor(look.paper))
        painter.fillRect(strip, QColor(look.hover))
        span = self.maximum() - self.minimum() + self.pageStep()
        if self.maximum() > self.minimum():
            height = max(24.0, self.height() * self.pageStep() / span)
            share = (self.value() - self.minimum()) / (self.maximum() - self.minimum())
            handle = QColor(look.edge)
            handle.setAlpha(_HANDLE_ALPHA)
            painter.setBrush(handle)
            painter.drawRoundedRect(QRectF(strip.left() + 1, share * (self.height() - height), 8, height), 4, 4)
        self._paint_ticks(painter, strip)
        painter.end()

    def _paint_ticks(self, painter: QPainter, strip: QRectF) -> None:
        look = current_look()
        painted: set[tuple[int, str]] = set()
        for share, name in self._ticks:
            row = round(share * (self.height() - _TICK))
            if (row, name) not in painted:
                painted.add((row, name))
                painter.setBrush(MARKS[name].colour(look))
                painter.drawRect(QRectF(strip.left() + 1, row, 8, _TICK))
        if self._focus >= 0:
            painter.setBrush(QColor(look.text))
            painter.drawRect(QRectF(0, self._focus * (self.height() - _TICK) - 0.5, self.width(), _TICK + 1))
