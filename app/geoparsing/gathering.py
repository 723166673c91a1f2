"""How a `Background` is made: from what other documents speak of, and from what the reader decided in them.

Weights are counted in whole thousandths of a mention, so that a sum does not depend on the order of its parts and a
document can be taken out of it again without a trace.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.geoparsing.kinds import plain
from app.geoparsing.model import Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.geoparsing.model import Finding, Place

FEWEST_DOCUMENTS: Final = 3
"""Documents that a source must have, the one in question among them, for its home to mean anything."""
_SMALLEST_SHARE: Final = 0.05
WHOLE: Final = 1000
"""What a mention weighs that is sure."""
_COUNTRY_AND_DIVISION: Final = 2


@dataclass(frozen=True, slots=True)
class Regions:
    """What one document or several speak of.

    Attributes:
        total: their resolved mentions, each as much as it is sure; thousandths.
        weights: the parts of these that lie in each country and first-level division, by place id; thousandths.
        documents: how many documents.
    """

    total: int = 0
    weights: Mapping[str, int] = field(default_factory=dict)
    documents: int = 0


NOWHERE: Final = Regions()


def regions_of(place: Place) -> tuple[str, ...]:
    """The ids of the first-level division and the country that a place lies in or is, as far as there are any."""
    chain = (place.id, *place.admin_ids)
    if place.precision is Precision.COUNTRY:
        return chain[:1]
    if not place.admin_ids:
        return ()
    if len(place.admin_ids) >= _COUNTRY_AND_DIVISION or place.precision is Precision.PROVINCE:
        return chain[-2:]
    return chain[-1:]


def regions(places: Iterable[tuple[Place, float]], documents: int = 1) -> Regions:
    """What documents speak of, given their places, each with its weight in mentions."""
    total = 0
    weights: dict[str, int] = {}
    for place, share in places:
        weight = round(WHOLE * share)
        total += weight
        for region in regions_of(place):
            weights[region] = weights.get(region, 0) + weight
    return Regions(total, weights, documents)


def spoken_of(findings: Iterable[Finding]) -> Regions:
    """What a document speaks of, each mention as much as its resolution is sure."""
    resolutions = (finding.resolution for finding in findings)
    return regions((one.place, one.confidence) for one in resolutions if one.place is not None)


def joined(one: Regions, other: Regions) -> Regions:
    """What both speak of together."""
    weights = dict(one.weights)
    for region, weight in other.weights.items():
        weights[region] = weights.get(region, 0) + weight
    return Regions(one.total + other.total, weights, one.documents + other.documents)


def home(source: Regions, document: Regions = NOWHERE) -> dict[str, float]:
    """The home of a source as one of its documents sees it.

    Args:
        source: what all documents of the source speak of.
        document: what the one speaks of, which is left out; nothing where `source` is without it already.

    Returns:
        the regions' shares of the other documents' mentions, 0.05 to 1; those of the countries sum to at most 1, and
        so do those of the divisions. Empty where there are too few other documents.
    """
    total = source.total - document.total
    if total <= 0 or source.documents - document.documents < FEWEST_DOCUMENTS - 1:
        return {}
    weights = {region: weight - document.weights.get(region, 0) for region, weight in source.weights.items()}
    shares = {region: weights[region] / total for region in sorted(weights)}
    return {region: share for region, share in shares.items() if share >= _SMALLEST_SHARE}


def decided(choices: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    """In how many documents the reader chose which place for a name.

    Args:
        choices: the name as written, the id of the place, the number of the document; repetitions count once.

    Returns:
        by name as `kinds.plain` folds it, the number of documents by place id.
    """
    counts: dict[str, dict[str, int]] = {}
    for name, place, _ in sorted({(plain(surface), place, document) for surface, place, document in choices}):
        places = counts.setdefault(name, {})
        places[place] = places.get(place, 0) + 1
    return counts
