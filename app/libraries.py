"""What an error says of a system library that is not there."""

from __future__ import annotations

import importlib
import re
from typing import Final

from app.errors import Refused

_LACKING: Final = re.compile(r"([\w.+-]+\.so[\w.]*): cannot open shared object file")
_BEHIND: Final = re.compile(r"could not import module '([\w.]+)'")
"""What Qt's bindings say where a module that another one needs could not be imported, and why is lost."""


def lacking(error: ImportError | OSError) -> Refused | None:
    """The sentence for a system library that is not there; None where the error says something else.

    A frozen program wraps such an error in another one; Qt's bindings drop it, so they are asked again.
    """
    found = _LACKING.search(f"{error} {error.__cause__}")
    if found is None:
        return _lacking_behind(str(error))
    return Refused(
        f"Whereof needs the system library {found[1]}, which is not installed.",
        "Install Whereof's .deb package with apt, which brings it along, or the package of your system that has it.",
    )


def _lacking_behind(words: str) -> Refused | None:
    module = _BEHIND.search(words)
    if module is None:
        return None
    try:
        importlib.import_module(module[1])
    except ImportError as error:
        return lacking(error) if str(error) != words else None
    return None
