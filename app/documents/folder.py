"""Folders to the documents in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.documents.formats import SUPPORTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_DIGITS: Final = re.compile(r"(\d+)")

Key = tuple[tuple[int, int, str], ...]


def expand(paths: Iterable[Path]) -> list[Path]:
    """Files as they are given, and in place of each folder the documents anywhere in it.

    Hidden files and folders and formats that Whereof cannot read are left out; a file named by itself never
    is, so that the reader is told why it cannot be opened. Links to folders are followed once. Nothing comes
    twice.
    """
    found: dict[Path, None] = {}
    for path in paths:
        for file in _walk(path) if path.is_dir() else [path]:
            found.setdefault(file)
    return list(found)


def natural(name: str) -> Key:
    """Sort key that puts `2.txt` before `10.txt` and minds no case."""
    parts = _DIGITS.split(name.casefold())
    return tuple((1, int(part), "") if part.isdecimal() else (2, 0, part) for part in parts if part)


def _walk(top: Path) -> Iterator[Path]:
    seen: set[tuple[int, int]] = set()
    waiting = [top]
    while waiting:
        path = waiting.pop()
        if path.is_dir():
            waiting.extend(reversed(_entries(path, seen)))
        elif path.suffix.lower() in SUPPORTED and path.is_file():
            yield path


def _entries(folder: Path, seen: set[tuple[int, int]]) -> list[Path]:
    """What is in the folder, in order; nothing if it was seen before or may not be read."""
    try:
        status = folder.stat()
        names = [child.name for child in folder.iterdir() if not child.name.startswith(".")]
    except OSError:
        return []
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return []
    seen.add(identity)
    return [folder / name for name in sorted(names, key=natural)]
