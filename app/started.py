"""How long this process has been running, counted from its real start and not from the first line of Python."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Final

_IMPORTED: Final = time.monotonic()
_START_FIELD: Final = 19
"""Counted from the field after the program's name, which may itself hold blanks and brackets."""


def seconds_since_start() -> float:
    """Seconds since this process began; since this module was imported where the system does not tell."""
    began = _began()
    return time.monotonic() - _IMPORTED if began is None else time.clock_gettime(time.CLOCK_BOOTTIME) - began


def counted_from() -> str:
    """What `seconds_since_start` counts from, in words."""
    return "the start of the process" if _began() is not None else "the first line of the program"


def _began() -> float | None:
    """When the process began, in seconds since the machine did, to a hundredth (Linux)."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        line = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    ticks = int(line.rpartition(")")[2].split()[_START_FIELD])
    return ticks / os.sysconf("SC_CLK_TCK")
