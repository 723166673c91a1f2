"""Asking the online geocoder for one name, in place: consent, waiting, attribution, trouble."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.session.online import OnlinePhase
from app.ui.actions import press_focused_button
from app.ui.errand import quoted
from app.ui.found import ASK
from app.ui.labels import plain_label, push
from app.ui.plain import one_line
from app.ui.rowlist import Row
from app.ui.theme import set_tone, small_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from app.session.online import Online, OnlineState
    from app.session.search import SearchRow

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class OnlineAsk(QFrame):
    """Under the list of what was found. It asks nothing before `begin`.

    Emits `changed` when there are other rows to show, or another size to take, `escaped` for Escape, and
    `decided` before the question goes, so that the keyboard can go elsewhere first.
    """

    changed = Signal()
    escaped = Signal()
    decided = Signal()

    def __init__(self, online: Online | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("onlineAsk")
        self._online = online
        self._name = ""
        self._busy = False
        self.heading = plain_label("strong")
        self.sentence = plain_label("muted", small=True, wrap=True)
        self.agree = push("Ask")
        self.agree.setObjectName("primary")
        self.decline = push("Not now")
        self.again = push("Ask again")
        self.agree.clicked.connect(self._agree)
        self.decline.clicked.connect(self._decline)
        self.again.clicked.connect(self._ask_again)
        for button in (self.agree, self.decline, self.again):
            button.setFont(small_font(self.font()))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 4, 0, 0)
        buttons.setSpacing(8)
        buttons.addWidget(self.agree)
        buttons.addWidget(self.decline)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 10)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.sentence)
        column.addLayout(buttons)
        self.hide()
        if online is not None:
            stop = online.subscribe(self._follow)
            self.destroyed.connect(stop)

    @property
    def is_asking_consent(self) -> bool:
        """Whether it waits for the reader's yes or no."""
        return self._busy and self.agree.isVisibleTo(self)

    @property
    def answers(self) -> Sequence[SearchRow]:
        """What the host knows, once it has answered what was asked last."""
        return self._online.state.rows if self._online is not None and self._busy else ()

    def row(self, name: str) -> Row | None:
        """The row that offers to ask for a name; none while there is nothing to offer."""
        if self._online is None or not self._online.configured or not name or self._busy:
            return None
        words = f"Ask {self._online.host} for {quoted(name)}"
        return Row(ASK, words, "Only this name is sent, and only when you choose this line", "", "external-link")

    def begin(self, name: str) -> None:
        """Ask for this name, after the reader's consent if there is none yet."""
        if self._online is None or not self._online.configured or not name:
            return
        self._busy, self._name = True, name
        host = self._online.host
        if self._online.needs_consent(host):
            self._say(f"Ask {host} for {quoted(name)}?", self._online.consent_words, choose=True)
            self.changed.emit()
            self.agree.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self._online.ask(name)

    def rest(self) -> None:
        """Forget question and answers."""
        if self._online is None or not self._busy:
            return
        self._busy = False
        self._online.drop()
        self.hide()
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape is told; Enter presses the button that has the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() not in _ENTER or not press_focused_button():
            super().keyPressEvent(event)

    def _decline(self) -> None:
        self.decided.emit()
        self.rest()

    def _agree(self) -> None:
        self.decided.emit()
        if self._online is not None:
            self._online.consent(self._online.host)
            self._online.ask(self._name)

    def _ask_again(self) -> None:
        self.decided.emit()
        if self._online is not None:
            self._online.ask_again()

    def _follow(self, state: OnlineState) -> None:
        if not self._busy:
            return
        if state.phase is OnlinePhase.ASKING:
            self._say("", f"Asking {state.host} for {quoted(state.name)} …")
        elif state.phase is OnlinePhase.FAILED:
            self._say("", state.sentence, failed=True)
        elif state.phase is OnlinePhase.ANSWERED:
            self._say("", state.sentence or f"From {state.host}. {state.attribution}".strip())
        self.changed.emit()

    def _say(self, heading: str, sentence: str, *, choose: bool = False, failed: bool = False) -> None:
        self.heading.setText(one_line(heading))
        self.heading.setVisible(bool(heading))
        self.sentence.setText(one_line(sentence))
        set_tone(self.sentence, "tone", "bad" if failed else "muted")
        self.agree.setVisible(choose)
        self.decline.setVisible(choose)
        self.again.setVisible(failed)
        self.show()
