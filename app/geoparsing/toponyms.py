"""How likely a draft is a mention: a weighted sum of the numbers about it, its weights fitted and readable."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple, Self

from app.errors import Missing
from app.geoparsing.ranking import logistic
from app.geoparsing.weightfile import stored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.geoparsing.drafts import Draft

FILE: Final = "toponyms.json"
ALWAYS: Final = "always"
"""The weight that every draft has."""
_CERTAIN: Final = 0.999


class Chosen(NamedTuple):
    """A draft that is a mention, and the belief that a place is named there at all, 0 to 1."""

    draft: Draft
    certainty: float


@dataclass(frozen=True, slots=True)
class ToponymWeights:
    """What makes a draft a mention.

    Attributes:
        threshold: the least likelihood of a mention, 0 to 1.
        weights: what each number about a draft adds to the logarithm of its odds, by the number's name.
    """

    threshold: float
    weights: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the weights in a folder.

        Raises:
            Missing: they are not there, or the file is not what it should be.
        """
        path = folder / FILE
        found = stored(path)
        if found.threshold is None:
            raise Missing(f"The weights {path} have no threshold.", "Fit them again, or install Whereof again.")
        return cls(found.threshold, found.weights)

    def likelihood(self, features: Mapping[str, float]) -> float:
        """The belief that a draft with these numbers is a mention with just this extent, 0 to 1."""
        weights = self.weights
        logit = weights.get(ALWAYS, 0.0)
        for name, value in features.items():
            logit += weights.get(name, 0.0) * value
        return logistic(logit)


def chosen(drafts: Sequence[Draft], likelihoods: Sequence[float], threshold: float) -> list[Chosen]:
    """The mentions among drafts, in order and apart: of those that overlap the likeliest, then the longest.

    A place is named where any one of the drafts that overlap is a mention, so their likelihoods add up to its
    certainty.

    Args:
        drafts: in order of their extents.
        likelihoods: of each draft.
        threshold: the least likelihood of a mention.
    """
    likely = [index for index, likelihood in enumerate(likelihoods) if likelihood >= threshold]
    likely.sort(key=lambda index: (-likelihoods[index], drafts[index].extent.start - drafts[index].extent.end, index))
    taken: list[int] = []
    for index in likely:
        start, end = drafts[index].extent
        at = bisect_left(taken, index)
        if (at == 0 or drafts[taken[at - 1]].extent.end <= start) and (
            at == len(taken) or drafts[taken[at]].extent.start >= end
        ):
            taken.insert(at, index)
    return [Chosen(drafts[index], _certainty(drafts, likelihoods, index)) for index in taken]


def _certainty(drafts: Sequence[Draft], likelihoods: Sequence[float], index: int) -> float:
    """The sum of the likelihoods of a draft and those that overlap it."""
    start, end = drafts[index].extent
    total = likelihoods[index]
    for other in range(index + 1, len(drafts)):
        if drafts[other].extent.start >= end:
            break
        total += likelihoods[other]
    for other in range(index - 1, -1, -1):
        if drafts[other].extent.end > start:
            total += likelihoods[other]
        elif drafts[other].extent.start < start - _REACH:
            break
    return min(total, _CERTAIN)


_REACH: Final = 80
"""Code points that a draft is at most long, nearly."""
