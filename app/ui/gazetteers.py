"""The gazetteers window: which are asked, in which order, and adding another one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QWidget

from app.session.packs import EMBEDDED
from app.ui.dialog import PlainDialog
from app.ui.drop import local_paths
from app.ui.errand import quoted
from app.ui.import_line import ImportLine
from app.ui.labels import plain_label, push
from app.ui.mapping import ImportDialog
from app.ui.packlist import PackList
from app.ui.plain import counted

if TYPE_CHECKING:
    from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent

    from app.session.packs import FirstLook, Packs, PacksState

_LEAD: Final = (
    "Names are looked up in these gazetteers. Where two know the same place, the upper one wins: "
    "drag a line, or press Alt+↑ and Alt+↓."
)
_HINT: Final = "A GeoNames dump, a table (CSV, TSV), GeoJSON, KML or a Linked Places file; it may be dropped here."
_KINDS: Final = "Gazetteers (*.txt *.zip *.csv *.tsv *.tab *.geojson *.json *.jsonl *.kml *.kmz);;All files (*)"
_SIZE: Final = (36, 31)
"""In lines."""


class GazetteersDialog(PlainDialog):
    """Blocks nothing; everything it does goes through the view model."""

    def __init__(self, packs: Packs, parent: QWidget | None = None) -> None:
        super().__init__("Gazetteers", parent)
        self._packs = packs
        self._removing = ""
        self.setAcceptDrops(True)
        self.list = PackList()
        self.question = _Question()
        self.progress = ImportLine()
        self.add = push("Add …")
        self.add.setObjectName("primary")
        self.remove = push("Remove …")
        self.close_button = push("Close")
        self._lay_out()
        self.list.moved.connect(packs.move)
        self.list.model_.switched.connect(lambda pack, on: packs.enable(pack, on=on))
        self.list.current_changed.connect(self._look)
        self.add.clicked.connect(self._ask_for_file)
        self.remove.clicked.connect(self._ask_to_remove)
        self.close_button.clicked.connect(self.close)
        self.question.yes.clicked.connect(self._remove)
        self.question.no.clicked.connect(self._keep)
        self.progress.cancelled.connect(packs.cancel)
        packs.forget_report()
        packs.refresh()
        stop = packs.subscribe(self._follow)
        self.destroyed.connect(stop)
        self.finished.connect(packs.drop_preview)
        self._follow(packs.state)
        self.open_at(*_SIZE)
        self.list.setFocus()

    def take(self, path: Path) -> None:
        """Look at a file and ask what it is."""
        self._packs.preview(path, self._ask_about)

    # following

    def _follow(self, state: PacksState) -> None:
        self.list.show_packs(state.rows)
        if state.progress is not None:
            self.progress.run(state.progress)
        elif state.sentence:
            self.progress.fail(state.sentence)
        elif state.report is not None:
            self.progress.tell(state.report)
        else:
            self.progress.hide()
        self.add.setEnabled(state.progress is None and not state.looking)
        self._look()

    def _look(self) -> None:
        current = self.list.current
        self.remove.setEnabled(current is not None and current.id != EMBEDDED)
        if self._removing and (current is None or current.id != self._removing):
            self._keep()

    # adding and removing

    def _ask_for_file(self) -> None:
        name, _kind = QFileDialog.getOpenFileName(self, "Add a gazetteer", "", _KINDS)
        if name:
            self.take(Path(name))

    def _ask_about(self, look: FirstLook) -> None:
        if look.draft is None:
            self.progress.fail(look.sentence)
            return
        dialog = ImportDialog(look.path.name, look.draft, look.table, self)
        dialog.accepted.connect(lambda: self._packs.add(look.path, dialog.draft))
        dialog.open()

    def _ask_to_remove(self) -> None:
        current = self.list.current
        if current is None or current.id == EMBEDDED:
            return
        self._removing = current.id
        places = counted(current.places, "place", "places")
        self.question.ask(f"Remove {quoted(current.title)} with its {places}? The file that it was made from stays.")

    def _remove(self) -> None:
        pack = self._removing
        self._keep()
        self._packs.remove(pack)

    def _keep(self) -> None:
        self._removing = ""
        self.question.hide()
        self.list.setFocus()

    # events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete asks whether to remove; Escape answers no before it closes."""
        if event.key() == Qt.Key.Key_Delete:
            self._ask_to_remove()
        elif event.key() == Qt.Key.Key_Escape and self._removing:
            self._keep()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped anywhere in the window."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file; one is asked about at a time."""
        paths = local_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.take(paths[0])

    # making

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = self.column
        column.addWidget(plain_label("muted", _LEAD, small=True, wrap=True))
        column.addWidget(self.list, 1)
        column.addWidget(self.question)
        column.addWidget(self.progress)
        column.addWidget(plain_label("muted", _HINT, small=True, wrap=True))
        column.addLayout(buttons)


class _Question(QFrame):
    """A question in place, with its two answers."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("question")
        self.words = plain_label(wrap=True)
        self.yes = push("Remove")
        self.no = push("Keep")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.hide()

    def ask(self, words: str) -> None:
        """Ask this; the keyboard is on the answer that changes nothing."""
        self.words.setText(words)
        self.show()
        self.no.setFocus()
