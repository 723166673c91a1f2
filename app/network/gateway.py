"""The gateway: the only place of the program that opens a connection.

It keeps no cookies, sends no referrer, uses no proxy (neither the environment's nor the system's), keeps no
connection for a next time, repeats nothing, and writes every request down.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias
from urllib.parse import urljoin

from app.errors import Refused, TooLarge, Unreadable
from app.network.addresses import Resolver, Target, check, resolve
from app.network.connection import Connector, Deadline, Line, Wire, connect, cut
from app.network.records import RequestLog, RequestRecord
from app.network.trouble import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TIMEOUT: Final = 30.0
"""Seconds for a whole request, with its redirects."""
MOST: Final = 20_000_000
"""Bytes of an answer, before and after unpacking."""
_MOST_REDIRECTS: Final = 3
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MOST_ADDRESSES: Final = 4
"""IP addresses of a host that are tried."""
_MOST_HEAD: Final = 1_000_000
"""Bytes of head and chunk marks, over and above twice the body."""
_BLOCK: Final = 1 << 16
_OWN_HEADERS: Final = frozenset({"host", "user-agent", "connection", "accept-encoding", "cookie", "referer"})
"""Headers that are the gateway's alone."""
_GZIP: Final = 16 + zlib.MAX_WBITS

Turn: TypeAlias = "Callable[[str], AbstractContextManager[None]]"
"""Holds a host's turn while a request is made; see `courtesy`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A host's answer.

    Attributes:
        status: HTTP status, whatever it is.
        headers: names in lower case.
        body: unpacked, at most as large as was asked for.
        url: where it came from in the end.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True, slots=True)
class _Errand:
    """What one call of `fetch` asks, over all its redirects."""

    purpose: str
    what: str
    headers: Mapping[str, str]
    deadline: Deadline
    most: int


@dataclass(slots=True)
class _Outcome:
    """What came of one request, for the log."""

    status: int = 0
    received: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


def _never() -> bool:
    return False


def _no_turn(host: str) -> AbstractContextManager[None]:
    del host
    return nullcontext()


class Gateway:
    """Fetches https addresses that `addresses` allows.

    Args:
        user_agent: how the program names itself.
        log: where every request is written down.
        resolver: looks names up.
        connector: opens connections.
        clock: seconds, never set back.
    """

    def __init__(
        self,
        user_agent: str,
        log: RequestLog,
        *,
        resolver: Resolver = socket.getaddrinfo,
        connector: Connector = connect,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._user_agent = user_agent
        self.log = log
        self._resolver = resolver
        self._connector = connector
        self._clock = clock
        self._closed = threading.Event()
        self._lines: set[Line] = set()
        self._lock = threading.Lock()

    def fetch(
        self,
        url: str,
        *,
        purpose: str,
        what: str = "",
        headers: Mapping[str, str] | None = None,
        timeout: float = TIMEOUT,
        most: int = MOST,
        stay: bool = False,
        turn: Turn = _no_turn,
        cancelled: Callable[[], bool] = _never,
    ) -> Answer:
        """Get an address. Follows at most three redirects, each checked like the address itself.

        Args:
            url: an https address.
            purpose: which part of the program asks, for the log.
            what: what is asked for, for the log in memory.
            headers: further headers; the gateway's own cannot be set.
            timeout: seconds for all of it; waiting for a turn does not count.
            most: bytes of the body.
            stay: refuse redirects to another host or port.
            turn: taken before each request.
            cancelled: asked now and then whether to give up.

        Raises:
            Refused: an address that is not allowed, a redirect too many, a host that cannot prove who it is.
            Unreachable: the host cannot be found or reached, breaks off, or takes too long; the gateway is closed.
            TooLarge: the body is larger than `most`.
            Unreadable: the answer is no proper HTTP.
        """
        target = check(url)
        own = {name: value for name, value in (headers or {}).items() if name.lower() not in _OWN_HEADERS}
        deadline = Deadline(target.host, timeout, lambda: self._closed.is_set() or cancelled(), self._clock)
        errand = _Errand(purpose, what, own, deadline, most)
        for _ in range(_MOST_REDIRECTS + 1):
            deadline.host = target.host
            since = self._clock()
            with turn(target.host):
                deadline.put_off(self._clock() - since)
                outcome = self._request(target, errand)
            where = outcome.headers.get("location")
            if outcome.status not in _REDIRECTS or where is None:
                return Answer(outcome.status, outcome.headers, outcome.body, target.url)
            target = _redirected(target, where, stay=stay)
        raise Refused(f"{target.host} redirects more than {_MOST_REDIRECTS} times.")

    def close(self) -> None:
        """Break off what is under way and refuse what comes."""
        self._closed.set()
        with self._lock:
            lines = list(self._lines)
        for line in lines:
            cut(line)

    def _request(self, target: Target, errand: _Errand) -> _Outcome:
        """One request, without its redirects; it is written down whatever comes of it."""
        errand.deadline.left()
        outcome = _Outcome()
        try:
            self._exchange(target, errand, outcome)
        except (OSError, http.client.HTTPException, zlib.error) as trouble:
            self._tell(target, errand.deadline, trouble)
        finally:
            when = datetime.now(UTC).isoformat(timespec="seconds")
            self.log.add(
                RequestRecord(when, target.host, errand.purpose, errand.what, outcome.status, outcome.received)
            )
        return outcome

    def _exchange(self, target: Target, errand: _Errand, outcome: _Outcome) -> None:
        line = self._open(target, errand.deadline)
        try:
            response = self._asked(target, errand, Wire(line, errand.deadline, 2 * errand.most + _MOST_HEAD))
            outcome.status = response.status
            outcome.headers = {name.lower(): value for name, value in response.getheaders()}
            if response.status not in _REDIRECTS:
                outcome.body = _body(response, target.host, errand.most, outcome)
        finally:
            with self._lock:
                self._lines.discard(line)
            line.close()

    def _open(self, target: Target, deadline: Deadline) -> Line:
        """A line to the first address that answers; the addresses are checked, and are not looked up again."""
        found = deadline.wait_for(partial(resolve, target, self._resolver), _leave)
        addresses = found[:_MOST_ADDRESSES]
        for turn, address in enumerate(addresses, 1):
            seconds = deadline.left() / (len(addresses) - turn + 1)
            try:
                line = deadline.wait_for(partial(self._connector, address, target.port, target.host, seconds), _close)
            except ssl.SSLError:
                raise
            except OSError:
                if turn == len(addresses):
                    raise
                continue
            with self._lock:
                self._lines.add(line)
            return line
        raise Unreachable(f"{target.host} cannot be found.")

    def _asked(self, target: Target, errand: _Errand, wire: Wire) -> http.client.HTTPResponse:
        """Send the request and read the answer's head. `http.client` refuses line breaks in a header."""
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.auto_open = 0
        connection.sock = wire  # all that http.client asks of it
        connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
        fixed = {
            "Host": target.site,
            "User-Agent": self._user_agent,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        for name, value in {**fixed, **errand.headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        return connection.getresponse()

    def _tell(self, target: Target, deadline: Deadline, trouble: Exception) -> NoReturn:
        host = target.host
        if self._closed.is_set():
            raise Unreachable(f"The request to {host} was cancelled.") from None
        match trouble:
            case TimeoutError():
                raise deadline.passed() from None
            case ssl.SSLCertVerificationError():
                sentence = f"{host} could not prove that it is {host}; nothing was sent to it."
                raise Refused(sentence, "Check the address; perhaps its operator must renew a certificate.") from None
            case http.client.IncompleteRead() | http.client.RemoteDisconnected():
                raise _broken_off(host) from None
            case ssl.SSLError() | http.client.HTTPException() | zlib.error():
                raise Unreadable(f"{host} did not answer as a web server does.", "Check the address.") from None
            case _:
                raise Unreachable(f"{host} cannot be reached.", "Check whether there is a network.") from None


def _close(line: Line) -> None:
    line.close()


def _leave(addresses: object) -> None:
    """Nothing to undo: a name that was looked up in vain."""
    del addresses


def _redirected(target: Target, where: str, *, stay: bool) -> Target:
    """Where a redirect leads, checked."""
    to = check(urljoin(target.url, where))
    if stay and to.site != target.site:
        raise Refused(
            f"{target.host} sends on to {to.site}, which you have not agreed to; it was not asked.",
            f"If you trust {to.site}, make it the address in the settings.",
        )
    return to


def _body(response: http.client.HTTPResponse, host: str, most: int, outcome: _Outcome) -> bytes:
    """Read and unpack a body, never more than `most` bytes of either."""
    if (response.length or 0) > most:
        raise _too_large(host, most)
    packed = _unpacker(response.getheader("Content-Encoding") or "", host)
    parts: list[bytes] = []
    size = 0
    while block := _block(response):
        outcome.received += len(block)
        part = packed.decompress(block, most - size + 1) if packed else block
        size += len(part)
        if max(size, outcome.received) > most:
            raise _too_large(host, most)
        parts.append(part)
    if response.length or (packed and outcome.received and not packed.eof):
        raise _broken_off(host)
    return b"".join(parts)


def _block(response: http.client.HTTPResponse) -> bytes:
    """The next piece of a body; a chunk's size that is no size gives a `ValueError` of the standard library."""
    try:
        return response.read(_BLOCK)
    except ValueError:
        raise http.client.HTTPException from None


def _unpacker(encoding: str, host: str) -> zlib._Decompress | None:
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return zlib.decompressobj(_GZIP)
        case _:
            raise Unreadable(f"{host} packed its answer in a way that was not asked for.")


def _broken_off(host: str) -> Unreachable:
    return Unreachable(f"{host} broke off in the middle of its answer.", "Try again later.")


def _too_large(host: str, most: int) -> TooLarge:
    return TooLarge(f"{host} sent more than {most / 1_000_000:g} MB.")
