"""What the people of a country are called: pyworldatlas (from the CIA World Factbook) and i18n-nationality."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING, Final

from app.gazetteer.names import normalise
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.gazetteer.collection import Collection
    from app.gazetteer.packages import Downloads

_REMARK: Final = re.compile(r"\((?!s\)|men\)|women\))[^)]*\)|note - .*|\bNA\b.*")
_SEPARATOR: Final = re.compile(r"\s*(?:;|,|/|\bor\b|\band\b)\s*")
_ENDINGS: Final = ("n", "ns", "i", "is", "ese", "ish", "er", "ch", "ss")
"""How demonyms end; the other words in the list of nationalities are names of territories."""
_ISLANDS: Final = ("Island", "Islands")
_OFFICIAL: Final = Match.OFFICIAL
_SHORTEST: Final = 3
_SMALLEST_SHARE: Final = 0.005
"""A demonym of several countries is kept for those with at least this share of the largest one's people."""


def add(found: Collection, downloads: Downloads) -> None:
    """Let countries be found by their people's names."""
    words: dict[str, set[int]] = {}
    for code, phrase in _phrases(downloads):
        number = found.countries.get(code)
        if number is not None:
            for word in forms(phrase):
                words.setdefault(word, set()).add(number)
    countries = set(found.countries.values())
    named = {norm for (norm, number), (match, _) in found.names.items() if number in countries and match is _OFFICIAL}
    for word, numbers in sorted(words.items()):
        if named & {normalise(word), normalise(word.removesuffix("s"))}:
            continue
        largest = max(found.places[number].population for number in numbers)
        for number in sorted(numbers):
            if found.places[number].population >= largest * _SMALLEST_SHARE:
                found.call(number, word, Match.DEMONYM)


def _phrases(downloads: Downloads) -> Iterator[tuple[str, str]]:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(downloads.read("pyworldatlas", "atlas.sqlite3"))
    rows = connection.execute(
        "SELECT alpha2, noun, adjective FROM country_demonym JOIN country ON country.id = country_id ORDER BY alpha2"
    )
    for code, noun, adjective in rows:
        yield from ((code, phrase) for phrase in (noun, adjective) if phrase)
    connection.close()
    names = downloads.json("i18n-nationality", "langs/en.json")["nationalities"]
    for code, word in sorted(names.items()):
        if word.endswith(_ENDINGS):
            yield code, word


def forms(phrase: str) -> Iterator[str]:
    """The words in a phrase of the Factbook: `Dutchman(men), Dutch (collective)` -> Dutchman, Dutchmen, Dutch."""
    for part in _SEPARATOR.split(_REMARK.sub("", phrase)):
        word = part.strip(" .")
        stem = word.split("(")[0].strip()
        if len(normalise(stem)) < _SHORTEST or not stem[0].isupper() or stem.endswith(_ISLANDS):
            continue
        yield stem
        if "(men)" in word.replace(" ", ""):
            yield stem.removesuffix("man") + "men"
        elif "(women)" in word.replace(" ", ""):
            yield stem.removesuffix("woman") + "women"
        elif stem.endswith(("n", "i", "r", "k", "t", "d", "e", "c", "o", "a")) and not stem.endswith("ese"):
            yield stem + "s"
