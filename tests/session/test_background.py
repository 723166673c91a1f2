"""What a session tells the parser of the rest of the project."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.geoparsing.model import Document, Scope
from tests.support.builders import IRAQ, MOSUL_DISTRICT, document, parsed
from tests.support.sessions import Clock, HandLanes, new_session


@pytest.fixture
def lanes() -> HandLanes:
    return HandLanes()


def posted(number: int) -> Document:
    return replace(document(f"Number {number}", "Rain in Iraq.", "Mosul."), publisher="post.example")


def test_a_document_is_parsed_with_what_its_publishers_earlier_ones_speak_of(lanes: HandLanes) -> None:
    session = new_session(lanes.lanes, clock=Clock())
    session.open([Path(f"{number}.txt") for number in range(4)])
    for number in range(4):
        lanes.reads[number].answer(posted(number))
    for number in range(4):
        lanes.parses[number].answer(*parsed(posted(number)))
    homes = [request.background.home for request in lanes.parses]
    assert homes[:3] == [{}, {}, {}]  # two tasks ahead, and one document is no home
    assert homes[3] == {IRAQ.id: pytest.approx(0.99 / (0.99 + 0.97))}


def test_what_the_reader_chose_is_told_to_documents_that_are_parsed_later(lanes: HandLanes) -> None:
    clock = Clock()
    session = new_session(lanes.lanes, clock=clock)
    session.open([Path("0.txt"), Path("1.txt")])
    lanes.reads[0].answer(document("First", "Mosul."))
    lanes.parses[0].answer(*parsed(document("First", "Mosul.")))
    clock.pass_by(1.0)
    session.next_mention()
    session.assign(MOSUL_DISTRICT, Scope.DOCUMENT)
    lanes.reads[1].answer(document("Second", "Mosul."))
    chosen = {"mosul": {MOSUL_DISTRICT.id: 1}}
    assert lanes.parses[1].background.decided == chosen
    session.parse_again()
    assert [request.background.decided for request in lanes.parses[2:]] == [{}, chosen]  # its own is a correction
