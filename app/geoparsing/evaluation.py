"""How good the engine is: findings against hand-marked corpora, as the field measures it.

Recognition is strict (same span) or by overlap (one to one, largest overlap first). A resolution is right within 161 km
of the marked place, or with its GeoNames id; an unanswered one counts as half the Earth's circumference away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any, Final

from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Finding, Kind
from app.geoparsing.reliability import Judged, Reliability, curve

_FEATURE: Final = re.compile(r"[AHLPRSTUV]\.[A-Z0-9]+")
NEAR_KM: Final = 161.0
FARTHEST_KM: Final = 20039.0

_UNMARKED: Final = frozenset({Kind.COORDINATE, Kind.RELATIVE})
"""Kinds that the corpora do not mark: left out of the comparison."""
_LABELLED: Final = ("kind", "type")
"""Fields in which a corpus says what a toponym does in its sentence, each in words of its own."""
_KNOWN: Final = ("title", "date", "source", "domain")
"""Fields of a corpus line that the engine may know of a document beside its text."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """A span with a place: one side of the comparison. Without `lat` and `lon` it is not located.

    Attributes:
        start: first code point.
        end: one past the last.
        lat: degrees WGS84.
        lon: degrees WGS84.
        geonameid: GeoNames id of the place, where it is known.
        feature: what a corpus says of the place's kind, a GeoNames code; empty where it says nothing.
        kind: what the mention does: one of ours if emitted, the corpus' own word if marked; empty where none is said.
        labels: all that a corpus says of what it does, as "field word".
        confidence: of an emitted one.
    """

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    feature: str = ""
    kind: str = ""
    labels: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document of a corpus with its marked toponyms, and what else is known of it (title, date, source)."""

    id: str
    text: str
    toponyms: tuple[Toponym, ...]
    about: Mapping[str, str] = field(default_factory=dict)


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
class Found:
    """The marked toponyms to which a corpus gives one label: how many, and the shares that were emitted."""

    marked: int
    strict: float
    overlap: float


@dataclass(frozen=True, slots=True)
class OfKind:
    """The emitted mentions of one of our kinds.

    Attributes:
        emitted: how many.
        strict: share of them that are marked, same span.
        overlap: share of them that are marked, overlapping.
        precision: of those that overlap one with a word for what it does, the share with the same word as ours.
        recall: of the marked with our word, the share emitted as this kind. Both None where the corpus has not
            our word.
    """

    emitted: int
    strict: float
    overlap: float
    precision: float | None
    recall: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one comparison.

    Attributes:
        documents: how many.
        strict: recognition, same spans.
        overlap: recognition, overlapping spans.
        labels: recall by what the corpus says that a toponym does.
        kinds: precision by our kinds.
        resolution: placing of the marked by what was emitted for the same span.
        end_to_end: placing of the marked by what overlaps them.
        emitted_right: share of the emitted pins that sit right; those on a marked toponym without a place are left out.
        reliability: the calibration curve of those pins.
    """

    documents: int
    strict: Recognition
    overlap: Recognition
    labels: Mapping[str, Found]
    kinds: Mapping[str, OfKind]
    resolution: Placing
    end_to_end: Placing
    emitted_right: float
    reliability: Reliability


def marked(record: dict[str, Any]) -> MarkedDocument:
    """The document of one corpus line: `id`, `text` and `toponyms` with `start`, `end`, `lat`, `lon`, `geonameid`.

    What the place is may stand in `feature`, what the toponym does in `kind` and `type`; of the document, `title`,
    `date`, `source` and `domain` are kept.
    """
    return MarkedDocument(
        str(record["id"]),
        str(record["text"]),
        tuple(_toponym(item) for item in record["toponyms"]),
        {name: record[name] for name in _KNOWN if isinstance(record.get(name), str)},
    )


def _toponym(item: dict[str, Any]) -> Toponym:
    words = {name: item[name] for name in _LABELLED if isinstance(item.get(name), str) and item[name]}
    return Toponym(
        int(item["start"]),
        int(item["end"]),
        item.get("lat"),
        item.get("lon"),
        int(item["geonameid"]) if item.get("geonameid") else None,
        _feature(item.get("feature")),
        words.get("kind", ""),
        tuple(f"{name} {word}" for name, word in words.items()),
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
            lat, lon, number = (place.lat, place.lon, place.geonameid) if place else (None, None, None)
            confidence = finding.resolution.confidence
            said = Toponym(mention.start, mention.end, lat, lon, number, kind=mention.kind, confidence=confidence)
            result.append(said)
    return tuple(result)


Pairs = Sequence[tuple[Sequence[Toponym], Sequence[Toponym]]]
"""Documents, each as (marked, emitted) toponyms."""


def report(pairs: Pairs) -> Report:
    """The figures over documents."""
    strict = [_same_span(*pair) for pair in pairs]
    overlap = [_overlapping(*pair) for pair in pairs]
    pins = [*_judged(pairs, overlap)]
    return Report(
        documents=len(pairs),
        strict=_recognition(pairs, strict),
        overlap=_recognition(pairs, overlap),
        labels=_labels(pairs, strict, overlap),
        kinds=_kinds(pairs, strict, overlap),
        resolution=_placing(pairs, strict),
        end_to_end=_placing(pairs, overlap),
        emitted_right=_share(sum(right for _, right in pins), len(pins)),
        reliability=curve(pins),
    )


def placing(pairs: Pairs, keep: Callable[[Toponym], bool]) -> tuple[Placing, Placing]:
    """How well some of the marked toponyms are placed: by the same spans, and by those that overlap."""
    return (
        _placing(pairs, [_same_span(*pair) for pair in pairs], keep),
        _placing(pairs, [_overlapping(*pair) for pair in pairs], keep),
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


def _recognition(pairs: Pairs, matches: Sequence[Matches]) -> Recognition:
    found = sum(len(match) for match in matches)
    return Recognition.counted(
        found, sum(len(said) for _, said in pairs) - found, sum(len(gold) for gold, _ in pairs) - found
    )


def _placing(pairs: Pairs, matches: Sequence[Matches], keep: Callable[[Toponym], bool] = lambda _: True) -> Placing:
    """Errors over all located marked toponyms that are kept."""
    errors: list[float] = []
    right = answered = with_id = same_ids = 0
    for (gold, said), match in zip(pairs, matches, strict=True):
        for i, toponym in enumerate(gold):
            if not keep(toponym):
                continue
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


def _judged(pairs: Pairs, matches: Sequence[Matches]) -> Iterator[Judged]:
    """The placed emitted toponyms: right where they sit on the marked one that they overlap."""
    for (gold, said), match in zip(pairs, matches, strict=True):
        marked_at = {j: gold[i] for i, j in match.items()}
        for j, toponym in enumerate(said):
            mark = marked_at.get(j)
            if toponym.lat is None or (mark and mark.lat is None):
                continue  # not placed, or the marked one has no place: neither right nor wrong
            error = _error_km(mark, toponym) if mark else None
            near = error is not None and error <= NEAR_KM
            yield toponym.confidence, near or (mark is not None and _same_place(mark, toponym))


def _labels(pairs: Pairs, strict: Sequence[Matches], overlap: Sequence[Matches]) -> dict[str, Found]:
    """Recall by the corpus' own labels."""
    counts: dict[str, list[int]] = {}
    for (gold, _), same, overlapping in zip(pairs, strict, overlap, strict=True):
        for i, toponym in enumerate(gold):
            for label in toponym.labels:
                count = counts.setdefault(label, [0, 0, 0])
                count[0] += 1
                count[1] += i in same
                count[2] += i in overlapping
    return {label: Found(n, _share(a, n), _share(b, n)) for label, (n, a, b) in sorted(counts.items())}


def _kinds(pairs: Pairs, strict: Sequence[Matches], overlap: Sequence[Matches]) -> dict[str, OfKind]:
    """Precision by our kinds, and how far a corpus that has our words for them agrees."""
    return {
        kind: _of_kind(kind, pairs, strict, overlap)
        for kind in dict.fromkeys(Kind)
        if any(toponym.kind == kind for _, said in pairs for toponym in said)
    }


def _of_kind(kind: str, pairs: Pairs, strict: Sequence[Matches], overlap: Sequence[Matches]) -> OfKind:
    count = same = overlapping = labelled = agreed = named = 0
    for (gold, said), exact, loose in zip(pairs, strict, overlap, strict=True):
        exactly, loosely = set(exact.values()), {j: gold[i] for i, j in loose.items()}
        named += sum(toponym.kind == kind for toponym in gold)
        for j, toponym in enumerate(said):
            if toponym.kind == kind:
                word = loosely[j].kind if j in loosely else ""
                count, same, overlapping = count + 1, same + (j in exactly), overlapping + (j in loosely)
                labelled, agreed = labelled + bool(word), agreed + (word == kind)
    return OfKind(
        count,
        _share(same, count),
        _share(overlapping, count),
        _share(agreed, labelled) if named else None,
        _share(agreed, named) if named else None,
    )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
