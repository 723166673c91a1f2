"""The large rivers of the world: Natural Earth's centre lines, by name and river number."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from app.gazetteer.collection import Collection, Entry, is_name
from app.gazetteer.names import normalise
from app.gazetteer.shapefile import attributes, points
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from app.gazetteer.packages import Downloads

_TABLE: Final = "10m/ne_10m_rivers_lake_centerlines"
_KM_A_DEGREE: Final = 111.2
_PRIOR, _PRIOR_STEP = 5.6, 0.25
"""The best-known rivers rank like a city of half a million; each step of Natural Earth's scale rank takes some away."""


def add(found: Collection, downloads: Downloads) -> None:
    """Add each named river at the middle of its course."""
    table = downloads.read("libmagics++-data", f"{_TABLE}.dbf")
    lines = downloads.read("libmagics++-data", f"{_TABLE}.shp")
    courses: dict[tuple[str, str], list[tuple[float, float]]] = {}
    ranks: dict[tuple[str, str], float] = {}
    others: dict[tuple[str, str], set[str]] = {}
    for row, line in zip(attributes(table, "cp1252"), points(lines), strict=True):
        name = row["name"]
        if not is_name(name) or not line:
            continue
        key = (name, row["rivernum"])
        courses.setdefault(key, []).extend(line)
        ranks[key] = min(ranks.get(key, 99.0), float(row["scalerank"] or 9))
        others.setdefault(key, set()).update(filter(is_name, row["name_alt"].split(",")))
    known = _known(found)
    for key in sorted(courses):
        namesakes = known.get(normalise(key[0]), []) + known.get(normalise(f"{key[0]} River"), [])
        if not any(_is_same(river, courses[key]) for river in namesakes):
            _add_one(found, key, courses[key], ranks[key], others[key])


def _known(found: Collection) -> dict[str, list[Entry]]:
    """The rivers that the curated table has in its own words, by name."""
    rivers: dict[str, list[Entry]] = {}
    for norm, number in found.names:
        if found.places[number].feature == "H.STM":
            rivers.setdefault(norm, []).append(found.places[number])
    return rivers


def _is_same(river: Entry, course: list[tuple[float, float]]) -> bool:
    """Whether a course comes near the curated river of its name."""
    shrink = math.cos(math.radians(river.lat))
    away = min(math.hypot((lon - river.lon) * shrink, lat - river.lat) for lon, lat in course)
    return away * _KM_A_DEGREE <= river.radius_km


def _add_one(
    found: Collection, key: tuple[str, str], course: list[tuple[float, float]], rank: float, others: set[str]
) -> None:
    name, river = key
    mean_lon = sum(lon for lon, _ in course) / len(course)
    mean_lat = sum(lat for _, lat in course) / len(course)
    shrink = math.cos(math.radians(mean_lat))
    lon, lat = min(course, key=lambda point: math.hypot((point[0] - mean_lon) * shrink, point[1] - mean_lat))
    reach = max(math.hypot((east - lon) * shrink, north - lat) for east, north in course) * _KM_A_DEGREE
    number = found.own_number()
    found.add(
        Entry(
            number=number,
            key=f"ne:river-{normalise(name).replace(' ', '-')}-{river}",
            name=name if name.endswith(("River", "Creek", "Delta")) or " " in name else f"{name} River",
            feature="H.STM",
            lat=lat,
            lon=lon,
            country="",
            source="libmagics++-data",
            radius_km=max(reach, 5.0),
            prior=_PRIOR - _PRIOR_STEP * rank,
        )
    )
    found.call(number, name, Match.MAIN)
    found.call_all(number, (f"{name} River", f"River {name}"), Match.MAIN)
    found.call_all(number, sorted(others), Match.ALTERNATE)
