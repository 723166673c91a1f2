"""The search for a place: a field at the window's top, and under it what the gazetteers know by that name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.ui.errand import Errand, Purpose, quoted
from app.ui.field import Field
from app.ui.floating import FloatingCard
from app.ui.found import ASK, FoundList, described
from app.ui.icons import icon
from app.ui.keycap import KeyButton
from app.ui.labels import plain_label, rule
from app.ui.online_ask import OnlineAsk

if TYPE_CHECKING:
    from app.session.online import Online
    from app.session.search import SearchRow
    from app.session.session import Session

_FRAME_MS: Final = 16
_LONGEST: Final = 200
"""Characters of a search: as many as a mention may have."""
_PAGE: Final = 7
_STEPS: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_PAGE,
    Qt.Key.Key_PageDown: _PAGE,
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN: Final = Qt.KeyboardModifier.NoModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_PROMPT: Final = "Search for a place, or type coordinates"
_EXAMPLE: Final = "A name in any language, “Paris, Texas”, or coordinates such as 36.34, 43.12."


class PlaceSearch(FloatingCard):
    """Opened for an errand; closed by Escape, by a choice, or when the reader turns away.

    Emits `used` after a place was used for the errand, not just shown.

    Args:
        online: the online geocoder, if the program has one.
    """

    used = Signal()

    def __init__(self, session: Session, window: QWidget, *, online: Online | None = None) -> None:
        super().__init__(window)
        self._session = session
        self._errand = Errand()
        self._found: list[SearchRow] = []
        self._timer = QTimer(self, singleShot=True, interval=_FRAME_MS)
        self._timer.timeout.connect(self._search)
        self.setAccessibleName("Search for a place")
        self.title = plain_label("strong")
        self.field = Field(_PROMPT)
        self.field.setObjectName("bare")
        self.field.setMaxLength(_LONGEST)
        self.list = FoundList()
        self.sentence = plain_label("muted", wrap=True)
        self.ask = OnlineAsk(online)
        self.enter_key = KeyButton("↵", "")
        self.control_key = KeyButton("Ctrl ↵", "")
        self.shift_key = KeyButton("⇧ ↵", "")
        self._lay_out()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._typed)
        self.field.escaped.connect(self.close_card)
        self.list.taken.connect(self._clicked)
        self.list.current_said.connect(self.field.setAccessibleDescription)  # the list never has the keyboard
        self.ask.changed.connect(lambda: self._show(keep=True))
        self.ask.escaped.connect(self.close_card)
        self.ask.decided.connect(self.field.setFocus)
        self.enter_key.clicked.connect(lambda: self._take(_PLAIN))
        self.control_key.clicked.connect(lambda: self._take(_CONTROL))
        self.shift_key.clicked.connect(lambda: self._take(_SHIFT))

    def start(self, errand: Errand) -> None:
        """Open for this errand; where it is open already, close."""
        if self.isVisible():
            self.close_card()
            return
        self._errand = errand
        self.title.setText(errand.title)
        self.title.setVisible(bool(errand.title))
        self.enter_key.say(errand.use if errand.at_once else "show on the map")
        self.control_key.say("only show it" if errand.at_once else errand.use)
        self.control_key.setVisible(errand.purpose is not Purpose.SHOW)
        self.shift_key.say(errand.use_everywhere)
        self.shift_key.setVisible(bool(errand.use_everywhere))
        self.ask.rest()
        self.field.setText(errand.text)
        self.open_card()
        self._search()
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys that move in the list or take from it."""
        if watched is self.field and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.list.step(_STEPS[key])
        elif key in _ENTER:
            self._take(event.modifiers())
        else:
            return False
        return True

    # searching

    def _typed(self) -> None:
        if self.isVisible():
            self.ask.rest()
            self._timer.start()

    def _search(self) -> None:
        self._timer.stop()
        text = self.field.text().strip()
        self._found = list(self._session.search(text)) if text else []
        self._show()

    def _show(self, *, keep: bool = False) -> None:
        rows = [described(position, found) for position, found in enumerate((*self._found, *self.ask.answers))]
        name = self.field.text().strip()
        offer = self.ask.row(name)
        self.list.show_rows([*rows, offer] if offer is not None else rows, keep=keep)
        self.sentence.setText(f"No gazetteer knows a place called {quoted(name)}." if name else _EXAMPLE)
        self.sentence.setVisible(not rows)
        for key in (self.enter_key, self.control_key, self.shift_key):
            key.setEnabled(bool(rows) and not self.ask.is_asking_consent)
        self.settle()

    # taking

    def _clicked(self, key: object) -> None:
        self._take_row(key, QApplication.keyboardModifiers())

    def _take(self, keys: Qt.KeyboardModifier) -> None:
        if self._timer.isActive():
            self._search()
        current = self.list.current
        if current is not None:
            self._take_row(current.key, keys)

    def _take_row(self, key: object, keys: Qt.KeyboardModifier) -> None:
        if key == ASK:
            self.ask.begin(self.field.text().strip())
            return
        found = (*self._found, *self.ask.answers)
        if not isinstance(key, int) or key >= len(found):
            return
        place, errand = found[key].place, self._errand
        self.close_card()
        if errand.purpose is not Purpose.SHOW and errand.at_once is not bool(keys & _CONTROL):
            errand.run(self._session, place, everywhere=bool(keys & _SHIFT) and bool(errand.use_everywhere))
            self.used.emit()
        else:
            self._session.preview_place(place)

    # making

    def _lay_out(self) -> None:
        self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        head = QHBoxLayout()
        head.setContentsMargins(8, 6, 12, 6)
        head.addWidget(self.field)
        for label, top, bottom in ((self.title, 12, 0), (self.sentence, 12, 12)):
            label.setContentsMargins(16, top, 16, bottom)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.title)
        column.addLayout(head)
        column.addWidget(rule())
        column.addWidget(self.sentence)
        column.addWidget(self.list)
        column.addWidget(self.ask)
        column.addWidget(rule())
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(13, 6, 16, 6)
        foot.setSpacing(8)
        for key in (self.enter_key, self.control_key, self.shift_key):
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            foot.addWidget(key)
        foot.addStretch(1)
        foot.addWidget(plain_label("muted", "↑ ↓ choose · Esc close", small=True))
        return foot
