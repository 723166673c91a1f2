"""The list of gazetteers: check box, title, small print, fault; dragged or moved by keys into another order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QDropEvent, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.session.packs import EMBEDDED
from app.ui.choice import BOX, paint_box
from app.ui.dates import short_date
from app.ui.look import Look, current_look
from app.ui.plain import counted, one_line, tooltip
from app.ui.theme import small_font, tabular

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.session.packs import PackRow

Index = QModelIndex | QPersistentModelIndex

_MIME: Final = "application/x-whereof-gazetteer"
_LEFT: Final = 12
_GAP: Final = 12
_PAD: Final = 8
_ROOT: Final = QModelIndex()
_FORMATS: Final = {
    "geonames": "GeoNames dump",
    "table": "CSV",
    "geojson": "GeoJSON",
    "kml": "KML",
    "linked_places": "Linked Places",
    EMBEDDED: "comes with Whereof",
}


def small_print(row: PackRow) -> str:
    """What a gazetteer is: "12,345 places · CSV · imported 22 Nov 2026 · CC BY 4.0"."""
    imported = f"imported {short_date(row.imported)}" if row.imported else ""
    skipped = f"{counted(row.skipped, 'line', 'lines')} skipped" if row.skipped else ""
    form = _FORMATS.get(row.format, row.format)
    parts = (counted(row.places, "place", "places"), form, imported, skipped, row.licence)
    return one_line(" · ".join(part for part in parts if part))


class PackModel(QAbstractListModel):
    """The gazetteers in their order.

    Emits `switched` with an id and whether the gazetteer is to be asked.
    """

    switched = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PackRow, ...] = ()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def row(self, index: Index) -> PackRow:
        """The gazetteer at an index."""
        return self._rows[index.row()]

    def show(self, rows: Sequence[PackRow]) -> None:
        """Show these."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def position(self, pack: str) -> int:
        """Where a gazetteer stands, -1 if nowhere."""
        return next((number for number, row in enumerate(self._rows) if row.id == pack), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title, check state, and all of it in words."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(row.title)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.enabled else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (one_line(row.title), small_print(row), one_line(row.fault)) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(row.attribution.replace("\n", " · "))
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A check box was pressed; the rows change when the session says so."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.switched.emit(self.row(index).id, Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows are dragged; they are dropped between rows, not on them."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        checkable = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDragEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | checkable

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows move."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """A dragged row is known by its own type."""
        return [_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The dragged gazetteer's id."""
        data = QMimeData()
        if indexes:
            data.setData(_MIME, QByteArray(self.row(indexes[0]).id.encode()))
        return data


class PackDelegate(QStyledItemDelegate):
    """Paints a gazetteer; text is drawn as characters only."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines, three with a fault."""
        model = index.model()
        lines = 2 if isinstance(model, PackModel) and model.row(index).fault else 1
        small = QFontMetrics(small_font(option.font)).height() + 1
        return QSize(240, QFontMetrics(option.font).height() + lines * small + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background, check box, words, focus ring."""
        model = index.model()
        if not isinstance(model, PackModel):
            return
        look, rect, state = current_look(), option.rect, option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(look.selection if selected else look.hover))
        paint_box(painter, _box(rect), look, on=model.row(index).enabled)
        self._paint_words(painter, option, model.row(index), look)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.accent), 1.5))
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1.5, -1.5))
        painter.restore()

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, row: PackRow, look: Look) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        small = small_font(tabular(option.font))
        lines = [(bold, look.text if row.enabled else look.muted, row.title)]
        lines.append((small, look.on_selection if selected else look.muted, small_print(row)))
        if row.fault:
            lines.append((small, look.bad, row.fault))
        left, top = rect.left() + _LEFT + BOX + _GAP, rect.top() + _PAD
        for font, colour, words in lines:
            metrics = QFontMetrics(font)
            room = QRect(left, top, rect.right() - left - _LEFT, metrics.height())
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(one_line(words), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _LEADING, shown)
            top += metrics.height() + 1

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        """A press on the box, or the space bar, switches a gazetteer on or off."""
        if not isinstance(model, PackModel):
            return False
        on_box = (
            isinstance(event, QMouseEvent)
            and event.type() is QEvent.Type.MouseButtonRelease
            and _box(option.rect).adjusted(-_LEFT, -_PAD, _GAP // 2, _PAD).contains(event.position())
        )
        by_key = (
            isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Space
        )
        if not (on_box or by_key):
            return False
        wanted = Qt.CheckState.Unchecked if model.row(index).enabled else Qt.CheckState.Checked
        return model.setData(index, wanted, Qt.ItemDataRole.CheckStateRole)


_LEADING: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


def _box(rect: QRect) -> QRectF:
    return QRectF(rect.left() + _LEFT, rect.top() + _PAD + 1, BOX, BOX)


class PackList(QListView):
    """The list itself.

    Emits `moved` with an id and the position that the gazetteer is to have, and `current_changed`.
    """

    moved = Signal(str, int)
    current_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model_ = PackModel(self)
        self.setObjectName("packs")
        self.setModel(self.model_)
        self.setItemDelegate(PackDelegate(self))
        self.setAccessibleName("Gazetteers, the first one wins")
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)

    @property
    def current(self) -> PackRow | None:
        """The gazetteer that the keyboard is on."""
        index = self.currentIndex()
        return self.model_.row(index) if index.isValid() else None

    def show_packs(self, rows: Sequence[PackRow]) -> None:
        """Show these; the keyboard stays on the same gazetteer."""
        held = self.current
        self.model_.show(rows)
        position = self.model_.position(held.id) if held is not None else 0
        self.setCurrentIndex(self.model_.index(min(max(position, 0), len(rows) - 1)))
        self.current_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell, beside what Qt does."""
        super().currentChanged(current, previous)
        self.current_changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the gazetteer."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        self.shift(step)

    def shift(self, step: int) -> None:
        """Move the current gazetteer up or down."""
        row, position = self.current, self.currentIndex().row() + step
        if row is not None and 0 <= position < self.model_.rowCount():
            self.moved.emit(row.id, position)

    def dropEvent(self, event: QDropEvent) -> None:
        """A gazetteer was dragged to another place: before the row whose upper half it was dropped on."""
        pack = bytes(event.mimeData().data(_MIME).data()).decode()
        here = self.model_.position(pack)
        if here < 0:
            event.ignore()
            return
        rects = [self.visualRect(self.model_.index(number)) for number in range(self.model_.rowCount())]
        above = sum(rect.center().y() < event.position().y() for rect in rects)
        wanted = above - 1 if above > here else above
        # The view must not take the row out itself, as it does after a move.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()
        if wanted != here:
            self.moved.emit(pack, wanted)
