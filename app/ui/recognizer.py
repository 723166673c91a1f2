"""The recognizer's window: what finds names in documents, and what another one finds before it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget

from app.ui.choice import Choice
from app.ui.dialog import PlainDialog
from app.ui.field import Field
from app.ui.labels import label_for, plain_label, push
from app.ui.plain import one_line
from app.ui.theme import set_tone

if TYPE_CHECKING:
    from app.session.recognizers import Recognizers

_LEAD: Final = (
    "The recognizer reads a document and says which words name places, persons and organisations. Whereof has its own "
    "for English. For another language, or one that you trained, choose a spaCy pipeline or a folder with a token "
    "classifier in ONNX."
)
_WARNING: Final = (
    "A spaCy pipeline can hold program code, which runs with your rights when it is loaded. "
    "Use one only if you trust whoever made it. A model in ONNX holds no code."
)
_FOLDER: Final = "A folder …"
_TRYING: Final = "Trying it …"
_WIDTH: Final = 34
"""In lines."""


class RecognizerDialog(PlainDialog):
    """Blocks nothing. Another recognizer is used once it has read a sentence."""

    def __init__(self, recognizers: Recognizers, parent: QWidget | None = None) -> None:
        super().__init__("Recognizer", parent)
        self._recognizers = recognizers
        self.kind = Choice()
        self.kind.setAccessibleName("Recognizer")
        for spec, words in recognizers.offers():
            self.kind.addItem(one_line(words), spec)
        self.kind.addItem(_FOLDER, None)
        self.folder = Field("Folder with a model")
        self.browse = push("Choose …")
        self.sentence = plain_label("muted", wrap=True)
        self.use = push("Use")
        self.use.setObjectName("primary")
        self.close_button = push("Close")
        self._lay_out()
        self._fill()
        self._connect()
        self._follow()
        self.open_at(_WIDTH)

    @property
    def spec(self) -> str | None:
        """What is chosen here, as the settings keep it; None where the folder is not named yet."""
        named = self.kind.currentData()
        return (self.folder.text().strip() or None) if named is None else str(named)

    def _fill(self) -> None:
        used = self._recognizers.state.spec
        index = self.kind.findData(used)
        if index < 0:
            index = self.kind.count() - 1
            self.folder.setText(used)
        self.kind.setCurrentIndex(index)

    def _connect(self) -> None:
        self.kind.currentIndexChanged.connect(self._edited)
        self.folder.textChanged.connect(self._edited)
        self.folder.returnPressed.connect(self._use)
        self.folder.escaped.connect(self.close)
        self.browse.clicked.connect(self._browse)
        self.use.clicked.connect(self._use)
        self.close_button.clicked.connect(self.close)
        stop = self._recognizers.subscribe(lambda _state: self._follow())
        self.destroyed.connect(stop)
        self.finished.connect(lambda _result: self._recognizers.stop())

    def _edited(self) -> None:
        """Another choice than the one being tried: that one is wanted no more."""
        self._recognizers.stop()
        self._follow()

    def _follow(self) -> None:
        state = self._recognizers.state
        by_folder = self.kind.currentData() is None
        self.folder.setEnabled(by_folder)
        self.browse.setEnabled(by_folder)
        wanted = self.spec
        self.use.setEnabled(state.trying is None and wanted is not None)
        self.use.setText("Try" if wanted == state.spec else "Use")
        if wanted is None:
            self._say("Name the folder.")
        elif state.trying is not None:
            self._say(_TRYING)
        elif wanted == state.refused:
            self._say(state.sentence, bad=True)
        elif wanted == state.spec:
            self._say(state.sentence if state.sentence and state.refused is None else "In use.")
        else:
            self._say("")

    def _use(self) -> None:
        wanted = self.spec
        if wanted is not None and self.use.isEnabled():
            self._recognizers.use(wanted)

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "A folder with a recognizer", self.folder.text())
        if name:
            self.folder.setText(name)
            self.use.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.sentence.setText(one_line(words))
        set_tone(self.sentence, "tone", "bad" if bad else "muted")

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(8)
        form.setColumnStretch(1, 1)
        form.addWidget(label_for("Recognizer", self.kind), 0, 0)
        form.addWidget(self.kind, 0, 1, 1, 2)
        form.addWidget(label_for("Folder", self.folder), 1, 0)
        form.addWidget(self.folder, 1, 1)
        form.addWidget(self.browse, 1, 2)
        form.addWidget(self.sentence, 2, 1, 1, 2)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.use)
        column = self.column
        column.addWidget(plain_label("muted", _LEAD, wrap=True))
        column.addLayout(form)
        column.addWidget(plain_label("muted", _WARNING, small=True, wrap=True))
        column.addStretch(1)
        column.addLayout(buttons)
