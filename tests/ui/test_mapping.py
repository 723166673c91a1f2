from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from app.gazetteer.packs.recipe import FIELDS as KNOWN_FIELDS
from app.gazetteer.packs.recipe import NEEDED as KNOWN_NEEDED
from app.session.packlist import Draft, TableLook
from app.ui.columns import FIELDS, NEEDED, missing, summary
from app.ui.mapping import ImportDialog
from app.ui.retable import Cut, Reading, cut
from tests.support.pointer import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Callable

COLUMNS = ("id", "toponym", "lat", "lng", "note")
ROWS = (("1", "Kalak", "36.27", "43.64", "bridge"), ("2", "Qaraqosh", "36.27", "43.38", ""))
DRAFT = Draft(
    "table",
    "Villages",
    columns={"name": "toponym", "lat": "lat", "lon": "lng"},
    delimiter=";",
    encoding="utf-8",
)


@pytest.fixture
def ask(shown: Callable[[QWidget], None]) -> Callable[..., ImportDialog]:
    def opened(draft: Draft = DRAFT, table: TableLook | None = None) -> ImportDialog:
        if table is None and draft.format == "table":
            table = TableLook(COLUMNS, ROWS, dict(draft.columns))
        host = QWidget()
        shown(host)
        made = ImportDialog("villages.csv", draft, table, host)
        made.show()
        return made

    return opened


def test_every_column_that_an_import_knows_can_be_chosen() -> None:
    assert set(FIELDS) == set(KNOWN_FIELDS)
    assert set(NEEDED) == set(KNOWN_NEEDED)


def test_what_was_guessed_is_chosen_and_said(ask: Callable[..., ImportDialog]) -> None:
    dialog = ask()
    assert dialog.columns.chosen == DRAFT.columns
    said = "Name = “toponym”, Latitude = “lat”, Longitude = “lng”; 2 other columns are left out."
    assert dialog.sentence.text() == said
    assert dialog.take.isEnabled()
    header = dialog.look.model().headerData(1, Qt.Orientation.Horizontal)
    assert header == "Name\ntoponym"


def test_only_a_table_with_name_and_coordinates_can_be_added(ask: Callable[..., ImportDialog]) -> None:
    dialog = ask()
    box = dialog.columns.boxes["lat"]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    assert not dialog.take.isEnabled()
    assert dialog.sentence.text() == "Choose the column of latitude."
    assert dialog.sentence.property("tone") == "bad"
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    box.setCurrentIndex(COLUMNS.index("lng") + 1)
    assert dialog.sentence.text() == "Name, latitude and longitude must be three different columns."
    assert not dialog.take.isEnabled()
    box.setCurrentIndex(COLUMNS.index("lat") + 1)
    assert dialog.take.isEnabled()


def test_it_needs_a_title(ask: Callable[..., ImportDialog]) -> None:
    dialog = ask()
    dialog.title.selectAll()
    QTest.keyClick(dialog.title, Qt.Key.Key_Delete)
    assert not dialog.take.isEnabled()
    QTest.keyClicks(dialog.title, "My villages")
    assert dialog.take.isEnabled()


def test_the_answer_is_the_draft_as_changed(ask: Callable[..., ImportDialog]) -> None:
    dialog = ask()
    drafts: list[Draft] = []
    dialog.accepted.connect(lambda: drafts.append(dialog.draft))
    dialog.columns.boxes["alternates"].setCurrentIndex(COLUMNS.index("note") + 1)
    QTest.keyClicks(dialog.licence, "CC0")
    QTest.keyClick(dialog.licence, Qt.Key.Key_Return)
    wanted = replace(DRAFT, licence="CC0", columns={**DRAFT.columns, "alternates": "note"})
    assert drafts == [wanted]
    assert not dialog.isVisible()


def test_another_delimiter_cuts_the_preview_anew(ask: Callable[..., ImportDialog]) -> None:
    table = TableLook(("id;toponym;lat;lng",), (("1;Kalak;36.27;43.64",),))
    dialog = ask(replace(DRAFT, delimiter=",", columns={}), table)
    assert not dialog.take.isEnabled()
    dialog.delimiter.setCurrentIndex(dialog.delimiter.findData(";"))
    for field, column in (("name", 2), ("lat", 3), ("lon", 4)):
        dialog.columns.boxes[field].setCurrentIndex(column)
    assert dialog.take.isEnabled()
    assert (dialog.draft.delimiter, dialog.draft.columns["lon"]) == (";", "lng")


def test_a_table_without_header_calls_its_columns_by_number(ask: Callable[..., ImportDialog]) -> None:
    dialog = ask()
    QTest.mouseClick(dialog.header, Qt.MouseButton.LeftButton)
    assert not dialog.draft.header
    assert dialog.columns.boxes["name"].itemText(2) == "2"
    assert dialog.look.model().rowCount() == 3


def test_a_geonames_dump_asks_for_kinds_of_place(ask: Callable[..., ImportDialog]) -> None:
    dialog = ask(Draft("geonames", "GeoNames Iraq"))
    on = [letter for letter, box in dialog.classes.items() if box.isChecked()]
    assert on == ["P", "A", "H", "L", "T"]
    for letter in on:
        QTest.mouseClick(dialog.classes[letter], Qt.MouseButton.LeftButton)
    assert not dialog.take.isEnabled()
    QTest.keyClick(dialog.classes["R"], Qt.Key.Key_Space)
    assert dialog.take.isEnabled()
    assert dialog.draft.classes == ("R",)


def test_escape_adds_nothing(ask: Callable[..., ImportDialog]) -> None:
    dialog = ask(Draft("kml", "Camps"))
    drafts: list[Draft] = []
    dialog.accepted.connect(lambda: drafts.append(dialog.draft))
    QTest.keyClick(dialog.title, Qt.Key.Key_Escape)
    assert drafts == []
    assert not dialog.isVisible()


def test_sentences_about_columns() -> None:
    assert missing({}) == "Choose the columns of name, latitude and longitude."
    assert missing({"name": "a", "lat": "b", "lon": "c"}) == ""
    assert summary({"name": "a"}, 1) == "Name = “a”."


@given(
    st.lists(st.lists(st.text("abc ñ", max_size=4), min_size=2, max_size=2), min_size=1, max_size=4),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_a_table_cut_by_its_own_delimiter_is_the_table(rows: list[list[str]], delimiter: str) -> None:
    """One that was taken for a single column, cut by the delimiter that it has."""
    other = "|" if delimiter != "|" else ";"
    lines = [delimiter.join(row) for row in rows]
    single = TableLook(("1",), tuple((line,) for line in lines))
    again = cut(single, Reading(other, "utf-8", header=False), Reading(delimiter, "utf-8", header=False))
    assert again == Cut(("1", "2"), tuple(tuple(row) for row in rows))


def test_letters_under_another_encoding() -> None:
    broken = TableLook(("1",), (("Ã¼",),))
    again = cut(broken, Reading(",", "cp1252", header=False), Reading(",", "utf-8", header=False))
    assert again.rows == (("ü",),)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_cells_and_columns_stay_text(ask: Callable[..., ImportDialog], payload: str) -> None:
    table = TableLook((payload, "lat", "lng"), ((payload, "1", "2"),))
    dialog = ask(replace(DRAFT, title=payload, columns={"name": payload, "lat": "lat", "lon": "lng"}), table)
    dialog.grab()
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert "\u202e" not in label.text()
    assert "\u202e" not in str(dialog.look.model().data(dialog.look.model().index(0, 0)))
    assert dialog.draft.columns["name"] == payload
