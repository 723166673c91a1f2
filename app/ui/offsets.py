"""Code points to UTF-16 units and back: the domain counts the former, Qt and JavaScript the latter."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")


class Utf16Map:
    """Positions of one text in both counts.

    Args:
        text: the text; only its characters beyond the basic plane, two units each, are remembered.
    """

    def __init__(self, text: str) -> None:
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self._astral_units = [point + index for index, point in enumerate(self._astral)]

    def units(self, point: int) -> int:
        """The UTF-16 position of a code point position."""
        return point + bisect_left(self._astral, point)

    def point(self, unit: int) -> int:
        """The code point position of a UTF-16 position; one inside a pair belongs to the pair's character."""
        return unit - bisect_left(self._astral_units, unit)
