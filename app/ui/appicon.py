"""The program's own icon, for window and task bar."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import paths
from app.errors import Missing

if TYPE_CHECKING:
    from pathlib import Path

_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)


def app_icon() -> QIcon:
    """The icon in the sizes that were drawn for it, or else drawn here; a null icon where it is not carried."""
    icon = QIcon()
    with suppress(Missing):
        folder = paths.icons() / "app"
        for file in sorted(folder.glob("whereof-*.png")):
            icon.addFile(str(file))
        if icon.isNull() and (folder / "whereof.svg").is_file():
            for size in _SIZES:
                icon.addPixmap(_pixmap(folder / "whereof.svg", size))
    return icon


def _pixmap(file: Path, size: int) -> QPixmap:
    """The picture in pixels; made here and not by `QIcon`, which needs a plug-in for it."""
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(str(file)).render(painter)
    painter.end()
    return pixmap
