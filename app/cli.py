"""The command line: the same engine as the window's, without Qt.

Exit status: 0 all done, 1 some documents could not be done, 2 nothing could be done.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import io
import json
import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from app import __version__, paths
from app.errors import Expected, Refused, Unreadable
from app.export.formats import FORMATS
from app.export.record import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.worker.batch import Outcome, Source

_DONE, _SOME_FAILED, _FAILED, _INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the verb that the arguments name; returns the exit status."""
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as end:  # argparse has said what it had to say
        return end.code if isinstance(end.code, int) else _FAILED
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except Expected as error:
        _complain(error)
        return _FAILED
    except BrokenPipeError:
        # Whoever read our output has enough; Python must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _DONE
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="whereof", description="Shows where a text speaks of.")
    parser.add_argument("-V", "--version", action=_Version, nargs=0, help="program, model and gazetteer versions")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    _add_geoparse(verbs.add_parser("geoparse", help="find the places that documents name"))
    _add_evaluate(verbs.add_parser("evaluate", help="measure the engine on hand-marked corpora"))
    return parser


def _add_geoparse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="documents, or folders of them")
    parser.add_argument(
        "--input",
        type=Path,
        metavar="FILE",
        help="JSON Lines: “id”, “text”, optionally “title”, “date”, “mentions” (spans to resolve); - is standard input",
    )
    parser.add_argument("--format", choices=sorted(FORMATS), default="jsonl", help="of the output (default: jsonl)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="instead of standard output")
    _add_jobs(parser)
    parser.set_defaults(run=_geoparse)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "corpora", nargs="+", type=Path, metavar="CORPUS", help="JSON Lines with “id”, “text”, “toponyms”"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too; - prints them instead")
    _add_jobs(parser)
    parser.set_defaults(run=_evaluate)


def _add_jobs(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=_positive, default=1, metavar="N", help="processes (default: 1)")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


class _Version(argparse.Action):
    """Prints the versions of program, model and gazetteer; what is not set up is said to be missing."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:  # noqa: ANN401 (argparse's own signature)
        print(f"whereof {__version__}")  # noqa: T201 (the command line's own output)
        for thing in (_model, _gazetteer):
            try:
                print(thing())  # noqa: T201
            except Expected as error:
                print(error.sentence)  # noqa: T201
        parser.exit(_DONE)


def _model() -> str:
    from app.geoparsing.recognizer import installed  # noqa: PLC0415 (only where it is asked for)

    return f"model {installed()}"


def _gazetteer() -> str:
    from app.gazetteer.lookup import GazetteerFile  # noqa: PLC0415 (only where it is asked for)

    with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
        return f"gazetteer {gazetteer.version}"


def _complain(error: Expected) -> None:
    """One sentence to standard error, and what can be done about it."""
    print("whereof:", error.sentence, error.remedy, file=sys.stderr)  # noqa: T201


# -- geoparse


def _geoparse(options: argparse.Namespace) -> int:
    """Find and resolve the mentions of all sources."""
    from app.worker import batch  # noqa: PLC0415 (the engine's modules load only when a verb needs them)

    if not options.paths and options.input is None:
        raise Refused("There is nothing to read.", "Name documents or folders, or give --input.")
    failures: list[Expected] = []
    outcomes = batch.run(_sources(options), options.jobs)
    results = _results(outcomes, failures)
    with _opened(options.output) as out:
        for piece in FORMATS[options.format](results):
            out.write(piece)
    return _SOME_FAILED if failures else _DONE


def _results(outcomes: Iterable[Outcome], failures: list[Expected]) -> Iterator[Result]:
    """The results; failures are told at once and kept."""
    for outcome in outcomes:
        if outcome.error:
            failures.append(outcome.error)
            _complain(outcome.error)
        elif outcome.document:
            yield Result(outcome.id, outcome.document, outcome.findings, with_text=outcome.source.path is not None)


def _sources(options: argparse.Namespace) -> Iterator[Source]:
    """The documents of the paths, then the lines of the input."""
    from app.documents import folder  # noqa: PLC0415
    from app.worker.batch import Source  # noqa: PLC0415

    for path in folder.expand(options.paths):
        yield Source(str(path), path)
    if options.input is not None:
        yield from _lines(options.input)


def _lines(path: Path) -> Iterator[Source]:
    """The non-empty lines of a JSON Lines file."""
    from app.worker.batch import Source  # noqa: PLC0415

    with _input(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield Source(f"{path.name}, line {number}", line=line.decode("utf-8", "replace"))


@contextlib.contextmanager
def _input(path: Path) -> Iterator[IO[bytes]]:
    """A file, or standard input for "-"."""
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    try:
        file = path.open("rb")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
    with file:
        yield file


@contextlib.contextmanager
def _opened(path: Path | None) -> Iterator[IO[str]]:
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


# -- evaluate


def _evaluate(options: argparse.Namespace) -> int:
    """Print the engine's figures on each corpus."""
    from app.worker import measuring  # noqa: PLC0415

    figures = {path.stem: measuring.measure(measuring.load(path), options.jobs) for path in options.corpora}
    text = json.dumps({name: dataclasses.asdict(measured) for name, measured in figures.items()}, indent=1)
    if str(options.json) == "-":
        print(text)  # noqa: T201
        return _DONE
    for name, measured in figures.items():
        print(measuring.table(name, measured))  # noqa: T201
    if options.json:
        with _opened(options.json) as out:
            out.write(text + "\n")
    return _DONE
