"""From session state to messages: whatever changed goes to the page once, and everything after a fresh start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.errors import Expected
from app.ui.map.footprints import batches, in_basemap, shape_payload
from app.ui.map.payload import (
    Payload,
    candidate_payloads,
    card_payload,
    difference,
    drawable,
    place_payload,
    preview_payload,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.geoparsing.model import Candidate, Place
    from app.session.session import Session
    from app.session.state import State
    from app.ui.map.bridge import Bridge
    from app.ui.map.footprints import ShapeLike, Shapes


class Feed:
    """Keeps the page level with the session.

    Args:
        session: whose state is drawn.
        bridge: the way to the page.
        shapes: geometry of an area's key that the basemap lacks, None where there is none.
    """

    def __init__(self, session: Session, bridge: Bridge, shapes: Shapes) -> None:
        self._session = session
        self._bridge = bridge
        self._shapes = shapes
        self._shaped: set[str] = set()
        self._running = False
        self._framed = False
        self._places: dict[str, Payload] = {}
        self._candidates: list[Payload] = []
        self._card: Payload | None = None
        self._closed_at: tuple[str | None, int] | None = None

    def start(self, view: dict[str, Any] | None) -> None:
        """A fresh page stands: tell it everything, and show the part of the world that the last one showed."""
        self._running = True
        self._places, self._candidates, self._card = {}, [], None
        self._shaped.clear()
        if view is not None:
            self._bridge.send("view", lat=view["lat"], lon=view["lon"], zoom=view["zoom"])
        self._framed = view is not None and self._framed
        self._send_places()
        state = self._session.state
        self._bridge.send("focus", id=self._known(state.place), fly=not self._framed)
        self._send_candidates()
        self._send_preview(fly=False)
        self._send_card()

    def stop(self) -> None:
        """There is no page to tell."""
        self._running = False

    def changed(self, old: State, new: State) -> None:
        """The session changed: tell the difference."""
        if not self._running:
            return
        if new.content != old.content:
            self._send_places()
        if new.hover_place != old.hover_place:
            self._bridge.send("hover", id=self._pointed(new.hover_place))
        looked_up = _looked_up(old, new)
        if (new.place, new.focus_serial) != (old.place, old.focus_serial):
            fly = new.focus_serial != old.focus_serial and not new.frozen and not looked_up
            self._bridge.send("focus", id=self._known(new.place), fly=fly)
        if new.content != old.content or new.mention != old.mention:
            self._send_candidates()
        if looked_up or new.preview != old.preview:
            self._send_preview(fly=looked_up)
        drawn = (new.content, new.place, new.card_index, new.focus_serial)
        if drawn != (old.content, old.place, old.card_index, old.focus_serial):
            self._send_card()

    def close_card(self) -> None:
        """The reader closed the card: it stays away until something is focused again."""
        state = self._session.state
        self._closed_at = (state.place, state.focus_serial)
        self._send_card()

    def labels(self, items: list[Payload]) -> None:
        """Names for the part of the world in view."""
        if self._running:
            self._bridge.send("labels", items=items)

    def shapes_changed(self) -> None:
        """The gazetteers changed: every shape in use is asked for and sent again."""
        self._shaped.clear()
        if self._running:
            self._send_shapes(row.place for row in self._session.places())
            self._send_shapes(candidate.place for candidate in self._offered())
            self._send_shapes(filter(None, [self._session.state.preview]))

    def _known(self, place_id: str | None) -> str | None:
        return place_id if place_id in self._places else None

    def _pointed(self, place_id: str | None) -> str | None:
        return place_id if place_id in self._bridge.candidates else self._known(place_id)

    def _offered(self) -> Sequence[Candidate]:
        inspection = self._session.inspection()
        return inspection.candidates if inspection is not None else ()

    def _send_shapes(self, places: Iterable[Place]) -> None:
        """Goes before whatever names these places."""
        wanted = dict.fromkeys(key for place in places for key in place.areas if not in_basemap(key))
        fresh = [key for key in wanted if key not in self._shaped]
        self._shaped.update(fresh)
        payloads = (shape_payload(key, self._shape(key)) for key in fresh)
        for batch in batches(payload for payload in payloads if payload is not None):
            self._bridge.send("shapes", set=batch)

    def _shape(self, key: str) -> ShapeLike | None:
        try:
            return self._shapes(key)
        except Expected:
            return None  # its place stays a circle

    def _send_places(self) -> None:
        rows = [row for row in self._session.places() if drawable(row.place)]
        now = {row.place.id: place_payload(row) for row in rows}
        changed, removed = difference(self._places, now)
        self._places = now
        self._bridge.places = set(now)
        if changed or removed:
            self._send_shapes(row.place for row in rows)
            self._bridge.send("places", set=changed, removed=removed)
        if changed and self._session.state.place is None and not self._framed:
            self._bridge.send("fit", what="core")
            self._framed = not self._session.state.progress.running

    def _send_candidates(self) -> None:
        items = candidate_payloads(self._session.inspection())
        if items != self._candidates:
            self._candidates = items
            self._bridge.candidates = {item["id"] for item in items}
            self._send_shapes(candidate.place for candidate in self._offered())
            self._bridge.send("candidates", items=items)

    def _send_preview(self, *, fly: bool) -> None:
        place = self._session.state.preview
        if place is not None:
            self._send_shapes([place])
        self._bridge.send("preview", place=preview_payload(place), fly=fly)

    def _send_card(self) -> None:
        state = self._session.state
        closed = self._closed_at == (state.place, state.focus_serial)
        card = None if closed else card_payload(self._session.card())
        if card != self._card:
            self._card = card
            self._bridge.send("card", card=card)


def _looked_up(old: State, new: State) -> bool:
    """Whether the reader just looked a place up: another one, or the same one again."""
    again = new.focus_serial != old.focus_serial and (new.place, new.mention) == (old.place, old.mention)
    return new.preview is not None and (new.preview != old.preview or again)
