"""How quickly the window stands, pins, and answers the pointer. Figures, no deadlines."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtTest import QTest

from tests.e2e.conftest import use  # noqa: F401 - the fixture is found by its name
from tests.support.eventloop import pause

if TYPE_CHECKING:
    from app.session.session import Session
    from tests.e2e.conftest import Reader, Use

pytestmark = pytest.mark.bench

ROOT = Path(__file__).resolve().parents[2]
COLD_STARTS = 5
DOCUMENTS = 200
HOVERS = 20
TOWNS = (
    *("Mosul", "Tikrit", "Baghdad", "Tehran", "Ankara", "Aleppo", "Damascus", "Amman", "Cairo", "Beirut", "Kirkuk"),
    *("Basra", "Paris", "Berlin", "Warsaw", "Kyiv", "Odesa", "Lagos", "Nairobi", "Lima", "Bogota", "Quito", "Hanoi"),
)

STARTED = """
import json, os, sys, time
from app import main
from app.session.state import DocumentStatus
told = {}
def tell(name):
    told.setdefault(name, time.time() - float(os.environ["STARTED_AT"]))
def attend(program):
    program.application.processEvents()
    tell("window")
    program.map_view.ready.connect(lambda: tell("map"))
    def look(old, new):
        rows = program.session.documents()
        done = len(rows) == 2 and all(row.status is DocumentStatus.DONE for row in rows)
        if done and program.map_view.is_ready:
            tell("pinned")
            program.quit()
    program.session.subscribe(look)
    program.map_view.ready.connect(lambda: look(None, None))
if __name__ == "__main__":
    main.main(["--no-sandbox", "seeds"], attend)
    print(json.dumps(told))
"""


def test_cold_start(figures: dict[str, float], tmp_path: Path) -> None:
    script = tmp_path / "start.py"
    script.write_text(STARTED)
    runs: list[dict[str, float]] = []
    for _ in range(COLD_STARTS):
        environment = {**os.environ, "STARTED_AT": str(time.time()), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, str(script)], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    figures["window_usable_s"] = statistics.median(run["window"] for run in runs)
    figures["map_ready_s"] = statistics.median(run["map"] for run in runs)
    figures["seeds_pinned_cold_s"] = statistics.median(run["pinned"] for run in runs)


def write_articles(folder: Path) -> None:
    """Plain articles with a dozen places each; always the same."""
    dice = random.Random(7)  # noqa: S311 - nothing secret
    for number in range(DOCUMENTS):
        paragraphs = [f"Report number {number} of the week"]
        for _ in range(6):
            here, there = dice.sample(TOWNS, 2)
            paragraphs.append(
                f"A convoy left {here} in the morning and reached {there} at night, {number} lorries strong."
            )
        (folder / f"{number:03}.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")


class Painted(QObject):
    """Notes when a widget was last painted."""

    def __init__(self, widget: QObject) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


WATCH_LIT = """
window.litAt = 0;
new MutationObserver((all) => {
  if (all.some((one) => one.target.classList?.contains("hovered")))
    requestAnimationFrame(() => { window.litAt = Date.now(); });
}).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["class"], childList: true });
"""


def resident_mb(pid: int | str) -> float:
    """Resident memory of a process in MB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def text_to_map(reader: Reader) -> float:
    """Milliseconds from a pointer's move in the text to the lit pin being drawn, median."""
    view = reader.program.window.reader.view
    session = reader.program.session
    marks = session.highlights(session.state.document or 0)
    shown = [mark for mark in marks if mark.place_id and reader.pin(mark.place_id)]
    assert len({mark.place_id for mark in shown}) > 1
    reader.program.map_view.run_js(WATCH_LIT, lambda _: None)
    taken: list[float] = []
    for turn in range(HOVERS):
        spot = view.layer.rects(shown[turn % len(shown)])[0].center().toPoint()
        QTest.mouseMove(view.viewport(), QPoint(2, 2))
        pause(120)
        reader.js("(window.litAt = 0)")
        begun = time.time() * 1000
        QTest.mouseMove(view.viewport(), spot)
        reader.wait_until(lambda: reader.js("window.litAt") > 0, "the pin to light")
        taken.append(reader.js("window.litAt") - begun)
    return statistics.median(taken)


def answered(session: Session, painted: Painted, place: str, since: float) -> bool:
    """Whether the place is hovered and the text was painted since."""
    return session.state.hover_place == place and painted.at > since


def map_to_text(reader: Reader) -> float:
    """Milliseconds from a pointer's move over a pin to the lit mention being painted, median."""
    session, window = reader.program.session, reader.program.window
    painted = Painted(window.reader.view.viewport())
    target = reader.page()
    marks = {mark.place_id for mark in session.highlights(session.state.document or 0) if mark.place_id}
    spots: dict[str, QPoint] = {str(place): at for place in marks if (at := reader.pin(str(place)))}
    taken: list[float] = []
    for turn in range(HOVERS):
        place, spot = list(spots.items())[turn % len(spots)]
        QTest.mouseMove(target, QPoint(3, 3))
        reader.wait_until(lambda: session.state.hover_place is None, "the pointer to leave")
        pause(120)
        begun = time.perf_counter()
        QTest.mouseMove(target, spot)
        reader.wait_until(partial(answered, session, painted, place, begun), "the mention to be lit and painted")
        taken.append((painted.at - begun) * 1000)
    return statistics.median(taken)


def test_hover_with_200_articles_open(use: Use, figures: dict[str, float], tmp_path: Path) -> None:  # noqa: F811
    folder = tmp_path / "articles"
    folder.mkdir()
    write_articles(folder)
    measured: dict[str, Any] = {}

    def script(reader: Reader) -> None:
        reader.drop(folder)
        reader.wait_for_pins(DOCUMENTS)
        reader.program.map_view.fit_all()
        pause(2000)
        measured["hover_text_to_map_ms"] = text_to_map(reader)
        measured["hover_map_to_text_ms"] = map_to_text(reader)
        measured["rss_window_mb"] = resident_mb("self")
        measured["rss_worker_mb"] = resident_mb(reader.program.parse_lane.pid or "self")

    use(script)
    figures.update(measured)
