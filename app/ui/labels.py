"""The smallest parts: labels that show characters only, links, hairlines."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from app.ui.theme import small_font


def plain_label(tone: str = "", words: str = "", *, small: bool = False, wrap: bool = False) -> QLabel:
    """A label for foreign or own words: characters, never markup."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(words)
    label.setWordWrap(wrap)
    if tone:
        label.setProperty("tone", tone)
    if small:
        label.setFont(small_font(label.font()))
    return label


def label_for(words: str, buddy: QWidget) -> QLabel:
    """Small print that names a field."""
    label = plain_label("muted", words, small=True)
    label.setBuddy(buddy)
    return label


def link(words: str) -> QPushButton:
    """A button that looks like a link."""
    button = QPushButton(words)
    button.setObjectName("link")
    button.setAutoDefault(False)
    return button


def push(words: str) -> QPushButton:
    """A button of a dialog; only one with the keyboard on it answers Enter."""
    button = QPushButton(words)
    button.setAutoDefault(False)
    return button


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setObjectName("rule")
    return line
