"""Reads a picture of the window, to see that it shows something: PNG as Qt writes it, eight bits, not interlaced."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trial.outcome import Failed

if TYPE_CHECKING:
    from pathlib import Path

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_CHANNELS: Final = {2: 3, 6: 4}
_ACROSS: Final = 16
_DOWN: Final = 10
_FEWEST_COLOURS: Final = 6
_SUB, _UP, _AVERAGE, _PAETH = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's pixels.

    Attributes:
        width: pixels in a row.
        rows: three or four bytes for each pixel, row by row.
        channels: bytes of a pixel.
    """

    width: int
    rows: tuple[bytes, ...]
    channels: int

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def colours(self, left: int, top: int, right: int, bottom: int) -> int:
        """How many colours a part has; right and bottom are outside of it."""
        step = self.channels
        found: set[bytes] = set()
        for row in self.rows[top:bottom]:
            found.update(row[at : at + step] for at in range(left * step, right * step, step))
        return len(found)

    def lively(self, left: float = 0.0, right: float = 1.0) -> float:
        """The share of fields that have more than a few colours: text, lines or land, not an empty area.

        Args:
            left: where the looked-at part begins, as a share of the width.
            right: where it ends.
        """
        first, beyond = round(self.width * left), round(self.width * right)
        columns = [first + (beyond - first) * number // _ACROSS for number in range(_ACROSS + 1)]
        lines = [self.height * number // _DOWN for number in range(_DOWN + 1)]
        fields = [
            self.colours(columns[x], lines[y], columns[x + 1], lines[y + 1]) >= _FEWEST_COLOURS
            for x in range(_ACROSS)
            for y in range(_DOWN)
        ]
        return sum(fields) / len(fields)


def read(file: Path) -> Picture:
    """Read a picture.

    Raises:
        Failed: it is missing, damaged or of another form.
    """
    try:
        data = file.read_bytes()
        return _decoded(data)
    except (OSError, ValueError, struct.error, zlib.error, IndexError) as error:
        raise Failed(f"{file.name} is no picture that can be read: {error}.") from error


def _decoded(data: bytes) -> Picture:
    if not data.startswith(_SIGNATURE):
        raise ValueError("it is no PNG")
    at, packed = len(_SIGNATURE), b""
    width = height = channels = 0
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            channels = _CHANNELS.get(colour, 0)
            if depth != 8 or not channels or interlaced:  # noqa: PLR2004 - bits
                raise ValueError("it is no plain colour PNG")
        elif kind == b"IDAT":
            packed += body
        at += length + 12
    return Picture(width, tuple(_rows(zlib.decompress(packed), width * channels, height, channels)), channels)


def _rows(raw: bytes, length: int, height: int, step: int) -> list[bytes]:
    """Undo each row's filter, as the PNG specification describes them."""
    rows: list[bytes] = []
    above = bytearray(length)
    for number in range(height):
        begin = number * (length + 1)
        row = bytearray(raw[begin + 1 : begin + 1 + length])
        if len(row) != length:
            raise ValueError("it ends too early")
        _undo(raw[begin], row, above, step)
        rows.append(bytes(row))
        above = row
    return rows


def _undo(kind: int, row: bytearray, above: bytearray, step: int) -> None:
    if kind == _UP:
        for i, up in enumerate(above):
            row[i] = (row[i] + up) & 255
    elif kind == _SUB:
        for i in range(step, len(row)):
            row[i] = (row[i] + row[i - step]) & 255
    elif kind in (_AVERAGE, _PAETH):
        for i, up in enumerate(above):
            left = row[i - step] if i >= step else 0
            corner = above[i - step] if i >= step else 0
            row[i] = (row[i] + ((left + up) // 2 if kind == _AVERAGE else _nearest(left, up, corner))) & 255


def _nearest(left: int, up: int, corner: int) -> int:
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner
