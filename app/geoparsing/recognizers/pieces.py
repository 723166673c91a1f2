"""A text as the model sees it: word pieces, the shapes of their words, and where each word stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from tokenizers import Encoding

NONE, LOWER, TITLE, UPPER, MIXED, DIGITS, OTHER, LETTER = range(8)
"""Shapes of a word: the model itself reads small letters only."""
SHAPES: Final = 8


class Word(NamedTuple):
    """A word of a text: its first piece's position, code points `start` to `end`."""

    piece: int
    start: int
    end: int


def shape(word: str) -> int:
    """The shape of a word: how capitals, small letters and digits stand in it."""
    if word.isalpha():
        if word.islower():
            return LOWER
        if len(word) == 1:
            return LETTER if word.isupper() else OTHER
        if word.isupper():
            return UPPER
        return TITLE if word[0].isupper() and word[1:].islower() else MIXED
    if word.isdigit():
        return DIGITS
    return MIXED if any(c.isalnum() for c in word) else OTHER


def words(encoding: Encoding) -> list[Word]:
    """The words of an encoded text, in order; special pieces belong to none."""
    found: list[Word] = []
    last = None
    for position, (word, span) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
        if word is None:
            continue
        if word == last:
            found[-1] = found[-1]._replace(end=span[1])
        else:
            found.append(Word(position, *span))
            last = word
    return found


def shapes(text: str, encoding: Encoding, found: list[Word]) -> list[int]:
    """The shape of each piece's word; `NONE` for special pieces."""
    result = [NONE] * len(encoding.ids)
    for index, word in enumerate(found):
        end = found[index + 1].piece if index + 1 < len(found) else len(result)
        value = shape(text[word.start : word.end])
        for piece in range(word.piece, end):
            if encoding.word_ids[piece] is not None:
                result[piece] = value
    return result
