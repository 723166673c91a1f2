"""Whatever the reader says, marks, takes back and does again under new parses, a simple model agrees."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.errors import WorkerDied
from app.geoparsing.model import Finding, Kind, MentionKey, Passage, Place, Scope, Verdict
from app.project.store import Store
from app.session.session import Session
from app.session.state import DocumentRow, Highlight, PlaceRow
from tests.support.builders import (
    IRAQ,
    KALAK,
    MOSUL,
    MOSUL_DISTRICT,
    TURKEY,
    WASHINGTON,
    PassageFound,
    document,
    finding,
)
from tests.support.sessions import Clock, HandLanes

TEXTS = (
    document("First", "Mosul Iraq Mosul", "Kalak Mosul Iraq"),
    document("Second", "Iraq Mosul", "Kalak Kalak"),
)
Holds = tuple[Verdict, str | None, bool]
Shown = tuple[list[Highlight], list[Highlight], list[PlaceRow], list[DocumentRow]]


@dataclass(frozen=True)
class Said:
    key: MentionKey
    surface: str
    scope: Scope
    verdict: Verdict
    place: str | None
    is_mark: bool = False

    def reaches(self, key: MentionKey, surface: str) -> bool:
        if surface != self.surface:
            return False
        if self.scope is Scope.PROJECT:
            return True
        return key.document == self.key.document and (self.scope is Scope.DOCUMENT or key == self.key)


def overlap(one: MentionKey, other: MentionKey) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end


class Reader(RuleBasedStateMachine):
    """A reader at two documents, beside a list of acts and a cursor in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock()
        self.acts: list[list[Said]] = []
        self.cursor = 0
        self.machine: dict[MentionKey, tuple[str | None, float]] = {}
        self.start()

    def start(self) -> None:
        self.lanes = HandLanes()
        self.session = Session(
            Store.open(self.folder / "one.whereof"),
            self.lanes.lanes,
            later=self.clock.later,
            expand=lambda paths: paths,
            clock=self.clock,
        )

    def teardown(self) -> None:
        self.session.close()
        shutil.rmtree(self.folder)

    @initialize()
    def open_documents(self) -> None:
        self.session.open([Path("first"), Path("second")])
        for request, made in zip(list(self.lanes.reads), TEXTS, strict=True):
            request.answer(made)
        self.answer_parses([MOSUL, IRAQ, KALAK], [0.9, 0.4], [1], dies=False)

    def answer_parses(self, places: list[Place], confidences: list[float], widths: list[int], *, dies: bool) -> None:
        """The machine takes so many words in turn (none: it passes one over) for mentions of these places, in turn."""
        while self.lanes.parses:
            request = self.lanes.parses.pop(0)
            assert request.document is not None
            number = TEXTS.index(request.document) + 1
            passages = list(enumerate(request.document.passages))[1:]
            for index, passage in passages[:1] if dies else passages:
                found = self.findings(number, passage, places, confidences, widths)
                self.forget(number, passage)
                for one in found:
                    place = one.resolution.place
                    key = MentionKey(number, one.mention.start, one.mention.end)
                    self.machine[key] = (place.id if place else None, one.resolution.confidence)
                request.send(PassageFound(index, tuple(found)))
            request.on_done(WorkerDied("The parser stopped.") if dies else None)
        self.clock.pass_by(1)

    def forget(self, number: int, passage: Passage) -> None:
        for key in list(self.machine):
            if key.document == number and passage.start <= key.start < passage.end:
                del self.machine[key]

    def findings(
        self, number: int, passage: Passage, places: list[Place], confidences: list[float], widths: list[int]
    ) -> list[Finding]:
        words = self.words(number, passage)
        found = []
        count = 0
        while words:
            width = widths[count % len(widths)]
            meant, confidence = places[count % len(places)], confidences[count % len(confidences)]
            taken, words = words[: max(1, width)], words[max(1, width) :]
            if width:
                candidates = (meant, MOSUL_DISTRICT) if count % 5 else ()
                surface = TEXTS[number - 1].text[taken[0][0] : taken[-1][1]]
                found.append(finding(taken[0][0], surface, *candidates, confidence=confidence, kind=Kind.LITERAL))
            count += 1
        return found

    def words(self, number: int, passage: Passage) -> list[tuple[int, int]]:
        spans = []
        start = passage.start
        for word in TEXTS[number - 1].text[passage.start : passage.end].split():
            spans.append((start, start + len(word)))
            start += len(word) + 1
        return spans

    # The model

    @property
    def said(self) -> list[tuple[int, Said]]:
        """What holds, with its rank in time."""
        return list(enumerate(said for act in self.acts[: self.cursor] for said in act))

    @property
    def keys(self) -> list[MentionKey]:
        """Every mention that machine or reader speak of."""
        return sorted({*self.machine, *(said.key for _, said in self.said if said.is_mark)})

    def surface(self, key: MentionKey) -> str:
        return TEXTS[key.document - 1].text[key.start : key.end]

    def covered(self, key: MentionKey) -> bool:
        marks = [(rank, said.key) for rank, said in self.said if said.is_mark]
        own = max((rank for rank, marked in marks if marked == key), default=-1)
        return any(rank > own and marked != key and overlap(marked, key) for rank, marked in marks)

    def model(self, key: MentionKey) -> Holds:
        if self.covered(key):
            return Verdict.NOT_A_PLACE, None, False
        for _, said in reversed(self.said):
            if said.reaches(key, self.surface(key)):
                return said.verdict, said.place, False
        place, confidence = self.machine[key]
        if place is None:
            return Verdict.UNKNOWN, None, True
        return Verdict.PLACE, place, confidence < 0.5

    def do(self, *said: Said) -> None:
        del self.acts[self.cursor :]
        self.acts.append(list(said))
        self.cursor += 1

    def say(self, key: MentionKey, scope: Scope, verdict: Verdict, place: str | None) -> None:
        if not self.covered(key):
            self.do(Said(key, self.surface(key), scope, verdict, place))

    # The rules

    @precondition(lambda self: self.keys)
    @rule(data=st.data(), scope=st.sampled_from(Scope), number=st.integers(1, 2))
    def choose(self, data: st.DataObject, scope: Scope, number: int) -> None:
        key = data.draw(st.sampled_from(self.keys))
        self.session.focus_mention(key)
        inspection = self.session.inspection()
        assert inspection is not None
        reach = next(choice for choice in inspection.scopes if choice.scope is scope)
        self.session.choose_number(number, scope)
        if number <= len(inspection.candidates) and not self.covered(key):
            self.say(key, scope, Verdict.PLACE, inspection.candidates[number - 1].place.id)
            said = self.acts[-1][0]
            touched = [
                other for other in self.keys if said.reaches(other, self.surface(other)) and not self.covered(other)
            ]
            assert reach.mentions == len(touched)
            assert reach.documents == len({other.document for other in touched})

    @precondition(lambda self: self.keys)
    @rule(data=st.data(), scope=st.sampled_from(Scope))
    def assign(self, data: st.DataObject, scope: Scope) -> None:
        key = data.draw(st.sampled_from(self.keys))
        self.session.focus_mention(key)
        self.session.assign(WASHINGTON, scope)
        self.say(key, scope, Verdict.PLACE, WASHINGTON.id)

    @precondition(lambda self: self.keys)
    @rule(data=st.data(), scope=st.sampled_from(Scope))
    def reject(self, data: st.DataObject, scope: Scope) -> None:
        key = data.draw(st.sampled_from(self.keys))
        self.session.focus_mention(key)
        self.session.not_a_place(scope)
        self.say(key, scope, Verdict.NOT_A_PLACE, None)

    @precondition(lambda self: self.keys)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(self.keys))
        verdict, place, _ = self.model(key)
        decided = any(said.reaches(key, self.surface(key)) for _, said in self.said)
        self.session.focus_mention(key)
        self.session.confirm()
        if not decided:
            self.say(key, Scope.MENTION, verdict, place)

    @rule(
        data=st.data(),
        place=st.sampled_from([MOSUL, TURKEY]),
        everywhere=st.booleans(),
        letters=st.sampled_from([0, 0, 0, 1]),
    )
    def mark(self, data: st.DataObject, place: Place, letters: int, *, everywhere: bool) -> None:
        number = data.draw(st.sampled_from([1, 2]))
        words = self.words(number, data.draw(st.sampled_from(TEXTS[number - 1].passages[1:])))
        first = data.draw(st.integers(0, len(words) - 1))
        last = data.draw(st.integers(first, len(words) - 1))
        key = MentionKey(number, words[first][0] + letters, words[last][1])
        keys = [key, *self.same_words(key)]
        assert self.session.mark_reach(*key) == len(keys)
        self.session.mark(*key, place, Scope.DOCUMENT if everywhere else Scope.MENTION)
        marked = keys if everywhere else [key]
        self.do(*(Said(one, self.surface(key), Scope.MENTION, Verdict.PLACE, place.id, is_mark=True) for one in marked))
        assert self.session.state.mention == key

    def same_words(self, key: MentionKey) -> list[MentionKey]:
        """The other places of the document where these words stand and no mention is."""
        made = TEXTS[key.document - 1]
        spans = [
            MentionKey(key.document, words[first][0], words[last][1])
            for words in (self.words(key.document, passage) for passage in made.passages)
            for first in range(len(words))
            for last in range(first, len(words))
        ]
        return [
            other
            for other in spans
            if self.surface(other) == self.surface(key)
            and not overlap(other, key)
            and not any(overlap(other, taken) for taken in self.keys)
        ]

    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.cursor = max(0, self.cursor - 1)

    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.cursor = min(len(self.acts), self.cursor + 1)

    @precondition(lambda self: self.cursor > 0)
    @rule(steps=st.integers(1, 4))
    def undo_and_redo(self, steps: int) -> None:
        before = self.shown()
        steps = min(steps, self.cursor)
        for _ in range(steps):
            self.session.undo()
        for _ in range(steps):
            self.session.redo()
        assert self.shown() == before

    def shown(self) -> Shown:
        session = self.session
        return session.highlights(1), session.highlights(2), session.places(), session.documents()

    @rule(
        places=st.lists(st.sampled_from([MOSUL, IRAQ, TURKEY]), min_size=1, max_size=3),
        confidences=st.lists(st.sampled_from([0.2, 0.6, 0.9]), min_size=1, max_size=2),
        widths=st.lists(st.integers(0, 2), min_size=1, max_size=3),
        dies=st.booleans(),
    )
    def parse_again(self, places: list[Place], confidences: list[float], widths: list[int], *, dies: bool) -> None:
        self.session.parse_again()
        self.answer_parses(places, confidences, widths, dies=dies)

    @rule()
    def start_again(self) -> None:
        self.session.close()
        self.start()

    @precondition(lambda self: self.cursor > 0)
    @rule()
    def undo_everything(self) -> None:
        while self.session.state.can_undo:
            self.session.undo()
        self.cursor = 0

    # What always holds

    @invariant()
    def the_model_agrees(self) -> None:
        marks = {mark.key: mark for number in (1, 2) for mark in self.session.highlights(number)}
        expected = {key: self.model(key) for key in self.keys}
        assert set(marks) == {key for key, holds in expected.items() if holds[0] is not Verdict.NOT_A_PLACE}
        for key, mark in marks.items():
            _, place, undecided = expected[key]
            assert (mark.place_id, mark.unsure) == (place, undecided and place is not None)
        held = {key: holds for key, holds in expected.items() if holds[0] is not Verdict.NOT_A_PLACE}
        coverage = self.session.state.coverage
        assert coverage.found == len(held)
        assert coverage.unsure == sum(1 for _, place, undecided in held.values() if undecided and place is not None)
        assert coverage.not_placed == sum(1 for _, place, _ in held.values() if place is None)
        self.lists_agree(held)
        assert bool(self.session.state.can_undo) == (self.cursor > 0)
        assert bool(self.session.state.can_redo) == (self.cursor < len(self.acts))

    def lists_agree(self, held: dict[MentionKey, Holds]) -> None:
        counts: dict[str, int] = {}
        for _, place, _ in held.values():
            if place is not None:
                counts[place] = counts.get(place, 0) + 1
        rows = self.session.places()
        assert {row.place.id: row.count for row in rows} == counts
        for row in rows:
            assert row.first == min(key for key, holds in held.items() if holds[1] == row.place.id)
        for listed in self.session.documents():
            assert listed.mentions == len([key for key in held if key.document == listed.id])

    @invariant()
    def spans_are_valid(self) -> None:
        for number in (1, 2):
            end = 0
            for mark in self.session.highlights(number):
                made = TEXTS[number - 1]
                assert end <= mark.key.start < mark.key.end
                assert made.text[mark.key.start : mark.key.end] == mark.surface
                assert any(p.start <= mark.key.start and mark.key.end <= p.end for p in made.passages)
                end = mark.key.end


Reader.TestCase.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestReader = Reader.TestCase
