"""The two tables of a shapefile that the build needs: attributes (dbf) and the parts of lines or polygons (shp)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD_END: Final = 0x0D
_SHP_HEADER: Final = 100
_PARTS_AT: Final = 44


def attributes(dbf: bytes, encoding: str) -> Iterator[dict[str, str]]:
    """The rows of a dbf table, in order."""
    count, header, length = struct.unpack_from("<IHH", dbf, 4)
    fields = []
    position = 32
    while dbf[position] != _FIELD_END:
        fields.append((dbf[position : position + 11].split(b"\0")[0].decode("ascii"), dbf[position + 16]))
        position += 32
    for row in range(count):
        position = header + row * length + 1
        values = {}
        for name, width in fields:
            raw = dbf[position : position + width].decode(encoding, errors="replace")
            values[name] = raw.strip(" \0")
            position += width
        yield values


def parts(shp: bytes) -> Iterator[list[list[tuple[float, float]]]]:
    """The lines or rings of (longitude, latitude) pairs of each record, in order; empty for a null shape."""
    position = _SHP_HEADER
    while position + 8 <= len(shp):
        (words,) = struct.unpack_from(">I", shp, position + 4)
        content = position + 8
        (kind,) = struct.unpack_from("<I", shp, content)
        yield _parts(shp, content) if kind else []
        position = content + 2 * words


def _parts(shp: bytes, content: int) -> list[list[tuple[float, float]]]:
    number, count = struct.unpack_from("<II", shp, content + 36)
    starts = struct.unpack_from(f"<{number}I", shp, content + _PARTS_AT)
    flat = struct.unpack_from(f"<{2 * count}d", shp, content + _PARTS_AT + 4 * number)
    pairs = list(zip(flat[::2], flat[1::2], strict=True))
    return [pairs[start:end] for start, end in zip(starts, (*starts[1:], count), strict=True)]
