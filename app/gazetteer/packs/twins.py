"""Finds the places of a pack that are one: same name, same feature class, less than 100 m apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.gazetteer import schema
from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

SAME_KM: Final = 0.1
_REACH: Final = 91
"""Hundred-thousandths of a degree of latitude in 100 m, and a little more."""

_MOST_HELD: Final = 10_000
_BATCH: Final = 5000
_ALIKE: Final = (
    "SELECT likeness, lat, lon, id, population FROM stage.place WHERE likeness IS NOT NULL ORDER BY likeness, lat, lon"
)


@dataclass(slots=True)
class _Cluster:
    """Places at one point, as `(-population, -id, id)` so that the least is the one to keep."""

    lat: int
    lon: int
    members: list[tuple[int, int, int]] = field(default_factory=list)
    fixed: int | None = None

    def merges(self) -> Iterator[tuple[int, int]]:
        """Each place that goes, with the one that stays: a GeoNames place of most people, if there is one."""
        keeper = self.fixed if self.fixed is not None else min(self.members)[2]
        self.fixed = keeper
        for _, _, number in self.members:
            if number != keeper:
                yield number, keeper
        self.members.clear()


def find_twins(connection: sqlite3.Connection) -> None:
    """Fill `stage.twin`: id of a place that goes -> id of the place that takes over its names."""
    found: list[tuple[int, int]] = []
    for pair in _pairs(connection):
        found.append(pair)
        if len(found) >= _BATCH:
            _put(connection, found)
    _put(connection, found)
    connection.execute("DELETE FROM stage.twin WHERE place IN (SELECT id FROM stage.twin)")


def _put(connection: sqlite3.Connection, found: list[tuple[int, int]]) -> None:
    connection.executemany("INSERT OR IGNORE INTO stage.twin VALUES (?, ?)", found)
    found.clear()


def _pairs(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    before: int | None = None
    clusters: list[_Cluster] = []
    for likeness, lat, lon, number, population in connection.execute(_ALIKE):
        if likeness != before:
            for cluster in clusters:
                yield from cluster.merges()
            clusters = []
            before = likeness
        elif clusters:
            while clusters and lat - clusters[0].lat > _REACH:
                yield from clusters.pop(0).merges()
        member = (-population, -number, number)
        home = next((cluster for cluster in clusters if _is_near(cluster, lat, lon)), None)
        if home is None:
            clusters.append(_Cluster(lat, lon, [member]))
            continue
        home.members.append(member)
        if len(home.members) >= _MOST_HELD:
            yield from home.merges()
    for cluster in clusters:
        yield from cluster.merges()


def _is_near(cluster: _Cluster, lat: int, lon: int) -> bool:
    if lat - cluster.lat > _REACH:
        return False
    one, other = (cluster.lat / schema.DEGREE, cluster.lon / schema.DEGREE), (lat / schema.DEGREE, lon / schema.DEGREE)
    return distance_km(*one, *other) < SAME_KM
