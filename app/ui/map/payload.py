"""What the page is told of session state: plain values for the bridge, and only what changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.model import Place
    from app.session.state import Card, Inspection, PlaceRow

LABELS_FROM_ZOOM: Final = 7
_POPULATION_SHOWN: Final = {7: 60_000, 8: 20_000, 9: 6_000, 10: 1_500}
_DEGREES: Final = 5
_LONGEST_NAME: Final = 120

Payload = dict[str, Any]


def drawable(place: Place) -> bool:
    """Whether a place has a spot on the earth; one of a broken gazetteer may have none."""
    numbers = all(map(math.isfinite, (place.lat, place.lon, place.radius_km)))
    return numbers and abs(place.lat) <= 90 and abs(place.lon) <= 180  # noqa: PLR2004 - poles and date line


def place_payload(row: PlaceRow) -> Payload:
    """A pin or an area."""
    return _location(row.place) | {
        "where": row.where,
        "count": row.count,
        "kind": row.kind.value,
        "unsure": row.unsure,
        "water": row.place.feature.startswith("H."),
    }


def candidate_payloads(inspection: Inspection | None) -> list[Payload]:
    """The candidates that were not chosen, with the numbers they have in the inspector."""
    if inspection is None:
        return []
    numbered = enumerate(inspection.candidates, start=1)
    return [
        _location(candidate.place) | {"number": number, "where": ", ".join(candidate.place.admin)}
        for number, candidate in numbered
        if candidate.place.id != inspection.chosen and drawable(candidate.place)
    ]


def preview_payload(place: Place | None) -> Payload | None:
    """A place that the reader looked up."""
    if place is None or not drawable(place):
        return None
    return _location(place) | {"where": ", ".join(place.admin)}


def card_payload(card: Card | None) -> Payload | None:
    """The card at the focused place."""
    if card is None:
        return None
    place = card.place
    return {
        "id": place.id,
        "name": place.name,
        "where": card.where,
        "certainty": card.certainty,
        "lat": place.lat,
        "lon": place.lon,
        "area": place.is_area,
        "document_title": card.document_title,
        "before": card.before,
        "surface": card.surface,
        "after": card.after,
        "index": card.index,
        "total": card.total,
        "index_in_document": card.index_in_document,
        "total_in_document": card.total_in_document,
    }


def label_payloads(places: Sequence[Place]) -> list[Payload]:
    """Names for the part of the world in view."""
    return [{"lat": place.lat, "lon": place.lon, "name": shortened(place.name)} for place in places]


def population_shown(zoom: float) -> int:
    """The smallest town whose name is worth its room at a zoom."""
    return _POPULATION_SHOWN.get(int(zoom), 0)


def difference(sent: dict[str, Payload], now: dict[str, Payload]) -> tuple[list[Payload], list[str]]:
    """What to set and what to remove so that a page that was sent one shows the other."""
    changed = [payload for place_id, payload in now.items() if sent.get(place_id) != payload]
    return changed, [place_id for place_id in sent if place_id not in now]


def _location(place: Place) -> Payload:
    return {
        "id": place.id,
        "lat": round(place.lat, _DEGREES),
        "lon": round(place.lon, _DEGREES),
        "name": shortened(place.name),
        "areas": list(place.areas),
        "radius_km": place.radius_km,
        "area": place.is_area,
    }


def shortened(name: str) -> str:
    """A name that has room on a map."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
