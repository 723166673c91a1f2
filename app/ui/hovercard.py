"""The small card under a mention: what it is, in plain text. It takes no clicks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLabel, QVBoxLayout, QWidget

from app.ui.plain import one_line
from app.ui.theme import small_font

_WIDEST: Final = 340
_GAP: Final = 8
_PAD: Final = 12
_STRIP: Final = 12
"""Width of the overview strip, which stays free."""


class HoverCard(QFrame):
    """A floating card; `show_for` places it under or over a rectangle of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("hoverCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title = QLabel()
        self._title.setProperty("tone", "strong")
        self._body = QLabel()
        self._body.setProperty("tone", "muted")
        self._body.setFont(small_font(self.font()))
        for label in (self._title, self._body):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(_PAD, 8, _PAD, 9)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._body)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 3)
        self.setGraphicsEffect(shadow)
        self.hide()

    @property
    def words(self) -> str:
        """What the card says."""
        return f"{self._title.text()}\n{self._body.text()}"

    def show_for(self, title: str, body: str, about: QRectF) -> None:
        """Say this below `about` (in the parent's coordinates), or above where there is no room below."""
        self._title.setText(one_line(title))
        self._body.setText(one_line(body))
        self._body.setVisible(bool(body))
        width = min(_WIDEST, self._natural_width(), self._host.width() - 2 * _GAP - _STRIP)
        self.setFixedSize(width, self._column.heightForWidth(width))
        left = min(max(_GAP, int(about.left())), self._host.width() - self.width() - _GAP - _STRIP)
        top = int(about.bottom()) + _GAP
        if top + self.height() > self._host.height():
            top = int(about.top()) - self.height() - _GAP
        self.move(left, top)
        self.show()
        self.raise_()

    def _natural_width(self) -> int:
        labels = (self._title, self._body)
        return max(label.fontMetrics().horizontalAdvance(label.text()) for label in labels) + 2 * _PAD + 6
