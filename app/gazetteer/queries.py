"""What a geopy geocoder is asked, checked and put to a gazetteer file."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

from geopy.exc import GeocoderQueryError  # type: ignore[import-untyped]
from geopy.point import Point  # type: ignore[import-untyped]

from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.gazetteer.lookup import GazetteerFile
    from app.geoparsing.candidates import NameHit
    from app.geoparsing.model import Place

_MOST: Final = 100
_WIDE: Final = 300
"""Hits looked at where the query narrows them."""
_KEYS: Final = ("city", "county", "state", "country")
"""Keys of a structured query, smallest first."""
_REACH_KM: Final = 50.0
"""A point without a listed city so near has no city; the areas that hold it answer."""
_AT_HOME_KM: Final = 5.0
"""A city so near is meant, whatever side of a border's drawn line the point lies on."""

View = tuple[float, float, float, float]
"""South, west, north, east in degrees."""


def limit(asked: int | None, *, exactly_one: bool) -> int:
    """How many places are wanted.

    Raises:
        GeocoderQueryError: the limit is no positive whole number.
    """
    if asked is not None and (not isinstance(asked, int) or isinstance(asked, bool) or asked < 1):
        raise GeocoderQueryError("The limit must be a positive whole number.")
    return 1 if exactly_one else asked or _MOST


def check_language(language: str | bool | None) -> None:  # noqa: FBT001 - geopy's own
    """Refuse languages that the addresses are not in.

    Raises:
        GeocoderQueryError: the language is not English.
    """
    if not language:
        return
    first = language.split(",")[0].strip().lower() if isinstance(language, str) else ""
    if first.partition("-")[0] != "en":
        raise GeocoderQueryError(f"The gazetteer has its addresses in English, not in {language!r}.")


def countries(asked: str | Sequence[str] | None) -> frozenset[str]:
    """ISO alpha-2 codes in capitals; empty for all countries.

    Raises:
        GeocoderQueryError: they are not codes.
    """
    if not asked:
        return frozenset()
    listed = asked.split(",") if isinstance(asked, str) else list(asked)
    if not all(isinstance(code, str) and code.strip().isalpha() and len(code.strip()) == 2 for code in listed):  # noqa: PLR2004 - alpha-2
        raise GeocoderQueryError(f"{asked!r} are not country codes of two letters.")
    return frozenset(code.strip().upper() for code in listed)


def point(query: object) -> tuple[float, float]:
    """Latitude and longitude of a point as geopy takes it.

    Raises:
        GeocoderQueryError: it is no point on the globe.
    """
    if query is None:
        raise GeocoderQueryError("A point is needed.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # geopy only warns of a latitude beyond a pole, and moves it
            read = Point(query)
    except (ValueError, TypeError, UserWarning) as trouble:
        raise GeocoderQueryError(f"{query!r} is not a point.") from trouble
    if not (math.isfinite(read.latitude) and math.isfinite(read.longitude)):
        raise GeocoderQueryError(f"{query!r} is not a point.")
    return read.latitude, read.longitude


def view(asked: object) -> View | None:
    """The view box of two opposite corners, as geopy understands it: never across the date line.

    Raises:
        GeocoderQueryError: it is no pair of points.
    """
    if not asked:
        return None
    if not isinstance(asked, list | tuple) or len(asked) != 2:  # noqa: PLR2004 - corners
        raise GeocoderQueryError("A view box is two points.")
    (lat, lon), (other_lat, other_lon) = point(asked[0]), point(asked[1])
    return min(lat, other_lat), min(lon, other_lon), max(lat, other_lat), max(lon, other_lon)


@dataclass(frozen=True, slots=True)
class NameQuery:
    """A question for places by name.

    Attributes:
        whole: everything that was asked, as one name; empty for a structured query.
        name: the first name.
        around: names of what lies around it.
        limit: at most so many places.
        countries: only in these, unless empty.
        view: places inside come first.
        bounded: only places inside.
        fuzzy: also places called almost so; None: only where nothing is called so.
    """

    whole: str
    name: str
    around: tuple[str, ...]
    limit: int
    countries: frozenset[str]
    view: View | None
    bounded: bool
    fuzzy: bool | None

    @classmethod
    def read(  # noqa: PLR0917 - the attributes
        cls,
        query: object,
        limit: int,
        countries: frozenset[str],
        view: View | None,
        bounded: bool,  # noqa: FBT001 - geopy's own
        fuzzy: bool | None,  # noqa: FBT001 - likewise
    ) -> Self:
        """Read a query.

        Raises:
            GeocoderQueryError: it is neither a text nor a mapping of the known keys to texts, or says nothing.
        """
        parts = _structured(query) if isinstance(query, Mapping) else _listed(query)
        if not parts:
            raise GeocoderQueryError("The query must be a place's name.")
        whole = query.strip() if isinstance(query, str) else parts[0] if len(parts) == 1 else ""
        return cls(whole, parts[0], tuple(parts[1:]), limit, countries, view, bounded, fuzzy)

    def hits(self, gazetteer: GazetteerFile) -> list[NameHit]:
        """The places that answer, best first."""
        narrowed = self._kept(self._exact(gazetteer))
        if self.fuzzy or (self.fuzzy is None and not narrowed and not gazetteer.has_name(self.name)):
            known = {hit.place.id for hit in narrowed}
            slips = self._within(gazetteer, gazetteer.similar(self.name, _WIDE))
            narrowed += [hit for hit in self._kept(slips) if hit.place.id not in known]
        if self.view is not None:
            narrowed.sort(key=lambda hit: not self._is_in_view(hit.place))
        return narrowed[: self.limit]

    def _exact(self, gazetteer: GazetteerFile) -> list[NameHit]:
        if self.whole:
            wide = self.limit if self.view is None else _WIDE
            hits = list(gazetteer.find(self.whole, wide, countries=self.countries))
            if hits or not self.around:
                return hits
        return self._within(gazetteer, gazetteer.find(self.name, _WIDE, countries=self.countries))

    def _within(self, gazetteer: GazetteerFile, hits: Iterable[NameHit]) -> list[NameHit]:
        """The hits that lie in something called as each of the names around says."""
        kept = list(hits)
        for name in self.around:
            areas = [hit.place for hit in gazetteer.find(name, _MOST)]
            kept = [hit for hit in kept if any(gazetteer.is_inside(hit.place, area) for area in areas)]
        return kept

    def _kept(self, hits: Iterable[NameHit]) -> list[NameHit]:
        return [
            hit
            for hit in hits
            if (not self.countries or hit.place.country in self.countries)
            and not (self.bounded and self.view is not None and not self._is_in_view(hit.place))
        ]

    def _is_in_view(self, place: Place) -> bool:
        if self.view is None:
            return True
        south, west, north, east = self.view
        return south <= place.lat <= north and west <= place.lon <= east


def around(gazetteer: GazetteerFile, lat: float, lon: float, most: int) -> list[Place]:
    """The cities at and around a point, nearest first, then the divisions that hold it, then seas and landscapes.

    Cities of another country than the point's count only next to the point.
    """
    areas = gazetteer.areas_at(lat, lon)
    here = {area.country for area in areas if area.country}
    cities = [
        city
        for city in gazetteer.near(lat, lon, _MOST, _REACH_KM)
        if not here
        or city.country in here
        or distance_km(lat, lon, city.lat, city.lon) <= max(_AT_HOME_KM, city.radius_km)
    ]
    areas.sort(key=lambda area: not area.feature.startswith("A."))
    return (cities + areas)[:most]


def _listed(query: object) -> list[str]:
    if not isinstance(query, str):
        raise GeocoderQueryError("The query must be a place's name.")
    return [part.strip() for part in query.split(",") if part.strip()]


def _structured(query: Mapping[object, object]) -> list[str]:
    unknown = [key for key in query if key not in _KEYS]
    if unknown:
        raise GeocoderQueryError(f"The gazetteer has no {unknown[0]!r}; it knows {', '.join(_KEYS)}.")
    values = [query[key] for key in _KEYS if query.get(key)]
    if not all(isinstance(value, str) for value in values):
        raise GeocoderQueryError("A structured query's values must be texts.")
    return [value.strip() for value in values if isinstance(value, str) and value.strip()]
