"""The engine measured on a corpus: recognized from raw text, and resolved on the marked spans."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import Unreadable
from app.geoparsing import evaluation
from app.worker.batch import Source, run
from app.worker.engines import Setup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from app.geoparsing.evaluation import MarkedDocument, Placing, Recognition, Toponym
    from app.geoparsing.oracle import Oracle


EMBEDDED = Setup(packs=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """What `whereof evaluate` says of one corpus.

    Attributes:
        strict: recognition, same spans.
        overlap: recognition, overlapping spans.
        resolution: placing of the marked spans, given to the engine.
        end_to_end: placing of the marked spans that the engine found in the raw text.
        emitted_right: share of the emitted pins that sit right.
        ms_per_document: time of the engine for a document of raw text, without loading.
    """

    documents: int
    strict: Recognition
    overlap: Recognition
    resolution: Placing
    end_to_end: Placing
    emitted_right: float
    ms_per_document: float


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


def measure(documents: Sequence[MarkedDocument], jobs: int = 1) -> Figures:
    """Run the engine over a corpus twice, from raw text and on the marked spans, with the embedded gazetteer alone."""
    raw = [*run(_sources(documents, spans=False), jobs, EMBEDDED)]
    given = [*run(_sources(documents, spans=True), jobs, EMBEDDED)]
    found = evaluation.report([*zip(_marks(documents), (evaluation.emitted(o.findings) for o in raw), strict=True)])
    resolved = evaluation.report(
        [*zip(_marks(documents), (evaluation.emitted(o.findings) for o in given), strict=True)]
    )
    seconds = sum(outcome.seconds for outcome in raw)
    return Figures(
        len(documents),
        found.strict,
        found.overlap,
        resolved.resolution,
        found.end_to_end,
        found.emitted_right,
        1000 * seconds / max(1, len(documents)),
    )


def _marks(documents: Sequence[MarkedDocument]) -> Iterator[Sequence[Toponym]]:
    return (document.toponyms for document in documents)


def _sources(documents: Sequence[MarkedDocument], *, spans: bool) -> Iterator[Source]:
    """The documents as lines, with the marked spans or without."""
    for document in documents:
        record: dict[str, object] = {"id": document.id, "text": document.text}
        if spans:
            record["mentions"] = [{"start": t.start, "end": t.end} for t in document.toponyms]
        yield Source(document.id, line=json.dumps(record))


def table(name: str, figures: Figures) -> str:
    """The figures as lines for people."""
    lines = [f"{name}: {figures.documents} documents, {figures.ms_per_document:.1f} ms each"]
    for label, value in (("strict", figures.strict), ("overlap", figures.overlap)):
        lines.append(
            f"  recognition {label:8} precision {value.precision:.3f}  recall {value.recall:.3f}  F1 {value.f1:.3f}"
        )
    for label, placing in (("on marked spans", figures.resolution), ("end to end", figures.end_to_end)):
        same = "-" if placing.same_id is None else f"{placing.same_id:.3f}"
        lines.append(
            f"  {label:20} of {placing.located} right {placing.right:.3f}  within 161 km {placing.within_161_km:.3f}"
            f"  AUC {placing.auc:.3f}  median {placing.median_km:.1f} km"
            f"  answered {placing.answered:.3f}  same id {same}"
        )
    lines.append(f"  emitted pins right   {figures.emitted_right:.3f}")
    return "\n".join(lines)


def oracle_table(name: str, figures: Oracle) -> str:
    """The ceiling that the gazetteer sets, as lines for people."""
    lines = [
        f"{name}: {figures.located} located toponyms",
        f"  some place is called so  {figures.called_so:.3f}",
        f"  oracle: right place held {figures.right:.3f}  (within 161 km {figures.within_161_km:.3f})",
        f"  among those weighed      {figures.weighed:.3f}",
        f"  best known is right      {figures.best_known:.3f}",
        "  misses by kind:        unknown  elsewhere     of",
    ]
    lines += [f"    {miss.kind:19}{miss.unknown:9,}{miss.elsewhere:11,}{miss.located:7,}" for miss in figures.misses]
    return "\n".join(lines)
