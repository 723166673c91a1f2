"""Where candidates come from: the protocol that every gazetteer answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.geoparsing.model import Match, Place


@dataclass(frozen=True, slots=True)
class NameHit:
    """A place met by name: the place, the gazetteer name that met the toponym, and how."""

    place: Place
    matched: str
    match: Match


class CandidateSource(Protocol):
    """Something that knows places by name: the embedded gazetteer, a pack, an online geocoder."""

    def find(self, toponym: str, limit: int = 30) -> Sequence[NameHit]:
        """Places called `toponym`, best-known first; empty where there is none. Never raises for odd input."""
        ...

    def has_name(self, toponym: str) -> bool:
        """Whether any place is called so; cheaper than `find`."""
        ...

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None where this source does not hold it."""
        ...
