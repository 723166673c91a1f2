"""Mentions that the reader marks: what can be one, how it joins the others, what it overlaps, where else it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Bug, Refused, WorkerDied
from app.geoparsing.model import Decider, Kind, MentionKey, Place, Scope, Verdict
from app.session import marking
from tests.support.builders import (
    FALL,
    IRAQ,
    KALAK,
    MOSUL,
    MOSUL_DISTRICT,
    TURKEY,
    PassageFound,
    document,
    finding,
    parsed,
    place,
)
from tests.support.sessions import Clock, HandLanes, filled_session, new_session

if TYPE_CHECKING:
    from app.session.session import Session

TWO_DAYS = place("wh:two-days", "Two Days", lat=36.2, lon=43.2, admin=("Iraq",))
FIRST = MentionKey(1, 47, 52)
KALAK_THERE = MentionKey(1, 112, 117)


@pytest.fixture
def session() -> Session:
    return filled_session(FALL)


def where(words: str, nth: int = 0) -> tuple[int, int]:
    start = [match.start() for match in re.finditer(re.escape(words), FALL.text)][nth]
    return start, start + len(words)


def mark(session: Session, words: str, meant: Place, nth: int = 0) -> MentionKey:
    key = MentionKey(1, *where(words, nth))
    session.mark(*key, meant)
    return key


def surfaces(session: Session) -> list[str]:
    return [highlight.surface for highlight in session.highlights(1)]


# A mark is a mention like any other


def test_a_marked_mention_is_in_text_lists_counts_card_and_inspector(session: Session) -> None:
    before = session.state.coverage
    key = mark(session, "consulate", MOSUL)
    highlight = next(one for one in session.highlights(1) if one.key == key)
    assert (highlight.surface, highlight.kind, highlight.place_id) == ("consulate", Kind.LITERAL, MOSUL.id)
    assert (highlight.decider, highlight.unsure) == (Decider.READER, False)
    assert highlight.summary == "Mosul · city · Nineveh, Iraq · confirmed by you"
    assert session.places()[0].count == 4
    assert session.documents()[0].mentions == before.found + 1
    coverage = session.state.coverage
    assert (coverage.found, coverage.confirmed) == (before.found + 1, before.confirmed + 1)
    assert (session.state.mention, session.state.place) == (key, MOSUL.id)
    card = session.card()
    assert card is not None
    assert (card.surface, card.before[-8:], card.total) == ("consulate", "Turkish ", 4)
    shown = session.inspection()
    assert shown is not None
    assert (shown.evidence, shown.verdict, shown.chosen) == ("marked by you", Verdict.PLACE, MOSUL.id)
    assert [(offer.place, offer.reasons[0].text) for offer in shown.candidates] == [
        (MOSUL, "you marked these words as this place")
    ]


def test_a_marked_mention_is_walked_to(session: Session) -> None:
    key = mark(session, "consulate", MOSUL)
    session.focus_mention(FIRST)
    walked = []
    for _ in range(8):
        session.next_mention()
        walked.append(session.state.mention)
    assert key in walked
    session.previous_mention()
    assert session.state.mention == walked[-2]


def test_a_mark_is_one_step_that_undo_and_redo_move(session: Session) -> None:
    before = (session.highlights(1), session.places(), session.state.coverage)
    key = mark(session, "took Mosul in two days", TWO_DAYS)
    assert session.state.can_undo == "“took Mosul in two days” marked as Two Days, Iraq"
    after = (session.highlights(1), session.places(), session.state.coverage)
    session.undo()
    assert (session.highlights(1), session.places(), session.state.coverage) == before
    assert (session.state.document, session.state.mention, session.state.can_undo) == (1, None, "")
    session.redo()
    assert (session.highlights(1), session.places(), session.state.coverage) == after
    assert session.state.mention == key


def test_a_mark_where_a_mention_is_decides_it(session: Session) -> None:
    key = mark(session, "Kalak", IRAQ)
    assert key == KALAK_THERE
    shown = session.inspection()
    assert shown is not None
    assert [offer.place for offer in shown.candidates] == [KALAK, IRAQ]
    assert (shown.chosen, shown.decider, session.state.coverage.found) == (IRAQ.id, Decider.READER, 7)
    session.undo()
    assert next(one.place_id for one in session.highlights(1) if one.key == key) == KALAK.id


def test_what_a_mark_overlaps_is_no_place_any_more_and_comes_back(session: Session) -> None:
    mark(session, "took Mosul in two days", TWO_DAYS)
    assert FIRST not in [one.key for one in session.highlights(1)]
    assert session.state.coverage.found == 7
    session.undo()
    assert FIRST in [one.key for one in session.highlights(1)]


def test_of_two_marks_that_overlap_the_later_holds(session: Session) -> None:
    first = mark(session, "Gunmen took", IRAQ)
    second = mark(session, "took Mosul", TWO_DAYS)
    assert session.highlights(1)[0].key == second
    assert mark(session, "Gunmen took", IRAQ) == first
    assert session.highlights(1)[0].key == first
    assert FIRST not in [one.key for one in session.highlights(1)]
    session.undo()
    session.undo()
    assert [one.key for one in session.highlights(1)][:2] == [first, FIRST]


def test_what_a_mark_covers_stays_so_whatever_is_said_elsewhere(session: Session) -> None:
    mark(session, "took Mosul", TWO_DAYS)
    session.focus_mention(MentionKey(1, *where("Mosul", 1)))
    shown = session.inspection()
    assert shown is not None
    assert [choice.mentions for choice in shown.scopes] == [1, 2, 2]
    session.choose(MOSUL_DISTRICT.id, Scope.PROJECT)
    assert FIRST not in [one.key for one in session.highlights(1)]
    assert {row.place.id: row.count for row in session.places()}[MOSUL_DISTRICT.id] == 2


def test_what_a_mark_covers_is_told_when_it_is_to_be_decided(session: Session) -> None:
    mark(session, "took Mosul", TWO_DAYS)
    session.focus_mention(FIRST)
    done = session.state.can_undo
    session.confirm()
    session.not_a_place()
    session.choose_number(1)
    session.assign(IRAQ)
    assert session.state.can_undo == done
    assert [notice.sentence for notice in session.state.notices] == ["“Mosul” overlaps a mention that you marked."]


def test_a_mark_can_be_put_right_and_rejected_like_any_mention(session: Session) -> None:
    key = mark(session, "consulate", MOSUL)
    session.assign(TURKEY)
    assert session.state.place == TURKEY.id
    session.not_a_place()
    assert key not in [one.key for one in session.highlights(1)]
    session.undo()
    session.undo()
    assert (session.state.mention, session.state.place) == (key, MOSUL.id)


# What can be one


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        (46, 47, "There is nothing selected that could name a place."),
        (50, 50, "There is nothing selected that could name a place."),
        (-1, -1, "There is nothing selected that could name a place."),
        (-5, 0, "There is nothing selected that could name a place."),
        (5000, 6000, "There is nothing selected that could name a place."),
        (110, 130, "A mention lies within one paragraph."),
        (0, 60, "A mention lies within one paragraph."),
    ],
)
def test_what_cannot_be_a_mention_is_refused_with_a_notice(
    session: Session, start: int, end: int, sentence: str
) -> None:
    before = surfaces(session)
    session.mark(1, start, end, MOSUL)
    assert [notice.sentence[: len(sentence)] for notice in session.state.notices] == [sentence]
    assert session.mark_reach(1, start, end) == 0
    assert (surfaces(session), session.state.can_undo) == (before, "")


def test_a_mention_is_not_longer_than_a_name_can_be() -> None:
    session = filled_session(document("Long", "word " * 60))
    session.mark(1, 6, 207, MOSUL)
    assert session.state.notices[0].sentence.startswith("A mention has at most 200 letters.")
    session.mark(1, 6, 206, MOSUL)
    assert len(session.highlights(1)[0].surface) == 199


def test_blanks_at_the_ends_of_a_selection_are_left_out(session: Session) -> None:
    start, end = where(" consulate ")
    session.mark(1, start, end, MOSUL)
    assert session.state.mention == MentionKey(1, start + 1, end - 1)


def test_a_document_that_is_not_open_takes_no_mark(session: Session) -> None:
    session.mark(9, 0, 5, MOSUL)
    session.close_document(1)
    session.mark(1, 47, 52, MOSUL)
    assert session.state.can_undo.endswith("closed")
    assert session.mark_reach(1, 47, 52) == 0


def test_a_mark_reaches_no_further_than_its_document(session: Session) -> None:
    with pytest.raises(Bug):
        session.mark(*FIRST, MOSUL, Scope.PROJECT)


# The same words elsewhere

TOWN = document("The town", "Old Town fell. The Old Towner fled Old Town, not old town.", "In Old Town, Mosul.")


def test_the_same_words_are_marked_wherever_they_stand_in_one_step() -> None:
    session = filled_session(TOWN)
    start = TOWN.text.index("Old Town")
    assert session.mark_reach(1, start, start + 8) == 3
    session.mark(1, start, start + 8, TWO_DAYS, Scope.DOCUMENT)
    assert surfaces(session) == ["Old Town"] * 3 + ["Mosul"]
    assert session.state.can_undo == "“Old Town” marked as Two Days, Iraq, 3 times in this document"
    session.undo()
    assert surfaces(session) == ["Mosul"]
    session.redo()
    assert session.places()[0].count == 3


def test_the_same_words_are_left_alone_where_a_mention_is() -> None:
    session = filled_session(TOWN)
    last = TOWN.text.rindex("Old Town")
    session.mark(1, last, last + len("Old Town, Mosul"), MOSUL)
    start = TOWN.text.index("Old Town")
    assert session.mark_reach(1, start, start + 8) == 2
    session.mark(1, start, start + 8, TWO_DAYS, Scope.DOCUMENT)
    assert surfaces(session) == ["Old Town"] * 2 + ["Old Town, Mosul"]


LETTERS = st.text(alphabet="ab .\u0301é字", max_size=30)


@settings(deadline=None)
@given(passages=st.lists(LETTERS.filter(str.strip), min_size=1, max_size=3), data=st.data())
def test_spans_elsewhere_are_whole_words_alike_apart_and_within_passages(
    passages: list[str], data: st.DataObject
) -> None:
    made = document("T", *passages)
    start = data.draw(st.integers(-2, len(made.text) + 2))
    end = data.draw(st.integers(start, len(made.text) + 2))
    taken = data.draw(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)).map(lambda two: (two[0], sum(two)))))
    try:
        chosen = marking.trimmed(made, start, end)
    except Refused:
        return
    words = made.text[slice(*chosen)]
    assert words == made.text[max(0, start) : max(0, end)].strip()
    assert any(p.start <= chosen[0] < chosen[1] <= p.end for p in made.passages)
    spans = [chosen, *marking.elsewhere(made, chosen, taken)]
    for number, (begin, stop) in enumerate(spans):
        assert made.text[begin:stop] == words
        assert any(p.start <= begin and stop <= p.end for p in made.passages)
        others = [*spans[:number], *spans[number + 1 :], *(taken if number else ())]
        assert not any(begin < after and before < stop for before, after in others)


# Under new parses


def test_a_mark_stays_while_the_machine_finds_it_loses_it_and_dies() -> None:
    lanes, clock = HandLanes(), Clock()
    session = new_session(lanes.lanes, clock=clock)
    session.open([Path("fall.txt")])
    lanes.reads[0].answer(FALL)
    start, end = where("consulate")
    session.mark(1, start, end, MOSUL)
    key = MentionKey(1, start, end)

    def marked() -> tuple[str | None, str]:
        shown = session.inspection()
        assert shown is not None
        assert [one.key for one in session.highlights(1)].count(key) == 1
        return shown.chosen, shown.evidence

    lanes.parses[0].answer(*parsed(FALL))
    clock.pass_by(1)
    assert marked() == (MOSUL.id, "marked by you")
    session.parse_again()
    lanes.parses[1].answer(PassageFound(2, (finding(start, "consulate", TURKEY),)))
    clock.pass_by(1)
    assert marked() == (MOSUL.id, "")
    session.parse_again()
    lanes.parses[2].send(PassageFound(2, (finding(start - 8, "Turkish consulate", TURKEY),)))
    lanes.parses[2].answer(error=WorkerDied("The parser stopped."))
    clock.pass_by(1)
    assert marked() == (MOSUL.id, "marked by you")
    assert surfaces(session) == ["consulate"]
    session.undo()
    assert surfaces(session) == ["Turkish consulate"]
    session.redo()
    assert marked() == (MOSUL.id, "marked by you")
