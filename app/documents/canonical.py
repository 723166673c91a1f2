"""The one canonical text of a document, and its passages.

Canonical text is NFC, has line feeds for line ends and no lone surrogates; every offset in the program
counts its code points.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Passage

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_PASSAGE: Final = 20_000
"""Code points; a longer paragraph is cut at a sentence's end, so that no view or model meets a monster."""

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_SENTENCE_END: Final = re.compile(
    r"""[.!?…:\u3002\uff01\uff1f\u061f\u0964]  # also CJK, Arabic and Devanagari marks
    [\s"'”\u2019»\u203a)\]]*$""",
    re.VERBOSE,
)
_VISIBLE: Final = re.compile(r"\S")
_WIDEST_WRAP: Final = 200
_SENTENCES_SHARE: Final = 0.8

Span = tuple[int, int]


def canonical(text: str) -> str:
    """The canonical form of `text`; applying it twice changes nothing."""
    text = text.removeprefix("\ufeff")
    text = _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text)


def passages(text: str) -> tuple[Passage, ...]:
    """The paragraphs of canonical text, in order, without the white space around them.

    Blank lines separate paragraphs. Lines that follow each other are one wrapped paragraph, unless they look
    like a paragraph each: too long to be wrapped, or nearly all of them ending a sentence.
    """
    found: list[Passage] = []
    for block in _blocks(text):
        spans = block if _is_one_a_line(text, block) else [(block[0][0], block[-1][1])]
        found.extend(Passage(*part) for span in spans for part in _cut(text, span))
    return tuple(found)


def ends_sentence(line: str) -> bool:
    """Whether the line closes with a sentence's punctuation, quotes and brackets aside."""
    return _SENTENCE_END.search(line) is not None


def _blocks(text: str) -> Iterator[list[Span]]:
    """Runs of non-blank lines, each line as the span of its visible part."""
    block: list[Span] = []
    offset = 0
    for line in text.split("\n"):
        visible = line.strip()
        if visible:
            start = offset + len(line) - len(line.lstrip())
            block.append((start, start + len(visible)))
        elif block:
            yield block
            block = []
        offset += len(line) + 1
    if block:
        yield block


def _is_one_a_line(text: str, block: list[Span]) -> bool:
    if len(block) == 1:
        return True
    if max(end - start for start, end in block) > _WIDEST_WRAP:
        return True
    sentences = sum(ends_sentence(text[start:end]) for start, end in block[:-1])
    return sentences >= _SENTENCES_SHARE * (len(block) - 1)


def _cut(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    while end - start > LONGEST_PASSAGE:
        cut = _cutting_point(text, start)
        yield start, start + len(text[start:cut].rstrip())
        visible = _VISIBLE.search(text, cut, end)
        start = visible.start() if visible else end
    if start < end:
        yield start, end


def _cutting_point(text: str, start: int) -> int:
    earliest, latest = start + LONGEST_PASSAGE // 2, start + LONGEST_PASSAGE
    for mark in (". ", "\n", " "):
        cut = text.rfind(mark, earliest, latest)
        if cut >= 0:
            return cut + 1
    return latest
