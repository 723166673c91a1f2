"""A screen outside the room, so that its libraries do not help the package: an X server whose socket is shown."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from trial.outcome import Failed

if TYPE_CHECKING:
    from types import TracebackType

_SOCKETS: Final = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server puts its sockets
_SCREEN: Final = "1600x1000x24"


class Display:
    """An X server in memory. Use it in a `with` statement."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None
        self._number = 0

    def __enter__(self) -> Self:
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", "Xvfb", "-displayfd", str(writing), "-screen", "0", _SCREEN,
             "-nolisten", "tcp", "-ac", "-noreset"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=(writing,), start_new_session=True,
        )  # fmt: skip
        os.close(writing)
        with open(reading, encoding="ascii") as answer:  # noqa: PTH123 - a descriptor, not a path
            number = answer.readline().strip()
        if not number:
            self._server.wait()
            raise Failed("Xvfb did not start; try `Xvfb -displayfd 1` to see why.")
        self._number = int(number)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.terminate()
            self._server.wait()

    @property
    def name(self) -> str:
        """What the variable DISPLAY says."""
        return f":{self._number}"

    @property
    def socket(self) -> Path:
        """The server's socket, under the same path outside and inside."""
        return _SOCKETS / f"X{self._number}"
