"""A network without a network: names that resolve to what a test says, and hosts that answer what it says."""

from __future__ import annotations

import itertools
import json
import socket
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.network.addresses import IPAddress

PUBLIC = "93.184.215.14"


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def http(body: bytes = b"", *, status: int = 200, length: int | None = None, **headers: str) -> bytes:
    """An answer as it comes over the line."""
    lines = [f"HTTP/1.1 {status} Told"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if length is None or length >= 0:
        lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answer(found: object) -> bytes:
    return http(json.dumps(found).encode(), Content_Type="application/json")


class FakeLine:
    """A line whose other end sends these pieces; each takes some seconds."""

    def __init__(self, pieces: Iterable[bytes], clock: Clock, seconds: float) -> None:
        self.sent = b""
        self.closed = False
        self.timeouts: list[float | None] = []
        self._pieces: Iterator[bytes] = iter(pieces)
        self._rest = b""
        self._clock = clock
        self._seconds = seconds

    def settimeout(self, value: float | None, /) -> None:
        self.timeouts.append(value)

    def sendall(self, data: Any, /) -> None:  # noqa: ANN401 - socket's own signature
        self.sent += bytes(data)

    def recv_into(self, buffer: Any, /) -> int:  # noqa: ANN401 - socket's own signature
        if not self._rest:
            self._clock.now += self._seconds
            self._rest = next(self._pieces, b"")
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def shutdown(self, _how: int, /) -> None:
        self._pieces = iter(())

    def close(self) -> None:
        self.closed = True


class Web:
    """Hosts by name; what they answer, in order, the last for ever."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.seconds = 0.0
        self.names: dict[str, list[list[str]]] = {}
        self.answers: dict[str, list[bytes | Iterable[bytes] | Exception]] = {}
        self.lookups: list[str] = []
        self.connections: list[tuple[str, int, str, float]] = []
        self.lines: list[FakeLine] = []

    def host(self, name: str, *answers: bytes | Iterable[bytes] | Exception, at: str | list[str] = PUBLIC) -> None:
        """A host that answers so, at one address, or at each of these in turn."""
        self.names[name] = [[at]] if isinstance(at, str) else [[address] for address in at]
        self.answers[name] = list(answers)

    def resolve(self, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        self.lookups.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        found = self.names[host]
        addresses = found.pop(0) if len(found) > 1 else found[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    def connect(self, address: IPAddress, port: int, host: str, seconds: float) -> FakeLine:
        self.connections.append((str(address), port, host, seconds))
        answers = self.answers[host]
        told = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(told, Exception):
            raise told
        line = FakeLine([told] if isinstance(told, bytes) else told, self.clock, self.seconds)
        self.lines.append(line)
        return line

    @property
    def requests(self) -> list[str]:
        """The first line of each request that was sent."""
        return [line.sent.split(b"\r\n")[0].decode() for line in self.lines]

    @property
    def everything_sent(self) -> bytes:
        """All bytes that left."""
        return b"".join(line.sent for line in self.lines)


def drip(whole: bytes) -> list[bytes]:
    """An answer, byte by byte."""
    return [bytes([byte]) for byte in whole]


def endless(head: bytes, piece: bytes) -> Iterable[bytes]:
    """An answer without an end."""
    return itertools.chain([head], itertools.repeat(piece))
