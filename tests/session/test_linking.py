"""The linking rules 1 to 5: hover previews, click focuses, the card turns, candidates are chosen, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import Bug
from app.geoparsing.model import Decider, Kind, MentionKey, Scope, Verdict
from tests.support.builders import (
    AID,
    FALL,
    IRAQ,
    KALAK,
    MOSUL,
    MOSUL_DISTRICT,
    TURKEY,
    WASHINGTON_STATE,
    document,
)
from tests.support.sessions import Clock, filled_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.session.session import Session
    from app.session.state import Card, Inspection, State

FIRST = MentionKey(1, 47, 52)
SECOND = MentionKey(1, 81, 86)
KALAK_THERE = MentionKey(1, 112, 117)
ELSEWHERE = MentionKey(2, 35, 40)
QARAQOSH = MentionKey(2, 56, 64)


@pytest.fixture
def session() -> Iterator[Session]:
    filled = filled_session()
    yield filled
    filled.close()


def card(session: Session) -> Card:
    shown = session.card()
    assert shown is not None
    return shown


def inspected(session: Session) -> Inspection:
    shown = session.inspection()
    assert shown is not None
    return shown


def focus(state: State) -> tuple[int | None, MentionKey | None, str | None, int, int]:
    return state.document, state.mention, state.place, state.card_index, state.focus_serial


# Rule 1: hover


def test_hovering_a_mention_lights_its_place_and_moves_nothing(session: Session) -> None:
    session.focus_mention(FIRST)
    before = session.state
    session.hover_mention(KALAK_THERE)
    assert (session.state.hover_mention, session.state.hover_place) == (KALAK_THERE, KALAK.id)
    assert focus(session.state) == focus(before)
    assert session.state.content == before.content
    session.hover_mention(None)
    assert session.state == before


def test_hovering_a_place_lights_it_and_moves_nothing(session: Session) -> None:
    before = session.state
    session.hover_place(IRAQ.id)
    assert (session.state.hover_mention, session.state.hover_place) == (None, IRAQ.id)
    assert focus(session.state) == focus(before)
    session.hover_place(None)
    assert session.state == before


def test_hovering_what_is_not_there_lights_nothing(session: Session) -> None:
    session.hover_place("gn:1")
    assert session.state.hover_place is None
    session.hover_mention(MentionKey(9, 1, 2))
    assert session.state.hover_mention is None


def test_the_summary_tells_place_chain_kind_and_certainty(session: Session) -> None:
    assert session.summary(FIRST) == "Mosul · city · Nineveh, Iraq · sure"
    washington = session.highlights(1)[3]
    assert washington.summary.endswith("United States · stands for a government · likely")
    assert session.summary(QARAQOSH) == "“Qaraqosh” · place unknown"
    assert session.summary(MentionKey(9, 1, 2)) == ""


# Rule 2: click


def test_clicking_a_mention_focuses_document_place_and_card(session: Session) -> None:
    session.focus_mention(ELSEWHERE)
    state = session.state
    assert (state.document, state.mention, state.place, state.card_index) == (2, ELSEWHERE, MOSUL.id, 3)
    assert card(session).key == ELSEWHERE
    serial = state.focus_serial
    session.focus_mention(ELSEWHERE)
    assert session.state.focus_serial == serial + 1


def test_clicking_a_mention_without_a_place_has_no_place_in_focus(session: Session) -> None:
    session.focus_mention(FIRST)
    session.focus_mention(QARAQOSH)
    assert (session.state.mention, session.state.place) == (QARAQOSH, None)
    assert session.card() is None


def test_clicking_a_place_focuses_its_first_mention_in_this_document(session: Session) -> None:
    session.focus_document(2)
    session.focus_place(MOSUL.id)
    assert (session.state.document, session.state.mention) == (2, ELSEWHERE)
    assert session.state.card_index == 3


def test_clicking_a_place_that_this_document_does_not_name_goes_to_its_first_anywhere(
    session: Session,
) -> None:
    session.focus_document(2)
    session.focus_place(KALAK.id)
    assert (session.state.document, session.state.mention) == (1, KALAK_THERE)


def test_what_is_not_there_cannot_be_focused(session: Session) -> None:
    before = session.state
    session.focus_mention(MentionKey(1, 0, 3))
    session.focus_place("gn:1")
    session.focus_document(12)
    assert session.state == before


def test_showing_a_document_lets_go_of_a_mention_elsewhere(session: Session) -> None:
    session.focus_mention(FIRST)
    session.focus_document(1)
    assert session.state.mention == FIRST
    session.focus_document(2)
    shown = session.state
    assert shown.mention is None
    assert shown.place is None


def test_letting_go(session: Session) -> None:
    session.focus_mention(FIRST)
    session.clear_focus()
    assert (session.state.document, session.state.mention, session.state.place) == (1, None, None)
    assert session.inspection() is None


# Rule 3: the card


def test_the_card_quotes_the_passage_and_counts(session: Session) -> None:
    session.focus_mention(SECOND)
    shown = card(session)
    assert (shown.before, shown.surface) == ("Gunmen took Mosul in two days. Those who left ", "Mosul")
    assert shown.after == " described a road through Kalak."
    assert (shown.index, shown.total, shown.index_in_document, shown.total_in_document) == (1, 4, 1, 3)
    assert (shown.document_title, shown.where, shown.certainty) == (
        FALL.title,
        "city · Nineveh, Iraq",
        "sure",
    )


def test_the_card_turns_round_and_round_without_moving_the_reader(session: Session) -> None:
    session.focus_place(MOSUL.id)
    keys = []
    for _ in range(4):
        session.step_card(1)
        keys.append(card(session).key)
    assert keys[2:] == [ELSEWHERE, FIRST]
    session.step_card(-1)
    assert card(session).key == ELSEWHERE
    assert (session.state.document, session.state.mention) == (1, FIRST)


def test_open_here_brings_the_reader_to_the_card(session: Session) -> None:
    session.focus_place(MOSUL.id)
    session.step_card(-1)
    session.open_card()
    assert (session.state.document, session.state.mention) == (2, ELSEWHERE)
    assert (session.state.place, session.state.card_index) == (MOSUL.id, 3)


def test_without_a_place_there_is_no_card_to_turn_or_open(session: Session) -> None:
    before = session.state
    session.step_card(1)
    session.open_card()
    assert session.state == before


def test_a_long_passage_is_cut_at_words() -> None:
    long = "word " * 80 + "Mosul" + " other" * 80
    session = filled_session(document("Long", long))
    session.focus_place(MOSUL.id)
    shown = card(session)
    assert shown.before.startswith("… word ")
    assert shown.before.endswith("word ")
    assert shown.after.startswith(" other ")
    assert shown.after.endswith("other …")
    assert max(len(shown.before), len(shown.after)) <= 160


def test_a_passage_without_spaces_is_cut_all_the_same() -> None:
    session = filled_session(document("Long", "字" * 300 + "Mosul" + "字" * 300))
    session.focus_place(MOSUL.id)
    shown = card(session)
    assert (len(shown.before), len(shown.after)) == (160, 160)


# Rule 4: candidates


def test_the_inspector_shows_candidates_and_reaches(session: Session) -> None:
    session.focus_mention(FIRST)
    shown = inspected(session)
    assert [candidate.place for candidate in shown.candidates] == [MOSUL, MOSUL_DISTRICT]
    assert (shown.chosen, shown.verdict, shown.decider) == (MOSUL.id, Verdict.PLACE, Decider.MACHINE)
    reaches = [(choice.scope, choice.mentions, choice.documents) for choice in shown.scopes]
    assert reaches == [(Scope.MENTION, 1, 1), (Scope.DOCUMENT, 3, 1), (Scope.PROJECT, 4, 2)]


@pytest.mark.parametrize(("scope", "left"), [(Scope.MENTION, 3), (Scope.DOCUMENT, 1), (Scope.PROJECT, 0)])
def test_choosing_moves_the_mentions_that_the_scope_reaches(session: Session, scope: Scope, left: int) -> None:
    session.focus_mention(FIRST)
    session.choose(MOSUL_DISTRICT.id, scope)
    counts = {row.place.id: row.count for row in session.places()}
    assert counts.get(MOSUL.id, 0) == left
    assert counts[MOSUL_DISTRICT.id] == 4 - left
    assert session.state.place == MOSUL_DISTRICT.id
    assert (inspected(session).decider, inspected(session).confidence) == (Decider.READER, 1.0)
    assert card(session).certainty == "confirmed by you"


def test_a_place_brought_from_another_mention_is_among_the_candidates(session: Session) -> None:
    session.focus_mention(KALAK_THERE)
    session.choose(IRAQ.id)
    shown = inspected(session)
    assert [candidate.place for candidate in shown.candidates] == [KALAK, IRAQ]
    assert shown.chosen == IRAQ.id


def test_a_place_nobody_knows_is_a_bug(session: Session) -> None:
    session.focus_mention(FIRST)
    with pytest.raises(Bug):
        session.choose("gn:1")


# Rule 5: keys


def test_numbers_choose_candidates(session: Session) -> None:
    session.focus_mention(FIRST)
    session.choose_number(2)
    assert session.state.place == MOSUL_DISTRICT.id
    before = session.state
    for number in (0, 3, -1):
        session.choose_number(number)
    assert session.state == before


def test_n_and_p_walk_through_all_documents_and_round(session: Session) -> None:
    seen = []
    for _ in range(13):
        session.next_mention()
        seen.append(session.state.mention)
    assert len(set(seen)) == 12
    assert seen[0] == seen[12] == FIRST
    assert [key.document for key in seen if key is not None] == [1] * 7 + [2] * 5 + [1]
    session.previous_mention()
    assert session.state.mention == seen[11]


def test_n_starts_from_the_document_in_the_reader(session: Session) -> None:
    session.focus_document(2)
    session.next_mention()
    assert session.state.mention == ELSEWHERE
    session.focus_document(2)
    session.clear_focus()
    session.previous_mention()
    assert session.state.document == 1


def test_n_passes_over_what_is_not_a_place(session: Session) -> None:
    session.focus_mention(SECOND)
    session.not_a_place()
    session.focus_mention(FIRST)
    session.next_mention()
    assert session.state.mention == KALAK_THERE


def test_u_walks_through_what_is_unsure_or_not_placed_until_all_is_decided(session: Session) -> None:
    session.next_undecided()
    assert session.state.mention == KALAK_THERE
    session.next_undecided()
    assert session.state.mention == QARAQOSH
    session.next_undecided()
    assert session.state.mention == KALAK_THERE
    session.confirm()
    session.next_undecided()
    session.not_a_place()
    session.next_undecided()
    assert [notice.sentence for notice in session.state.notices] == ["Nothing is left undecided."]


def test_x_takes_a_mention_from_marks_list_and_coverage_and_undo_brings_it_back(session: Session) -> None:
    session.focus_mention(KALAK_THERE)
    before = session.state
    session.not_a_place()
    assert KALAK_THERE not in [mark.key for mark in session.highlights(1)]
    assert KALAK.id not in [row.place.id for row in session.places()]
    assert (session.state.coverage.found, session.state.coverage.unsure) == (11, 0)
    assert (session.state.mention, session.state.place) == (KALAK_THERE, None)
    assert inspected(session).verdict is Verdict.NOT_A_PLACE
    assert session.state.can_undo == "“Kalak” is not a place"
    session.undo()
    assert session.state.can_redo == "“Kalak” is not a place"
    assert session.state.coverage == before.coverage
    assert (session.state.mention, session.state.place) == (KALAK_THERE, KALAK.id)


def test_enter_confirms_once(session: Session) -> None:
    session.focus_mention(KALAK_THERE)
    session.confirm()
    assert session.state.can_undo == "“Kalak” is Kalak, Erbil, Iraq"
    assert (session.state.coverage.confirmed, session.state.coverage.unsure) == (1, 0)
    before = session.state
    session.confirm()
    assert session.state == before


def test_undo_shows_where_it_undid(session: Session) -> None:
    session.focus_mention(FIRST)
    session.not_a_place(Scope.DOCUMENT)
    assert session.state.can_undo == "“Mosul” is not a place, in this document"
    session.focus_document(2)
    session.undo()
    assert (session.state.document, session.state.mention) == (1, FIRST)
    assert session.state.can_undo == ""
    session.undo()
    session.redo()
    assert inspected(session).verdict is Verdict.NOT_A_PLACE


def test_without_a_mention_in_focus_keys_do_nothing(session: Session) -> None:
    before = session.state
    session.choose_number(1)
    session.choose(MOSUL.id)
    session.not_a_place()
    session.confirm()
    session.undo()
    session.redo()
    assert session.state == before


def test_frozen_linking_moves_only_the_pane_that_was_touched(session: Session) -> None:
    session.focus_mention(FIRST)
    session.toggle_frozen()
    serial = session.state.focus_serial
    session.focus_place(IRAQ.id)
    assert (session.state.document, session.state.mention, session.state.place) == (1, FIRST, IRAQ.id)
    session.focus_mention(ELSEWHERE)
    assert (session.state.document, session.state.mention, session.state.place) == (2, ELSEWHERE, IRAQ.id)
    assert session.state.focus_serial == serial
    session.choose(MOSUL_DISTRICT.id)
    assert session.state.place == IRAQ.id
    session.toggle_frozen()
    session.focus_mention(FIRST)
    assert session.state.place == MOSUL.id


# What lists say


def test_places_come_most_mentioned_first_with_their_small_print(session: Session) -> None:
    rows = [(row.place.name, row.count, row.documents, row.where) for row in session.places()]
    assert rows == [
        ("Mosul", 4, 2, "city · Nineveh, Iraq"),
        ("Iraq", 2, 2, "country"),
        ("Turkey", 2, 2, "mostly as “Turkish”"),
        ("Washington", 2, 2, "stands for a government"),
        ("Kalak", 1, 1, "unsure · place · Erbil, Iraq"),
    ]


def test_a_place_knows_its_first_mention_whatever_becomes_of_it(session: Session) -> None:
    def first() -> MentionKey | None:
        return next(row.first for row in session.places() if row.place == MOSUL)

    assert first() == FIRST
    session.focus_mention(FIRST)
    session.not_a_place(Scope.DOCUMENT)
    assert first() == ELSEWHERE
    session.undo()
    session.not_a_place()
    assert first() == SECOND


def test_a_place_is_unsure_until_one_mention_of_it_is_sure(session: Session) -> None:
    kalak = session.places()[-1]
    assert kalak.unsure
    session.focus_mention(KALAK_THERE)
    session.confirm()
    assert not next(row for row in session.places() if row.place == KALAK).unsure


def test_literal_wins_a_tie_of_kinds(session: Session) -> None:
    session.focus_mention(SECOND)
    session.choose(TURKEY.id)
    session.focus_mention(FIRST)
    session.choose(TURKEY.id)
    turkey = next(row for row in session.places() if row.place == TURKEY)
    assert (turkey.count, turkey.kind) == (4, Kind.LITERAL)


def test_marks_carry_what_the_reader_draws(session: Session) -> None:
    marks = {mark.surface: mark for mark in session.highlights(1)}
    assert (marks["Turkish"].kind, marks["Turkish"].is_area) == (Kind.DEMONYM, True)
    assert marks["Kalak"].unsure
    assert not marks["Mosul"].unsure
    assert session.highlights(2)[1].place_id is None


def test_an_area_chosen_by_the_reader_is_marked_as_one(session: Session) -> None:
    session.focus_mention(session.highlights(1)[3].key)
    session.choose(WASHINGTON_STATE.id, Scope.PROJECT)
    mark = session.highlights(2)[-1]
    assert (mark.surface, mark.is_area, mark.decider) == ("Washington", True, Decider.READER)


def test_hover_is_let_go_when_its_mention_is_rejected(session: Session) -> None:
    session.focus_mention(KALAK_THERE)
    session.hover_mention(KALAK_THERE)
    session.choose(IRAQ.id)
    assert session.state.hover_place == IRAQ.id
    session.not_a_place()
    assert session.state.hover_mention is None


def test_a_pasted_text_becomes_a_document_like_any_other() -> None:
    clock = Clock()
    session = filled_session(AID, clock=clock)
    session.paste("A note\n\nIraq and Mosul")
    clock.pass_by(1)
    assert session.state.document == 2
    assert [mark.surface for mark in session.highlights(2)] == ["Iraq", "Mosul"]
