"""The program as its reader meets it: the real `main()`, real files, real clicks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest

from app.session.state import DocumentStatus
from app.settings import SettingsFile, Theme
from tests.support.eventloop import pause

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.session.state import Highlight
    from tests.e2e.conftest import Reader, Use

ROOT = Path(__file__).resolve().parents[2]


def test_a_click_on_mosuls_pin_brings_the_reader_to_its_mention(use: Use, seeds: list[Path]) -> None:
    def script(reader: Reader) -> None:
        reader.drop(seeds[0])
        reader.wait_for_pins()
        mosul = reader.row("Mosul")
        assert 36.0 < mosul.place.lat < 36.7
        assert mosul.count == 2
        reader.click_pin(mosul)
        session = reader.program.session
        reader.wait_until(lambda: session.state.mention is not None, "the click to arrive")
        assert session.state.place == mosul.place.id
        assert session.state.mention == reader.mark("Mosul").key
        view = reader.program.window.reader.view
        rects = view.layer.rects(reader.mark("Mosul"))
        reader.wait_until(
            lambda: view.viewport().rect().contains(view.layer.rects(reader.mark("Mosul"))[0].center().toPoint()),
            "the reader to scroll to the mention",
        )
        assert rects
        card = session.card()
        assert card is not None
        assert (card.surface, card.index_in_document, card.total_in_document) == ("Mosul", 0, 2)

    use(script)


def test_a_click_on_a_mention_brings_the_map_to_it(use: Use, seeds: list[Path]) -> None:
    def script(reader: Reader) -> None:
        reader.drop(seeds[1])
        reader.wait_for_pins()
        mark = reader.mark("Baghdad")
        session = reader.program.session
        session.focus_mention(reader.mark("Washington").key)
        session.focus_mention(mark.key)
        session.clear_focus()
        reader.program.map_view.bridge.send("view", lat=-30.0, lon=-60.0, zoom=5)
        reader.program.window.reader.view.ensureCursorVisible()
        reader.click_mention(mark)
        assert session.state.mention == mark.key
        assert session.state.place is not None
        reader.wait_until(lambda: reader.pin(str(mark.place_id)), "the map to fly to Baghdad")
        centre = reader.js("window.whereof.view()")
        assert abs(centre["lat"] - 33.3) < 5
        assert abs(centre["lng"] - 44.4) < 8

    use(script)


def test_offsets_hold_after_an_emoji_and_arabic_text(use: Use, tmp_path: Path) -> None:
    text = "🗺️🕊 خرائط وتقارير من الموصل\n\n𐌰𐌱 Aid workers 🚚 left Tikrit and drove to Mosul on Monday.\n"
    file = tmp_path / "offsets.txt"
    file.write_text(text, encoding="utf-8")

    def script(reader: Reader) -> None:
        reader.drop(file)
        reader.wait_for_pins()
        session = reader.program.session
        document = session.document(session.documents()[0].id)
        assert document is not None
        for name in ("Tikrit", "Mosul"):
            mark = reader.mark(name)
            assert document.text[mark.key.start : mark.key.end] == name
            reader.click_mention(mark)
            assert session.state.mention == mark.key
            cursor = reader.program.window.reader.view.cursorForPosition(
                reader.program.window.reader.view.layer.rects(mark)[0].center().toPoint()
            )
            cursor.select(cursor.SelectionType.WordUnderCursor)
            assert cursor.selectedText() == name
            session.clear_focus()

    use(script)


def test_hovering_lights_the_twin_and_moves_nothing(use: Use, seeds: list[Path]) -> None:
    def script(reader: Reader) -> None:
        reader.drop(seeds[0])
        reader.wait_for_pins()
        session, view = reader.program.session, reader.program.window.reader.view
        mark = reader.mark("Iraq", 1)
        pause(1500)
        before = reader.js("window.whereof.view()")
        scrolled = view.verticalScrollBar().value()
        QTest.mouseMove(view.viewport(), view.layer.rects(mark)[0].center().toPoint())
        reader.wait_until(lambda: session.state.hover_place == mark.place_id, "the hover to be told")
        reader.wait_until(lambda: reader.js("document.querySelectorAll('.hovered').length") > 0, "the badge to light")
        assert reader.js("window.whereof.view()") == before
        assert view.verticalScrollBar().value() == scrolled
        assert session.state.mention is None

    use(script)


def test_keys_choose_reject_undo_and_redo(use: Use, seeds: list[Path]) -> None:
    def script(reader: Reader) -> None:
        reader.drop(seeds[0])
        reader.wait_for_pins()
        session, window = reader.program.session, reader.program.window
        mark = reader.mark("Tikrit")
        reader.click_mention(mark) if view_shows(reader, mark) else session.focus_mention(mark.key)
        before = session.inspection()
        assert before is not None
        assert len(before.candidates) > 1
        QTest.keyClick(window, Qt.Key.Key_2)
        chosen = session.inspection()
        assert chosen is not None
        assert chosen.chosen == before.candidates[1].place.id
        QTest.keyClick(window, Qt.Key.Key_X)
        assert [one for one in session.highlights(mark.key.document) if one.key == mark.key] == []
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        restored = session.inspection()
        assert restored is not None
        assert restored.chosen == before.chosen
        QTest.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        again = session.inspection()
        assert again is not None
        assert again.chosen == before.candidates[1].place.id

    use(script)


def view_shows(reader: Reader, mark: Highlight) -> bool:
    view = reader.program.window.reader.view
    rects = view.layer.rects(mark)
    return bool(rects) and view.viewport().rect().contains(rects[0].center().toPoint())


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL on this system")
def test_a_killed_parser_costs_one_try(use: Use, seeds: list[Path]) -> None:
    def script(reader: Reader) -> None:
        session, lane = reader.program.session, reader.program.parse_lane
        reader.drop(seeds[0])
        reader.wait_until(
            lambda: [row.status for row in session.documents()] == [DocumentStatus.PARSING], "the parsing to begin"
        )
        assert lane.pid is not None
        os.kill(lane.pid, signal.SIGKILL)
        reader.wait_until(
            lambda: [row.status for row in session.documents()] == [DocumentStatus.FAILED], "the document to be marked"
        )
        assert reader.program.window.isVisible()
        assert session.document(session.documents()[0].id) is not None
        notice = session.state.notices[-1]
        assert notice.action == "Try again"
        session.act_on(notice.id)
        reader.wait_for_pins()
        assert reader.row("Mosul").count == 2

    use(script)


def test_trouble_with_files_is_a_notice_and_loses_nothing(use: Use, tmp_path: Path, seeds: list[Path]) -> None:
    empty, binary = tmp_path / "empty.txt", tmp_path / "picture.txt"
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 40)

    def script(reader: Reader) -> None:
        session = reader.program.session
        reader.drop(empty, binary, tmp_path / "gone.txt", seeds[0])
        reader.wait_until(
            lambda: any(row.status is DocumentStatus.DONE for row in session.documents()), "the good document"
        )
        said = " ".join(notice.sentence for notice in session.state.notices)
        said += " ".join(row.error for row in session.documents())
        for name in ("empty.txt", "picture.txt", "gone.txt"):
            assert name in said
        assert "Traceback" not in said

    use(script)


def test_p4_an_unexpected_error_is_a_sentence_and_its_words_stay_out_of_the_log(
    use: Use, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def stumble() -> None:
        raise KeyError("canaryword")

    def script(reader: Reader) -> None:
        QTimer.singleShot(0, stumble)
        notices = reader.program.session.state.notices
        reader.wait_until(lambda: reader.program.session.state.notices != notices, "the notice")
        (notice,) = reader.program.session.state.notices
        assert notice.sentence.startswith("Something in Whereof itself went wrong")
        assert reader.program.window.isVisible()

    hook = sys.excepthook
    with qtbot.capture_exceptions() as caught:
        use(script)
    assert [kind for kind, _, _ in caught] == [KeyError]
    assert sys.excepthook is hook
    assert "unexpected KeyError" in caplog.text
    assert "in stumble" in caplog.text
    assert "canaryword" not in caplog.text.replace('raise KeyError("canaryword")', "")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root is refused")
def test_root_is_told_of_the_sandbox() -> None:
    environment = {key: value for key, value in os.environ.items() if key != "QTWEBENGINE_DISABLE_SANDBOX"}
    done = subprocess.run(
        [sys.executable, "-m", "app", "seeds"], cwd=ROOT, env=environment, check=False, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "sandbox needs an ordinary user" in done.stderr
    assert "--no-sandbox" in done.stderr


def test_report_tells_the_places_and_saves_a_picture(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    done = subprocess.run(
        [sys.executable, "-m", "app", "--no-sandbox", "--report", str(picture), "seeds"],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for name in ("Mosul", "Tikr", "Baghdad", "Tehran", "Iraq"):
        assert f"\n{name}" in done.stdout
    assert picture.stat().st_size > 50_000
    assert str(picture) in done.stdout


def test_last_documents_are_offered_again(use: Use, seeds: list[Path]) -> None:
    def first(reader: Reader) -> None:
        reader.drop(*seeds)
        reader.wait_for_pins(2)
        reader.program.window.close()

    def second(reader: Reader) -> None:
        empty = reader.program.window.empty
        assert empty.back.isVisible()
        assert empty.back.text() == "Open the last 2 documents again"
        QTest.mouseClick(empty.back, Qt.MouseButton.LeftButton)
        reader.wait_for_pins(2)
        assert [Path(row.source) for row in reader.program.session.documents()] == seeds

    use(first)
    use(second)


def test_theme_and_layout_are_remembered(use: Use, isolated_home: Path) -> None:
    def first(reader: Reader) -> None:
        reader.program.window.wear(Theme.DARK)
        reader.program.window.close()

    use(first)
    settings = SettingsFile(isolated_home / "config").settings
    assert settings.theme is Theme.DARK
    assert settings.layout
