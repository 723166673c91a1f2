"""The window's command line."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.settings import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """What the command line asks for; a wrong one ends the program with the usual status 2.

    Args:
        arguments: the command line without the program's name.

    Returns:
        `paths` (as written: paths or file addresses), `theme`, `size`, `no_sandbox`, `report` (a file's name or None),
        `self_test` (a file's name, empty where no picture is to be kept, None where no test is asked for).
    """
    parser = argparse.ArgumentParser(
        prog="whereof",
        description="Shows where a text speaks of: opens the window on files and folders.",
        epilog="Verbs instead of files: geoparse, explain, gazetteer, evaluate. `whereof geoparse --help` tells more.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="documents and folders to open")
    parser.add_argument("--theme", choices=list(Theme), help="light or dark for this time only")
    parser.add_argument("--size", type=_size, metavar="WIDTHxHEIGHT", help="size of the window for this time only")
    parser.add_argument("--no-sandbox", action="store_true", help="run Chromium without its sandbox, as root must")
    tests = parser.add_mutually_exclusive_group()
    tests.add_argument(
        "--report",
        metavar="PICTURE",
        help="wait until all places are found, print them, save a picture of the window, and end",
    )
    tests.add_argument(
        "--self-test",
        nargs="?",
        const="",
        metavar="PICTURE",
        help="open the sample, check that text, map and sandbox work, print what was found, save a picture of the "
        "window if one is named, and end",
    )
    options = parser.parse_args(arguments)
    if options.self_test is not None and options.paths:
        parser.error("--self-test opens the sample and nothing else; it takes at most the name of a picture")
    return options


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise argparse.ArgumentTypeError(f"“{text}” is no size; write it like 1280x800")
    return int(width), int(height)
