"""How much each piece of evidence counts: readable weights, fitted on marked texts, one number for each feature.

A candidate's score is the sum of its features' values times their weights, so that what a feature contributed is
the honest weight of the reason that tells it. The scores of a name's candidates, and that of "none of these", become
shares of belief by their exponentials. Features are named "evidence: what it says"; the evidence before the colon
is what an ablation leaves out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from app.geoparsing.weightfile import stored

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Features: TypeAlias = "list[tuple[str, float]]"
"""Named values of one candidate; what is not listed is 0."""

FILE: Final = "ranker.json"
_FLAT: Final = 30.0


class Contribution(NamedTuple):
    """What one feature brought to a candidate: `value` times `weight`, in units of log odds."""

    feature: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        """What it added to the score."""
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class RankerWeights:
    """The weight of each feature, in units of log odds; a feature without one counts nothing."""

    weights: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path) -> RankerWeights:
        """The weights of a folder's `ranker.json`.

        Raises:
            Missing: the file is not there, or not what it should be.
        """
        return cls(stored(folder / FILE).weights)

    def score(self, features: Features) -> float:
        """The sum of what the features contribute."""
        weights = self.weights
        total = 0.0
        for name, value in features:
            if name in weights:
                total += weights[name] * value
        return total

    def by_evidence(self, features: Features) -> dict[str, float]:
        """What each sort of evidence contributes."""
        weights = self.weights
        sums: dict[str, float] = {}
        for name, value in features:
            sort = name.partition(":")[0]
            sums[sort] = sums.get(sort, 0.0) + weights.get(name, 0.0) * value
        return sums

    def contributions(self, features: Features) -> list[Contribution]:
        """What each feature brings, strongest first; a feature listed twice is added up."""
        values: dict[str, float] = {}
        for name, value in features:
            values[name] = values.get(name, 0.0) + value
        each = [Contribution(name, value, self.weights.get(name, 0.0)) for name, value in values.items()]
        return sorted(each, key=lambda one: -abs(one.contribution))


def logistic(log_odds: float) -> float:
    """The belief, 0 to 1, that log odds stand for; beyond 30 either way nothing changes."""
    return 1.0 / (1.0 + exp(-max(-_FLAT, min(_FLAT, log_odds))))


def shares(scores: Sequence[float], nothing: float) -> list[float]:
    """The share of belief in each of some scores when `nothing` is the score of "none of these"."""
    top = max(nothing, *scores)
    masses = [exp(score - top) for score in scores]
    total = sum(masses) + exp(nothing - top)
    return [mass / total for mass in masses]


def evidence_of(names: Iterable[str]) -> list[str]:
    """The sorts of evidence that feature names begin with, in their order."""
    return list(dict.fromkeys(name.partition(":")[0] for name in names))
