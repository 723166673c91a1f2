"""About Whereof: versions, and whose work it stands on."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

import app
from app.ui.appicon import app_icon
from app.ui.labels import plain_label, push, rule
from app.ui.licences import LicencesDialog
from app.ui.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAMES: Final = 160
"""Width of the names at the left, the same in both tables."""

_ICON: Final = 48

CREDITS: Final = {
    "Places": "GeoNames, geonames.org, CC BY 4.0",
    "Basemap": "Natural Earth, public domain",
    "Names in many languages": "Unicode CLDR, Unicode License",
    "Map": "Leaflet, BSD 2-Clause; folium, MIT",
    "Recognition": "our own model, from MiniLM, Apache 2.0; ONNX Runtime, MIT; tokenizers, Apache 2.0",
    "Trained on": "Universal NER EWT, CC BY-SA 4.0; wikigold, WNUT 2017 and Broad Twitter Corpus, CC BY 4.0; "
    "War of the Rebellion, MIT; State of the Union addresses; labels by spaCy, MIT; our own sentences",
    "Window": "Qt and PySide6, LGPL 3",
    "Fonts": "Noto Sans and Noto Serif, SIL Open Font License 1.1",
    "Icons": "Lucide, ISC",
}


class AboutDialog(QDialog):
    """Opened by the reader from the menu; it blocks nothing.

    Args:
        versions: further names and versions, such as those of model and gazetteer.
        data: further data and whose they are, such as those of the reader's gazetteers.
    """

    def __init__(
        self, versions: Mapping[str, str], parent: QWidget | None = None, *, data: Iterable[tuple[str, str]] = ()
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Whereof")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = QLabel(f"Whereof {app.__version__}")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setWeight(QFont.Weight.Bold)
        title.setFont(font)
        lead = QLabel("Shows where a text speaks of. Apache License 2.0. Everything runs on this machine.")
        lead.setProperty("tone", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addLayout(self._head(title, lead))
        column.addWidget(rule())
        column.addLayout(self._table([*CREDITS.items(), *data]))
        column.addWidget(rule())
        own = (("Qt", str(qVersion())), ("Python", platform.python_version()))
        column.addLayout(self._table([*versions.items(), *own]))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.licences = push("Licences …")
        self.licences.clicked.connect(self._show_licences)
        buttons.addButton(self.licences, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        column.addWidget(buttons)

    def _show_licences(self) -> None:
        dialog = self.findChild(LicencesDialog) or LicencesDialog(self)
        dialog.show()
        dialog.activateWindow()

    def _head(self, title: QLabel, lead: QLabel) -> QHBoxLayout:
        """The icon, beside the title and what the program is."""
        icon = QLabel()
        icon.setPixmap(app_icon().pixmap(_ICON, _ICON))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(lead)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(icon)
        head.addLayout(words, 1)
        return head

    def _table(self, lines: Iterable[tuple[str, str]]) -> QFormLayout:
        table = QFormLayout()
        table.setHorizontalSpacing(16)
        table.setVerticalSpacing(4)
        for name, words in lines:
            label = plain_label("muted", one_line(name), small=True)
            said = plain_label("", one_line(words), small=True, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setMinimumWidth(_NAMES)
            table.addRow(label, said)
        return table
