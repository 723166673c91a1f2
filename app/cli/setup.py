"""Options for what an engine is made of, which several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from app.worker.engines import Setup


def add_setup(parser: argparse.ArgumentParser) -> None:
    """Let the reader choose recognizer and weights."""
    parser.add_argument(
        "--recognizer",
        default="",
        metavar="SPEC",
        help="what finds the names: whereof (the default), spacy, spacy:PIPELINE, onnx:FOLDER, or a folder",
    )
    parser.add_argument(
        "--weights", type=Path, metavar="DIR", help="folder of fitted weights (default: those that Whereof carries)"
    )


def setup_of(options: argparse.Namespace, *, packs: bool, slips: bool = False) -> Setup:
    """What the options ask for; `slips` where candidates are shown."""
    from app.worker.engines import Setup  # noqa: PLC0415 (the engine's modules load only when a verb needs them)

    return Setup(options.recognizer, options.weights, packs, slips)
