"""The normal form of names, for millions of them: a table for letters of the Latin script, the long way for others.

The answers are those of `names.normalise` and `collection.is_name`, which tests compare.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from app.gazetteer.collection import is_name
from app.gazetteer.names import normalise, titled

_LATIN: Final = 0x250
_OTHERS: Final = ((0x0400, 0x0481), (0x048A, 0x052F), (0x0621, 0x064A), (0x066E, 0x06D3))
"""Letters of the Cyrillic and Arabic scripts, without the marks that are set on them."""

_MARKS: Final = "‐‑‒–—―‘’“”′″´`ʻʼʽʾʿ"  # noqa: RUF001 - marks are meant
_LONGEST: Final = 100
"""A longer text is no name but a description."""

_WORDS: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ARTICLE: Final = "the"
_CODE, _SHORTEST = 3, 3
_NO_LETTERS: Final = frozenset("?¡¿*=<>|")
_TABLED: Final = re.compile(
    "[\0-\u024f" + _MARKS + "".join(f"{chr(first)}-{chr(last)}" for first, last in _OTHERS) + "\u4e00-\u9fff]*"
)
"""Texts that are normalised letter by letter; Chinese characters stay as they are."""

_ONE_SCRIPT: Final = re.compile("[\u0621-\u064a\u066e-\u06d3 ]+|[\u0400-\u0481\u048a-\u052f ]+|[\u4e00-\u9fff]+")


class Name(NamedTuple):
    """A name as it is listed.

    Attributes:
        norm: its normal form.
        surface: the name as written; None where that is the titled normal form.
    """

    norm: str
    surface: str | None


@cache
def _table() -> dict[int, str]:
    """What `normalise` makes of each letter between two others."""
    codes = [*range(_LATIN), *map(ord, _MARKS)]
    for first, last in _OTHERS:
        codes += range(first, last + 1)
    return {code: normalise(f"x{chr(code)}x")[1:-1] for code in codes}


def norm(text: str) -> str:
    """The normal form of a name; the same as `normalise`, sooner."""
    if not text.isascii() and not _TABLED.fullmatch(text):
        return normalise(text)
    words = text.translate(_table()).split()
    if len(words) <= 1:
        return words[0] if words else ""
    last = words.pop()
    words = [_WORDS.get(word, word) for word in words]
    words.append(last)
    if words[0] == _ARTICLE:
        while len(words) > 1 and words[0] == _ARTICLE:
            del words[0]
    return " ".join(words)


def listed(name: str) -> Name | None:
    """A name as it is listed; None where it is too long or nothing of it can be a name."""
    name = name.strip()
    if len(name) > _LONGEST:
        return None
    form = norm(name)
    if not form:
        return None
    usual = form.capitalize() if form.isascii() and " " not in form else titled(form)
    return Name(form, None if name == usual else name)


def is_written(text: str) -> bool:
    """Whether people write this alternate: no code, no machine transliteration; the same as `is_name`, sooner."""
    if text.isascii():
        if text == text.lower() or (len(text) <= _CODE and text == text.upper()):
            return False
    elif not (ord(max(text)) < _LATIN or _ONE_SCRIPT.fullmatch(text)) or not any(map(str.isalpha, text)):
        return is_name(text)
    form = norm(text)
    return (len(form) >= _SHORTEST or not form.isascii()) and _NO_LETTERS.isdisjoint(text)
