"""What to take from a file that is to become a gazetteer: columns, kinds of place, its name and its maker."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.choice import Choice, Tick
from app.ui.columns import ColumnChoice, missing, summary
from app.ui.dialog import PlainDialog
from app.ui.field import Field
from app.ui.labels import label_for, plain_label, push
from app.ui.plain import one_line
from app.ui.preview_table import PreviewTable
from app.ui.retable import DELIMITERS, ENCODINGS, Reading, cut
from app.ui.theme import set_tone

if TYPE_CHECKING:
    from app.session.packs import Draft, TableLook

_CLASSES: Final = {
    "P": "Populated places",
    "A": "Countries, provinces, districts",
    "H": "Rivers, lakes, seas",
    "L": "Regions, parks, areas",
    "T": "Mountains, islands, deserts",
    "S": "Sites and buildings",
    "R": "Roads and railways",
    "U": "Undersea features",
    "V": "Forests and fields",
}
_FORMATS: Final = {
    "geonames": "GeoNames dump",
    "table": "Table",
    "geojson": "GeoJSON",
    "kml": "KML",
    "linked_places": "Linked Places",
}
_WIDE: Final = 43
_NARROW: Final = 29
"""Widths in lines."""


class ImportDialog(PlainDialog):
    """Asks what a first look at the file could not tell. `draft` is the answer once it is accepted.

    Args:
        name: the file's name.
        draft: how the first look would have it read.
        table: the beginning of a table.
    """

    def __init__(self, name: str, draft: Draft, table: TableLook | None, parent: QWidget | None = None) -> None:
        super().__init__("Add a gazetteer", parent)
        self._draft = draft
        self._table = table
        self._found = Reading(draft.delimiter, draft.encoding, draft.header)
        self.columns = ColumnChoice()
        self.look = PreviewTable()
        self.delimiter, self.encoding = Choice(), Choice()
        self.header = Tick("The first row names the columns")
        self.classes = {letter: Tick(words) for letter, words in _CLASSES.items()}
        self.title = Field("How you call it")
        self.licence = Field("Such as CC BY 4.0; may stay empty")
        self.attribution = Field("The line that its maker asks for; may stay empty")
        self.sentence = plain_label("muted", wrap=True)
        self.take = QPushButton("Add")
        self.take.setObjectName("primary")
        self.take.setDefault(True)
        self.take.clicked.connect(self.accept)
        self._lay_out(name)
        self._fill()
        self._judge()
        self.open_at(_WIDE if self._table is not None else _NARROW)

    @property
    def draft(self) -> Draft:
        """How the reader wants the file to be read."""
        chosen = replace(
            self._draft,
            title=one_line(self.title.text().strip()),
            licence=one_line(self.licence.text().strip()),
            attribution=one_line(self.attribution.text().strip()),
        )
        if self._table is not None:
            now = self._reading()
            return replace(
                chosen,
                columns=self.columns.chosen,
                delimiter=now.delimiter,
                encoding=now.encoding,
                header=now.header,
            )
        if self._draft.format == "geonames":
            return replace(chosen, classes=tuple(key for key, box in self.classes.items() if box.isChecked()))
        return chosen

    def _reading(self) -> Reading:
        return Reading(str(self.delimiter.currentData()), self.encoding.currentText(), self.header.isChecked())

    def _recut(self) -> None:
        """Cells, letters or header are other than before."""
        if self._table is None:
            return
        now = cut(self._table, self._found, self._reading())
        held = self.columns.chosen
        self.columns.offer(now.columns, held or self._table.guessed)

    def _judge(self) -> None:
        """Say what will be taken, and whether it can be."""
        trouble = "" if self.title.text().strip() else "Give the gazetteer a title."
        words = ""
        if self._table is not None:
            now = cut(self._table, self._found, self._reading())
            self.look.show_table(now, self.columns.uses)
            words = summary(self.columns.chosen, len(now.columns))
            trouble = missing(self.columns.chosen) or trouble
        elif self._draft.format == "geonames" and not any(box.isChecked() for box in self.classes.values()):
            trouble = "Choose at least one kind of place."
        self.sentence.setText(trouble or words)
        self.sentence.setVisible(bool(trouble or words))
        set_tone(self.sentence, "tone", "bad" if trouble else "muted")
        self.take.setEnabled(not trouble)

    # making

    def _fill(self) -> None:
        self.title.setText(self._draft.title)
        self.licence.setText(self._draft.licence)
        self.attribution.setText(self._draft.attribution)
        for letter, box in self.classes.items():
            box.setChecked(letter in self._draft.classes)
            box.toggled.connect(self._judge)
        self.title.textChanged.connect(self._judge)
        if self._table is not None:
            self._fill_table(self._table)

    def _fill_table(self, table: TableLook) -> None:
        found = self._found
        for delimiter, words in (DELIMITERS | {found.delimiter: DELIMITERS.get(found.delimiter, "As found")}).items():
            self.delimiter.addItem(words, delimiter)
        self.delimiter.setCurrentIndex(self.delimiter.findData(found.delimiter))
        self.encoding.addItems(list(dict.fromkeys((found.encoding, *ENCODINGS))))
        self.header.setChecked(found.header)
        self.columns.offer(table.columns, self._draft.columns or table.guessed)
        self.columns.changed.connect(self._judge)
        self.delimiter.currentIndexChanged.connect(self._recut)
        self.encoding.currentIndexChanged.connect(self._recut)
        self.header.toggled.connect(self._recut)

    def _lay_out(self, name: str) -> None:
        heading = plain_label("strong", one_line(name))
        kind = plain_label("muted", _FORMATS.get(str(self._draft.format), str(self._draft.format)), small=True)
        column = self.column
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(heading)
        head.addWidget(kind)
        column.addLayout(head)
        if self._table is not None:
            column.addWidget(self.look)
            column.addWidget(self.columns)
            column.addLayout(self._reading_row())
        elif self._draft.format == "geonames":
            column.addLayout(self._class_grid())
        column.addLayout(self._credits())
        column.addWidget(self.sentence)
        column.addStretch(1)
        column.addLayout(self._buttons())

    def _reading_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, box in (("Between cells", self.delimiter), ("Letters", self.encoding)):
            row.addWidget(label_for(words, box))
            box.setAccessibleName(words)
            row.addWidget(box)
            row.addSpacing(12)
        row.addWidget(self.header)
        row.addStretch(1)
        return row

    def _class_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        for number, box in enumerate(self.classes.values()):
            grid.addWidget(box, number % 5, number // 5)
        return grid

    def _credits(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = (("Title", self.title), ("Licence", self.licence), ("Attribution", self.attribution))
        for row, (words, field) in enumerate(fields):
            field.setAccessibleName(words)
            field.setMaxLength(500)
            field.escaped.connect(self.reject)
            grid.addWidget(label_for(words, field), row, 0)
            grid.addWidget(field, row, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        cancel = push("Cancel")
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.take)
        return row
