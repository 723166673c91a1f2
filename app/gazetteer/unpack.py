"""Unpacks the gazetteer that the repository carries: `python -m app.gazetteer.unpack`."""

from __future__ import annotations

import hashlib
import lzma
import os
from typing import TYPE_CHECKING, Final

from app.errors import Missing, Unreadable
from app.paths import resources

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_BLOCK: Final = 1 << 20
_REPAIR: Final = "Get the file again from where Whereof came from."


def unpack(packed: Path, target: Path) -> bool:
    """Unpack a gazetteer if `target` is not it already; `gazetteer.sha256` beside `packed` says what it must be.

    The target is replaced only by a complete file with the right checksum; nothing half-written stays.

    Returns:
        Whether anything was written.

    Raises:
        Missing: the packed file or its checksum is not there.
        Unreadable: the packed file is damaged.
    """
    wanted = _checksum(packed)
    if target.is_file() and _digest(target) == wanted:
        return False
    work = target.with_name(f"{target.name}.{os.getpid()}.unpacking")
    try:
        if _copy(packed, work) != wanted:
            raise Unreadable(f"{packed.name} does not hold the gazetteer that belongs to this version.", _REPAIR)
        work.replace(target)
    finally:
        work.unlink(missing_ok=True)
    return True


def _checksum(packed: Path) -> str:
    try:
        words = (packed.parent / "gazetteer.sha256").read_text(encoding="ascii").split()
    except FileNotFoundError as trouble:
        raise Missing(f"The checksum beside {packed.name} is missing.", _REPAIR) from trouble
    if not packed.is_file():
        raise Missing(f"{packed.name} is missing.", _REPAIR)
    return words[0] if words else ""


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(packed: Path, work: Path) -> str:
    digest = hashlib.sha256()
    try:
        with lzma.open(packed, "rb") as source, work.open("wb") as file:
            while block := source.read(_BLOCK):
                digest.update(block)
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
    except (lzma.LZMAError, EOFError) as trouble:
        raise Unreadable(f"{packed.name} is damaged.", _REPAIR) from trouble
    return digest.hexdigest()


def main(arguments: Sequence[str] = ()) -> int:
    """Unpack the repository's gazetteer beside its packed form."""
    del arguments
    folder = resources() / "gazetteer"
    unpack(folder / "gazetteer.sqlite.xz", folder / "gazetteer.sqlite")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
