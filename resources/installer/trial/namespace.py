"""The room that the trial works in: a Debian root with namespaces of its own, entered by pivot_root.

Everything that happens in it ends with it: the kernel kills its processes when the first one ends, and its mounts exist
nowhere else.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from trial.outcome import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

_SCRIPT: Final = Path(__file__).with_name("enter.sh")
_AS_ROOT: Final = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME": "/root",
    "LC_ALL": "C.UTF-8",
    "DEBIAN_FRONTEND": "noninteractive",
}
_LONGEST_S: Final = 900.0


@dataclass(frozen=True, slots=True)
class User:
    """An ordinary user of the root.

    Attributes:
        name: its name there.
        number: its number, also that of its group.
    """

    name: str
    number: int

    @property
    def home(self) -> str:
        """Its home folder."""
        return f"/home/{self.name}"

    @property
    def runtime(self) -> str:
        """The folder that a login would make for it."""
        return f"/run/user/{self.number}"


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended.

    Attributes:
        status: its exit status.
        out: its standard output.
        err: its standard error.
        seconds: how long it ran.
    """

    status: int
    out: str
    err: str
    seconds: float

    def checked(self, what: str) -> Done:
        """The same, if it ended well.

        Raises:
            Failed: it ended with another status than 0.
        """
        if self.status:
            said = f"{self.err.strip()}\n{self.out.strip()}".strip()[-3000:]
            raise Failed(f"{what} ended with status {self.status}: {said}")
        return self


class Room:
    """A root with mount and process namespaces of its own. Use it in a `with` statement.

    Args:
        root: folder of the root.
        shown: the machine's files and folders that it shows, by their path there.
    """

    def __init__(self, root: Path, shown: Mapping[str, Path] | None = None) -> None:
        self._root = root.resolve()
        self._shown = dict(shown or {})
        self._holder: subprocess.Popen[str] | None = None
        self.pid = 0
        """The room's first process, as the machine numbers it."""

    def __enter__(self) -> Self:
        shown = [str(word) for target, source in self._shown.items() for word in (source.resolve(), target)]
        # Killed, the trial takes `unshare` with it, which heeds no softer signal, and `unshare` takes the room.
        self._holder = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child",
             "--propagation", "private", "sh", str(_SCRIPT), str(self._root), *shown],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        if self._holder.stdout is None or self._holder.stdout.readline().strip() != "entered":
            _, said = self._holder.communicate()
            raise Failed(f"The Debian root cannot be entered: {said.strip()}")
        self.pid = _only_child(self._holder.pid)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._holder is not None:
            # With its first process the room ends, and `unshare` only when all of it is gone.
            os.kill(self.pid, signal.SIGKILL)
            self._holder.communicate()

    @property
    def path(self) -> Path:
        """The room's files as they are seen from outside, with what is mounted in it."""
        return Path(f"/proc/{self.pid}/root")

    def start(
        self,
        command: Sequence[str],
        *,
        user: User | None = None,
        network: Path | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[str]:
        """Start a command in the room.

        Args:
            command: program and arguments.
            user: who runs it, in the own home folder; root where it is left out.
            network: file of the network namespace; the machine's network where it is left out.
            environment: variables beside those that everybody has.
        """
        enter = ["nsenter", "--target", str(self.pid), "--mount", "--pid"]
        enter += [f"--net={network}"] if network else []
        variables = {**(_AS_ROOT if user is None else _as_user(user)), **(environment or {})}
        folder = "/root" if user is None else user.home
        clean = ["env", "-i", f"--chdir={folder}", *(f"{name}={value}" for name, value in variables.items())]
        return subprocess.Popen(
            [*enter, "--", *clean, *(_privileges(user) if user else []), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def run(
        self,
        command: Sequence[str],
        *,
        user: User | None = None,
        network: Path | None = None,
        environment: Mapping[str, str] | None = None,
        timeout: float = _LONGEST_S,
    ) -> Done:
        """Run a command in the room and wait for its end; the arguments are those of `start`.

        Raises:
            Failed: it took longer than `timeout` seconds.
        """
        process = self.start(command, user=user, network=network, environment=environment)
        return self.wait(process, f"`{' '.join(command)}`", timeout)

    def wait(self, process: subprocess.Popen[str], what: str, timeout: float = _LONGEST_S) -> Done:
        """Wait for the end of a command that `start` started; its seconds count from now.

        Raises:
            Failed: it took longer than `timeout` seconds; `what` names it.
        """
        began = time.monotonic()
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired as error:
            _kill(process)
            raise Failed(f"{what} did not end within {timeout:.0f} s.") from error
        return Done(process.returncode, out, err, time.monotonic() - began)


def _kill(process: subprocess.Popen[str]) -> None:
    """End a command with what it has started, and wait for nothing that it may have left behind."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def _as_user(user: User) -> dict[str, str]:
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": user.home,
        "USER": user.name,
        "LOGNAME": user.name,
        "LANG": "C.UTF-8",
        "XDG_RUNTIME_DIR": user.runtime,
    }


def _privileges(user: User) -> list[str]:
    return ["setpriv", f"--reuid={user.number}", f"--regid={user.number}", "--clear-groups", "--"]


def _only_child(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return int(children[0])
