"""Every file of a root: what it is and what it holds, so that two moments can be compared."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

VOLATILE: Final = (
    "proc",
    "sys",
    "dev/pts",
    "home",
    "run/user",
    "var/cache",
    "var/lib/apt",
    "var/lib/dpkg",
    "var/log",
    "etc/ld.so.cache",
)
"""What changes by itself: the kernel's folders, the reader's home, and the books that apt, dpkg and ldconfig keep."""

Listing = dict[str, str]
"""What each path is (kind, mode, owner, and target or hash), by path from the root."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What one listing has and another has not, in order of the paths."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        parts = {"added": self.added, "removed": self.removed, "changed": self.changed}
        return "; ".join(f"{word}: {', '.join(paths)}" for word, paths in parts.items() if paths)


def listing(root: Path, volatile: tuple[str, ...] = VOLATILE) -> Listing:
    """List a root.

    Args:
        root: its folder, which may be another process's `/proc/PID/root`.
        volatile: paths from the root that are left out with all that is in them.
    """
    return {path: _description(entry) for path, entry in _entries(root, "", frozenset(volatile))}


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Difference:
    """What was added, removed and changed between two listings."""
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        removed=tuple(sorted(before.keys() - after.keys())),
        changed=tuple(sorted(path for path in before.keys() & after.keys() if before[path] != after[path])),
    )


def _entries(root: Path, folder: str, volatile: frozenset[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(root / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}" if folder else entry.name
            if path in volatile:
                continue
            yield path, entry
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(root, path, volatile)


def _description(entry: os.DirEntry[str]) -> str:
    status = entry.stat(follow_symlinks=False)
    owned = f"{stat.filemode(status.st_mode)} {status.st_uid}:{status.st_gid}"
    if stat.S_ISLNK(status.st_mode):
        return f"{owned} -> {Path(entry.path).readlink()}"
    if stat.S_ISREG(status.st_mode):
        return f"{owned} {_sha256(Path(entry.path))}"
    return owned


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
