"""Runs the real `main()` with an isolated home, and lets a script use the window as a reader would."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.main import main
from app.session.state import DocumentStatus
from tests.support.eventloop import pause

if TYPE_CHECKING:
    from pathlib import Path

    from app.main import Program
    from app.session.state import Highlight, PlaceRow

PATIENCE_S = 60.0
LEFT = Qt.MouseButton.LeftButton


@dataclass
class Reader:
    """Somebody at the window: drops files, waits, points and clicks."""

    program: Program

    def wait_until(self, condition: Callable[[], object], what: str) -> None:
        """Keep the event loop going until the condition holds."""
        end = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {what}"
            pause(10)

    def drop(self, *files: Path) -> None:
        """Drop files on the middle of the window, as the system would deliver them."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
        window = self.program.window
        at = window.rect().center()
        copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(at, copy, data, LEFT, none)
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted()
        event = QDropEvent(QPointF(at), copy, data, LEFT, none)
        QApplication.sendEvent(window, event)
        assert event.isAccepted()

    def wait_for_pins(self, documents: int = 1) -> None:
        """Wait until so many documents are parsed and the page stands."""
        session, view = self.program.session, self.program.map_view

        def done() -> bool:
            rows = session.documents()
            return len(rows) == documents and all(row.status is DocumentStatus.DONE for row in rows)

        self.wait_until(done, "the documents to be parsed")
        self.wait_until(lambda: view.is_ready, "the map page")

    def js(self, expression: str) -> Any:  # noqa: ANN401 - whatever the page answers
        """The value of an expression in the page."""
        answers: list[Any] = []
        self.program.map_view.run_js(f"JSON.stringify({expression}) ?? 'null'", answers.append)
        self.wait_until(lambda: answers, f"the page's answer to {expression!r}")
        return json.loads(answers[0])

    def row(self, name: str) -> PlaceRow:
        """The line of the places list with this name."""
        return next(row for row in self.program.session.places() if row.place.name == name)

    def mark(self, surface: str, nth: int = 0) -> Highlight:
        """The nth mention written so in the document in the reader."""
        document = self.program.session.state.document
        assert document is not None
        return [mark for mark in self.program.session.highlights(document) if mark.surface == surface][nth]

    def pin(self, place_id: str) -> QPoint | None:
        """Where the place's pin stands in the map view, if it is in sight and the map is at rest."""
        script = f"[window.whereof.pixel({place_id!r}), window.whereof.view()]"
        first = self.js(script)
        pause(150)
        if self.js(script) != first:
            return None
        point = first[0]
        view = self.program.map_view.rect()
        at = QPoint(round(point["x"]), round(point["y"])) if point else None
        return at if at is not None and view.contains(at) else None

    def look_at(self, row: PlaceRow, zoom: int = 7) -> None:
        """Zoom the map to a place, so that its pin leaves the cluster it may be in."""
        self.program.map_view.bridge.send("view", lat=row.place.lat, lon=row.place.lon, zoom=zoom)

    def click_pin(self, row: PlaceRow) -> None:
        """Zoom to the place and click its pin in the page."""
        spots: list[QPoint] = []

        def in_sight() -> bool:
            spot = self.pin(row.place.id)
            if spot is None:
                self.look_at(row)
            else:
                spots.append(spot)
            return spot is not None

        self.wait_until(in_sight, "the pin to come to rest in sight")
        QTest.mouseMove(self.page(), spots[-1])
        QTest.mouseClick(self.page(), LEFT, Qt.KeyboardModifier.NoModifier, spots[-1])

    def page(self) -> QWidget:
        """The widget that takes the pointer's events for the page."""
        target = self.program.map_view.web.focusProxy()
        assert target is not None
        return target

    def click_mention(self, mark: Highlight) -> None:
        """Click a mention in the reader."""
        view = self.program.window.reader.view
        spot = view.layer.rects(mark)[0].center().toPoint()
        QTest.mouseMove(view.viewport(), spot)
        QTest.mouseClick(view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, spot)


Use = Callable[..., None]


@pytest.fixture
def use(qapp: QApplication) -> Iterator[Use]:
    """Runs `main()` with these arguments and lets a script use its window; what the script raises, the test raises."""

    def run(script: Callable[[Reader], None], *arguments: str, status: int = 0) -> None:
        raised: list[BaseException] = []

        def attend(program: Program) -> None:
            try:
                script(Reader(program))
            except BaseException as error:  # noqa: BLE001 - carried out of the event loop, raised below
                raised.append(error)
            program.quit(status)

        ended = main(["--size", "1280x800", "--theme", "light", *arguments], attend=attend)
        if raised:
            raise raised[0]
        assert ended == status

    dress = qapp.palette(), qapp.font(), qapp.styleSheet()
    yield run
    qapp.setStyleSheet(dress[2])
    qapp.setFont(dress[1])
    qapp.setPalette(dress[0])
