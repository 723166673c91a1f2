"""Folders that come out the same on every machine: one date, sane permissions, nothing left by the building."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from freeze import ROOT, PackagingFailed

if TYPE_CHECKING:
    from pathlib import Path

_ELF: Final = b"\x7fELF"
_GLIBC: Final = re.compile(rb"\x00GLIBC_2\.(\d{1,3})(?=[.\x00])")
"""Symbol versions that a file asks for; each is a string of its own in it."""


def built() -> datetime:
    """The date of what is built: `SOURCE_DATE_EPOCH`, or when the last commit was made.

    Raises:
        PackagingFailed: neither is known.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given.isdigit():
        command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        asked = subprocess.run(command, capture_output=True, text=True, check=False) if shutil.which("git") else None
        given = asked.stdout.strip() if asked else ""
    if not given.isdigit():
        raise PackagingFailed(
            "git does not tell when the last commit was made; set SOURCE_DATE_EPOCH to seconds since 1970."
        )
    return datetime.fromtimestamp(int(given), UTC)


def copy(source: Path, target: Path) -> None:
    """Copy a folder with its links.

    Raises:
        PackagingFailed: a link leads out of the folder or nowhere, or Python left compiled files there.
    """
    for path in source.rglob("*"):
        if path.is_symlink() and not _stays_inside(path, source):
            raise PackagingFailed(
                f"{path.relative_to(source)} is a link that leads out of the frozen folder; freeze again."
            )
        if path.name == "__pycache__":
            raise PackagingFailed(f"{path.relative_to(source)} was left by a run of the program; freeze again.")
    shutil.copytree(source, target, symlinks=True, copy_function=shutil.copyfile)
    for path in source.rglob("*"):
        if path.is_file() and not path.is_symlink() and is_program(path):
            (target / path.relative_to(source)).chmod(0o755)


def settle(folder: Path, date: datetime) -> None:
    """Give all in `folder`, and itself, one date; folders 755; files 755 if their owner may run them, else 644."""
    seconds = int(date.timestamp())
    for path in [*folder.rglob("*"), folder]:
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def is_elf(path: Path) -> bool:
    """Whether the file is a Linux program or library."""
    with path.open("rb") as file:
        return file.read(len(_ELF)) == _ELF


def least_glibc(folder: Path) -> str:
    """The oldest version of the C library that all programs and libraries in the folder run with, such as "2.35"."""
    needed = {0}
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink() and is_elf(path):
            needed.update(int(minor) for minor in _GLIBC.findall(path.read_bytes()))
    return f"2.{max(needed)}"


def is_program(path: Path) -> bool:
    """Whether it is meant to be run: an ELF file with a bit that says so, and no library."""
    return bool(path.stat().st_mode & stat.S_IXUSR) and ".so" not in path.suffixes and is_elf(path)


def kibibytes(folder: Path) -> int:
    """What the folder takes up as Debian counts it: each file rounded up, everything else one."""
    files = (path for path in folder.rglob("*"))
    return sum(-(-path.stat().st_size // 1024) if path.is_file() and not path.is_symlink() else 1 for path in files)


def _stays_inside(link: Path, folder: Path) -> bool:
    return link.exists() and link.resolve().is_relative_to(folder.resolve())
