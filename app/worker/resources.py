"""What a worker process takes of the machine: one core, and how much memory."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

_VARIABLES: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_STATUS: Final = Path("/proc/self/status")
_KIB_PER_MIB: Final = 1024


def one_thread() -> None:
    """Keep the mathematics of this process to one thread, since its siblings have the other cores.

    It must be said before the libraries are loaded, which read it once.
    """
    for variable in _VARIABLES:
        os.environ[variable] = "1"


def peak_mb() -> float:
    """The most memory that this process has held, in MiB; 0 where the system does not tell."""
    # Not `ru_maxrss` where /proc is: a child begins with what its parent held when it was started.
    if _STATUS.exists():
        for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / _KIB_PER_MIB
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return 0.0
    unit = _KIB_PER_MIB * _KIB_PER_MIB if sys.platform == "darwin" else _KIB_PER_MIB
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
