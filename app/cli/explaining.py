"""The verb explain: what the engine makes of one mention, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app.cli.setup import add_setup, setup_of
from app.cli.speech import DONE, positive
from app.errors import Bug, Refused
from app.export.record import place as place_record

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from app.geoparsing.model import Candidate, Document, Finding, Mention, Place
    from app.geoparsing.resolver import Weighed
    from app.worker.batch import Outcome

_AROUND: Final = 160
"""Code points of the passage that are shown on either side of the mention."""
_DIGITS: Final = 4
_LEAST: Final = 0.005
"""A contribution that is told in words, in log odds."""


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the verb."""
    parser.add_argument("path", type=Path, metavar="FILE", help="a document")
    parser.add_argument(
        "--mention", type=positive, metavar="N", help="the mention to explain; without it, the mentions are listed"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the answer (default: text)")
    parser.add_argument("--embedded", action="store_true", help="leave the reader's gazetteer packs out")
    add_setup(parser)
    parser.set_defaults(run=_explain)


def _explain(options: argparse.Namespace) -> int:
    """List the mentions of a document, or explain one of them."""
    from app.worker.batch import Source, work  # noqa: PLC0415 (the engine's modules load only when a verb needs them)
    from app.worker.engines import engine  # noqa: PLC0415

    setup = setup_of(options, packs=not options.embedded, slips=True)
    outcome = work(Source(str(options.path), options.path), setup)
    document = outcome.document
    if outcome.error or document is None:
        raise outcome.error or Bug("a document came back without text and without trouble")
    if options.mention is None:
        records = [_listed(number, finding) for number, finding in enumerate(outcome.findings, 1)]
        _say(options, {"document": outcome.id, "mentions": records}, _list(outcome))
        return DONE
    if options.mention > len(outcome.findings):
        raise Refused(
            f"{outcome.id} has no mention {options.mention}.",
            f"The engine finds {len(outcome.findings)}; `whereof explain` without --mention lists them.",
        )
    finding = outcome.findings[options.mention - 1]
    explanations = engine(setup).explained(document, [one.mention for one in outcome.findings])
    weighed = next((one.weighed for one in explanations if one.finding.mention == finding.mention), ())
    words = sentence(document, finding.mention)
    told = {"document": outcome.id, **_listed(options.mention, finding), "sentence": words}
    _say(options, {**told, **_explained(finding, weighed)}, _told(words, finding, weighed))
    return DONE


def _say(options: argparse.Namespace, record: dict[str, Any], lines: Iterator[str]) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1) if options.format == "json" else "\n".join(lines)
    print(text)  # noqa: T201 (the command line's own output)


def sentence(document: Document, mention: Mention) -> str:
    """What stands around a mention in its passage, as one line; the mention in brackets of its own."""
    passage = next((part for part in document.passages if part.start <= mention.start < part.end), document.passages[0])
    first, last = max(passage.start, mention.start - _AROUND), min(passage.end, mention.end + _AROUND)
    text = document.text
    marked = f"{text[first : mention.start]}⟦{mention.surface}⟧{text[mention.end : last]}"
    before, after = "… " if first > passage.start else "", " …" if last < passage.end else ""
    return before + " ".join(marked.split()) + after


def _listed(number: int, finding: Finding) -> dict[str, Any]:
    """A mention of the list as JSON has it."""
    mention, resolution = finding.mention, finding.resolution
    return {
        "number": number,
        "start": mention.start,
        "end": mention.end,
        "surface": mention.surface,
        "kind": str(mention.kind),
        "certainty": round(mention.certainty, _DIGITS),
        "verdict": str(resolution.verdict),
        "place": place_record(resolution.place) if resolution.place else None,
        "confidence": round(resolution.confidence, _DIGITS),
    }


def _explained(finding: Finding, weighed: Sequence[Weighed]) -> dict[str, Any]:
    """All that speaks for and against what a mention could mean, as JSON has it."""
    rows = {row.place.id if row.place else "": _weights(row) for row in weighed}
    return {
        "evidence": finding.mention.evidence,
        "candidates": [{**_candidate(one), **rows.get(one.place.id, {})} for one in finding.candidates],
        "none_of_these": rows.get(""),
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "place": place_record(candidate.place),
        "score": round(candidate.score, _DIGITS),
        "matched": candidate.matched,
        "match": str(candidate.match),
        "reasons": [{"text": reason.text, "weight": round(reason.weight, _DIGITS)} for reason in candidate.reasons],
    }


def _weights(row: Weighed) -> dict[str, Any]:
    """How a candidate was weighed: its share of all belief, its sum of log odds, and what that is made of."""
    return {
        "share": round(row.share, _DIGITS),
        "log_odds": round(row.score, _DIGITS),
        "features": [
            {
                "feature": one.feature,
                "value": round(one.value, _DIGITS),
                "weight": round(one.weight, _DIGITS),
                "contribution": round(one.contribution, _DIGITS),
            }
            for one in row.contributions
        ],
    }


def _list(outcome: Outcome) -> Iterator[str]:
    """The mentions of a document, a line each."""
    findings = outcome.findings
    yield f"{outcome.id}: {len(findings)} mention{'' if len(findings) == 1 else 's'}"
    width = max((len(finding.mention.surface) for finding in findings), default=0)
    for number, finding in enumerate(findings, 1):
        mention = finding.mention
        yield f"{number:5}  {mention.surface:{width}}  {mention.kind:10}  {_meant(finding)}"


def _meant(finding: Finding) -> str:
    """What a mention was resolved to, with the confidence."""
    place, confidence = finding.resolution.place, finding.resolution.confidence
    return f"{confidence:.2f}  {_whereabouts(place)}" if place else f"      {finding.resolution.verdict}"


def _whereabouts(place: Place) -> str:
    return ", ".join([place.name, *place.admin])


def _told(words: str, finding: Finding, weighed: Sequence[Weighed]) -> Iterator[str]:
    """The explanation in words."""
    mention = finding.mention
    yield words
    yield ""
    yield f"kind        {mention.kind}" + (f": {mention.evidence}" if mention.evidence else "")
    yield f"certainty   {mention.certainty:.2f} that it names a place"
    yield f"resolution  {_meant(finding).strip()}"
    count = len(finding.candidates)
    yield f"candidates  {count or 'none'}" + (", best first" if count > 1 else "")
    rows = {row.place.id if row.place else "": row for row in weighed}
    for number, candidate in enumerate(finding.candidates, 1):
        yield ""
        yield from _candidate_lines(number, candidate)
        yield from _feature_lines(rows.get(candidate.place.id))
    nothing = rows.get("")
    if nothing is not None:
        yield ""
        yield f"  none of these: {nothing.share:.3f}"
        yield from _feature_lines(nothing)


def _candidate_lines(number: int, candidate: Candidate) -> Iterator[str]:
    """A candidate with the reasons for it, then those against it."""
    place = candidate.place
    yield f"{number:3}. {_whereabouts(place)}: {candidate.score:.3f}"
    yield (
        f"     {place.id}, {place.feature} at {place.lat:.3f}, {place.lon:.3f};"
        f" called “{candidate.matched}” ({candidate.match} name)"
    )
    yield from (f"     + {reason.text}" for reason in candidate.reasons if reason.weight > 0)
    yield from (f"     - {reason.text}" for reason in candidate.reasons if reason.weight <= 0)


def _feature_lines(row: Weighed | None) -> Iterator[str]:
    """What the features that count add to a candidate's log odds, strongest first."""
    told = [one for one in row.contributions if abs(one.contribution) >= _LEAST] if row else []
    if row is None or not told:
        return
    width = max(len(one.feature) for one in told)
    yield f"     {'log odds':{width}}  {row.score:7.2f}"
    for one in told:
        yield f"       {one.feature:{width}}{one.contribution:7.2f} = {one.value:.3g} x {one.weight:.3g}"
