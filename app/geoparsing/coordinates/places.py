"""The place that a coordinate names: a point of its own, in the country that it lies in, near what lies near it."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from app.geoparsing.coordinates.finding import read_span
from app.geoparsing.coordinates.values import EITHER_WAY, KM_A_DEGREE
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Candidate, Match, Place, Precision, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.geoparsing.coordinates.values import CoordinateSpan

FEATURE: Final = "X.PT"
"""What a coordinate's place is instead of a GeoNames feature, which it has not: a point."""
PREFIX: Final = "geo:"

_DIAGONAL: Final = 0.5 * 2**0.5
_MOST_DECIMALS: Final = 6
_FARTHEST_KM: Final = 150.0
_HERE_KM: Final = 1.0
_CLOSE_KM: Final = 10.0
_REMEMBERED: Final = 20_000


@runtime_checkable
class KnowsAreas(Protocol):
    """A source that can say what a point lies in."""

    def areas_at(self, lat: float, lon: float) -> Sequence[Place]:
        """The country, divisions and named areas whose outline holds the point, smallest first."""
        ...


@runtime_checkable
class KnowsNeighbours(Protocol):
    """A source that can say what a point lies near."""

    def near(self, lat: float, lon: float, limit: int = 10, farthest_km: float | None = None) -> Sequence[Place]:
        """The cities nearest to a point, nearest first; none beyond `farthest_km`, where it is given."""
        ...


class Whereabouts:
    """What several sources know of a point, as far as each can say; remembers what was asked before.

    Args:
        sources: candidate sources, the most trusted first; they need not know anything of points.
    """

    def __init__(self, sources: Iterable[object]) -> None:
        sources = tuple(sources)
        self._areas = [source for source in sources if isinstance(source, KnowsAreas)]
        self._neighbours = [source for source in sources if isinstance(source, KnowsNeighbours)]
        self._known: dict[tuple[float, float], tuple[tuple[Place, ...], Place | None]] = {}

    def of(self, lat: float, lon: float) -> tuple[tuple[Place, ...], Place | None]:
        """The areas that a point lies in, smallest first, and the nearest city within 150 km, if there is one."""
        point = (round(lat, 6), round(lon, 6))
        if point not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[point] = (self._areas_at(lat, lon), self._nearest(lat, lon))
        return self._known[point]

    def _areas_at(self, lat: float, lon: float) -> tuple[Place, ...]:
        """The present divisions and the country that the first source that knows any says; at sea none."""
        found = next(filter(None, (source.areas_at(lat, lon) for source in self._areas)), ())
        return tuple(place for place in found if place.feature.startswith("A.") and place.finish is None)

    def _nearest(self, lat: float, lon: float) -> Place | None:
        """The nearest city of all sources, if it is not too far to say anything."""
        near = [place for source in self._neighbours for place in source.near(lat, lon, 1, _FARTHEST_KM)]
        return min(near, key=lambda place: distance_km(lat, lon, place.lat, place.lon), default=None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a coordinate in a text means: its only candidate, and how sure it is that it is a coordinate."""

    candidate: Candidate
    confidence: float


NOWHERE: Final = Whereabouts(())
"""Whereabouts that nobody knows."""


def read_one(text: str, whereabouts: Whereabouts = NOWHERE) -> Place | None:
    """The place of the coordinate that a whole text is, as for a search; None where it is something else."""
    span = read_span(text)
    return place_of(span, whereabouts) if span else None


def place_of(span: CoordinateSpan, whereabouts: Whereabouts = NOWHERE) -> Place:
    """The place that a coordinate names: a point with the radius that its digits leave open.

    Its country and divisions are those that it lies in. Where no source knows outlines they are those of the nearest
    city, provided that it is so near that the border is hardly between.
    """
    areas, nearest = whereabouts.of(span.lat, span.lon)
    country = next((area.country for area in areas if area.country), "")
    admin, admin_ids = tuple(area.name for area in areas), tuple(area.id for area in areas)
    if not areas and nearest and distance_km(span.lat, span.lon, nearest.lat, nearest.lon) <= _CLOSE_KM:
        country, admin, admin_ids = nearest.country, nearest.admin, nearest.admin_ids
    return Place(
        PREFIX + f"{_plus_zero(span.lat):.6f},{_plus_zero(span.lon):.6f}",
        _name(span),
        span.lat,
        span.lon,
        FEATURE,
        country,
        admin,
        Precision.POINT,
        radius_km=span.radius_km,
        admin_ids=admin_ids,
    )


def reading(span: CoordinateSpan, surface: str, whereabouts: Whereabouts = NOWHERE) -> Reading:
    """The only candidate that a coordinate has, with the reasons for it in words."""
    reasons = [Reason(f"written as {span.form.phrase}", 5.0)]
    _, nearest = whereabouts.of(span.lat, span.lon)
    if nearest:
        reasons.append(Reason(_beside(span, nearest), 0.5))
    if span.confidence < 1.0:
        reasons.append(Reason(_doubt(span), -1.0))
    place = place_of(span, whereabouts)
    ordered = tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))
    return Reading(Candidate(place, 1.0, surface, Match.OFFICIAL, ordered), span.confidence)


def _beside(span: CoordinateSpan, nearest: Place) -> str:
    """How far it is from the nearest city: "3 km from Mosul"."""
    km = distance_km(span.lat, span.lon, nearest.lat, nearest.lon)
    if km < max(_HERE_KM, span.radius_km):
        return f"at {nearest.name}"
    return f"{km:.0f} km from {nearest.name}"


def _doubt(span: CoordinateSpan) -> str:
    """Why it is not quite sure."""
    if span.confidence == EITHER_WAY:
        return "“O” may be east (Ost) or west (Ouest, Oeste)"
    return "nothing but the digits says that it is a coordinate, latitude first"


def _name(span: CoordinateSpan) -> str:
    """The coordinate for people, with as many decimals as it is exact: "36.340° N, 43.130° E"."""
    unit = span.radius_km / (_DIAGONAL * KM_A_DEGREE)
    places = min(_MOST_DECIMALS, max(0, floor(0.5 - log10(unit))))
    north, east = f"{abs(span.lat):.{places}f}", f"{abs(span.lon):.{places}f}"
    return f"{north}° {'S' if span.lat < 0 else 'N'}, {east}° {'W' if span.lon < 0 else 'E'}"


def _plus_zero(degrees: float) -> float:
    """The number as it is shown with six decimals, without "-0"."""
    return round(degrees, 6) + 0.0
