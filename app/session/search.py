"""The search for a place as views show it: rows from the gazetteers, and from a coordinate that the reader types.

Nobody here knows a gazetteer; who searches is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from app.geoparsing.model import Match
from app.session import words

if TYPE_CHECKING:
    from app.geoparsing.candidates import NameHit
    from app.geoparsing.model import Place

LIMIT: Final = 12
_AS_WRITTEN: Final = "coordinates as written"


@dataclass(frozen=True, slots=True)
class SearchRow:
    """A place that was looked up.

    Attributes:
        place: the place.
        where: small print: "city · Nineveh, Iraq", "former country · until 1991".
        matched: the name that met what was typed.
        how: how it met it, empty where the place simply is called so: "also called Kiev", "spelled almost so".
        score: 0 to 1, falling from row to row.
        source: the gazetteer or host that knows it, empty for the gazetteer that Whereof carries.
    """

    place: Place
    where: str
    matched: str
    how: str
    score: float
    source: str = ""


class Hit(Protocol):
    """An answer of the gazetteers."""

    @property
    def hit(self) -> NameHit:
        """The place, and the name that met what was typed."""
        ...

    @property
    def score(self) -> float:
        """0 to 1, falling from answer to answer."""
        ...

    @property
    def source(self) -> str:
        """Title of the gazetteer that knows it."""
        ...


Search = Callable[[str, int], Sequence[Hit]]
"""Asks the gazetteers for a text and at most so many places."""
Sources = Callable[[], Iterable[object]]
"""The gazetteers that are asked just now, of which some can say what a point lies in."""


def rows(text: str, limit: int, search: Search | None, own: str, sources: Sources = tuple) -> list[SearchRow]:
    """What a typed text finds, best first: one row for a coordinate, else what the gazetteers know.

    Args:
        text: as typed.
        limit: rows at most.
        search: asks the gazetteers, if there are any.
        own: title of the gazetteer that needs no naming.
        sources: asked what a coordinate lies in.
    """
    wanted = text.strip()
    if not wanted or limit < 1:
        return []
    point = _coordinates(wanted, sources)
    if point is not None:
        return [SearchRow(point, words.where(point), wanted, _AS_WRITTEN, 1.0)]
    if search is None:
        return []
    return [row(hit.hit, hit.score, "" if hit.source == own else hit.source) for hit in search(wanted, limit)[:limit]]


def row(hit: NameHit, score: float, source: str) -> SearchRow:
    """A row of a place that a gazetteer or a host knows."""
    return SearchRow(hit.place, words.where(hit.place), hit.matched, how(hit), score, source)


def ranked(hits: Iterable[NameHit], source: str) -> tuple[SearchRow, ...]:
    """Rows of places in their order, of which nothing but the order is known."""
    found = list(hits)
    return tuple(row(hit, 1.0 - rank / len(found), source) for rank, hit in enumerate(found))


def how(hit: NameHit) -> str:
    """How a name met what was typed, empty where the place simply is called so."""
    if hit.match is Match.FUZZY:
        return f"spelled almost so: {hit.matched}" if hit.matched != hit.place.name else "spelled almost so"
    if hit.match is Match.DEMONYM:
        return f"demonym: {hit.matched}"
    return f"also called {hit.matched}" if hit.matched.casefold() != hit.place.name.casefold() else ""


def _coordinates(text: str, sources: Sources) -> Place | None:
    from app.geoparsing.coordinates import Whereabouts, read_one  # noqa: PLC0415 - it brings the projections along

    return read_one(text, Whereabouts(sources()))
