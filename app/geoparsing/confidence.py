"""The number that is shown with a pin: how often pins like it are right, fitted on marked texts the ranker never saw.

A pin is right if its name is one of a place at all, and if it is this place: two logistic curves, over what makes a
mention certain and over what the ranker believes, multiplied. What they were fitted to stands in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

from app.geoparsing.ranking import logistic
from app.geoparsing.weightfile import stored

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.geoparsing.ranking import Features

FILE: Final = "confidence.json"
_EDGE: Final = 0.002
"""A belief is held this far from 0 and 1 before its odds are taken."""
_SURELY: Final = 0.995
"""Log odds beyond which a curve is flat."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of a mention and of the place chosen for it.

    Attributes:
        certainty: that the span names a place at all, 0 to 1.
        alike: the ranker's share of belief in the place and in what differs from it in extent only, 0 to 1.
        nothing: its share of belief in "none of these", 0 to 1.
        people: the name is a people's: whether that names a place is a matter of taste, not of certainty.
    """

    certainty: float
    alike: float
    nothing: float
    people: bool = False

    def of_mention(self) -> Features:
        """What tells whether the name is one of a place."""
        return [
            ("mention: a people's name", float(self.people)),
            ("mention: another name", float(not self.people)),
            ("mention: log odds of another name's certainty", 0.0 if self.people else _odds(self.certainty)),
        ]

    def of_place(self) -> Features:
        """What tells whether the place is the right one, if the name is one of a place."""
        return [
            ("place: always", 1.0),
            ("place: log odds of its share", _odds(self.alike / max(_EDGE, 1.0 - self.nothing))),
            ("place: share of none of these", self.nothing),
        ]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights of the curves; a feature without one counts nothing."""

    weights: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path) -> Calibration:
        """The curve of a folder's `confidence.json`.

        Raises:
            Missing: the file is not there, or not what it should be.
        """
        return cls(stored(folder / FILE).weights)

    def confidence(self, belief: Belief) -> float:
        """How likely the place is right, between 0 and 1 without reaching either."""
        value = self._curve(belief.of_mention()) * self._curve(belief.of_place())
        return min(_SURELY, max(1.0 - _SURELY, value))

    def _curve(self, features: Features) -> float:
        """A logistic curve over features."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in features)
        return logistic(total)


def _odds(share: float) -> float:
    """The log odds of a belief."""
    held = min(1.0 - _EDGE, max(_EDGE, share))
    return log(held / (1.0 - held))
