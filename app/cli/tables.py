"""Figures as lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.geoparsing.evaluation import Placing, Recognition
    from app.geoparsing.oracle import Oracle
    from app.geoparsing.reliability import Reliability
    from app.worker.measuring import Figures, Start

_HELD_OUT = {
    None: "",
    True: ", weights fitted without it",
    False: ", no weights are fitted without it: these may have seen it",
}


def measured(name: str, figures: Figures) -> str:
    """The figures on one corpus."""
    return "\n".join(_lines(name, figures))


def _lines(name: str, figures: Figures) -> Iterator[str]:
    failed = f", {figures.failed} failed" if figures.failed else ""
    times = ", ".join(f"{share} {ms:.0f}" for share, ms in figures.speed.percentiles.items())
    yield (
        f"{name}: {figures.documents} documents{failed}, {figures.ms_per_document:.1f} ms each,"
        f" {figures.speed.processor:.1f} of a processor ({times})"
        f"{_HELD_OUT[figures.held_out]}"
    )
    yield _recognition("strict", figures.strict)
    yield _recognition("overlap", figures.overlap)
    for label, found in figures.labels.items():
        yield f"    recall of {label:26} {found.strict:.3f} strict  {found.overlap:.3f} overlap  of {found.marked}"
    for kind, of in figures.kinds.items():
        agreed = "" if of.recall is None else f"  same word: precision {of.precision:.3f}  recall {of.recall:.3f}"
        yield f"    precision of {kind:23} {of.strict:.3f} strict  {of.overlap:.3f} overlap  of {of.emitted}{agreed}"
    yield _placing("on marked spans", figures.resolution)
    yield _placing("  without countries", figures.resolution_without_countries)
    yield _placing("end to end", figures.end_to_end)
    yield _placing("  without countries", figures.end_to_end_without_countries)
    yield f"  emitted pins right   {figures.emitted_right:.3f}"
    yield from _curves(figures.reliability, figures.reliability_on_marked)
    if figures.worker_peak_mb:
        peaks = ", ".join(f"{peak:.0f}" for peak in figures.worker_peak_mb)
        yield f"  memory of each process, at most: {peaks} MB"


def _recognition(label: str, value: Recognition) -> str:
    return f"  recognition {label:8} precision {value.precision:.3f}  recall {value.recall:.3f}  F1 {value.f1:.3f}"


def _placing(label: str, placing: Placing) -> str:
    same = "-" if placing.same_id is None else f"{placing.same_id:.3f}"
    return (
        f"  {label:20} of {placing.located} right {placing.right:.3f}  within 161 km {placing.within_161_km:.3f}"
        f"  AUC {placing.auc:.3f}  median {placing.median_km:.1f} km  answered {placing.answered:.3f}  same id {same}"
    )


def _curves(emitted: Reliability, on_marked: Reliability) -> Iterator[str]:
    """The two calibration curves side by side."""
    yield (
        f"  calibration error    {emitted.error:.3f} of {emitted.count} emitted pins,"
        f" {on_marked.error:.3f} of {on_marked.count} on marked spans"
    )
    yield "    confidence      pins   mean  right   on marked   mean  right"
    for tenth, (one, other) in enumerate(zip(emitted.bins, on_marked.bins, strict=True)):
        columns = "".join(
            f"{part.count:{width}}" + (f"  {part.confidence:.3f}  {part.right:.3f}" if part.count else " " * 14)
            for part, width in ((one, 9), (other, 12))
        )
        yield f"    {tenth / 10:.1f} to {(tenth + 1) / 10:.1f} {columns}".rstrip()


def started(start: Start) -> str:
    """How an engine starts."""
    memory = f", {start.peak_mb:.0f} MB" if start.peak_mb else ""
    return f"{start.engine}\nstart of a process to its first answer: {start.cold_start_s:.2f} s{memory}"


def ceiling(name: str, figures: Oracle) -> str:
    """The ceiling that the gazetteer sets."""
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
