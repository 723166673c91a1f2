"""Work files of imports: named so that they are known, locked while an import lives, swept when it died.

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
    fcntl = None  # type: ignore[assignment]

SUFFIX: Final = ".importing"


@contextlib.contextmanager
def work_file(target: Path) -> Iterator[Path]:
    """An empty, locked file beside `target`; it is gone afterwards unless it was renamed.

    Raises:
        OSError: the folder cannot be written to.
    """
    work = target.with_name(f"{target.name}.{os.getpid()}{SUFFIX}")
    with work.open("wb") as lock:
        try:
            _lock(lock.fileno())
            yield work
        finally:
            if fcntl is None:
                lock.close()
            work.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the work files that dead imports left in a folder."""
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            with contextlib.suppress(OSError), path.open("rb+") as stray:
                _lock(stray.fileno())
                if fcntl is None:
                    stray.close()
                path.unlink()


def _lock(number: int) -> None:
    """Lock an open file, or raise OSError where another process has."""
    if fcntl is not None:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
