"""What was fitted to texts and is read from files: the weights of mentions, of candidates, and of the confidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from app import paths
from app.geoparsing.confidence import Calibration
from app.geoparsing.ranking import RankerWeights
from app.geoparsing.toponyms import ToponymWeights

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fitted:
    """The fitted weights of one engine.

    Attributes:
        toponyms: what makes a name a mention.
        ranker: what speaks for a candidate.
        calibration: how sure a resolution is.
    """

    toponyms: ToponymWeights
    ranker: RankerWeights
    calibration: Calibration

    @classmethod
    def load(cls, folder: Path) -> Fitted:
        """Read the three files of a folder.

        Raises:
            Missing: one is not there, or is not what it should be.
        """
        return cls(ToponymWeights.load(folder), RankerWeights.load(folder), Calibration.load(folder))


@cache
def shipped() -> Fitted:
    """The weights that Whereof carries."""
    return Fitted.load(paths.models())
