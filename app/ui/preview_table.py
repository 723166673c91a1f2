"""The first rows of a table, and over each column what it is taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.look import current_look
from app.ui.plain import one_line
from app.ui.retable import Cut
from app.ui.theme import small_font

if TYPE_CHECKING:
    from collections.abc import Mapping

Index = QModelIndex | QPersistentModelIndex

_ROOT: Final = QModelIndex()
_LONGEST_CELL: Final = 120
_WIDEST: Final = 200
_ROWS_SHOWN: Final = 6


class _TableModel(QAbstractTableModel):
    """Cells as characters; columns that are used are headed by what they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cut = Cut((), ())
        self._uses: Mapping[int, str] = {}

    def show(self, cut: Cut, uses: Mapping[int, str]) -> None:
        self.beginResetModel()
        self._cut, self._uses = cut, uses
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cut.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cut.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(self._cut.rows[index.row()][index.column()][:_LONGEST_CELL])
        if role == Qt.ItemDataRole.ForegroundRole and index.column() not in self._uses:
            return QColor(current_look().muted)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._cut.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{self._uses.get(section, '–')}\n{one_line(self._cut.columns[section][:_LONGEST_CELL])}"  # noqa: RUF001
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(current_look().accent if section in self._uses else current_look().muted)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class PreviewTable(QTableView):
    """A quiet table to look at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _TableModel(self)
        self.setModel(self._model)
        self.setObjectName("tableLook")
        self.setAccessibleName("First rows of the table")
        self.setFont(small_font(self.font()))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        line = self.fontMetrics().height()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(line + 6)
        header = self.horizontalHeader()
        header.setFont(self.font())
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMaximumSectionSize(_WIDEST)
        self.setFixedHeight(2 * line + 12 + _ROWS_SHOWN * (line + 6) + 14)

    def show_table(self, cut: Cut, uses: Mapping[int, str]) -> None:
        """Show this, with what the columns of these numbers are taken for."""
        same = self._model.columnCount() == len(cut.columns)
        self._model.show(cut, uses)
        if not same or not self.isVisible():
            self.resizeColumnsToContents()
