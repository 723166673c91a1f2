"""Chromium's sandbox on Linux: whether this system lets it be made, and whether it is really on.

The engine does not say so itself: where the namespaces are refused, QtWebEngine 6.11 goes on without them and without a
word (the page's process then has a system call filter and nothing else). Ubuntu since 24.04 refuses them to programs
without an AppArmor profile, a chroot refuses them always.
"""

from __future__ import annotations

import ctypes
import os
import sys
import warnings
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.errors import Refused

VARIABLE: Final = "QTWEBENGINE_DISABLE_SANDBOX"
"""With the value 1, QtWebEngine starts without its sandbox."""

_NEW_USER: Final = 0x1000_0000
_NEW_PIDS: Final = 0x2000_0000
_NEW_NET: Final = 0x4000_0000
_FILTERED: Final = "2"
"""What the kernel calls a process whose system calls go through a filter."""

_SENTENCE: Final = (
    "Whereof does not start, because this system refuses the user namespaces that Chromium's sandbox is made of."
)
_LAST: Final = "--no-sandbox starts it without that protection: a flaw in the map's engine could then reach your files."
_APPARMOR: Final = (
    "Install Whereof from its .deb package, which brings the AppArmor profile that allows them, or ask an "
    "administrator to set kernel.apparmor_restrict_unprivileged_userns=0 with sysctl."
)
_WAYS_OUT: Final = (
    ("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1", _APPARMOR),
    (
        "/proc/sys/kernel/unprivileged_userns_clone",
        "0",
        "Ask an administrator to set kernel.unprivileged_userns_clone=1 with sysctl.",
    ),
    (
        "/proc/sys/user/max_user_namespaces",
        "0",
        "Ask an administrator to set user.max_user_namespaces to 10000 with sysctl.",
    ),
)
"""A file of the kernel's settings, the value in it that refuses, and what helps then."""
_ELSEWHERE: Final = (
    "Start it outside of the chroot or container that forbids them, install it from its .deb package where AppArmor "
    "does, or ask an administrator to allow unprivileged user namespaces."
)


class State(StrEnum):
    """What can be known of a page's process; one that cannot be looked at counts as unprotected."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "not checked here"


def refusal() -> Refused | None:
    """Why Chromium's sandbox cannot be made here; None where it can, and on systems other than Linux.

    Takes about 2 ms. To be asked before the program has threads: it forks.
    """
    if not sys.platform.startswith("linux") or _can_nest():
        return None
    return Refused(_SENTENCE, f"{_way_out()} {_LAST}")


def state_of(process: int) -> State:
    """Whether the page's process with this id is filtered and sees no process but those of its own namespace."""
    if not sys.platform.startswith("linux"):
        return State.UNKNOWN
    page, own = _status(process), _status(os.getpid())
    deeper = len(page.get("NSpid", "").split()) > len(own.get("NSpid", "").split())
    return State.ON if deeper and page.get("Seccomp") == _FILTERED else State.OFF


def _status(process: int) -> dict[str, str]:
    """The kernel's words on a process, empty if there are none."""
    try:
        text = Path(f"/proc/{process}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    return {name: value.strip() for name, _, value in (line.partition(":") for line in text.splitlines())}


def _can_nest() -> bool:
    """Whether a child may do as Chromium does: enter new namespaces, be somebody there, and enter a further one.

    Ubuntu allows the first and refuses what comes next, so the first alone would tell nothing.
    """
    libc = ctypes.CDLL(None)
    user, group = os.getuid(), os.getgid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which tests have; the child needs none
        child = os.fork()
    if child == 0:
        status = 1
        with suppress(BaseException):  # whatever happens, nothing of the parent's may run here
            if libc.unshare(_NEW_USER | _NEW_PIDS | _NEW_NET) == 0:
                _map_to_itself(user, group)
                status = 0 if libc.unshare(_NEW_USER) == 0 else 1
        os._exit(status)
    _, ended = os.waitpid(child, 0)
    return ended == 0


def _map_to_itself(user: int, group: int) -> None:
    """Give a process in a new namespace the ids that it had.

    Raises:
        OSError: the system refuses.
    """
    for name, words in (("setgroups", "deny"), ("gid_map", f"{group} {group} 1"), ("uid_map", f"{user} {user} 1")):
        file = os.open(f"/proc/self/{name}", os.O_WRONLY)
        try:
            os.write(file, words.encode("ascii"))
        finally:
            os.close(file)


def _way_out() -> str:
    for file, refusing, words in _WAYS_OUT:
        with suppress(OSError):
            if Path(file).read_text(encoding="ascii").strip() == refusing:
                return words
    return _ELSEWHERE
