"""The program tests itself: the sample in the real window, text and map linked both ways, a picture with a map in it.

Prints `key: value` lines, and a line `failed: <sentence>` for each check that did not hold.
"""

from __future__ import annotations

import json
import math
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import PySide6
from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, QTimer, qVersion
from PySide6.QtGui import QTextCursor
from PySide6.QtWebEngineCore import qWebEngineChromiumVersion

from app import __version__, sandbox
from app.sandbox import State
from app.session.state import DocumentStatus, NoticeLevel
from app.started import counted_from, seconds_since_start
from app.ui.arrival import Arrival
from app.ui.picture import look_at

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence
    from pathlib import Path

    from PySide6.QtGui import QImage

    from app.session.session import Session
    from app.session.state import PlaceRow
    from app.ui.map.view import MapView
    from app.ui.window import MainWindow

PATIENCE_S: Final = 60.0
"""How long the whole test may take, from the start of the process."""
STEP_S: Final = 15.0
"""How long one step may take once the sample is there."""
_LOOK_EVERY_MS: Final = 60
_NEAR_ZOOM: Final = 7
_FAR_ZOOM: Final = 5
_MARKS: Final = ("place", "metonym", "demonym", "embedded", "unsure")
"""Colours of the marks, by their names in the page's style."""

_PROBE: Final = """(() => {
  const style = getComputedStyle(document.documentElement);
  const card = document.querySelector(".card");
  const tiles = [...document.querySelectorAll(".leaflet-tile")];
  const drawn = (tile) => tile.classList.contains("leaflet-tile-loaded") && Number(tile.style.opacity || 1) === 1;
  return JSON.stringify({
    spots: Object.fromEntries(%(ids)s.map((id) => [id, window.whereof.pixel(id)])),
    marks: document.querySelectorAll(".leaflet-marker-icon").length,
    clusters: document.querySelectorAll(".mark.cluster").length,
    view: window.whereof.view(),
    card: card && !card.hidden ? card.textContent : "",
    focused: document.querySelectorAll(".leaflet-marker-icon.focused").length,
    painted: tiles.length > 0 && tiles.every(drawn),
    colours: %(marks)s.map((name) => style.getPropertyValue(`--${name}`).trim()),
  });
})()"""

_CLICK: Final = """(() => {
  const { x, y } = window.whereof.pixel(%(id)s);
  document.elementFromPoint(x, y)?.closest(".leaflet-marker-icon")?.querySelector("*").dispatchEvent(
    new MouseEvent("click", { bubbles: true, clientX: x, clientY: y, view: window }));
})()"""


@dataclass(frozen=True, slots=True)
class Wait:
    """A step of the test: something that must come true, and what is wrong if it does not."""

    true: Callable[[], bool]
    failure: str


class SelfTest(QObject):
    """Puts the window through its paces.

    Args:
        session: what the window shows; empty.
        window: the window, shown.
        map_view: its map.
        sample: the folder of the sample documents.
        versions: names and versions of what Whereof carries.
        picture: where the picture of the window goes; None where it is not to be kept.
        sandboxed: whether Chromium's sandbox must be on.
        end: called with the exit status: 0 if all holds, else 1.
    """

    def __init__(
        self,
        session: Session,
        window: MainWindow,
        map_view: MapView,
        sample: Path,
        *,
        versions: Mapping[str, str],
        picture: Path | None,
        sandboxed: bool,
        end: Callable[[int], None],
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._map = map_view
        self._sample = sample
        self._versions = versions
        self._picture = picture
        self._sandboxed = sandboxed
        self._end = end
        self._said: dict[str, str] = {}
        self._failures: list[str] = []
        self._page: dict[str, Any] = {}
        self._before: dict[str, Any] = {}
        self._arrived = False
        self._ended = False
        self._course = self._steps()
        self._wait = Wait(lambda: False, "")
        self._until = 0.0
        self._timer = QTimer(self, singleShot=True, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def start(self) -> None:
        """Open the sample and begin. The window is usable now: it was shown, painted, and takes events."""
        self._said["window_usable_s"] = f"{seconds_since_start():.2f}"
        QTimer.singleShot(max(0, round((PATIENCE_S - seconds_since_start()) * 1000)), self, self._give_up)
        arrival = Arrival(self._session, self._map, self)
        arrival.arrived.connect(self._on_arrived)
        self._map.failed.connect(self._stop)
        self._session.open([self._sample])
        self._go_on(next(self._course))
        arrival.start()

    def _on_arrived(self) -> None:
        self._arrived = True

    # The course of the test

    def _steps(self) -> Generator[Wait, bool, None]:
        yield Wait(lambda: self._arrived, "The sample was not read, or the map page did not start.")
        self._check_documents()
        self._map.fit_all()
        yield Wait(self._are_pins_drawn, "The map drew no pins.")
        self._said["pinned_s"] = f"{seconds_since_start():.2f}"
        points = [row for row in self._session.places() if not row.place.is_area and row.first is not None]
        if len(points) > 1:
            yield from self._from_text_to_map(points[0])
            yield from self._from_map_to_text(points[1])
            self._look_at(points[1], _FAR_ZOOM)
        else:
            self._failures.append("The sample has fewer than two places with a pin.")
        yield Wait(lambda: self._is_at_rest(_FAR_ZOOM), "The map did not come to rest.")
        self._check_picture()
        self._failures += [one.sentence for one in self._session.state.notices if one.level is not NoticeLevel.INFO]

    def _from_text_to_map(self, row: PlaceRow) -> Generator[Wait, bool, None]:
        """Focus a mention, as a click on it does: the map must have its pin in sight and its card open."""
        name = row.place.name
        if row.first is not None:
            self._session.focus_mention(row.first)
        yield Wait(
            lambda: self._has_card(row), f"The map did not show {name} and its card when its mention was chosen."
        )

    def _from_map_to_text(self, row: PlaceRow) -> Generator[Wait, bool, None]:
        """Click a pin in the page: the reader must show a passage that names the place."""
        name = row.place.name
        self._look_at(row, _NEAR_ZOOM)
        drawn = yield Wait(
            lambda: self._is_at_rest(_NEAR_ZOOM) and self._spot(row) is not None, f"The map did not draw {name}."
        )
        if drawn:
            self._map.run_js(_CLICK % {"id": json.dumps(row.place.id)}, lambda _: None)
            yield Wait(
                lambda: self._is_read(row), f"The reader did not show the passage on {name} when its pin was clicked."
            )
            yield Wait(lambda: self._has_card(row), f"The map did not open the card of {name}.")

    def _look_at(self, row: PlaceRow, zoom: int) -> None:
        self._map.bridge.send("view", lat=row.place.lat, lon=row.place.lon, zoom=zoom)

    def _go_on(self, wait: Wait) -> None:
        self._wait = wait
        self._until = (
            seconds_since_start() + STEP_S if self._arrived else math.inf
        )  # then the whole test's limit counts
        self._timer.start()

    def _ask(self) -> None:
        """Have the page say what it shows; without a page there is nothing to ask."""
        if self._map.is_ready:
            ids = json.dumps([row.place.id for row in self._session.places()])
            self._map.run_js(_PROBE % {"ids": ids, "marks": json.dumps(_MARKS)}, self._look)
        else:
            self._look(None)

    def _look(self, answer: object) -> None:
        if self._ended:
            return
        self._before, self._page = self._page, json.loads(answer) if isinstance(answer, str) else {}
        held = self._wait.true()
        if not held and seconds_since_start() < self._until:
            self._timer.start()
            return
        if not held:
            self._failures.append(self._wait.failure)
        try:
            self._go_on(self._course.send(held))
        except StopIteration:
            self._tell()

    # What must hold

    def _check_documents(self) -> None:
        rows = self._session.documents()
        for row in rows:
            if row.status is not DocumentStatus.DONE:
                self._failures.append(f"“{row.title}” was not read: {row.error or row.status}.")
        if not rows:
            self._failures.append("The sample holds no documents.")
        self._said["documents"] = str(len(rows))
        self._said["places"] = str(len(self._session.places()))

    def _are_pins_drawn(self) -> bool:
        """Whether the page has drawn pins, names of areas among them, and moves no more."""
        drawn = [spot for spot in self._page.get("spots", {}).values() if spot is not None]
        self._said |= {"pins": str(len(drawn)), "clusters": str(self._page.get("clusters", 0))}
        return bool(drawn) and self._is_at_rest()

    def _is_at_rest(self, zoom: int | None = None) -> bool:
        """Whether the page shows what it showed when it was last asked, with every tile painted, at this zoom."""
        page, before = self._page, self._before
        same = all(page.get(key) == before.get(key) for key in ("spots", "view", "marks"))
        return bool(page) and same and bool(page["painted"]) and zoom in (None, page["view"]["zoom"])

    def _spot(self, row: PlaceRow) -> QPoint | None:
        """Where the page has drawn a place, if that is in sight."""
        spot = self._page.get("spots", {}).get(row.place.id)
        at = QPoint(round(spot["x"]), round(spot["y"])) if spot else None
        return at if at is not None and self._map.rect().contains(at) else None

    def _has_card(self, row: PlaceRow) -> bool:
        """Whether the page shows a place's pin in focus, and its card with the words of a passage."""
        card, quoted = str(self._page.get("card", "")), self._session.card()
        told = quoted is not None and row.place.name in card and quoted.surface in card
        return told and self._page["focused"] > 0 and self._spot(row) is not None

    def _is_read(self, row: PlaceRow) -> bool:
        """Whether the reader has a mention of a place in focus and in sight, and the text there is the mention's."""
        view, key = self._window.reader.view, self._session.state.mention
        mark = view.layer.with_key(key)
        if self._session.state.place != row.place.id or mark is None or mark.place_id != row.place.id:
            return False
        rects = view.layer.rects(mark)
        if not rects or not QRectF(view.viewport().rect()).contains(rects[0]):
            return False
        cursor = view.cursorForPosition(rects[0].center().toPoint())
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        return bool(cursor.selectedText()) and cursor.selectedText() in mark.surface

    def _check_picture(self) -> None:
        window = self._window.grab()
        ratio = window.devicePixelRatio()
        corner = self._map.mapTo(self._window, QPoint(0, 0))
        part = QRect(corner * ratio, QSize(self._map.size() * ratio))
        self._check_map(window.toImage().copy(part), ratio)
        if self._picture is None:
            self._said["picture"] = "not kept"
        elif window.save(str(self._picture)):
            self._said["picture"] = str(self._picture)
        else:
            self._failures.append(f"The picture could not be saved as {self._picture}.")

    def _check_map(self, image: QImage, ratio: float) -> None:
        points = [row for row in self._session.places() if not row.place.is_area]
        pins = [(at.x() * ratio, at.y() * ratio) for row in points if (at := self._spot(row)) is not None]
        look = look_at(image, pins, self._page.get("colours", ()))
        self._said["map"] = f"{look.tones} tones, {look.flattest:.0%} the flattest, {look.marked:.0%} of the pins seen"
        self._failures += look.faults()

    def _check_sandbox(self) -> None:
        state = sandbox.state_of(self._map.page.renderProcessPid())
        self._said["sandbox"] = state if self._sandboxed else f"{state} (--no-sandbox)"
        if self._sandboxed and state is State.OFF:
            self._failures.append("Chromium runs without its sandbox.")

    # The end

    def _give_up(self) -> None:
        self._stop(f"{self._wait.failure} The self-test was not done within {PATIENCE_S:.0f} seconds.")

    def _stop(self, sentence: str) -> None:
        """End at once for this reason: nothing that follows could hold."""
        if not self._ended:
            self._failures.append(sentence)
            self._tell()

    def _tell(self) -> None:
        self._ended = True
        self._timer.stop()
        self._check_sandbox()
        for key, value in _lines(self._versions, self._said):
            print(f"{key}: {value}", flush=True)  # noqa: T201 - what the self-test is for
        for sentence in self._failures:
            print(f"failed: {sentence}", flush=True)  # noqa: T201 - likewise
        self._end(1 if self._failures else 0)


_ORDER: Final = ("documents", "places", "pins", "clusters", "map", "sandbox", "window_usable_s", "pinned_s", "picture")


def _lines(versions: Mapping[str, str], said: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Everything to be told, always in the same order."""
    about = {
        "whereof": __version__,
        "python": platform.python_version(),
        "qt": str(qVersion()),
        "pyside": PySide6.__version__,
        "chromium": str(qWebEngineChromiumVersion()),
        **versions,
        "system": platform.platform(),
        "machine": platform.machine(),
    }
    told = [(key, said[key]) for key in _ORDER if key in said]
    return [*about.items(), *told, ("counted_from", counted_from())]
