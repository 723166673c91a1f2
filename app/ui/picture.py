"""Whether a picture of the map shows a map: looks at its pixels, because a page can stand and yet not be painted.

What can be wrong with it was tried out: a page that is not painted is one flat tone; one without its basemap is flat
but for buttons, legend and pins; one without its pins has the map's colours, and none of theirs where they should be.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QColor, QImage

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FLATTEST: Final = 0.85
"""The greatest share that one tone may have of a map. The sample's has 0.3, a world of seas 0.6, no basemap 0.94."""
FEWEST_TONES: Final = 60
"""A map has some hundreds, from names, coasts and edges; a page that is not painted has one."""
FEWEST_MARKED: Final = 0.5
"""The share of the pins at whose place one of the marks' colours must be seen; a card or a name may hide some."""

_STEP: Final = 2
_COARSE: Final = 0xF8F8F8
"""Tones are told apart by their upper five bits, so that the edges of letters count for little."""
_REACH: Final = 14
"""How far from its point a pin's own colour is looked for, in pixels: a pin's radius, and a little."""
_NEAR: Final = 24
"""How far a colour may be off in each channel."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the pixels of a map say.

    Attributes:
        tones: how many tones there are.
        flattest: the share of the tone that most of the map has, 0 to 1.
        marked: the share of the pins with one of the marks' colours at their place, 0 to 1.
    """

    tones: int
    flattest: float
    marked: float

    def faults(self) -> list[str]:
        """Sentences on what does not look like a map; none if it does."""
        said = []
        if self.flattest > FLATTEST:
            said.append(f"The map is blank: one tone covers {self.flattest:.0%} of it.")
        if self.tones < FEWEST_TONES:
            said.append(f"The map is blank: it has only {self.tones} tones.")
        if self.marked < FEWEST_MARKED:
            said.append(f"The map lacks its pins: only {self.marked:.0%} of them can be seen where they should stand.")
        return said


def look_at(map_image: QImage, pins: Sequence[tuple[float, float]], colours: Iterable[str]) -> Look:
    """Look at a picture of a map.

    Args:
        map_image: the map's part of the window.
        pins: where pins stand in it, x and y in pixels of the picture.
        colours: the colours that marks have, as `#rrggbb`.
    """
    image = map_image.convertToFormat(QImage.Format.Format_RGB32)
    tones = _tones(image)
    wanted = [QColor(colour) for colour in colours]
    seen = sum(_is_marked(image, round(x), round(y), wanted) for x, y in pins)
    return Look(
        tones=len(tones),
        flattest=max(tones.values(), default=1) / max(1, tones.total()),
        marked=seen / len(pins) if pins else 0.0,
    )


def _tones(image: QImage) -> Counter[int]:
    """How often each coarse tone comes, in every second pixel of every second line."""
    counts: Counter[int] = Counter()
    width, stride = image.width(), image.bytesPerLine() // 4
    pixels = memoryview(bytes(image.constBits())).cast("I")
    for line in range(0, image.height(), _STEP):
        counts.update(pixels[line * stride : line * stride + width : _STEP])
    coarse: Counter[int] = Counter()
    for tone, count in counts.items():
        coarse[tone & _COARSE] += count
    return coarse


def _is_marked(image: QImage, x: int, y: int, colours: Sequence[QColor]) -> bool:
    columns = range(max(0, x - _REACH), min(image.width(), x + _REACH + 1))
    rows = range(max(0, y - _REACH), min(image.height(), y + _REACH + 1))
    return any(_is_near(image.pixelColor(column, row), colours) for row in rows for column in columns)


def _is_near(pixel: QColor, colours: Sequence[QColor]) -> bool:
    return any(
        abs(pixel.red() - colour.red()) <= _NEAR
        and abs(pixel.green() - colour.green()) <= _NEAR
        and abs(pixel.blue() - colour.blue()) <= _NEAR
        for colour in colours
    )
