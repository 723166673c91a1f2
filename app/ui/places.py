"""The places list: the map's twin."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from app.geoparsing.model import Kind
from app.ui.field import Field
from app.ui.icons import icon
from app.ui.look import mark_name
from app.ui.plain import counted, grouped
from app.ui.projection import Watch
from app.ui.rowlist import Row, RowModel, RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.session.session import Session
    from app.session.state import PlaceRow, State


class Order(StrEnum):
    """How the list is sorted."""

    COUNT = "most mentioned"
    NAME = "name"
    KIND = "kind"
    FIRST = "first appearance"


def folded(text: str) -> str:
    """A name for comparing: no accents, no case."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(character for character in split if not unicodedata.combining(character)).casefold()


_KINDS: Final = list(Kind)
_KEYS: Final[dict[Order, Callable[[PlaceRow], tuple[object, ...]]]] = {
    Order.COUNT: lambda row: (-row.count, folded(row.place.name)),
    Order.NAME: lambda row: (folded(row.place.name),),
    Order.KIND: lambda row: (_KINDS.index(row.kind), row.place.is_area, -row.count, folded(row.place.name)),
    Order.FIRST: lambda row: (row.first is None, row.first or (0, 0, 0), folded(row.place.name)),
}


def arranged(rows: Sequence[PlaceRow], words: str, order: Order) -> list[PlaceRow]:
    """The rows whose name, with that of its divisions, holds the words, in this order."""
    wanted = folded(words).split()
    kept = [row for row in rows if _holds(row, wanted)]
    return sorted(kept, key=_KEYS[order])


def _holds(row: PlaceRow, wanted: list[str]) -> bool:
    name = folded(" ".join((row.place.name, *row.place.admin)))
    return all(word in name for word in wanted)


def _shown_kind(row: PlaceRow) -> Kind:
    """The kind that a line's mark tells: a country that acts is still shown as the country that it is."""
    return Kind.LITERAL if row.place.is_area and row.kind is Kind.METONYM else row.kind


def described(row: PlaceRow) -> Row:
    """A place as a row."""
    mentions = counted(row.count, "mention", "mentions")
    documents = counted(row.documents, "document", "documents")
    return Row(
        key=row.place.id,
        title=row.place.name,
        small=row.where,
        figure=grouped(row.count),
        glyph=mark_name(_shown_kind(row), unsure=row.unsure, area=row.place.is_area),
        spoken=f"{row.place.name}, {row.where}, {mentions} in {documents}{', unsure' if row.unsure else ''}",
    )


class PlacesPane(QWidget):
    """The list with its search field.

    Emits `counted` with the number of places when it changes.
    """

    counted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._places: Sequence[PlaceRow] = ()
        self._order = Order.COUNT
        self._model = RowModel(self)
        self.field = Field("Filter places")
        self.field.setClearButtonEnabled(True)
        self.field.returnPressed.connect(self._focus_first)
        self.field.escaped.connect(self.field.clear)
        self.field.textChanged.connect(self._arrange)
        self.view = RowView(self._model, "Places")
        self.view.hovered.connect(self._hover)
        self.view.chosen.connect(session.focus_place)
        self._nothing = QLabel("No places yet.")
        self._nothing.setProperty("tone", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._nothing.setContentsMargins(14, 10, 14, 10)
        self._lay_out()
        Watch(session, self).changed.connect(self._follow)
        self._refresh()
        self._light(session.state)

    def sort_by(self, order: Order) -> None:
        """Sort the list."""
        self._order = order
        self._arrange()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 8, 8)
        bar.setSpacing(4)
        bar.addWidget(self.field, 1)
        bar.addWidget(self._sort_button())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._nothing)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)

    def _sort_button(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("quiet")
        button.setIcon(icon("arrow-up-down"))
        if button.icon().isNull():
            button.setText("↓")
        button.setToolTip("Sort places")
        button.setAccessibleName("Sort places")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for order in Order:
            action = QAction(f"By {order.value}", menu, checkable=True, checked=order is self._order)
            action.triggered.connect(lambda _checked, order=order: self.sort_by(order))
            group.addAction(action)
            menu.addAction(action)
        button.setMenu(menu)
        return button

    def _follow(self, old: State, new: State) -> None:
        if new.content != old.content:
            self._refresh()
        if (new.place, new.hover_place) != (old.place, old.hover_place):
            self._light(new)
        if new.focus_serial != old.focus_serial:
            self.view.show_row(new.place)

    def _refresh(self) -> None:
        self._places = self._session.places()
        self.counted.emit(len(self._places))
        self._arrange()

    def _arrange(self) -> None:
        rows = arranged(self._places, self.field.text(), self._order)
        self._model.show([described(row) for row in rows])
        self._nothing.setVisible(not rows)
        self._nothing.setText("No place is called so." if self._places else "No places yet.")

    def _focus_first(self) -> None:
        first = self._model.index(0)
        if self.field.text() and first.isValid():
            self._session.focus_place(str(self._model.row(first).key))

    def _light(self, state: State) -> None:
        self._model.light(focus=state.place, hover=state.hover_place)

    def _hover(self, place_id: str | None) -> None:
        if place_id != self._session.state.hover_place:
            self._session.hover_place(place_id)
