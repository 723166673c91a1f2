"""The icons: every size there, readable where they are used, the same bytes each time."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QImage, QImageReader

from icons import build as icons

if TYPE_CHECKING:
    from pathlib import Path

DOCKS = ("#ffffff", "#f2f2f4", "#1e1f24", "#000000")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return icons.build(tmp_path_factory.mktemp("icons"))


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG defines it."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("size", icons.SIZES)
def test_every_size_of_both_icons_is_in_the_icon_theme(built: Path, size: int) -> None:
    for name in (f"apps/{icons.APPLICATION_ID}.png", "mimetypes/application-vnd.whereof.project+sqlite3.png"):
        image = QImage(str(built / "hicolor" / f"{size}x{size}" / name))
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() < 255, "the corner must be round or cut"


def test_the_scalable_icons_are_the_drawings_themselves(built: Path) -> None:
    scalable = built / "hicolor" / "scalable"
    assert (scalable / f"apps/{icons.APPLICATION_ID}.svg").read_bytes() == icons.PROGRAM.large.read_bytes()
    assert (scalable / "mimetypes/application-vnd.whereof.project+sqlite3.svg").is_file()


def test_two_builds_are_the_same_bytes(built: Path, tmp_path: Path) -> None:
    again = icons.build(tmp_path)
    files = sorted(path.relative_to(built) for path in built.rglob("*") if path.is_file())
    assert len(files) == 2 * (len(icons.SIZES) + 1) + 4
    assert all((built / path).read_bytes() == (again / path).read_bytes() for path in files)


@pytest.mark.parametrize("dock", DOCKS)
@pytest.mark.parametrize("size", [16, 32, 48, 256])
def test_pin_and_text_stand_out_from_the_tile_and_the_tile_or_its_pin_from_every_dock(size: int, dock: str) -> None:
    image = icons.PROGRAM.image(size)

    def at(x: float, y: float) -> QColor:
        return image.pixelColor(int(x * size), int(y * size))

    pin, tile, word = at(0.52, 0.36), at(0.5, 0.9), at(0.28, 0.72 if size > 24 else 0.6)
    assert contrast(pin, tile) > 3
    assert contrast(word, tile) > 3
    assert max(contrast(tile, QColor(dock)), contrast(pin, QColor(dock))) > 3


@pytest.mark.parametrize("name", ["whereof", "project"])
def test_the_windows_icon_opens_in_every_size(built: Path, name: str) -> None:
    reader = QImageReader(str(built / f"{name}.ico"))
    sizes = []
    for number in range(reader.imageCount()):
        assert reader.jumpToImage(number)
        sizes.append(reader.read().width())
    assert sizes == list(icons.ICO_SIZES)


def test_a_bitmap_in_the_windows_icon_shows_what_the_drawing_shows(built: Path) -> None:
    reader = QImageReader(str(built / "whereof.ico"))
    reader.jumpToImage(icons.ICO_SIZES.index(48))
    read, drawn = reader.read(), icons.PROGRAM.image(48)
    for x, y in ((0, 0), (24, 2), (10, 34), (32, 10), (31, 18)):
        one, other = read.pixelColor(x, y), drawn.pixelColor(x, y)
        assert abs(one.red() - other.red()) <= 2
        assert one.alpha() == other.alpha()


def test_the_macos_icon_is_a_chain_of_png_files_of_the_sizes_that_their_types_promise(built: Path) -> None:
    content = (built / "whereof.icns").read_bytes()
    assert content[:4] == b"icns"
    assert struct.unpack(">I", content[4:8])[0] == len(content)
    position, found = 8, {}
    while position < len(content):
        kind, length = content[position : position + 4], struct.unpack(">I", content[position + 4 : position + 8])[0]
        found[kind] = QImage.fromData(content[position + 8 : position + length]).width()
        position += length
    assert found == {
        b"icp4": 16,
        b"icp5": 32,
        b"ic07": 128,
        b"ic08": 256,
        b"ic09": 512,
        b"ic10": 1024,
        b"ic11": 32,
        b"ic12": 64,
        b"ic13": 256,
        b"ic14": 512,
    }


def test_the_macos_tile_leaves_the_room_for_its_shadow(built: Path) -> None:
    content = (built / "whereof.icns").read_bytes()
    start = content.index(b"ic10") + 8
    image = QImage.fromData(content[start:])
    filled = [x for x in range(1024) if image.pixelColor(x, 512).alpha() > 127]
    assert 820 <= len(filled) <= 828


@pytest.mark.qt_log_ignore("Cannot read file")
def test_a_broken_drawing_is_told_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.svg"
    broken.write_text("no drawing", encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.svg"):
        icons.Drawing(broken, broken, macos_scale=1.0).image(32)
