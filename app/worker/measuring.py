"""The engine measured on a corpus: recognized from raw text, and resolved on the marked spans."""

from __future__ import annotations

import json
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app import paths
from app.errors import Unreadable
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing import evaluation
from app.geoparsing.geometry import distance_km
from app.worker.batch import Outcome, Source, run, work
from app.worker.engines import Setup, engine
from app.worker.resources import one_thread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from app.geoparsing.candidates import CandidateSource
    from app.geoparsing.evaluation import Found, MarkedDocument, OfKind, Pairs, Placing, Recognition, Toponym
    from app.geoparsing.model import Place
    from app.geoparsing.reliability import Reliability

EMBEDDED: Final = Setup(packs=False, slips=False)
"""What is measured: our own recognizer and weights, the embedded gazetteer alone."""
_COUNTRY: Final = "A.PCL"
_FIRST: Final = Source("first", line=json.dumps({"id": "first", "text": "Rain fell in Mosul."}))
_SHARES: Final = (50, 90, 95, 99)


@dataclass(frozen=True, slots=True)
class Speed:
    """How long the engine takes for a document of raw text, without loading; milliseconds.

    Attributes:
        mean: over all documents.
        processor: the same of the time that a processor worked for it, which other programs do not lengthen much.
        percentiles: by their numbers, the last the longest document's.
    """

    mean: float
    processor: float
    percentiles: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """What `whereof evaluate` says of one corpus.

    Attributes:
        documents: how many.
        failed: how many of them the engine could not do; they count as empty.
        held_out: what was fitted without this corpus is in use: None where nobody asked for that.
        strict: recognition, same spans.
        overlap: recognition, overlapping spans.
        labels: recall by the corpus' own labels.
        kinds: precision by our kinds.
        resolution: placing of the marked spans, given to the engine.
        resolution_without_countries: of those that are no countries, of which gazetteers choose other middles.
        end_to_end: placing of the marked spans that the engine found in the raw text.
        end_to_end_without_countries: of those that are no countries.
        emitted_right: share of the emitted pins that sit right.
        reliability: the calibration curve of the emitted pins.
        reliability_on_marked: the same of the pins on marked spans.
        ms_per_document: mean time of the engine for a document of raw text, without loading.
        speed: more of that.
        worker_peak_mb: the most memory that each process held, most first.
    """

    documents: int
    failed: int
    held_out: bool | None
    strict: Recognition
    overlap: Recognition
    labels: Mapping[str, Found]
    kinds: Mapping[str, OfKind]
    resolution: Placing
    resolution_without_countries: Placing
    end_to_end: Placing
    end_to_end_without_countries: Placing
    emitted_right: float
    reliability: Reliability
    reliability_on_marked: Reliability
    ms_per_document: float
    speed: Speed
    worker_peak_mb: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """A fresh process that answers its first document.

    Attributes:
        engine: version of the engine in it.
        cold_start_s: from the start of the process to the answer.
        peak_mb: the most memory that it held.
    """

    engine: str
    cold_start_s: float
    peak_mb: float


def load(path: Path) -> list[MarkedDocument]:
    """The documents of a corpus file.

    Raises:
        Unreadable: the file cannot be read, or a line is not a marked document.
    """
    documents = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")  # a line may hold other line ends
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read: {error}.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            documents.append(evaluation.marked(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable(f"{path.name}, line {number} is not a marked document.") from error
    return documents


def fold(folder: Path, corpus: str) -> Path | None:
    """The weights that were fitted without a corpus: `without-CORPUS` in the folder of folds, None where not there.

    A part of a corpus (`wotr_train`) is left out with the whole (`without-wotr`).
    """
    whole = corpus.partition("_")[0]
    found = (folder / f"without-{name}" for name in dict.fromkeys((corpus, whole)))
    return next((weights for weights in found if weights.is_dir()), None)


def held_out(setup: Setup, folds: Path | None, corpus: str) -> tuple[Setup, bool | None]:
    """The set-up to measure a corpus with, and whether its weights were fitted without it."""
    if folds is None:
        return setup, None
    weights = fold(folds, corpus)
    return (replace(setup, weights=weights), True) if weights else (setup, False)


def start(setup: Setup = EMBEDDED) -> Start:
    """Start a fresh process and wait for its first answer.

    Raises:
        Missing: the recognizer, the weights or the gazetteer are not there.
    """
    began = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=one_thread) as pool:
        version, outcome = pool.submit(_first_answer, setup).result()
        return Start(version, time.perf_counter() - began, outcome.peak_mb)


def _first_answer(setup: Setup) -> tuple[str, Outcome]:
    outcome = work(_FIRST, setup)
    return engine(setup).version, outcome


def measure(
    documents: Sequence[MarkedDocument], jobs: int = 1, setup: Setup = EMBEDDED, *, held_out: bool | None = None
) -> Figures:
    """Run the engine over a corpus twice, from raw text and on the marked spans."""
    with GazetteerFile.open(paths.gazetteer_file()) as gazetteer:
        documents = [_told_countries(document, gazetteer) for document in documents]
    raw = [*run(_sources(documents, spans=False), jobs, setup)]
    given = [*run(_sources(documents, spans=True), jobs, setup)]
    found, resolved = _pairs(documents, raw), _pairs(documents, given)
    report, on_marked = evaluation.report(found), evaluation.report(resolved)
    speed = _speed(raw)
    return Figures(
        documents=len(documents),
        failed=sum(outcome.error is not None for outcome in raw),
        held_out=held_out,
        strict=report.strict,
        overlap=report.overlap,
        labels=report.labels,
        kinds=report.kinds,
        resolution=on_marked.resolution,
        resolution_without_countries=evaluation.placing(resolved, _is_no_country)[0],
        end_to_end=report.end_to_end,
        end_to_end_without_countries=evaluation.placing(found, _is_no_country)[1],
        emitted_right=report.emitted_right,
        reliability=report.reliability,
        reliability_on_marked=on_marked.reliability,
        ms_per_document=speed.mean,
        speed=speed,
        worker_peak_mb=_peaks([*raw, *given]),
    )


def _pairs(documents: Sequence[MarkedDocument], outcomes: Sequence[Outcome]) -> Pairs:
    return [
        (document.toponyms, evaluation.emitted(outcome.findings))
        for document, outcome in zip(documents, outcomes, strict=True)
    ]


def _sources(documents: Sequence[MarkedDocument], *, spans: bool) -> Iterator[Source]:
    """The documents as lines, with the marked spans or without."""
    for document in documents:
        record: dict[str, object] = {**document.about, "id": document.id, "text": document.text}
        if spans:
            record["mentions"] = [{"start": t.start, "end": t.end} for t in document.toponyms]
        yield Source(document.id, line=json.dumps(record))


def _told_countries(document: MarkedDocument, source: CandidateSource) -> MarkedDocument:
    """The document with the feature of a country at each marked toponym that is one."""
    toponyms = (
        replace(toponym, feature=_COUNTRY)
        if _is_country(toponym, document.text[toponym.start : toponym.end], source)
        else toponym
        for toponym in document.toponyms
    )
    return replace(document, toponyms=tuple(toponyms))


def _is_no_country(toponym: Toponym) -> bool:
    return not toponym.feature.startswith(_COUNTRY)


def _is_country(toponym: Toponym, surface: str, source: CandidateSource) -> bool:
    """Whether a marked place is a country: by the corpus' own word, else by its id, else by its name and position."""
    if toponym.feature:
        return toponym.feature.startswith(_COUNTRY)
    if toponym.geonameid is not None:
        place = source.place(f"gn:{toponym.geonameid}")
        return place is not None and place.feature.startswith(_COUNTRY)
    return any(_stands_for(hit.place, toponym) for hit in source.find(surface, 1))


def _stands_for(place: Place, toponym: Toponym) -> bool:
    """Whether a place is a country and a marked toponym lies in it, as far as a circle can tell."""
    if not place.feature.startswith(_COUNTRY) or toponym.lat is None or toponym.lon is None:
        return False
    return distance_km(place.lat, place.lon, toponym.lat, toponym.lon) <= place.radius_km


def _speed(outcomes: Sequence[Outcome]) -> Speed:
    done = [outcome for outcome in outcomes if not outcome.error]
    times = sorted(1000 * outcome.seconds for outcome in done)
    if not times:
        return Speed(0.0, 0.0, {})
    percentiles = {f"p{share}": times[min(len(times) - 1, len(times) * share // 100)] for share in _SHARES}
    processor = 1000 * sum(outcome.processor_seconds for outcome in done) / len(done)
    return Speed(sum(times) / len(times), processor, {**percentiles, "longest": times[-1]})


def _peaks(outcomes: Sequence[Outcome]) -> tuple[float, ...]:
    """The most memory of each process, most first; nothing where the system does not tell."""
    peaks: dict[int, float] = {}
    for outcome in outcomes:
        if outcome.peak_mb:
            peaks[outcome.worker] = max(peaks.get(outcome.worker, 0.0), outcome.peak_mb)
    return tuple(sorted(peaks.values(), reverse=True))
