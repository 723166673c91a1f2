"""What speaks for and against a candidate, as weights and in words.

Evidence is of two sorts. What stands in the name and its own sentence is weighed once (`local`). What the other
mentions of the document say is weighed against their current choices, round by round (`Surroundings`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, cos, exp, log2, log10, pi
from typing import TYPE_CHECKING, Final

from app.geoparsing.article import named
from app.geoparsing.geometry import EARTH_RADIUS_KM, Vector, arc_km, vector
from app.geoparsing.model import Match, Place, Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.candidates import NameHit


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence counts, in units of log odds; one value for all texts, set by measurement."""

    population: float = 0.65
    rank: float = 0.4
    country: float = 1.4
    province: float = 1.0
    region: float = 5.0
    capital: float = 1.5
    district: float = -0.75
    official: float = 1.0
    demonym: float = 2.0
    alternate: float = -1.5
    abbreviation: float = -0.3
    fuzzy: float = -3.0
    near: float = 6.0
    near_scale_km: float = 140.0
    quarter: float = 2.0
    quarter_scale_km: float = 1000.0
    wide: float = 1.2
    inside: float = 1.7
    same_country: float = 3.0
    container: float = 15.0
    feature: float = 2.5
    article: float = 4.0
    namesake: float = -2.0
    letters: float = -4.0
    power: float = 2.0


WEIGHTS: Final = Weights()

_FEW: Final = 3
_SCALES: Final = 6
"""Beyond so many scales nearness is nothing, and is not computed."""
_SMALLEST: Final = 100
_WIDE: Final = frozenset({Precision.COUNTRY, Precision.REGION})
"""Places too wide for nearness to their point to mean anything."""
_SEAS: Final = frozenset({"H.OCN", "H.SEA", "H.GULF"})
_MATCHES: Final[dict[Match, str]] = {
    Match.ALTERNATE: "alternate",
    Match.ABBREVIATION: "abbreviation",
    Match.FUZZY: "fuzzy",
}


@dataclass(slots=True)
class Option:
    """A candidate being weighed: the gazetteer's hit, what speaks for it by itself, and its score so far.

    `contained`: the text names what contains it. `overshadowed`: it is a division, and a city of its name holds many
    of its people.
    """

    hit: NameHit
    prior: float
    place: Place
    vector: Vector
    is_point: bool
    local: float = 0.0
    score: float = 0.0
    contained: bool = False
    overshadowed: bool = False


def option(hit: NameHit, rank: int, weights: Weights = WEIGHTS) -> Option:
    """The option for a hit, with what its own fame says; `rank` counts the better-known places of the name."""
    place = hit.place
    return Option(hit, prior(hit, rank, weights), place, vector(place.lat, place.lon), place.precision not in _WIDE)


def prior(hit: NameHit, rank: int, weights: Weights = WEIGHTS) -> float:
    """What the name and the place's own weight in the world say."""
    place = hit.place
    value = weights.population * log10(max(place.population, _SMALLEST))
    value += _standing(place, weights) - weights.rank * log2(1 + rank)
    if hit.match is Match.OFFICIAL:
        value += weights.official
    if hit.match is Match.DEMONYM:
        value += weights.demonym
    if hit.match in _MATCHES:
        value += float(getattr(weights, _MATCHES[hit.match]))
    return value


def _standing(place: Place, weights: Weights) -> float:
    """What the place's feature says of how often it is spoken of."""
    if place.precision is Precision.COUNTRY:
        return weights.country
    if place.precision is Precision.REGION or place.feature in _SEAS:
        return weights.region
    feature_class, _, code = place.feature.partition(".")
    if code == "ADM1":
        return weights.province
    if code == "PPLC" or place.feature == "S.ADMF":
        return weights.capital
    return weights.district if feature_class == "A" else 0.0


@dataclass(frozen=True, slots=True)
class Chosen:
    """Another name of the document with the place that it is taken for now."""

    surface: str
    place: Place
    vector: Vector
    count: int

    @property
    def is_point(self) -> bool:
        """Whether nearness to it means anything."""
        return self.place.precision not in _WIDE


class Surroundings:
    """The other places of the document as one name sees them."""

    def __init__(self, others: Sequence[Chosen], weights: Weights = WEIGHTS) -> None:
        self._weights = weights
        self._points = [other for other in others if other.is_point]
        self._names: dict[str, str] = {}
        self._countries: dict[str, list[Chosen]] = {}
        for other in others:
            self._names.setdefault(other.place.id, named(other.place))
            if other.place.country:
                self._countries.setdefault(other.place.country, []).append(other)
        self._lands = [other for other in others if other.place.precision is Precision.COUNTRY]
        self._total = len(others)
        self._reach = cos(min(pi, _SCALES * weights.near_scale_km / EARTH_RADIUS_KM))

    @property
    def has_points(self) -> bool:
        """Whether the document names other places that have a point."""
        return bool(self._points)

    def weigh(self, option: Option) -> float:
        """What the surroundings say of an option."""
        weights = self._weights
        value = weights.inside * sum(container in self._names for container in option.place.admin_ids)
        if self._total:
            value += weights.same_country * len(self._countries.get(option.place.country, ())) / self._total
        if option.is_point:
            value += weights.near * self.nearness(option)
        elif self._points:
            value += weights.wide
        return value + weights.quarter * self._same_quarter(option)

    def _same_quarter(self, option: Option) -> float:
        """From 0 towards 1: how many countries of the text lie in the same quarter of the world."""
        scale = self._weights.quarter_scale_km
        total = sum(exp(-arc_km(option.vector, land.vector) / scale) for land in self._lands)
        return total / (1.0 + total)

    def nearness(self, option: Option) -> float:
        """From 0 (nothing near) towards 1 (many places near)."""
        scale, reach = self._weights.near_scale_km, self._reach
        x, y, z = option.vector
        total = 0.0
        for point in self._points:
            px, py, pz = point.vector
            dot = x * px + y * py + z * pz
            if dot > reach:
                total += exp(-EARTH_RADIUS_KM * acos(min(1.0, dot)) / scale)
        return total / (1.0 + total)

    def nearest(self, option: Option) -> list[str]:
        """The names of up to three other places near the option, nearest first."""
        if not option.is_point:
            return []
        near = sorted(
            (arc_km(option.vector, point.vector), named(point.place))
            for point in self._points
            if point.place.id != option.place.id and point.place.id not in option.place.admin_ids
        )
        return list(dict.fromkeys(name for km, name in near if km <= self._weights.near_scale_km))[:_FEW]

    def containers(self, option: Option) -> list[str]:
        """The names of up to three places in the document that contain the option."""
        return [self._names[place_id] for place_id in option.place.admin_ids if place_id in self._names][:_FEW]

    def contents(self, option: Option) -> list[str]:
        """The names of up to three places in the document that lie in the option."""
        here = option.place.id
        inside = [other for other in self._countries.get(option.place.country, ()) if here in other.place.admin_ids]
        return list(dict.fromkeys(named(other.place) for other in inside))[:_FEW]

    def neighbours(self, option: Option) -> list[str]:
        """The names of up to three countries of the text in the option's quarter of the world, nearest first."""
        near = sorted((arc_km(option.vector, land.vector), named(land.place)) for land in self._lands)
        names = [name for km, name in near if 0 < km <= self._weights.quarter_scale_km]
        return list(dict.fromkeys(names))[:_FEW]

    def compatriots(self, option: Option) -> list[str]:
        """The names of up to three other places of the document in the option's country."""
        others = [other.place for other in self._countries.get(option.place.country, ())]
        return list(dict.fromkeys(named(place) for place in others if place.id != option.place.id))[:_FEW]
