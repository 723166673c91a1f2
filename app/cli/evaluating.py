"""The verb evaluate: the engine's figures on hand-marked corpora, or the ceiling that the gazetteer sets."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.speech import DONE, add_jobs, opened

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Mapping


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
    add_jobs(parser)
    parser.set_defaults(run=_evaluate)


def _evaluate(options: argparse.Namespace) -> int:
    """Print the figures on each corpus."""
    from app.worker import measuring  # noqa: PLC0415 (the engine's modules load only when a verb needs them)

    if options.oracle:
        _show(options, _ceilings(options.corpora), measuring.oracle_table)
    else:
        figures = {path.stem: measuring.measure(measuring.load(path), options.jobs) for path in options.corpora}
        _show(options, figures, measuring.table)
    return DONE


def _ceilings(corpora: list[Path]) -> dict[str, Any]:
    from app import paths  # noqa: PLC0415
    from app.gazetteer.lookup import GazetteerFile  # noqa: PLC0415
    from app.geoparsing.oracle import oracle  # noqa: PLC0415
    from app.worker import measuring  # noqa: PLC0415

    with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
        return {path.stem: oracle(measuring.load(path), gazetteer) for path in corpora}


def _show(options: argparse.Namespace, figures: Mapping[str, Any], table: Callable[[str, Any], str]) -> None:
    text = json.dumps({name: dataclasses.asdict(measured) for name, measured in figures.items()}, indent=1)
    if str(options.json) == "-":
        print(text)  # noqa: T201 (the command line's own output)
        return
    for name, measured in figures.items():
        print(table(name, measured))  # noqa: T201
    if options.json:
        with opened(options.json) as out:
            out.write(text + "\n")
