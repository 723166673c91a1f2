"""The menu: a menu bar on macOS, one button's menu elsewhere, with the same entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDockWidget, QMenu, QMenuBar, QWidget

from app.settings import Theme
from app.ui.plain import menu_text, tooltip
from app.ui.topbar import HAS_MENU_BAR

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.ui.actions import Actions
    from app.ui.window import MainWindow


class WindowMenu:
    """File, Edit, View, Places and Help."""

    def __init__(self, window: MainWindow, actions: Actions) -> None:
        self._window = window
        self.menu = QMenu("Menu", window)
        self._view = QMenu("View", window)
        self._recent = QMenu("Open recent", window)
        self._recent.setToolTipsVisible(True)  # the whole path
        parts = [self._file(actions), self._edit(actions), self._view, self._places(actions), self._help(actions)]
        self._fill_view(actions)
        bar = QMenuBar(window) if HAS_MENU_BAR else self.menu
        for part in parts:
            bar.addMenu(part)

    def add_panes(self, docks: Sequence[QDockWidget]) -> None:
        """Offer to hide, show and rearrange the panes."""
        self._view.addSeparator()
        for dock in docks:
            self._view.addAction(dock.toggleViewAction())
        arrange = QAction("Arrange panes", self._window, checkable=True)
        arrange.setToolTip("Show title bars to drag the panes by")
        arrange.toggled.connect(lambda on: _show_titles(docks, on=on))
        self._view.addAction(arrange)

    def add_recent(self, files: Sequence[Path], open_files: Callable[[list[Path]], None]) -> None:
        """Offer the documents opened last, newest first, by name."""
        for file in files:
            action = QAction(menu_text(file.name), self._recent)
            action.setToolTip(tooltip(str(file)))
            action.triggered.connect(lambda _checked=False, file=file: open_files([file]))
            self._recent.addAction(action)
        self._recent.setEnabled(bool(files))

    def _file(self, actions: Actions) -> QMenu:
        menu = QMenu("File", self._window)
        menu.addActions([actions.open, actions.open_folder, actions.paste])
        menu.addMenu(self._recent)
        menu.addSeparator()
        menu.addAction(actions.quit)
        return menu

    def _edit(self, actions: Actions) -> QMenu:
        menu = QMenu("Edit", self._window)
        menu.addActions([actions.undo, actions.redo])
        menu.addSeparator()
        menu.addActions([actions.find, actions.search])
        menu.addSeparator()
        menu.addActions([actions.next, actions.previous, actions.undecided])
        menu.addSeparator()
        menu.addActions([actions.confirm, actions.reject, actions.another, actions.mark, actions.clear])
        return menu

    def _fill_view(self, actions: Actions) -> None:
        self._view.addAction(actions.freeze)
        themes = self._view.addMenu("Theme")
        group = QActionGroup(themes)
        keeper = self._window.keeper
        for theme, words in ((Theme.SYSTEM, "As the system"), (Theme.LIGHT, "Light"), (Theme.DARK, "Dark")):
            action = QAction(words, themes, checkable=True, checked=theme is keeper.theme)
            action.triggered.connect(lambda _checked=False, theme=theme: self._window.wear(theme))
            group.addAction(action)
            themes.addAction(action)

    def _places(self, actions: Actions) -> QMenu:
        menu = QMenu("Places", self._window)
        entries = [actions.gazetteers, actions.online, actions.recognizer]
        menu.addActions(entries)
        menu.menuAction().setVisible(any(entry.isVisible() for entry in entries))
        return menu

    def _help(self, actions: Actions) -> QMenu:
        menu = QMenu("Help", self._window)
        menu.addAction(actions.about)
        return menu


def _show_titles(docks: Sequence[QDockWidget], *, on: bool) -> None:
    for dock in docks:
        hidden = dock.titleBarWidget()
        dock.setTitleBarWidget(None if on else QWidget(dock))  # type: ignore[arg-type]
        if hidden is not None:
            hidden.deleteLater()
