"""The list under the search for a place: what was found, and which row Enter takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.geoparsing.model import Kind
from app.ui.look import mark_name
from app.ui.plain import one_line, rounded
from app.ui.rowlist import Row, RowModel, RowView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.session.search import SearchRow

ASK: Final = "ask"
"""Key of the row that asks the online geocoder; the keys of places are their positions."""
_MOST_SHOWN: Final = 8


def described(position: int, found: SearchRow) -> Row:
    """A place that was found, as a row."""
    place = found.place
    small = " · ".join(part for part in (found.where, rounded(place.population), found.source) if part)
    parts = (place.name, found.how, small)
    return Row(
        key=position,
        title=place.name,
        small=small,
        figure="",
        glyph=mark_name(Kind.LITERAL, unsure=False, area=place.is_area),
        spoken=", ".join(part for part in parts if part),
        aside=found.how,
    )


class FoundList(RowView):
    """Rows of which one is current; the keyboard stays in the search field.

    Emits `taken` with the key of a row that was clicked, and `current_said` with the current row in words.
    """

    taken = Signal(object)
    current_said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.model_ = RowModel()
        super().__init__(self.model_, "Places found", parent)
        self.model_.setParent(self)
        self._position = 0
        self.setObjectName("found")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.chosen.connect(self.taken)

    @property
    def rows(self) -> list[Row]:
        """What it shows."""
        return [self.model_.row(self.model_.index(number)) for number in range(self.model_.rowCount())]

    @property
    def current(self) -> Row | None:
        """The row that Enter takes."""
        rows = self.rows
        return rows[self._position] if 0 <= self._position < len(rows) else None

    def show_rows(self, rows: Sequence[Row], *, keep: bool = False) -> None:
        """Show these; the first place is current, or with `keep` the row that was, if it is still there.

        The row that asks online is current only once the reader has gone to it: typing and Enter send nothing.
        """
        held = self.current if keep else None
        keys = [row.key for row in rows]
        self.model_.show(rows)
        first = -1 if not keys or keys[0] == ASK else 0
        self._position = keys.index(held.key) if held is not None and held.key in keys else first
        height = self.sizeHintForRow(0) if rows else 0
        self.setFixedHeight(height * min(len(rows), _MOST_SHOWN))
        self.setVisible(bool(rows))
        self._light()

    def step(self, rows: int) -> None:
        """Make another row current: so many further, from the last to the first by single steps."""
        total = self.model_.rowCount()
        if not total:
            return
        here = self._position if self._position >= 0 or rows > 0 else 0
        wanted = here + rows
        self._position = wanted % total if abs(rows) == 1 else min(max(wanted, 0), total - 1)
        self._light()

    def _light(self) -> None:
        current = self.current
        self.model_.light(focus=current.key if current else None, hover=None)
        self.show_row(current.key if current else None)
        self.current_said.emit(one_line(current.spoken or current.title) if current else "")
