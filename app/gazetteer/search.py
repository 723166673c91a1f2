# ruff: noqa: RUF001 - commas of many scripts
"""Looks places up for a reader who types: exact names, names that begin so, names almost so, over all gazetteers.

"Paris, Texas" asks for what is called Paris in what is called Texas; "paris texas" does where nothing is called
"paris texas". While the last name is being typed its beginning will do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from app.gazetteer.names import normalise
from app.geoparsing.candidates import merged
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.geoparsing.candidates import NameHit
    from app.geoparsing.model import Place

_LONGEST: Final = 200
_COMMAS: Final = re.compile(r"[,;،؛、，]")
_DEEPEST: Final = 4
"""Names of areas after the first name that are heeded."""
_WIDE: Final = 60
"""Hits looked at where an area narrows them."""
_AREAS: Final = 6
"""Areas of one name that are tried."""
_EXACT_SHARE: Final = 0.7
"""Share of the answer that exact hits may take before names that begin so get the rest."""
_FEW: Final = 3
"""With so many names that begin so, the reader is still typing and no slip is looked for."""
_LONGEST_ABBREVIATION: Final = 5
_SAME_KM: Final = 5.0

_TIERS: Final = ((1.0, 0.7), (0.69, 0.4), (0.39, 0.1))
"""The scores of exact hits, of names that begin so, of similar names: the first one's, and what they fall towards."""
_FALL_A_RANK: Final = 0.3
_KIND: Final = {Match.ALTERNATE: 0.98, Match.ABBREVIATION: 0.96, Match.DEMONYM: 0.94}
"""What is left of a score where the match is not on a main name."""


class Source(Protocol):
    """A gazetteer that can be searched: a `GazetteerFile`."""

    @property
    def title(self) -> str:
        """What the reader calls it."""
        ...

    def find(self, toponym: str, limit: int = 30, *, inside: Place | None = None) -> Sequence[NameHit]:
        """Places called so."""
        ...

    def similar(self, toponym: str, limit: int = 10) -> Sequence[NameHit]:
        """Places called almost so."""
        ...

    def starting(self, text: str, limit: int = 20) -> Sequence[NameHit]:
        """Places with a name that begins so."""
        ...


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place found.

    Attributes:
        hit: the place and the name that met the text.
        score: 0 to 1, 1 for the best-known place called exactly so; for ordering, not a probability.
        source: the title of the gazetteer that holds the place.
    """

    hit: NameHit
    score: float
    source: str


def search(sources: Sequence[Source], text: str, limit: int = 12) -> list[SearchHit]:
    """Places for a typed text, best first: called so, then with a name that begins so, then called almost so.

    Args:
        sources: gazetteers in the reader's order; the earlier wins where two hold the same place.
        text: a name, or a name and the areas around it after commas, in any script.
        limit: at most so many.
    """
    text = text[:_LONGEST]
    if limit <= 0 or not normalise(text):
        return []
    name, around = _parted(text)
    asked = _Asked(sources)
    tiers = asked.whole(text, limit)
    if around and not tiers[0]:
        tiers = asked.inside(name, around, limit)
    if not any(tiers):
        tiers = asked.unparted(text, limit)
    if not tiers[0] and len(tiers[1]) < _FEW:
        areas = asked.areas(around)
        slips = asked.each(lambda source: source.similar(name, _WIDE if areas else limit))
        tiers = tiers[0], tiers[1], [hit for hit in slips if _lies_in(hit.place, areas)]
    return asked.ranked(tiers, limit)


_Tiers = tuple["list[NameHit]", "list[NameHit]", "list[NameHit]"]


class _Asked:
    """The sources of one search, and which of them gave which place."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._titles: dict[str, str] = {}

    def each(self, question: Callable[[Source], Sequence[NameHit]]) -> list[NameHit]:
        """The sources' answers as one list, best-known first."""
        answers = [question(source) for source in self._sources]
        for source, answer in zip(self._sources, answers, strict=True):
            for hit in answer:
                self._titles.setdefault(hit.place.id, source.title)
        return list(merged(answers))

    def called(self, name: str, limit: int) -> list[NameHit]:
        """What is called exactly so; "usa" and "tx" are abbreviations here, where nobody writes of "us"."""
        hits = self.each(lambda source: source.find(name, limit))
        if not hits and len(name) <= _LONGEST_ABBREVIATION and name.islower():
            hits = self.each(lambda source: source.find(name.upper(), limit))
        return hits

    def whole(self, text: str, limit: int) -> _Tiers:
        """What is called exactly so, and what begins so."""
        exact = self.called(text, limit)
        begun = self.each(lambda source: source.starting(text, _WIDE if exact else limit))
        called = normalise(text) if exact else ""
        return exact, [hit for hit in begun if normalise(hit.matched) != called][:limit], []

    def inside(self, name: str, around: Sequence[str], limit: int) -> _Tiers:
        """What is called so, or begins so, in areas called as the other names say."""
        areas = self.areas(around)
        if not areas:
            return [], [], []
        exact = self._exactly_inside(name, areas)
        begun = self.each(lambda source: source.starting(name, _WIDE))
        return exact[:limit], [hit for hit in begun if _lies_in(hit.place, areas)][:limit], []

    def unparted(self, text: str, limit: int) -> _Tiers:
        """The same where no comma parts the name from the area: "paris texas"."""
        words = text.split()
        for last in range(1, min(len(words), _DEEPEST)):
            name, area = " ".join(words[:-last]), " ".join(words[-last:])
            exact = self._exactly_inside(name, self.areas([area]))
            if exact:
                return exact[:limit], [], []
        return [], [], []

    def areas(self, around: Iterable[str]) -> list[list[Place]]:
        """For each name the areas called so, else those that begin so."""
        found: list[list[Place]] = []
        for name in around:
            called = self.called(name, _WIDE)
            found.append(_areas(called) or _areas(self.each(lambda source, name=name: source.starting(name, _WIDE))))  # type: ignore[misc]  # bound at once
        return found

    def _exactly_inside(self, name: str, areas: Sequence[Sequence[Place]]) -> list[NameHit]:
        kept: dict[str, NameHit] | None = None
        for around in areas:
            met: dict[str, NameHit] = {}
            for area in around:
                for hit in self.each(lambda source, area=area: source.find(name, _WIDE, inside=area)):  # type: ignore[misc]
                    met.setdefault(hit.place.id, hit)
            kept = met if kept is None else {key: hit for key, hit in kept.items() if key in met}
        return sorted((kept or {}).values(), key=lambda hit: -hit.prior)

    def ranked(self, tiers: _Tiers, limit: int) -> list[SearchHit]:
        """One list with scores, each place once."""
        exact, *others = tiers
        most = max(1, round(limit * _EXACT_SHARE)) if any(others) else limit
        kept: list[NameHit] = []
        hits: list[SearchHit] = []
        for tier, (highest, lowest) in zip((exact[:most], *others), _TIERS, strict=True):
            score = highest
            for rank, hit in enumerate(hit for hit in tier if not _is_there(hit.place, kept)):
                kind = _KIND.get(hit.match, 1.0)
                score = min(score, lowest + (highest - lowest) * kind / (1 + _FALL_A_RANK * rank))
                kept.append(hit)
                hits.append(SearchHit(hit, round(score, 4), self._titles[hit.place.id]))
        return hits[:limit]


def _parted(text: str) -> tuple[str, list[str]]:
    """The first name, and the names of areas after commas."""
    first, *others = (part.strip() for part in _COMMAS.split(text, _DEEPEST))
    return first or text, [other for other in others if normalise(other)]


def _areas(hits: Iterable[NameHit]) -> list[Place]:
    """The places that others can lie in."""
    return [hit.place for hit in hits if not hit.place.feature.startswith("P.")][:_AREAS]


def _lies_in(place: Place, areas: Sequence[Sequence[Place]]) -> bool:
    """Whether a place lies in one of the areas of each name."""
    return all(any(_is_around(area, place) for area in around) for around in areas)


def _is_around(area: Place, place: Place) -> bool:
    if area.id in place.admin_ids:
        return True
    return area.feature.startswith("A.PCL") and bool(area.country) and area.country == place.country


def _is_there(place: Place, kept: Iterable[NameHit]) -> bool:
    """Whether a place, or the same one from another gazetteer, is in the list already."""
    return any(place.id == other.place.id or _is_same(place, other.place) for other in kept)


def _is_same(one: Place, other: Place) -> bool:
    if one.id.partition(":")[0] == other.id.partition(":")[0] or one.feature[:1] != other.feature[:1]:
        return False
    return one.name == other.name and distance_km(one.lat, one.lon, other.lat, other.lon) <= _SAME_KM
