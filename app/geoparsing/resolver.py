"""Which place each name of a document means: all names weighed together, one sense per name, none where none convinces.

The weighing is in `weighing.py`, the weights in `ranking.py`; here its outcome becomes findings with reasons and with a
confidence that says how often pins like it are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.geoparsing.background import NOTHING_KNOWN
from app.geoparsing.confidence import Belief
from app.geoparsing.fitted import shipped
from app.geoparsing.geometry import arc_km
from app.geoparsing.groups import NO_READINGS
from app.geoparsing.model import Candidate, Finding, Kind, Resolution, Verdict
from app.geoparsing.reasons import Reasoning
from app.geoparsing.weighing import company_of, placed_names, weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.background import Background
    from app.geoparsing.candidates import Candidates
    from app.geoparsing.confidence import Calibration
    from app.geoparsing.evidence import Option
    from app.geoparsing.groups import Group, Readings
    from app.geoparsing.model import Mention, Place
    from app.geoparsing.ranking import Contribution, RankerWeights

_SHOWN: Final = 9
_ALIKE_KM: Final = 50.0
_CONVINCING: Final = 0.3
"""A place that is right less often than this is offered, not decided: of some 30 in 4,500 pins none was right."""
_NOTHING: Final = Resolution(Verdict.UNKNOWN, None, 0.0)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate as the ranker weighed it.

    Attributes:
        place: the place; None stands for "none of these".
        share: the share of belief in it, 0 to 1, over all candidates and "none of these".
        score: the sum of what the features contribute, in units of log odds.
        contributions: each feature with value, weight and contribution, strongest first.
    """

    place: Place | None
    share: float
    score: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A finding and how the ranker came to it: all candidates, most believed first, and "none of these" among them.

    Coordinates and names that nothing is called by have no candidates to weigh.
    """

    finding: Finding
    weighed: tuple[Weighed, ...]


def resolve(
    text: str,
    mentions: Sequence[Mention],
    candidates: Candidates,
    weights: RankerWeights | None = None,
    calibration: Calibration | None = None,
    *,
    readings: Readings = NO_READINGS,
    background: Background = NOTHING_KNOWN,
    date: str | None = None,
) -> list[Finding]:
    """A finding for each mention, in the same order.

    Args:
        text: the document's text.
        mentions: its mentions in order.
        candidates: what knows places.
        weights: the ranker's; without them the shipped ones.
        calibration: of the confidence; without it the shipped one.
        readings: what coordinates mean, by their spans; a mention of that kind without a reading means nothing.
        background: what is known before the document is read.
        date: ISO 8601 date of the document, where that is known.
    """
    weights = weights or shipped().ranker
    groups = weighed(text, mentions, candidates, weights, readings=readings, background=background, year=_year(date))
    return _findings(mentions, groups, weights, calibration or shipped().calibration)


def explained(
    text: str,
    mentions: Sequence[Mention],
    candidates: Candidates,
    weights: RankerWeights | None = None,
    calibration: Calibration | None = None,
    *,
    readings: Readings = NO_READINGS,
    background: Background = NOTHING_KNOWN,
    date: str | None = None,
) -> list[Explanation]:
    """What `resolve` finds, with the features of every candidate: each one's value, weight and contribution."""
    weights = weights or shipped().ranker
    groups = weighed(text, mentions, candidates, weights, readings=readings, background=background, year=_year(date))
    findings = _findings(mentions, groups, weights, calibration or shipped().calibration)
    told: dict[int, tuple[Weighed, ...]] = {}
    for group in groups:
        if group.options and not group.reading:
            told.update(dict.fromkeys(group.members, _told(group, weights)))
    return [Explanation(finding, told.get(index, ())) for index, finding in enumerate(findings)]


def _told(group: Group, weights: RankerWeights) -> tuple[Weighed, ...]:
    """Every candidate of a name as it was weighed, most believed first."""
    rows = [
        Weighed(option.place, option.share, option.score, tuple(weights.contributions([*option.own, *option.found])))
        for option in group.options
    ]
    left = max(0.0, 1.0 - sum(row.share for row in rows))
    rows.append(Weighed(None, left, group.nothing_score, tuple(weights.contributions(group.nothing))))
    return tuple(sorted(rows, key=lambda row: -row.share))


def _year(date: str | None) -> int | None:
    """The year of an ISO 8601 date."""
    return int(date[:4]) if date and date[:4].isdecimal() else None


def _findings(
    mentions: Sequence[Mention], groups: Sequence[Group], weights: RankerWeights, calibration: Calibration
) -> list[Finding]:
    """The findings that weighed names make."""
    findings: list[Finding] = [Finding(mention, (), _NOTHING) for mention in mentions]
    placed = placed_names(groups)
    at = {index: position for position, index in enumerate(placed)}
    for index, group in enumerate(groups):
        if group.reading:
            point = group.reading.candidate
            resolution = Resolution(Verdict.PLACE, point.place, group.reading.confidence)
            for member in group.members:
                findings[member] = Finding(mentions[member], (point,), resolution)
        elif group.options:
            company = company_of(groups, placed, at[index]) if index in at else None
            ranked = sorted(group.options, key=lambda option: -option.score)
            shown = _shown(ranked, Reasoning(group, ranked, company, weights))
            for member in group.members:
                resolution = _decided(group, ranked, mentions[member], calibration)
                findings[member] = Finding(mentions[member], shown, resolution)
    return findings


def _is_alike(chosen: Option, other: Option) -> bool:
    """Whether two options differ in extent only, a city and the district around it: no doubt about where it is."""
    if chosen.place.country != other.place.country:
        return False
    return arc_km(chosen.vector, other.vector) <= _ALIKE_KM or other.place.id in chosen.place.admin_ids


def _decided(group: Group, ranked: Sequence[Option], mention: Mention, calibration: Calibration) -> Resolution:
    """What is decided of one mention of a name."""
    if group.is_guess:
        return _NOTHING
    confidence = calibration.confidence(belief(ranked, mention))
    if confidence < _CONVINCING:
        return _NOTHING
    return Resolution(Verdict.PLACE, ranked[0].place, confidence)


def belief(ranked: Sequence[Option], mention: Mention) -> Belief:
    """What is believed of a mention for which the first of some options was chosen."""
    alike = sum(option.share for option in ranked if _is_alike(ranked[0], option))
    nothing = max(0.0, 1.0 - sum(option.share for option in ranked))
    return Belief(mention.certainty, min(1.0, alike), nothing, mention.kind is Kind.DEMONYM)


def _shown(ranked: Sequence[Option], reasoning: Reasoning) -> tuple[Candidate, ...]:
    """The first options as candidates with their shares of the belief in any, and reasons."""
    total = sum(option.share for option in ranked)
    return tuple(
        Candidate(
            option.place,
            option.share / total if total else 1.0 / len(ranked),
            option.hit.matched,
            option.hit.match,
            reasoning.reasons(option),
        )
        for option in ranked[:_SHOWN]
    )
