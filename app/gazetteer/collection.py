"""What the sources fill in while the gazetteer is built: places by number, names by normal form."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.gazetteer.names import normalise
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.gazetteer.shapes import Shape

_ORDER: Final = {
    match: place
    for place, match in enumerate(
        (Match.OFFICIAL, Match.MAIN, Match.ABBREVIATION, Match.DEMONYM, Match.ALTERNATE, Match.FUZZY)
    )
}
"""Which match a name keeps when sources differ: an alternate that is a demonym or an abbreviation is listed as that."""

_LONGEST_NAME: Final = 100


@dataclass(slots=True)
class Entry:
    """A place under construction; `parent` is the number of the smallest place around it."""

    number: int
    name: str
    feature: str
    lat: float
    lon: float
    country: str
    source: str
    key: str | None = None
    parent: int | None = None
    population: int = 0
    radius_km: float = 5.0
    prior: float | None = None
    areas: tuple[str, ...] = ()
    start: int | None = None
    finish: int | None = None


@dataclass(slots=True)
class Collection:
    """Everything gathered so far.

    Attributes:
        places: by number.
        names: (normal form, place) -> (match, name as written); a better match wins over a worse one.
        years: (normal form, place) -> first and last year in which the place was called so, for names of the past.
        countries: ISO alpha-2 -> number.
        divisions: ISO 3166-2 code, and GeoNames code (`IQ.15`) -> number.
        footprints: key of a shape -> the shape (see `Entry.areas`).
    """

    places: dict[int, Entry] = field(default_factory=dict)
    names: dict[tuple[str, int], tuple[Match, str]] = field(default_factory=dict)
    years: dict[tuple[str, int], tuple[int | None, int | None]] = field(default_factory=dict)
    countries: dict[str, int] = field(default_factory=dict)
    divisions: dict[str, int] = field(default_factory=dict)
    footprints: dict[str, Shape] = field(default_factory=dict)
    borrowed: int = 0

    def add(self, entry: Entry) -> None:
        """Add a place with its main name."""
        self.places[entry.number] = entry

    def own_number(self) -> int:
        """The next number for a place that has no GeoNames id."""
        self.borrowed -= 1
        return self.borrowed

    def call(self, number: int, name: str, match: Match) -> None:
        """Let a place be found by this name."""
        norm = normalise(name)
        if not norm or len(name) > _LONGEST_NAME:
            return
        key = (norm, number)
        known = self.names.get(key)
        if known is None or _ORDER[match] < _ORDER[known[0]]:
            self.names[key] = (match, name.strip())

    def call_all(self, number: int, names: Iterable[str], match: Match) -> None:
        """Let a place be found by these names."""
        for name in names:
            self.call(number, name, match)


_SCRIPTS: Final = ("LATIN", "ARABIC", "CYRILLIC", "GREEK", "HEBREW", "CJK", "HANGUL", "HIRAGANA", "KATAKANA")


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def is_one_script(name: str) -> bool:
    """Whether a name's letters belong together; mixed ones are slips of a transliterating machine."""
    scripts = {_script(letter) for letter in name if letter.isalpha()} & set(_SCRIPTS[:5])
    return len(scripts) <= 1


_CODE_LENGTH, _SHORTEST_LATIN = 3, 3


def is_name(text: str) -> bool:
    """Whether an alternate is a name that people write: no code, no machine transliteration, no broken text."""
    if not text or not any(letter.isalpha() for letter in text):
        return False
    if text.isascii() and (text == text.lower() or (len(text) <= _CODE_LENGTH and text == text.upper())):
        return False
    folded = normalise(text)
    if folded.isascii() and len(folded) < _SHORTEST_LATIN:
        return False
    return is_one_script(text) and not any(letter in "?¡¿\ufffd*=<>|" for letter in text)
