"""Why the window does not open, in a box of its own: for somebody who started Whereof where no terminal shows words."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from app import display
from app.errors import Expected, Refused


def wanted() -> bool:
    """Whether nobody would see what is printed: none of the standard streams is a terminal."""
    return not any(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def show(trouble: Expected) -> None:
    """Show the sentence and the way out until the reader closes the box; nothing happens where Qt itself is broken."""
    with suppress(ImportError, Refused):
        from PySide6.QtCore import QLibraryInfo, Qt  # noqa: PLC0415 - may be what is broken
        from PySide6.QtWidgets import QApplication, QMessageBox  # noqa: PLC0415 - likewise

        display.check_plugin(Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)))
        application = QApplication.instance() or QApplication(["whereof"])
        box = QMessageBox()
        box.setIcon(QMessageBox.Icon.Critical)
        box.setWindowTitle("Whereof")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(trouble.sentence)
        box.setInformativeText(trouble.remedy)
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.exec()
        del application  # kept until here: a box without an application cannot be
