"""A title for a document that does not name one."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from app.documents.canonical import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.model import Passage

LONGEST_TITLE: Final = 120
_LONGEST_FIRST_LINE: Final = 90
_LINES_TRIED: Final = 5
_LONGEST_LEAD: Final = 160
_HEADLINE_WORDS: Final = 3
_NEXT_LINE_SHARE: Final = 0.75
_ABBREVIATION_END: Final = re.compile(r"(?:\b[A-Z]\.){2,}$")
_FIRST_SENTENCE: Final = re.compile(r"((?:\S{1,40}[ \n]){3,14}?\S{0,40}[^\W\d_]{4})\.\s")
_NOT_A_TITLE: Final = re.compile(
    r"^(?:https?://|www\.|(?:by|von|par|por)\s+\S+(?:\s+\S+){0,5}$|[\W\d_]+$|\d{1,2}\W*\s\w+\W*\s\d{4}$)",
    re.IGNORECASE,
)


def tidy(title: str) -> str:
    """White space collapsed, length limited at a word's end; empty stays empty."""
    return _shorten(title, LONGEST_TITLE)


def title_of(text: str, passages: Sequence[Passage], name: str) -> str:
    """The first heading-like line near the top, else the first sentence, else the source's name.

    A heading is a short line of its own that does not end like a sentence. Only short lines may stand before
    it (a notice, a byline): after the first real paragraph a short line is a heading inside the text.
    """
    headings: list[str] = []
    for passage in passages[:_LINES_TRIED]:
        line = _first_line(text, passage)
        if len(line) > _LONGEST_LEAD:
            break
        if _is_heading(line):
            headings.append(line)
    for heading in headings:
        if len(heading.split()) >= _HEADLINE_WORDS:
            return tidy(heading)
    if headings:
        return tidy(headings[0])
    first = text[passages[0].start : passages[0].end] if passages else ""
    if not any(character.isalnum() for character in first):
        return name_title(name)
    sentence = _FIRST_SENTENCE.match(first)
    if sentence and len(sentence[1]) <= _LONGEST_FIRST_LINE:
        return tidy(sentence[1])
    return _shorten(first, _LONGEST_FIRST_LINE)


def name_title(name: str) -> str:
    """The source's name without its folder, its extension and its underscores."""
    return tidy(PurePath(name).stem.replace("_", " ")) or tidy(name) or "Untitled"


def _first_line(text: str, passage: Passage) -> str:
    """The passage's first line if it stands out from the next like a heading, else the whole passage."""
    first, *rest = text[passage.start : passage.end].split("\n", 2)
    if rest and len(first) >= _NEXT_LINE_SHARE * len(rest[0]):
        return text[passage.start : passage.end]
    return first.strip()


def _is_heading(line: str) -> bool:
    if "\n" in line or len(line) > LONGEST_TITLE or _NOT_A_TITLE.match(line):
        return False
    if line[0].islower() or line.endswith((",", ";")):
        return False
    return not ends_sentence(line) or line.endswith("?") or bool(_ABBREVIATION_END.search(line))


def _shorten(text: str, limit: int) -> str:
    collapsed = " ".join(text[: limit * 10].split())
    if len(collapsed) <= limit:
        return collapsed
    head = collapsed[:limit].rsplit(" ", 1)[0].rstrip(" ,;:-\u2013\u2014")
    return f"{head}…"
