"""The online geocoder's window: whom to ask, what is sent, and what was asked in this run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QWidget,
)

from app.errors import Expected
from app.ui.choice import Choice
from app.ui.dialog import PlainDialog
from app.ui.field import Field
from app.ui.labels import label_for, plain_label, push, rule
from app.ui.plain import counted, one_line
from app.ui.theme import set_tone, small_font

if TYPE_CHECKING:
    from app.session.online import Online, Request

PROVIDERS: Final = {
    "": "Off",
    "nominatim": "Nominatim (OpenStreetMap)",
    "photon": "Photon (OpenStreetMap)",
    "pelias": "Pelias",
}
CREDITS: Final = {
    "nominatim": "© OpenStreetMap contributors, ODbL, through Nominatim",
    "photon": "© OpenStreetMap contributors, ODbL, through Photon",
    "pelias": "through Pelias; its operator says whose data they are",
}
_LEAD: Final = (
    "Whereof works without any network. When no gazetteer knows a place, it can ask a server that you name here. "
    "It then sends one name and nothing else, each time only after a click on the line that offers it, "
    "never while you type. The server sees the name and the network address of this machine. "
    "Answers are kept on this machine for 30 days."
)
_EXAMPLE: Final = "https://nominatim.example"
_SIZE: Final = (34, 28)
"""In lines."""


class OnlineSetup(Protocol):
    """Where the reader's choice of a server is kept."""

    @property
    def provider(self) -> str:
        """A key of `PROVIDERS`; empty for none."""
        ...

    @property
    def address(self) -> str:
        """The server's web address."""
        ...

    def choose(self, provider: str, address: str) -> None:
        """Ask this server from now on, or none.

        Raises:
            Expected: the address is none that may be asked; the choice stays as it was.
        """
        ...

    def forget(self) -> int:
        """Delete the answers kept on this machine; how many there were.

        Raises:
            Expected: they cannot be deleted.
        """
        ...


class OnlineDialog(PlainDialog):
    """Blocks nothing; off until the reader turns it on."""

    def __init__(self, online: Online, setup: OnlineSetup, parent: QWidget | None = None) -> None:
        super().__init__("Online geocoder", parent)
        self._online = online
        self._setup = setup
        self.provider = Choice()
        self.provider.setAccessibleName("Kind of server")
        for key, words in PROVIDERS.items():
            self.provider.addItem(words, key)
        self.address = Field(_EXAMPLE)
        self.address.setAccessibleName("Address of the server")
        self.sentence = plain_label("muted", wrap=True)
        self.apply = push("Apply")
        self.apply.setObjectName("primary")
        self.forget = push("Forget answers")
        self.close_button = push("Close")
        self.asked = plain_label("strong")
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.log.setAccessibleName("Requests made in this run")
        self.log.setFont(small_font(self.font()))
        self._lay_out()
        self._connect()
        self._fill()
        self._follow()
        self.open_at(*_SIZE)

    def _fill(self) -> None:
        self.provider.setCurrentIndex(max(0, self.provider.findData(self._setup.provider)))
        self.address.setText(self._setup.address)
        self._name_provider()

    def _connect(self) -> None:
        self.provider.currentIndexChanged.connect(self._name_provider)
        self.address.textChanged.connect(self._edited)
        self.address.returnPressed.connect(self._choose)
        self.address.escaped.connect(self.close)
        self.apply.clicked.connect(self._choose)
        self.forget.clicked.connect(self._forget)
        self.close_button.clicked.connect(self.close)
        stop = self._online.subscribe(lambda _state: self._follow())
        self.destroyed.connect(stop)

    # the choice

    def _name_provider(self) -> None:
        self.address.setEnabled(bool(self.provider.currentData()))
        self._edited()

    def _edited(self) -> None:
        """What is written here is not yet what holds, or it is."""
        wanted = (str(self.provider.currentData()), self.address.text().strip())
        kept = (self._setup.provider, self._setup.address)
        same = wanted == kept or (not wanted[0] and not kept[0])
        self.apply.setEnabled(not same and (not wanted[0] or bool(wanted[1])))
        if not same:
            self._say("" if wanted[1] or not wanted[0] else "Write the address of the server.")
        elif kept[0]:
            self._say(f"On: {self._online.host} can be asked. {CREDITS.get(kept[0], '')}.")
        else:
            self._say("Off: no server can be asked.")

    def _choose(self) -> None:
        try:
            self._setup.choose(str(self.provider.currentData()), self.address.text().strip())
        except Expected as error:
            self._fail(error)
            self.address.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._online.refresh()
        self._edited()

    def _forget(self) -> None:
        try:
            forgotten = self._setup.forget()
        except Expected as error:
            self._fail(error)
            return
        self._say(f"{counted(forgotten, 'answer', 'answers')} forgotten.")

    def _fail(self, error: Expected) -> None:
        self._say(f"{error.sentence} {error.remedy}".strip(), bad=True)

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.sentence.setText(one_line(words))
        set_tone(self.sentence, "tone", "bad" if bad else "muted")

    # what was asked

    def _follow(self) -> None:
        requests = self._online.log()
        self.asked.setText(
            f"{counted(len(requests), 'request', 'requests')} since the start" if requests else "Nothing was asked yet"
        )
        self.log.setPlainText("\n".join(_line(request) for request in requests))
        self.log.setVisible(bool(requests))

    # making

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        form.addWidget(label_for("Server", self.provider), 0, 0)
        form.addWidget(self.provider, 0, 1, 1, 2)
        form.addWidget(label_for("Address", self.address), 1, 0)
        form.addWidget(self.address, 1, 1)
        form.addWidget(self.apply, 1, 2)
        form.addWidget(self.sentence, 2, 1, 1, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.forget)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = self.column
        column.addWidget(plain_label("muted", _LEAD, wrap=True))
        column.addLayout(form)
        column.addWidget(rule())
        column.addWidget(self.asked)
        column.addWidget(self.log, 1)
        column.addStretch(0)
        column.addLayout(buttons)


def _line(request: Request) -> str:
    """A request in one line: when, whom, what for, with what success."""
    answer = f"{request.status}, {counted(request.bytes, 'byte', 'bytes')}" if request.status else "no answer"
    return one_line(f"{request.when}   {request.host}   {request.what}   {answer}")
