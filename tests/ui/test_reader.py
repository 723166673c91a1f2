from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QLabel, QWidget

from app.geoparsing.model import MentionKey
from app.ui.look import LIGHT, MARKS
from app.ui.reader import ReaderPane
from tests.support.builders import MOSUL, document
from tests.support.pointer import PAYLOADS, hover, mention, middle_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.session.session import Session
    from app.ui.reader import ReaderView


@pytest.fixture
def read(shown: Callable[[QWidget], None]) -> Callable[[Session], ReaderView]:
    def opened(session: Session) -> ReaderView:
        pane = ReaderPane(session)
        pane.resize(520, 420)
        shown(pane)
        return pane.view

    return opened


@pytest.fixture
def view(read: Callable[[Session], ReaderView], session: Session) -> ReaderView:
    return read(session)


def colours(view: ReaderView) -> set[str]:
    image = view.viewport().grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_the_document_in_focus_is_shown_with_its_meta_line(view: ReaderView) -> None:
    title, meta, first = view.toPlainText().split("\n")[:3]
    assert title == "Calls for help as two cities fall"
    assert meta == "11 June 2014 · by hand · 5 places · 1 to review"
    assert first.startswith("Gunmen took Mosul")
    assert "Calls for help" in view.accessibleName()


def test_hovering_a_mention_previews_it_and_moves_nothing(view: ReaderView, session: Session, qtbot: QtBot) -> None:
    before = (view.verticalScrollBar().value(), session.state.mention, session.state.place)
    target = mention(session, "Mosul")
    hover(view.viewport(), middle_of(view, target))
    qtbot.waitUntil(lambda: session.state.hover_mention == target.key)
    assert session.state.hover_place == MOSUL.id
    assert (view.verticalScrollBar().value(), session.state.mention, session.state.place) == before
    qtbot.waitUntil(view.card.isVisible)
    assert view.card.words.startswith("Mosul\n")
    assert "Nineveh, Iraq" in view.card.words


def test_the_card_lies_inside_the_reader_and_off_the_mention(view: ReaderView, session: Session, qtbot: QtBot) -> None:
    target = mention(session, "Mosul", 2)
    hover(view.viewport(), middle_of(view, target))
    qtbot.waitUntil(view.card.isVisible)
    assert view.rect().contains(view.card.geometry())
    offset = view.viewport().pos()
    rect = view.layer.rects(target)[0].translated(offset.x(), offset.y())
    assert not rect.intersects(view.card.geometry().toRectF())


def test_leaving_the_text_ends_the_preview(view: ReaderView, session: Session, qtbot: QtBot) -> None:
    hover(view.viewport(), middle_of(view, mention(session, "Mosul")))
    qtbot.waitUntil(view.card.isVisible)
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert session.state.hover_mention is None
    assert not view.card.isVisible()


def test_a_place_hovered_elsewhere_lights_all_its_mentions(view: ReaderView, session: Session) -> None:
    assert LIGHT.selection not in colours(view)
    session.hover_place(MOSUL.id)
    image = view.viewport().grab().toImage()
    for nth in range(3):
        spot = view.layer.rects(mention(session, "Mosul", nth))[0]
        corner = (spot.topLeft() + QPointF(-1, 4)).toPoint()
        assert image.pixelColor(corner).name() == LIGHT.selection


def test_a_click_focuses_the_mention(view: ReaderView, session: Session) -> None:
    target = mention(session, "Kalak")
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view, target))
    assert session.state.mention == target.key
    assert LIGHT.focus in colours(view)


def test_a_click_beside_the_mentions_focuses_nothing(view: ReaderView, session: Session) -> None:
    spot = middle_of(view, mention(session, "Mosul")) - QPoint(60, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert session.state.mention is None


def test_dragging_selects_and_does_not_focus(view: ReaderView, session: Session) -> None:
    start = middle_of(view, mention(session, "Mosul")) - QPoint(60, 0)
    end = middle_of(view, mention(session, "Mosul"))
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert view.textCursor().hasSelection()
    assert session.state.mention is None


def test_text_is_copied_as_it_stands_and_cannot_be_changed(view: ReaderView) -> None:
    QGuiApplication.clipboard().clear()
    before = view.toPlainText()
    QTest.keyClicks(view, "zzz")
    view.selectAll()
    view.copy()
    assert view.toPlainText() == before
    assert "Gunmen took Mosul in two days." in QGuiApplication.clipboard().text()


def test_the_link_in_the_meta_line_goes_to_the_next_undecided(view: ReaderView, session: Session) -> None:
    meta = view.document().findBlockByNumber(1)
    cursor = QTextCursor(view.document())
    cursor.setPosition(meta.position() + meta.length() - 4)
    spot = view.cursorRect(cursor).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert session.state.mention == mention(session, "Kalak").key


@pytest.mark.parametrize(
    ("surface", "mark"), [("Mosul", "place"), ("Washington", "metonym"), ("Turkish", "demonym"), ("Kalak", "unsure")]
)
def test_each_kind_has_its_own_underline(view: ReaderView, session: Session, surface: str, mark: str) -> None:
    rect = view.layer.rects(mention(session, surface))[0]
    image = view.viewport().grab().toImage()
    wanted = MARKS[mark].colour(LIGHT)
    below = [
        image.pixelColor(x, y)
        for y in range(int(rect.bottom()), int(rect.bottom()) + 5)
        for x in range(int(rect.left()) + 1, int(rect.right()) - 1)
    ]
    assert any(_near(colour, wanted) for colour in below)


def _near(one: QColor, other: QColor) -> bool:
    parts = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) < 24 for a, b in parts)


def test_the_reader_scrolls_to_a_focused_mention_only_if_it_is_out_of_view(
    read: Callable[[Session], ReaderView], filled: Callable[..., Session], qtbot: QtBot
) -> None:
    filler = "Nothing is named in this paragraph, which is here to take room. " * 6
    session = filled(document("Long", "Mosul first.", *[filler] * 30, "Then Mosul again."))
    view = read(session)
    session.focus_mention(mention(session, "Mosul").key)
    qtbot.wait(200)
    assert view.verticalScrollBar().value() == 0
    last = mention(session, "Mosul", 1)
    session.focus_mention(last.key)
    inside = view.viewport().rect()
    qtbot.waitUntil(lambda: inside.contains(middle_of(view, last)))


def test_the_focus_stays_in_view_when_the_pane_changes_unless_one_scrolled_on(
    read: Callable[[Session], ReaderView], filled: Callable[..., Session], qtbot: QtBot
) -> None:
    filler = "Nothing is named in this paragraph, which is here to take room. " * 6
    session = filled(document("Long", *[filler] * 20, "Then Mosul.", *[filler] * 20))
    view = read(session)
    pane = view.parentWidget()
    assert pane is not None
    target = mention(session, "Mosul")
    session.focus_mention(target.key)
    for size in ((380, 200), (700, 500), (340, 160)):
        pane.resize(*size)
        qtbot.waitUntil(lambda: view.viewport().rect().contains(middle_of(view, target)))
    view.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderToMinimum)
    pane.resize(400, 300)
    qtbot.wait(250)
    assert view.verticalScrollBar().value() == 0


def test_nothing_glides_where_the_system_asks_for_no_motion(
    read: Callable[[Session], ReaderView], filled: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.glide.reduced_motion", lambda: True)
    filler = "Nothing is named in this paragraph, which is here to take room. " * 6
    session = filled(document("Long", *[filler] * 30, "Then Mosul."))
    view = read(session)
    target = mention(session, "Mosul")
    session.focus_mention(target.key)
    assert view.viewport().rect().contains(middle_of(view, target))


def test_the_overview_has_a_tick_for_each_mention(view: ReaderView, session: Session) -> None:
    assert session.state.document is not None
    highlights = session.highlights(session.state.document)
    assert [name for _share, name in view.overview.ticks] == [
        "place",
        "place",
        "unsure",
        "metonym",
        "place",
        "demonym",
        "place",
    ]
    shares = [share for share, _name in view.overview.ticks]
    assert len(shares) == len(highlights)
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share in shares)


def test_an_emoji_and_arabic_before_a_mention_do_not_shift_its_mark(
    read: Callable[[Session], ReaderView], filled: Callable[..., Session]
) -> None:
    session = filled(document("T", "😀 𐌰𐌱 الموصل e\u0301 and then Mosul fell."))
    view = read(session)
    target = mention(session, "Mosul")
    cursor = view.cursorForPosition(middle_of(view, target))
    cursor.select(QTextCursor.SelectionType.WordUnderCursor)
    assert cursor.selectedText() == "Mosul"
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(view, target))
    assert session.state.mention == target.key


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_text_and_title_stay_literal(
    read: Callable[[Session], ReaderView], filled: Callable[..., Session], payload: str
) -> None:
    session = filled(document(f"Title {payload}", f"Mosul and {payload} here.", source=payload))
    view = read(session)
    expected = payload.replace("\x00", "␀")
    lines = view.toPlainText().split("\n")
    assert lines[0] == f"Title {expected}"
    assert lines[2] == f"Mosul and {expected} here."
    assert "7*7" not in payload or "49" not in view.toPlainText()
    assert "object-replacement" not in view.toHtml()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_s4_the_card_under_a_mention_is_plain_text(
    read: Callable[[Session], ReaderView], session: Session, payload: str
) -> None:
    view = read(session)
    view.card.show_for(payload, payload, view.layer.rects(mention(session, "Mosul"))[0])
    for label in view.card.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert "\u202e" not in view.card.words


def test_the_column_is_60_to_75_characters_where_there_is_room(
    read: Callable[[Session], ReaderView], session: Session
) -> None:
    view = read(session)
    pane = view.parentWidget()
    assert pane is not None
    pane.resize(1100, 500)
    QApplication.processEvents()
    usable = view.viewport().width() - 2 * view.document().documentMargin()
    sample = "the quick brown fox jumps over a lazy dog and goes on to say so again and again"
    per_character = QFontMetricsF(view.document().defaultFont()).horizontalAdvance(sample) / len(sample)
    assert 60 <= usable / per_character <= 76


def test_find_goes_round(view: ReaderView) -> None:
    pane = view.parentWidget()
    assert isinstance(pane, ReaderPane)
    pane.finder.open_bar()
    QTest.keyClicks(pane.finder.field, "mosul")
    first = view.textCursor().selectionStart()
    for _again in range(3):
        QTest.keyClick(pane.finder.field, Qt.Key.Key_Return)
    assert view.textCursor().selectionStart() == first
    assert view.textCursor().selectedText() == "Mosul"
    QTest.keyClick(pane.finder.field, Qt.Key.Key_Escape)
    assert not pane.finder.isVisible()


def test_a_mention_that_is_not_a_highlight_is_not_found(view: ReaderView) -> None:
    assert view.layer.with_key(MentionKey(1, 0, 1)) is None
