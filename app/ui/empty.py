"""The empty state: one sentence, one button, and the way back to what was open last."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import reader_font, small_font

_SENTENCE = "Add a text to see its places."
_HINT = "Drop files or a folder here, or paste text.\nPlain text, Markdown and web pages; nothing leaves this machine."


class EmptyState(QFrame):
    """Stands where the reader will be. Emits `add`, `again` and `samples`.

    Args:
        last: how many documents were open last; none, and there is no link to them.
    """

    add = Signal()
    again = Signal()
    samples = Signal()

    def __init__(self, last: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readerPane")
        sentence = QLabel(_SENTENCE)
        font = reader_font(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.35)
        font.setWeight(QFont.Weight.DemiBold)
        sentence.setFont(font)
        sentence.setWordWrap(True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton("Add documents")
        self.button.setObjectName("primary")
        self.button.clicked.connect(self.add)
        self.back = _link("Open the last document again" if last == 1 else f"Open the last {last:,} documents again")
        self.back.clicked.connect(self.again)
        self.back.setVisible(last > 0)
        self.link = _link("Open the samples")
        self.link.clicked.connect(self.samples)
        hint = QLabel(_HINT)
        hint.setFont(small_font(self.font()))
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 24, 40, 24)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(sentence)
        column.addSpacing(20)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(24)
        column.addWidget(hint)
        column.addStretch(3)
        self.setFocusProxy(self.button)


def _link(words: str) -> QPushButton:
    link = QPushButton(words)
    link.setObjectName("link")
    return link
