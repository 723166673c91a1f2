"""The small card under a mention: what it is, in plain text. It takes no clicks."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QLabel, QVBoxLayout, QWidget

from app.ui.plain import one_line
from app.ui.theme import small_font

_WIDEST: Final = 340
_GAP: Final = 8


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
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 9)
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
        self.setFixedWidth(min(_WIDEST, max(160, self._host.width() - 2 * _GAP)))
        self.adjustSize()
        left = min(max(_GAP, int(about.left())), self._host.width() - self.width() - _GAP)
        top = int(about.bottom()) + _GAP
        if top + self.height() > self._host.height():
            top = int(about.top()) - self.height() - _GAP
        self.move(left, top)
        self.show()
        self.raise_()
