"""Draws the icons of the program and of its project files in every size and container that the systems ask for.

python resources/installer/icons/build.py OUT

makes OUT/hicolor (the freedesktop tree of PNGs and SVGs) and whereof.ico, whereof.icns, project.ico, project.icns.
All of them are products of the SVG files and are never committed.

Small sizes have drawings of their own, on a grid of 16 pixels, because thin lines between pixels turn to grey.
"""

from __future__ import annotations

import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

_HERE: Final = Path(__file__).resolve().parent
APPLICATION_ID: Final = "io.github.whereof.Whereof"
"""The desktop entry's, AppStream's and the window's name for the program."""

PROJECT_TYPE: Final = "application/vnd.whereof.project+sqlite3"
"""The MIME type of project files."""

SIZES: Final = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
"""Edges of the PNG files, in pixels."""

ICO_SIZES: Final = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Edges in a Windows icon: those of lists, taskbar and tiles at 100 to 200 %."""

_PNG_IN_ICO: Final = 256
_SMALL_UP_TO: Final = 24
_MACOS_TILE: Final = 824 / 928
# Apple's tiles cover 824 of 1024 pixels; ours cover 232 of 256, which is 928 of 1024.

_ICNS: Final = (
    (b"icp4", 16),
    (b"icp5", 32),
    (b"ic07", 128),
    (b"ic08", 256),
    (b"ic09", 512),
    (b"ic11", 32),
    (b"ic12", 64),
    (b"ic13", 256),
    (b"ic14", 512),
    (b"ic10", 1024),
)
"""What an ICNS file holds: type and pixels. ic11 to ic14 and ic10 are 16 to 512 points on screens of twice the dots."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An icon's sources.

    Attributes:
        large: the SVG from 32 pixels on.
        small: the SVG on the grid of 16 pixels.
        macos_scale: how much smaller the drawing is on macOS, where tiles leave room for a shadow.
    """

    large: Path
    small: Path
    macos_scale: float

    def image(self, size: int, scale: float = 1.0) -> QImage:
        """The icon, `size` pixels wide and high, drawn in the middle at `scale` of that."""
        renderer = QSvgRenderer(str(self.small if size <= _SMALL_UP_TO else self.large))
        if not renderer.isValid():
            raise ValueError(f"{self.large.name} or {self.small.name} is no SVG that Qt can draw.")
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(0)
        painter = QPainter(image)
        edge = size * scale
        renderer.render(painter, QRectF((size - edge) / 2, (size - edge) / 2, edge, edge))
        painter.end()
        return image


PROGRAM: Final = Drawing(
    _HERE.parents[1] / "icons" / "app" / "whereof.svg", _HERE / "whereof-small.svg", macos_scale=_MACOS_TILE
)
PROJECT: Final = Drawing(_HERE / "project.svg", _HERE / "project-small.svg", macos_scale=1.0)


def build(out: Path) -> Path:
    """Draw everything into the folder `out`, which is made if it is missing; returns `out`."""
    for name, drawing in (("whereof", PROGRAM), ("project", PROJECT)):
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.ico").write_bytes(ico(drawing))
        (out / f"{name}.icns").write_bytes(icns(drawing))
    hicolor(out / "hicolor")
    return out


def hicolor(folder: Path) -> None:
    """Write the icon theme's tree: `48x48/apps/…`, `48x48/mimetypes/…` and `scalable/…`."""
    names = (("apps", APPLICATION_ID, PROGRAM), ("mimetypes", PROJECT_TYPE.replace("/", "-"), PROJECT))
    for place, name, drawing in names:
        for size in SIZES:
            _write(folder / f"{size}x{size}" / place / f"{name}.png", png(drawing.image(size)))
        _write(folder / "scalable" / place / f"{name}.svg", drawing.large.read_bytes())


def png(image: QImage) -> bytes:
    """The image as a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(image):
        raise ValueError("Qt cannot write PNG files here.")
    return bytes(content.data())


def ico(drawing: Drawing) -> bytes:
    """A Windows icon: bitmaps up to 128 pixels, which every tool reads, and a PNG of 256."""
    parts = [_ico_part(drawing.image(size)) for size in ICO_SIZES]
    position = 6 + 16 * len(parts)
    head = struct.pack("<HHH", 0, 1, len(parts))
    for size, part in zip(ICO_SIZES, parts, strict=True):
        edge = size % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(part), position)
        position += len(part)
    return head + b"".join(parts)


def _ico_part(image: QImage) -> bytes:
    """One size as a PNG, or as a bitmap from the bottom up with the empty mask that the format demands."""
    size = image.width()
    if size >= _PNG_IN_ICO:
        return png(image)
    upside_down = image.convertToFormat(QImage.Format.Format_ARGB32).flipped(Qt.Orientation.Vertical)
    pixels = bytes(upside_down.constBits())  # a view into the image, which has to live until it is copied
    mask = bytes((size + 31) // 32 * 4 * size)
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, len(pixels) + len(mask), 0, 0, 0, 0)
    return header + pixels + mask


def icns(drawing: Drawing) -> bytes:
    """A macOS icon: PNG files, each with a type of four letters and its length."""
    body = b""
    for kind, size in _ICNS:
        part = png(drawing.image(size, drawing.macos_scale))
        body += kind + struct.pack(">I", len(part) + 8) + part
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
