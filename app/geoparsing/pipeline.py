"""The engine: recognizer, mention rules, gazetteers and resolver tied together, passage by passage."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.geoparsing.background import NOTHING_KNOWN
from app.geoparsing.candidates import Candidates
from app.geoparsing.coordinates.finding import read_span
from app.geoparsing.coordinates.places import Whereabouts, reading
from app.geoparsing.dates import find_dates
from app.geoparsing.fitted import Fitted, shipped
from app.geoparsing.mentions import Finder
from app.geoparsing.model import Kind
from app.geoparsing.recognizer import Span
from app.geoparsing.relative import Relatives
from app.geoparsing.resolver import explained, resolve
from app.geoparsing.spans import given

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.geoparsing.background import Background
    from app.geoparsing.candidates import CandidateSource
    from app.geoparsing.coordinates import CoordinateSpan
    from app.geoparsing.coordinates.places import Reading
    from app.geoparsing.groups import Readings
    from app.geoparsing.model import DateMention, Document, Finding, Mention, Passage
    from app.geoparsing.recognizer import Recognizer
    from app.geoparsing.resolver import Explanation

_BLOCK: Final = 12_000
"""Code points that are recognized before the first answer; a document of one block is answered once, finally."""


@dataclass(frozen=True, slots=True)
class PassageFindings:
    """The findings of one passage.

    Attributes:
        passage_index: position in `Document.passages`.
        findings: in order of their mentions.
        final: the whole document has been weighed; a provisional answer is replaced by a later one.
        dates: the dates written in it, in order.
    """

    passage_index: int
    findings: tuple[Finding, ...]
    final: bool
    dates: tuple[DateMention, ...] = ()


def _never() -> bool:
    return False


class Engine:
    """Finds and resolves the mentions of documents; deterministic, one document at a time.

    Args:
        recognizer: finds named things.
        sources: what knows places, the most trusted first.
        fitted: what names and candidates are weighed with; without it what Whereof carries.
        slips: whether a name that no place has is offered the places that it may be a slip for.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        sources: Sequence[CandidateSource],
        fitted: Fitted | None = None,
        *,
        slips: bool = True,
    ) -> None:
        self._recognizer = recognizer
        self._fitted = fitted or shipped()
        self._candidates = Candidates(sources, slips=slips)
        self._whereabouts = Whereabouts(sources)
        self._relatives = Relatives(sources, self._candidates)
        versions = [getattr(source, "version", "") for source in sources]
        self.version = "; ".join([f"{recognizer.name} {recognizer.version}", *filter(None, versions)])

    def parse(
        self, document: Document, cancelled: Callable[[], bool] = _never, background: Background = NOTHING_KNOWN
    ) -> Iterator[PassageFindings]:
        """The findings of a document, passage by passage, given what is known beside it.

        A long document is answered block by block, provisionally, and again as a whole at the end. When `cancelled`
        says so the answers stop; what was answered before is usable.
        """
        spans: list[Span] = []
        blocks = _blocks(document.passages)
        for block in blocks:
            texts = [document.text[passage.start : passage.end] for passage in document.passages[block]]
            found: list[Span] = []
            for passage, recognized in zip(document.passages[block], self._recognizer.recognize(texts), strict=True):
                if cancelled():
                    return
                found.extend(Span(s.start + passage.start, s.end + passage.start, s.label, s.score) for s in recognized)
            spans.extend(found)
            if len(blocks) > 1:
                yield from self._answers(document, block, found, background, final=False)
        if not cancelled():
            yield from self._answers(document, slice(0, len(document.passages)), spans, background, final=True)

    def weigh(self, document: Document, mentions: Sequence[Mention], background: Background) -> list[Finding]:
        """The findings of a document that was parsed before, given its mentions in order: what they mean, anew."""
        named = [mention for mention in mentions if mention.kind is not Kind.RELATIVE]
        readings = self._given_readings(document.text, named)
        found = self._weighed(document.text, named, readings, background, document.date)
        return self._relatives.added(document.text, document.passages, found)

    def explained(self, document: Document, mentions: Sequence[Mention]) -> list[Explanation]:
        """How the mentions of a document that was parsed before were weighed; relative ones follow from others."""
        named = [mention for mention in mentions if mention.kind is not Kind.RELATIVE]
        return explained(
            document.text,
            named,
            self._candidates,
            self._fitted.ranker,
            self._fitted.calibration,
            readings=self._given_readings(document.text, named),
            date=document.date,
        )

    def resolve(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        background: Background = NOTHING_KNOWN,
        date: str | None = None,
    ) -> list[Finding]:
        """A finding for each of the given spans, in their order; nothing is recognized."""
        order = sorted(range(len(spans)), key=lambda index: spans[index])
        mentions = [given(text, *spans[index], self._candidates) for index in order]
        found = self._weighed(text, mentions, self._given_readings(text, mentions), background, date)
        findings = dict(zip(order, found, strict=True))
        return [findings[index] for index in range(len(spans))]

    def _answers(
        self, document: Document, block: slice, spans: Sequence[Span], background: Background, *, final: bool
    ) -> Iterator[PassageFindings]:
        """The answers for a block of passages, weighed together."""
        passages = document.passages[block]
        finder = Finder(document.text, passages, spans, self._candidates, self._fitted.toponyms)
        mentions = finder.mentions()
        readings = self._readings(document.text, finder.coordinates)
        shares: list[list[Finding]] = [[] for _ in passages]
        starts = [passage.start for passage in passages]
        found = self._weighed(document.text, mentions, readings, background, document.date)
        for finding in self._relatives.added(document.text, passages, found):
            shares[bisect_right(starts, finding.mention.start) - 1].append(finding)
        dates = find_dates(document.text, passages, document.date)
        for index, (share, said) in enumerate(zip(shares, dates, strict=True), block.start):
            yield PassageFindings(index, tuple(share), final, said)

    def _weighed(
        self,
        text: str,
        mentions: Sequence[Mention],
        readings: Readings,
        background: Background,
        date: str | None,
    ) -> list[Finding]:
        return resolve(
            text,
            mentions,
            self._candidates,
            self._fitted.ranker,
            self._fitted.calibration,
            readings=readings,
            background=background,
            date=date,
        )

    def _given_readings(self, text: str, mentions: Sequence[Mention]) -> Readings:
        """What the coordinates among given mentions mean."""
        coordinates = [
            span._replace(start=mention.start, end=mention.end)
            for mention in mentions
            if mention.kind is Kind.COORDINATE and (span := read_span(mention.surface))
        ]
        return self._readings(text, coordinates)

    def _readings(self, text: str, coordinates: Sequence[CoordinateSpan]) -> dict[tuple[int, int], Reading]:
        """What each coordinate means, by its span."""
        return {
            (span.start, span.end): reading(span, text[span.start : span.end], self._whereabouts)
            for span in coordinates
        }


def _blocks(passages: Sequence[Passage]) -> list[slice]:
    """Runs of passages of about `_BLOCK` code points each; at least one."""
    blocks: list[slice] = []
    start = size = 0
    for index, passage in enumerate(passages):
        if size >= _BLOCK:
            blocks.append(slice(start, index))
            start, size = index, 0
        size += passage.end - passage.start
    return [*blocks, slice(start, len(passages))]
