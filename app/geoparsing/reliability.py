"""Whether confidence means what it says: of the pins shown as 0.9, nine in ten are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BINS: Final = 10

Judged = tuple[float, bool]
"""The confidence of a placed mention, and whether it sits right."""


@dataclass(frozen=True, slots=True)
class Bin:
    """The pins whose confidence lies in a tenth of the scale.

    Attributes:
        count: how many.
        confidence: their mean confidence.
        right: share of them that sit right.
    """

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The calibration curve.

    Attributes:
        count: pins.
        bins: by confidence, lowest first; the last holds 0.9 to 1.0. Empty ones are there too, with zeros.
        error: expected calibration error: mean distance of a bin's confidence from its share right, by count.
    """

    count: int
    bins: tuple[Bin, ...]
    error: float


def curve(judged: Iterable[Judged]) -> Reliability:
    """The calibration curve of judged pins."""
    parts: list[list[Judged]] = [[] for _ in range(BINS)]
    for confidence, right in judged:
        parts[min(BINS - 1, max(0, int(confidence * BINS)))].append((confidence, right))
    bins = tuple(_bin(part) for part in parts)
    count = sum(part.count for part in bins)
    gap = sum(part.count * abs(part.confidence - part.right) for part in bins)
    return Reliability(count, bins, gap / count if count else 0.0)


def _bin(part: Sequence[Judged]) -> Bin:
    count = len(part)
    if not count:
        return Bin(0, 0.0, 0.0)
    return Bin(count, sum(confidence for confidence, _ in part) / count, sum(right for _, right in part) / count)
