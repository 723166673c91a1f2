"""The bar at the top: the name, the one primary button, and what is always at hand."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QWidget

from app.ui.icons import icon

if TYPE_CHECKING:
    from app.ui.actions import Actions

_ICON: Final = 18
_SMALL_ICON: Final = 14
_SEARCH: Final = 240
HAS_MENU_BAR: Final = sys.platform == "darwin"
"""macOS has one menu bar for all programs; elsewhere a button holds the menu."""


class TopBar(QFrame):
    """Wordmark, "Add documents", "Paste"; undo, redo, freeze and the menu at the right."""

    def __init__(self, actions: Actions, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        wordmark = QLabel("Whereof")
        wordmark.setObjectName("wordmark")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.08)
        font.setWeight(QFont.Weight.Bold)
        wordmark.setFont(font)
        self.add = QPushButton("Add documents")
        self.add.setObjectName("primary")
        self.add.setToolTip("Add documents (Ctrl+O)")
        self.add.clicked.connect(actions.open.trigger)
        self.paste = QPushButton("Paste")
        self.paste.setToolTip("Paste text or files as documents (Ctrl+V)")
        self.paste.clicked.connect(actions.paste.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(wordmark)
        row.addSpacing(8)
        row.addWidget(self.add)
        row.addWidget(self.paste)
        row.addStretch(1)
        row.addWidget(self._search_button(actions.search))
        for action, words in ((actions.undo, "↶"), (actions.redo, "↷"), (actions.freeze, "F")):
            row.addWidget(_quiet(action, words))
        row.addWidget(self._menu_button(menu))
        row.setSpacing(8)

    def set_primary(self, *, on: bool) -> None:
        """Whether "Add documents" is the window's primary button; the empty state has its own."""
        self.add.setObjectName("primary" if on else "")
        self.add.style().unpolish(self.add)
        self.add.style().polish(self.add)

    def _search_button(self, action: QAction) -> QPushButton:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self.search = QPushButton(icon("search"), f"Search for a place …   {keys}")
        self.search.setObjectName("search")
        self.search.setAccessibleName("Search for a place")
        self.search.setIconSize(QSize(_SMALL_ICON, _SMALL_ICON))
        self.search.setMinimumWidth(_SEARCH)
        self.search.setToolTip(f"Search for a place ({keys})")
        self.search.clicked.connect(action.trigger)
        return self.search

    def _menu_button(self, menu: QMenu) -> QToolButton:
        self.menu_button = QToolButton()
        self.menu_button.setObjectName("quiet")
        self.menu_button.setIcon(icon("menu"))
        if self.menu_button.icon().isNull():
            self.menu_button.setText("≡")
        self.menu_button.setIconSize(QSize(_ICON, _ICON))
        self.menu_button.setToolTip("Menu")
        self.menu_button.setAccessibleName("Menu")
        self.menu_button.setMenu(menu)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setVisible(not HAS_MENU_BAR)
        return self.menu_button


def _quiet(action: QAction, words: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName("quiet")
    button.setDefaultAction(action)
    button.setIconSize(QSize(_ICON, _ICON))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    if action.icon().isNull():
        button.setText(words)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return button
