"""The record of a document and its findings: what every machine-readable format is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.model import Document, Finding, Place

_DIGITS: Final = 6
_CONFIDENCE_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Result:
    """A document with its id and findings.

    Attributes:
        with_text: the record carries the text, because whoever reads it does not have it.
    """

    id: str
    document: Document
    findings: Sequence[Finding]
    with_text: bool = True


def record(result: Result) -> dict[str, Any]:
    """The document as JSON Lines and the command line know it."""
    document = result.document
    return {
        "id": result.id,
        "title": document.title,
        "date": document.date,
        "source": document.source,
        "sha256": document.sha256,
        **({"text": document.text} if result.with_text else {}),
        "mentions": [mention(finding) for finding in result.findings],
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
    """A place."""
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
    }
