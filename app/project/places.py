"""The project's own copies of the places it uses, and how often the open documents speak of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Kind, MentionKey, Place
from app.project.rows import place_to_row, row_to_place
from app.project.values import PlaceTally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.project.database import Database

_KEEP: Final = (
    "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
    " name = excluded.name, lat = excluded.lat, lon = excluded.lon, feature = excluded.feature,"
    " country = excluded.country, admin = excluded.admin, precision = excluded.precision,"
    " geonameid = excluded.geonameid, population = excluded.population, radius_km = excluded.radius_km,"
    " areas = excluded.areas, admin_ids = excluded.admin_ids, start = excluded.start, finish = excluded.finish"
)
_OPEN: Final = "now_place IS NOT NULL AND document NOT IN (SELECT id FROM document WHERE NOT open)"
_KIND_ORDER: Final = {kind: order for order, kind in enumerate(Kind)}
_FEW: Final = 500
"""So many places whose tallies changed are counted one by one; more are counted all together."""


class Places:
    """Reads and writes the table `place`; places and their tallies stay in memory, mentions never do."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._met: dict[str, Place] = {}
        self._tallies: dict[str, PlaceTally] = {}
        self._changed: set[str] | None = None  # None: all
        database.on_rollback = self._forget

    def keep(self, places: Iterable[Place]) -> None:
        """Store these places over older copies; call inside the transaction that refers to them."""
        fresh = {place.id: place for place in places if self._met.get(place.id) != place}
        self._database.run_each(_KEEP, [place_to_row(place) for place in fresh.values()])
        self._met.update(fresh)
        self.note(fresh)

    def note(self, place_ids: Iterable[str]) -> None:
        """Take the tallies of these places for stale."""
        if self._changed is not None:
            self._changed.update(place_ids)

    def _forget(self) -> None:
        """Trust the file alone again, after a transaction that failed."""
        self._met.clear()
        self._changed = None

    def get(self, place_id: str) -> Place | None:
        """The place with this id, if the project uses it."""
        place = self._met.get(place_id)
        if place is None:
            row = self._database.first("SELECT * FROM place WHERE id = ?", place_id)
            if row is not None:
                place = self._met[place_id] = row_to_place(row)
        return place

    def tallies(self) -> list[PlaceTally]:
        """Every place that a mention in an open document resolves to, most mentioned first, then by name."""
        if self._changed is None or len(self._changed) > _FEW:
            self._meet_all()
            self._tallies = self._count(_OPEN)
        else:
            for place_id in self._changed:
                self._tallies.pop(place_id, None)
                self._tallies.update(self._count(f"{_OPEN} AND now_place = ?", place_id))
        self._changed = set()
        return sorted(self._tallies.values(), key=lambda tally: (-tally.mentions, tally.place.name, tally.place.id))

    def _meet_all(self) -> None:
        for row in self._database.all("SELECT * FROM place"):
            if row["id"] not in self._met:
                self._met[row["id"]] = row_to_place(row)

    def _count(self, where: str, *parameters: str) -> dict[str, PlaceTally]:
        kinds = self._kinds(where, *parameters)
        demonyms = self._demonyms(where, *parameters)
        # With one MIN in it, the query's bare columns come from the row that has the minimum: the first mention.
        sql = (
            'SELECT now_place, COUNT(*), COUNT(DISTINCT document), SUM(undecided) = COUNT(*), document, "start",'  # noqa: S608
            f' "end", MIN((document << 32) | "start") FROM finding WHERE {where} GROUP BY now_place'
        )
        tallies = {}
        for place_id, mentions, documents, unsure, *first, _ in self._database.all(sql, *parameters):
            place = self.get(place_id)
            if place is not None:
                kind, demonym = kinds[place_id], demonyms.get(place_id, "")
                tallies[place_id] = PlaceTally(
                    place, mentions, documents, kind, bool(unsure), MentionKey(*first), demonym
                )
        return tallies

    def _kinds(self, where: str, *parameters: str) -> dict[str, Kind]:
        """The kind that most mentions of each place have."""
        sql = f"SELECT now_place, kind, COUNT(*) FROM finding WHERE {where} GROUP BY now_place, kind"  # noqa: S608
        best: dict[str, tuple[int, int, Kind]] = {}
        for place_id, name, mentions in self._database.all(sql, *parameters):
            kind = Kind(name)
            rank = (-mentions, _KIND_ORDER[kind], kind)
            best[place_id] = min(best.get(place_id, rank), rank)
        return {place_id: kind for place_id, (_, _, kind) in best.items()}

    def _demonyms(self, where: str, *parameters: str) -> dict[str, str]:
        """The demonym most used for each place that is spoken of through one."""
        sql = (
            "SELECT now_place, surface, COUNT(*) FROM finding"  # noqa: S608 - constant conditions
            f" WHERE {where} AND kind = 'demonym' GROUP BY now_place, surface"
        )
        best: dict[str, tuple[int, str]] = {}
        for place_id, surface, mentions in self._database.all(sql, *parameters):
            best[place_id] = min(best.get(place_id, (0, "")), (-mentions, surface))
        return {place_id: surface for place_id, (_, surface) in best.items()}
