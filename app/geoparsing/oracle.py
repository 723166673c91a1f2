"""What the gazetteer makes possible: the share of marked toponyms of which it holds the right place at all.

No ranking can choose a place that is not among the candidates; this is the ceiling for every resolver. "Right" is
what `evaluation` calls so: within 161 km of the marked point, or the same GeoNames id.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.geoparsing.candidates import LIMIT
from app.geoparsing.evaluation import NEAR_KM
from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.candidates import CandidateSource, NameHit
    from app.geoparsing.evaluation import MarkedDocument, Toponym

WIDE: Final = 1000
"""Candidates looked at for the ceiling; the engine itself weighs `candidates.LIMIT`."""
_BY_WORD: Final = {
    "water": (
        "bay beach brook canal channel creek falls ford fork gulf harbor harbour inlet lake landing "
        "ocean river sea spring strait"
    ),
    "road": (
        "avenue boulevard bridge crossing crossroads drive expressway ferry freeway highway lane pike "
        "railroad railway road street turnpike"
    ),
    "site": (
        "airport base building camp cathedral center centre church college court factory field fort hall "
        "hospital hotel house mall market mill mills mosque museum palace park plant port prison school "
        "square stadium station temple theater theatre tower university"
    ),
    "relief": (
        "canyon cape desert gap hill hills island islands mount mountain mountains peak peninsula point ridge valley"
    ),
    "division": "borough city county district governorate parish province region state town township village",
}
_KIND_OF_WORD: Final = {word: f"by name: {kind}" for kind, words in _BY_WORD.items() for word in words.split()}
OTHER: Final = "other name"
"""Kind of a marked toponym of which neither the corpus nor a word of the name says what it is."""


@dataclass(frozen=True, slots=True)
class Misses:
    """Marked toponyms of one kind that have no right candidate.

    Attributes:
        kind: the GeoNames code in the corpus, else what a word of the name says ("by name: road").
        located: how many of the kind are located at all.
        unknown: no place of the gazetteer is called so.
        elsewhere: places are called so, but lie elsewhere.
    """

    kind: str
    located: int
    unknown: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Oracle:
    """The ceiling on one corpus, as shares of all located toponyms.

    Attributes:
        located: how many marked toponyms have a point.
        called_so: some place is called so.
        right: the right place is among those called so.
        weighed: it is among the candidates that the engine weighs.
        within_161_km: as `right`, by distance alone.
        best_known: the best-known place called so is right.
        misses: by kind, most first.
    """

    located: int
    called_so: float
    right: float
    weighed: float
    within_161_km: float
    best_known: float
    misses: tuple[Misses, ...]


def oracle(documents: Sequence[MarkedDocument], source: CandidateSource) -> Oracle:
    """Ask a gazetteer for every located toponym of a corpus."""
    counts = dict.fromkeys(("called_so", "right", "weighed", "within_161_km", "best_known"), 0)
    kinds: dict[str, list[int]] = {}
    for document in documents:
        for toponym in document.toponyms:
            if toponym.lat is None or toponym.lon is None:
                continue
            surface = document.text[toponym.start : toponym.end]
            hits = source.find(surface, WIDE)
            right = [_is_right(toponym, hit) for hit in hits]
            counts["called_so"] += bool(hits)
            counts["right"] += any(right)
            counts["weighed"] += any(right[:LIMIT])
            counts["within_161_km"] += any(_is_near(toponym, hit) for hit in hits)
            counts["best_known"] += right[:1] == [True]
            kind = kinds.setdefault(toponym.feature or _kind_of(surface), [0, 0, 0])
            kind[0] += 1
            kind[1] += not hits
            kind[2] += bool(hits) and not any(right)
    located = sum(kind[0] for kind in kinds.values())
    shares = {name: count / located if located else 0.0 for name, count in counts.items()}
    misses = [Misses(kind, *numbers) for kind, numbers in kinds.items() if numbers[1] or numbers[2]]
    misses.sort(key=lambda miss: (-miss.unknown - miss.elsewhere, miss.kind))
    return Oracle(located=located, misses=tuple(misses), **shares)


def _kind_of(surface: str) -> str:
    """What a word of the name says that the place is; the last such word decides."""
    kinds = [kind for word in surface.casefold().split() if (kind := _KIND_OF_WORD.get(word.strip(".,")))]
    return kinds[-1] if kinds else OTHER


def _is_right(toponym: Toponym, hit: NameHit) -> bool:
    same = toponym.geonameid is not None and toponym.geonameid == hit.place.geonameid
    return same or _is_near(toponym, hit)


def _is_near(toponym: Toponym, hit: NameHit) -> bool:
    if toponym.lat is None or toponym.lon is None:
        return False
    return distance_km(toponym.lat, toponym.lon, hit.place.lat, hit.place.lon) <= NEAR_KM
