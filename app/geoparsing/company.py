"""What the other names of a document say of a candidate: nearness, shared countries and divisions, containment.

The others count by the belief in each of their own candidates so far, so that two names that can only mean a town and
its county find each other before either is decided.
"""

from __future__ import annotations

from functools import cached_property
from math import acos, cos, exp, pi
from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.article import named
from app.geoparsing.evidence import COUNTRY
from app.geoparsing.geometry import EARTH_RADIUS_KM, arc_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.evidence import Option
    from app.geoparsing.groups import Group
    from app.geoparsing.ranking import Features

_FEW: Final = 3
NEAR_KM: Final = 140.0
_FAR_KM: Final = 600.0
_QUARTER_KM: Final = 1000.0
_SCALES: Final = 5
"""Beyond so many scales nearness is nothing."""
_NOTHING_NEAR: Final = 0.05
_HARDLY: Final = 0.1
_COS_REACH: Final = cos(min(pi, _SCALES * _FAR_KM / EARTH_RADIUS_KM))


class Other(NamedTuple):
    """A candidate of another name of the document, with the belief in it; `group` is its name's position."""

    group: int
    option: Option
    share: float


class Company:
    """The other names of the document as one name sees them."""

    def __init__(self, groups: Sequence[Group], index: int, window: Sequence[int]) -> None:
        me = groups[index]
        self._others = [
            Other(at, option, option.share)
            for at in window
            if groups[at].name != me.name
            for option in groups[at].believed
        ]
        self._beside = me.beside
        self._listed = me.listed
        self._count = max(1, sum(1 for at in window if at != index and groups[at].options))
        self._points = [(other.option.vector, other.share) for other in self._others if other.option.is_point]
        self._point_mass = sum(share for _, share in self._points)
        self._countries: dict[str, float] = {}
        self._divisions: dict[str, float] = {}
        self._counties: dict[str, float] = {}
        self._named: dict[str, float] = {}
        self._holders: dict[str, float] = {}
        self._levels: dict[str, float] = {}
        self._close: list[tuple[Option, float]] = []
        self._head: list[tuple[Option, float]] = []
        for other in self._others:
            self._add(groups, other)
        self._lands = [other for other in self._others if other.option.level == COUNTRY]

    def _add(self, groups: Sequence[Group], other: Other) -> None:
        """Count one candidate of another name."""
        at, option, share = other
        place = option.place
        _count(self._countries, place.country, share)
        _count(self._divisions, option.division, share)
        _count(self._counties, option.county, share)
        _count(self._named, place.id, share)
        for holder in place.admin_ids:
            _count(self._holders, holder, share)
        if at in self._listed:
            _count(self._levels, option.level, share)
        if at in self._beside and option.is_point:
            self._close.append((option, share * self._beside[at]))
        if groups[at].dateline:
            self._head.append((option, share))

    @property
    def has_points(self) -> bool:
        """Whether the document names other places that have a point."""
        return bool(self._points)

    def features(self, option: Option) -> Features:
        """What the company says of an option."""
        features: Features = []
        if self._others:
            features += self._shared(option)
            features += self._contained(option)
            features += self._distances(option)
            features += self._near_in_text(option)
        return features

    def _shared(self, option: Option) -> Features:
        """The country and the divisions that the option shares with the other names."""
        features: Features = []
        count = self._count
        country = self._countries.get(option.place.country, 0.0)
        if country:
            features.append(("shared: part of the document in its country", country / count))
        if country < _HARDLY and option.place.country:
            features.append(("shared: nothing else in its country", 1.0))
        division = self._divisions.get(option.division, 0.0) if option.division else 0.0
        if division:
            features.append(("shared: part of the document in its division", division / count))
            features.append(("shared: names in its division", division / (1.0 + division)))
        county = self._counties.get(option.county, 0.0) if option.county else 0.0
        if county:
            features.append(("shared: names in its county", county / (1.0 + county)))
        same = self._named.get(option.place.id, 0.0)
        if same:
            features.append(("shared: named in other words", min(1.0, same)))
        return features

    def _contained(self, option: Option) -> Features:
        """What the document names of what contains the option, or of what it contains."""
        features: Features = []
        ids = option.place.admin_ids
        for depth, holder in enumerate(reversed(ids)):
            mass = self._named.get(holder)
            if mass:
                what = ("its country", "its division", "its county")[min(depth, 2)]
                features.append((f"inside: {what} is named", min(1.0, mass)))
        held = self._holders.get(option.place.id)
        if held:
            what = "country" if option.level == COUNTRY else "place"
            features.append((f"inside: names in this {what}", held / (1.0 + held)))
        return features

    def _distances(self, option: Option) -> Features:
        """How near the other places are, at two scales."""
        features: Features = []
        lands = sum(land.share * exp(-arc_km(option.vector, land.option.vector) / _QUARTER_KM) for land in self._lands)
        if lands:
            features.append(("near: countries within 1000 km", lands / (1.0 + lands)))
        if not self._points:
            return features
        if not option.is_point:
            return [*features, ("near: too wide for nearness", 1.0)]
        near, far = self._masses(option)
        if far < _NOTHING_NEAR:
            return [*features, ("near: nothing within reach", 1.0)]
        features.append(("near: within 140 km", near / (1.0 + near)))
        features.append(("near: part of the places within 140 km", near / max(1.0, self._point_mass)))
        features.append(("near: part of the places within 600 km", far / max(1.0, self._point_mass)))
        return features

    def _masses(self, option: Option) -> tuple[float, float]:
        """The belief in other places around the option, faded with distance at two scales."""
        x, y, z = option.vector
        near = far = 0.0
        for (px, py, pz), share in self._points:
            dot = x * px + y * py + z * pz
            if dot > _COS_REACH:
                km = EARTH_RADIUS_KM * acos(min(1.0, dot))
                far += share * exp(-km / _FAR_KM)
                if km < _SCALES * NEAR_KM:
                    near += share * exp(-km / NEAR_KM)
        return near, far

    def _near_in_text(self, option: Option) -> Features:
        """How the option stands to the names that stand beside it, in a list with it, and at the text's head."""
        features: Features = []
        if option.is_point and self._close:
            near = sum(weight * exp(-arc_km(option.vector, other.vector) / NEAR_KM) for other, weight in self._close)
            features.append(("text: names beside it are near it", near / (1.0 + near)))
        if self._levels:
            alike = self._levels.get(option.level, 0.0) / sum(self._levels.values())
            features.append(("text: of the same kind as its list", alike))
        return features + self._dateline(option)

    def _dateline(self, option: Option) -> Features:
        """How the option stands to the place at the text's head."""
        features: Features = []
        for other, share in self._head:
            if other.place.country == option.place.country:
                features.append(("text: in the dateline's country", share))
            if option.division and other.division == option.division:
                features.append(("text: in the dateline's division", share))
        return features

    def is_far(self, option: Option) -> bool:
        """Whether no other place is anywhere near the option."""
        return self._masses(option)[0] < _HARDLY

    @cached_property
    def _names(self) -> list[tuple[Option, str]]:
        """The candidate of each other name that is believed most, with its name in a sentence."""
        best: dict[int, Other] = {}
        for other in self._others:
            if other.group not in best or other.share > best[other.group].share:
                best[other.group] = other
        return [(other.option, named(other.option.place)) for other in best.values()]

    def nearest(self, option: Option) -> list[str]:
        """The names of up to three other places near the option, nearest first."""
        if not option.is_point:
            return []
        near = sorted(
            (arc_km(option.vector, other.vector), name)
            for other, name in self._names
            if other.is_point and other.place.id != option.place.id and other.place.id not in option.place.admin_ids
        )
        return list(dict.fromkeys(name for km, name in near if km <= NEAR_KM))[:_FEW]

    def containers(self, option: Option) -> list[str]:
        """The names of up to three places in the document that contain the option."""
        names = {other.place.id: name for other, name in self._names}
        return [names[place_id] for place_id in option.place.admin_ids if place_id in names][:_FEW]

    def contents(self, option: Option) -> list[str]:
        """The names of up to three places in the document that lie in the option."""
        here = option.place.id
        return list(dict.fromkeys(name for other, name in self._names if here in other.place.admin_ids))[:_FEW]

    def neighbours(self, option: Option) -> list[str]:
        """The names of up to three countries of the text in the option's quarter of the world, nearest first."""
        near = sorted(
            (arc_km(option.vector, other.vector), name) for other, name in self._names if other.level == COUNTRY
        )
        return list(dict.fromkeys(name for km, name in near if 0 < km <= _QUARTER_KM))[:_FEW]

    def compatriots(self, option: Option) -> list[str]:
        """The names of up to three other places of the document in the option's country."""
        here, country = option.place.id, option.place.country
        if not country:
            return []
        others = (name for other, name in self._names if other.place.country == country and other.place.id != here)
        return list(dict.fromkeys(others))[:_FEW]


def _count(counts: dict[str, float], key: str, share: float) -> None:
    if key:
        counts[key] = counts.get(key, 0.0) + share
