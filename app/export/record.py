"""The record of a document and its findings: what every machine-readable format is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.geoparsing.dates import dates_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.geoparsing.model import DateMention, Document, Finding, Place

_DIGITS: Final = 6
_CONFIDENCE_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Result:
    """A document with its id, findings and dates.

    Attributes:
        dates: those written in the text, in order.
        with_text: the record carries the text, because whoever reads it does not have it.
    """

    id: str
    document: Document
    findings: Sequence[Finding]
    with_text: bool = True
    dates: Sequence[DateMention] = ()

    def dated(self) -> Iterator[tuple[Finding, tuple[DateMention, ...]]]:
        """Each finding with the dates of its sentence."""
        for finding in self.findings:
            yield finding, dates_of(finding.mention, self.dates)


def record(result: Result) -> dict[str, Any]:
    """The document as JSON Lines and the command line know it; a mention names its dates by their numbers from 0."""
    document = result.document
    numbers = {found.start: number for number, found in enumerate(result.dates)}
    return {
        "id": result.id,
        "title": document.title,
        "date": document.date,
        "source": document.source,
        "sha256": document.sha256,
        **({"text": document.text} if result.with_text else {}),
        "dates": [date(found) for found in result.dates],
        "mentions": [
            {**mention(finding), "dates": [numbers[found.start] for found in dates]}
            for finding, dates in result.dated()
        ],
    }


def date(found: DateMention) -> dict[str, Any]:
    """A date: the span, the first and the last day meant (ISO 8601), and the unit in which it is written."""
    return {
        "start": found.start,
        "end": found.end,
        "surface": found.surface,
        "earliest": str(found.earliest),
        "latest": str(found.latest),
        "precision": str(found.precision),
    }


def mention(finding: Finding) -> dict[str, Any]:
    """A finding: the span, the place or null, the confidence, and the reasons for the place."""
    resolution = finding.resolution
    chosen = next((c for c in finding.candidates if resolution.place and c.place.id == resolution.place.id), None)
    return {
        "start": finding.mention.start,
        "end": finding.mention.end,
        "surface": finding.mention.surface,
        "kind": str(finding.mention.kind),
        "place": place(resolution.place) if resolution.place else None,
        "confidence": round(resolution.confidence, _CONFIDENCE_DIGITS),
        "reasons": [*([finding.mention.evidence] if finding.mention.evidence else [])]
        + [reason.text for reason in (chosen.reasons if chosen else ())],
    }


def place(value: Place) -> dict[str, Any]:
    """A place; the circle of `radius_km` around its point honestly stands for it."""
    return {
        "id": value.id,
        "geonameid": value.geonameid,
        "name": value.name,
        "lat": round(value.lat, _DIGITS),
        "lon": round(value.lon, _DIGITS),
        "feature": value.feature,
        "country": value.country,
        "admin": list(value.admin),
        "precision": str(value.precision),
        "radius_km": value.radius_km,
    }
