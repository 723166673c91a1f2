"""Which column of a table is the name, which the latitude, and so on: one combo box for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from app.ui.choice import Choice
from app.ui.labels import plain_label
from app.ui.plain import counted, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS: Final = {
    "name": "Name",
    "lat": "Latitude",
    "lon": "Longitude",
    "alternates": "Other names",
    "country": "Country",
    "admin": "Division",
    "feature": "Kind of place",
    "population": "Population",
    "geonameid": "GeoNames number",
    "start": "From year",
    "finish": "To year",
    "radius_km": "Radius in km",
}
"""What a column can be, in the reader's words; the first three must be chosen."""
NEEDED: Final = ("name", "lat", "lon")
_ACROSS: Final = 4
_NOTHING: Final = "–"  # noqa: RUF001 - a dash is meant
_LONGEST: Final = 40


def missing(chosen: Mapping[str, str]) -> str:
    """What keeps a table from being imported, as a sentence; empty if nothing."""
    absent = [FIELDS[field].lower() for field in NEEDED if field not in chosen]
    if absent:
        listed = absent[0] if len(absent) == 1 else f"{', '.join(absent[:-1])} and {absent[-1]}"
        return f"Choose the {'column' if len(absent) == 1 else 'columns'} of {listed}."
    if len({chosen[field] for field in NEEDED}) < len(NEEDED):
        return "Name, latitude and longitude must be three different columns."
    return ""


def summary(chosen: Mapping[str, str], columns: int) -> str:
    """What the import will take: "Name = “toponym”, latitude = “lat”; 9 other columns are left out."."""
    parts = [f"{FIELDS[field]} = “{one_line(chosen[field])}”" for field in FIELDS if field in chosen]
    left = columns - len(set(chosen.values()))
    tail = f"; {counted(left, 'other column is', 'other columns are')} left out" if left else ""
    return ", ".join(parts) + tail + "."


class ColumnChoice(QWidget):
    """The combo boxes. Emits `changed` when another column is chosen."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[str, ...] = ()
        self.boxes: dict[str, Choice] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for number, (field, words) in enumerate(FIELDS.items()):
            grid.addLayout(self._field(field, words), number // _ACROSS, number % _ACROSS)
        for column in range(_ACROSS):
            grid.setColumnStretch(column, 1)

    @property
    def chosen(self) -> dict[str, str]:
        """Field -> name of its column, for the fields that have one."""
        indexes = {field: box.currentIndex() - 1 for field, box in self.boxes.items()}
        return {field: self._columns[index] for field, index in indexes.items() if 0 <= index < len(self._columns)}

    @property
    def uses(self) -> dict[int, str]:
        """Number of a column -> what it is taken for."""
        indexes = {field: box.currentIndex() - 1 for field, box in self.boxes.items()}
        return {index: FIELDS[field] for field, index in reversed(indexes.items()) if index >= 0}

    def offer(self, columns: Sequence[str], chosen: Mapping[str, str]) -> None:
        """Offer these columns, with these chosen as far as they are among them."""
        self._columns = tuple(columns)
        for field, box in self.boxes.items():
            box.blockSignals(True)  # noqa: FBT003 - Qt's own way
            box.clear()
            box.addItems([_NOTHING, *(one_line(column)[:_LONGEST] for column in columns)])
            wanted = chosen.get(field)
            box.setCurrentIndex(self._columns.index(wanted) + 1 if wanted in self._columns else 0)
            box.blockSignals(False)  # noqa: FBT003 - Qt's own way
        self.changed.emit()

    def _field(self, field: str, words: str) -> QVBoxLayout:
        label = plain_label("strong" if field in NEEDED else "muted", words, small=True)
        box = Choice()
        box.setAccessibleName(f"Column of {words.lower()}")
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentIndexChanged.connect(self.changed)
        label.setBuddy(box)
        self.boxes[field] = box
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(label)
        column.addWidget(box)
        return column
