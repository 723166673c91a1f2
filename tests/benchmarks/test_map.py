"""How long the map takes with 20,000 places, drawn in software."""

from __future__ import annotations

import random
import statistics
import time
from typing import TYPE_CHECKING

import pytest

from app.ui.map import profile
from tests.support.builders import place
from tests.support.maps import Map, ScriptedSession, row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

profile.prepare()
MANY = 20_000
PANS = 9


@pytest.fixture
def empty_map(qapp: QApplication) -> Iterator[Map]:
    shown = Map(ScriptedSession())
    shown.host.resize(1200, 760)
    shown.wait(500)
    yield shown
    shown.close()
    del qapp


@pytest.mark.bench
def test_twenty_thousand_places_are_set_and_panned(empty_map: Map, figures: dict[str, float]) -> None:
    chance = random.Random(7)  # noqa: S311 - the same places every time
    rows = [
        row(
            place(f"gn:{i}", f"Place {i}", lat=chance.uniform(-55, 70), lon=chance.uniform(-170, 175)),
            chance.randint(1, 50),
        )
        for i in range(MANY)
    ]
    begun = time.perf_counter()
    empty_map.session.put(rows)
    empty_map.until(lambda: empty_map.js("document.querySelectorAll('.mark.cluster').length"), "clusters stand")
    figures["pins_20000_ms"] = (time.perf_counter() - begun) * 1000
    empty_map.run(
        "window.took = null; map_whereof.on('moveend', () => requestAnimationFrame(() =>"
        " setTimeout(() => { window.took = performance.now() - window.begun }, 0)))"
    )
    pans = []
    empty_map.go(30, 30, 5)
    empty_map.wait(600)
    for _ in range(PANS):
        empty_map.run(
            "window.took = null; window.begun = performance.now(); map_whereof.panBy([240, 90], {animate: false})"
        )
        empty_map.until(lambda: empty_map.js("window.took"), "panned")
        pans.append(float(empty_map.js("window.took")))
        empty_map.wait(150)
    figures["pan_20000_ms"] = statistics.median(pans)
    assert figures["pins_20000_ms"] < 1500
    assert figures["pan_20000_ms"] < 150
