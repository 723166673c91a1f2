"""From a recognizer's spans to mentions: what is a place name, where it ends, and what it does."""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from app.geoparsing.boundaries import trim
from app.geoparsing.coordinates.setting import around, in_passages
from app.geoparsing.drafts import Draft, Drafts, Relation
from app.geoparsing.fame import Fame, is_power
from app.geoparsing.kinds import kind_of, power_shown
from app.geoparsing.lexicon import BUILDINGS, FEATURE_WORDS, HEADS
from app.geoparsing.model import Kind, Mention
from app.geoparsing.recognizer import Label
from app.geoparsing.surroundings import Surroundings
from app.geoparsing.toponyms import chosen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.boundaries import Extent
    from app.geoparsing.candidates import Candidates
    from app.geoparsing.coordinates.values import CoordinateSpan
    from app.geoparsing.model import Passage
    from app.geoparsing.recognizer import Span
    from app.geoparsing.toponyms import Chosen, ToponymWeights

_GOVERNMENT: Final = re.compile(r"(?:Government|Republic|Kingdom|State|Parliament|Commonwealth) of [A-Z]\S*$")
"""Names that are a country's own, in full."""
_AND: Final = re.compile(r"\s+(?:and|&)\s+(?:the\s+)?")
_TAIL: Final = re.compile(r"(?: (?:of |and |for )?[A-Z][\w’'-]+){1,5}")
"""What may go on an organisation's name after a place's."""
_HEAD_OF: Final = re.compile(
    r"\b(?P<body>(?!The )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,3})"
    r"(?P<of> of (?:the )?(?:[A-Z][\w’'-]+ and (?:the )?)?)$"
)
"""What an organisation's name has before a place's that ends it."""
_REACH: Final = 80
_SHORT: Final = 3
_OPENED: Final = (" (", " [")
_LOCATED: Final = 0.9
"""The likelihood of a mention that a name with its coordinate behind it at least has."""
_ACTING: Final = 0.8
"""The likelihood of a mention that a seat of government at least has where it speaks or acts."""


class Finder:
    """Finds the mentions of one document.

    Args:
        text: the document's text.
        passages: the parts of it to read.
        spans: what the recognizer found in them, in order.
        candidates: what knows names.
        weights: what makes a name a mention.

    Attributes:
        coordinates: the coordinates written in the passages, in order.
    """

    def __init__(
        self,
        text: str,
        passages: Sequence[Passage],
        spans: Sequence[Span],
        candidates: Candidates,
        weights: ToponymWeights,
    ) -> None:
        self._text = text
        self._passages = passages
        self.coordinates = in_passages(text, passages)
        self._points = {one.start for one in self.coordinates}
        self._spans = around(self.coordinates, spans) if self.coordinates else spans
        self._candidates = candidates
        self._weights = weights

    def mentions(self) -> list[Mention]:
        """The document's mentions, in order and not overlapping."""
        found = Drafts(self._text, self._passages, self._spans, self._candidates)
        drafts = found.all()
        if self.coordinates:
            drafts = [draft for draft in drafts if draft.span is None or draft.span.label is not Label.COORDINATE]
        surroundings = Surroundings(self._text, drafts, found.persons, self._candidates)
        likelihoods = [self._likelihood(draft, surroundings) for draft in drafts]
        mentions = [
            self._mention(one, surroundings.standing(one.draft.extent).fame)
            for one in chosen(drafts, likelihoods, self._weights.threshold)
        ]
        if not self.coordinates:
            return mentions
        return sorted([*mentions, *map(self._coordinate, self.coordinates)], key=lambda mention: mention.start)

    def _likelihood(self, draft: Draft, surroundings: Surroundings) -> float:
        features = surroundings.features(draft)
        likelihood = self._weights.likelihood(features)
        if features["seat"] and draft.listed and power_shown(self._text, *draft.extent):
            return max(likelihood, _ACTING)  # "the Kremlin said"
        if draft.relation is Relation.EXACT and self._has_point(draft.extent):
            return max(likelihood, _LOCATED)
        return likelihood

    def _has_point(self, extent: Extent) -> bool:
        """Whether a coordinate stands in brackets right behind a name."""
        return self._text[extent.end : extent.end + 2] in _OPENED and extent.end + 2 in self._points

    def _surface(self, extent: Extent) -> str:
        return self._text[extent.start : extent.end]

    def _coordinate(self, one: CoordinateSpan) -> Mention:
        return Mention(one.start, one.end, self._text[one.start : one.end], Kind.COORDINATE, one.form)

    def _mention(self, one: Chosen, rank: Fame) -> Mention:
        """The mention with its kind and the evidence for it."""
        start, end = one.draft.extent
        surface = self._surface(one.draft.extent)
        kind, evidence = self._kind(one.draft, rank)
        return Mention(start, end, surface, kind, evidence, one.certainty)

    def _kind(self, draft: Draft, rank: Fame) -> tuple[Kind, str]:
        if rank is Fame.DEMONYM:
            return Kind.DEMONYM, "names a people or what comes from the place"
        whole = self._whole(draft)
        if whole and not _GOVERNMENT.match(whole):
            return Kind.EMBEDDED, f"inside the name “{whole}”"
        power = is_power(self._candidates, self._surface(draft.extent))
        return kind_of(self._text, *draft.extent, power=power)

    # -- the name that a name stands in

    def _whole(self, draft: Draft) -> str:
        """The longer name that a draft is part of, where that one is no place of its own; else empty."""
        span = draft.span
        if span is None or draft.relation is Relation.ACROSS:
            return self._organisation_around(draft.extent)
        if draft.relation is Relation.EXACT:
            if span.label is not Label.PLACE:
                return ""
            return self._cut_off(span) or self._organisation_around(draft.extent)
        extent = trim(self._text, span.start, span.end)
        whole = " ".join(self._text[extent.start : extent.end].split()) if extent else ""
        if span.label is Label.PLACE and not _is_body(whole.rpartition(" ")[2]):
            return ""
        return whole.removesuffix(" and") if span.label is not Label.PEOPLE else ""

    def _organisation_around(self, extent: Extent) -> str:
        """The name of an organisation that holds a place's, unseen by the recognizer."""
        return self._organisation_from(extent) or self._organisation_of(extent)

    def _organisation_of(self, extent: Extent) -> str:
        """One that ends with the place's: "Islamic State of Iraq and the Levant"."""
        found = _HEAD_OF.search(self._text, max(0, extent.start - _REACH), extent.start)
        if not found:
            return ""
        words_of_it = found["body"].split()
        body = words_of_it[-1].casefold()
        named = _is_body(body) and (body not in FEATURE_WORDS or (body == "state" and len(words_of_it) > 1))
        return " ".join((found["body"] + found["of"] + self._surface(extent)).split()) if named else ""

    def _organisation_from(self, extent: Extent) -> str:
        """The name of an organisation that begins with a place's, unseen by the recognizer: "Tikrit Police"."""
        found = _TAIL.match(self._text, extent.end, extent.end + 60)
        if not found:
            return ""
        tail = found[0].split()
        while tail and not _is_body(tail[-1]):
            tail.pop()
        return " ".join([*self._surface(extent).split(), *tail]) if tail else ""

    def _cut_off(self, span: Span) -> str:
        """The whole name, where the recognizer ended an organisation's before "and": "State of Iraq and the Levant"."""
        at = bisect_left(self._spans, span.start, key=lambda other: other.start) - 1
        before = self._spans[at] if at >= 0 else None
        if (
            before is None
            or before.label is not Label.ORGANISATION
            or not _AND.fullmatch(self._text, before.end, span.start)
        ):
            return ""
        words_of_it = self._text[before.start : before.end].split()
        if len(words_of_it) < _SHORT or "of" not in words_of_it[:-1]:
            return ""
        return " ".join(self._text[before.start : span.end].split()) if self._ends_in_place(words_of_it) else ""

    def _ends_in_place(self, name: Sequence[str]) -> bool:
        return self._candidates.has_name(name[-1])


def _is_body(word: str) -> bool:
    """Whether a capitalised word says that a name is an organisation's or a building's."""
    folded = word.casefold()
    return folded in HEADS or folded in BUILDINGS
