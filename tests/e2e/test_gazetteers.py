"""Looking a place up, marking one that was missed, and a gazetteer of the reader's own, in the real program."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.geoparsing.model import Decider
from tests.support.eventloop import pause
from tests.ui.steps import select_words, titles

if TYPE_CHECKING:
    from app.session.packlist import FirstLook
    from tests.e2e.conftest import Reader, Use

ROOT = Path(__file__).resolve().parents[2]
CONTROL = Qt.KeyboardModifier.ControlModifier
TEXT = "Letters from the road\n\n😀 The convoy left Qumbarat at dawn and stopped near Qumbarat. Rain fell in Mosul.\n"


def _look_up(reader: Reader, words: str) -> None:
    """Type into the open search and wait until it has caught up."""
    search = reader.program.window.search
    reader.wait_until(search.isVisible, "the search to open")
    search.field.setText(words)
    reader.wait_until(lambda: not search._timer.isActive() and titles(search), f"places called {words}")


def test_ctrl_k_flies_to_a_place_that_no_document_names(use: Use, seeds: list[Path]) -> None:
    def script(reader: Reader) -> None:
        reader.drop(seeds[0])
        reader.wait_for_pins()
        session, window = reader.program.session, reader.program.window
        before = [row.place.id for row in session.places()]
        QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
        _look_up(reader, "القاهرة")
        QTest.keyClick(window.search.field, Qt.Key.Key_Return)
        assert session.state.preview is not None
        assert session.state.preview.id == "gn:360630"
        reader.wait_until(
            lambda: abs(reader.js("window.whereof.view()")["lat"] - 30.06) < 1.0, "the map to fly to Cairo"
        )
        assert [row.place.id for row in session.places()] == before
        session.clear_focus()
        assert session.state.preview is None

    use(script)


def test_selected_words_are_marked_as_a_place_and_undo_takes_it_back(use: Use, tmp_path: Path) -> None:
    file = tmp_path / "letters.txt"
    file.write_text(TEXT, encoding="utf-8")

    def script(reader: Reader) -> None:
        reader.drop(file)
        reader.wait_for_pins()
        session, window = reader.program.session, reader.program.window
        opened = session.document(session.documents()[0].id)
        assert opened is not None
        select_words(window.reader.view, "Qumbarat", opened)
        QTest.keyClick(window.reader.view, Qt.Key.Key_M)
        _look_up(reader, "Tikrit, Iraq")
        QTest.keyClick(window.search.field, Qt.Key.Key_Return)
        made = reader.mark("Qumbarat")
        assert made.place_id == "gn:90150"
        assert made.decider is Decider.READER
        document = session.document(made.key.document)
        assert document is not None
        assert document.text[made.key.start : made.key.end] == "Qumbarat"
        assert reader.row("Tikrit").count == 1
        reader.wait_until(lambda: reader.pin("gn:90150"), "the pin of the marked place")
        session.undo()
        assert "Tikrit" not in [row.place.name for row in session.places()]

    use(script)


def test_a_gazetteer_of_the_readers_own_places_what_was_unknown(use: Use, tmp_path: Path) -> None:
    file, table = tmp_path / "letters.txt", tmp_path / "camps.csv"
    file.write_text(TEXT.replace("Qumbarat", "Qumbarat City"), encoding="utf-8")
    table.write_text("camp,latitude,longitude\nQumbarat City,35.5,43.2\nbroken,95,43\n", encoding="utf-8")

    def script(reader: Reader) -> None:
        reader.drop(file)
        reader.wait_for_pins()
        session, packs = reader.program.session, reader.program.packs
        looks: list[FirstLook] = []
        packs.preview(table, looks.append)
        reader.wait_until(lambda: looks, "the first look at the table")
        draft = looks[0].draft
        assert draft is not None
        assert draft.columns["name"] == "camp"
        packs.add(table, replace(draft, title="My camps"))
        reader.wait_until(lambda: packs.state.report, "the import")
        assert [row.title for row in packs.rows if row.id != "embedded"] == ["My camps"]
        notice = next(notice for notice in session.state.notices if notice.command == "parse_again")
        session.act_on(notice.id)
        pause(50)
        reader.wait_for_pins()
        reader.wait_until(lambda: "Qumbarat City" in [row.place.name for row in session.places()], "the camp's pin")
        camp = reader.row("Qumbarat City").place
        assert (camp.lat, camp.lon, camp.country) == (35.5, 43.2, "IQ")

    use(script)


def test_p1_nothing_that_opens_connections_is_loaded_before_the_reader_asks(isolated_home: Path) -> None:
    program = (
        "import sys\nfrom PySide6.QtCore import QTimer\nfrom app.main import main\n"
        "status = main(['--size', '900x600'], attend=lambda program: QTimer.singleShot(0, program.quit))\n"
        "loaded = [name for name in ('app.network.gateway', 'app.network.online') if name in sys.modules]\n"
        "sys.exit(status or (3 if loaded else 0))\n"
    )
    environment = {
        **os.environ,
        "WHEREOF_HOME": str(isolated_home),
        "QT_QPA_PLATFORM": "offscreen",
        "QTWEBENGINE_DISABLE_SANDBOX": "1",
    }
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=False, timeout=120)
    assert ended.returncode == 0
