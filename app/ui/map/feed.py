"""From session state to messages: whatever changed goes to the page once, and everything after a fresh start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.ui.map.payload import Payload, candidate_payloads, card_payload, difference, place_payload

if TYPE_CHECKING:
    from app.session.session import Session
    from app.session.state import State
    from app.ui.map.bridge import Bridge


class Feed:
    """Keeps the page level with the session.

    Args:
        session: whose state is drawn.
        bridge: the way to the page.
    """

    def __init__(self, session: Session, bridge: Bridge) -> None:
        self._session = session
        self._bridge = bridge
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
        if view is not None:
            self._bridge.send("view", lat=view["lat"], lon=view["lon"], zoom=view["zoom"])
        self._framed = view is not None and self._framed
        self._send_places()
        state = self._session.state
        self._bridge.send("focus", id=self._known(state.place), fly=not self._framed)
        self._send_candidates()
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
            self._bridge.send("hover", id=self._known(new.hover_place))
        if (new.place, new.focus_serial) != (old.place, old.focus_serial):
            fly = new.focus_serial != old.focus_serial and not new.frozen
            self._bridge.send("focus", id=self._known(new.place), fly=fly)
        if new.content != old.content or new.mention != old.mention:
            self._send_candidates()
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

    def _known(self, place_id: str | None) -> str | None:
        return place_id if place_id in self._places else None

    def _send_places(self) -> None:
        now = {row.place.id: place_payload(row) for row in self._session.places()}
        changed, removed = difference(self._places, now)
        self._places = now
        self._bridge.places = set(now)
        if changed or removed:
            self._bridge.send("places", set=changed, removed=removed)
        if changed and self._session.state.place is None and not self._framed:
            self._bridge.send("fit", what="core")
            self._framed = not self._session.state.progress.running

    def _send_candidates(self) -> None:
        items = candidate_payloads(self._session.inspection())
        if items != self._candidates:
            self._candidates = items
            self._bridge.candidates = {item["id"] for item in items}
            self._bridge.send("candidates", items=items)

    def _send_card(self) -> None:
        state = self._session.state
        closed = self._closed_at == (state.place, state.focus_serial)
        card = None if closed else card_payload(self._session.card())
        if card != self._card:
            self._card = card
            self._bridge.send("card", card=card)
