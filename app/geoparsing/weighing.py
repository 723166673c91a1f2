"""All names of a document weighed together: what speaks for each candidate, and how much each is believed.

What a candidate brings with it, and what its own sentences and the source say, is weighed once. Then each round weighs
it against the belief in the candidates of the document's other names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.background import NOTHING_KNOWN
from app.geoparsing.beside import stand_beside
from app.geoparsing.company import Company
from app.geoparsing.groups import NO_READINGS, grouped
from app.geoparsing.known import weigh_known
from app.geoparsing.local import weigh_locally
from app.geoparsing.model import Match
from app.geoparsing.pairs import weigh_pairs
from app.geoparsing.ranking import shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.background import Background
    from app.geoparsing.candidates import Candidates
    from app.geoparsing.groups import Group, Readings
    from app.geoparsing.model import Mention
    from app.geoparsing.ranking import Features, RankerWeights

_ROUNDS: Final = 3
_LEAST_SHARE: Final = 0.08
"""A candidate that is believed less than this is not weighed with the document's other names."""
_MOST: Final = 4
"""Candidates of a name that are weighed with the others, at most."""
_NEIGHBOURS: Final = 20
"""Names before and behind one that are weighed with it."""


def weighed(
    text: str,
    mentions: Sequence[Mention],
    candidates: Candidates,
    weights: RankerWeights,
    *,
    readings: Readings = NO_READINGS,
    background: Background = NOTHING_KNOWN,
    year: int | None = None,
) -> list[Group]:
    """The names of a document with the belief in each of their candidates.

    `year` is when the document was written, where that is known.
    """
    groups = grouped(text, mentions, candidates, readings)
    if not mentions:
        return groups
    stand_beside(text, mentions, groups)
    live = [group for group in groups if group.options and not group.reading]
    for group in live:
        weigh_locally(text, group, mentions, candidates)
    weigh_pairs(groups, _NEIGHBOURS)
    weigh_known(live, background, year)
    for group in groups:
        _start(group, weights)
    placed = placed_names(groups)
    for _ in range(_ROUNDS):
        _round(groups, placed, weights)
    return groups


def _start(group: Group, weights: RankerWeights) -> None:
    """The belief in a name's candidates before the rest of the document is looked at."""
    if group.reading:
        for option in group.options:
            option.share = 1.0
        group.believed = group.options
        return
    group.nothing = _nothing(group)
    group.nothing_score = weights.score(group.nothing)
    for option in group.options:
        option.own_score = option.score = weights.score(option.own)
    if group.options:
        _share(group)


def _round(groups: Sequence[Group], placed: Sequence[int], weights: RankerWeights) -> None:
    """Weigh every name against the belief in the others' candidates, then believe anew."""
    live = [(at, index) for at, index in enumerate(placed) if not groups[index].reading]
    for at, index in live:
        company = company_of(groups, placed, at)
        for option in groups[index].options:
            option.found = company.features(option)
            option.score = option.own_score + weights.score(option.found)
    for _, index in live:
        _share(groups[index])


def _share(group: Group) -> None:
    """Turn the scores of a name's candidates into shares of belief."""
    believed = shares([option.score for option in group.options], group.nothing_score)
    for option, share in zip(group.options, believed, strict=True):
        option.share = share
    held = [option for option in group.options if option.share >= _LEAST_SHARE or len(group.options) == 1]
    held.sort(key=lambda option: -option.share)
    group.believed = held[:_MOST]


def _nothing(group: Group) -> Features:
    """What speaks for "none of these"."""
    features: Features = [("none: always", 1.0)]
    if len(group.options) == 1:
        features.append(("none: only one place of the name", 1.0))
    if group.demonym:
        features.append(("none: a people's name", 1.0))
    if all(option.hit.match is Match.ALTERNATE for option in group.options):
        features.append(("none: only other names of places", 1.0))
    return features


def placed_names(groups: Sequence[Group]) -> list[int]:
    """The positions of the names that are weighed with each other: those that places are called."""
    return [index for index, group in enumerate(groups) if group.options and not group.is_guess]


def company_of(groups: Sequence[Group], placed: Sequence[int], at: int) -> Company:
    """The other names of a document as the one at `placed[at]` sees them; `placed` is what `placed_names` says."""
    return Company(groups, placed[at], _window(placed, at))


def _window(placed: Sequence[int], at: int) -> Sequence[int]:
    """The names that are introduced before and after one, as far as they are weighed with it."""
    return placed[max(0, at - _NEIGHBOURS) : at + 1 + _NEIGHBOURS]
