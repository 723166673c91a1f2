"""What stands in the map's place when it cannot be shown: one sentence and one action."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class Trouble(QWidget):
    """A sentence and a button.

    Signals:
        reload_requested: the reader wants the map loaded again.
    """

    reload_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.button = QPushButton("Reload map", self)
        self.button.clicked.connect(self.reload_requested)
        layout = QVBoxLayout(self)
        layout.addStretch()
        layout.addWidget(self.sentence)
        layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()

    def show_sentence(self, sentence: str) -> None:
        """Says what is wrong."""
        self.sentence.setText(sentence)
