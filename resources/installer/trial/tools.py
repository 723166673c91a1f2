"""What the trial needs of the machine: root's rights and a few Debian packages."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trial.outcome import Failed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PACKAGES: Final = {
    "debootstrap": "debootstrap",
    "Xvfb": "xvfb",
    "ip": "iproute2",
    "unshare": "util-linux",
    "nsenter": "util-linux",
    "setpriv": "util-linux",
    "pivot_root": "util-linux",
    "dpkg-deb": "dpkg",
    "tar": "tar",
}
"""The Debian package of each program that the trial starts."""

_KEYRING: Final = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_TUNNEL: Final = Path("/dev/net/tun")


def missing() -> list[str]:
    """The Debian packages that the trial needs and this machine lacks."""
    packages = sorted({package for program, package in PACKAGES.items() if shutil.which(program) is None})
    return packages + ([] if _KEYRING.exists() else ["debian-archive-keyring"])


def check() -> None:
    """See that everything is there.

    Raises:
        Failed: something is missing; the sentence says how to get it.
    """
    if os.geteuid() != 0:
        raise Failed("Only root may make a Debian root and namespaces: run `sudo make package-test`.")
    if lacking := missing():
        raise Failed(f"The trial needs {', '.join(lacking)}: run `apt-get install {' '.join(lacking)}`.")
    if not _TUNNEL.exists():
        raise Failed(f"{_TUNNEL} is missing, without which no network can be recorded: run `modprobe tun`.")


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> str:
    """Run a program of the machine; returns what it printed.

    Raises:
        Failed: it cannot be run or ends with another status than 0.
    """
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=None if environment is None else {**os.environ, **environment},
    )
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-2000:]
        raise Failed(f"`{command[0]}` ended with status {done.returncode}: {said}")
    return done.stdout
