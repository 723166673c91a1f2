"""The window's account of itself: waits until every place is pinned, tells them, saves a picture, and ends.

This is how the program shows what it does where nobody can look at a screen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from app.session.state import DocumentStatus
from app.ui.arrival import Arrival

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.session.session import Session
    from app.ui.map.view import MapView

_PATIENCE_MS: Final = 120_000
_SETTLE_MS: Final = 1_500
"""How long the map may fly and fade before its picture is taken."""


class Report(QObject):
    """Watches a session until its documents are done, then reports.

    Args:
        picture: where the picture of the window goes (PNG).
        end: called with the exit status: 0, or 1 when something was not read or did not come in time.
    """

    def __init__(
        self, session: Session, window: QWidget, map_view: MapView, picture: Path, end: Callable[[int], None]
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._map = map_view
        self._picture = picture
        self._end = end
        self._arrival = Arrival(session, map_view, self)
        self._arrival.arrived.connect(self._settle)

    def start(self) -> None:
        """Begin to watch."""
        QTimer.singleShot(_PATIENCE_MS, self, self._give_up)
        self._arrival.start()

    def _settle(self) -> None:
        self._map.fit_all()
        QTimer.singleShot(_SETTLE_MS, self, self._tell)

    def _tell(self) -> None:
        documents = self._session.documents()
        for document in documents:
            print(f"{document.title}: {document.error or f'{document.mentions} mentions of {document.places} places'}")  # noqa: T201
        passages = self._passages()
        print(f"\n{'place':28} {'where':34} {'point':>16} {'mentions':>8} {'passages':>8}")  # noqa: T201
        for row in self._session.places():
            place = row.place
            point = f"{place.lat:.3f}, {place.lon:.3f}"
            print(f"{place.name:28.28} {row.where:34.34} {point:>16} {row.count:>8} {passages[place.id]:>8}")  # noqa: T201
        saved = self._window.grab().save(str(self._picture))
        for notice in self._session.state.notices:
            print(notice.sentence)  # noqa: T201
        failed = not documents or any(row.status is not DocumentStatus.DONE for row in documents)
        if saved:
            print(f"\nPicture of the window: {self._picture.resolve()}")  # noqa: T201
        else:
            print(f"\nThe picture could not be saved as {self._picture}.")  # noqa: T201
        self._end(1 if failed or not saved else 0)

    def _passages(self) -> Counter[str]:
        """In how many passages each place is mentioned."""
        counts: Counter[str] = Counter()
        for row in self._session.documents():
            document = self._session.document(row.id)
            if document is None:
                continue
            starts = [passage.start for passage in document.passages]
            seen = {
                (mark.place_id, bisect_right(starts, mark.key.start))
                for mark in self._session.highlights(row.id)
                if mark.place_id is not None
            }
            counts.update(place_id for place_id, _ in seen)
        return counts

    def _give_up(self) -> None:
        print("The places were not all found in two minutes.")  # noqa: T201
        self._end(1)
