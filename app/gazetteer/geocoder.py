"""The embedded gazetteer as a geopy geocoder: the interface that online geocoders have, without a network.

As with every geopy geocoder, `None` means that the query was understood and nothing is called so (or lies there).
Whatever goes wrong is an exception from `geopy.exc`, never `None`.
"""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, Self, TypeAlias, TypeVar

from geopy.adapters import BaseAsyncAdapter, BaseSyncAdapter  # type: ignore[import-untyped]
from geopy.exc import GeocoderServiceError, GeocoderUnavailable  # type: ignore[import-untyped]
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder  # type: ignore[import-untyped]

from app import paths
from app.errors import Missing
from app.gazetteer import queries
from app.gazetteer.answers import locations
from app.gazetteer.lookup import GazetteerFile

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from types import TracebackType

    from geopy.location import Location  # type: ignore[import-untyped]
    from geopy.point import Point  # type: ignore[import-untyped]

Answer: TypeAlias = "Location | list[Location] | None"
Box: TypeAlias = "Sequence[Point | Sequence[float] | str] | None"
_Got = TypeVar("_Got")

_UNPICKLED: Final = ("_gazetteer", "_lock", "adapter", "ssl_context")


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
    """Geocodes with the embedded gazetteer, or with another gazetteer file; safe to share between threads.

    Args:
        source: a gazetteer file, opened at the first query, or one that is open already; by default the embedded one.
        scheme: accepted as by every geocoder, like the next four; nothing is sent anywhere.
        timeout: seconds; an answer takes some milliseconds.
        proxies: not used.
        user_agent: not used.
        ssl_context: not used.
        adapter_factory: not asked for anything; with an asynchronous adapter the answers are awaited, as geopy has it.

    Raises:
        ConfigurationError: the scheme or the adapter is none.
    """

    def __init__(
        self,
        source: Path | str | GazetteerFile | None = None,
        *,
        scheme: str | None = None,
        timeout: float | object | None = DEFAULT_SENTINEL,
        proxies: object = DEFAULT_SENTINEL,
        user_agent: str | None = None,
        ssl_context: object = DEFAULT_SENTINEL,
        adapter_factory: Callable[..., object] | None = None,
    ) -> None:
        super().__init__(
            scheme=scheme,
            timeout=timeout,
            proxies=proxies,
            user_agent=user_agent,
            ssl_context=ssl_context,
            adapter_factory=adapter_factory or _NoNetwork,
        )
        self._gazetteer = source if isinstance(source, GazetteerFile) else None
        self._is_ours = self._gazetteer is None
        self._path = Path(source) if isinstance(source, str | Path) else None
        self._lock = threading.Lock()

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: float | object | None = DEFAULT_SENTINEL,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Box = None,
        bounded: bool = False,
        language: str | bool | None = None,
        fuzzy: bool | None = None,
    ) -> Answer | Awaitable[Answer]:
        """Places called so, best-known first; `Mosul, Iraq` asks for the one in Iraq.

        Args:
            query: a name, or a name and the divisions or country around it, separated by commas; or a mapping with
                some of `city`, `county`, `state`, `country`.
            exactly_one: answer with the first place, else with a list.
            timeout: accepted and not needed.
            limit: at most so many places.
            country_codes: ISO alpha-2 codes, as a list or separated by commas; only places in these countries.
            viewbox: two opposite corners; places inside come first.
            bounded: only places inside the view box.
            language: of the addresses; only English (`en`) is there.
            fuzzy: also places called almost so; by default only where no place is called so. `raw["match"]` is
                `fuzzy` then.

        Returns:
            A `Location`, with `exactly_one=False` a list of them, None if there is none.

        Raises:
            GeocoderQueryError: the query, or what narrows it, is not understood.
            GeocoderUnavailable: the gazetteer is not there.
            GeocoderServiceError: the gazetteer cannot be read.
        """
        del timeout
        queries.check_language(language)
        asked = queries.NameQuery.read(
            query,
            limit=queries.limit(limit, exactly_one=exactly_one),
            countries=queries.countries(country_codes),
            view=queries.view(viewbox),
            bounded=bounded,
            fuzzy=fuzzy,
        )
        return self._answer(lambda gazetteer: locations(asked.hits(gazetteer), gazetteer), exactly_one=exactly_one)

    def reverse(
        self,
        query: Point | Sequence[float] | str,
        *,
        exactly_one: bool = True,
        timeout: float | object | None = DEFAULT_SENTINEL,
        limit: int | None = None,
        language: str | bool | None = None,
    ) -> Answer | Awaitable[Answer]:
        """The city at a point and those around it, nearest first, then the divisions, country and sea that hold it.

        Args:
            query: a `Point`, a pair of latitude and longitude, or both in a text.
            exactly_one: answer with the first place, else with a list.
            timeout: accepted and not needed.
            limit: at most so many places.
            language: of the addresses; only English (`en`) is there.

        Returns:
            A `Location`, with `exactly_one=False` a list of them; None where no city is near and no area is known.

        Raises:
            GeocoderQueryError: the query is not a point, or `limit` is not positive.
            GeocoderUnavailable: the gazetteer is not there.
            GeocoderServiceError: the gazetteer cannot be read.
        """
        del timeout
        queries.check_language(language)
        lat, lon = queries.point(query)
        most = queries.limit(limit, exactly_one=exactly_one)
        return self._answer(
            lambda gazetteer: locations(queries.around(gazetteer, lat, lon, most), gazetteer, (lat, lon)),
            exactly_one=exactly_one,
        )

    def close(self) -> None:
        """Close the gazetteer if this geocoder opened it; the next query opens it again."""
        with self._lock:
            if self._is_ours and self._gazetteer is not None:
                self._gazetteer.close()
                self._gazetteer = None

    def __enter__(self) -> Self:
        super().__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        super().__exit__(kind, error, trace)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        await super().__aexit__(kind, error, trace)

    def __getstate__(self) -> dict[str, object]:
        kept = {name: value for name, value in vars(self).items() if name not in _UNPICKLED}
        path = self._path if self._gazetteer is None else self._gazetteer.path
        return {**kept, "_path": path, "_is_ours": True, "_adapter_class": type(self.adapter)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        adapter = state.pop("_adapter_class")
        self.__dict__.update(state, _gazetteer=None, ssl_context=None, _lock=threading.Lock())
        self.adapter = adapter(proxies=self.proxies, ssl_context=None)

    def _answer(
        self, question: Callable[[GazetteerFile], list[Location]], *, exactly_one: bool
    ) -> Answer | Awaitable[Answer]:
        if isinstance(self.adapter, BaseAsyncAdapter):
            return self._answer_later(question, exactly_one=exactly_one)
        return _picked(self._ask(question), exactly_one=exactly_one)

    async def _answer_later(self, question: Callable[[GazetteerFile], list[Location]], *, exactly_one: bool) -> Answer:
        return _picked(self._ask(question), exactly_one=exactly_one)

    def _ask(self, question: Callable[[GazetteerFile], _Got]) -> _Got:
        try:
            return question(self._opened())
        except Missing as trouble:
            raise GeocoderUnavailable(str(trouble)) from trouble
        except (sqlite3.Error, OSError) as trouble:
            raise GeocoderServiceError(f"The gazetteer cannot be read: {trouble}.") from trouble

    def _opened(self) -> GazetteerFile:
        with self._lock:
            if self._gazetteer is None:
                self._gazetteer = GazetteerFile.open(self._path or paths.gazetteer_file())
            return self._gazetteer


def _picked(found: list[Location], *, exactly_one: bool) -> Answer:
    if not found:
        return None
    return found[0] if exactly_one else found
