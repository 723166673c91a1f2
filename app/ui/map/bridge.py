"""The bridge between window and map page: JSON text over one slot and one signal, everything from the page checked.

The messages are those that the head comment of `resources/map/map.js` lists; a test holds the two against each other.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Signal, Slot

LONGEST_MESSAGE: Final = 4096
"""Characters; the page has nothing longer to say."""

OUTGOING: Final[Mapping[str, frozenset[str]]] = {
    "theme": frozenset({"dark", "reduced_motion"}),
    "shapes": frozenset({"set"}),
    "places": frozenset({"set", "removed"}),
    "focus": frozenset({"id", "fly"}),
    "hover": frozenset({"id"}),
    "candidates": frozenset({"items"}),
    "preview": frozenset({"place", "fly"}),
    "card": frozenset({"card"}),
    "fit": frozenset({"what"}),
    "labels": frozenset({"items"}),
    "view": frozenset({"lat", "lon", "zoom"}),
}
"""Type -> fields of what the program may tell the page."""

_LONGEST_ID: Final = 200
_LONGEST_URL: Final = 2000
_LONGEST_COMPLAINT: Final = 1000

Check = Callable[["Bridge", object], bool]


def _number(value: object, low: float, high: float) -> bool:
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and low <= value <= high
    )


def _text(value: object, longest: int) -> bool:
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _is_place(bridge: Bridge, value: object) -> bool:
    return _text(value, _LONGEST_ID) and value in bridge.places


def _is_candidate(bridge: Bridge, value: object) -> bool:
    return _text(value, _LONGEST_ID) and value in bridge.candidates


def _is_pointed(bridge: Bridge, value: object) -> bool:
    return value is None or _is_place(bridge, value) or _is_candidate(bridge, value)


def _is_bounds(_: Bridge, value: object) -> bool:
    if not isinstance(value, list) or len(value) != 4:  # noqa: PLR2004 - four edges
        return False
    south, west, north, east = value
    upright = _number(south, -90, 90) and _number(north, -90, 90) and south <= north
    return upright and _number(west, -1080, 1080) and _number(east, -1080, 1080) and west <= east


INCOMING: Final[Mapping[str, Mapping[str, Check]]] = {
    "ready": {},
    "hover": {"id": _is_pointed},
    "select": {"id": _is_place},
    "step": {"delta": lambda _, value: _number(value, -1, 1) and value in (-1, 1)},
    "open_card": {},
    "close_card": {},
    "choose": {"id": _is_candidate},
    "view": {
        "lat": lambda _, value: _number(value, -90, 90),
        "lon": lambda _, value: _number(value, -1080, 1080),
        "zoom": lambda _, value: _number(value, 0, 24),
        "bounds": _is_bounds,
    },
    "link": {"url": lambda _, value: _text(value, _LONGEST_URL) and str(value).startswith("https://")},
    "failed": {"message": lambda _, value: _text(value, _LONGEST_COMPLAINT)},
}
"""Type -> field -> check of what the page may tell the program; exactly these fields, no more and no fewer."""


class Bridge(QObject):
    """The one object that the page sees.

    Attributes:
        places: ids of the places that the page was sent; only these may come back.
        candidates: ids of the candidates that the page was sent.
        dropped: how many messages were refused.
    """

    message = Signal(str)

    def __init__(self, receive: Callable[[str, dict[str, Any]], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._receive = receive
        self.places: set[str] = set()
        self.candidates: set[str] = set()
        self.dropped = 0

    def send(self, kind: str, /, **fields: object) -> None:
        """Tells the page something; fields as `OUTGOING` says.

        Raises:
            ValueError: the protocol knows no such message, or not with these fields.
        """
        if OUTGOING.get(kind) != fields.keys():
            raise ValueError(f"the protocol has no {kind} with {sorted(fields)}")
        self.message.emit(json.dumps({"type": kind, **fields}, ensure_ascii=False, separators=(",", ":")))

    @Slot(str)
    def post(self, text: str) -> None:
        """What the page calls; whatever is not a documented message is dropped and counted."""
        fields = self._checked(text)
        if fields is None:
            self.dropped += 1
            return
        self._receive(fields.pop("type"), fields)

    def _checked(self, text: str) -> dict[str, Any] | None:
        if len(text) > LONGEST_MESSAGE:
            return None
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return None
        if not isinstance(value, dict) or not isinstance(value.get("type"), str):
            return None
        checks = INCOMING.get(value["type"])
        if checks is None or value.keys() != {"type", *checks}:
            return None
        return value if all(check(self, value[name]) for name, check in checks.items()) else None

    def event(self, event: QEvent) -> bool:
        """Dies with its parent only: QWebChannel offers every object's `deleteLater` to the page."""
        if event.type() == QEvent.Type.DeferredDelete:
            self.dropped += 1
            return True
        return super().event(event)
