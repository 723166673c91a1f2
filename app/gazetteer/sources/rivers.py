"""The large rivers of the world: Natural Earth's centre lines, by name and river number."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.gazetteer.collection import Collection, Entry, is_name
from app.gazetteer.names import normalise
from app.gazetteer.outlining import course, distance
from app.gazetteer.shapefile import attributes, parts
from app.gazetteer.sources.river_names import names
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gazetteer.packages import Downloads

_TABLE: Final = "10m/ne_10m_rivers_lake_centerlines"
_KM_A_DEGREE: Final = 111.2
_PRIOR, _PRIOR_STEP = 5.6, 0.25
"""The best-known rivers rank like a city of half a million; each step of Natural Earth's scale rank takes some away."""


_TOUCHING_DEGREES: Final = 0.3
_SAY_SO: Final = ("River", "Creek", "Delta", "Canal")
_KINDS: Final = ("H.STM", "H.CNL")
_CITY: Final = 50_000
"""People of a city whose name means the city before it means a river: Columbia."""


@dataclass(slots=True)
class River:
    """A river of Natural Earth.

    Attributes:
        key: of its shape, and of its place if no other source has the river.
        names: the usual English one first.
        lines: of (longitude, latitude) in degrees, one for each piece of its course.
        rank: Natural Earth's scale rank, 0 for the largest.
    """

    key: str
    names: list[str]
    lines: list[list[tuple[float, float]]] = field(default_factory=list)
    rank: float = 99.0

    @property
    def points(self) -> list[tuple[float, float]]:
        """All points of its course."""
        return [point for line in self.lines for point in line]


def add(found: Collection, downloads: Downloads) -> None:
    """Add each named river at the middle of its course, and its course to the rivers that are there already."""
    known = _known(found)
    taken = _taken(found)
    for river in read(downloads):
        found.footprints[river.key] = course(river.lines)
        same = _same(river, known)
        if same is None:
            _add_one(found, river)
        else:
            same.areas = (*same.areas, river.key)
            _call(found, same, river, taken)


def _taken(found: Collection) -> dict[str, bool]:
    """What countries, first divisions and cities are called, and whether a country is."""
    taken: dict[str, bool] = {}
    for (norm, number), (match, _) in found.names.items():
        entry = found.places[number]
        country = entry.feature.startswith("A.PCL")
        if (match is Match.OFFICIAL and country) or (
            match in (Match.MAIN, Match.OFFICIAL) and (entry.feature == "A.ADM1" or entry.population >= _CITY)
        ):
            taken[norm] = taken.get(norm, False) or country
    return taken


def _call(found: Collection, same: Entry, river: River, taken: dict[str, bool]) -> None:
    """Let a curated river be found by Natural Earth's names: as its main name by one that is nobody's but its own.

    "The Niger" is found as the Niger River: the bare name is the country's, and a text's article says what is meant.
    """
    for name in _main(river.names[0]):
        if normalise(name) not in taken:
            found.call(same.number, name, Match.MAIN)
    found.call_all(
        same.number, (name for name in river.names if not taken.get(normalise(name), False)), Match.ALTERNATE
    )


def read(downloads: Downloads) -> list[River]:
    """The named rivers, the largest first; pieces that share a name and touch are one river."""
    table = downloads.read("libmagics++-data", f"{_TABLE}.dbf")
    lines = downloads.read("libmagics++-data", f"{_TABLE}.shp")
    rivers: dict[tuple[str, str], River] = {}
    for row, pieces in zip(attributes(table, "cp1252"), parts(lines), strict=True):
        if not is_name(row["name"]) or not pieces:
            continue
        others = set(filter(is_name, (name.strip() for name in row["name_alt"].split(","))))
        key = f"ne:river-{normalise(row['name']).replace(' ', '-')}-{row['rivernum']}"
        river = rivers.setdefault((row["name"], row["rivernum"]), River(key, names(row["name"], others)))
        river.lines.extend(pieces)
        river.rank = min(river.rank, float(row["scalerank"] or 9))
    return _joined(sorted(rivers.values(), key=lambda river: (river.rank, river.key)))


def _joined(rivers: Sequence[River]) -> list[River]:
    """Each river with those smaller ones added that share a name with it and touch it."""
    whole: list[River] = []
    by_name: dict[str, list[River]] = {}
    for river in rivers:
        forms = [normalise(name) for name in river.names]
        namesakes = [other for form in forms for other in by_name.get(form, ())]
        larger = next((other for other in namesakes if distance(other.lines, river.lines) < _TOUCHING_DEGREES), None)
        if larger is None:
            whole.append(river)
            larger = river
        else:
            larger.lines.extend(river.lines)
            larger.names.extend(name for name in river.names if name not in larger.names)
        for form in forms:
            by_name.setdefault(form, []).append(larger)
    return whole


def _known(found: Collection) -> dict[str, list[Entry]]:
    """The rivers and canals that the curated table has in its own words, by name."""
    rivers: dict[str, list[Entry]] = {}
    for norm, number in found.names:
        if found.places[number].feature in _KINDS:
            rivers.setdefault(norm, []).append(found.places[number])
    return rivers


def _same(river: River, known: dict[str, list[Entry]]) -> Entry | None:
    """The curated river that this is, by name and nearness."""
    for name in river.names:
        for entry in known.get(normalise(name), []) + known.get(normalise(f"{name} River"), []):
            if _is_near(entry, river.points):
                return entry
    return None


def _is_near(entry: Entry, points: list[tuple[float, float]]) -> bool:
    """Whether a course comes near the curated river of its name."""
    shrink = math.cos(math.radians(entry.lat))
    away = min(math.hypot((lon - entry.lon) * shrink, lat - entry.lat) for lon, lat in points)
    return away * _KM_A_DEGREE <= entry.radius_km


def _add_one(found: Collection, river: River) -> None:
    points = river.points
    mean_lon = sum(lon for lon, _ in points) / len(points)
    mean_lat = sum(lat for _, lat in points) / len(points)
    shrink = math.cos(math.radians(mean_lat))
    lon, lat = min(points, key=lambda point: math.hypot((point[0] - mean_lon) * shrink, point[1] - mean_lat))
    reach = max(math.hypot((east - lon) * shrink, north - lat) for east, north in points) * _KM_A_DEGREE
    name = river.names[0]
    number = found.own_number()
    found.add(
        Entry(
            number=number,
            key=river.key,
            name=name if name.endswith(_SAY_SO) or " " in name else f"{name} River",
            feature="H.CNL" if name.endswith("Canal") else "H.STM",
            lat=lat,
            lon=lon,
            country="",
            source="libmagics++-data",
            radius_km=max(reach, 5.0),
            prior=_PRIOR - _PRIOR_STEP * river.rank,
            areas=(river.key,),
        )
    )
    found.call_all(number, _main(name), Match.MAIN)
    for other in river.names[1:]:
        found.call_all(number, (other, f"{other} River"), Match.ALTERNATE)


def _main(name: str) -> tuple[str, ...]:
    """How a river is called in English texts: the Niger, the Niger River, the River Jordan."""
    return (name,) if name.endswith(_SAY_SO) else (name, f"{name} River", f"River {name}")
