"""How good the engine is: findings against hand-marked corpora, as the field measures it.

Recognition is strict (same span) or by overlap (one to one, largest overlap first). A resolution is right within 161 km
of the marked place, or with its GeoNames id; an unanswered one counts as half the Earth's circumference away.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any, Final

from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Finding, Kind

_FEATURE: Final = re.compile(r"[AHLPRSTUV]\.[A-Z0-9]+")
NEAR_KM: Final = 161.0
FARTHEST_KM: Final = 20039.0

_UNMARKED: Final = frozenset({Kind.COORDINATE, Kind.RELATIVE})
"""Kinds that the corpora do not mark: left out of the comparison."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span with a place: one side of the comparison. Without `lat` and `lon` it is not located.

    `feature` is what a corpus says of the place's kind, a GeoNames code; empty where it says nothing.
    """

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    feature: str = ""


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document of a corpus with its marked toponyms."""

    id: str
    text: str
    toponyms: tuple[Toponym, ...]


@dataclass(frozen=True, slots=True)
class Recognition:
    """Counts over all documents, and the shares that they make.

    Attributes:
        found: marked spans that were emitted.
        spurious: emitted spans that are not marked.
        missed: marked spans that were not emitted.
        precision: share of the emitted that are marked.
        recall: share of the marked that are emitted.
        f1: harmonic mean of the two.
    """

    found: int
    spurious: int
    missed: int
    precision: float
    recall: float
    f1: float

    @classmethod
    def counted(cls, found: int, spurious: int, missed: int) -> Recognition:
        """From the counts."""
        precision, recall = _share(found, found + spurious), _share(found, found + missed)
        return cls(found, spurious, missed, precision, recall, _share(2 * precision * recall, precision + recall))


@dataclass(frozen=True, slots=True)
class Placing:
    """How well the located marked toponyms are placed; a miss counts as the farthest possible."""

    located: int
    right: float
    within_161_km: float
    auc: float
    median_km: float
    answered: float
    same_id: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one comparison."""

    documents: int
    strict: Recognition
    overlap: Recognition
    resolution: Placing
    end_to_end: Placing
    emitted_right: float


def marked(record: dict[str, Any]) -> MarkedDocument:
    """The document of one corpus line: `id`, `text` and `toponyms` with `start`, `end`, `lat`, `lon`, `geonameid`.

    What the place is may stand in `feature`.
    """
    return MarkedDocument(
        str(record["id"]),
        str(record["text"]),
        tuple(
            Toponym(
                int(item["start"]),
                int(item["end"]),
                item.get("lat"),
                item.get("lon"),
                int(item["geonameid"]) if item.get("geonameid") else None,
                _feature(item.get("feature")),
            )
            for item in record["toponyms"]
        ),
    )


def _feature(value: object) -> str:
    """A GeoNames class and code; other words that corpora write there are not read."""
    return value if isinstance(value, str) and _FEATURE.fullmatch(value) else ""


def emitted(findings: Iterable[Finding]) -> tuple[Toponym, ...]:
    """What the engine said, in the comparison's terms."""
    result = []
    for finding in findings:
        mention, place = finding.mention, finding.resolution.place
        if mention.kind not in _UNMARKED:
            where = (place.lat, place.lon, place.geonameid) if place else (None, None, None)
            result.append(Toponym(mention.start, mention.end, *where))
    return tuple(result)


def report(pairs: Sequence[tuple[Sequence[Toponym], Sequence[Toponym]]]) -> Report:
    """The figures over documents, each as (marked, emitted) toponyms."""
    strict = [_same_span(*pair) for pair in pairs]
    overlap = [_overlapping(*pair) for pair in pairs]
    return Report(
        len(pairs),
        _recognition(pairs, strict),
        _recognition(pairs, overlap),
        _placing(pairs, strict),
        _placing(pairs, overlap),
        _emitted_right(pairs, overlap),
    )


Matches = dict[int, int]
"""Marked toponym -> emitted toponym, as positions."""


def _same_span(gold: Sequence[Toponym], said: Sequence[Toponym]) -> Matches:
    """Pairs with the same start and end."""
    free: dict[tuple[int, int], list[int]] = {}
    for j, toponym in enumerate(said):
        free.setdefault((toponym.start, toponym.end), []).append(j)
    matches: Matches = {}
    for i, toponym in enumerate(gold):
        if same := free.get((toponym.start, toponym.end)):
            matches[i] = same.pop(0)
    return matches


def _overlapping(gold: Sequence[Toponym], said: Sequence[Toponym]) -> Matches:
    """One-to-one pairs, largest overlap first, then least difference of the ends."""
    pairs = [
        (-shared, abs(g.start - s.start) + abs(g.end - s.end), i, j)
        for i, g in enumerate(gold)
        for j, s in enumerate(said)
        if (shared := min(g.end, s.end) - max(g.start, s.start)) > 0
    ]
    matches: Matches = {}
    used: set[int] = set()
    for _, _, i, j in sorted(pairs):
        if i not in matches and j not in used:
            matches[i] = j
            used.add(j)
    return matches


_Pairs = Sequence[tuple[Sequence[Toponym], Sequence[Toponym]]]


def _recognition(pairs: _Pairs, matches: Sequence[Matches]) -> Recognition:
    found = sum(len(match) for match in matches)
    return Recognition.counted(
        found, sum(len(said) for _, said in pairs) - found, sum(len(gold) for gold, _ in pairs) - found
    )


def _placing(pairs: _Pairs, matches: Sequence[Matches]) -> Placing:
    """Errors over all located marked toponyms."""
    errors: list[float] = []
    right = answered = with_id = same_ids = 0
    for (gold, said), match in zip(pairs, matches, strict=True):
        for i, toponym in enumerate(gold):
            answer = said[match[i]] if i in match else None
            same = answer is not None and _same_place(toponym, answer)
            with_id += toponym.geonameid is not None
            same_ids += same
            if toponym.lat is None:
                continue
            error = _error_km(toponym, answer) if answer else None
            answered += error is not None
            errors.append(FARTHEST_KM if error is None else error)
            right += same or errors[-1] <= NEAR_KM
    errors.sort()
    count = len(errors)
    return Placing(
        count,
        _share(right, count),
        _share(sum(error <= NEAR_KM for error in errors), count),
        _auc(errors),
        (errors[(count - 1) // 2] + errors[count // 2]) / 2 if errors else 0.0,
        _share(answered, count),
        same_ids / with_id if with_id else None,
    )


def _same_place(gold: Toponym, said: Toponym) -> bool:
    return gold.geonameid is not None and gold.geonameid == said.geonameid


def _error_km(gold: Toponym, said: Toponym) -> float | None:
    """The distance between two located toponyms; None where one is not."""
    if gold.lat is None or gold.lon is None or said.lat is None or said.lon is None:
        return None
    return distance_km(gold.lat, gold.lon, said.lat, said.lon)


def _auc(errors: Sequence[float]) -> float:
    """Area under the curve of sorted log errors as a share of the worst; lower is better."""
    if not errors:
        return 0.0
    logs = [log(error + 1) for error in errors]
    if len(logs) == 1:
        return logs[0] / log(FARTHEST_KM)
    area = sum(logs) - (logs[0] + logs[-1]) / 2
    return area / (log(FARTHEST_KM) * (len(logs) - 1))


def _emitted_right(pairs: _Pairs, matches: Sequence[Matches]) -> float:
    """Share of the placed emitted toponyms that sit on the marked one that they overlap."""
    right = placed = 0
    for (gold, said), match in zip(pairs, matches, strict=True):
        marked_at = {j: gold[i] for i, j in match.items()}
        for j, toponym in enumerate(said):
            mark = marked_at.get(j)
            if toponym.lat is None or (mark and mark.lat is None):
                continue  # not placed, or the marked one has no place: neither right nor wrong
            placed += 1
            if mark:
                error = _error_km(mark, toponym)
                right += _same_place(mark, toponym) or (error is not None and error <= NEAR_KM)
    return _share(right, placed)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
