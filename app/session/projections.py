"""What each view draws, made from the store and kept until content changes, so that a hover costs nothing."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Final, TypeVar

from app.geoparsing.model import Candidate, Document, Kind, Match, MentionKey, Passage, Place, Reason, Scope
from app.project.findings import CANDIDATES_KEPT
from app.session import words
from app.session.state import Card, Coverage, DocumentRow, Highlight, Inspection, PlaceRow, ScopeChoice

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from app.project.store import Store
    from app.project.values import PlaceTally, Reach, Standing, Totals
    from app.session.intake import Intake

CARD_TEXT: Final = 160
"""Most code points that a card shows before and after its mention."""

_DOCUMENTS_KEPT: Final = 8
_Value = TypeVar("_Value")


class Projections:
    """Answers the views' questions; the same question costs once per content.

    Args:
        store: the project.
        intake: knows what is not in the project yet, and what is being parsed.
    """

    def __init__(self, store: Store, intake: Intake) -> None:
        self._store = store
        self._intake = intake
        self._answers: dict[Hashable, object] = {}
        self._documents: dict[int, Document] = {}
        self._lines: dict[str, tuple[PlaceTally, PlaceRow]] = {}

    def forget(self) -> None:
        """Ask the store again: content has changed."""
        self._answers.clear()

    def documents(self) -> list[DocumentRow]:
        """The documents list, sources still being read included."""
        return self._once("documents", self._rows)

    def document(self, number: int) -> Document | None:
        """A document; the last few read stay at hand."""
        found = self._documents.pop(number, None) or self._store.documents.get(number)
        if found is not None:
            self._documents[number] = found
            if len(self._documents) > _DOCUMENTS_KEPT:
                del self._documents[next(iter(self._documents))]
        return found

    def coverage(self) -> Coverage:
        """The coverage line."""
        return self._once("coverage", lambda: coverage(self._store.documents.totals()))

    def highlights(self, document: int) -> list[Highlight]:
        """A document's marks, in order."""
        return self._once(("highlights", document), lambda: highlights(self._store.findings.of_document(document)))

    def highlight(self, key: MentionKey) -> Highlight | None:
        """The mark of one mention, if it is marked."""
        by_key = self._once(
            ("by key", key.document), lambda: {mark.key: mark for mark in self.highlights(key.document)}
        )
        return by_key.get(key)

    def places(self) -> list[PlaceRow]:
        """The places list, which is the map's pins and areas too; lines that did not change stay the same."""
        return self._once("places", self._place_rows)

    def place_row(self, place_id: str) -> PlaceRow | None:
        """The line of one place, if it is in the list."""
        by_id = self._once("places by id", lambda: {row.place.id: row for row in self.places()})
        return by_id.get(place_id)

    def card(self, place_id: str, index: int) -> Card | None:
        """The card of a place at one of its mentions."""
        return self._once(("card", place_id, index), lambda: self._card(place_id, index))

    def inspection(self, key: MentionKey) -> Inspection | None:
        """The inspector's content for a mention."""
        return self._once(("inspection", key), lambda: self._inspection(key))

    def _once(self, question: Hashable, answer: Callable[[], _Value]) -> _Value:
        if question not in self._answers:
            self._answers[question] = answer()
        return self._answers[question]  # type: ignore[return-value] # each question has one kind of answer

    def _rows(self) -> list[DocumentRow]:
        rows = [
            DocumentRow(
                id=record.id,
                title=record.title,
                date=record.date,
                source=record.source,
                status=self._intake.status(record),
                mentions=record.mentions,
                places=record.places,
                unsure=record.unsure,
                remarks=record.remarks,
                error=record.error,
            )
            for record in self._store.documents.records()
        ]
        for source in self._intake.sources:
            where = str(source.path) if source.path is not None else source.name
            rows.append(DocumentRow(source.id, source.name, None, where, source.status, 0, 0, 0, error=source.error))
        return sorted(rows, key=lambda row: row.id)

    def _place_rows(self) -> list[PlaceRow]:
        lines = self._lines
        self._lines = {}
        for tally in self._store.places.tallies():
            line = lines.get(tally.place.id)
            same = line is not None and line[0] is tally
            self._lines[tally.place.id] = line if line and same else (tally, place_row(tally))
        return [row for _, row in self._lines.values()]

    def _card(self, place_id: str, index: int) -> Card | None:
        findings = self._store.findings
        standing = findings.at_place(place_id, index)
        document = self.document(standing.key.document) if standing is not None else None
        if standing is None or standing.place is None or document is None:
            return None
        number = standing.key.document
        first_here = findings.count_at_place(place_id, before=MentionKey(number, -1, -1))
        before, after = quote(document, standing.key)
        return Card(
            place=standing.place,
            where=words.place_and_kind(standing.place, standing.mention.kind),
            certainty=words.certainty(standing),
            key=standing.key,
            document_title=document.title,
            before=before,
            surface=standing.mention.surface,
            after=after,
            index=index,
            total=findings.count_at_place(place_id),
            index_in_document=index - first_here,
            total_in_document=findings.count_at_place(place_id, document=number),
        )

    def _inspection(self, key: MentionKey) -> Inspection | None:
        standing = self._store.findings.get(key)
        if standing is None:
            return None
        surface = standing.mention.surface
        reaches = [self._store.corrections.reach(key, surface, scope) for scope in Scope]
        return inspection(standing, self._store.findings.candidates(key), reaches)


def coverage(totals: Totals) -> Coverage:
    """The coverage line."""
    return Coverage(totals.mentions, totals.confirmed, totals.unsure, totals.not_placed)


def highlights(standings: list[Standing]) -> list[Highlight]:
    """The marks of mentions in order; one that begins inside another is left out.

    Relative mentions lie over others, whole: one that would cut another mark is left out too.
    """
    names = _apart([standing for standing in standings if standing.mention.kind is not Kind.RELATIVE])
    over = _apart([standing for standing in standings if standing.mention.kind is Kind.RELATIVE])
    shown = [*names, *(one for one in over if _cuts_none(one, names))]
    return [highlight(standing) for standing in sorted(shown, key=lambda one: one.key)]


def _apart(standings: list[Standing]) -> list[Standing]:
    """Those that begin in no other one, in order."""
    kept: list[Standing] = []
    for standing in standings:
        if not kept or standing.key.start >= kept[-1].key.end:
            kept.append(standing)
    return kept


def _cuts_none(over: Standing, names: list[Standing]) -> bool:
    """Whether each mark that a relative mention touches lies in it, none of them all over it."""
    first = bisect_right(names, over.key.start, key=lambda name: name.key.end)
    touched = itertools.takewhile(lambda name: name.key.start < over.key.end, itertools.islice(names, first, None))
    return all(
        over.key.start <= name.key.start and name.key.end <= over.key.end and name.key != over.key for name in touched
    )


def highlight(standing: Standing) -> Highlight:
    """The mark of a mention."""
    place = standing.place
    return Highlight(
        key=standing.key,
        surface=standing.mention.surface,
        kind=standing.mention.kind,
        place_id=place.id if place is not None else None,
        is_area=place is not None and place.is_area,
        unsure=standing.unsure,
        decider=standing.decider,
        summary=words.summary(standing),
    )


def place_row(tally: PlaceTally) -> PlaceRow:
    """A line of the places list."""
    return PlaceRow(
        place=tally.place,
        count=tally.mentions,
        documents=tally.documents,
        kind=tally.kind,
        unsure=tally.unsure,
        where=words.how_spoken_of(tally),
        first=tally.first,
    )


def inspection(standing: Standing, candidates: tuple[Candidate, ...], reaches: list[Reach]) -> Inspection:
    """The inspector's content; a place that the reader brought from elsewhere is among the candidates."""
    place = standing.place
    if place is not None and place.id not in {candidate.place.id for candidate in candidates}:
        brought = _brought(place, standing.mention.surface, marked=standing.marked)
        candidates = (*candidates[: CANDIDATES_KEPT - 1], brought)
    return Inspection(
        key=standing.key,
        surface=standing.mention.surface,
        kind=standing.mention.kind,
        evidence=standing.mention.evidence,
        verdict=standing.verdict,
        chosen=place.id if place is not None else None,
        decider=standing.decider,
        confidence=standing.confidence,
        candidates=candidates,
        scopes=tuple(ScopeChoice(reach.scope, reach.mentions, reach.documents) for reach in reaches),
    )


def _brought(place: Place, surface: str, *, marked: bool) -> Candidate:
    said = "you marked these words as this place" if marked else "you chose it for a mention written like this"
    reason = Reason(said, 1.0)
    return Candidate(place, 0.0, surface, Match.ALTERNATE, (reason,))


def quote(document: Document, key: MentionKey) -> tuple[str, str]:
    """The text of the mention's passage before and after it, each cut at a word."""
    passage = _passage_of(document, key)
    before = _one_line(document.text[passage.start : key.start])
    after = _one_line(document.text[key.end : passage.end])
    return _cut_before(before), _cut_after(after.rstrip())


def _passage_of(document: Document, key: MentionKey) -> Passage:
    starts = [passage.start for passage in document.passages]
    index = bisect_right(starts, key.start) - 1
    if index >= 0 and document.passages[index].end >= key.end:
        return document.passages[index]
    return Passage(max(0, key.start - CARD_TEXT), min(len(document.text), key.end + CARD_TEXT))


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _cut_before(text: str) -> str:
    if len(text) <= CARD_TEXT:
        return text.lstrip()
    kept = text[-CARD_TEXT + 2 :]
    space = kept.find(" ")
    # Where no word begins (no spaces in the script), any letter is as good.
    return "… " + (kept[space + 1 :] if 0 <= space < len(kept) - 1 else kept)


def _cut_after(text: str) -> str:
    if len(text) <= CARD_TEXT:
        return text
    kept = text[: CARD_TEXT - 2]
    space = kept.rfind(" ")
    return (kept[:space] if space > 0 else kept) + " …"
