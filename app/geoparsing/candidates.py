"""Where candidates come from: the protocol that every gazetteer answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.model import Match, Place

LIMIT: Final = 30
"""Candidates asked of each source."""

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class NameHit:
    """A place met by name.

    Attributes:
        place: the place.
        matched: the gazetteer name that met the toponym.
        match: how it met it.
        prior: how well known the place is under this name, before any text is read, in powers of ten of people;
            what orders the hits of several sources.
    """

    place: Place
    matched: str
    match: Match
    prior: float = 0.0


class CandidateSource(Protocol):
    """Something that knows places by name: the embedded gazetteer, a pack, an online geocoder."""

    def find(self, toponym: str, limit: int = 30) -> Sequence[NameHit]:
        """Places called `toponym`, best-known first; empty where there is none. Never raises for odd input."""
        ...

    def similar(self, toponym: str, limit: int = 10) -> Sequence[NameHit]:
        """Places called almost so (typing errors, scanning errors), all `Match.FUZZY`, nearest and best-known first.

        For names of which `find` knows nothing; some milliseconds.
        """
        ...

    def has_name(self, toponym: str) -> bool:
        """Whether any place is called so; cheaper than `find`."""
        ...

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None where this source does not hold it."""
        ...


_REMEMBERED: Final = 50_000
_LEAST_LETTERS: Final = 5
"""A shorter name is almost every other short name."""
_SAME_KM: Final = 5.0
_NO_WORD: Final = re.compile(r"[\W\d_]+")


class Candidates:
    """Several candidate sources as one, remembering what was asked before.

    Earlier sources win where two hold the same place. The memory is bounded and only saves time: answers are the
    same without it.

    Args:
        sources: the most trusted first.
        slips: whether `similar` has answers. They decide nothing and cost a millisecond a name, so that whoever does
            not show them does without.
    """

    def __init__(self, sources: Sequence[CandidateSource], *, slips: bool = True) -> None:
        self._sources = tuple(sources)
        self._slips = slips
        self._hits: dict[str, tuple[NameHit, ...]] = {}
        self._similar: dict[str, tuple[NameHit, ...]] = {}
        self._known: dict[str, bool] = {}

    def find(self, toponym: str) -> tuple[NameHit, ...]:
        """Places called `toponym` over all sources, each once, best-known first."""
        hits = self._hits.get(toponym)
        if hits is None:
            hits = merged([source.find(toponym, LIMIT) for source in self._sources])
            _remember(self._hits, toponym, hits)
        return hits

    def similar(self, toponym: str) -> tuple[NameHit, ...]:
        """Places called almost `toponym`: what a name that `find` does not know may be a slip for."""
        hits = self._similar.get(toponym)
        if hits is None:
            long = self._slips and len(_NO_WORD.sub("", toponym)) >= _LEAST_LETTERS
            hits = merged([source.similar(toponym, LIMIT) for source in self._sources]) if long else ()
            _remember(self._similar, toponym, hits)
        return hits

    def has_name(self, toponym: str) -> bool:
        """Whether any source knows a place called exactly so."""
        known = self._known.get(toponym)
        if known is None:
            known = any(source.has_name(toponym) for source in self._sources)
            _remember(self._known, toponym, known)
        return known


def merged(answers: Sequence[Sequence[NameHit]]) -> tuple[NameHit, ...]:
    """The hits of several sources as one list, best-known first; a place that two hold is the earlier source's.

    The same place is one of the same id, or of the same feature class and at most 5 km away in another source.
    """
    held = [answer for answer in answers if answer]
    if len(held) <= 1:
        return tuple(held[0]) if held else ()
    kept: list[NameHit] = []
    for answer in held:
        others = tuple(kept)
        kept.extend(hit for hit in answer if not any(_is_same(hit.place, other.place) for other in others))
    return tuple(sorted(kept, key=lambda hit: -hit.prior))


def _is_same(one: Place, other: Place) -> bool:
    if one.id == other.id:
        return True
    if one.feature[:1] != other.feature[:1]:
        return False
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= _SAME_KM


def _remember(memory: dict[str, _Answer], toponym: str, answer: _Answer) -> None:
    """Keep an answer; a full memory starts over."""
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[toponym] = answer
