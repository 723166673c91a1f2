"""How well known a name is as a place's name: what the rules ask before they read a name as a place."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Match

if TYPE_CHECKING:
    from app.geoparsing.candidates import Candidates, NameHit

_TOWN: Final = 15_000
_CITY: Final = 100_000
_METROPOLIS: Final = 1_000_000


class Fame(IntEnum):
    """The best-known bearer of a name, least known first."""

    NONE = 0
    DEMONYM = 1
    PLACE = 2
    TOWN = 3
    CITY = 4
    WORLD = 5


_ENDINGS: Final = ("i", "is", "ian", "ians", "an", "ans", "ese", "ish", "ine", "ines", "ino", "inos", "iss", "ai")
_STEM: Final = 3


def is_demonym(hit: NameHit) -> bool:
    """Whether the name that met a toponym is a people's: GeoNames lists some ("Iraqi") as names of the country."""
    if hit.match is not Match.ALTERNATE or not hit.place.feature.startswith("A.PCL"):
        return hit.match is Match.DEMONYM
    name, country = hit.matched.casefold(), hit.place.name.casefold()
    return name != country and name[:_STEM] == country[:_STEM] and name.endswith(_ENDINGS)


def fame(candidates: Candidates, toponym: str) -> Fame:
    """How well known `toponym` is as a place's name; DEMONYM where it names a people and no place of note."""
    hits = candidates.find(toponym)
    if not hits:
        return Fame.NONE
    best = max((_fame(hit) for hit in hits if not is_demonym(hit)), default=Fame.NONE)
    if best < Fame.CITY and any(is_demonym(hit) for hit in hits):
        return Fame.DEMONYM
    return best


def _fame(hit: NameHit) -> Fame:
    """How well known one place is under this name."""
    place = hit.place
    feature_class, _, code = place.feature.partition(".")
    strong = hit.match in {Match.OFFICIAL, Match.MAIN, Match.ABBREVIATION}
    if code.startswith(("PCL", "CONT", "OCN")) or (code == "ADM1" and strong) or (feature_class == "L" and strong):
        return Fame.WORLD
    if place.population >= _METROPOLIS and (strong or feature_class == "P"):
        return Fame.WORLD
    if not strong:
        return Fame.PLACE
    if code == "PPLC" or place.population >= _CITY or (feature_class in {"H", "T"} and hit.match is Match.OFFICIAL):
        return Fame.CITY
    return Fame.TOWN if place.population >= _TOWN else Fame.PLACE


def is_power(candidates: Candidates, toponym: str) -> bool:
    """Whether a government or another power may be meant by the name: a country, a province or a capital bears it."""
    return any(
        hit.place.feature.startswith(("A.PCL", "A.ADM1", "P.PPLC", "L."))
        for hit in candidates.find(toponym)
        if not is_demonym(hit)
    )
