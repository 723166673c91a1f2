"""The map pane lives through what its page may die of."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.ui.map import view as view_module
from app.ui.map.view import MapView
from tests.support.builders import KALAK, MOSUL, WASHINGTON, WASHINGTON_STATE
from tests.support.maps import Map, ScriptedSession, sample_rows
from tests.support.sessions import filled_session

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


def kill_renderer(shown: Map) -> None:
    pid = shown.view.page.renderProcessPid()
    assert pid > 0
    os.kill(pid, signal.SIGKILL)
    shown.until(lambda: not shown.view.is_ready, "the death was noticed")


def test_r6_after_a_kill_the_map_is_back_as_it_was_within_five_seconds(world: Map) -> None:
    world.session.focus_place(MOSUL.id)
    world.go(36.5, 43.25, 7)
    pins = world.js("document.querySelectorAll('.pin').length")
    lit = world.js("whereof.boxes()")
    before = world.js("whereof.view()")
    begun = time.monotonic()
    kill_renderer(world)
    world.until(lambda: world.view.is_ready, "the page is back")
    world.until(lambda: world.js("document.querySelectorAll('.pin').length") == pins, "with its pins")
    took = time.monotonic() - begun
    after = world.js("whereof.view()")
    assert after["zoom"] == before["zoom"]
    assert after["lat"] == pytest.approx(before["lat"], abs=1e-6)
    assert after["lng"] == pytest.approx(before["lng"], abs=1e-6)
    world.until(lambda: world.js("whereof.boxes()") == lit, "with its areas")
    world.until(lambda: world.text(".card .name") == "Mosul", "with its card")
    assert took < 5.0


def test_r6_three_kills_in_ten_seconds_end_in_a_message_and_reload_works(world: Map) -> None:
    world.view._crashes.clear()
    world.failures.clear()
    for _ in range(2):
        kill_renderer(world)
        world.until(lambda: world.view.is_ready, "back after a kill")
    kill_renderer(world)
    world.until(lambda: world.failures, "the view gives up")
    assert world.view.trouble.isVisible()
    assert world.view.trouble.sentence.text() == "The map stopped several times."
    world.wait(500)
    assert not world.view.is_ready, "no loop"
    QTest.mouseClick(world.view.trouble.button, Qt.MouseButton.LeftButton)
    world.until(lambda: world.view.is_ready, "the reader reloads it")
    assert not world.view.trouble.isVisible()


def test_r7_a_page_that_cannot_be_loaded_is_noticed_and_shown(world: Map) -> None:
    handler = world.view.profile.handler
    html, handler._shell = handler._shell, ""
    world.failures.clear()
    world.view.reload()
    world.until(lambda: world.failures == ["The map page could not be loaded."], "noticed")
    assert world.view.trouble.isVisible()
    handler.set_shell(html)
    world.view.reload()
    world.until(lambda: world.view.is_ready, "mended")


def test_r7_a_page_that_never_says_ready_is_noticed(world: Map) -> None:
    handler = world.view.profile.handler
    html = handler._shell
    handler.set_shell("<!doctype html><p>nothing")
    world.failures.clear()
    world.view._patience.setInterval(300)
    world.view.reload()
    world.until(lambda: world.failures == ["The map page did not start in time."], "noticed")
    world.view._patience.setInterval(view_module.READY_WITHIN_MS)
    handler.set_shell(html)
    world.view.reload()
    world.until(lambda: world.view.is_ready, "mended")
    assert world.failures == ["The map page did not start in time."]


def test_a_basemap_that_cannot_be_read_is_noticed(world: Map) -> None:
    world.failures.clear()
    world.view.bridge.post('{"type":"failed","message":"areas.json.gz: 404"}')
    assert world.failures == ["The map could not be drawn."]
    world.view.reload()
    world.until(lambda: world.view.is_ready, "mended")


def test_a_view_can_be_made_and_closed_before_its_page_stands(qtbot: QtBot, qapp: QApplication) -> None:
    view = MapView(ScriptedSession(sample_rows()), lambda *_: [])  # type: ignore[arg-type] # a double
    view.show()
    view.close_page()
    view.close_page()
    qtbot.wait(50)
    assert not view.is_ready
    view.deleteLater()
    del qapp


def test_with_a_real_session_a_click_on_the_pin_focuses_the_mention(qapp: QApplication) -> None:
    session = filled_session()
    shown = Map(session)
    try:
        mosul = next(row.place.id for row in session.places() if row.place.name == MOSUL.name)
        shown.until(lambda: shown.js("document.querySelectorAll('.pin').length"), "pins are there")
        shown.go(MOSUL.lat, MOSUL.lon, 8)
        shown.click(shown.pixel(mosul))
        shown.until(lambda: session.state.place == mosul, "the place is in focus")
        assert session.state.mention is not None
        shown.until(lambda: shown.text(".card .name") == MOSUL.name, "its card opens")
        card = session.card()
        assert card is not None
        assert shown.text(".card blockquote") == card.before + card.surface + card.after
        session.hover_place(None)
    finally:
        shown.close()
        session.close()
    del qapp


def test_with_a_real_session_candidates_and_places_looked_up_go_both_ways(qapp: QApplication) -> None:
    session = filled_session()
    shown = Map(session)
    try:
        washington = next(row for row in session.places() if row.place.name == WASHINGTON.name)
        assert washington.first is not None
        session.focus_mention(washington.first)
        shown.until(
            lambda: shown.js("document.querySelectorAll('.mark.candidate').length") == 1, "the state is offered"
        )
        shown.view.bridge.post(json.dumps({"type": "hover", "id": WASHINGTON_STATE.id}))
        assert session.state.hover_place == WASHINGTON_STATE.id, "the window can light its block"
        shown.until(lambda: shown.js("document.querySelectorAll('.pin.hovered .candidate').length") == 1, "it is lit")
        session.hover_place(None)
        session.preview_place(KALAK)
        shown.until(lambda: shown.js("document.querySelectorAll('.mark.searched').length") == 1, "it is marked")
        inside = f"map_whereof.getBounds().contains([{KALAK.lat}, {KALAK.lon}])"
        shown.until(lambda: shown.js(inside), "and shown")
        session.preview_place(None)
        shown.until(lambda: shown.js("document.querySelectorAll('.mark.searched').length") == 0, "and gone")
    finally:
        shown.close()
        session.close()
    del qapp
