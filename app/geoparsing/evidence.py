"""What a candidate brings with it before any text is read: its fame, what it is, how the name met it."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import log2, log10
from typing import TYPE_CHECKING, Final

from app.geoparsing.geometry import Vector, vector
from app.geoparsing.model import Match, Place, Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.candidates import NameHit
    from app.geoparsing.ranking import Features

_SMALLEST: Final = 100
"""People of a place of which the gazetteer does not know how many live there."""
_SMALL: Final = 100_000
"""People of a town that is not meant where a division of its country has the name: Washington in Georgia."""
_LEAST_KNOWN: Final = 2.0
_MUCH_LARGER: Final = 1.5
"""Powers of ten by which a namesake must be larger to put a place in the shade."""
WIDE: Final = frozenset({Precision.COUNTRY, Precision.REGION})
"""Places too wide for nearness to their point to mean anything."""
_SEAS: Final = frozenset({"H.OCN", "H.SEA", "H.GULF"})

COUNTRY, DIVISION, COUNTY, DISTRICT, TOWN, WATER = "country", "division", "county", "district", "town", "water"
_PEOPLED: Final = frozenset({DIVISION, COUNTY, DISTRICT, TOWN})
"""What has people, whether the gazetteer knows how many or not."""
_LEVELS: Final = (
    ("A.PCL", COUNTRY),
    ("A.ADM1", DIVISION),
    ("A.ADM2", COUNTY),
    ("A", DISTRICT),
    ("P", TOWN),
    ("H", WATER),
    ("T", "relief"),
    ("S", "site"),
    ("R", "road"),
)
_TOWNS: Final = {"P.PPLC": "kind: capital", "P.PPLA": "kind: seat of a division", "P.PPLA2": "kind: seat of a county"}


@dataclass(slots=True)
class Option:
    """A candidate being weighed.

    Attributes:
        hit: what the gazetteer found.
        place: its place.
        vector: the place's unit vector.
        is_point: nearness to its point means something.
        level: what it is, roughly: a country, a division, a county, a town, a water.
        division: the id of the first-level division that it is or lies in; empty where there is none.
        county: the id of the second-level division that it is or lies in; empty where there is none.
        own: the features that no other choice of the document can change.
        own_score: what they contribute.
        score: its score so far.
        share: the belief in it so far, 0 to 1.
        contained: the text names what contains it.
        overshadowed: it is a division, and a city of its name holds many of its people.
        region: the id of the region around it that its source writes of; empty where there is none.
        region_share: how much of what the source writes of lies there, 0 to 1.
        chosen_in: the number of other documents in which the reader took the name for it.
    """

    hit: NameHit
    place: Place
    vector: Vector
    is_point: bool
    level: str
    division: str
    county: str
    own: Features = field(default_factory=list)
    own_score: float = 0.0
    found: Features = field(default_factory=list)
    score: float = 0.0
    share: float = 0.0
    contained: bool = False
    overshadowed: bool = False
    region: str = ""
    region_share: float = 0.0
    chosen_in: int = 0


def options(hits: Sequence[NameHit]) -> list[Option]:
    """The options that hits make, with what their own fame says."""
    result = [_option(hit) for hit in hits]
    best: dict[str, float] = {}
    divided: set[str] = set()
    for one in result:
        people = _people(one.place)
        best[one.place.country] = max(best.get(one.place.country, 0.0), people)
        if one.level == DIVISION and one.hit.match is Match.MAIN:
            divided.add(one.place.country)
    for rank, one in enumerate(result):
        one.own = _fame(one, rank, best[one.place.country]) + _kind(one) + _match(one)
        if one.level == TOWN and one.place.country in divided and one.place.population < _SMALL:
            one.own.append(("fame: small town in a country with a division of the name", 1.0))
    return result


def _option(hit: NameHit) -> Option:
    place = hit.place
    level = next((name for code, name in _LEVELS if place.feature.startswith(code)), "region")
    chain = place.admin_ids
    if level in {DIVISION, COUNTY}:
        chain = (place.id, *chain)
    division = chain[-2] if len(chain) > 1 and level != COUNTRY else ""
    county = chain[-3] if len(chain) > 2 and level != COUNTRY else ""  # noqa: PLR2004 - county, division, country
    return Option(hit, place, vector(place.lat, place.lon), place.precision not in WIDE, level, division, county)


def _people(place: Place) -> float:
    """The power of ten of the people who live there."""
    return log10(max(place.population, _SMALLEST))


def _fame(one: Option, rank: int, best_at_home: float) -> Features:
    """How well known the place is, by itself and beside its namesakes."""
    people = _people(one.place)
    features: Features = [("fame: people", people - 2)]
    if not one.place.population and one.level not in _PEOPLED:
        features.append(("fame: known, though not for its people", max(0.0, one.hit.prior - _LEAST_KNOWN)))
    if rank:
        features.append(("fame: better-known namesakes", log2(1 + rank)))
        features.append(("fame: not the best-known", 1.0))
    if people < best_at_home - _MUCH_LARGER:
        features.append(("fame: much larger namesake in its country", best_at_home - people - _MUCH_LARGER))
    return features


def _kind(one: Option) -> Features:
    """What the place is."""
    place = one.place
    code = place.feature
    if one.level == WATER and code not in _SEAS:
        part = " by a part of its name" if one.hit.match is Match.ALTERNATE else ""
        return [(f"kind: river or lake{part}", 1.0)]
    if place.precision is Precision.REGION or code in _SEAS:
        return [("kind: region or sea", 1.0)]
    if code == "S.ADMF":
        return [("kind: seat of government", 1.0)]
    if one.level == TOWN:
        if code == "P.PPLX":
            return [("kind: part of a town", 1.0)]
        return [(_TOWNS[code], 1.0)] if code in _TOWNS else []
    return [(f"kind: {one.level}", 1.0)]


def _match(one: Option) -> Features:
    """How the name met the place."""
    hit = one.hit
    if hit.match is Match.MAIN:
        return []
    features: Features = [(f"match: {hit.match.value} name", 1.0)]
    if hit.match is Match.ALTERNATE:
        name, matched = hit.place.name.casefold(), hit.matched.casefold()
        if name.startswith(matched + " "):
            features.append(("match: beginning of its full name", 1.0))
            if one.level == TOWN:
                features.append(("match: beginning of a town's full name", 1.0))
            elif one.level == COUNTY:
                features.append(("match: beginning of a county's full name", 1.0))
            elif hit.place.feature in _SEAS:
                features.append(("match: beginning of a sea's full name", 1.0))
        elif name in matched:
            features.append(("match: its full name and more", 1.0))
    return features
