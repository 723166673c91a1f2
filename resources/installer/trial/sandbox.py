"""Whether Chromium's sandbox is really on: the state of the page's processes as the kernel tells it, from outside."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from types import TracebackType

_PROC: Final = Path("/proc")
_EVERY_S: Final = 0.1
_SECCOMP_FILTER: Final = "2"
_RENDERER: Final = "--type=renderer"
_ZYGOTE: Final = "--type=zygote"
_OPEN: Final = "--no-zygote-sandbox"
_FEWEST_LOOKS: Final = 3
_ENDING_S: Final = 5.0
_SLEEP: Final = "sleep infinity"
_VARIABLE: Final = b"QTWEBENGINE_DISABLE_SANDBOX="


@dataclass(slots=True)
class Seen:
    """A process, as it was at last.

    Attributes:
        parent: the process that started it.
        command: its command line.
        seccomp: 2 when a filter forbids it system calls.
        processes: its process namespace.
        users: its user namespace.
        uid: the user that it runs as.
        unsafe: its environment switches the sandbox off.
        looks: how often it was seen.
    """

    parent: int
    command: str
    seccomp: str
    processes: str
    users: str
    uid: str
    unsafe: bool
    looks: int = 1


class Watch:
    """Looks at the processes under some others again and again. Use it in a `with` statement.

    Args:
        above: the processes whose descendants are looked at, if they are in a process namespace of their own.
    """

    def __init__(self, above: Collection[int]) -> None:
        self._above = frozenset(above)
        self._own = str((_PROC / "self" / "ns" / "pid").readlink())
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)
        self.seen: dict[int, Seen] = {}
        """Each process that was seen, by its number."""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._end.wait(_EVERY_S):
            for pid in descendants(self._above):
                with suppress(OSError, KeyError):
                    state = _state(_PROC / str(pid))
                    if state.processes != self._own and state.command != _SLEEP:
                        state.looks += self.seen[pid].looks if pid in self.seen else 0
                        self.seen[pid] = state


def pages(seen: Mapping[int, Seen]) -> list[Seen]:
    """The processes that draw pages: they say so, or Chromium's sandboxed zygote has forked them in the end.

    The zygote's children are called as it is itself. What was hardly seen may not have put on its filter yet.
    """
    parents = {process.parent for process in seen.values()}
    return [
        process
        for pid, process in seen.items()
        if process.looks >= _FEWEST_LOOKS
        and (_RENDERER in process.command or (pid not in parents and _is_forked(process, seen.get(process.parent))))
    ]


def _is_forked(process: Seen, above: Seen | None) -> bool:
    return (
        above is not None and _ZYGOTE in process.command and _ZYGOTE in above.command and _OPEN not in process.command
    )


def faults(seen: Mapping[int, Seen], room: Path, uid: int) -> list[str]:
    """What is wrong with the sandbox, in sentences; none when it is on.

    Args:
        seen: the program's processes.
        room: `/proc/PID` of a process outside the sandbox, for its namespaces.
        uid: the ordinary user's number.
    """
    drawing = pages(seen)
    found = [] if drawing else ["No process that draws pages was seen."]
    if any("--no-sandbox" in process.command or process.unsafe for process in seen.values()):
        found.append("A process was told to run without the sandbox.")
    if any(process.uid != str(uid) for process in seen.values()):
        found.append("A process runs as another user.")
    if any(process.seccomp != _SECCOMP_FILTER for process in drawing):
        found.append("A process that draws pages has no filter for system calls.")
    for kind, name in (("processes", "pid"), ("users", "user")):
        if any(getattr(process, kind) == str((room / "ns" / name).readlink()) for process in drawing):
            found.append(f"A process that draws pages has no {name} namespace of its own.")
    return found


def descendants(above: Collection[int]) -> set[int]:
    """The processes under these, at this moment."""
    parents: dict[int, int] = {}
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            with suppress(OSError, IndexError):
                parents[int(folder.name)] = int(folder.joinpath("stat").read_text().rpartition(")")[2].split()[1])
    found: set[int] = set()
    for pid in parents:
        line, one = [], pid
        while one in parents and one not in above and one not in found:
            line.append(one)
            one = parents[one]
        if one in above or one in found:
            found.update(line)
    return found


def left(room: int, patience: float = _ENDING_S) -> list[str]:
    """The command lines of what still runs in a room, but for the sleep of its first process.

    Args:
        room: the room's first process.
        patience: how many seconds processes that are about to end have for it.
    """
    deadline = time.monotonic() + patience
    while found := [command for pid in descendants({room}) if (command := _command(pid)) != _SLEEP]:
        if time.monotonic() > deadline:
            break
        time.sleep(_EVERY_S)
    return found


def _command(pid: int) -> str:
    try:
        return (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except OSError:
        return _SLEEP


def _state(folder: Path) -> Seen:
    fields = dict(line.split(":\t", 1) for line in folder.joinpath("status").read_text().splitlines() if ":\t" in line)
    return Seen(
        parent=int(fields["PPid"]),
        command=folder.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace").strip(),
        seccomp=fields["Seccomp"],
        processes=str((folder / "ns" / "pid").readlink()),
        users=str((folder / "ns" / "user").readlink()),
        uid=fields["Uid"].split()[0],
        unsafe=_VARIABLE in folder.joinpath("environ").read_bytes(),
    )
