"""Who is told what, and how often; that hovering costs no new content; that no window is needed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from app.geoparsing.model import MentionKey
from app.session.publisher import Publisher
from app.session.state import State
from tests.support.builders import FALL, MOSUL, PassageFound, document, finding, parsed
from tests.support.sessions import Clock, HandLanes, filled_session, new_session

if TYPE_CHECKING:
    import pytest

    from app.project.values import PlaceTally

ROOT = Path(__file__).resolve().parents[2]


def test_a_stream_is_told_at_most_ten_times_a_second_and_its_end_is_not_lost() -> None:
    lanes, clock = HandLanes(), Clock()
    session = new_session(lanes.lanes, clock=clock)
    session.open([Path("long.txt")])
    made = document("Long", *["Mosul"] * 300)
    lanes.reads[0].answer(made)
    clock.pass_by(1)
    told: list[float] = []
    session.subscribe(lambda _old, _new: told.append(clock()))
    for found in parsed(made):
        lanes.parses[0].send(found)
        clock.pass_by(0.01)
    lanes.parses[0].answer()
    clock.pass_by(1)
    assert 25 <= len(told) <= 33
    assert min(later - earlier for earlier, later in pairwise(told)) > 0.0999
    assert len(session.highlights(1)) == 300
    assert clock.waiting == 0


def test_what_the_reader_does_is_told_at_once_in_the_middle_of_a_stream() -> None:
    lanes, clock = HandLanes(), Clock()
    session = new_session(lanes.lanes, clock=clock)
    session.open([Path("fall.txt")])
    lanes.reads[0].answer(FALL)
    clock.pass_by(1)
    lanes.parses[0].send(parsed(FALL)[1])
    lanes.parses[0].send(parsed(FALL)[2])
    told: list[State] = []
    session.subscribe(lambda _old, new: told.append(new))
    session.focus_mention(MentionKey(1, 47, 52))
    session.not_a_place()
    assert [state.can_undo for state in told] == ["", "“Mosul” is not a place"]
    clock.pass_by(1)
    assert len(session.highlights(1)) == 6


def test_a_correction_made_before_the_last_word_of_the_machine_wins_over_it() -> None:
    lanes, clock = HandLanes(), Clock()
    session = new_session(lanes.lanes, clock=clock)
    session.open([Path("fall.txt")])
    lanes.reads[0].answer(FALL)
    lanes.parses[0].send(PassageFound(1, (finding(47, "Mosul", MOSUL, confidence=0.2),), final=False))
    clock.pass_by(1)
    session.focus_mention(MentionKey(1, 47, 52))
    session.not_a_place()
    lanes.parses[0].answer(*parsed(FALL))
    clock.pass_by(1)
    assert MentionKey(1, 47, 52) not in [mark.key for mark in session.highlights(1)]
    assert session.state.mention == MentionKey(1, 47, 52)


def test_a_mention_that_the_machine_takes_back_is_in_focus_no_more() -> None:
    lanes, clock = HandLanes(), Clock()
    session = new_session(lanes.lanes, clock=clock)
    session.open([Path("fall.txt")])
    lanes.reads[0].answer(FALL)
    lanes.parses[0].send(PassageFound(1, (finding(47, "Mosul", MOSUL),), final=False))
    clock.pass_by(1)
    session.focus_mention(MentionKey(1, 47, 52))
    session.hover_mention(MentionKey(1, 47, 52))
    lanes.parses[0].answer(PassageFound(1, ()))
    clock.pass_by(1)
    state = session.state
    assert (state.mention, state.place, state.hover_mention, state.hover_place) == (None, None, None, None)


def test_projections_are_asked_of_the_store_once_per_content(monkeypatch: pytest.MonkeyPatch) -> None:
    session = filled_session()
    asked = 0
    tallies = session._store.places.tallies

    def counted() -> list[PlaceTally]:
        nonlocal asked
        asked += 1
        return tallies()

    monkeypatch.setattr(session._store.places, "tallies", counted)
    for _ in range(5):
        session.hover_place(MOSUL.id)
        session.hover_mention(MentionKey(1, 47, 52))
        session.focus_mention(MentionKey(1, 81, 86))
        assert session.places() is session.places()
    assert asked == 1
    session.not_a_place()
    session.places()
    assert asked == 2


def test_a_change_made_while_telling_is_told_after_it_in_order() -> None:
    publisher = Publisher(State())
    first: list[tuple[int, int]] = []
    second: list[tuple[int, int]] = []

    def answer(old: State, new: State) -> None:
        first.append((old.content, new.content))
        if new.content == 1:
            publisher.publish(replace(new, content=2))

    publisher.subscribe(answer)
    publisher.subscribe(lambda old, new: second.append((old.content, new.content)))
    publisher.publish(replace(publisher.state, content=1))
    assert first == second == [(0, 1), (1, 2)]


def test_the_same_state_is_not_told_and_who_left_hears_nothing() -> None:
    publisher = Publisher(State())
    heard: list[State] = []
    leave = publisher.subscribe(lambda _old, new: heard.append(new))
    publisher.publish(State())
    assert heard == []
    leave()
    leave()
    publisher.publish(State(content=1))
    assert heard == []


def test_the_session_needs_no_window() -> None:
    code = "import sys, app.session.session; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_a_project_that_cannot_be_written_is_a_notice_and_nothing_has_happened() -> None:
    session = filled_session()
    session.focus_mention(MentionKey(1, 47, 52))
    database = session._store._database
    pages = database.number("PRAGMA page_count")
    database.run(f"PRAGMA max_page_count = {pages}")
    while not session.state.notices:
        session.not_a_place()
        session.choose(MOSUL.id)
    (notice,) = session.state.notices
    assert notice.sentence.startswith("The project could not be written: database or disk is full.")
    before = session.state
    marks = session.highlights(1)
    session.choose(MOSUL.id)
    session.not_a_place()
    after = replace(session.state, content=before.content)
    assert after == before
    assert session.highlights(1) == marks
    database.run("PRAGMA max_page_count = 1000000")
    session.undo()
    session.redo()
    session.not_a_place()
    assert session.state.can_undo == "“Mosul” is not a place"
    assert session._store.is_sound()
