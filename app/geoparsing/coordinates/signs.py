"""The signs that coordinates are written with: degree signs and primes of every keyboard, letters and words."""

# ruff: noqa: RUF001 - look-alikes are what this module is about

from __future__ import annotations

import re
from typing import Final

DIGITS: Final = "0-9٠-٩۰-۹０-９"
"""For a class of characters: the digits that are read, Arabic, Persian and full-width ones among them."""
DEGREES: Final = "°º˚∘ᵒ"
"""For a class of characters: what is written for a degree sign."""

_ALIKE: Final = {
    "°": DEGREES,
    "'": "’‘′ʹ´`‛＇׳",
    '"': "”“″ʺ˝„＂״",
    "-": "−‐‑‒–—﹣－",
    "+": "＋",
    ".": "٫．",
    ",": "،，",
    " ": "\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"  # spaces
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",  # marks of no width
}
_UNIFORM: Final = str.maketrans(
    {
        **{sign: plain for plain, signs in _ALIKE.items() for sign in signs if sign != plain},
        **{
            digit: str(value)
            for ten in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
            for value, digit in enumerate(ten)
        },
    }
)

_WORDS: Final = {
    "N": r"north(?:ern)?|nord|norte|noord(?:er)?|nördlich(?:er|e)?|с\.?[ ]?ш\.?|северной|شمال(?:اً|ًا|ا|ية|ي)?",
    "S": r"south(?:ern)?|süd|sud|sur|sul|zuid(?:er)?|südlich(?:er|e)?|ю\.?[ ]?ш\.?|южной|جنوب(?:اً|ًا|ا|ية|ي)?",
    "E": r"east(?:ern)?|ost|est|este|leste|oost(?:er)?|östlich(?:er|e)?|в\.?[ ]?д\.?|восточной|شرق(?:اً|ًا|ا|ية|ي)?",
    "W": r"west(?:ern|er)?|ouest|oeste|ovest|westlich(?:er|e)?|з\.?[ ]?д\.?|западной|غرب(?:اً|ًا|ا|ية|ي)?",
}
_LETTERS: Final = {"N": "N", "S": "S", "E": "E", "W": "W", "O": "O", "С": "N", "Ю": "S", "В": "E", "З": "W"}
_NAMED: Final = {letter: re.compile(words, re.IGNORECASE) for letter, words in _WORDS.items()}

DIRECTION: Final = rf"[NSEWOСЮВЗ]|(?i:{'|'.join(_WORDS.values())})"
"""A pattern: a letter or word of direction."""

_EAST_TONGUES: Final = re.compile(r"\b(?:und|der|die|das|den|dem|ist|im|bei|von|Breite|Länge|Grad|het|een|van)\b")
_WEST_TONGUES: Final = re.compile(
    r"\b(?:le|la|les|des|du|et|est|dans|sur|el|los|las|del|de|y|una?|il|della|di|nel|o|os|do|da)\b"
)


def uniform(text: str) -> str:
    """The text with one sign for all that look alike and do the same; every offset stays."""
    return text.translate(_UNIFORM)


def direction(written: str) -> str:
    """N, S, E or W for a letter or word of direction; O, which is east in some languages and west in others."""
    if written in _LETTERS:
        return _LETTERS[written]
    return next((letter for letter, words in _NAMED.items() if words.fullmatch(written)), written.upper())


def meaning_of_o(around: str) -> tuple[str, bool]:
    """Whether "O" is east (Ost) or west (Ouest, Oeste) in a text, and whether the text around it shows that."""
    east, west = len(_EAST_TONGUES.findall(around)), len(_WEST_TONGUES.findall(around))
    return ("W", True) if west > east else ("E", east > west)
