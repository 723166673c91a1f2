"""What the reader may mark as a mention, and where else in a document the same words stand."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

from app.errors import Refused
from app.project.marks import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.geoparsing.model import Document

Span = tuple[int, int]


def trimmed(document: Document, start: int, end: int) -> Span:
    """The selected span without blanks at its ends, if it can be a mention.

    Raises:
        Refused: nothing but blanks is selected, too much is, or a border of passages lies in it.
    """
    start, end = max(0, start), max(0, min(end, len(document.text)))
    chosen = document.text[start:end]
    if not chosen.strip():
        raise Refused("There is nothing selected that could name a place.", "Select the words that do.")
    start += len(chosen) - len(chosen.lstrip())
    end = start + len(chosen.strip())
    if end - start > LONGEST:
        raise Refused(f"A mention has at most {LONGEST} letters.", "Select only the words that name the place.")
    index = bisect_right([passage.start for passage in document.passages], start) - 1
    if index < 0 or document.passages[index].end < end:
        raise Refused("A mention lies within one paragraph.", "Select only the words that name the place.")
    return start, end


def elsewhere(document: Document, chosen: Span, taken: Iterable[Span]) -> list[Span]:
    """Where else the chosen words stand as whole words, written just so, and no mention overlaps them; in order.

    Args:
        document: the document.
        chosen: the span of the words.
        taken: spans of mentions, in order of their beginnings.
    """
    busy = _Spans([*taken, chosen])
    return [span for span in _whole_words(document, document.text[slice(*chosen)]) if not busy.overlap(span)]


def _whole_words(document: Document, words: str) -> Iterator[Span]:
    text = document.text
    for passage in document.passages:
        for match in re.compile(re.escape(words)).finditer(text, passage.start, passage.end):
            start, end = match.span()
            if not _joined(text[start - 1 : start], text[start]) and not _joined(text[end - 1], text[end : end + 1]):
                yield start, end


def _joined(before: str, after: str) -> bool:
    """Whether two characters belong to one word; there may be none."""
    return bool(before and after) and _in_word(before) and _in_word(after)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")


class _Spans:
    """Spans that may overlap each other, to be asked whether one overlaps another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._furthest: list[int] = []
        for _, end in ordered:
            self._furthest.append(max(end, self._furthest[-1] if self._furthest else end))

    def overlap(self, span: Span) -> bool:
        """Whether any of them overlaps this one."""
        index = bisect_right(self._starts, span[1] - 1) - 1
        return index >= 0 and self._furthest[index] > span[0]
