"""Find in the reader: a bar over the text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTextEdit, QToolButton, QWidget

from app.ui.field import Field
from app.ui.icons import icon
from app.ui.plain import counted

_MOST_COUNTED = 999


class FindBar(QFrame):
    """Searches the text of a text widget; hidden until asked for."""

    def __init__(self, target: QTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self._target = target
        self.field = Field("Find in this document")
        self._count = QLabel()
        self._count.setProperty("tone", "muted")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        row.addWidget(self._button("chevron-left", "Previous", lambda: self.seek(backward=True)))
        row.addWidget(self._button("chevron-right", "Next", self.seek))
        row.addWidget(self._button("x", "Close the find bar", self.close_bar))
        self.field.textChanged.connect(self._search_anew)
        self.field.returnPressed.connect(self.seek)
        self.field.escaped.connect(self.close_bar)
        self.hide()

    def open_bar(self) -> None:
        """Show the bar with the selected words in it."""
        selected = self._target.textCursor().selectedText()
        self.show()
        if selected:
            self.field.setText(selected)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_bar(self) -> None:
        """Hide the bar; the reader has the keyboard again."""
        self.hide()
        self._target.setFocus(Qt.FocusReason.OtherFocusReason)

    def seek(self, *, backward: bool = False) -> bool:
        """Go to the next or the previous hit, round the end if need be; whether there is one."""
        words = self.field.text()
        if not words:
            return False
        flags = QTextDocument.FindFlag.FindBackward if backward else QTextDocument.FindFlag(0)
        if self._target.find(words, flags):
            return True
        cursor = QTextCursor(self._target.document())
        cursor.movePosition(QTextCursor.MoveOperation.End if backward else QTextCursor.MoveOperation.Start)
        self._target.setTextCursor(cursor)
        return bool(self._target.find(words, flags))

    def _search_anew(self, words: str) -> None:
        hits = self._target.toPlainText().casefold().count(words.casefold()) if words else 0
        self._count.setText(counted(min(hits, _MOST_COUNTED), "hit", "hits") if words else "")
        cursor = self._target.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self._target.setTextCursor(cursor)
        self.seek()

    def _button(self, name: str, words: str, run: object) -> QToolButton:
        button = QToolButton()
        button.setObjectName("quiet")
        button.setIcon(icon(name))
        button.setToolTip(words)
        button.setAccessibleName(words)
        if button.icon().isNull():
            button.setText(words)
        button.clicked.connect(run)
        return button
