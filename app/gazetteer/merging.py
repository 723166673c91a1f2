"""Merging of places that two sources have: one of our table, of Natural Earth or of the airports, and another's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.gazetteer.names import normalise
from app.geoparsing.geometry import distance_km

if TYPE_CHECKING:
    from app.gazetteer.collection import Collection, Entry

NEAR_KM: Final = 25.0
"""Two places of one class and one name are one place if they are nearer than this."""
_OURS: Final = "wh:"


def twins(found: Collection) -> list[tuple[Entry, Entry]]:
    """Pairs of places that are one: the one to keep, which has a GeoNames id or is of our table, and the other."""
    alike: dict[tuple[str, str], list[Entry]] = {}
    for entry in found.places.values():
        alike.setdefault((entry.feature[:1], normalise(entry.name)), []).append(entry)
    pairs = []
    for entries in alike.values():
        kept: list[Entry] = []
        for entry in sorted(entries, key=_worth):
            same = next((one for one in kept if _is_near(one, entry)), None) if entry.number < 0 else None
            if same is None:
                kept.append(entry)
            else:
                pairs.append((same, entry))
    return pairs


def _worth(entry: Entry) -> tuple[bool, bool, int]:
    """Orders places by what is kept: those with a GeoNames id, those of our table, those listed first."""
    return entry.number < 0, not (entry.key or "").startswith(_OURS), -entry.number


def _is_near(one: Entry, other: Entry) -> bool:
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= NEAR_KM


def merge(found: Collection) -> None:
    """Let each place that two sources have be one, with the names of both; our table says what it is."""
    gone: dict[int, int] = {}
    for kept, other in twins(found):
        if (other.key or "").startswith(_OURS):
            kept.feature, kept.radius_km = other.feature, other.radius_km
            kept.prior = max(kept.prior or 0.0, other.prior or 0.0)
        kept.areas = kept.areas or other.areas
        gone[other.number] = kept.number
        del found.places[other.number]
    for (norm, number), (match, name) in list(found.names.items()):
        if number in gone:
            del found.names[norm, number]
            found.call(gone[number], name, match)
            years = found.years.pop((norm, number), None)
            if years is not None:
                found.years.setdefault((norm, gone[number]), years)
    for entry in found.places.values():
        if entry.parent in gone:
            entry.parent = gone[entry.parent]
