"""The reader's folders for a self-test: new, empty, and gone afterwards, whatever happens."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app import paths

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def temporary_home(seconds: float) -> Iterator[None]:
    """Let the reader's folders lie in a temporary one, for this process and its children.

    Args:
        seconds: after this long the process hangs, where no timer of its own is heard: the folder is removed and the
            process ends with status 1 and a sentence.
    """
    former = os.environ.get(paths.HOME_VARIABLE)
    home = tempfile.mkdtemp(prefix="whereof-self-test-")
    watchdog = threading.Timer(seconds, _end, (home, seconds))
    watchdog.daemon = True
    watchdog.start()
    os.environ[paths.HOME_VARIABLE] = home
    try:
        yield
    finally:
        watchdog.cancel()
        os.environ.pop(paths.HOME_VARIABLE)
        if former is not None:
            os.environ[paths.HOME_VARIABLE] = former
        shutil.rmtree(home, ignore_errors=True)


def _end(home: str, seconds: float) -> None:
    shutil.rmtree(home, ignore_errors=True)
    print(f"failed: The program did not answer for {seconds:.0f} seconds.", flush=True)  # noqa: T201 - nobody else can
    os._exit(1)
