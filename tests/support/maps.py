"""A map in the real engine, and a session small enough to say anything to it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.geoparsing.model import Candidate, Decider, Kind, Match, MentionKey, Place, Precision, Verdict
from app.session.state import Card, Inspection, PlaceRow, State
from app.ui.map.view import MapView
from tests.support.builders import IRAQ, KALAK, MOSUL, WASHINGTON, place
from tests.support.eventloop import pause

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QColor

    from app.ui.map.footprints import ShapeLike

TEHRAN: Final = place("gn:112931", "Tehran", lat=35.69, lon=51.42, country="IR", admin=("Iran",))
NINEVEH: Final = place(
    "gn:92877", "Nineveh", lat=36.0, lon=42.5, feature="A.ADM1", precision=Precision.PROVINCE, areas=("gn:92877",)
)
GULF: Final = replace(
    place("wh:gulf", "Persian Gulf", lat=27.0, lon=51.0, feature="H.GULF", precision=Precision.REGION), radius_km=300.0
)


def row(
    shown: Place, count: int = 1, *, kind: Kind = Kind.LITERAL, unsure: bool = False, where: str = "city · Iraq"
) -> PlaceRow:
    return PlaceRow(place=shown, count=count, documents=1, kind=kind, unsure=unsure, where=where)


def sample_rows() -> list[PlaceRow]:
    """One of each mark."""
    return [
        row(IRAQ, 12, where="country"),
        row(MOSUL, 6, where="city · Nineveh, Iraq"),
        row(NINEVEH, 2, where="governorate · Iraq"),
        row(TEHRAN, 1, kind=Kind.METONYM, where="stands for a government"),
        row(WASHINGTON, 3, kind=Kind.METONYM, where="stands for a government"),
        row(KALAK, 1, unsure=True, where="village · Iraq"),
        row(GULF, 1, where="gulf"),
    ]


def near(one: QColor, other: QColor, by: int = 6) -> bool:
    """Whether two colours look the same."""
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) <= by for a, b in pairs)


class ScriptedSession:
    """What the map asks of a session, answered from values that a test sets; remembers what it was told."""

    def __init__(self, rows: Sequence[PlaceRow] = ()) -> None:
        self.state = State(content=1)
        self.rows = list(rows)
        self.told: list[tuple[object, ...]] = []
        self.passage = ("The Turkish consulate in ", "Mosul", " was surrounded by the afternoon.")
        self.title = "Calls for help as two cities fall"
        self.candidates: tuple[Place, ...] = ()
        self._subscribers: list[Callable[[State, State], None]] = []

    def subscribe(self, subscriber: Callable[[State, State], None]) -> Callable[[], None]:
        self._subscribers.append(subscriber)
        return lambda: self._subscribers.remove(subscriber)

    def change(self, **fields: Any) -> None:  # noqa: ANN401 - dataclasses.replace's own signature
        old, self.state = self.state, replace(self.state, **fields)
        for subscriber in list(self._subscribers):
            subscriber(old, self.state)

    def put(self, rows: Sequence[PlaceRow]) -> None:
        self.rows = list(rows)
        self.change(content=self.state.content + 1)

    def places(self) -> list[PlaceRow]:
        return list(self.rows)

    def card(self) -> Card | None:
        found = next((each for each in self.rows if each.place.id == self.state.place), None)
        if found is None:
            return None
        before, surface, after = self.passage
        return Card(
            place=found.place,
            where=found.where,
            certainty="sure",
            key=MentionKey(1, 0, 5),
            document_title=self.title,
            before=before,
            surface=surface,
            after=after,
            index=self.state.card_index,
            total=found.count,
            index_in_document=0,
            total_in_document=1,
        )

    def inspection(self) -> Inspection | None:
        if not self.candidates:
            return None
        offered = tuple(Candidate(each, 0.5, each.name, Match.MAIN) for each in self.candidates)
        return Inspection(
            key=MentionKey(1, 0, 5),
            surface="Mosul",
            kind=Kind.LITERAL,
            evidence="",
            verdict=Verdict.PLACE,
            chosen=self.state.place,
            decider=Decider.MACHINE,
            confidence=0.9,
            candidates=offered,
            scopes=(),
        )

    def offer(self, *candidates: Place) -> None:
        self.candidates = candidates
        self.change(content=self.state.content + 1)

    def focus_place(self, place_id: str | None) -> None:
        self.told.append(("focus_place", place_id))
        self.change(place=place_id, focus_serial=self.state.focus_serial + 1, card_index=0)

    def hover_place(self, place_id: str | None) -> None:
        self.told.append(("hover_place", place_id))
        self.change(hover_place=place_id)

    def look_up(self, place: Place) -> None:
        """What the search box does with a place."""
        self.change(preview=place, focus_serial=self.state.focus_serial + 1)

    def step_card(self, delta: int) -> None:
        self.told.append(("step_card", delta))
        self.change(card_index=self.state.card_index + delta)

    def open_card(self) -> None:
        self.told.append(("open_card",))

    def choose(self, place_id: str) -> None:
        self.told.append(("choose", place_id))


class Map:
    """A map view in a window of its own, with ways to wait for its page and to point at it."""

    def __init__(self, session: Any, labels: Callable[..., Sequence[Place]] | None = None) -> None:  # noqa: ANN401 - a double
        self.session = session
        self.asked_labels: list[tuple[float, ...]] = []
        self.failures: list[str] = []
        self.links: list[str] = []
        self.shapes: dict[str, ShapeLike] = {}
        self.asked_shapes: list[str] = []
        self._labels = labels
        self.host = QWidget()
        self.host.resize(900, 640)
        layout = QVBoxLayout(self.host)
        layout.setContentsMargins(0, 0, 0, 0)
        self.view = MapView(session, self._names, self._shape)
        self.view.failed.connect(self.failures.append)
        self.view.link_requested.connect(self.links.append)
        layout.addWidget(self.view)
        self.host.show()
        self.until(lambda: self.view.is_ready, "the map page is ready", 60)

    def _names(self, *view: float) -> Sequence[Place]:
        self.asked_labels.append(view)
        return self._labels(*view) if self._labels else []

    def _shape(self, key: str) -> ShapeLike | None:
        self.asked_shapes.append(key)
        return self.shapes.get(key)

    def close(self) -> None:
        self.view.close_page()
        self.host.close()
        self.host.deleteLater()
        QApplication.processEvents()

    @staticmethod
    def wait(milliseconds: int) -> None:
        pause(milliseconds)

    def until(self, true: Callable[[], object], what: str, seconds: float = 15) -> None:
        """Waits until something holds; fails the test that waits in vain."""
        for _ in range(int(seconds * 50)):
            if true():
                return
            self.wait(20)
        raise AssertionError(f"waited {seconds} s in vain: {what}; failures: {self.failures}")

    def js(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page answers
        """The value of an expression in the page."""
        answers: list[object] = []
        self.view.run_js(f"JSON.stringify({expression})", answers.append)
        self.until(lambda: answers, expression)
        return json.loads(str(answers[0])) if answers[0] else None

    def run(self, script: str) -> None:
        """Runs statements in the page."""
        self.js(f"(() => {{ {script}; return 1; }})()")

    def go(self, lat: float, lon: float, zoom: int) -> None:
        """Shows a part of the world and waits for it."""
        self.view.bridge.send("view", lat=lat, lon=lon, zoom=zoom)
        self.until(lambda: self.js("whereof.view()")["zoom"] == zoom, "the map is there")
        self.wait(150)

    def settle(self) -> None:
        """Waits until every tile is there and has faded in."""
        tiles = "[...document.querySelectorAll('.leaflet-tile')]"
        faded = "(t) => t.classList.contains('leaflet-tile-loaded') && Number(t.style.opacity || 1) === 1"
        self.wait(50)
        self.until(lambda: self.js(f"{tiles}.every({faded})"), "the tiles are drawn")
        self.wait(50)

    def point(self, lat: float, lon: float) -> QPoint:
        """Where a spot of the earth lies in the view."""
        point = self.js(f"map_whereof.latLngToContainerPoint([{lat}, {lon}])")
        return QPoint(round(point["x"]), round(point["y"]))

    def colour(self, lat: float, lon: float) -> QColor:
        """What a spot of the earth looks like now."""
        return self.view.picture().toImage().pixelColor(self.point(lat, lon))

    def pixel(self, place_id: str) -> QPoint:
        """Where a pin or badge stands in the view."""
        self.until(lambda: self.js(f"whereof.pixel({json.dumps(place_id)})"), f"{place_id} is on the map")
        point = self.js(f"whereof.pixel({json.dumps(place_id)})")
        return QPoint(round(point["x"]), round(point["y"]))

    @property
    def target(self) -> QWidget:
        """The widget that the engine draws on and takes events from."""
        found = self.view.web.focusProxy()
        assert found is not None
        return found

    def click(self, point: QPoint) -> None:
        """A real click at a pixel of the page."""
        target = self.target
        QTest.mouseMove(target, point)
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def text(self, selector: str) -> str:
        """What an element of the page shows as text; empty where there is none."""
        return str(self.js(f"document.querySelector({json.dumps(selector)})?.textContent ?? ''"))
