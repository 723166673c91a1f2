"""The documents list: what is open, how far it has come, what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from app.session.state import DocumentRow, DocumentStatus, State
from app.ui.dates import long_date
from app.ui.plain import counted, grouped
from app.ui.projection import Watch
from app.ui.rowlist import Row, RowModel, RowView

if TYPE_CHECKING:
    from app.session.session import Session

_GLYPHS: Final = {
    DocumentStatus.READING: "rotate-cw",
    DocumentStatus.WAITING: "ellipsis",
    DocumentStatus.PARSING: "rotate-cw",
    DocumentStatus.DONE: "file-text",
    DocumentStatus.FAILED: "circle-alert",
    DocumentStatus.CANCELLED: "ban",
}
_WORDS: Final = {
    DocumentStatus.READING: "reading …",
    DocumentStatus.WAITING: "waiting",
    DocumentStatus.PARSING: "finding places …",
    DocumentStatus.CANCELLED: "cancelled",
}
_AGAIN: Final = (DocumentStatus.FAILED, DocumentStatus.CANCELLED)


def described(row: DocumentRow) -> Row:
    """A document as a row."""
    small = _small_print(row)
    return Row(
        key=row.id,
        title=row.title or row.source,
        small=small,
        figure=grouped(row.mentions) if row.mentions else "",
        glyph=_GLYPHS[row.status],
        tone="bad" if row.status is DocumentStatus.FAILED else "muted",
        spoken="\n".join([row.title or row.source, small, *row.remarks]),
    )


def _small_print(row: DocumentRow) -> str:
    if row.status is DocumentStatus.FAILED:
        return row.error or "could not be read"
    parts = [long_date(row.date), _WORDS.get(row.status, "")]
    if row.status is DocumentStatus.DONE:
        parts.append(counted(row.places, "place", "places"))
    if row.unsure:
        parts.append(f"{row.unsure:,} unsure")
    return " · ".join(part for part in parts if part)


class DocumentsPane(QWidget):
    """The list of documents.

    Emits `counted` with their number when it changes.
    """

    counted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._by_key: dict[int, DocumentRow] = {}
        self._model = RowModel(self)
        self.view = RowView(self._model, "Documents")
        self.view.chosen.connect(session.focus_document)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        self._nothing = QLabel("No documents yet.")
        self._nothing.setProperty("tone", "muted")
        self._nothing.setContentsMargins(14, 10, 14, 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        Watch(session, self).changed.connect(self._follow)
        self._refresh()
        self._model.light(focus=session.state.document, hover=None)

    def menu_for(self, document: int) -> QMenu:
        """What can be done with a document."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("Open here").triggered.connect(lambda: self._session.focus_document(document))
        row = self._by_key.get(document)
        if row is not None and row.status in _AGAIN:
            menu.addAction("Try again").triggered.connect(lambda: self._session.retry(document))
        menu.addSeparator()
        menu.addAction("Remove from the list").triggered.connect(lambda: self._session.close_document(document))
        return menu

    def _show_menu(self, point: QPoint) -> None:
        index = self.view.indexAt(point)
        key = self._model.row(index).key if index.isValid() else None
        if isinstance(key, int):
            self.menu_for(key).popup(self.view.viewport().mapToGlobal(point))

    def _follow(self, old: State, new: State) -> None:
        if new.content != old.content:
            self._refresh()
        if new.document != old.document:
            self._model.light(focus=new.document, hover=None)
            self.view.show_row(new.document)

    def _refresh(self) -> None:
        rows = self._session.documents()
        self._by_key = {row.id: row for row in rows}
        self._model.show([described(row) for row in rows])
        self._nothing.setVisible(not rows)
        self.counted.emit(len(rows))
