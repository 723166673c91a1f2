"""What stands beside a span: the words before and after it, as the rules read them."""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_WINDOW: Final = 120
_WORD: Final = re.compile(r"(?:[A-Z]\.){2,}|[^\W_][\w.'’&]*(?<![.'’])|[^\W_]")
_LAST_WORD_REVERSED: Final = re.compile(r"[\s\"'“”‘’(]*([\w.'’-]*[^\W_])")
_NEXT_WORD: Final = re.compile(r"[\s\"'“”‘’)]*([^\W_][\w'’]*(?:-[\w'’]+)*)")
_SENTENCE_END: Final = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘(]*[A-Z])|\n")


def words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of `text[start:end]` as spans of `text`; hyphens part, full stops and apostrophes inside do not."""
    for found in _WORD.finditer(text, start, end):
        yield found.start(), found.end()


def word_before(text: str, start: int) -> str:
    """The word before `start` in the same line and sentence, as written; empty where there is none."""
    reversed_text = text[max(0, start - 40) : start][::-1]
    found = _LAST_WORD_REVERSED.match(reversed_text)
    if not found or "\n" in found[0]:
        return ""
    return found[1][::-1]


def word_after(text: str, end: int) -> str:
    """The word right after `end` (no comma or full stop between), as written; empty where there is none."""
    found = _NEXT_WORD.match(text, end, end + 60)
    if not found or "\n" in text[end : found.start(1)]:
        return ""
    return found[1]


def words_after(text: str, end: int, count: int) -> list[str]:
    """Up to `count` words that follow `end` without a comma or full stop between."""
    result: list[str] = []
    while len(result) < count and (word := word_after(text, end)):
        result.append(word)
        end = text.index(word, end) + len(word)
    return result


def clause_before(text: str, start: int) -> str:
    """The text of the sentence before `start`, at most 120 code points."""
    window = text[max(0, start - _WINDOW) : start]
    cut = 0
    for found in _SENTENCE_END.finditer(window):
        cut = found.end()
    return window[cut:]


_ARTICLE: Final = re.compile(r"\b[Tt]he $")
_ALONE: Final = re.compile(
    r"(?:['’]s\b)?(?:[.,;:)!?]|\s*$|\s+(?:and|or|at|in|near|is|was|to|from|for|with|on|between|where|has|had|rose|flows"
    r"|by|as|that|which|into|above|below|downstream|upstream)\b)"
)


def has_article(text: str, start: int) -> bool:
    """Whether "the" stands right before a name."""
    return bool(_ARTICLE.search(text, max(0, start - 5), start))


def stands_alone_with_article(text: str, start: int, end: int) -> bool:
    """Whether a name is written "the X" without a noun behind it: "the Niger rose", not "the Niger government"."""
    return has_article(text, start) and bool(_ALONE.match(text, end))


_OF: Final = re.compile(r"\b([^\W\d_]+) (?:of )?(?:the )?[\"'“‘]?$")


def words_before_of(text: str, start: int) -> str:
    """The lower-case word before the name or before an "of" in front of it: "city" in "the city of Tikrit"."""
    found = _OF.search(text, max(0, start - 40), start)
    return found[1] if found and found[1].islower() else ""
