"""The online geocoder as the window has it: off until set up, asked on one background thread.

Nothing here imports what opens connections before there is something to ask.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Final

from app.errors import Expected, Refused
from app.settings import OnlineProvider

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.geoparsing.candidates import NameHit
    from app.network.cache import OnlineCache
    from app.network.courtesy import Courtesy
    from app.network.gateway import Gateway
    from app.network.online import OnlineGeocoder
    from app.network.records import RequestRecord
    from app.settings import Settings, SettingsFile


_THREAD: Final = "whereof-online"


class OnlineTicket:
    """A name that is asked for; cancelling lets it go before or while it is sent."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()
        self.over = threading.Event()

    def cancel(self) -> None:
        """Ask for it to stop. What was sent already cannot be taken back."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Whether nobody waits for the answer."""
        return self._cancelled.is_set()


class OnlineService:
    """Knows the settings, keeps the consent, asks in the background.

    It is what the session calls its service and what the window calls the set-up.

    Args:
        settings: the reader's settings; read at each question.
        folder: the cache folder: kept answers, time stamps, the log of requests.
        deliver: runs a callback on the window's thread.
        gateway: opens the connections; the program's own, made at the first question, if None.
        courtesy: keeps to one request a second; likewise.
    """

    def __init__(
        self,
        settings: SettingsFile,
        folder: Path,
        deliver: Callable[[Callable[[], None]], None],
        *,
        gateway: Gateway | None = None,
        courtesy: Courtesy | None = None,
    ) -> None:
        self._settings_file = settings
        self._folder = folder
        self._deliver = deliver
        self._gateway = gateway
        self._courtesy = courtesy
        self._geocoder: OnlineGeocoder | None = None
        self._made_for: tuple[str, str] | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._question: OnlineTicket | None = None
        self._closed = False

    @property
    def _settings(self) -> Settings:
        return self._settings_file.settings

    @property
    def provider(self) -> str:
        """Kind of the online geocoder; empty while it is off."""
        return self._settings.online_provider

    @property
    def address(self) -> str:
        """The address as the reader wrote it, also while it is off."""
        return self._settings.online_address

    @property
    def host(self) -> str:
        """Whom it would ask; empty while it is off or its address is not allowed."""
        return _host(self.address) if self.provider else ""

    @property
    def configured(self) -> bool:
        """Whether there is somebody to ask."""
        return bool(self.host)

    @property
    def attribution(self) -> str:
        """The line that the answers' data ask for; empty while it is off."""
        from app.network.providers import provider  # noqa: PLC0415 - see the module's docstring

        return provider(self.provider).attribution if self.configured else ""

    def choose(self, provider: str, address: str) -> None:
        """Store whom to ask, or that nobody is (`provider` empty). A server that refused may be asked again.

        Raises:
            Refused: there is no such provider, or the address is not allowed; the settings stay as they were.
        """
        from app.network import addresses  # noqa: PLC0415 - see the module's docstring

        address = address.strip()
        if provider not in set(OnlineProvider):
            raise Refused(f"Whereof knows no online geocoder called “{provider}”.")
        if provider:
            addresses.check(address)
        self.cancel()
        self._settings_file.change(online_provider=OnlineProvider(provider), online_address=address)
        self.forgive()

    def forgive(self) -> None:
        """Let a server that refused be asked again: the reader wants it so.

        Raises:
            Refused: what is remembered of it cannot be changed.
        """
        self._geocoder = self._made_for = None
        self._cache().forgive()

    def consent_words(self) -> str:
        """What the reader is asked to agree to; empty while it is off."""
        from app.network.providers import consent_words  # noqa: PLC0415 - see the module's docstring

        return consent_words(self.provider, self.host) if self.configured else ""

    def agreed(self, host: str) -> bool:
        """Whether the reader agreed, some time, to asking this host as this provider."""
        return bool(host) and self._agreement(host) in self._settings.online_agreed

    def agree(self, host: str) -> None:
        """Remember that the reader agreed to asking this host."""
        if host and not self.agreed(host):
            self._settings_file.change(online_agreed=(*self._settings.online_agreed, self._agreement(host)))

    def ask(
        self,
        name: str,
        on_hits: Callable[[Sequence[NameHit]], None],
        on_done: Callable[[Expected | None], None],
    ) -> OnlineTicket:
        """Ask for places of one name. The callbacks are delivered: `on_hits` if all went well, then `on_done`, once."""
        question = OnlineTicket()
        try:
            geocoder = self._ready()
        except Expected as trouble:
            question.over.set()
            self._deliver(partial(on_done, trouble))
            return question
        self._question = question
        if self._thread is None:
            self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=_THREAD)
        self._thread.submit(self._run, question, partial(geocoder.ask, name), on_hits, on_done)
        return question

    def cancel(self) -> None:
        """Let the question under way go."""
        if self._question is not None:
            self._question.cancel()

    def log(self) -> Sequence[RequestRecord]:
        """What left this computer since the start, oldest first."""
        return self._gateway.log.records() if self._gateway is not None else ()

    def forget(self) -> int:
        """Delete the kept answers and every name in the log; returns how many answers there were.

        The hosts that were asked stay in the log in memory, so that the reader still sees that they were.
        """
        from app.network.records import RequestLog  # noqa: PLC0415 - see the module's docstring

        (self._gateway.log if self._gateway is not None else RequestLog(self._folder)).forget()
        return self._cache().forget()

    def close(self) -> None:
        """Break off what is under way; nothing is asked or delivered afterwards."""
        self._closed = True
        self.cancel()
        if self._gateway is not None:
            self._gateway.close()
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)

    def _agreement(self, host: str) -> str:
        return f"{self.provider} {host}"

    def _ready(self) -> OnlineGeocoder:
        """The geocoder of the settings.

        Raises:
            Refused: it is off, not agreed to, or asked already.
        """
        host = self.host
        if not host:
            raise Refused("The online geocoder is off.", "Set it up first, if you want to ask a server.")
        if not self.agreed(host):
            raise Refused(f"You have not agreed to asking {host}.", "Agree first.")
        if self._question is not None and not (self._question.over.is_set() or self._question.is_cancelled()):
            raise Refused(f"{host} is being asked already.", "Wait for its answer.")
        if self._geocoder is None or self._made_for != (self.provider, self.address):
            self._geocoder = self._made()
            self._made_for = (self.provider, self.address)
        return self._geocoder

    def _made(self) -> OnlineGeocoder:
        from app.network.courtesy import Courtesy  # noqa: PLC0415 - see the module's docstring
        from app.network.gateway import Gateway  # noqa: PLC0415 - see the module's docstring
        from app.network.online import USER_AGENT, OnlineGeocoder  # noqa: PLC0415 - see the module's docstring
        from app.network.records import RequestLog  # noqa: PLC0415 - see the module's docstring

        if self._gateway is None:
            self._gateway = Gateway(USER_AGENT, RequestLog(self._folder))
        courtesy = self._courtesy or Courtesy(self._folder)
        return OnlineGeocoder(self.provider, self.address, self._gateway, self._cache(), courtesy)

    def _cache(self) -> OnlineCache:
        from app.network.cache import OnlineCache  # noqa: PLC0415 - see the module's docstring

        return OnlineCache(self._folder)

    def _run(
        self,
        question: OnlineTicket,
        ask: Callable[..., list[NameHit]],
        on_hits: Callable[[Sequence[NameHit]], None],
        on_done: Callable[[Expected | None], None],
    ) -> None:
        """Ask on the background thread. An error nobody expects is told, and raised on the window's thread."""
        trouble: Expected | None = None
        bug: Exception | None = None
        hits: list[NameHit] = []
        try:
            hits = [] if question.is_cancelled() else ask(cancelled=question.is_cancelled)
        except Expected as expected:
            trouble = expected
        except Exception as unexpected:  # noqa: BLE001 - goes on where it is seen
            trouble, bug = Expected("Asking online broke off by an error in Whereof."), unexpected
        question.over.set()
        if question.is_cancelled():
            trouble = trouble or Refused("The question was let go before its answer came.")
        for told in (
            None if trouble else partial(on_hits, hits),
            partial(on_done, trouble),
            partial(_raise, bug) if bug else None,
        ):
            if told is not None and not self._closed:
                self._deliver(told)


def _raise(bug: Exception) -> None:
    raise bug


def _host(address: str) -> str:
    from app.network import addresses  # noqa: PLC0415 - see the module's docstring

    try:
        return addresses.check(address).site
    except Refused:
        return ""
