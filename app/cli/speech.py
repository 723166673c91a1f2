"""What every verb shares: exit statuses, complaints, where output goes."""

from __future__ import annotations

import argparse
import contextlib
import io
import sys
from typing import IO, TYPE_CHECKING, Final

from app.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.errors import Expected

DONE: Final = 0
SOME_FAILED: Final = 1
FAILED: Final = 2
INTERRUPTED: Final = 130


def complain(error: Expected) -> None:
    """One sentence to standard error, and what can be done about it."""
    print("whereof:", error.sentence, error.remedy, file=sys.stderr)  # noqa: T201


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Let a verb work in several processes."""
    parser.add_argument("--jobs", type=positive, default=1, metavar="N", help="processes (default: 1)")


def positive(text: str) -> int:
    """A whole number from 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


@contextlib.contextmanager
def opened(path: Path | None) -> Iterator[IO[str]]:
    """A file to write, or standard output; UTF-8 whatever the locale."""
    if path is None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        yield sys.stdout
        return
    try:
        file = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error
    with file:
        yield file
