from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.geoparsing.candidates import NameHit
from app.geoparsing.model import Decider, Match, Scope
from tests.support.builders import MOSUL_DISTRICT, document, place
from tests.support.pointer import PAYLOADS, mention
from tests.ui.fakes import CAMP, KNOWN, QAYYARAH, Gazetteers, Service
from tests.ui.steps import select_words, titles, type_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.geoparsing.model import Document
    from app.session.session import Session
    from app.ui.place_search import PlaceSearch
    from app.ui.window import MainWindow

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def session(filled: Callable[..., Session], gazetteers: Gazetteers) -> Session:
    """A document with an emoji before the names."""
    made = filled(document("Road", "😀 Gunmen took Mosul. A road through Qayyarah was open; Qayyarah burned."))
    made._search = gazetteers
    return made


def opened(session: Session) -> Document:
    made = session.document(1)
    assert made is not None
    return made


def test_ctrl_k_opens_it_and_typing_finds(search: PlaceSearch, gazetteers: Gazetteers, qtbot: QtBot) -> None:
    assert search.sentence.isVisible()
    type_in(search, "mosul", qtbot)
    assert titles(search) == ["Mosul", "Mosul District", "Mosul Dam camp"]
    assert search.list.rows[2].small == "camp · Nineveh, Iraq · My camps"
    assert not search.sentence.isVisible()
    QTest.keyClicks(search.field, " dis")
    qtbot.waitUntil(lambda: titles(search) == ["Mosul District"])
    assert gazetteers.asked[-1] == "mosul dis"


def test_a_place_met_by_another_name_says_by_which(search: PlaceSearch, qtbot: QtBot) -> None:
    type_in(search, "qayy", qtbot)
    row = search.list.rows[0]
    assert (row.title, row.aside) == ("Al Qayyārah", "also called Qayyarah")


def test_coordinates_are_a_place(search: PlaceSearch, session: Session, qtbot: QtBot) -> None:
    type_in(search, "36.34, 43.12", qtbot)
    assert len(search.list.rows) == 1
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    preview = session.state.preview
    assert preview is not None
    assert (preview.lat, preview.lon) == pytest.approx((36.34, 43.12))


def test_enter_shows_the_place_on_the_map_and_closes(search: PlaceSearch, session: Session, qtbot: QtBot) -> None:
    type_in(search, "mosul", qtbot)
    QTest.keyClick(search.field, Qt.Key.Key_Down)
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert not search.isVisible()
    assert session.state.preview == MOSUL_DISTRICT


def test_enter_before_the_list_has_caught_up_takes_what_was_typed(search: PlaceSearch, session: Session) -> None:
    QTest.keyClicks(search.field, "qayyarah")
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert session.state.preview == QAYYARAH


def test_the_arrows_go_round(search: PlaceSearch, qtbot: QtBot) -> None:
    type_in(search, "mosul", qtbot)
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        QTest.keyClick(search.field, key)
        assert search.list.current is not None
        seen.append(search.list.current.title)
    assert seen == ["Mosul Dam camp", "Mosul", "Mosul District", "Mosul Dam camp", "Mosul"]


def test_a_click_on_a_row_takes_it(search: PlaceSearch, session: Session, qtbot: QtBot) -> None:
    type_in(search, "mosul", qtbot)
    spot = search.list.visualRect(search.list.model_.index(2)).center()
    QTest.mouseClick(search.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert session.state.preview == CAMP


def test_escape_closes_and_the_reader_has_the_keyboard_again(
    search: PlaceSearch, window: MainWindow, session: Session
) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    before = session.state
    QTest.keyClick(search.field, Qt.Key.Key_Escape)
    assert not search.isVisible()
    assert window.reader.view.hasFocus()
    assert session.state == before


def test_ctrl_k_again_and_a_press_elsewhere_close_it(search: PlaceSearch, window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(search.field, Qt.Key.Key_K, CTRL)
    assert not search.isVisible()
    QTest.keyClick(window.reader.view, Qt.Key.Key_K, CTRL)
    qtbot.waitUntil(search.field.hasFocus)
    QTest.mouseClick(search.card, Qt.MouseButton.LeftButton, pos=QPoint(20, search.card.height() - 4))
    assert search.isVisible()
    QTest.mouseClick(window.reader.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 300))
    qtbot.waitUntil(lambda: not search.isVisible())


def test_ctrl_k_works_from_a_field_too(window: MainWindow, qtbot: QtBot) -> None:
    field = window.sidebar.places.field
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClicks(field, "mo")
    QTest.keyClick(field, Qt.Key.Key_K, CTRL)
    assert window.search.isVisible()
    assert field.text() == "mo"


def test_letters_and_figures_are_the_fields_own(search: PlaceSearch, session: Session, qtbot: QtBot) -> None:
    before = session.state
    type_in(search, "nxuf12pma", qtbot)
    assert search.field.text() == "nxuf12pma"
    assert session.state == before


def test_an_unknown_name_is_one_sentence(search: PlaceSearch, session: Session, qtbot: QtBot) -> None:
    type_in(search, "Zzyx", qtbot)
    assert titles(search) == []
    assert search.sentence.text() == "No gazetteer knows a place called “Zzyx”."
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert search.isVisible()
    assert session.state.preview is None


def test_selected_text_is_marked_at_its_code_points(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    select_words(window.reader.view, "Qayyarah", opened(session))
    QTest.keyClick(window.reader.view, Qt.Key.Key_K, CTRL)
    search = window.search
    assert search.title.text() == "Mark “Qayyarah” as …"
    assert search.field.text() == "Qayyarah"
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    key = session.state.mention
    assert key is not None
    assert opened(session).text[key.start : key.end] == "Qayyarah"
    assert [one.place_id for one in session.highlights(1) if one.surface == "Qayyarah"] == [QAYYARAH.id]
    assert not window.reader.view.textCursor().hasSelection()
    assert session.state.preview is None
    session.undo()
    assert "Qayyarah" not in {one.surface for one in session.highlights(1)}
    qtbot.waitUntil(lambda: not search.isVisible())


def test_the_key_m_marks_while_text_is_selected(window: MainWindow, session: Session) -> None:
    assert not window.actions_.mark.isEnabled()
    QTest.keyClick(window.reader.view, Qt.Key.Key_M)
    assert not window.search.isVisible()
    select_words(window.reader.view, " Qayyarah ", opened(session))
    QTest.keyClick(window.reader.view, Qt.Key.Key_M)
    assert window.search.field.text() == "Qayyarah"


def test_the_same_words_can_be_marked_throughout_the_document(window: MainWindow, session: Session) -> None:
    select_words(window.reader.view, "Qayyarah", opened(session))
    window.actions_.mark.trigger()
    assert window.search.shift_key.text() == "all 2 in this document"
    QTest.keyClick(window.search.field, Qt.Key.Key_Return, SHIFT)
    assert [one.place_id for one in session.highlights(1) if one.surface == "Qayyarah"] == [QAYYARAH.id] * 2


def test_selected_text_can_only_be_shown(window: MainWindow, session: Session) -> None:
    select_words(window.reader.view, "Qayyarah", opened(session))
    window.actions_.mark.trigger()
    QTest.keyClick(window.search.field, Qt.Key.Key_Return, CTRL)
    assert session.state.preview == QAYYARAH
    assert "Qayyarah" not in {one.surface for one in session.highlights(1)}


def test_a_mention_in_focus_is_shown_by_enter_and_put_right_by_ctrl_enter(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    QTest.keyClick(window.reader.view, Qt.Key.Key_K, CTRL)
    search = window.search
    assert search.field.text() == "Mosul"
    assert search.control_key.text() == "use for “Mosul”"
    type_in(search, "Mosul Dam", qtbot)
    QTest.keyClick(search.field, Qt.Key.Key_Return)
    assert session.state.preview == CAMP
    QTest.keyClick(window.reader.view, Qt.Key.Key_K, CTRL)
    type_in(search, "Mosul Dam", qtbot)
    QTest.keyClick(search.field, Qt.Key.Key_Return, CTRL)
    inspection = session.inspection()
    assert inspection is not None
    assert (inspection.chosen, inspection.decider) == (CAMP.id, Decider.READER)


@pytest.mark.parametrize("how", ["key", "button"])
def test_another_place_is_used_by_enter_as_far_as_the_scope_says(
    window: MainWindow, session: Session, qtbot: QtBot, how: str
) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    window.inspector.set_scope(Scope.PROJECT)
    if how == "key":
        window.reader.setFocus()
        QTest.keyClick(window.reader.view, Qt.Key.Key_A)
    else:
        button = window.inspector.another_place
        qtbot.waitUntil(lambda: button.height() >= button.sizeHint().height())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.search.title.text() == "Another place for “Mosul” …"
    type_in(window.search, "Mosul Dam", qtbot)
    QTest.keyClick(window.search.field, Qt.Key.Key_Return)
    inspection = session.inspection()
    assert inspection is not None
    assert inspection.chosen == CAMP.id
    assert session.state.can_undo.endswith("everywhere")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_hostile_names_stay_text(
    search: PlaceSearch, gazetteers: Gazetteers, service: Service, qtbot: QtBot, payload: str
) -> None:
    odd = place("pk:1", payload, admin=(payload,))
    gazetteers.known = [*KNOWN, (NameHit(odd, "odd", Match.ALTERNATE), payload)]
    service.host = payload
    type_in(search, "odd", qtbot)
    search.list.grab()
    search.ask.begin(payload)
    search.start(search._errand)
    for label in search.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert "\u202e" not in label.text()


def test_everything_in_it_has_a_name(search: PlaceSearch, qtbot: QtBot) -> None:
    type_in(search, "mosul", qtbot)
    assert search.accessibleName()
    assert search.field.accessibleName()
    assert search.list.accessibleName()
    assert search.enter_key.accessibleName() == "show on the map"
    assert search.field.accessibleDescription().startswith("Mosul, city · Nineveh, Iraq")
    QTest.keyClick(search.field, Qt.Key.Key_Down)
    assert search.field.accessibleDescription().startswith("Mosul District, district")


def test_it_fits_a_small_window(window: MainWindow, search: PlaceSearch, qtbot: QtBot) -> None:
    for width, height in ((900, 600), (1920, 1080), (1280, 800)):
        window.resize(width, height)
        type_in(search, "m", qtbot)
        assert window.rect().contains(search.geometry().adjusted(20, 20, -20, -20))
