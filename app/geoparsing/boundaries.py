"""Where a toponym begins and ends: repairs what a recognizer's span has too much of, and parts what it glued."""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_QUOTES: Final = "\"'`´‘’‚“”„«»‹›"
_OUTER: Final = _QUOTES + " .,;:!?()[]{}<>-–—*_/\\|…•"

_LEADING: Final = re.compile(
    r"(?:(?:the|a|an|in|at|of|near|from|greater|central|downtown|metro|metropolitan|mainland|nearby|upstate|suburban"
    r"|(?:north|south|east|west)(?:ern|east|west|eastern|western)?"
    r"|(?:(?:capital|port|border|coastal|holy|old|northern|southern|eastern|western) )?"
    r"(?:city|town|village|province|state|district|county|region|republic|island|governorate|municipality)(?: of)?"
    r")\b[\s-]+)+"
)
"""Lower-case words before a name; capitalised they belong to it ("Northern Ireland")."""
_ARTICLE: Final = re.compile(r"(?:The|THE|A|An)\s+(?=\S)")
_POSSESSIVE: Final = re.compile(r"(?:['’]s|['’]S|(?<=s)['’])$")
_TRAILING: Final = re.compile(
    r"[\s-]+(?:area|region|city|town|village|province|district|county|state|border|suburb|metro|coast|regime)s?$"
)
_DOTTED: Final = re.compile(
    r"(?:\b\w\.)+$|\b(?:St|Rd|Ave|Blvd|Twp|Co|Ter|Ala|Ariz|Ark|Cal|Calif|Colo|Conn|Dak|Del|Fla|Ga|Ida|Ill|Ind|Kan|Kans|Ky|La"
    r"|Mass|Md|Mex|Mich|Minn|Miss|Mo|Mont|Neb|Nebr|Nev|Okla|Ont|Ore|Pa|Penn|Que|Sask|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.$",
    re.IGNORECASE,
)
_QUARTER: Final = re.compile(
    r"(?:North|South|East|West|Central|Upper|Lower)(?:ern|east|west|eastern|western)?[ -]+(?=[A-Z])"
)
_COMMA: Final = re.compile(r"\s*[,;/]\s*|\s*\(\s*|\s+[-–—]\s+|\s*\n\s*")


_SMALL_WORD: Final = re.compile(r"\s+(?:of|and|or|for|to|from|in|at|near)\s+(?:the\s+)?")
"""What glues two names where the recognizer took them for one: "Helmand Province of Afghanistan"."""


class Extent(NamedTuple):
    """A stretch of a text, code points `start` to `end`."""

    start: int
    end: int


def trim(text: str, start: int, end: int) -> Extent | None:
    """The toponym within a span, without article, possessive, quotes, punctuation and words that only describe it.

    None where nothing is left that could be a name.
    """
    before = None
    while before != (start, end):
        before = (start, end)
        start, end = _trim_ends(text, start, end)
        start, end = _trim_words(text, start, end)
    name = text[start:end]
    if not any(c.isalpha() for c in name) or (len(name) == 1 and name.isascii()):
        return None
    return Extent(start, end)


def _trim_ends(text: str, start: int, end: int) -> tuple[int, int]:
    """Drop quotes and punctuation at both ends; the full stop of "U.S." and "Tenn." stays."""
    while start < end and _is_outer(text[start]):
        start += 1
    while start < end and _is_outer(text[end - 1]):
        if text[end - 1] == "." and _DOTTED.search(text[start:end]):
            break
        end -= 1
    return start, end


def _is_outer(character: str) -> bool:
    """Whether a character cannot begin or end a name: punctuation, white space, control characters."""
    return character in _OUTER or not character.isprintable()


def _trim_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Drop article, describing words and possessive."""
    for pattern in (_LEADING, _ARTICLE):
        found = pattern.match(text, start, end)
        if found and found.end() < end:
            start = found.end()
    for pattern in (_POSSESSIVE, _TRAILING):
        found = pattern.search(text[start:end])
        if found and found.start() > 0:
            end = start + found.start()
    return start, end


def parts(text: str, extent: Extent, known: Callable[[str], bool]) -> Iterator[Extent]:
    """The toponyms of one extent: "Paris, Texas" is two, "Washington, D.C." one where it is known whole."""
    surface = text[extent.start : extent.end]
    if known(surface):
        yield extent
        return
    for piece in _split(text, extent, _COMMA):
        glued = list(_split(text, piece, _SMALL_WORD))
        if len(glued) > 1 and all(known(text[start:end]) for start, end in glued) and not known(text[slice(*piece)]):
            yield from glued
        else:
            yield piece


def _split(text: str, extent: Extent, mark: re.Pattern[str]) -> Iterator[Extent]:
    """The trimmed pieces of an extent between marks."""
    start = extent.start
    for found in (*mark.finditer(text, extent.start, extent.end), None):
        piece = trim(text, start, found.start() if found else extent.end)
        if piece:
            yield piece
        if found:
            start = found.end()


_GENERIC: Final = re.compile(
    r" (?:County|Parish|Province|Governorate|District|Region|State|City|Township|Borough|Islands?|River|Creek|Lake"
    r"|Sea|Bay|Gulf|Valley|Mountains|Peninsula|Oblast|Prefecture|Canton|Republic|Territory|Desert|Strait|Springs|Heights"
    r"|Beach|Hills|Falls|Park|Village|Metropolitan Area)\b"
)


def dotted(text: str, extent: Extent) -> Extent:
    """The extent with the full stop of the abbreviation that it ends in: "Tenn.", "U.S."."""
    if text.startswith(".", extent.end) and _DOTTED.search(text[extent.start : extent.end + 1]):
        return Extent(extent.start, extent.end + 1)
    return extent


def extended(text: str, extent: Extent, known: Callable[[str], bool]) -> Extent:
    """The extent as names are listed: "Helmand" + "Province" if that is one, "Northern Iraq" without "Northern"."""
    quarter = _QUARTER.match(text, extent.start, extent.end)
    if quarter and not known(text[extent.start : extent.end]) and known(text[quarter.end() : extent.end]):
        extent = Extent(quarter.end(), extent.end)
    extent = dotted(text, extent)
    found = _GENERIC.match(text, extent.end)
    if found and known(text[extent.start : found.end()]):
        return Extent(extent.start, found.end())
    return extent
