"""The command line: the same engine as the window's, without Qt.

Exit status: 0 all done, 1 some documents could not be done, 2 nothing could be done.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from app import __version__, paths
from app.cli import evaluating, explaining, gazetteers, geoparsing
from app.cli.speech import DONE, FAILED, INTERRUPTED, complain
from app.errors import Expected

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb that the arguments name; returns the exit status."""
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as end:  # argparse has said what it had to say
        return end.code if isinstance(end.code, int) else FAILED
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except Expected as error:
        complain(error)
        return FAILED
    except BrokenPipeError:
        # Whoever read our output has enough; Python must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="whereof", description="Shows where a text speaks of.")
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help="program, model and gazetteer versions")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    geoparsing.add(verbs.add_parser("geoparse", help="find the places that documents name"))
    explaining.add(verbs.add_parser("explain", help="tell what a mention could mean, and what speaks for and against"))
    evaluating.add(verbs.add_parser("evaluate", help="measure the engine on hand-marked corpora"))
    gazetteers.add(verbs.add_parser("gazetteer", help="ask, add to and build the gazetteers"))
    return parser


class _Version(argparse.Action):
    """Prints the versions of program, model and gazetteer; what is not set up is said to be missing."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:  # noqa: ANN401 (argparse's own signature)
        print(f"whereof {__version__}")  # noqa: T201 (the command line's own output)
        for thing in (_model, _gazetteer):
            try:
                print(thing())  # noqa: T201
            except Expected as error:
                print(error.sentence)  # noqa: T201
        parser.exit(DONE)


def _model() -> str:
    from app.geoparsing.recognizers import choosing  # noqa: PLC0415 (only where it is asked for)

    return f"model {choosing.named()}"


def _gazetteer() -> str:
    from app.gazetteer.lookup import GazetteerFile  # noqa: PLC0415 (only where it is asked for)

    with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
        return f"gazetteer {gazetteer.version}"
