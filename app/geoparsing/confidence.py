"""The number that is shown with a pin: how often pins like it are right, fitted on marked texts the ranker never saw.

A logistic curve over what the ranker and the recognizer believe. What it was fitted on stands in the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from math import exp, log, log2
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app import paths
from app.errors import Missing
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.geoparsing.ranking import Features

FILE: Final = "confidence.json"
_REPAIR: Final = "Fit the confidence again, or install Whereof again."
_EDGE: Final = 0.002
"""A belief is held this far from 0 and 1 before its odds are taken."""
_SURELY: Final = 0.995


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of a mention and of the place chosen for it.

    Attributes:
        certainty: that the span names a place at all, 0 to 1.
        alike: the ranker's share of belief in the place and in what differs from it in extent only, 0 to 1.
        nothing: its share of belief in "none of these", 0 to 1.
        second: its largest share of belief in a place elsewhere, 0 to 1.
        candidates: how many places there were to choose from, at least 1.
        match: how the name met the place.
    """

    certainty: float
    alike: float
    nothing: float
    second: float
    candidates: int
    match: Match

    def features(self) -> Features:
        """What the curve reads."""
        return [
            ("always", 1.0),
            ("log odds that it names a place", _odds(self.certainty)),
            ("log odds that it is this place", _odds(self.alike)),
            ("share of none of these", self.nothing),
            ("share of the second place", self.second),
            ("doublings of the candidates", log2(self.candidates)),
            ("another name of the place", float(self.match is Match.ALTERNATE)),
            ("a people's name", float(self.match is Match.DEMONYM)),
        ]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of the curve; a feature without one counts nothing."""

    weights: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path) -> Calibration:
        """The curve of a folder's `confidence.json`.

        Raises:
            Missing: the file is not there, or not what it should be.
        """
        path = folder / FILE
        try:
            weights = json.loads(path.read_text(encoding="utf-8"))["weights"]
            return cls(MappingProxyType({str(name): float(value) for name, value in weights.items()}))
        except OSError as trouble:
            raise Missing(f"The confidence's weights, {path}, are not there.", _REPAIR) from trouble
        except (ValueError, KeyError, TypeError, AttributeError) as trouble:
            raise Missing(f"The confidence's weights, {path}, cannot be read: {trouble}.", _REPAIR) from trouble

    def confidence(self, belief: Belief) -> float:
        """How likely the place is right, between 0 and 1 without reaching either."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in belief.features())
        value = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))
        return min(_SURELY, max(1.0 - _SURELY, value))


@cache
def shipped_calibration() -> Calibration:
    """The curve that Whereof carries."""
    return Calibration.load(paths.models())


def _odds(share: float) -> float:
    """The log odds of a belief."""
    held = min(1.0 - _EDGE, max(_EDGE, share))
    return log(held / (1.0 - held))
