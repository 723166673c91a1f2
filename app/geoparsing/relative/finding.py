"""Relative mentions and what they mean, from the mentions of a document that are resolved already."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import prod
from typing import TYPE_CHECKING, Final

from app.geoparsing.article import named
from app.geoparsing.model import (
    UNSURE_BELOW,
    Candidate,
    Finding,
    Kind,
    Match,
    Mention,
    Precision,
    Reason,
    Resolution,
    Verdict,
)
from app.geoparsing.relative.ground import Ground
from app.geoparsing.relative.phrases import Form, Phrase, phrases
from app.geoparsing.relative.places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.model import Passage, Place
    from app.geoparsing.relative.places import Described

_EVIDENCE: Final = {
    Form.OFFSET: "a distance and a direction from another place",
    Form.AWAY: "a distance from another place",
    Form.BESIDE: "a direction from another place",
    Form.PART: "a part of another place",
    Form.EDGE: "the edge of another place",
    Form.NEAR: "near another place",
    Form.OUTSIDE: "outside another place",
    Form.BETWEEN: "between two other places",
    Form.BORDER: "the border of two other places",
    Form.COAST: "the coast of another place",
    Form.OFFSHORE: "the sea off another place",
}
_SURE: Final = 0.95
_NOTHING: Final = Resolution(Verdict.UNKNOWN, None, 0.0)


class Relatives:
    """Finds what documents describe by other places.

    Args:
        sources: candidate sources, the most trusted first; what they know of outlines is used.
        candidates: what knows names: what has one as a whole ("Northern Ireland") is no description.
    """

    def __init__(self, sources: Iterable[object], candidates: Candidates) -> None:
        self._ground = Ground(sources)
        self._candidates = candidates

    def added(self, text: str, passages: Sequence[Passage], findings: Sequence[Finding]) -> list[Finding]:
        """The findings, with those of relative mentions among them, in order of start and end.

        Args:
            text: the document's text.
            passages: those of its passages that were read.
            findings: what was found there, in order, mentions not overlapping.
        """
        mentions = [finding.mention for finding in findings]
        found = [
            finding
            for phrase in phrases(text, mentions)
            if self._is_whole(text, phrase, passages, mentions) and (finding := self._finding(text, phrase, findings))
        ]
        if not found:
            return list(findings)
        return sorted([*findings, *found], key=lambda finding: (finding.mention.start, finding.mention.end))

    def _is_whole(self, text: str, phrase: Phrase, passages: Sequence[Passage], mentions: Sequence[Mention]) -> bool:
        """Whether a phrase lies in one passage, cuts no mention, and is no name by itself."""
        index = bisect_right(passages, phrase.start, key=lambda passage: passage.start) - 1
        if index < 0 or passages[index].end < phrase.end:
            return False
        if any(_cuts(edge, mentions) for edge in (phrase.start, phrase.end)):
            return False
        way = phrase.direction
        if phrase.form is not Form.PART or way is None or (way.is_adjective and not way.is_capital):
            return True
        name = text[way.start : phrase.end]
        return not self._candidates.has_name(name) or (not way.is_capital and self._region(name) is not None)

    def _finding(self, text: str, phrase: Phrase, findings: Sequence[Finding]) -> Finding | None:
        """What a phrase means; None where it is no description after all."""
        surface = text[phrase.start : phrase.end]
        anchors = [findings[index] for index in phrase.anchors]
        certainty = min(anchor.mention.certainty for anchor in anchors)
        evidence = _EVIDENCE[phrase.form]
        mention = Mention(phrase.start, phrase.end, surface, Kind.RELATIVE, evidence, certainty)
        places = [anchor.resolution.place for anchor in anchors]
        known = [place for place in places if place is not None]
        if len(known) < len(places):
            return Finding(mention, (), _NOTHING) if self._says_enough(phrase, known) else None
        if phrase.form in {Form.NEAR, Form.OUTSIDE} and _describes_a_name(text, phrase, findings):
            return None
        described = self._called(surface, phrase, known) or place_of(phrase, known, self._ground)
        if described is None:
            return None
        place, sureness, reasons = described
        confidence = sureness * prod(anchor.resolution.confidence for anchor in anchors)
        candidate = Candidate(place, 1.0, surface, Match.OFFICIAL, (*reasons, *_doubts(anchors)))
        return Finding(mention, (candidate,), Resolution(Verdict.PLACE, place, confidence))

    @staticmethod
    def _says_enough(phrase: Phrase, known: Sequence[Place]) -> bool:
        """Whether a phrase describes a place even where nobody knows a place that it names."""
        return phrase.distance is not None or (phrase.form is Form.BETWEEN and bool(known))

    def _called(self, surface: str, phrase: Phrase, anchors: Sequence[Place]) -> Described | None:
        """The region that bears the phrase as its name, within the anchor: "southern California"."""
        region = self._region(surface) if phrase.form is Form.PART else None
        if region is None or region.country not in {"", anchors[0].country}:
            return None
        return region, _SURE, (Reason(f"a region of this name in {named(anchors[0])}", 2.0),)

    def _region(self, surface: str) -> Place | None:
        """The best-known region of this very name."""
        if not self._candidates.has_name(surface):
            return None
        regions = (hit.place for hit in self._candidates.find(surface) if hit.place.feature.startswith("L."))
        return next((place for place in regions if place.name.casefold() == surface.casefold()), None)


def _cuts(edge: int, mentions: Sequence[Mention]) -> bool:
    """Whether a mention lies on both sides of an edge."""
    before = bisect_left(mentions, edge, key=lambda mention: mention.start) - 1
    return before >= 0 and mentions[before].end > edge


def _describes_a_name(text: str, phrase: Phrase, findings: Sequence[Finding]) -> bool:
    """Whether the phrase only tells which place another name means: "Dujail, near Baghdad"."""
    index = bisect_left(findings, phrase.start, key=lambda finding: finding.mention.start) - 1
    if index < 0:
        return False
    before = findings[index]
    place = before.resolution.place
    return text[before.mention.end : phrase.start] in {" ", ", ", " ("} and place is not None and _is_exact(place)


def _is_exact(place: Place) -> bool:
    return place.precision in {Precision.POINT, Precision.CITY, Precision.DISTRICT}


def _doubts(anchors: Sequence[Finding]) -> list[Reason]:
    """What is unsure about the anchors."""
    return [
        Reason(f"“{anchor.mention.surface}” is itself unsure", -1.0)
        for anchor in anchors
        if anchor.resolution.confidence < UNSURE_BELOW
    ]
