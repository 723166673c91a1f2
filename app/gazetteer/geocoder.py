"""The embedded gazetteer as a geopy geocoder: the interface that online geocoders have, without a network.

As with every geopy geocoder, `None` means that the query was understood and nothing is called so (or lies there).
Whatever goes wrong is an exception from `geopy.exc`, never `None`.
"""

from __future__ import annotations

import sqlite3
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, TypeAlias

from geopy.adapters import BaseSyncAdapter  # type: ignore[import-untyped]
from geopy.exc import GeocoderQueryError, GeocoderServiceError, GeocoderUnavailable  # type: ignore[import-untyped]
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder  # type: ignore[import-untyped]
from geopy.location import Location  # type: ignore[import-untyped]
from geopy.point import Point  # type: ignore[import-untyped]

from app.errors import Missing
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import TracebackType

    from app.geoparsing.candidates import NameHit
    from app.geoparsing.model import Place

Answer: TypeAlias = "Location | list[Location] | None"

_MOST: Final = 100
_WIDE: Final = 300
"""Candidates looked at where the query says in which country or division the place is."""
_FARTHEST_KM: Final = 150.0
"""A point without a listed city so near has no address."""


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """The adapter of a geocoder that never asks a server."""

    def get_json(self, url: str, *, timeout: float | None, headers: dict[str, str]) -> NoReturn:
        """Refuse."""
        del timeout, headers
        raise GeocoderServiceError(f"The embedded geocoder asks no server; it was asked for {url}.")

    def get_text(self, url: str, *, timeout: float | None, headers: dict[str, str]) -> NoReturn:
        """Refuse."""
        self.get_json(url, timeout=timeout, headers=headers)


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Geocodes with the embedded gazetteer.

    Args:
        source: the gazetteer's file, opened at the first query, or a gazetteer that is open already.
        timeout: accepted as by every geocoder; an answer takes well under a millisecond.
    """

    def __init__(self, source: Path | GazetteerFile, *, timeout: float | object | None = DEFAULT_SENTINEL) -> None:
        super().__init__(timeout=timeout, adapter_factory=_NoNetwork)
        self._path = source if isinstance(source, Path) else None
        self._gazetteer = source if isinstance(source, GazetteerFile) else None

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: float | object | None = DEFAULT_SENTINEL,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
    ) -> Answer:
        """Places called so, best-known first; `Mosul, Iraq` asks for the one in Iraq.

        Args:
            query: a name, or a name and the divisions or country around it, separated by commas.
            exactly_one: answer with the first place, else with a list.
            timeout: accepted and not needed.
            limit: at most so many places.
            country_codes: ISO alpha-2 codes; only places in these countries.

        Raises:
            GeocoderQueryError: the query is not a text, is empty, or `limit` is not positive.
            GeocoderUnavailable: the gazetteer is not there.
            GeocoderServiceError: the gazetteer cannot be read.
        """
        del timeout
        if not isinstance(query, str) or not query.strip():
            raise GeocoderQueryError("The query must be a place's name.")
        most = _limit(limit)
        codes = _codes(country_codes)
        hits = self._ask(lambda gazetteer: _find(gazetteer, query, most, codes))
        return _answer([_location(hit.place, hit) for hit in hits], exactly_one=exactly_one)

    def reverse(
        self,
        query: Point | Sequence[float] | str,
        *,
        exactly_one: bool = True,
        timeout: float | object | None = DEFAULT_SENTINEL,
        limit: int | None = None,
    ) -> Answer:
        """The listed cities nearest to a point, nearest first; None where none is within 150 km.

        Args:
            query: a `Point`, a pair of latitude and longitude, or both in a text.
            exactly_one: answer with the nearest city, else with a list.
            timeout: accepted and not needed.
            limit: at most so many cities.

        Raises:
            GeocoderQueryError: the query is not a point, or `limit` is not positive.
            GeocoderUnavailable: the gazetteer is not there.
            GeocoderServiceError: the gazetteer cannot be read.
        """
        del timeout
        most = _limit(limit)
        point = _point(query)
        lat, lon = point.latitude, point.longitude
        places = self._ask(lambda gazetteer: gazetteer.near(lat, lon, most))
        near = [place for place in places if distance_km(lat, lon, place.lat, place.lon) <= _FARTHEST_KM]
        return _answer([_location(place) for place in near], exactly_one=exactly_one)

    def close(self) -> None:
        """Close the gazetteer that this geocoder opened itself."""
        if self._path is not None and self._gazetteer is not None:
            self._gazetteer.close()
            self._gazetteer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(self, question: Callable[[GazetteerFile], Any]) -> Any:  # noqa: ANN401 - the question's answer
        try:
            if self._gazetteer is None and self._path is not None:
                self._gazetteer = GazetteerFile.open(self._path)
            return question(self._gazetteer)  # type: ignore[arg-type]  # one of the two is always there
        except Missing as trouble:
            raise GeocoderUnavailable(str(trouble)) from trouble
        except sqlite3.Error as trouble:
            raise GeocoderServiceError(f"The gazetteer cannot be read: {trouble}.") from trouble


def _point(query: object) -> Point:
    if query is None:
        raise GeocoderQueryError("A point is needed.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # geopy only warns of a latitude beyond a pole, and moves it
            return Point(query)
    except (ValueError, TypeError, UserWarning) as trouble:
        raise GeocoderQueryError(f"{query!r} is not a point.") from trouble


def _limit(limit: int | None) -> int:
    if limit is None:
        return _MOST
    if not isinstance(limit, int) or limit < 1:
        raise GeocoderQueryError("The limit must be a positive whole number.")
    return limit


def _codes(country_codes: str | Sequence[str] | None) -> frozenset[str]:
    if country_codes is None:
        return frozenset()
    listed = country_codes.split(",") if isinstance(country_codes, str) else country_codes
    return frozenset(code.strip().upper() for code in listed)


def _find(gazetteer: GazetteerFile, query: str, limit: int, codes: frozenset[str]) -> list[NameHit]:
    wide = _WIDE if codes else limit
    hits = list(gazetteer.find(query.strip(), wide))
    name, *around = (part.strip() for part in query.split(","))
    if not hits and around:
        hits = list(gazetteer.find(name, _WIDE))
        for outer in filter(None, around):
            hits = _inside(hits, {hit.place.id for hit in gazetteer.find(outer, limit=_MOST)})
    return [hit for hit in hits if not codes or hit.place.country in codes][:limit]


def _inside(hits: Iterable[NameHit], outer: set[str]) -> list[NameHit]:
    return [hit for hit in hits if outer.intersection(hit.place.admin_ids)]


def _location(place: Place, hit: NameHit | None = None) -> Location:
    raw = {
        "id": place.id,
        "geonameid": place.geonameid,
        "name": place.name,
        "feature": place.feature,
        "country": place.country,
        "admin": list(place.admin),
        "population": place.population,
        "precision": place.precision.value,
        "radius_km": place.radius_km,
    }
    if hit is not None:
        raw |= {"matched": hit.matched, "match": hit.match.value}
    return Location(", ".join((place.name, *place.admin)), Point(place.lat, place.lon), raw)


def _answer(locations: list[Location], *, exactly_one: bool) -> Answer:
    if not locations:
        return None
    return locations[0] if exactly_one else locations
