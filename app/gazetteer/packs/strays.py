"""Work files: named so that they are known, locked while their maker lives, swept when it died.

A process that is killed cannot tidy up. Its work file stays, without the lock, and the next start removes it; the
work file of an import that runs in another window keeps its lock and is left alone.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows refuses to delete a file that is open, which is lock enough
    _flock = None
else:
    _flock = fcntl.flock

SUFFIX: Final = ".importing"


@contextlib.contextmanager
def work_file(target: Path) -> Iterator[Path]:
    """An empty, locked file beside `target`; it is gone afterwards unless `put` has renamed it.

    Raises:
        OSError: the folder cannot be written to.
    """
    work = target.with_name(f"{target.name}.{os.getpid()}{SUFFIX}")
    with work.open("wb") as lock:
        try:
            _hold(lock.fileno())
            if _flock is None:
                lock.close()
            yield work
        finally:
            work.unlink(missing_ok=True)


def put(work: Path, target: Path) -> None:
    """Make a complete work file the target, so that after a power cut there is the old file or the new one.

    Raises:
        OSError: it cannot be done; the target is as before.
    """
    with work.open("rb+") as file:
        os.fsync(file.fileno())
    work.replace(target)
    with contextlib.suppress(OSError):  # not every system opens folders
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def sweep(folder: Path) -> None:
    """Remove the work files that dead processes left in a folder."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            with contextlib.suppress(OSError), path.open("rb+") as stray:
                _hold(stray.fileno())
                if _flock is None:
                    stray.close()
                path.unlink()


def _hold(number: int) -> None:
    """Lock an open file, or raise OSError where another process has."""
    if _flock is not None:
        _flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
