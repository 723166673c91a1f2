from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.geoparsing.model import Candidate, Decider, Match, Reason, Scope, Verdict
from app.session.state import ScopeChoice
from app.ui.candidate import CandidateBlock, small_print, telling
from app.ui.inspector import Inspector, heading, scope_preview
from tests.support.builders import MOSUL, MOSUL_DISTRICT, place
from tests.support.pointer import PAYLOADS, mention

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.session.session import Session


@pytest.fixture
def inspector(shown: Callable[[QWidget], None], session: Session) -> Inspector:
    host = QWidget()
    host.resize(480, 300)
    made = Inspector(session, host)
    made.resize(480, 300)
    shown(host)
    return made


def test_it_hides_while_nothing_is_in_focus(inspector: Inspector, session: Session) -> None:
    assert not inspector.isVisible()
    session.focus_mention(mention(session, "Mosul").key)
    assert inspector.isVisible()
    session.clear_focus()
    assert not inspector.isVisible()


def test_candidates_stand_best_first_with_the_choice_marked(inspector: Inspector, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    buttons = [block.button for block in inspector.blocks]
    assert [button.text() for button in buttons] == ["Mosul", "Mosul District"]
    assert [button.chosen for button in buttons] == [True, False]
    assert buttons[0].accessibleName().startswith("1: Mosul, city · Nineveh, Iraq · 500 k, score 0.97, chosen")


def test_a_click_chooses(inspector: Inspector, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    QTest.mouseClick(inspector.blocks[1].button, Qt.MouseButton.LeftButton)
    assert session.state.place == MOSUL_DISTRICT.id
    assert [block.button.chosen for block in inspector.blocks] == [False, True]


def test_a_candidate_that_the_pointer_is_on_in_the_map_stands_out(inspector: Inspector, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    second = inspector.blocks[1].button
    plain = second.grab().toImage()
    session.hover_place(MOSUL_DISTRICT.id)
    assert [block.button.lit for block in inspector.blocks] == [False, True]
    assert second.grab().toImage() != plain
    session.confirm()
    assert [block.button.lit for block in inspector.blocks] == [False, True]
    session.hover_place(None)
    assert not any(block.button.lit for block in inspector.blocks)


def test_the_pointer_on_a_candidate_previews_it(inspector: Inspector, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    button = inspector.blocks[0].button
    middle = button.rect().center().toPointF()
    QApplication.sendEvent(button, QEnterEvent(middle, middle, button.mapToGlobal(middle)))
    assert session.state.hover_place == MOSUL.id
    QApplication.sendEvent(button, QEvent(QEvent.Type.Leave))
    assert session.state.hover_place is None


def test_not_a_place_and_confirm(inspector: Inspector, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    QTest.mouseClick(inspector.confirm, Qt.MouseButton.LeftButton)
    inspection = session.inspection()
    assert inspection is not None
    assert inspection.decider is Decider.READER
    assert not inspector.confirm.isVisible()
    before = len(session.highlights(1))
    QTest.mouseClick(inspector.not_a_place, Qt.MouseButton.LeftButton)
    assert len(session.highlights(1)) == before - 1
    assert "is not a place" in inspector.findChildren(QLabel)[0].text()


def test_a_wider_scope_says_what_it_would_touch_and_does(inspector: Inspector, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    entries = [action.text() for action in inspector.scope_button.menu().actions()]
    assert entries == ["this mention", "3 mentions in this document", "4 mentions in 2 documents"]
    inspector.scope_button.menu().actions()[1].trigger()
    assert inspector.scope is Scope.DOCUMENT
    inspector.choose_number(2)
    places = [one.place_id for one in session.highlights(1) if one.surface == "Mosul"]
    assert places == [MOSUL_DISTRICT.id] * 3


def test_the_scope_falls_back_to_the_mention_for_the_next_one(inspector: Inspector, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    inspector.set_scope(Scope.PROJECT)
    session.focus_mention(mention(session, "Kalak").key)
    assert inspector.scope is Scope.MENTION
    assert not inspector.scope_button.isVisible()


def test_a_number_without_candidate_does_nothing(inspector: Inspector, session: Session) -> None:
    session.focus_mention(mention(session, "Kalak").key)
    before = session.state.content
    inspector.choose_number(9)
    assert session.state.content == before


def test_headings(session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    inspection = session.inspection()
    assert inspection is not None
    assert heading(inspection) == "“Mosul” could be"
    session.not_a_place()
    rejected = session.inspection()
    assert rejected is not None
    assert rejected.verdict is Verdict.NOT_A_PLACE
    assert heading(rejected) == "“Mosul” is not a place"


def test_scope_previews() -> None:
    assert scope_preview(ScopeChoice(Scope.MENTION, 1, 1)) == "this mention"
    assert scope_preview(ScopeChoice(Scope.DOCUMENT, 3, 1)) == "3 mentions in this document"
    assert scope_preview(ScopeChoice(Scope.PROJECT, 1700, 9)) == "1,700 mentions in 9 documents"


def test_small_print_of_a_candidate() -> None:
    assert small_print(MOSUL) == "city · Nineveh, Iraq · 500 k"


def test_a_reason_against_is_always_among_those_shown() -> None:
    weights = (5.0, 4.0, 3.0, -1.0)
    reasons = [Reason(f"weight {weight}", weight) for weight in weights]
    assert [reason.weight for reason in telling(reasons, 2)] == [5.0, -1.0]
    assert [reason.weight for reason in telling(reasons[:3], 2)] == [5.0, 4.0]
    assert telling([Reason("", 1.0)], 2) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_candidates_and_reasons_are_plain_text(shown: Callable[[QWidget], None], payload: str) -> None:
    odd = Candidate(place("gn:1", payload), 0.5, payload, Match.MAIN, (Reason(payload, 1), Reason(payload, -1)))
    block = CandidateBlock(1, odd, chosen=False)
    shown(block)
    block.grab()
    signs = [label.text() for label in block.findChildren(QLabel) if label.accessibleName()]
    assert signs == ["+", "−"]  # noqa: RUF001 - the minus sign is meant
    for label in block.findChildren(QLabel):
        if not label.accessibleName():
            assert label.textFormat() is Qt.TextFormat.PlainText
            assert "\u202e" not in label.text()
