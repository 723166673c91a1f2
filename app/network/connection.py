"""One encrypted connection to one checked IP address, and its clock.

The deadline is for the whole request, not for each read: a host that sends a byte now and then is cut off with
the rest.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar

from app.errors import TooLarge
from app.network.trouble import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.network.addresses import IPAddress

_Answer = TypeVar("_Answer")
_GLANCE: Final = 0.05
"""Seconds between two looks whether a waiting request is cancelled."""


class Line(Protocol):
    """What a request needs of a socket."""

    def settimeout(self, value: float | None, /) -> None:
        """The longest that the next call may take, in seconds."""
        ...

    def sendall(self, data: Any, /) -> None:  # noqa: ANN401 - socket's own signature
        """Send all of it."""
        ...

    def recv_into(self, buffer: Any, /) -> int:  # noqa: ANN401 - socket's own signature
        """Read some bytes; 0 at the end."""
        ...

    def shutdown(self, how: int, /) -> None:
        """End it, also while another thread reads."""
        ...

    def close(self) -> None:
        """Let it go."""
        ...


Connector: TypeAlias = "Callable[[IPAddress, int, str, float], Line]"
"""Connects to an IP address and port for a host name, within so many seconds."""


def connect(address: IPAddress, port: int, host: str, seconds: float) -> Line:
    """Connect to an IP address, and make sure by its certificate that `host` answers there.

    The system's own certificates decide whom to trust.

    Raises:
        OSError: nobody answers, or not as `host` (`ssl.SSLError`).
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    bare = socket.create_connection((str(address), port), timeout=seconds)
    try:
        return context.wrap_socket(bare, server_hostname=host)
    except BaseException:
        bare.close()
        raise


def cut(line: Line) -> None:
    """End a line, also while another thread reads from it.

    The encryption is not taken down first, as `SSLSocket.shutdown` would: nothing may leave in the clear meanwhile.
    """
    with suppress(OSError):
        if isinstance(line, socket.socket):
            socket.socket.shutdown(line, socket.SHUT_RDWR)
        else:
            line.shutdown(socket.SHUT_RDWR)


class Deadline:
    """The end of a request's time.

    Args:
        host: whom the sentence names.
        seconds: from now on.
        cancelled: whether the program gave up.
        clock: seconds, never set back.
    """

    def __init__(
        self,
        host: str,
        seconds: float,
        cancelled: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.host = host
        self._seconds = seconds
        self._end = clock() + seconds
        self._cancelled = cancelled
        self._clock = clock

    def left(self) -> float:
        """Seconds left, more than 0.

        Raises:
            Unreachable: there are none, or the request is cancelled.
        """
        if self._cancelled():
            raise Unreachable(f"The request to {self.host} was cancelled.")
        left = self._end - self._clock()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> Unreachable:
        """The sentence for a deadline that is over."""
        return Unreachable(f"{self.host} took longer than {self._seconds:g} seconds.", "Try again later.")

    def put_off(self, seconds: float) -> None:
        """Time spent waiting for one's turn does not count."""
        self._end += max(0.0, seconds)

    def wait_for(self, step: Callable[[], _Answer], undo: Callable[[_Answer], None]) -> _Answer:
        """The answer of a step that the operating system lets nobody interrupt (looking a name up, connecting).

        The step runs on a thread of its own. If it ends after the deadline, `undo` gets its answer.
        """
        waiting = _Step(step, undo)
        threading.Thread(target=waiting.run, name="whereof-connect", daemon=True).start()
        try:
            while not waiting.done.wait(min(self.left(), _GLANCE)):
                pass
        except BaseException:
            waiting.abandon()
            raise
        answer: _Answer = waiting.answer()
        return answer


class _Step:
    """A step on a thread that may be abandoned."""

    def __init__(self, step: Callable[[], Any], undo: Callable[[Any], None]) -> None:
        self.done = threading.Event()
        self._step = step
        self._undo = undo
        self._lock = threading.Lock()
        self._abandoned = False
        self._answer: Any = None
        self._trouble: BaseException | None = None

    def run(self) -> None:
        """Take the step."""
        try:
            answer = self._step()
        except BaseException as trouble:  # noqa: BLE001 - raised again where it is awaited
            self._trouble = trouble
        else:
            with self._lock:
                self._answer = answer
                if self._abandoned:
                    self._undo(answer)
        finally:
            self.done.set()

    def abandon(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._abandoned = True
            if self._answer is not None:
                self._undo(self._answer)

    def answer(self) -> Any:  # noqa: ANN401 - the step's answer
        """What the step gave, or raised."""
        if self._trouble is not None:
            raise self._trouble
        return self._answer


class Wire:
    """A line under a deadline and a limit, in the shape that `http.client` asks of a socket.

    Args:
        line: the line.
        deadline: of the whole request.
        most: bytes that may come, heads and all. `http.client` has no limit of its own where a chunk's size is
            negative.
    """

    def __init__(self, line: Line, deadline: Deadline, most: int) -> None:
        self._line = line
        self._deadline = deadline
        self._most = most

    def sendall(self, data: Any) -> None:  # noqa: ANN401 - socket's own signature
        """Send all of it."""
        self._line.settimeout(self._deadline.left())
        self._line.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        """A stream to read the answer from."""
        del mode
        return io.BufferedReader(_Reading(self._line, self._deadline, self._most))

    def close(self) -> None:
        """Let the line go."""
        self._line.close()


class _Reading(io.RawIOBase):
    """Reads a line until its end, the deadline or the limit."""

    def __init__(self, line: Line, deadline: Deadline, most: int) -> None:
        super().__init__()
        self._line = line
        self._deadline = deadline
        self._left = most

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - RawIOBase's own signature
        """Read what is there."""
        self._line.settimeout(self._deadline.left())
        size = self._line.recv_into(buffer)
        self._left -= size
        if self._left < 0:
            raise TooLarge(f"{self._deadline.host} does not stop sending.")
        return size
