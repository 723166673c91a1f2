from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.geoparsing.model import Kind, MentionKey
from app.session.state import DocumentRow, DocumentStatus, PlaceRow
from app.ui import documents
from app.ui.places import Order, PlacesPane, arranged, described
from app.ui.sidebar import DOCUMENTS, Sidebar
from tests.support.builders import IRAQ, MOSUL, TURKEY, WASHINGTON, document, place
from tests.support.pointer import hover
from tests.support.sessions import HandLanes, new_session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from app.session.session import Session

ROWS = [
    PlaceRow(MOSUL, 4, 2, Kind.LITERAL, unsure=False, where="city · Nineveh, Iraq", first=MentionKey(1, 50, 55)),
    PlaceRow(WASHINGTON, 9, 1, Kind.METONYM, unsure=False, where="stands for a government", first=MentionKey(1, 5, 10)),
    PlaceRow(IRAQ, 1204, 9, Kind.LITERAL, unsure=False, where="country", first=MentionKey(2, 0, 4)),
    PlaceRow(place("gn:1", "Évora"), 4, 1, Kind.LITERAL, unsure=True, where="unsure · city · Portugal"),
]


def names(rows: list[PlaceRow]) -> list[str]:
    return [row.place.name for row in rows]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order.COUNT, ["Iraq", "Washington", "Évora", "Mosul"]),
        (Order.NAME, ["Évora", "Iraq", "Mosul", "Washington"]),
        (Order.KIND, ["Évora", "Mosul", "Iraq", "Washington"]),
        (Order.FIRST, ["Washington", "Mosul", "Iraq", "Évora"]),
    ],
)
def test_places_are_sorted(order: Order, expected: list[str]) -> None:
    assert names(arranged(ROWS, "", order)) == expected


def test_places_are_found_by_name_and_division_without_accents() -> None:
    assert names(arranged(ROWS, "evo", Order.COUNT)) == ["Évora"]
    assert names(arranged(ROWS, "nine mos", Order.COUNT)) == ["Mosul"]
    assert arranged(ROWS, "nowhere", Order.COUNT) == []


def test_a_place_row_says_what_the_pin_says() -> None:
    row = described(ROWS[2])
    assert (row.title, row.small, row.figure, row.glyph) == ("Iraq", "country", "1,204", "area")
    assert row.spoken == "Iraq, country, 1,204 mentions in 9 documents"
    assert described(ROWS[3]).glyph == "unsure"


@pytest.fixture
def places(shown: Callable[[QWidget], None], session: Session) -> PlacesPane:
    pane = PlacesPane(session)
    pane.resize(260, 400)
    shown(pane)
    return pane


def spot(pane: PlacesPane, name: str) -> QPoint:
    model = pane.view.model()
    for row in range(model.rowCount()):
        if model.index(row, 0).data() == name:
            return pane.view.visualRect(model.index(row, 0)).center()
    raise AssertionError(f"{name} is not in the list")


def test_hovering_a_row_previews_its_place_and_moves_nothing(
    places: PlacesPane, session: Session, qtbot: QtBot
) -> None:
    hover(places.view.viewport(), spot(places, "Iraq"))
    qtbot.waitUntil(lambda: session.state.hover_place == IRAQ.id)
    assert session.state.place is None
    assert session.state.mention is None


def test_clicking_a_row_focuses_its_place(places: PlacesPane, session: Session) -> None:
    QTest.mouseClick(places.view.viewport(), Qt.MouseButton.LeftButton, pos=spot(places, "Turkey"))
    assert session.state.place == TURKEY.id


def test_the_field_filters_the_list(places: PlacesPane) -> None:
    QTest.keyClicks(places.field, "mos")
    assert [places.view.model().index(row, 0).data() for row in range(places.view.model().rowCount())] == ["Mosul"]
    QTest.keyClicks(places.field, "xyz")
    assert places.view.model().rowCount() == 0


def test_a_correction_changes_the_list(places: PlacesPane, session: Session) -> None:
    kalak = next(row for row in session.places() if row.place.name == "Kalak")
    session.focus_place(kalak.place.id)
    session.not_a_place()
    with pytest.raises(AssertionError, match="Kalak"):
        spot(places, "Kalak")
    session.undo()
    assert spot(places, "Kalak")


def test_the_tabs_count(shown: Callable[[QWidget], None], session: Session) -> None:
    sidebar = Sidebar(session)
    shown(sidebar)
    assert [sidebar.tabs.tabText(tab) for tab in range(2)] == ["Documents 2", "Places 5"]
    session.close_document(session.documents()[0].id)
    assert sidebar.tabs.tabText(DOCUMENTS) == "Documents 1"


def row(status: DocumentStatus, **more: object) -> DocumentRow:
    given = {"date": "2014-06-11", "mentions": 23, "places": 9, "unsure": 2, **more}
    return DocumentRow(1, "Calls for help", source="a.txt", status=status, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("made", "small", "tone"),
    [
        (row(DocumentStatus.DONE), "11 June 2014 · 9 places · 2 unsure", "muted"),
        (row(DocumentStatus.DONE, date=None, places=1, unsure=0), "1 place", "muted"),
        (row(DocumentStatus.PARSING, unsure=0), "11 June 2014 · finding places …", "muted"),
        (row(DocumentStatus.FAILED, error="a.txt holds no text."), "a.txt holds no text.", "bad"),
        (row(DocumentStatus.CANCELLED, date=None, unsure=0), "cancelled", "muted"),
    ],
)
def test_a_document_row_tells_how_far_it_has_come(made: DocumentRow, small: str, tone: str) -> None:
    described_row = documents.described(made)
    assert (described_row.small, described_row.tone) == (small, tone)


def test_every_status_has_a_glyph() -> None:
    assert all(documents.described(row(status)).glyph for status in DocumentStatus)


def test_the_menu_offers_another_try_only_where_one_failed(
    request: pytest.FixtureRequest, shown: Callable[[QWidget], None], tmp_path: Path, qtbot: QtBot
) -> None:
    lanes = HandLanes()
    request.addfinalizer((session := new_session(lanes.lanes)).close)
    session.open([tmp_path / "a.txt", tmp_path / "b.txt"])
    pane = documents.DocumentsPane(session)
    shown(pane)
    lanes.reads[0].answer(document("A", "Mosul"))
    session.cancel()
    good, bad = session.documents()
    assert [action.text() for action in pane.menu_for(bad.id).actions() if action.text()] == [
        "Open here",
        "Try again",
        "Remove from the list",
    ]
    with qtbot.waitSignal(pane.counted, check_params_cb=lambda number: number == 1):
        pane.menu_for(bad.id).actions()[-1].trigger()
    assert [one.id for one in session.documents()] == [good.id]
