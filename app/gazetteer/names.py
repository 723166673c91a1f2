# ruff: noqa: RUF001 - letters of many scripts are what this module is about
"""How names are compared: one normal form, and the other forms under which a toponym may be listed.

`normalise` is what both sides go through: case, accents, dots, apostrophes and hyphens do not matter; "St." is
"Saint", "Mt." is "Mount"; a leading "the" is dropped. `variants` undoes what grammar does to a name in a text (the
possessive, Arabic and Hebrew prefixes, Slavic cases, "province of"), for names that are not listed as written.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

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
_GENERIC: Final = (
    "province|governorate|district|region|state|city|oblast|prefecture|municipality|metropolitan area|metro area|"
    "county|republic|territory|area"
)
_GENERIC_LAST: Final = re.compile(rf"^(?P<name>.+?) (?:{_GENERIC})$")
_GENERIC_FIRST: Final = re.compile(rf"^(?:{_GENERIC}) of (?:the )?(?P<name>.+)$")
_LATIN_ARTICLE: Final = re.compile(r"^(?:al|el|ad|an|ar|as|ash|at|az)[ ](?P<name>.{3,})$")
_ARABIC: Final = re.compile(r"^[؀-ۿ ]+$")
_HEBREW: Final = re.compile(r"^[֐-׿ ]+$")
_CYRILLIC: Final = re.compile(r"^[Ѐ-ӿ ]+$")
_GREEK: Final = re.compile(r"^[Ͱ-Ͽ ]+$")


def _arabic(norm: str) -> Iterator[str]:
    bare = norm
    if norm.startswith("لل"):
        yield "ال" + norm[2:]
        yield norm[2:]
    for prefix in ("وبال", "وال", "بال", "فال", "كال"):
        if norm.startswith(prefix):
            yield "ال" + norm[len(prefix) :]
            bare = norm[len(prefix) :]
    for prefix in ("ال", "وب", "ول", "و", "ب", "ل", "ف", "ك"):
        if norm.startswith(prefix):
            yield norm[len(prefix) :]
    yield bare
    yield "ال" + bare


def _hebrew(norm: str) -> Iterator[str]:
    for length in (1, 2):
        if all(letter in "בהולמשכ" for letter in norm[:length]):
            yield norm[length:]


def _slavic(norm: str) -> Iterator[str]:
    for preposition in ("в ", "во ", "из ", "на ", "с ", "к ", "у ", "під ", "под "):
        if norm.startswith(preposition):
            yield norm[len(preposition) :]
            yield from _slavic(norm[len(preposition) :])
    stem = norm.rstrip("аеиіоуыьэюя")
    for cut in dict.fromkeys((norm[:-1], norm[:-2], stem)):
        for ending in ("", "а", "я", "ия", "ь", "и", "о", "е", "ы"):
            yield cut + ending


def _greek(norm: str) -> Iterator[str]:
    if norm.endswith("σ"):
        yield norm[:-1]
    yield norm + "σ"


def _generic(norm: str) -> Iterator[str]:
    for pattern in (_GENERIC_LAST, _GENERIC_FIRST, _LATIN_ARTICLE):
        found = pattern.match(norm)
        if found:
            yield found["name"]


def _looser(norm: str) -> Iterator[str]:
    yield from _generic(norm)
    for script, forms in ((_ARABIC, _arabic), (_HEBREW, _hebrew), (_CYRILLIC, _slavic), (_GREEK, _greek)):
        if script.match(norm):
            yield from forms(norm)


def variants(toponym: str) -> tuple[str, ...]:
    """Normal forms under which a toponym may be listed: as written first, then what it may be a form of.

    Later forms are for toponyms of which the earlier ones find nothing.
    """
    if len(toponym) > _LONGEST:
        return ()
    forms = [normalise(toponym)]
    owner = _POSSESSIVE.sub("", toponym.strip())
    if owner != toponym.strip():
        forms.insert(0, normalise(owner))
    for form in tuple(forms):
        forms.extend(loose for loose in _looser(form) if len(loose) >= _SHORTEST_STEM)
    return tuple(dict.fromkeys(form for form in forms if form))
