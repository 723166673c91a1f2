# ruff: noqa: RUF001 - letters of many scripts are what this module is about
"""How names are compared: one normal form, and the other forms under which a toponym may be listed.

`normalise` is what both sides go through: case, accents, dots, apostrophes and hyphens do not matter; "St." is
"Saint", "Mt." is "Mount"; a leading "the" is dropped. `variants` undoes what grammar does to a name in a text (see
`grammar`), for names that are not listed as written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.gazetteer.grammar import looser

if TYPE_CHECKING:
    from collections.abc import Iterator

_KANA_VOICING, _VIRAMA = 8, 9
_KEPT_MARKS: Final = frozenset({0, _KANA_VOICING, _VIRAMA})
"""Combining classes of marks that make another letter, not an accent: vowel signs, voiced kana, viramas."""

_DROPPED: Final = ".·'’‘ʿʾʼʻʽ`´′″“”\"ـ׳״"
_SPACED: Final = "-‐‑‒–—―_/,;:()[]{}|\\・"
_LETTERS: Final = {
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
    "ð": "d",
    "þ": "th",
    "ħ": "h",
    "ə": "e",
    "ŋ": "n",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ې": "ي",
    "ة": "ه",
    "ک": "ك",
    "&": " and ",
}
_TABLE: Final = str.maketrans(
    {**dict.fromkeys(_SPACED, " "), **dict.fromkeys(_DROPPED), **_LETTERS},
)
_INNER_WORDS: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ARTICLE: Final = "the"
_LONGEST: Final = 200
"""A toponym longer than this names nothing."""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def _is_kept(character: str) -> bool:
    if unicodedata.combining(character) not in _KEPT_MARKS:
        return False
    return unicodedata.category(character) not in ("Cf", "Cc", "Cs", "Co")


def _once(text: str) -> str:
    if text.isascii() and text.isprintable():  # most names: nothing to decompose
        bare = text.lower().translate(_TABLE)
    else:
        spaced = " ".join(_folded(text).split())
        bare = "".join(filter(_is_kept, spaced)).translate(_TABLE)
    words = bare.split()
    last = len(words) - 1
    words = [_INNER_WORDS.get(word, word) if place < last else word for place, word in enumerate(words)]
    while len(words) > 1 and words[0] == _ARTICLE:
        del words[0]
    return unicodedata.normalize("NFC", " ".join(words))


@lru_cache(maxsize=65536)
def normalise(text: str) -> str:
    """The form of a name under which it is listed; empty where nothing of it can be a name."""
    form = _once(text)
    for _ in range(4):
        again = _once(form)
        if again == form:
            break
        form = again
    return form


def titled(norm: str) -> str:
    """A normalised name as it would usually be written."""
    return " ".join(word[:1].upper() + word[1:] for word in norm.split(" "))


_SHORTEST_STEM: Final = 3
_WORDS: Final = frozenset({"Alas", "Kent", "Mass", "Miss", "Mont", "Penn", "Wash"})
"""Abbreviations that are words or other names without their dot."""


def letters(surface: str) -> str:
    """An abbreviation's letters in their own case, without dots and spaces: `U.S.` -> `US`."""
    return "".join(character for character in surface if character.isalnum())


def meets_abbreviation(toponym: str, abbreviation: str) -> bool:
    """Whether a toponym as written is this abbreviation: case counts, so that "us" is never the US.

    A short one that is written with a dot wants it, so that "Man" is not Manitoba.
    """
    written, listed = letters(toponym), letters(abbreviation)
    short = len(listed) <= _SHORTEST_STEM or listed in _WORDS
    if short and abbreviation.endswith(".") and not (toponym.rstrip().endswith(".") or written.isupper()):
        return False
    return written == listed or (len(written) > 1 and written == listed.upper())


_POSSESSIVE: Final = re.compile(r"(?:['’´`]s|(?<=s)['’´`])$", re.IGNORECASE)
_TIGHT: Final = re.compile(r"\b(Ste?|Mt|Ft)\.(?=\w)", re.IGNORECASE)
_PARTED: Final = re.compile(r"(?<=\w\w)['’‘ʿʾʼʻ`´](?=\w{3})|[\u05be\u200c]")
"""Signs that other writers put a space for: Tal'Afar, a Hebrew hyphen, a Persian joint."""


def variants(toponym: str) -> tuple[str, ...]:
    """Normal forms under which a toponym may be listed: as written first, then what it may be a form of.

    Later forms are for toponyms of which the earlier ones find nothing. A possessive comes after its owner's name.
    """
    if len(toponym) > _LONGEST:
        return ()
    written = toponym.strip()
    forms = [normalise(toponym)]
    owner = _POSSESSIVE.sub("", written)
    if owner != written:
        forms.insert(0, normalise(owner))
    forms.extend(normalise(spaced) for spaced in _spaced(owner))
    for form in tuple(forms):
        forms.extend(looser(form))
    return tuple(dict.fromkeys(form for form in forms if form))


def _spaced(toponym: str) -> Iterator[str]:
    """The toponym with spaces where its writer put none."""
    if _TIGHT.search(toponym):
        yield _TIGHT.sub(r"\1. ", toponym)
    if _PARTED.search(toponym):
        yield _PARTED.sub(" ", toponym)
