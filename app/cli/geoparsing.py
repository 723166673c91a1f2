"""The verb geoparse: documents in, their mentions and places out."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from app.cli.setup import add_setup, setup_of
from app.cli.speech import DONE, SOME_FAILED, add_jobs, complain, opened
from app.errors import Refused, Unreadable
from app.export.formats import FORMATS
from app.export.record import Result

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from app.errors import Expected
    from app.worker.batch import Outcome, Source


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the verb."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="documents, or folders of them")
    parser.add_argument(
        "--input",
        type=Path,
        metavar="FILE",
        help="JSON Lines: “id”, “text”, optionally “title”, “date”, “source” (or “domain”: who published it; documents"
        " of one publisher are weighed in each other's light), “mentions” (spans to resolve); - is standard input",
    )
    parser.add_argument("--format", choices=sorted(FORMATS), default="jsonl", help="of the output (default: jsonl)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="instead of standard output")
    parser.add_argument("--embedded", action="store_true", help="leave the reader's gazetteer packs out")
    add_setup(parser)
    add_jobs(parser)
    parser.set_defaults(run=_geoparse)


def _geoparse(options: argparse.Namespace) -> int:
    """Find and resolve the mentions of all sources."""
    from app.worker import batch  # noqa: PLC0415 (the engine's modules load only when a verb needs them)

    if not options.paths and options.input is None:
        raise Refused("There is nothing to read.", "Name documents or folders, or give --input.")
    failures: list[Expected] = []
    outcomes = batch.run(_sources(options), options.jobs, setup_of(options, packs=not options.embedded))
    results = _results(outcomes, failures)
    with opened(options.output) as out:
        for piece in FORMATS[options.format](results):
            out.write(piece)
    return SOME_FAILED if failures else DONE


def _results(outcomes: Iterable[Outcome], failures: list[Expected]) -> Iterator[Result]:
    """The results; failures are told at once and kept."""
    for outcome in outcomes:
        if outcome.error:
            failures.append(outcome.error)
            complain(outcome.error)
        elif outcome.document:
            with_text = outcome.source.path is not None
            yield Result(outcome.id, outcome.document, outcome.findings, with_text, outcome.dates)


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
