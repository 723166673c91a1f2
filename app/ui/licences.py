"""The notices of third parties, as they lie beside the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from app import paths
from app.errors import Missing
from app.ui.dialog import PlainDialog
from app.ui.labels import plain_label, push
from app.ui.theme import small_font

if TYPE_CHECKING:
    from pathlib import Path

_SIZE: Final = (48, 36)
"""In lines."""


class LicencesDialog(PlainDialog):
    """Whose works the program carries, under which licences; only to be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Licences", parent)
        self.lead = plain_label("muted", wrap=True)
        self.lead.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Notices of third parties")
        self.text.setFont(small_font(self.font()))
        self.text.setTabChangesFocus(True)
        self.close_button = push("Close")
        self.close_button.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.close_button)
        self.column.addWidget(self.lead)
        self.column.addWidget(self.text, 1)
        self.column.addLayout(row)
        self._read()
        self.open_at(*_SIZE)
        self.text.setFocus()

    def _read(self) -> None:
        try:
            page = paths.notices()
        except Missing as missing:
            self.lead.setText(f"{missing.sentence} {missing.remedy}")
            return
        self.lead.setText(_lead(page))
        self.text.setPlainText(page.read_text(encoding="utf-8"))


def _lead(page: Path) -> str:
    texts = page.parent / "licenses"
    return f"The texts of the licences lie in {texts}." if texts.is_dir() else f"From {page}."
