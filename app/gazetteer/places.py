"""Places out of a gazetteer file's rows, each with the divisions around it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from app.gazetteer import schema
from app.gazetteer.features import precision
from app.gazetteer.romanised import plain
from app.geoparsing.model import Place

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.gazetteer.reader import Reader

COLUMNS: Final = (
    "place.id, place.key, place.name, place.feature, place.lat, place.lon, place.country, place.parent,"
    " place.population, place.radius, place.areas, place.start, place.finish"
)
_BY_NUMBER: Final = f"SELECT {COLUMNS} FROM place WHERE id = ?"  # noqa: S608 - our own words
_BY_KEY: Final = f"SELECT {COLUMNS} FROM place WHERE key = ?"  # noqa: S608 - our own words
_DIVISION: Final = "SELECT key, name, country, parent FROM place WHERE id = ?"
_OUTLINED: Final = (
    "SELECT areas, id FROM place WHERE areas IS NOT NULL AND instr(areas, ' ') = 0"
    " AND areas <> coalesce(key, 'gn:' || id) ORDER BY prior, id"
)
_KEPT_CHAINS: Final = 20_000
_DEEPEST: Final = 12
"""Divisions around a place at most: a chain that is longer runs in a circle."""
_INTEGER_DIGITS: Final = 18


class Chain(NamedTuple):
    """The divisions around a place, smallest first."""

    names: tuple[str, ...]
    ids: tuple[str, ...]


_NO_CHAIN: Final = Chain((), ())


class Places:
    """Makes places of rows; keeps the chains of divisions, which many places share."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._features: dict[int, str] = dict(reader.rows("SELECT id, code FROM feature"))
        self._owners: dict[str, int] | None = None
        self.chain: Callable[[int | None], Chain] = lru_cache(_KEPT_CHAINS)(self._chain_now)
        self._division: Callable[[int], tuple[str, str, int | None] | None] = lru_cache(_KEPT_CHAINS)(
            self._division_now
        )

    def of(self, row: tuple[Any, ...]) -> Place:
        """The place of a row of `COLUMNS`."""
        number, key, name, feature, lat, lon, country, parent, population, radius, areas, start, finish = row
        names, ids = self.chain(parent) if parent is not None else _NO_CHAIN
        code = self._features[feature]
        return Place(
            key or f"gn:{number}",
            _shown(number, name, country),
            lat / schema.DEGREE,
            lon / schema.DEGREE,
            code,
            country,
            names,
            precision(code, radius / schema.TENTH, outlined=bool(areas)),
            number if number > 0 else None,
            population,
            radius / schema.TENTH,
            tuple(areas.split()) if areas else (),
            ids,
            start,
            finish,
        )

    def numbered(self, number: int) -> Place | None:
        """The place with this row number."""
        rows = self._reader.rows(_BY_NUMBER, number)
        return self.of(rows[0]) if rows else None

    def identified(self, place_id: str) -> Place | None:
        """The place with this id."""
        prefix, _, rest = place_id.partition(":")
        if prefix == "gn":
            numeric = rest.isascii() and rest.isdigit() and len(rest) <= _INTEGER_DIGITS
            return self.numbered(int(rest)) if numeric else None
        rows = self._reader.rows(_BY_KEY, place_id)
        return self.of(rows[0]) if rows else None

    def outlined(self, key: str) -> Place | None:
        """The place whose outline or course has this key, the best-known where several share it."""
        if key.startswith("gn:") and (place := self.identified(key)) is not None:
            return place
        if self._owners is None:
            self._owners = dict(self._reader.rows(_OUTLINED))
        number = self._owners.get(key)
        return self.identified(key) if number is None else self.numbered(number)

    def _chain_now(self, parent: int | None) -> Chain:
        names: list[str] = []
        ids: list[str] = []
        while parent is not None and len(ids) < _DEEPEST:
            division = self._division(parent)
            if division is None or division[0] in ids:
                break
            place_id, name, parent = division
            ids.append(place_id)
            names.append(name)
        return Chain(tuple(names), tuple(ids))

    def _division_now(self, number: int) -> tuple[str, str, int | None] | None:
        """The id and name of a division, and the number of the next one around it."""
        rows = self._reader.rows(_DIVISION, number)
        if not rows:
            return None
        key, name, country, above = rows[0]
        return key or f"gn:{number}", _shown(number, name, country), above


def _shown(number: int, name: str, country: str) -> str:
    """GeoNames' names as English texts write them; whoever made a place of his own knows how he writes it."""
    return plain(name, country) if number > 0 else name
