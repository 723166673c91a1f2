"""How an import goes, and what became of it: a count with Cancel, then a sentence with the lines left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from app.session.packs import ImportEnd
from app.ui.errand import quoted
from app.ui.labels import link, plain_label
from app.ui.plain import counted, grouped, one_line
from app.ui.theme import set_tone, small_font

if TYPE_CHECKING:
    from app.session.packs import ImportOutcome, ImportProgress

_STEPS: Final = 1000
_DETAILS: Final = 112


def details(outcome: ImportOutcome) -> str:
    """The lines left out and what else there is to know, one a line, to be copied."""
    lines = [*outcome.remarks, *outcome.faults]
    more = outcome.skipped - len(outcome.faults)
    if more > 0:
        lines.append(f"and {grouped(more)} more")
    return "\n".join(one_line(line) for line in lines)


class ImportLine(QFrame):
    """Hidden while there is nothing to tell. Emits `cancelled` when the reader wants the import to stop."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = plain_label(wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Progress of the import")
        self.cancel = link("Cancel")
        self.cancel.clicked.connect(self.cancelled)
        self.more = link("Details")
        self.more.setCheckable(True)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setAccessibleName("Lines that were left out")
        self.details.setFont(small_font(self.font()))
        self.details.setFixedHeight(_DETAILS)
        self.details.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.details.setTabChangesFocus(True)
        self.more.toggled.connect(self.details.setVisible)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.details)
        self.hide()

    def run(self, progress: ImportProgress) -> None:
        """Show how far it is."""
        self._switch(running=True)
        self.cancel.setEnabled(not progress.stopping)
        doing = "Stopping" if progress.stopping else "Putting in order" if progress.finishing else "Adding"
        skipped = f", {grouped(progress.skipped)} skipped" if progress.skipped else ""
        self._say(f"{doing} {quoted(progress.title)}: {counted(progress.places, 'place', 'places')}{skipped}")
        # 0 to 0 is Qt's bar for work that cannot be counted.
        self.bar.setRange(0, 0 if progress.finishing else _STEPS)
        self.bar.setValue(round(_STEPS * progress.share))

    def tell(self, outcome: ImportOutcome) -> None:
        """Show what became of it."""
        self._switch(running=False)
        self._say(outcome.sentence, bad=outcome.end is ImportEnd.FAILED)
        said = details(outcome)
        if said != self.details.toPlainText():
            self.details.setPlainText(said)
        self.more.setVisible(bool(said))
        self.details.setVisible(bool(said) and self.more.isChecked())

    def fail(self, sentence: str) -> None:
        """Say what went wrong."""
        self._switch(running=False)
        self._say(sentence, bad=True)
        self.more.hide()
        self.details.hide()

    def _say(self, words: str, *, bad: bool = False) -> None:
        self.words.setText(one_line(words))
        set_tone(self.words, "tone", "bad" if bad else "")

    def _switch(self, *, running: bool) -> None:
        self.bar.setVisible(running)
        self.cancel.setVisible(running)
        if running:
            self.more.hide()
            self.more.setChecked(False)
            self.details.hide()
        self.show()
