"""The words around a mention: the evidence that goes out with a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.geoparsing.model import Document, Mention

_LONGEST: Final = 300


def quote(document: Document, mention: Mention) -> str:
    """The passage that holds a mention, as one line, cut around the mention where it is long."""
    start, end = _passage(document, mention)
    room = max(0, _LONGEST - (mention.end - mention.start)) // 2
    first, last = max(start, mention.start - room), min(end, mention.end + room)
    words = " ".join(document.text[first:last].split())
    return ("… " if first > start else "") + words + (" …" if last < end else "")


def _passage(document: Document, mention: Mention) -> tuple[int, int]:
    """The passage of a mention; the mention itself where it stands in none."""
    for passage in document.passages:
        if passage.start <= mention.start < passage.end:
            return passage.start, passage.end
    return mention.start, mention.end
