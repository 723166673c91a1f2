"""Finds the places of a pack that are one: same name, same feature class, less than 100 m apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.gazetteer import schema
from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

SAME_KM: Final = 0.1
_REACH: Final = 91
"""Hundred-thousandths of a degree of latitude in 100 m, and a little more."""

_MOST_HELD: Final = 2_000
"""Places of one name in a row that are compared at once; the world has no hundred."""

_BATCH: Final = 5000
_Row = tuple[int, int, int, int, int]
"""Likeness, latitude, longitude, number, people."""

_ALIKE: Final = (
    "SELECT likeness, lat, lon, id, population FROM stage.place WHERE likeness IS NOT NULL ORDER BY likeness, lat, lon"
)


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
    """Each place that goes, with the one that stays."""
    run: list[_Row] = []
    likeness = south = None
    for row in connection.execute(_ALIKE):
        if row[0] != likeness or row[1] - south > _REACH or len(run) >= _MOST_HELD:
            if len(run) > 1:
                yield from _within(run)
            run = []
            likeness = row[0]
        south = row[1]
        run.append(row)
    yield from _within(run)


def _within(run: list[_Row]) -> Iterator[tuple[int, int]]:
    """The twins among places of one name, from south to north; the place of most people is the one that stays."""
    clusters: list[list[_Row]] = []
    for row in run:
        while clusters and row[1] - clusters[0][0][1] > _REACH:
            yield from _merged(clusters.pop(0))
        home = next((cluster for cluster in clusters if _is_near(cluster[0], row)), None)
        if home is None:
            clusters.append([row])
        else:
            home.append(row)
    for cluster in clusters:
        yield from _merged(cluster)


def _merged(cluster: list[_Row]) -> Iterator[tuple[int, int]]:
    keeper = min(cluster, key=lambda row: (-row[4], row[3] < 0, abs(row[3])))[3]
    yield from {(row[3], keeper) for row in cluster if row[3] != keeper}


def _is_near(one: _Row, other: _Row) -> bool:
    here, there = (one[1] / schema.DEGREE, one[2] / schema.DEGREE), (other[1] / schema.DEGREE, other[2] / schema.DEGREE)
    return distance_km(*here, *there) < SAME_KM
