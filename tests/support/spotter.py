"""A recognizer made by hand, for tests of what is around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.geoparsing.recognizer import Label, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Spotter:
    """A recognizer that knows Mosul and breaks on "boom"."""

    name = "spotter"
    version = "1"

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        for text in texts:
            if "boom" in text:
                raise RuntimeError(text)
            at = text.find("Mosul")
            yield (Span(at, at + 5, Label.PLACE),) if at >= 0 else ()
