"""What must be right before the window can open; what is not becomes one sentence with the way out.

Qt and Chromium would abort, print a traceback or, worst of all, go on without the sandbox.
"""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Final

from app import display, paths, sandbox
from app.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_ROOT: Final = Refused(
    "Whereof does not start as root, because Chromium's sandbox needs an ordinary user; --no-sandbox overrides this."
)
_FOLDERS: Final = (paths.user_config, paths.user_data, paths.user_cache)


def check_system(*, no_sandbox: bool) -> None:
    """Look at the user, the display, the sandbox, the folder for temporary files and what Whereof carries.

    To be called before there are threads.

    Raises:
        Refused: this system is not fit, or not as it is.
        Missing: Whereof is not completely set up.
    """
    refused = display.refusal() if no_sandbox else _root() or display.refusal() or _sandbox()
    if refused is not None:
        raise refused
    _check_temporary()
    paths.gazetteer_file()
    paths.map_vendor()


def check_folders() -> None:
    """Look whether the reader's folders can be written to.

    Raises:
        Refused: one of them cannot.
    """
    for folder in _FOLDERS:
        _check_folder(folder)


def _root() -> Refused | None:
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return _ROOT if root and not _sandbox_is_declined() else None


def _sandbox() -> Refused | None:
    return None if _sandbox_is_declined() else sandbox.refusal()


def _sandbox_is_declined() -> bool:
    """Whether the environment says what --no-sandbox says, as tests do."""
    return os.environ.get(sandbox.VARIABLE) == "1"


def _check_temporary() -> None:
    try:
        tempfile.gettempdir()
    except OSError as error:
        raise Refused(
            "Whereof finds no folder for temporary files that it may write to.",
            "Make /tmp writable, or name another folder in the environment variable TMPDIR.",
        ) from error


def _check_folder(folder: Callable[[], Path]) -> None:
    try:
        made = folder()
    except OSError as error:
        raise _unwritable(str(error.filename)) from error
    if not os.access(made, os.W_OK):
        raise _unwritable(str(made))


def _unwritable(name: str) -> Refused:
    return Refused(
        f"Whereof cannot keep its settings and the reader's gazetteers, because it may not write to {name}.",
        f"Make that folder writable, or name another one in the environment variable {paths.HOME_VARIABLE}.",
    )
