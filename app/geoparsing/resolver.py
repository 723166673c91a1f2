"""Which place each name of a document means: all names weighed together, a few rounds, one sense per name.

Each name starts from what its candidates are by themselves and what stands beside it (`evidence.py`); then each round
weighs it against the current choices for the other names of the document, until nothing changes.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Final

from app.geoparsing.evidence import WEIGHTS, Chosen, Surroundings
from app.geoparsing.geometry import arc_km
from app.geoparsing.groups import NO_READINGS, Group, Readings, grouped
from app.geoparsing.local import weigh_locally
from app.geoparsing.model import Candidate, Finding, Resolution, Verdict
from app.geoparsing.reasons import explain, is_at_point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.evidence import Option, Weights
    from app.geoparsing.model import Mention

_ROUNDS: Final = 3
_SHOWN: Final = 9
_NEIGHBOURS: Final = 20
_TEMPERATURE: Final = 1.0
_ALIKE_KM: Final = 50.0
_NOTHING: Final = 1.0
"""Score of "none of these": a name that speaks for its best candidate less than this leaves doubt."""


def resolve(
    text: str,
    mentions: Sequence[Mention],
    candidates: Candidates,
    weights: Weights = WEIGHTS,
    *,
    readings: Readings = NO_READINGS,
) -> list[Finding]:
    """A finding for each mention, in the same order.

    Coordinates mean what `readings` says of their spans; a mention of that kind without a reading means nothing.
    """
    groups = grouped(text, mentions, candidates, weights, readings)
    named = [group for group in groups if group.options]
    placed = [group for group in named if not group.is_guess]
    for group in named:
        if group.reading:
            group.chosen = group.options[0]
            continue
        weigh_locally(text, group, mentions, candidates, weights)
        for option in group.options:
            if is_at_point(group, option):
                option.local += weights.container
            option.score = option.prior + option.local
        _choose(group)
    for _ in range(_ROUNDS):
        if not _round(placed, weights):
            break
    decided: dict[int, tuple[tuple[Candidate, ...], Resolution]] = {}
    for index, group in enumerate(placed):
        decided.update(dict.fromkeys(group.members, _decided(group, _surroundings(placed, index, weights))))
    for group in named:
        if group.is_guess:
            decided.update(dict.fromkeys(group.members, _offered(group, Surroundings([], weights))))
    nothing = ((), Resolution(Verdict.UNKNOWN, None, 0.0))
    return [Finding(mention, *decided.get(index, nothing)) for index, mention in enumerate(mentions)]


def _choose(group: Group) -> bool:
    """Take the best option, of equals the one listed first; whether that is another one than before."""
    best = max(group.options, key=lambda option: option.score)
    changed = best is not group.chosen
    group.chosen = best
    return changed


def _round(groups: Sequence[Group], weights: Weights) -> bool:
    """Weigh every name that has a choice against the others' current choices; whether any choice changed."""
    for index, group in enumerate(groups):
        if len(group.options) > 1:
            surroundings = _surroundings(groups, index, weights)
            for option in group.options:
                option.score = option.prior + option.local + surroundings.weigh(option)
    return any(_choose(group) for group in groups)


def _surroundings(groups: Sequence[Group], index: int, weights: Weights) -> Surroundings:
    """The choices of the names that are introduced before and after one, at most twenty each way."""
    others = [*groups[max(0, index - _NEIGHBOURS) : index], *groups[index + 1 : index + 1 + _NEIGHBOURS]]
    return Surroundings(
        [
            Chosen(other.surface, other.chosen.place, other.chosen.vector, len(other.members))
            for other in others
            if other.chosen
        ],
        weights,
    )


def _is_alike(chosen: Option, other: Option) -> bool:
    """Whether two options differ in extent only, a city and the district around it: no doubt about where it is."""
    if chosen.place.country != other.place.country:
        return False
    return arc_km(chosen.vector, other.vector) <= _ALIKE_KM or other.place.id in chosen.place.admin_ids


def _decided(group: Group, surroundings: Surroundings) -> tuple[tuple[Candidate, ...], Resolution]:
    """The group's candidates with score and reasons, best first, and its resolution."""
    if group.reading:
        point = group.reading.candidate
        return (point,), Resolution(Verdict.PLACE, point.place, group.reading.confidence)
    ranked = sorted(group.options, key=lambda option: -option.score)
    masses = _masses(ranked)
    nothing = exp((_NOTHING - ranked[0].score) / _TEMPERATURE)
    alike = sum(mass for option, mass in zip(ranked, masses, strict=True) if _is_alike(ranked[0], option))
    confidence = alike / (sum(masses) + nothing)
    shown = _shown(group, ranked, masses, surroundings)
    return shown, Resolution(Verdict.PLACE, ranked[0].place, confidence)


def _offered(group: Group, surroundings: Surroundings) -> tuple[tuple[Candidate, ...], Resolution]:
    """What a name that no place has may be a slip for: offered to the reader, decided by nobody."""
    ranked = sorted(group.options, key=lambda option: -option.score)
    shown = _shown(group, ranked, _masses(ranked), surroundings)
    return shown, Resolution(Verdict.UNKNOWN, None, 0.0)


def _masses(ranked: Sequence[Option]) -> list[float]:
    """The belief in each option, in parts of that in the first."""
    return [exp((option.score - ranked[0].score) / _TEMPERATURE) for option in ranked]


def _shown(
    group: Group, ranked: Sequence[Option], masses: Sequence[float], surroundings: Surroundings
) -> tuple[Candidate, ...]:
    """The first options as candidates with score and reasons."""
    total = sum(masses)
    return tuple(
        Candidate(
            option.place,
            mass / total,
            option.hit.matched,
            option.hit.match,
            explain(group, option, ranked, surroundings),
        )
        for option, mass in zip(ranked[:_SHOWN], masses, strict=False)
    )
