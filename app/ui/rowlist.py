"""The list that documents and places share: two lines a row, a glyph at the left, a figure at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from app.ui.icons import icon
from app.ui.look import MARKS, Look, current_look
from app.ui.marks import paint_mark
from app.ui.plain import one_line, tooltip
from app.ui.theme import small_font, tabular

if TYPE_CHECKING:
    from collections.abc import Sequence

Index = QModelIndex | QPersistentModelIndex
Key = int | str

_LEFT: Final = 14
_GLYPH: Final = 12
_GAP: Final = 9
_PAD: Final = 5
_ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Row:
    """What one row shows.

    Attributes:
        key: what it stands for.
        title: first line.
        small: second line, in small print.
        figure: number at the right.
        glyph: name of a mark or, failing that, of a line icon.
        tone: colour of the small print: "muted" or "bad".
        spoken: the row in words, for screen readers and the tooltip.
        aside: small print after the title, on the same line.
    """

    key: Key
    title: str
    small: str
    figure: str
    glyph: str
    tone: str = "muted"
    spoken: str = ""
    aside: str = ""


class RowModel(QAbstractListModel):
    """Rows, and which of them is in focus or under the pointer elsewhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._index: dict[Key, int] = {}
        self.focus: Key | None = None
        self.hover: Key | None = None

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row's title, its words for a screen reader and for the tooltip."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(row.title)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return one_line(row.spoken or f"{row.title}, {row.small}")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(row.spoken or f"{row.title}\n{row.small}")
        return None

    def row(self, index: Index) -> Row:
        """The row at an index."""
        return self._rows[index.row()]

    def index_of(self, key: Key | None) -> QModelIndex:
        """Where a key's row is; an invalid index if it is not in the list."""
        position = self._index.get(key, -1) if key is not None else -1
        return self.index(position) if position >= 0 else QModelIndex()

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows; where only their words changed, nothing moves."""
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        if [row.key for row in fresh] == [row.key for row in self._rows]:
            self._rows = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self._index = {row.key: position for position, row in enumerate(fresh)}
        self.endResetModel()

    def light(self, *, focus: Key | None, hover: Key | None) -> None:
        """Mark the row in focus and the one hovered; only changed rows are drawn again."""
        changed = {self.focus, self.hover} ^ {focus, hover} | ({self.focus, focus} if self.focus != focus else set())
        self.focus, self.hover = focus, hover
        for key in changed:
            index = self.index_of(key)
            if index.isValid():
                self.dataChanged.emit(index, index)


class RowDelegate(QStyledItemDelegate):
    """Paints a row. Text is drawn as characters only."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines and air."""
        del index
        small = QFontMetrics(small_font(option.font))
        large = QFontMetrics(option.font)
        return QSize(120, large.height() + small.height() + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Background, glyph, title, figure, small print, focus ring."""
        model = index.model()
        if not isinstance(model, RowModel):
            return
        row = model.row(index)
        rect: QRect = option.rect
        look = current_look()
        state: QStyle.StateFlag = option.state
        focused = row.key == model.focus
        painter.save()
        if focused:
            painter.fillRect(rect, QColor(look.selection))
        elif row.key == model.hover or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(look.hover))
        self._paint_glyph(painter, row, rect, look)
        self._paint_words(painter, option, row, look, focused=focused)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(look.accent), 1.5))
            painter.drawRect(QRectF(rect).adjusted(1, 1, -1.5, -1.5))
        painter.restore()

    def _paint_glyph(self, painter: QPainter, row: Row, rect: QRect, look: Look) -> None:
        box = QRectF(rect.left() + _LEFT, rect.top() + _PAD + 4, _GLYPH, _GLYPH)
        if row.glyph in MARKS:
            paint_mark(painter, row.glyph, box, look)
        elif row.glyph:
            role = "bad" if row.tone == "bad" else "muted"
            icon(row.glyph, role).paint(painter, box.toRect().adjusted(-2, -1, 2, 3))

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, row: Row, look: Look, *, focused: bool
    ) -> None:
        rect: QRect = option.rect
        font = tabular(option.font)
        large, little = QFontMetrics(font), QFontMetrics(small_font(font))
        figure = large.horizontalAdvance(row.figure)
        words = rect.adjusted(_LEFT + _GLYPH + _GAP, _PAD, -_LEFT, 0)
        small = QColor(look.on_selection if focused else look.bad if row.tone == "bad" else look.muted)
        line = QRect(words.left(), words.top(), words.width(), large.height())
        painter.setFont(font)
        painter.setPen(small)
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.figure)
        painter.setPen(QColor(look.text))
        room = words.width() - (figure + _GAP if figure else 0)
        title = large.elidedText(one_line(row.title), Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, _LEADING, title)
        painter.setFont(small_font(font))
        painter.setPen(small)
        if row.aside:
            begin = large.horizontalAdvance(title) + _GAP
            aside = little.elidedText(one_line(row.aside), Qt.TextElideMode.ElideRight, room - begin)
            painter.drawText(line.adjusted(begin, 0, 0, 0), _LEADING, aside)
        below = QRect(words.left(), line.bottom() + 1, words.width(), little.height())
        painter.drawText(
            below,
            _LEADING,
            little.elidedText(one_line(row.small), Qt.TextElideMode.ElideRight, words.width()),
        )


_LEADING: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class RowView(QListView):
    """The list itself.

    Emits `hovered` with the key under the pointer or None, and `chosen` with the key clicked or entered.
    """

    hovered = Signal(object)
    chosen = Signal(object)

    def __init__(self, model: RowModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
        self.entered.connect(lambda index: self.hovered.emit(self._rows.row(index).key))
        self.viewportEntered.connect(lambda: self.hovered.emit(None))
        self.clicked.connect(lambda index: self.chosen.emit(self._rows.row(index).key))

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Keep the place in the list when the rows are new."""
        super().setModel(model)
        if model is not None:
            model.modelAboutToBeReset.connect(self._remember)
            model.modelReset.connect(self._return)

    def show_row(self, key: Key | None) -> None:
        """Scroll to a row, if it is in the list and out of view."""
        index = self._rows.index_of(key)
        if index.isValid():
            self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def event(self, event: QEvent) -> bool:
        """Enter belongs to the list while it has the keyboard, not to the window's shortcuts."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_enter(event):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or space focuses the current row."""
        if (_is_enter(event) or event.key() == Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.chosen.emit(self._rows.row(self.currentIndex()).key)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer has left; tooltips are plain text."""
        if event.type() is QEvent.Type.Leave:
            self.hovered.emit(None)
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            words = self._rows.data(index, Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
            QToolTip.showText(event.globalPos(), str(words or ""), self)
            return True
        return bool(super().viewportEvent(event))

    def _remember(self) -> None:
        self._scroll = self.verticalScrollBar().value()
        index = self.currentIndex()
        self._current = self._rows.row(index).key if index.isValid() else None

    def _return(self) -> None:
        index = self._rows.index_of(self._current)
        if index.isValid():
            self.setCurrentIndex(index)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(self._scroll)


def _is_enter(event: QKeyEvent) -> bool:
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
