"""Corpora as the ranker sees them: names with their candidates, what speaks for each, and which are right."""

# ruff: noqa: INP001 - a part of scripts

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from app.geoparsing import gathering
from app.geoparsing.background import NOTHING_KNOWN, Background
from app.geoparsing.evaluation import NEAR_KM
from app.geoparsing.geometry import distance_km
from app.geoparsing.spans import given
from app.geoparsing.weighing import weighed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from folds import Marked

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.evaluation import Toponym
    from app.geoparsing.groups import Group
    from app.geoparsing.model import Mention, Place
    from app.geoparsing.ranking import Features, RankerWeights

_SAME_KM: Final = 30.0
"""A candidate this near to the one with the marked id is as right: the town and the district around it."""
_REPEATED: Final = 0.7
"""A name that is mentioned n times counts n to the power of this."""


@dataclass
class Table:
    """Names with their candidates and "none of these", as rows of numbers."""

    features: list[str] = field(default_factory=list)
    firsts: list[int] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    counts: list[float] = field(default_factory=list)
    _columns: dict[str, int] = field(default_factory=dict)
    _cells: tuple[list[int], list[int], list[float]] = field(default_factory=lambda: ([], [], []))

    def add(self, rows: list[Features], right: list[bool], count: float) -> None:
        """Add a name: what speaks for each candidate, which are right, and what it counts."""
        self.firsts.append(len(self.right))
        for features, is_right in zip(rows, right, strict=True):
            for name, value in features:
                column = self._columns.get(name)
                if column is None:
                    column = self._columns[name] = len(self.features)
                    self.features.append(name)
                rows_at, columns_at, values_at = self._cells
                rows_at.append(len(self.right))
                columns_at.append(column)
                values_at.append(value)
            self.right.append(is_right)
        self.counts.append(count)

    def arrays(self) -> tuple[Any, Any, Any, Any]:
        """The values, the first row of each name, which rows are right, what each name counts."""
        rows, columns, values = self._cells
        shape = (len(self.right), len(self.features))
        matrix = csr_matrix((values, (rows, columns)), shape=shape)
        return matrix, np.array(self.firsts), np.array(self.right, dtype=float), np.array(self.counts)


@dataclass
class Corpus:
    """The documents of a corpus with their marked spans read as mentions."""

    documents: list[tuple[Marked, list[Mention]]]
    candidates: Candidates

    @classmethod
    def of(cls, documents: Iterable[Marked], candidates: Candidates) -> Corpus:
        """A corpus, read."""
        return cls(
            [(one, [given(one.text, span.start, span.end, candidates) for span in one.toponyms]) for one in documents],
            candidates,
        )

    @property
    def has_publishers(self) -> bool:
        """Whether the corpus tells who wrote its documents."""
        return any(one.publisher for one, _ in self.documents)

    def weighed(self, weights: RankerWeights, *, at_home: bool = False) -> Iterator[tuple[Marked, list[Group]]]:
        """The documents with their names weighed, perhaps with their sources' homes known."""
        homes = self._homes(weights) if at_home else {}
        for one, mentions in self.documents:
            background = homes.get(one.document.id, NOTHING_KNOWN)
            if at_home and not background.home:
                continue
            yield one, weighed(one.text, mentions, self.candidates, weights, background=background)

    def right(self, weights: RankerWeights, *, at_home: bool = False) -> float:
        """The share of the located toponyms that are placed rightly."""
        homes = self._homes(weights) if at_home else {}
        placed = total = 0
        for one, mentions in self.documents:
            background = homes.get(one.document.id, NOTHING_KNOWN)
            for group in weighed(one.text, mentions, self.candidates, weights, background=background):
                located = _located(one, group)
                total += len(located)
                if group.options and not group.is_guess:
                    best = max(group.options, key=lambda option: option.score).place
                    placed += sum(is_right(toponym, best) for toponym in located)
        return placed / total

    def _homes(self, weights: RankerWeights) -> dict[str, Background]:
        """What the other documents of each document's source speak of."""
        each: list[tuple[Marked, gathering.Regions]] = []
        sources: dict[str, gathering.Regions] = {}
        for one, mentions in self.documents:
            if one.publisher:
                groups = weighed(one.text, mentions, self.candidates, weights)
                regions = gathering.regions(
                    (best.place, best.share)
                    for group in groups
                    if group.options and not group.is_guess
                    for best in [max(group.options, key=lambda option: option.score)] * len(group.members)
                )
                each.append((one, regions))
                sources[one.publisher] = gathering.joined(sources.get(one.publisher, gathering.NOWHERE), regions)
        return {
            one.document.id: Background(home=gathering.home(sources[one.publisher], regions)) for one, regions in each
        }


def tabled(table: Table, corpus: Corpus, weights: RankerWeights, count: float) -> None:
    """Add a corpus that counts as 1,000 names times `count`; half of it with sources' homes."""
    settings = (False, True) if corpus.has_publishers else (False,)
    for at_home in settings:
        names = [
            (rows, right, len(located) ** _REPEATED)
            for one, groups in corpus.weighed(weights, at_home=at_home)
            for group in groups
            if (located := _located(one, group)) and group.options and not group.is_guess and not group.reading
            for rows, right in [_name(group, located)]
        ]
        total = sum(each for _, _, each in names)
        for rows, right, each in names:
            table.add(rows, right, 1000 * count * each / total / len(settings))


def _name(group: Group, located: list[Toponym]) -> tuple[list[Features], list[bool]]:
    """A name's candidates and "none of these": what speaks for each, and which are right for most of its mentions."""
    rows = [[*option.own, *option.found] for option in group.options]
    places = [option.place for option in group.options]
    votes = [0] * (len(places) + 1)
    for toponym in located:
        right = _right(toponym, places)
        for index in right or [len(places)]:
            votes[index] += 1
    return [*rows, group.nothing], [2 * vote >= max(votes) for vote in votes]


def _located(one: Marked, group: Group) -> list[Toponym]:
    """The marked toponyms of a name that have a point."""
    return [one.toponyms[member] for member in group.members if one.toponyms[member].lat is not None]


def _right(toponym: Toponym, places: list[Place]) -> list[int]:
    """Which of some places a corpus means: those with its id and the ones around, else all near its point."""
    same = [place for place in places if toponym.geonameid is not None and place.geonameid == toponym.geonameid]
    if not same:
        return [index for index, place in enumerate(places) if is_right(toponym, place)]
    return [
        index
        for index, place in enumerate(places)
        if any(distance_km(place.lat, place.lon, one.lat, one.lon) <= _SAME_KM for one in same)
    ]


def is_right(toponym: Toponym, place: Place) -> bool:
    """Whether a place is within 161 km of the marked point, or has its GeoNames id."""
    if toponym.geonameid is not None and toponym.geonameid == place.geonameid:
        return True
    if toponym.lat is None or toponym.lon is None:
        return False
    return distance_km(toponym.lat, toponym.lon, place.lat, place.lon) <= NEAR_KM
