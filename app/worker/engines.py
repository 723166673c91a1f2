"""How an engine is put together, for the window's parser and for batches alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from app import paths
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.shelf import Shelf
from app.geoparsing.fitted import Fitted
from app.geoparsing.pipeline import Engine
from app.geoparsing.recognizers import choosing
from app.worker.gazetteers import asked

if TYPE_CHECKING:
    from pathlib import Path

    from app.geoparsing.recognizer import Recognizer


@dataclass(frozen=True, slots=True)
class Setup:
    """What an engine is made of.

    Attributes:
        recognizer: as `choosing.load` reads it; empty for our own.
        weights: folder of the fitted weights; None for those that Whereof carries.
        packs: ask the reader's gazetteer packs too, not the embedded gazetteer alone.
        slips: offer places for names that may be slips, which only somebody who is shown the candidates wants.
    """

    recognizer: str = ""
    weights: Path | None = None
    packs: bool = True
    slips: bool = True


STANDARD: Final = Setup()


@cache
def engine(setup: Setup = STANDARD) -> Engine:
    """This process's engine, built when first asked for.

    Raises:
        Missing: the recognizer, the weights or the gazetteer are not there.
    """
    return build(setup, Shelf(paths.gazetteer_file(), paths.packs()) if setup.packs else None)


def build(setup: Setup, shelf: Shelf | None) -> Engine:
    """A new engine, which asks the gazetteers on a shelf, or the embedded one alone.

    Raises:
        Missing: as `engine`.
    """
    gazetteers = asked(shelf) if shelf else [GazetteerFile.open(paths.gazetteer_file())]
    fitted = Fitted.load(setup.weights) if setup.weights else None
    return Engine(_recognizer(setup.recognizer), gazetteers, fitted, slips=setup.slips)


@lru_cache(maxsize=1)
def _recognizer(spec: str) -> Recognizer:
    """The recognizer, which serves engines of different weights and gazetteers; only the last is kept."""
    return choosing.load(spec)
