"""Every action the window offers, with its shortcut, enabled only where it does something."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.ui.icons import icon
from app.ui.plain import menu_text, tooltip
from app.ui.projection import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.session.session import Session
    from app.session.state import State
    from app.ui.inspector import Inspector

_NUMBERS: Final = range(1, 10)


class Actions(QObject):
    """The actions. The window hangs them into menus and bars; the shortcuts work either way.

    While a line edit has the keyboard, single letters and figures are its own: Qt asks the field first.
    """

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        standard = QKeySequence.StandardKey
        self.open = self._make("Add documents …", [QKeySequence(standard.Open)], "plus")
        self.open_folder = self._make("Add a folder …", [QKeySequence("Ctrl+Shift+O")], "folder-open")
        self.paste = self._make("Paste", [QKeySequence(standard.Paste)], "clipboard-paste")
        self.find = self._make("Find in this document", [QKeySequence(standard.Find)], "search")
        self.search = self._make("Search for a place …", [QKeySequence("Ctrl+K")], "map-pin")
        self.mark = self._make("Mark as a place …", [QKeySequence("M")], "")
        self.another = self._make("Another place …", [QKeySequence("A")], "")
        self.gazetteers = self._make("Gazetteers …", [], "list")
        self.online = self._make("Online geocoder …", [], "external-link")
        self.recognizer = self._make("Recognizer …", [], "settings")
        self.undo = self._make("Undo", [QKeySequence("Ctrl+Z")], "undo-2", session.undo)
        self.redo = self._make("Redo", [QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")], "redo-2", session.redo)
        self.next = self._make("Next mention", [QKeySequence("N")], "", session.next_mention)
        self.previous = self._make("Previous mention", [QKeySequence("P")], "", session.previous_mention)
        self.undecided = self._make("Next undecided mention", [QKeySequence("U")], "", session.next_undecided)
        self.confirm = self._make("Confirm", [QKeySequence("Return"), QKeySequence("Enter")])
        self.reject = self._make("Not a place", [QKeySequence("X")])
        self.clear = self._make("Clear focus", [QKeySequence("Esc")], "", session.clear_focus)
        self.freeze = self._make("Freeze linking", [QKeySequence("F")], "snowflake", session.toggle_frozen)
        self.freeze.setCheckable(True)
        self.choose = [self._make(f"Choose candidate {number}", [QKeySequence(str(number))]) for number in _NUMBERS]
        self.about = self._make("About Whereof", [], "info")
        self.quit = self._make("Quit", [QKeySequence(standard.Quit)])
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.mark.setEnabled(False)
        Watch(session, self).changed.connect(lambda _old, new: self._enable(new))
        self._enable(session.state)

    def serve(self, inspector: Inspector) -> None:
        """Let the keys for candidates go to the inspector, which knows the scope."""
        for number, action in zip(_NUMBERS, self.choose, strict=True):
            action.triggered.connect(lambda _checked=False, number=number: inspector.choose_number(number))
        self.reject.triggered.connect(inspector.reject)
        self.confirm.triggered.connect(partial(_enter, inspector))

    def follow_selection(self, selected: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Whether the reader has text selected, which could be marked."""
        self.mark.setEnabled(selected)

    def _make(
        self, words: str, keys: list[QKeySequence], picture: str = "", run: Callable[[], None] | None = None
    ) -> QAction:
        action = QAction(words, self._window)
        action.setShortcuts(keys)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if picture:
            action.setIcon(icon(picture))
        if run is not None:
            action.triggered.connect(lambda _checked=False: run())
        self._window.addAction(action)
        return action

    def _enable(self, state: State) -> None:
        has_document, has_mention = state.document is not None, state.mention is not None
        for action in (self.find, self.next, self.previous, self.undecided):
            action.setEnabled(has_document)
        for action in (self.confirm, self.reject, self.another, *self.choose):
            action.setEnabled(has_mention)
        self.clear.setEnabled(has_mention or state.place is not None or state.preview is not None)
        self.freeze.setChecked(state.frozen)
        _name(self.undo, "Undo", state.can_undo)
        _name(self.redo, "Redo", state.can_redo)


def _enter(inspector: Inspector) -> None:
    """Enter confirms, unless a button of the inspector has the keyboard: then it presses that."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractButton) and inspector.isAncestorOf(focus):
        focus.click()
    else:
        inspector.approve()


def press_focused_button() -> bool:
    """Enter presses the button that has the keyboard; whether one has it."""
    button = QApplication.focusWidget()
    if not isinstance(button, QAbstractButton):
        return False
    button.click()
    return True


def _name(action: QAction, verb: str, what: str) -> None:
    action.setEnabled(bool(what))
    action.setText(menu_text(f"{verb}: {what}" if what else verb))
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    action.setToolTip(tooltip(f"{verb}: {what} ({keys})" if what else f"{verb} ({keys})"))
