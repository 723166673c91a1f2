"""Whatever the reader says, takes back and does again under new parses, a simple model agrees."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.geoparsing.model import Kind, MentionKey, Place, Scope, Verdict
from app.project.store import Store
from app.session.session import Session
from tests.support.builders import IRAQ, KALAK, MOSUL, MOSUL_DISTRICT, TURKEY, document, finding
from tests.support.sessions import Clock, HandLanes

TEXTS = (
    document("First", "Mosul Iraq Mosul", "Kalak Mosul Iraq"),
    document("Second", "Iraq Mosul", "Kalak Kalak"),
)
Holds = tuple[Verdict, str | None, bool]


@dataclass(frozen=True)
class Said:
    key: MentionKey
    surface: str
    scope: Scope
    verdict: Verdict
    place: str | None

    def reaches(self, key: MentionKey, surface: str) -> bool:
        if surface != self.surface:
            return False
        if self.scope is Scope.PROJECT:
            return True
        return key.document == self.key.document and (self.scope is Scope.DOCUMENT or key == self.key)


class Reader(RuleBasedStateMachine):
    """A reader at two documents, beside a list of what was said and a cursor in it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock()
        self.said: list[Said] = []
        self.cursor = 0
        self.machine: dict[MentionKey, tuple[str, str | None, float]] = {}
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
        self.answer_parses([MOSUL, IRAQ, KALAK], [0.9, 0.4])

    def answer_parses(self, places: list[Place], confidences: list[float]) -> None:
        """The machine resolves its mentions to these places, in turn; some stay without."""
        for request in self.lanes.parses:
            assert request.document is not None
            number = TEXTS.index(request.document) + 1
            count = 0
            for index, passage in enumerate(request.document.passages[1:], start=1):
                found = []
                start = passage.start
                for surface in request.document.text[passage.start : passage.end].split():
                    meant = places[count % len(places)]
                    confidence = confidences[count % len(confidences)]
                    candidates = (meant, MOSUL_DISTRICT) if count % 5 else ()
                    found.append(finding(start, surface, *candidates, confidence=confidence, kind=Kind.LITERAL))
                    key = MentionKey(number, start, start + len(surface))
                    self.machine[key] = (surface, candidates[0].id if candidates else None, confidence)
                    start += len(surface) + 1
                    count += 1
                request.send(type("Found", (), {"passage_index": index, "findings": tuple(found)})())
            request.on_done(None)
        self.lanes.parses.clear()
        self.clock.pass_by(1)

    def model(self, key: MentionKey) -> Holds:
        surface, place, confidence = self.machine[key]
        for said in reversed(self.said[: self.cursor]):
            if said.reaches(key, surface):
                return said.verdict, said.place, False
        if place is None:
            return Verdict.UNKNOWN, None, True
        return Verdict.PLACE, place, confidence < 0.5

    def say(self, key: MentionKey, scope: Scope, verdict: Verdict, place: str | None) -> None:
        del self.said[self.cursor :]
        self.said.append(Said(key, self.machine[key][0], scope, verdict, place))
        self.cursor += 1

    @rule(data=st.data(), scope=st.sampled_from(Scope), number=st.integers(1, 2))
    def choose(self, data: st.DataObject, scope: Scope, number: int) -> None:
        key = data.draw(st.sampled_from(sorted(self.machine)))
        self.session.focus_mention(key)
        inspection = self.session.inspection()
        assert inspection is not None
        reach = next(choice for choice in inspection.scopes if choice.scope is scope)
        self.session.choose_number(number, scope)
        if number <= len(inspection.candidates):
            self.say(key, scope, Verdict.PLACE, inspection.candidates[number - 1].place.id)
            touched = [other for other in self.machine if self.said[-1].reaches(other, self.machine[other][0])]
            assert reach.mentions == len(touched)
            assert reach.documents == len({other.document for other in touched})

    @rule(data=st.data(), scope=st.sampled_from(Scope))
    def reject(self, data: st.DataObject, scope: Scope) -> None:
        key = data.draw(st.sampled_from(sorted(self.machine)))
        self.session.focus_mention(key)
        self.session.not_a_place(scope)
        self.say(key, scope, Verdict.NOT_A_PLACE, None)

    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.machine)))
        verdict, place, _ = self.model(key)
        decided = any(said.reaches(key, self.machine[key][0]) for said in self.said[: self.cursor])
        self.session.focus_mention(key)
        self.session.confirm()
        if not decided:
            self.say(key, Scope.MENTION, verdict, place)

    @rule()
    def undo(self) -> None:
        self.session.undo()
        self.cursor = max(0, self.cursor - 1)

    @rule()
    def redo(self) -> None:
        self.session.redo()
        self.cursor = min(len(self.said), self.cursor + 1)

    @rule(
        places=st.lists(st.sampled_from([MOSUL, IRAQ, TURKEY]), min_size=1, max_size=3),
        confidences=st.lists(st.sampled_from([0.2, 0.6, 0.9]), min_size=1, max_size=2),
    )
    def parse_again(self, places: list[Place], confidences: list[float]) -> None:
        for number in (1, 2):
            self.session.retry(number)
        self.answer_parses(places, confidences)

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

    @invariant()
    def the_model_agrees(self) -> None:
        if not self.machine:
            return
        marks = {mark.key: mark for number in (1, 2) for mark in self.session.highlights(number)}
        expected = {key: self.model(key) for key in self.machine}
        for key, (verdict, place, undecided) in expected.items():
            if verdict is Verdict.NOT_A_PLACE:
                assert key not in marks
            else:
                assert (marks[key].place_id, marks[key].unsure) == (place, undecided and place is not None)
        held = [holds for holds in expected.values() if holds[0] is not Verdict.NOT_A_PLACE]
        coverage = self.session.state.coverage
        assert coverage.found == len(held)
        assert coverage.unsure == sum(1 for _, place, undecided in held if undecided and place is not None)
        assert coverage.not_placed == sum(1 for _, place, _ in held if place is None)
        counts: dict[str, int] = {}
        for _, place, _ in held:
            if place is not None:
                counts[place] = counts.get(place, 0) + 1
        rows = self.session.places()
        assert {row.place.id: row.count for row in rows} == counts
        for row in rows:
            assert row.first == min(key for key, holds in expected.items() if holds[1] == row.place.id)
        assert bool(self.session.state.can_undo) == (self.cursor > 0)
        assert bool(self.session.state.can_redo) == (self.cursor < len(self.said))


Reader.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestReader = Reader.TestCase
