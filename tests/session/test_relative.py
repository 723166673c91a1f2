"""Relative mentions lie over the names that they are measured from: marks, order, and what a correction does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.geoparsing.model import Kind, MentionKey, Place, Precision, Scope, Verdict
from tests.support.builders import IRAQ, KALAK, MOSUL, TURKEY, PassageFound, document, finding
from tests.support.sessions import Clock, HandLanes, new_session

if TYPE_CHECKING:
    from app.session.session import Session

TEXT = document("Roads", "A camp 20 km north of Mosul, on the Iraqi-Turkish border, in northern Iraq.")


def span(words: str) -> tuple[int, int]:
    start = TEXT.text.index(words)
    return start, start + len(words)


def relative(name: str, *anchors: Place) -> Place:
    at = anchors[0]
    ids = "+".join(anchor.id for anchor in anchors)
    return Place(
        f"rel:{name.replace(' ', '-')}:{ids}", name, at.lat + 0.2, at.lon, "X.REL", "IQ", ("Iraq",), Precision.REGION
    )


NORTH_OF_MOSUL = relative("20 km north of Mosul", MOSUL)
BORDER = relative("border", IRAQ, TURKEY)
NORTHERN_IRAQ = relative("northern Iraq", IRAQ)
FOUND = (
    finding(span("20 km north of Mosul")[0], "20 km north of Mosul", NORTH_OF_MOSUL, kind=Kind.RELATIVE),
    finding(span("Mosul")[0], "Mosul", MOSUL, KALAK),
    finding(span("Iraqi")[0], "Iraqi", IRAQ, kind=Kind.DEMONYM),
    finding(span("Iraqi-Turkish border")[0], "Iraqi-Turkish border", BORDER, kind=Kind.RELATIVE),
    finding(span("Turkish")[0], "Turkish", TURKEY, kind=Kind.DEMONYM),
    finding(span("northern Iraq")[0], "northern Iraq", NORTHERN_IRAQ, kind=Kind.RELATIVE),
    finding(TEXT.text.rindex("Iraq"), "Iraq", IRAQ),
)


def parse(session: Session, lanes: HandLanes, clock: Clock) -> None:
    clock.pass_by(1.0)
    lanes.parses[-1].answer(PassageFound(0, ()), PassageFound(1, FOUND))
    clock.pass_by(1.0)
    assert session.documents()[0].mentions == len(FOUND)


@pytest.fixture
def session() -> Session:
    lanes, clock = HandLanes(), Clock()
    made = new_session(lanes.lanes, clock=clock)
    made.open([Path("roads.txt")])
    lanes.reads[-1].answer(TEXT)
    parse(made, lanes, clock)
    return made


def key(words: str) -> MentionKey:
    return MentionKey(1, *span(words))


def surfaces(session: Session) -> list[str]:
    return [mark.surface for mark in session.highlights(1)]


ALL = ["20 km north of Mosul", "Mosul", "Iraqi", "Iraqi-Turkish border", "Turkish", "northern Iraq", "Iraq"]


def test_both_the_phrase_and_its_names_are_marked_in_order(session: Session) -> None:
    assert surfaces(session) == ALL
    marks = {mark.surface: mark for mark in session.highlights(1)}
    assert marks["20 km north of Mosul"].place_id == NORTH_OF_MOSUL.id
    assert marks["20 km north of Mosul"].is_area
    assert marks["20 km north of Mosul"].summary == (
        "20 km north of Mosul · area · Iraq · described by distance or direction · sure"
    )
    assert marks["Mosul"].place_id == MOSUL.id


def test_the_keys_walk_through_all_of_them_and_back(session: Session) -> None:
    walked = []
    for _ in ALL:
        session.next_mention()
        assert session.state.mention is not None
        walked.append(TEXT.text[session.state.mention.start : session.state.mention.end])
    assert walked == ALL
    for words in reversed(ALL[:-1]):
        session.previous_mention()
        assert session.state.mention is not None
        assert TEXT.text[session.state.mention.start : session.state.mention.end] == words


def test_a_relative_place_has_its_line_and_its_card(session: Session) -> None:
    rows = {row.place.id: row for row in session.places()}
    assert rows[NORTH_OF_MOSUL.id].kind is Kind.RELATIVE
    assert rows[NORTH_OF_MOSUL.id].where == "area · Iraq"
    session.focus_place(NORTH_OF_MOSUL.id)
    card = session.card()
    assert card is not None
    assert (card.surface, card.before, card.key) == ("20 km north of Mosul", "A camp ", key("20 km north of Mosul"))


def test_hovering_lights_the_one_that_is_meant(session: Session) -> None:
    session.hover_mention(key("20 km north of Mosul"))
    assert session.state.hover_place == NORTH_OF_MOSUL.id
    session.hover_mention(key("Mosul"))
    assert session.state.hover_place == MOSUL.id


def test_what_was_measured_from_a_place_that_was_put_right_is_unknown_until_undone(session: Session) -> None:
    session.focus_mention(key("Mosul"))
    session.choose(KALAK.id, Scope.MENTION)
    marks = {mark.surface: mark for mark in session.highlights(1)}
    assert marks["20 km north of Mosul"].place_id is None
    assert marks["20 km north of Mosul"].summary == "“20 km north of Mosul” · place unknown"
    assert marks["northern Iraq"].place_id == NORTHERN_IRAQ.id, "another one's anchor"
    assert NORTH_OF_MOSUL.id not in {row.place.id for row in session.places()}
    assert session.state.coverage.not_placed == 1
    session.undo()
    marks = {mark.surface: mark for mark in session.highlights(1)}
    assert marks["20 km north of Mosul"].place_id == NORTH_OF_MOSUL.id
    assert NORTH_OF_MOSUL.id in {row.place.id for row in session.places()}
    assert session.state.coverage.not_placed == 0


def test_to_confirm_the_anchor_changes_nothing(session: Session) -> None:
    session.focus_mention(key("Mosul"))
    session.choose(MOSUL.id, Scope.MENTION)
    assert NORTH_OF_MOSUL.id in {row.place.id for row in session.places()}


def test_what_the_reader_says_of_the_phrase_itself_holds(session: Session) -> None:
    session.focus_mention(key("20 km north of Mosul"))
    session.choose(NORTH_OF_MOSUL.id, Scope.MENTION)
    session.focus_mention(key("Mosul"))
    session.choose(KALAK.id, Scope.MENTION)
    marks = {mark.surface: mark for mark in session.highlights(1)}
    assert marks["20 km north of Mosul"].place_id == NORTH_OF_MOSUL.id


def test_a_mark_in_a_phrase_leaves_the_phrase(session: Session) -> None:
    session.mark(1, *span("north"), IRAQ)
    assert "20 km north of Mosul" in surfaces(session)
    assert "north" in surfaces(session)


def test_a_mark_over_the_whole_phrase_decides_it_and_leaves_its_names(session: Session) -> None:
    session.mark(1, *span("20 km north of Mosul"), KALAK)
    marks = {mark.surface: mark for mark in session.highlights(1)}
    assert marks["20 km north of Mosul"].place_id == KALAK.id
    assert marks["Mosul"].place_id == MOSUL.id


def test_a_mark_that_cuts_a_phrase_ends_it(session: Session) -> None:
    session.mark(1, *span("camp 20 km north"), IRAQ)
    assert "20 km north of Mosul" not in surfaces(session)
    assert "Mosul" in surfaces(session)
    session.undo()
    assert surfaces(session) == ALL


def test_a_phrase_that_cuts_a_name_is_not_marked() -> None:
    lanes, clock = HandLanes(), Clock()
    session = new_session(lanes.lanes, clock=clock)
    session.open([Path("roads.txt")])
    lanes.reads[-1].answer(TEXT)
    clock.pass_by(1.0)
    cut = finding(span("camp 20 km")[0], "camp 20 km", KALAK)
    lanes.parses[-1].answer(PassageFound(0, ()), PassageFound(1, (cut, *FOUND)))
    clock.pass_by(1.0)
    assert surfaces(session)[:2] == ["camp 20 km", "Mosul"]


def test_an_unknown_phrase_waits_for_the_reader() -> None:
    lanes, clock = HandLanes(), Clock()
    session = new_session(lanes.lanes, clock=clock)
    session.open([Path("roads.txt")])
    lanes.reads[-1].answer(TEXT)
    clock.pass_by(1.0)
    unknown = finding(span("20 km north of Mosul")[0], "20 km north of Mosul", kind=Kind.RELATIVE)
    lanes.parses[-1].answer(PassageFound(0, ()), PassageFound(1, (unknown, *FOUND[1:])))
    clock.pass_by(1.0)
    session.next_undecided()
    shown = session.inspection()
    assert shown is not None
    assert (shown.surface, shown.verdict, shown.candidates) == ("20 km north of Mosul", Verdict.UNKNOWN, ())
