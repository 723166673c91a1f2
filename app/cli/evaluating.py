"""The verb evaluate: the engine's figures on hand-marked corpora, or the ceiling that the gazetteer sets."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli import tables
from app.cli.setup import add_setup, setup_of
from app.cli.speech import DONE, SOME_FAILED, add_jobs, opened

if TYPE_CHECKING:
    import argparse

    from app.worker.measuring import Figures


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the verb."""
    parser.add_argument(
        "corpora", nargs="+", type=Path, metavar="CORPUS", help="JSON Lines with “id”, “text”, “toponyms”"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too; - prints them instead")
    parser.add_argument(
        "--oracle",
        action="store_true",
        help="measure the gazetteer alone: the share of marked toponyms whose right place it holds",
    )
    parser.add_argument(
        "--folds",
        type=Path,
        metavar="DIR",
        help="measure each CORPUS.jsonl with the weights in DIR/without-CORPUS, which were fitted without it",
    )
    add_setup(parser)
    add_jobs(parser)
    parser.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    """Print the figures on each corpus."""
    return _ceilings(options) if options.oracle else _measure(options)


def _measure(options: argparse.Namespace) -> int:
    from app.worker import measuring  # noqa: PLC0415 (the engine's modules load only when a verb needs them)

    corpora = {path.stem: measuring.load(path) for path in options.corpora}
    setup = setup_of(options, packs=False)
    start = measuring.start(setup)
    silent = str(options.json) == "-"
    if not silent:
        print(tables.started(start), flush=True)  # noqa: T201 (the command line's own output)
    figures: dict[str, Figures] = {}
    for name, documents in corpora.items():
        used, held_out = measuring.held_out(setup, options.folds, name)
        figures[name] = measuring.measure(documents, options.jobs, used, held_out=held_out)
        if not silent:
            print(tables.measured(name, figures[name]), flush=True)  # noqa: T201
    records = {name: {**dataclasses.asdict(start), **dataclasses.asdict(of)} for name, of in figures.items()}
    _write(options.json, records)
    return SOME_FAILED if any(of.failed for of in figures.values()) else DONE


def _ceilings(options: argparse.Namespace) -> int:
    from app import paths  # noqa: PLC0415
    from app.gazetteer.lookup import GazetteerFile  # noqa: PLC0415
    from app.geoparsing.oracle import oracle  # noqa: PLC0415
    from app.worker import measuring  # noqa: PLC0415

    with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
        figures = {path.stem: oracle(measuring.load(path), gazetteer) for path in options.corpora}
    if str(options.json) != "-":
        for name, of in figures.items():
            print(tables.ceiling(name, of))  # noqa: T201
    _write(options.json, {name: dataclasses.asdict(of) for name, of in figures.items()})
    return DONE


def _write(path: Path | None, figures: dict[str, Any]) -> None:
    """Write figures as JSON; "-" is standard output."""
    if path is not None:
        with opened(None if str(path) == "-" else path) as out:
            out.write(json.dumps(figures, indent=1) + "\n")
