"""A gazetteer of a few places, made by hand: what rules and resolver need to be tested against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.candidates import NameHit
from app.geoparsing.model import Match, Place, Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

_PRECISION: Final = {"A.PCLI": Precision.COUNTRY, "A.ADM1": Precision.PROVINCE, "L.RGN": Precision.REGION}

_Row = tuple[int, str, float, float, str, str, tuple[int, ...], int]
"""Number, name, latitude, longitude, feature, country, containers' numbers, population."""

_ROWS: Final[tuple[_Row, ...]] = (
    (99237, "Iraq", 33.0, 44.0, "A.PCLI", "IQ", (), 38_000_000),
    (6252001, "United States", 39.8, -98.5, "A.PCLI", "US", (), 327_000_000),
    (130758, "Iran", 32.0, 53.0, "A.PCLI", "IR", (), 82_000_000),
    (248816, "Jordan", 31.0, 36.0, "A.PCLI", "JO", (), 10_000_000),
    (614540, "Georgia", 42.0, 43.5, "A.PCLI", "GE", (), 3_700_000),
    (298795, "Turkey", 39.0, 35.0, "A.PCLI", "TR", (), 82_000_000),
    (3017382, "France", 46.0, 2.0, "A.PCLI", "FR", (), 65_000_000),
    (390903, "Greece", 39.0, 22.0, "A.PCLI", "GR", (), 10_700_000),
    (4197000, "Georgia", 32.8, -83.5, "A.ADM1", "US", (6252001,), 10_000_000),
    (4736286, "Texas", 31.3, -99.3, "A.ADM1", "US", (6252001,), 28_000_000),
    (5815135, "Washington", 47.5, -120.5, "A.ADM1", "US", (6252001,), 7_500_000),
    (99032, "Nineveh", 36.0, 42.5, "A.ADM1", "IQ", (99237,), 3_700_000),
    (4140963, "Washington", 38.895, -77.036, "P.PPLC", "US", (6252001,), 600_000),
    (112931, "Tehran", 35.694, 51.422, "P.PPLC", "IR", (130758,), 7_000_000),
    (98182, "Baghdad", 33.341, 44.401, "P.PPLC", "IQ", (99237,), 5_700_000),
    (611717, "Tbilisi", 41.69, 44.83, "P.PPLC", "GE", (614540,), 1_200_000),
    (264371, "Athens", 37.98, 23.72, "P.PPLC", "GR", (390903,), 660_000),
    (4180386, "Athens", 33.96, -83.38, "P.PPLA2", "US", (4197000, 6252001), 116_000),
    (2988507, "Paris", 48.85, 2.35, "P.PPLC", "FR", (3017382,), 2_100_000),
    (4717560, "Paris", 33.66, -95.56, "P.PPLA2", "US", (4736286, 6252001), 25_000),
    (4684888, "Dallas", 32.78, -96.81, "P.PPLA2", "US", (4736286, 6252001), 1_300_000),
    (4180439, "Atlanta", 33.75, -84.39, "P.PPLA", "US", (4197000, 6252001), 500_000),
    (99072, "Mosul", 36.335, 43.119, "P.PPLA", "IQ", (99032, 99237), 1_700_000),
    (90150, "Tikrit", 34.597, 43.677, "P.PPLA", "IQ", (99237,), 42_000),
)
_OTHER_NAMES: Final = (
    (99237, "Iraqi", Match.DEMONYM),
    (99237, "Iraqis", Match.DEMONYM),
    (298795, "Turkish", Match.DEMONYM),
    (614540, "Georgian", Match.DEMONYM),
    (6252001, "American", Match.DEMONYM),
    (6252001, "U.S.", Match.ABBREVIATION),
    (6252001, "US", Match.ABBREVIATION),
    (4140963, "Washington, D.C.", Match.ALTERNATE),
    (4140963, "White House", Match.ALTERNATE),
    (99032, "Nineveh Province", Match.ALTERNATE),
)


def _place(row: _Row) -> Place:
    number, name, lat, lon, feature, country, containers, population = row
    names = {other[0]: other[1] for other in _ROWS}
    return Place(
        f"gn:{number}",
        name,
        lat,
        lon,
        feature,
        country,
        tuple(names[container] for container in containers),
        _PRECISION.get(feature, Precision.CITY),
        number,
        population,
        admin_ids=tuple(f"gn:{container}" for container in containers),
    )


class Atlas:
    """A `CandidateSource` of two dozen places; counts how often it is asked."""

    version = "atlas 1"

    def __init__(self) -> None:
        self._places = {row[0]: _place(row) for row in _ROWS}
        self._names: dict[str, list[NameHit]] = {}
        self.asked = 0
        for place in self._places.values():
            self._add(place, place.name, Match.MAIN)
        for number, name, match in _OTHER_NAMES:
            self._add(self._places[number], name, match)

    def _add(self, place: Place, name: str, match: Match) -> None:
        self._names.setdefault(_normal(name), []).append(NameHit(place, name, match))

    def find(self, toponym: str, limit: int = 30) -> Sequence[NameHit]:
        self.asked += 1
        return self._names.get(_normal(toponym), [])[:limit]

    def similar(self, toponym: str, limit: int = 10) -> Sequence[NameHit]:
        del toponym, limit
        return ()

    def has_name(self, toponym: str) -> bool:
        return _normal(toponym) in self._names

    def place(self, place_id: str) -> Place | None:
        return self._places.get(int(place_id.removeprefix("gn:")))


def _normal(name: str) -> str:
    return name.casefold().replace(".", "").removeprefix("the ")
