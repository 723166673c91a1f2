"""Fixtures: one page for each module of tests, since a page takes seconds to start and keeps what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.ui.map import profile
from tests.support.maps import Map, ScriptedSession, sample_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

profile.prepare()


@pytest.fixture(scope="module")
def shared_map(qapp: QApplication) -> Iterator[Map]:
    shown = Map(ScriptedSession())
    yield shown
    shown.close()
    del qapp


@pytest.fixture
def world(shared_map: Map) -> Map:
    """The module's map, with the sample places and nothing in focus, seen from zoom 6."""
    session: ScriptedSession = shared_map.session
    session.candidates = ()
    session.passage = ("The Turkish consulate in ", "Mosul", " was surrounded by the afternoon.")
    session.change(place=None, hover_place=None, card_index=0)
    session.put(sample_rows())
    shared_map.go(35.0, 44.0, 6)
    session.told.clear()
    return shared_map
