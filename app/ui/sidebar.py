"""The left pane: documents and places behind two tabs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from app.ui.documents import DocumentsPane
from app.ui.places import PlacesPane
from app.ui.plain import grouped

if TYPE_CHECKING:
    from app.session.session import Session

DOCUMENTS: Final = 0
PLACES: Final = 1


class Sidebar(QFrame):
    """Tabs with counts over the two lists."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chrome")
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName("Documents or places")
        self.documents = DocumentsPane(session)
        self.places = PlacesPane(session)
        self._stack = QStackedWidget()
        for pane, words in ((self.documents, "Documents"), (self.places, "Places")):
            self._stack.addWidget(pane)
            self.tabs.addTab(words)
        rule = QFrame()
        rule.setObjectName("rule")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(rule)
        column.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.documents.counted.connect(lambda number: self._count(DOCUMENTS, "Documents", number))
        self.places.counted.connect(lambda number: self._count(PLACES, "Places", number))
        self._count(DOCUMENTS, "Documents", len(session.documents()))
        self._count(PLACES, "Places", len(session.places()))
        self.tabs.setCurrentIndex(PLACES)

    def _count(self, tab: int, words: str, number: int) -> None:
        self.tabs.setTabText(tab, f"{words} {grouped(number)}" if number else words)
