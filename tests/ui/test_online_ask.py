from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.errors import Expected
from app.geoparsing.candidates import NameHit
from app.geoparsing.model import Match
from app.ui.found import ASK
from tests.support.builders import document
from tests.support.pointer import mention
from tests.ui.fakes import HOST, QAYYARAH, Gazetteers, Service
from tests.ui.steps import titles, type_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.session.session import Session
    from app.ui.place_search import PlaceSearch
    from app.ui.window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(filled: Callable[..., Session], gazetteers: Gazetteers) -> Session:
    made = filled(document("Road", "Gunmen took Mosul."))
    made._search = gazetteers
    return made


def ask_online(search: PlaceSearch) -> None:
    """Go to the row that asks, and choose it."""
    QTest.keyClick(search.field, Qt.Key.Key_Up)
    current = search.list.current
    assert current is not None
    assert current.key == ASK
    QTest.keyClick(search.field, Qt.Key.Key_Return)


@pytest.fixture
def asking(search: PlaceSearch, service: Service, qtbot: QtBot) -> PlaceSearch:
    """A server is chosen, a name is typed that nobody knows."""
    service.host = HOST
    type_in(search, "Zzyx", qtbot)
    return search


def test_p3_nothing_is_asked_while_typing(asking: PlaceSearch, service: Service, qtbot: QtBot) -> None:
    service.agree(HOST)
    type_in(asking, " in Iraq", qtbot)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_Backspace):
        QTest.keyClick(asking.field, key)
    qtbot.wait(50)
    assert service.asked == []
    assert titles(asking)[-1].startswith(f"Ask {HOST} for “Zzyx in Ira")


def test_p3_typing_and_enter_send_nothing_where_nothing_is_found(asking: PlaceSearch, service: Service) -> None:
    service.agree(HOST)
    assert asking.list.current is None
    QTest.keyClick(asking.field, Qt.Key.Key_Return)
    assert service.asked == []
    QTest.keyClick(asking.field, Qt.Key.Key_Down)
    QTest.keyClick(asking.field, Qt.Key.Key_Return)
    assert service.asked == ["Zzyx"]


def test_a_click_on_the_row_asks(asking: PlaceSearch, service: Service) -> None:
    service.agree(HOST)
    spot = asking.list.visualRect(asking.list.model_.index(0)).center()
    QTest.mouseClick(asking.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert service.asked == ["Zzyx"]


def test_p3_nothing_is_offered_while_no_server_is_chosen(search: PlaceSearch, qtbot: QtBot) -> None:
    type_in(search, "mosul", qtbot)
    assert titles(search)[-1] == "Mosul Dam camp"


def test_p3_the_first_question_needs_consent_that_names_host_and_what_is_sent(
    asking: PlaceSearch, service: Service, session: Session, qtbot: QtBot
) -> None:
    ask_online(asking)
    assert service.asked == []
    assert asking.ask.heading.text() == f"Ask {HOST} for “Zzyx”?"
    assert asking.ask.sentence.text() == service.consent_words()
    assert not asking.ask.again.isVisible()
    assert QApplication.activeModalWidget() is None
    QTest.mouseClick(asking.ask.decline, Qt.MouseButton.LeftButton)
    assert (service.asked, service.agreed_to, session.state.asked_online) == ([], [], ())
    assert titles(asking) == [f"Ask {HOST} for “Zzyx”"]
    ask_online(asking)
    qtbot.waitUntil(asking.ask.agree.hasFocus)
    QTest.keyClick(asking.ask.agree, Qt.Key.Key_Return)
    assert service.asked == ["Zzyx"]
    assert service.agreed_to == [HOST]
    assert asking.field.hasFocus()


def test_answers_come_with_their_attribution_and_can_be_taken(
    asking: PlaceSearch, service: Service, session: Session
) -> None:
    service.agree(HOST)
    ask_online(asking)
    assert asking.ask.sentence.text() == f"Asking {HOST} for “Zzyx” …"
    service.answer(NameHit(QAYYARAH, "Zzyx", Match.MAIN))
    assert titles(asking) == ["Al Qayyārah"]
    assert "OpenStreetMap contributors" in asking.ask.sentence.text()
    assert asking.isVisible()
    QTest.keyClick(asking.field, Qt.Key.Key_Return)
    assert session.state.preview == QAYYARAH
    assert session.state.asked_online == (HOST,)


def test_a_failure_is_one_sentence(asking: PlaceSearch, service: Service) -> None:
    service.agree(HOST)
    ask_online(asking)
    service.answer(error=Expected(f"{HOST} does not answer.", "Try again later."))
    assert asking.ask.sentence.text() == f"{HOST} does not answer. Try again later."
    assert asking.ask.sentence.property("tone") == "bad"
    assert not asking.ask.agree.isVisible()


def test_p3_a_server_that_refused_is_asked_again_by_a_click_only(asking: PlaceSearch, service: Service) -> None:
    service.agree(HOST)
    ask_online(asking)
    service.answer(error=Expected(f"{HOST} refused an earlier request (403), and was not asked again."))
    assert (service.asked, service.forgiven) == (["Zzyx"], 0)
    QTest.mouseClick(asking.ask.again, Qt.MouseButton.LeftButton)
    assert (service.asked, service.forgiven) == (["Zzyx", "Zzyx"], 1)
    assert not asking.ask.again.isVisible()
    service.answer(NameHit(QAYYARAH, "Zzyx", Match.MAIN))
    assert titles(asking) == ["Al Qayyārah"]
    assert asking.field.hasFocus()


def test_an_answer_to_a_name_no_longer_there_is_dropped(asking: PlaceSearch, service: Service, qtbot: QtBot) -> None:
    service.agree(HOST)
    ask_online(asking)
    type_in(asking, "x", qtbot)
    assert service.tickets[0].cancelled
    service.answer(NameHit(QAYYARAH, "Zzyx", Match.MAIN))
    assert titles(asking) == [f"Ask {HOST} for “Zzyxx”"]
    assert not asking.ask.isVisible()


def test_enter_on_the_consent_does_not_confirm_the_mention_behind(
    window: MainWindow, session: Session, service: Service, qtbot: QtBot
) -> None:
    service.host = HOST
    session.focus_mention(mention(session, "Mosul").key)
    QTest.keyClick(window.reader.view, Qt.Key.Key_K, CTRL)
    type_in(window.search, "Zzyx", qtbot)
    ask_online(window.search)
    qtbot.waitUntil(window.search.ask.agree.hasFocus)
    QTest.keyClick(window.search.ask.decline, Qt.Key.Key_Return)
    assert session.state.coverage.confirmed == 0
    window.search.ask.begin("Zzyx")
    QTest.keyClick(window.search.ask.agree, Qt.Key.Key_X)
    assert session.state.coverage.confirmed == 0
    assert len(session.highlights(1)) == 1
    QTest.keyClick(window.search.ask.agree, Qt.Key.Key_Escape)
    assert not window.search.isVisible()
    assert session.state.mention is not None


def test_the_status_line_tells_what_was_asked(
    asking: PlaceSearch, window: MainWindow, service: Service, qtbot: QtBot
) -> None:
    assert window.status.private.isVisible()
    assert not window.status.asked.isVisible()
    service.agree(HOST)
    ask_online(asking)
    service.answer()
    assert window.status.asked.text() == f"Asked {HOST} 1 time · click for the list"
    assert not window.status.private.isVisible()
    assert window.dialogs is not None
    asking.close_card()
    with qtbot.waitSignal(window.status.requests):
        QTest.mouseClick(window.status.asked, Qt.MouseButton.LeftButton)
