"""The way in: files or nothing open the window, a verb runs the command line.

Kept light on purpose: every child process imports this module again.
"""

from __future__ import annotations

import multiprocessing
import sys
from typing import Final

VERBS: Final = frozenset({"geoparse", "explain", "evaluate", "gazetteer", "-V", "--version"})


def main() -> int:
    """Start the window or run a verb; returns the exit status."""
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    if arguments and arguments[0] in VERBS:
        from app import cli  # noqa: PLC0415 - the window must not wait for it

        return cli.main(arguments)
    from app import main as window  # noqa: PLC0415 - the command line must not need Qt

    return window.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
