from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.errors import Unreadable
from app.settings import SettingsFile, Theme
from app.ui.about import AboutDialog
from app.ui.look import DARK, LIGHT, current_look
from app.ui.sidebar import DOCUMENTS
from app.ui.window import MainWindow
from tests.support.builders import FALL, MOSUL, MOSUL_DISTRICT, document
from tests.support.pointer import mention, middle_of
from tests.support.sessions import HandLanes, new_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.session.session import Session
    from app.ui.theme import ThemeKeeper


def drop_on(target: QWidget, window: MainWindow, data: QMimeData) -> bool:
    """A real drag and drop at the middle of `target`, up through its parents as Qt does it."""
    spot = target.mapTo(window, target.rect().center())
    actions = Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    receiver: QWidget | None = window.childAt(spot) or window
    while receiver is not None and not receiver.acceptDrops():
        receiver = receiver.parentWidget()
    assert receiver is not None
    enter = QDragEnterEvent(spot, actions, data, left, none)
    QApplication.sendEvent(receiver, enter)
    if not enter.isAccepted():
        return False
    drop = QDropEvent(QPointF(spot), actions, data, left, none)
    QApplication.sendEvent(receiver, drop)
    return drop.isAccepted()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def lanes() -> HandLanes:
    return HandLanes()


@pytest.fixture
def new(lanes: HandLanes) -> Iterator[Session]:
    """A session with nothing open, whose lanes the test answers."""
    made = new_session(lanes.lanes)
    yield made
    made.close()


@pytest.fixture
def empty(new: Session, show: Callable[[Session], MainWindow], lanes: HandLanes) -> tuple[MainWindow, HandLanes]:
    return show(new), lanes


@pytest.mark.parametrize("where", ["reader", "sidebar", "map", "empty", "places field"])
def test_a_file_dropped_anywhere_is_opened(empty: tuple[MainWindow, HandLanes], tmp_path: Path, where: str) -> None:
    window, lanes = empty
    targets = {
        "reader": window.reader,
        "sidebar": window.sidebar,
        "map": window.map,
        "empty": window.empty,
        "places field": window.sidebar.places.field,
    }
    assert drop_on(targets[where], window, files(tmp_path / "a.txt"))
    assert [request.what for request in lanes.reads] == ["a.txt"]
    assert not window.hint.isVisible()


def test_text_dropped_is_a_document(empty: tuple[MainWindow, HandLanes]) -> None:
    window, lanes = empty
    data = QMimeData()
    data.setText("Gunmen took Mosul.")
    assert drop_on(window.map, window, data)
    assert lanes.reads[0].data.decode() == "Gunmen took Mosul."


def test_what_is_neither_file_nor_text_is_refused(empty: tuple[MainWindow, HandLanes]) -> None:
    window, lanes = empty
    data = QMimeData()
    data.setData("application/x-odd", b"odd")
    assert not drop_on(window.map, window, data)
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/page")])
    assert not drop_on(window.reader, window, web)
    assert lanes.reads == []


def test_ctrl_v_pastes_a_document(empty: tuple[MainWindow, HandLanes]) -> None:
    window, lanes = empty
    QGuiApplication.clipboard().setText("Gunmen took Mosul.")
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert lanes.reads[0].data.decode() == "Gunmen took Mosul."


def test_the_empty_state_gives_way_to_the_first_document(empty: tuple[MainWindow, HandLanes], tmp_path: Path) -> None:
    window, lanes = empty
    assert window.empty.isVisible()
    assert window.top_bar.add.objectName() != "primary"
    drop_on(window.map, window, files(tmp_path / "a.txt"))
    lanes.reads[0].answer(FALL)
    assert not window.empty.isVisible()
    assert window.reader.isVisible()
    assert window.top_bar.add.objectName() == "primary"
    assert "Gunmen took Mosul" in window.reader.view.toPlainText()


def test_the_empty_state_offers_the_samples(
    settings: SettingsFile,
    shown: Callable[[QWidget], None],
    light_theme: ThemeKeeper,
    new: Session,
) -> None:
    asked: list[bool] = []
    window = MainWindow(new, settings, QWidget(), lambda: asked.append(True), keeper=light_theme)
    shown(window)
    QTest.mouseClick(window.empty.link, Qt.MouseButton.LeftButton)
    assert asked == [True]


def press(window: MainWindow, key: Qt.Key, *, ctrl: bool = False) -> None:
    focus = QApplication.focusWidget() or window
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(focus, key, modifier)


def test_the_keys_of_the_reader(window: MainWindow, session: Session) -> None:
    window.reader.setFocus()
    press(window, Qt.Key.Key_N)
    assert session.state.mention == mention(session, "Mosul").key
    press(window, Qt.Key.Key_N)
    assert session.state.mention == mention(session, "Mosul", 1).key
    press(window, Qt.Key.Key_P)
    press(window, Qt.Key.Key_2)
    assert session.state.place == MOSUL_DISTRICT.id
    press(window, Qt.Key.Key_Z, ctrl=True)
    assert session.state.place != MOSUL_DISTRICT.id
    press(window, Qt.Key.Key_Y, ctrl=True)
    assert session.state.place == MOSUL_DISTRICT.id
    press(window, Qt.Key.Key_U)
    assert session.state.mention == mention(session, "Kalak").key
    press(window, Qt.Key.Key_Return)
    assert session.state.coverage.unsure == 0
    before = len(session.highlights(1))
    press(window, Qt.Key.Key_X)
    assert len(session.highlights(1)) == before - 1
    press(window, Qt.Key.Key_F)
    assert session.state.frozen
    press(window, Qt.Key.Key_Escape)
    assert session.state.mention is None


def test_single_keys_belong_to_a_field_while_one_types(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    before = session.state
    field = window.sidebar.places.field
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    for letter in "nxuf12p":
        QTest.keyClicks(field, letter)
    assert field.text() == "nxuf12p"
    assert session.state == before
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.state == before


def test_enter_and_escape_in_a_field_do_not_reach_the_mention(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    session.focus_mention(mention(session, "Kalak").key)
    before = session.state
    window.reader.finder.open_bar()
    qtbot.waitUntil(window.reader.finder.field.hasFocus)
    QTest.keyClicks(window.reader.finder.field, "mosul")
    press(window, Qt.Key.Key_Return)
    press(window, Qt.Key.Key_Escape)
    assert not window.reader.finder.isVisible()
    assert session.state == before
    field = window.sidebar.places.field
    field.setFocus()
    QTest.keyClicks(field, "mos")
    press(window, Qt.Key.Key_Return)
    assert session.state.place == MOSUL.id
    assert session.state.coverage.confirmed == 0
    press(window, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_enter_presses_the_button_that_has_the_keyboard(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    button = window.inspector.blocks[1].button
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    press(window, Qt.Key.Key_Return)
    assert session.state.place == MOSUL_DISTRICT.id
    session.clear_focus()
    pressed: list[bool] = []
    window.status.cancel.clicked.connect(lambda: pressed.append(True))
    window.status.cancel.setVisible(True)
    window.status.cancel.setFocus()
    qtbot.waitUntil(window.status.cancel.hasFocus)
    press(window, Qt.Key.Key_Return)
    assert pressed == [True]


def test_freezing_shows_in_the_status_line(window: MainWindow, session: Session) -> None:
    assert not window.status.frozen.isVisible()
    session.toggle_frozen()
    assert window.status.frozen.isVisible()
    assert window.actions_.freeze.isChecked()


def test_panes_can_be_arranged_by_title_bars(window: MainWindow, qtbot: QtBot) -> None:
    entries = {action.text(): action for action in window.findChildren(QAction)}
    for on in (True, False, True):
        entries["Arrange panes"].setChecked(on)
        qtbot.wait(1)
        assert (window.list_dock.titleBarWidget() is None) is on
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, window.list_dock)
    moved = window.layout_state()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, window.list_dock)
    assert window.restore_layout(moved)
    assert window.dockWidgetArea(window.list_dock) is Qt.DockWidgetArea.RightDockWidgetArea


def test_ctrl_f_opens_the_find_bar(window: MainWindow, qtbot: QtBot) -> None:
    press(window, Qt.Key.Key_F, ctrl=True)
    assert window.reader.finder.isVisible()
    qtbot.waitUntil(window.reader.finder.field.hasFocus)


def test_a_click_in_the_text_opens_the_inspector_and_keeps_the_mention_in_view(
    window: MainWindow, session: Session, qtbot: QtBot
) -> None:
    view = window.reader.view
    target = mention(session, "Turkish")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view, target))
    assert window.inspector.isVisible()
    qtbot.waitUntil(lambda: view.viewport().rect().contains(middle_of(view, target)))


def test_a_notice_has_one_action_and_can_be_dismissed(empty: tuple[MainWindow, HandLanes], tmp_path: Path) -> None:
    window, lanes = empty
    drop_on(window.map, window, files(tmp_path / "a.txt"))
    lanes.reads[0].answer(error=Unreadable("<b>a.txt</b> cannot be opened."))
    notices = window.notices
    assert notices.isVisible()
    assert notices.sentence.textFormat() is Qt.TextFormat.PlainText
    assert "<b>a.txt</b> cannot be opened." in notices.sentence.text()
    assert notices.action.text() == "Try again"
    QTest.mouseClick(notices.action, Qt.MouseButton.LeftButton)
    assert len(lanes.reads) == 2
    lanes.reads[1].answer(error=Unreadable("a.txt cannot be opened."))
    QTest.mouseClick(notices.close_button, Qt.MouseButton.LeftButton)
    assert not notices.isVisible()


def test_progress_shows_a_count_and_can_be_cancelled(empty: tuple[MainWindow, HandLanes], tmp_path: Path) -> None:
    window, lanes = empty
    assert not window.status.progress_bar.isVisible()
    drop_on(window.map, window, files(tmp_path / "a.txt", tmp_path / "b.txt"))
    assert window.status.progress_label.text() == "Reading: 0 of 2"
    assert window.status.progress_bar.isVisible()
    QTest.mouseClick(window.status.cancel, Qt.MouseButton.LeftButton)
    assert not window.status.progress_bar.isVisible()
    assert lanes.reads[0].cancelled


def test_the_text_fills_its_column_after_every_resize(window: MainWindow, qtbot: QtBot) -> None:
    view = window.reader.view
    for width in (1280, 1900, 1000, 1440):
        window.resize(width, 800)
        qtbot.wait(20)
        assert view.document().textWidth() == view.viewport().width()


def test_layout_and_theme_are_remembered(
    window: MainWindow, session: Session, settings: SettingsFile, show: Callable[[Session], MainWindow]
) -> None:
    window.sidebar.tabs.setCurrentIndex(DOCUMENTS)
    window.resize(1000, 640)
    window.list_dock.hide()
    window.wear(Theme.DARK)
    window.close()
    assert SettingsFile(settings._file.parent).settings.theme is Theme.DARK
    again = show(session)
    assert not again.list_dock.isVisible()
    assert again.sidebar.tabs.currentIndex() == DOCUMENTS
    assert again.height() == 640


@pytest.mark.parametrize(
    "layout", ["", "nonsense", "{}", '{"geometry": 1}', '{"geometry":"", "panes":"", "reader":"", "tab":0}']
)
def test_a_damaged_layout_changes_nothing(window: MainWindow, layout: str) -> None:
    before = window.size()
    assert not window.restore_layout(layout)
    assert window.size() == before
    assert window.list_dock.isVisible()


def test_the_theme_changes_while_it_is_open(window: MainWindow, qtbot: QtBot) -> None:
    window.wear(Theme.DARK)
    qtbot.wait(20)
    assert current_look() is DARK
    corner = window.reader.view.viewport().grab().toImage().pixelColor(3, 3).name()
    assert corner == DARK.paper
    window.wear(Theme.LIGHT)
    qtbot.wait(20)
    assert window.reader.view.viewport().grab().toImage().pixelColor(3, 3).name() == LIGHT.paper


def test_nothing_is_clipped_at_1280_by_800(window: MainWindow, session: Session, qtbot: QtBot) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    window.resize(1280, 800)
    qtbot.wait(50)
    assert window.size().toTuple() == (1280, 800)
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()
    for label in window.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.sizeHint().width(), label.text()
    whole = window.rect()
    for pane in (window.sidebar, window.reader, window.inspector, window.map, window.status):
        assert whole.contains(pane.mapTo(window, QPoint(0, 0)))
        assert whole.contains(pane.mapTo(window, pane.rect().bottomRight()))


def test_what_takes_the_keyboard_has_a_name(window: MainWindow, session: Session) -> None:
    session.focus_mention(mention(session, "Mosul").key)
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            if widget.objectName().startswith("qt_") or type(widget) is QWidget:
                continue
            named = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            action = getattr(widget, "defaultAction", lambda: None)()
            assert named or (action and action.text()), f"{type(widget).__name__} {widget.objectName()}"


def test_fields_take_no_drops_of_their_own(window: MainWindow) -> None:
    for field in window.findChildren(QLineEdit):
        assert not field.acceptDrops()


def test_the_about_box_names_versions_and_sources(window: MainWindow) -> None:
    window.actions_.about.trigger()
    box = window.findChild(AboutDialog)
    assert isinstance(box, AboutDialog)
    said = " ".join(label.text() for label in box.findChildren(QLabel))
    for words in ("GeoNames", "CC BY 4.0", "Natural Earth", "Leaflet", "LGPL", "Open Font License", "spaCy"):
        assert words in said
    assert not box.isModal()
    close = box.findChild(QPushButton)
    assert isinstance(close, QPushButton)
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not window.findChildren(AboutDialog) or not box.isVisible()


def test_undo_names_what_it_takes_back(show: Callable[[Session], MainWindow], filled: Callable[..., Session]) -> None:
    session = filled(document("T", "Mosul fell."))
    window = show(session)
    undo = window.actions_.undo
    assert not undo.isEnabled()
    session.focus_mention(mention(session, "Mosul").key)
    session.not_a_place()
    assert undo.isEnabled()
    assert undo.text().startswith("Undo: ")
    assert "Mosul" in undo.text()
    session.undo()
    assert window.actions_.redo.text().startswith("Redo: ")


def test_closing_asks_nothing(window: MainWindow) -> None:
    window.close()
    assert not window.isVisible()
    assert QApplication.activeModalWidget() is None
