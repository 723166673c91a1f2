"""A guard for Python 3.11: PySide6 6.12 takes a reference to `None`, `True` or `False` with every call that returns one.

Its wheels count on Python 3.12, where these objects live for ever. On 3.11 their count falls with each call into Qt, and
after a few thousand calls the interpreter ends with "deallocating None". So there the counts are raised beyond any use.
"""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_IMMORTAL_SINCE: Final = (3, 12)
_BEYOND_USE: Final = 1 << 60
_SINGLETONS: Final = (None, True, False, NotImplemented, Ellipsis)


def guard() -> bool:
    """Make the singletons outlive the process, once; whether this Python needed it."""
    if sys.version_info >= _IMMORTAL_SINCE or sys.implementation.name != "cpython":
        return False
    for singleton in _SINGLETONS:
        count = ctypes.c_ssize_t.from_address(id(singleton))
        if count.value < _BEYOND_USE:
            count.value += _BEYOND_USE
    return True
