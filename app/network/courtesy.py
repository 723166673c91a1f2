"""At most one request a second to a host, over all processes of this user.

Each host has a small file in the cache folder. Whoever asks holds the file's lock while it waits and asks, and leaves
the time in it, so that the second is counted from the end of one request to the start of the next. The lock is the
operating system's: it ends with the process that holds it, and a file left behind means nothing.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from app.errors import Refused

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

INTERVAL: Final = 1.0
"""Seconds between two requests to one host."""
_GLANCE: Final = 0.05
"""Seconds between two looks at the lock and at the cancel token."""
_PATIENCE: Final = 60.0
"""Seconds that another process may keep a host busy; a request ends after 30."""
_LOCKED_BYTE: Final = 1 << 20
"""Windows locks bytes and lets nobody read them: one far behind the time stamp."""


def _never() -> bool:
    return False


class Courtesy:
    """Gives each host's requests their turn.

    Args:
        folder: where the files lie; every process of this user names the same.
        interval: seconds between two requests to one host.
        clock: seconds since the epoch, the same for all processes.
        sleep: waits for some seconds.
    """

    def __init__(
        self,
        folder: Path,
        *,
        interval: float = INTERVAL,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = folder
        self._interval = interval
        self._clock = clock
        self._sleep = sleep

    @contextmanager
    def turn(self, host: str, cancelled: Callable[[], bool] = _never) -> Iterator[None]:
        """Hold this host's turn: wait for it, then make one request inside.

        Raises:
            Refused: `cancelled` said so while waiting, another process keeps the host busy for a minute, or the
                file cannot be locked.
        """
        try:
            handle = os.open(self._folder / f"courtesy-{host.replace(':', '_')}", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as trouble:
            raise _no_lock(host) from trouble
        try:
            self._take(handle, host, cancelled)
            self._wait(self._still(handle), host, cancelled)
            self._stamp(handle, host)
            try:
                yield
            finally:
                self._stamp(handle, host)
        finally:
            os.close(handle)

    def _take(self, handle: int, host: str, cancelled: Callable[[], bool]) -> None:
        waited = 0.0
        while not _lock(handle, host):
            if waited >= _PATIENCE:
                raise Refused(f"Another Whereof keeps asking {host}.", "Try again later.")
            self._pause(_GLANCE, host, cancelled)
            waited += _GLANCE

    def _still(self, handle: int) -> float:
        """Seconds to wait. A stamp from the future (a clock set back) or a damaged one counts as just now."""
        os.lseek(handle, 0, os.SEEK_SET)
        written = os.read(handle, 64)
        if not written:
            return 0.0
        try:
            passed = self._clock() - float(written)
        except ValueError:
            passed = 0.0
        return 0.0 if passed >= self._interval else self._interval - max(0.0, passed)

    def _wait(self, seconds: float, host: str, cancelled: Callable[[], bool]) -> None:
        while seconds > 0:
            step = min(seconds, _GLANCE)
            self._pause(step, host, cancelled)
            seconds -= step

    def _pause(self, seconds: float, host: str, cancelled: Callable[[], bool]) -> None:
        if cancelled():
            raise Refused(f"{host} was not asked: it was cancelled before.")
        self._sleep(seconds)

    def _stamp(self, handle: int, host: str) -> None:
        try:
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, f"{self._clock():020.6f}\n".encode("ascii"))
        except OSError as trouble:
            raise _no_lock(host) from trouble


def _no_lock(host: str) -> Refused:
    return Refused(
        f"Whereof cannot make sure that it asks {host} only once a second, and did not ask.",
        "Look whether the cache folder can be written.",
    )


def _lock(handle: int, host: str) -> bool:
    """Take the file's lock if it is free; False where another holds it."""
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError as trouble:
        raise _no_lock(host) from trouble
    return True
