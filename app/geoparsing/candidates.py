"""Where candidates come from: the protocol that every gazetteer answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

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


class Candidates:
    """Several candidate sources as one, remembering what was asked before.

    Earlier sources win where two hold the same place. The memory is bounded and only saves time: answers are the
    same without it.
    """

    def __init__(self, sources: Sequence[CandidateSource]) -> None:
        self._sources = tuple(sources)
        self._hits: dict[str, tuple[NameHit, ...]] = {}
        self._known: dict[str, bool] = {}

    def find(self, toponym: str) -> tuple[NameHit, ...]:
        """Places called `toponym` over all sources, each once, best-known first."""
        hits = self._hits.get(toponym)
        if hits is None:
            hits = self._merged(toponym)
            _remember(self._hits, toponym, hits)
        return hits

    def has_name(self, toponym: str) -> bool:
        """Whether any source knows a place called so."""
        known = self._known.get(toponym)
        if known is None:
            known = any(source.has_name(toponym) for source in self._sources)
            _remember(self._known, toponym, known)
        return known

    def _merged(self, toponym: str) -> tuple[NameHit, ...]:
        """Ask every source."""
        seen: dict[str, NameHit] = {}
        for source in self._sources:
            for hit in source.find(toponym, LIMIT):
                seen.setdefault(hit.place.id, hit)
        return tuple(seen.values())


def _remember(memory: dict[str, _Answer], toponym: str, answer: _Answer) -> None:
    """Keep an answer; a full memory starts over."""
    if len(memory) >= _REMEMBERED:
        memory.clear()
    memory[toponym] = answer
