from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.errors import Expected, Unreadable
from app.session.packlist import Draft, PackRow
from app.session.packs import Packs
from app.ui.gazetteers import GazetteersDialog
from app.ui.mapping import ImportDialog
from app.ui.packlist import small_print
from tests.support.pointer import PAYLOADS
from tests.ui.fakes import CAMPS, IRAQ_DUMP, OWN, Ended, Fault, ImportLane, Seen, Shelf, Told

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def lane() -> ImportLane:
    return ImportLane(Seen(Draft("geonames", "GeoNames Syria")))


@pytest.fixture
def changes() -> list[str]:
    return []


@pytest.fixture
def dialog(
    shown: Callable[[QWidget], None], shelf: Shelf, lane: ImportLane, changes: list[str], qtbot: QtBot
) -> GazetteersDialog:
    host = QWidget()
    shown(host)
    made = GazetteersDialog(Packs(shelf, lane, changes.append), host)
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def asked(dialog: GazetteersDialog) -> ImportDialog:
    found = dialog.findChild(ImportDialog)
    assert isinstance(found, ImportDialog)
    return found


def drop(target: QWidget, data: QMimeData, spot: QPointF) -> bool:
    action = Qt.DropAction.CopyAction if data.hasUrls() else Qt.DropAction.MoveAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(spot.toPoint(), action, data, left, none)
    QApplication.sendEvent(target, enter)
    if enter.isAccepted():
        QApplication.sendEvent(target, QDragMoveEvent(spot.toPoint(), action, data, left, none))
    event = QDropEvent(spot, action, data, left, none)
    QApplication.sendEvent(target, event)
    return enter.isAccepted() and event.isAccepted()


def test_each_gazetteer_says_what_it_is() -> None:
    assert small_print(CAMPS) == "1,204 places · CSV · imported 22 Nov 2026 · 17 lines skipped · CC BY 4.0"
    assert small_print(IRAQ_DUMP) == "62,345 places · GeoNames dump · imported 3 Oct 2026 · CC BY 4.0"
    assert small_print(OWN) == "301,224 places · comes with Whereof · CC BY 4.0"


def test_the_box_and_the_space_bar_switch_a_gazetteer(
    dialog: GazetteersDialog, shelf: Shelf, changes: list[str]
) -> None:
    box = dialog.list.visualRect(dialog.list.model_.index(0)).topLeft()
    QTest.mouseClick(dialog.list.viewport(), Qt.MouseButton.LeftButton, pos=box + QPointF(18, 14).toPoint())
    assert [row.enabled for row in shelf.rows] == [False, True, True]
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert [row.enabled for row in shelf.rows] == [True, True, True]
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert [row.enabled for row in shelf.rows] == [True, False, True]
    assert len(changes) == 3


def test_alt_with_arrows_moves_a_gazetteer_and_the_keyboard_stays_on_it(
    dialog: GazetteersDialog, shelf: Shelf, changes: list[str]
) -> None:
    QTest.keyClick(dialog.list, Qt.Key.Key_Up, ALT)
    assert shelf.order == ["camps", "embedded", "iq"]
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, ALT)
    QTest.keyClick(dialog.list, Qt.Key.Key_Down, ALT)
    assert shelf.order == ["embedded", "iq", "camps"]
    current = dialog.list.current
    assert current is not None
    assert current.id == "camps"
    QTest.keyClick(dialog.list, Qt.Key.Key_Up, ALT)
    assert shelf.order == ["embedded", "camps", "iq"]
    assert len(changes) == 3


@pytest.mark.parametrize(
    ("dragged", "onto", "lower_half", "order"),
    [
        (0, 2, True, ["embedded", "iq", "camps"]),
        (0, 2, False, ["embedded", "camps", "iq"]),
        (2, 0, False, ["iq", "camps", "embedded"]),
        (2, 0, True, ["camps", "iq", "embedded"]),
        (1, 1, True, ["camps", "embedded", "iq"]),
    ],
)
def test_dragging_changes_the_order(
    dialog: GazetteersDialog, shelf: Shelf, *, dragged: int, onto: int, lower_half: bool, order: list[str]
) -> None:
    view = dialog.list
    data = view.model_.mimeData([view.model_.index(dragged)])
    rect = view.visualRect(view.model_.index(onto))
    spot = QPointF(rect.center().x(), rect.bottom() - 2 if lower_half else rect.top() + 2)
    assert drop(view.viewport(), data, spot)
    assert shelf.order == order
    assert view.model_.rowCount() == 3


def test_removing_asks_in_place_and_keeps_what_whereof_carries(dialog: GazetteersDialog, shelf: Shelf) -> None:
    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)
    assert dialog.question.words.text().startswith("Remove “My camps” with its 1,204 places?")
    assert QApplication.activeModalWidget() is None
    QTest.keyClick(dialog.question.no, Qt.Key.Key_Return)
    assert shelf.order == ["camps", "embedded", "iq"]
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.question.isVisible()
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    QTest.mouseClick(dialog.question.yes, Qt.MouseButton.LeftButton)
    assert shelf.order == ["embedded", "iq"]
    assert not dialog.remove.isEnabled()
    QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert not dialog.question.isVisible()


def test_a_dropped_file_is_looked_at_and_asked_about(
    dialog: GazetteersDialog, lane: ImportLane, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "SY.zip"))])
    assert drop(dialog, data, QPointF(20, 20))
    assert lane.looked == [tmp_path / "SY.zip"]
    question = asked(dialog)
    question.classes["S"].setChecked(True)
    QTest.mouseClick(question.take, Qt.MouseButton.LeftButton)
    source, draft = lane.added[0]
    assert source.name == "SY.zip"
    assert draft.classes == ("P", "A", "H", "L", "T", "S")
    assert draft.title == "GeoNames Syria"


def test_a_file_dropped_on_the_list_is_taken_too(dialog: GazetteersDialog, lane: ImportLane, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "SY.zip"))])
    receiver: QWidget | None = dialog.list.viewport()
    while receiver is not None:
        if receiver.acceptDrops() and drop(receiver, data, QPointF(20, 20)):
            break
        receiver = receiver.parentWidget()
    assert lane.looked == [tmp_path / "SY.zip"]


def test_a_first_look_that_comes_after_closing_asks_nothing(dialog: GazetteersDialog, lane: ImportLane) -> None:
    lane.waits = True
    dialog.take(Path("SY.zip"))
    QTest.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
    lane.look()
    assert lane.tickets[0].cancelled
    assert not [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ImportDialog)]


def test_a_file_that_is_none_is_one_sentence(dialog: GazetteersDialog, lane: ImportLane) -> None:
    lane.seen = Unreadable("holiday.jpg is no gazetteer.", "Choose a table or a dump.")
    dialog.take(Path("holiday.jpg"))
    assert dialog.progress.words.text() == "holiday.jpg is no gazetteer. Choose a table or a dump."
    assert dialog.findChild(ImportDialog) is None


def test_an_import_shows_its_count_can_be_stopped_and_reports(
    dialog: GazetteersDialog, lane: ImportLane, changes: list[str]
) -> None:
    dialog.take(Path("SY.zip"))
    asked(dialog).accept()
    lane.tell(Told(420, 1000, 12_345, 17))
    assert dialog.progress.words.text() == "Adding “GeoNames Syria”: 12,345 places, 17 skipped"
    assert dialog.progress.bar.value() == 420
    assert not dialog.add.isEnabled()
    QTest.mouseClick(dialog.progress.cancel, Qt.MouseButton.LeftButton)
    assert lane.tickets[-1].cancelled
    assert "Stopping" in dialog.progress.words.text()
    lane.tell(Ended(12_345, 20_000, 18, (Fault(17, "line 17: latitude 97.3"), Fault(40, "line 40: no name"))))
    lane.end()
    assert "12,345 places" in dialog.progress.words.text()
    assert not dialog.progress.details.isVisible()
    QTest.mouseClick(dialog.progress.more, Qt.MouseButton.LeftButton)
    assert dialog.progress.details.toPlainText() == "line 17: latitude 97.3\nline 40: no name\nand 16 more"
    assert dialog.progress.details.isVisible()
    assert dialog.add.isEnabled()
    assert len(changes) == 1


def test_an_import_that_failed_says_why(dialog: GazetteersDialog, lane: ImportLane, changes: list[str]) -> None:
    dialog.take(Path("SY.zip"))
    asked(dialog).accept()
    lane.end(Expected("The disk is full.", "Make room."))
    assert dialog.progress.words.text() == "The disk is full. Make room."
    assert dialog.progress.words.property("tone") == "bad"
    assert changes == []


def test_closing_leaves_the_import_alone_and_hears_no_more(
    dialog: GazetteersDialog, lane: ImportLane, shelf: Shelf
) -> None:
    dialog.take(Path("SY.zip"))
    asked(dialog).accept()
    QTest.mouseClick(dialog.close_button, Qt.MouseButton.LeftButton)
    QApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
    lane.tell(Ended(2, 2, 0))
    lane.end()
    assert len(shelf.rows) == 4


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_titles_faults_and_reports_stay_text(
    dialog: GazetteersDialog, shelf: Shelf, lane: ImportLane, payload: str
) -> None:
    shelf.rows[0] = PackRow("camps", payload, 1, payload, payload, payload, payload, fault=payload)
    lane.seen = Seen(Draft("geonames", payload, payload, payload))
    dialog.take(Path(payload.replace("/", "_").replace("\x00", "_")))
    dialog.list.setCurrentIndex(dialog.list.model_.index(0))
    dialog.remove.click()
    asked(dialog).grab()
    asked(dialog).accept()
    lane.tell(Ended(1, 1, 1, (Fault(1, payload),), remarks=(payload,)))
    lane.end()
    dialog.grab()
    for label in dialog.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
        assert "\u202e" not in label.text()
    assert "\u202e" not in str(dialog.list.model_.data(dialog.list.model_.index(0), Qt.ItemDataRole.AccessibleTextRole))
