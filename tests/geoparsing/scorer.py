"""The field's figures written down again, as plainly as can be: what `evaluation` must agree with."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.evaluation import Toponym

WORST_KM = 20039.0


class Scores(NamedTuple):
    """Precision, recall, and the placing of the located marked toponyms."""

    precision: float
    recall: float
    right: float
    within: float
    auc: float
    emitted_right: float


def kilometres(one: Toponym, other: Toponym) -> float:
    """The haversine on a sphere."""
    assert one.lat is not None
    assert one.lon is not None
    assert other.lat is not None
    assert other.lon is not None
    a, b, c, d = (math.radians(value) for value in (one.lat, one.lon, other.lat, other.lon))
    h = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(h)))


def same_id(one: Toponym, other: Toponym) -> bool:
    return one.geonameid is not None and one.geonameid == other.geonameid


def pairs(gold: Sequence[Toponym], said: Sequence[Toponym]) -> dict[int, int]:
    """By overlap, the largest first; then the least difference of the ends, then the order."""
    found: dict[int, int] = {}
    while True:
        best: tuple[int, int, int, int] | None = None
        for i, one in enumerate(gold):
            for j, other in enumerate(said):
                shared = min(one.end, other.end) - max(one.start, other.start)
                if i in found or j in found.values() or shared <= 0:
                    continue
                key = (-shared, abs(one.start - other.start) + abs(one.end - other.end), i, j)
                best = key if best is None else min(best, key)
        if best is None:
            return found
        found[best[2]] = best[3]


def score(gold: Sequence[Toponym], said: Sequence[Toponym]) -> Scores:
    """The figures of one document by overlap."""
    matched = pairs(gold, said)
    errors, right = [], 0
    for i, toponym in enumerate(gold):
        if toponym.lat is None:
            continue
        answer = said[matched[i]] if i in matched else None
        errors.append(WORST_KM if answer is None or answer.lat is None else kilometres(toponym, answer))
        right += errors[-1] <= 161 or (answer is not None and same_id(toponym, answer))
    pins = good = 0
    backwards = {j: gold[i] for i, j in matched.items()}
    for j, toponym in enumerate(said):
        mark = backwards.get(j)
        if toponym.lat is not None and (mark is None or mark.lat is not None):
            pins += 1
            good += mark is not None and (same_id(mark, toponym) or kilometres(mark, toponym) <= 161)
    count = len(errors)
    return Scores(
        precision=len(matched) / len(said) if said else 0.0,
        recall=len(matched) / len(gold) if gold else 0.0,
        right=right / count if count else 0.0,
        within=sum(error <= 161 for error in errors) / count if count else 0.0,
        auc=area(sorted(errors)),
        emitted_right=good / pins if pins else 0.0,
    )


def area(errors: Sequence[float]) -> float:
    """The trapezes under the curve of log errors, as a share of the worst."""
    logs = [math.log(error + 1) for error in errors]
    if len(logs) < 2:
        return sum(logs) / math.log(WORST_KM)
    return sum((a + b) / 2 for a, b in itertools.pairwise(logs)) / (math.log(WORST_KM) * (len(logs) - 1))
