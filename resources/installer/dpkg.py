"""Asks a Debian system whose a file is."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Package:
    """A Debian package."""

    name: str
    version: str
    source: str
    architecture: str = "amd64"


Debian = Callable[[Iterable[str]], Mapping[str, Package]]
"""Tells which Debian package each file is of; files of none are left out."""


def ask_dpkg(sources: Iterable[str]) -> dict[str, Package]:
    """The Debian packages of files, by dpkg; nothing on a system without it."""
    asked = {spelling: source for source in sources for spelling in _spellings(source)}
    if not shutil.which("dpkg-query") or not asked:
        return {}
    lines = _dpkg("-S", *asked).splitlines()
    owners = {
        asked[path]: owner.split(",")[0] for owner, _, path in (line.partition(": ") for line in lines) if path in asked
    }
    if not owners:
        return {}
    form = "${binary:Package}|${Package}|${Version}|${source:Package}|${Architecture}\n"
    rows = [row.split("|") for row in _dpkg("-W", "-f", form, *sorted(set(owners.values()))).splitlines()]
    packages = {spelled: Package(*row[1:]) for row in rows for spelled in (row[0], row[1], f"{row[1]}:{row[4]}")}
    return {source: packages[owner] for source, owner in owners.items() if owner in packages}


def _dpkg(*arguments: str) -> str:
    """What dpkg-query knows; that it does not know a file is no failure."""
    command = ["dpkg-query", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def _spellings(source: str) -> set[str]:
    """A merged /usr has each library under two names, and a link's target is the packaged file."""
    names = {source, str(Path(source).resolve())}
    return {
        spelled for name in names for spelled in (name, name.removeprefix("/usr"), f"/usr{name.removeprefix('/usr')}")
    }
