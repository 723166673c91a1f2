"""Asks a gazetteer file, the embedded one or a pack: by name, by id, by point, by view.

The file is opened read-only and never changes, so each thread has a connection of its own and answers are kept.
"""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Self

from app.errors import Missing
from app.gazetteer import info, schema
from app.gazetteer.cities import Cities
from app.gazetteer.fuzzy import Similar
from app.gazetteer.names import meets_abbreviation, normalise, titled, variants
from app.gazetteer.outlines import Outlines
from app.gazetteer.places import COLUMNS, Places
from app.gazetteer.reader import REPAIR, Reader
from app.geoparsing.candidates import NameHit
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    from app.gazetteer.info import GazetteerInfo
    from app.gazetteer.shapes import Shape
    from app.geoparsing.model import Place

_KEPT_NAMES, _KEPT_STARTS = 20_000, 500
_LOWER_PRIOR: Final = (0, 0, 150, 0, 0)
"""What a match takes away from a place's prior (in hundredths), in the order of `schema.MATCHES`."""
_PENALTY: Final = "CASE name.match " + " ".join(f"WHEN {n} THEN {less}" for n, less in enumerate(_LOWER_PRIOR)) + " END"
_HITS: Final = (
    f"SELECT name.norm, name.match, name.surface, place.prior - {_PENALTY}, {COLUMNS}"  # noqa: S608 - our own words
    " FROM name JOIN place ON place.id = name.place"
)
_FIND: Final = f"{_HITS} WHERE name.norm = ? ORDER BY 4 DESC, place.id LIMIT ?"
_LOWER_ALTERNATE: Final = 300
"""What more an alternate name takes away where only its beginning is typed: countries have hundreds of them."""
_START: Final = (
    f"{_HITS} WHERE name.norm >= ?1 AND name.norm < ?2 {{}}"
    " ORDER BY 4 DESC, name.match, length(name.norm), place.id LIMIT ?3"
)
_EVERY_START: Final = _START.format("")
_SHORT_STARTS: Final = (
    _START.format(f"AND name.match <> {schema.MATCHES.index(Match.ALTERNATE)} AND length(name.norm) <= 14"),
    _START.format("AND length(name.norm) <= 10"),
    _EVERY_START,
)
"""What a beginning of two or three letters is looked for in, until there is enough: tens of thousands of names
begin with "sa", and the place of each must be seen before the best-known are known."""
_MENTIONED: Final = "SELECT match, surface FROM name WHERE norm = ? ORDER BY match LIMIT 8"
_ABBREVIATION: Final = schema.MATCHES.index(Match.ABBREVIATION)
_SPARE_ROWS: Final = 12
"""Rows read beyond the limit, for abbreviations that are not written as the toponym is."""
_NAMES_A_PLACE: Final = 6
"""Rows read for each place wanted, where a place may be met under several names."""
_ALL: Final = 5000
"""Rows read at most where the answer is narrowed afterwards."""
_LOWER_A_WORD: Final = 200
"""What each word that a name has beyond the typed ones takes from its prior: Mosul before Mosul Dam."""
_SHORTEST_START: Final = 2
"""Letters without which too many names begin so."""
_SHORT_START: Final = 3
_LAST: Final = "\U0010ffff"


class GazetteerFile:
    """One gazetteer file, a `CandidateSource`; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._reader = Reader(path)
        try:
            self._places = Places(self._reader)
            self._meta: dict[str, str] = dict(self._reader.rows("SELECT key, value FROM meta"))
        except BaseException:
            self.close()
            raise
        self._cities = Cities(self._reader, self._places)
        self._outlines = Outlines(self._reader, self._places)
        self._similar = Similar(self._reader, self._called)
        self._find: Callable[[str, int], tuple[NameHit, ...]] = lru_cache(_KEPT_NAMES)(self._find_now)
        self._starting: Callable[[str, int], tuple[NameHit, ...]] = lru_cache(_KEPT_STARTS)(self._starting_now)

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a gazetteer file.

        Raises:
            Missing: the file is not there, cannot be read, or is not a gazetteer of this program's version.
        """
        if not path.is_file():
            raise Missing(f"The gazetteer {path.name} is not there.", REPAIR)
        try:
            return cls(path)
        except sqlite3.Error as trouble:
            raise Missing(f"The gazetteer {path.name} cannot be read: {trouble}.", REPAIR) from trouble

    @property
    def path(self) -> Path:
        """The file."""
        return self._reader.path

    @property
    def title(self) -> str:
        """What the reader calls this gazetteer."""
        return self._meta.get("title", info.EMBEDDED)

    @property
    def version(self) -> str:
        """The gazetteer's version, for reports."""
        kind = self._meta.get("title", "whereof-gazetteer")
        return f"{kind} {self._meta.get('version', '?')}"

    @property
    def attribution(self) -> tuple[str, ...]:
        """The lines that its sources ask for."""
        return tuple(self._meta.get("attribution", "").splitlines())

    def info(self) -> GazetteerInfo:
        """What is in the file; counted anew at each call, some tens of milliseconds."""
        return info.read(self._reader, self.title)

    def find(
        self,
        toponym: str,
        limit: int = 30,
        *,
        countries: Collection[str] = (),
        inside: Place | None = None,
        near: tuple[float, float, float] | None = None,
    ) -> Sequence[NameHit]:
        """Places called so, best-known first; empty where there is none.

        Args:
            toponym: the name, as written.
            limit: at most so many.
            countries: ISO alpha-2 codes; only places in one of these.
            inside: only places in this one, by their divisions or by its outline.
            near: latitude, longitude, kilometres; only places so near.
        """
        if limit <= 0:
            return ()
        if not countries and inside is None and near is None:
            return self._find(toponym, limit)
        codes = frozenset(code.upper() for code in countries)
        for form in variants(toponym):
            met = self._fitting(toponym, form, _ALL)
            kept = [hit for hit in met if self._is_wanted(hit.place, codes, inside, near)]
            if kept:
                return tuple(kept[:limit])
        return ()

    def similar(self, toponym: str, limit: int = 10) -> Sequence[NameHit]:
        """Places called almost so, nearest and then best-known first; for toponyms that `find` knows nothing of."""
        return self._similar.find(toponym)[: max(limit, 0)]

    def starting(self, text: str, limit: int = 20) -> Sequence[NameHit]:
        """Places with a name that begins so, each once, best-known first; some milliseconds."""
        start = normalise(text)
        if len(start) < _SHORTEST_START or limit <= 0:
            return ()
        return self._starting(start + (" " if text[-1:].isspace() else ""), limit)

    def has_name(self, toponym: str) -> bool:
        """Whether any place is called so."""
        for form in variants(toponym):
            for match, surface in self._reader.rows(_MENTIONED, form):
                if match != _ABBREVIATION or meets_abbreviation(toponym, surface or titled(form)):
                    return True
        return False

    def place(self, place_id: str) -> Place | None:
        """The place with this id, if it is here."""
        return self._places.identified(place_id)

    def near(self, lat: float, lon: float, limit: int = 10, farthest_km: float | None = None) -> list[Place]:
        """The cities nearest to a point, nearest first: within so many km, or else within some 2,500 km."""
        return self._cities.near(lat, lon, limit, farthest_km)

    def labels(  # noqa: PLR0917 - a view is four edges
        self, south: float, west: float, north: float, east: float, minimum_population: int, limit: int
    ) -> list[Place]:
        """The most populous cities in a view, for the map's labels; `west` > `east` crosses the date line."""
        return self._cities.labels((south, west, north, east), minimum_population, limit)

    def shape(self, key: str) -> Shape | None:
        """The shape of one key of `Place.areas`, if it is here and whole."""
        return self._outlines.shape(key)

    def footprint(self, place: Place) -> list[Shape]:
        """The shapes of a place that this file holds; none where its circle is all there is."""
        return self._outlines.footprint(place)

    def contains(self, area: Place, lat: float, lon: float) -> bool:
        """Whether a point lies in an area: by its shapes, else by its circle; no point lies in a river."""
        return self._outlines.contains(area, lat, lon)

    def is_inside(self, place: Place, area: Place) -> bool:
        """Whether a place lies in another one, by its divisions, its country, or the other one's outline."""
        if place.id == area.id:
            return False
        if area.id in place.admin_ids:
            return True
        if area.feature.startswith("A.PCL") and place.country and area.country:
            return place.country == area.country
        return self._outlines.contains(area, place.lat, place.lon)

    def distance_to(self, place: Place, lat: float, lon: float) -> float:
        """Kilometres from a point to the nearest bit of a place's footprint: 0 inside, else to its edge or course."""
        return self._outlines.distance_to(place, lat, lon)

    def areas_at(self, lat: float, lon: float) -> list[Place]:
        """The countries, divisions and named areas whose outline holds a point, smallest first."""
        return self._outlines.at(lat, lon)

    def within(self, area: Place, limit: int = 30) -> list[Place]:
        """The most populous cities in an area: a country's or division's own, else those inside its outline."""
        if limit <= 0:
            return []
        boxes = self._outlines.boxes(area)
        owners = self._outlines.divisions(area)
        if owners:
            chain = self._places.chain
            own = self._cities.within(boxes, lambda _lat, _lon, parent: not owners.isdisjoint(chain(parent).ids), limit)
            if own:
                return own
        return self._cities.within(boxes, lambda lat, lon, _parent: self._outlines.contains(area, lat, lon), limit)

    def close(self) -> None:
        """Close every thread's connection; the gazetteer is of no use afterwards."""
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _find_now(self, toponym: str, limit: int) -> tuple[NameHit, ...]:
        for form in variants(toponym):
            met = self._fitting(toponym, form, limit + _SPARE_ROWS)
            if met:
                return tuple(met[:limit])
        return ()

    def _starting_now(self, start: str, limit: int) -> tuple[NameHit, ...]:
        first: dict[int, tuple[Any, ...]] = {}
        for query in _SHORT_STARTS if len(start) <= _SHORT_START else (_EVERY_START,):
            for row in self._reader.rows(query, start, start + _LAST, limit * _NAMES_A_PLACE):
                if row[1] != _ABBREVIATION:
                    first.setdefault(row[4], row)
            if len(first) >= limit:
                break
        ranked = sorted(first.values(), key=lambda row: _beginning_rank(row, start.count(" ")))
        return tuple(map(self._hit, ranked[:limit]))

    def _fitting(self, toponym: str, form: str, most: int) -> list[NameHit]:
        """The places of one form, without abbreviations that are not written as the toponym is."""
        return [
            self._hit(row)
            for row in self._reader.rows(_FIND, form, most)
            if row[1] != _ABBREVIATION or meets_abbreviation(toponym, row[2] or titled(form))
        ]

    def _called(self, form: str) -> Iterable[NameHit]:
        """The places of one form, for a toponym that is not written so."""
        return map(self._hit, (row for row in self._reader.rows(_FIND, form, _SPARE_ROWS) if row[1] != _ABBREVIATION))

    def _is_wanted(
        self,
        place: Place,
        codes: frozenset[str],
        inside: Place | None,
        near: tuple[float, float, float] | None,
    ) -> bool:
        if codes and place.country not in codes:
            return False
        if near is not None and distance_km(near[0], near[1], place.lat, place.lon) > near[2]:
            return False
        return inside is None or self.is_inside(place, inside)

    def _hit(self, row: tuple[Any, ...]) -> NameHit:
        return NameHit(
            self._places.of(row[4:]), row[2] or titled(row[0]), schema.MATCHES[row[1]], row[3] / schema.HUNDREDTH
        )


def _beginning_rank(row: tuple[Any, ...], typed_spaces: int) -> int:
    """What orders the rows of a beginning, the best one lowest."""
    norm, match, _, prior = row[:4]
    lower = _LOWER_ALTERNATE if schema.MATCHES[match] is Match.ALTERNATE else 0
    more_words = max(str(norm).count(" ") - typed_spaces, 0)
    return lower + _LOWER_A_WORD * more_words - int(prior)
