"""The online geocoder: one name, one question, on the reader's click.

There is no way to ask for many names, to ask while one is asked, or to ask again what was refused: public servers
forbid the first, and none of the others is polite.
"""

from __future__ import annotations

import http
import json
import threading
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter  # type: ignore[import-untyped]
from geopy.exc import GeocoderParseError, GeocoderServiceError  # type: ignore[import-untyped]

from app import __version__
from app.errors import Expected, Refused, Unreadable
from app.network import readings
from app.network.addresses import check
from app.network.cache import Question
from app.network.providers import provider, question
from app.network.trouble import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.geoparsing.candidates import NameHit
    from app.network.cache import OnlineCache
    from app.network.courtesy import Courtesy
    from app.network.gateway import Gateway

USER_AGENT: Final = f"Whereof/{__version__} (desktop map explorer for texts)"
PURPOSE: Final = "online geocoder"
LIMIT: Final = 8
LONGEST_NAME: Final = 100
"""Code points of a name that is sent."""
MOST_WORDS: Final = 10
_MOST_BYTES: Final = 2_000_000
_NEVER_AGAIN: Final = (401, 402, 403)
_TOO_OFTEN: Final = 429
_AGAIN_AFTER_SETTINGS: Final = (
    "Whereof asks this server again only when you say so: with “Ask again”, or by a change of the settings."
)


class _GatewayAdapter(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """geopy's way to the network: through the gateway, to the agreed host, in its turn."""

    def __init__(self, fetch: Callable[..., Any], **given: object) -> None:
        super().__init__(**given)
        self._fetch = fetch

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
        """The answer, read as JSON."""
        try:
            return json.loads(self.get_text(url, timeout=timeout, headers=headers))
        except (ValueError, RecursionError):
            raise GeocoderParseError("The answer is no JSON.") from None

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The answer's text. Errors of the gateway pass geopy as they are: they are the reader's sentences."""
        del timeout
        answer = self._fetch(url, headers=headers)
        if answer.status != http.HTTPStatus.OK:
            raise AdapterHTTPError("", status_code=answer.status, headers=answer.headers, text=None)
        text: str = answer.body.decode("utf-8", "replace")
        return text


def _never() -> bool:
    return False


def checked_name(text: str) -> str:
    """The name to send: one line, spaces put in order.

    Raises:
        Refused: the text is empty, or is more than a name can be: a line break, over 100 code points or 10 words.
    """
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text.strip(" ")):
        raise Refused("Only a name is sent, and this text has line breaks.", "Choose the name alone.")
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not any(character.isalnum() for character in name):
        raise Refused("There is no name to ask for.", "Choose a name first.")
    if len(name) > LONGEST_NAME or len(name.split()) > MOST_WORDS:
        raise Refused(
            f"Only a name is sent, at most {MOST_WORDS} words or {LONGEST_NAME} letters, and this text is more.",
            "Choose the name alone.",
        )
    return name


class OnlineGeocoder:
    """Asks one provider at one address.

    Args:
        provider_key: `nominatim`, `photon` or `pelias`.
        address: https address of the server, with a path where it needs one.
        gateway: opens the connections.
        cache: keeps answers and refusals.
        courtesy: keeps to one request a second.
        language: language of the names in the answers.

    Raises:
        Refused: there is no such provider, or the address is not allowed.
    """

    def __init__(
        self,
        provider_key: str,
        address: str,
        gateway: Gateway,
        cache: OnlineCache,
        courtesy: Courtesy,
        *,
        language: str = "en",
    ) -> None:
        self._provider = provider(provider_key)
        target = check(address)
        if "?" in target.path:
            raise Refused("The address of a geocoder ends before the question mark.", "Leave out the rest.")
        self._address = target.url.rstrip("/")
        self._base = self._address.removeprefix(f"{target.scheme}://")
        self._site = target.site
        self._gateway = gateway
        self._cache = cache
        self._courtesy = courtesy
        self._language = language
        self._asking = threading.Lock()
        self._refused = 0

    @property
    def host(self) -> str:
        """Whom it asks, as the reader agreed to it."""
        return self._site

    @property
    def attribution(self) -> str:
        """The line that the answers' data ask for."""
        return self._provider.attribution

    def ask(self, name: str, limit: int = LIMIT, *, cancelled: Callable[[], bool] = _never) -> list[NameHit]:
        """Places called so, the provider's best first; empty where it knows none. Waits for its turn, up to seconds.

        Args:
            name: all that is sent.
            limit: at most so many places.
            cancelled: asked now and then whether to give up.

        Raises:
            Refused: the text is no name, another question is under way, or the server refused an earlier one.
            Expected: the gateway's trouble, or the server's (told once, never tried again).
        """
        asked = checked_name(name)
        if not self._asking.acquire(blocking=False):
            raise Refused(f"{self._site} is being asked already.", "Wait for its answer.")
        try:
            raws = self._raws(Question(self._provider.key, self._address, asked, self._language), cancelled)
        finally:
            self._asking.release()
        return readings.hits(self._provider.key, self._site, asked, raws)[:limit]

    def _raws(self, asked: Question, cancelled: Callable[[], bool]) -> list[Any]:
        """What the provider answers, from the cache if it was asked before."""
        known = self._cache.get(asked)
        if known is not None:
            return known
        status = self._refused or self._cache.refused(self._provider.key, self._address)
        if status:
            sentence = f"{self._site} refused an earlier request ({status}), and was not asked again."
            raise Refused(sentence, _AGAIN_AFTER_SETTINGS)
        raws = self._asked(asked, cancelled)
        self._cache.put(asked, raws)
        return raws

    def _asked(self, asked: Question, cancelled: Callable[[], bool]) -> list[Any]:
        fetch = partial(
            self._gateway.fetch,
            purpose=PURPOSE,
            what=asked.query,
            most=_MOST_BYTES,
            stay=True,
            turn=partial(self._courtesy.turn, cancelled=cancelled),
            cancelled=cancelled,
        )
        ask = question(asked.provider, self._base, USER_AGENT, partial(_GatewayAdapter, fetch))
        try:
            locations = ask(asked.query, LIMIT, asked.language)
            return [location.raw for location in locations or ()]
        except Expected:
            raise
        except GeocoderServiceError as trouble:
            self._tell(trouble)
        except Exception:  # noqa: BLE001 - geopy trusts the answer's shape; its errors may quote the answer
            raise self._unreadable() from None

    def _tell(self, trouble: GeocoderServiceError) -> NoReturn:
        """Say what the server's refusal was; geopy keeps its status in the cause."""
        cause = trouble.__cause__
        if not isinstance(cause, AdapterHTTPError):
            raise self._unreadable() from None
        status: int = cause.status_code
        if status in _NEVER_AGAIN:
            self._refused = status
            self._cache.refuse(self._provider.key, self._address, status)
            sentence = f"{self._site} refused the request ({status}); it was not repeated."
            raise Refused(sentence, _AGAIN_AFTER_SETTINGS) from None
        if status == _TOO_OFTEN:
            seconds = getattr(trouble, "retry_after", None)
            later = f"Try again in {seconds:,.0f} seconds." if seconds else "Try again later."
            raise Unreachable(f"{self._site} was asked too often (429); it was not asked again.", later) from None
        if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            sentence = f"{self._site} has trouble of its own ({status}); it was not asked again."
            raise Unreachable(sentence, "Try again later.") from None
        sentence = f"{self._site} did not understand the request ({status}); it was not repeated."
        raise Unreachable(sentence, f"Look whether it is really a {self._provider.title} server.") from None

    def _unreadable(self) -> Unreadable:
        return Unreadable(
            f"{self._site} answered in a way that {self._provider.title} does not.",
            "Check provider and address in the settings.",
        )
