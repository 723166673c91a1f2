"""The reader's context menu: what can be done with the selected text, or with the mention under the pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.session.session import Session
    from app.ui.reader import ReaderView


class ReaderMenu(QObject):
    """Shows itself when the reader view asks for a context menu.

    Args:
        view: where it opens.
        on_text: the window's actions for selected text.
        on_mention: its actions for the mention in focus.
    """

    def __init__(
        self, session: Session, view: ReaderView, on_text: Sequence[QAction], on_mention: Sequence[QAction]
    ) -> None:
        super().__init__(view)
        self._session = session
        self._view = view
        self._on_text = on_text
        self._on_mention = on_mention
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show)

    def menu_at(self, point: QPoint) -> QMenu | None:
        """The menu for this point of the viewport; None where there is nothing to do. A mention there is focused."""
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._view.selected() is not None:
            menu.addActions(list(self._on_text))
            menu.addAction(self._copy(menu))
            return menu
        highlight = self._view.layer.at(point.toPointF())
        if highlight is None:
            menu.deleteLater()
            return None
        self._session.focus_mention(highlight.key)
        menu.addActions(list(self._on_mention))
        return menu

    def _show(self, point: QPoint) -> None:
        menu = self.menu_at(point)
        if menu is not None:
            menu.popup(self._view.viewport().mapToGlobal(point))

    def _copy(self, menu: QMenu) -> QAction:
        copy = QAction("Copy", menu)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self._view.copy)
        return copy
