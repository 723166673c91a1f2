"""A recognizer made by hand, for tests of what is around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.geoparsing.recognizer import Label, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Spotter:
    """A recognizer that knows Mosul and Paris, and breaks on "boom"."""

    name = "spotter"
    version = "1"

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        for text in texts:
            if "boom" in text:
                raise RuntimeError(text)
            yield tuple(Span(*met.span(), Label.PLACE) for met in re.finditer("Mosul|Paris", text))
