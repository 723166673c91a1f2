"""Line icons: SVG from the bundled set, rendered in the palette's colour at any scale."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app import paths
from app.errors import Missing
from app.ui.look import current_look

_NAME: Final = re.compile(r"[a-z0-9-]+")


@cache
def _source(name: str) -> bytes:
    """The SVG called `name`, empty where the bundled set lacks it."""
    if not _NAME.fullmatch(name):
        return b""
    try:
        found = sorted(paths.icons().rglob(f"{name}.svg"))
    except Missing:
        return b""
    return found[0].read_bytes() if found else b""


class _LineIcon(QIconEngine):
    """Draws an SVG that strokes in `currentColor`."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def clone(self) -> QIconEngine:
        """Another one like this; Qt asks for it when an icon is copied."""
        return _LineIcon(self._name, self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into `rect` in the colour of the look that is on."""
        del state
        colours = current_look().colours()
        colour = colours["edge" if mode is QIcon.Mode.Disabled else self._role]
        source = _source(self._name).replace(b"currentColor", colour.encode("ascii"))
        QSvgRenderer(QByteArray(source)).render(painter, QRectF(rect))

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """The icon with as many device pixels to each of `size` as `scale` says."""
        pixmap = QPixmap((size.toSizeF() * scale).toSize())
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon at one device pixel each."""
        return self.scaledPixmap(size, mode, state, 1.0)


def icon(name: str, role: str = "muted") -> QIcon:
    """The line icon called `name`, in the look's colour `role`; a null icon where the set lacks it.

    The colour is looked up when it is drawn, so the icon follows the theme.
    """
    return QIcon(_LineIcon(name, role)) if _source(name) else QIcon()
