"""What the names of a document could mean together: counted over all their candidates, before any is believed.

A small town and its small county are each unlikely by themselves; that the text names both is no chance.
"""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Final

from app.geoparsing.evidence import COUNTRY, COUNTY, DIVISION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.evidence import Option
    from app.geoparsing.groups import Group
    from app.geoparsing.ranking import Features

_FAMOUS: Final = 150_000
"""People of a town that is spoken of far from home."""


def weigh_pairs(groups: Sequence[Group], window: int) -> None:
    """Add to the options' own features which other names, up to `window` before and behind, could lie with them."""
    table = [_Reach(group) for group in groups]
    for index, group in enumerate(groups):
        others = [*table[max(0, index - window) : index], *table[index + 1 : index + 1 + window]]
        named = [other for other in others if other.divisions]
        local = sum(other.is_local for other in others) / len(others) if others else 0.0
        for option in group.options:
            option.own += _together(option, named)
            if local:
                option.own += _local(option, local)


class _Reach:
    """Where a name's candidates lie."""

    def __init__(self, group: Group) -> None:
        weighed = [] if group.is_guess else group.options
        self.places = {option.place.id for option in weighed}
        self.counties = {option.county for option in weighed if option.county}
        self.divisions = {option.division for option in weighed if option.division}
        self.cells = {cell for option in weighed if option.is_point for cell in _around(option)}
        self.is_local = not any(_is_famous(option) for option in weighed)


def _cell(option: Option) -> tuple[int, int]:
    return floor(option.place.lat), floor(option.place.lon)


def _around(option: Option) -> list[tuple[int, int]]:
    """The degrees of latitude and longitude around an option."""
    lat, lon = _cell(option)
    return [(lat + north, lon + east) for north in (-1, 0, 1) for east in (-1, 0, 1)]


def _is_famous(option: Option) -> bool:
    return option.level in {COUNTRY, DIVISION} or not option.is_point or option.place.population >= _FAMOUS


def _together(option: Option, others: Sequence[_Reach]) -> Features:
    """Which of the other names could lie in the option's county or division, or be that county."""
    if not others or not option.division:
        return []
    features: Features = []
    divisions = sum(option.division in other.divisions for other in others)
    if divisions:
        features.append(("pair: part of the names that could lie in its division", divisions / len(others)))
    if option.is_point:
        cell = _cell(option)
        near = sum(cell in other.cells for other in others)
        if near:
            features.append(("pair: part of the names that could lie near it", near / len(others)))
    if option.county:
        counties = sum(option.county in other.counties for other in others)
        if counties:
            features.append(("pair: names that could lie in its county", counties / (1.0 + counties)))
        if option.level == COUNTY:
            return features
        if any(option.county in other.places for other in others):
            features.append(("pair: its county could be named", 1.0))
    return features


def _local(option: Option, local: float) -> Features:
    """What it means for the option that the document's other names are small places."""
    features: Features = []
    if option.level == COUNTRY:
        features.append(("local: a country among small places", local))
    if option.place.population >= _FAMOUS:
        features.append(("local: a large place among small places", local))
    return features
