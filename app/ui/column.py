"""The column that the text and what stands under it share: 60 to 75 characters wide, in the middle."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

NARROWEST: Final = 32
"""Air left and right of the column, in pixels, however narrow the pane is."""
_CHARACTERS: Final = 68
_WRITING: Final = "the quick brown fox jumps over a lazy dog, "


def side_margin(room: int, font: QFont) -> int:
    """Air at either side of the column in a pane with so much room."""
    width = _CHARACTERS * QFontMetricsF(font).horizontalAdvance(_WRITING) / len(_WRITING)
    return max(NARROWEST, int((room - width) / 2))
