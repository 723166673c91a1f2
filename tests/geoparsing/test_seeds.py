"""The two seeds end to end: every place that they name is found, placed rightly, and of the right kind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.documents.reader import read
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Finding, Kind

if TYPE_CHECKING:
    from app.geoparsing.pipeline import Engine

COUNTRIES = {
    "Iraq": "IQ",
    "US": "US",
    "Iran": "IR",
    "Syria": "SY",
    "Turkey": "TR",
    "Jordan": "JO",
    "Afghanistan": "AF",
    "Pakistan": "PK",
}
CITIES = {
    "DC": (38.895, -77.036),
    "Mosul": (36.335, 43.119),
    "Tikrit": (34.597, 43.677),
    "Tehran": (35.694, 51.422),
    "Baghdad": (33.341, 44.401),
}
NEAR_KM = 161

# start, surface, what it is, kind (None: either of two would do)
Row = tuple[int, str, str, str | None]
FIRST: tuple[Row, ...] = (
    (86, "Iraq", "Iraq", None),
    (96, "U.S.", "US", None),
    (182, "Iraq", "Iraq", None),
    (201, "United States", "US", None),
    (365, "Iraq", "Iraq", None),
    (384, "United States", "US", None),
    (476, "U.S.", "US", None),
    (738, "Iraqi", "Iraq", "demonym"),
    (1049, "Iraq", "Iraq", None),
    (1077, "Mosul", "Mosul", "literal"),
    (1127, "Tikrit", "Tikrit", "literal"),
    (1183, "Iraq", "Iraq", None),
    (1205, "Iraq", "Iraq", None),
    (1260, "Washington", "DC", "metonym"),
    (1375, "Tehran", "Tehran", "metonym"),
    (1400, "Iran", "Iran", None),
    (1428, "Syria", "Syria", None),
    (1449, "Iraqi", "Iraq", "demonym"),
    (1651, "Iraq", "Iraq", None),
    (1911, "Iraqi", "Iraq", "demonym"),
    (1965, "Iraq", "Iraq", None),
    (2189, "Turkish", "Turkey", "demonym"),
    (2238, "U.S.", "US", None),
    (2285, "Turkish", "Turkey", "demonym"),
    (2306, "Mosul", "Mosul", "literal"),
    (2439, "United States", "US", None),
    (2536, "Turkish", "Turkey", "demonym"),
    (2598, "Iraqi", "Iraq", "demonym"),
)
NEVER_FIRST = ("Wall Street", "NBC News", "Mitchell", "Biden", "Meehan", "Maliki", "Erdogan")
SECOND: tuple[Row, ...] = (
    (0, "Washington", "DC", "metonym"),
    (43, "Iraq", "Iraq", None),
    (88, "Iraqi", "Iraq", "demonym"),
    (170, "U.S.", "US", None),
    (187, "Iraqi", "Iraq", "demonym"),
    (236, "U.S.", "US", None),
    (461, "Washington", "DC", "metonym"),
    (534, "Baghdad", "Baghdad", "metonym"),
    (570, "US", "US", None),
    (684, "Afghanistan", "Afghanistan", "literal"),
    (700, "Pakistan", "Pakistan", "literal"),
    (746, "U.S.", "US", None),
    (765, "Iraq", "Iraq", None),
    (786, "American", "US", "demonym"),
    (832, "United States", "US", None),
    (922, "Iraq", "Iraq", None),
    (973, "Washington", "DC", "literal"),
    (1086, "Iraq", "Iraq", None),
    (1139, "US", "US", None),
    (1393, "U.S.", "US", None),
    (1413, "Iraq", "Iraq", None),
    (1438, "Americans", "US", "demonym"),
    (1551, "Mosul", "Mosul", "literal"),
    (1566, "Tikrit", "Tikrit", "literal"),
    (1585, "Washington", "DC", "metonym"),
    (1631, "U.S.", "US", None),
    (1682, "United States", "US", None),
    (1785, "Iraq", "Iraq", None),
    (1827, "Iraqi", "Iraq", "demonym"),
    (1892, "U.S.", "US", None),
    (1915, "Iraqi", "Iraq", "demonym"),
    (2045, "U.S.", "US", None),
    (2128, "Iraq", "Iraq", None),
    (2147, "Iraq", "Iraq", None),
    (2232, "Iraq", "Iraq", None),
    (2291, "Washington", "DC", "metonym"),
    (2339, "Baghdad", "Baghdad", "metonym"),
    (2705, "U.S.", "US", None),
    (2722, "Iraq", "Iraq", None),
    (2863, "Washington", "DC", "metonym"),
    (2899, "Iraq", "Iraq", None),
    (2959, "Jordan", "Jordan", "literal"),
    (2984, "U.S.", "US", None),
    (3073, "Turkish", "Turkey", "demonym"),
    (3120, "Mosul", "Mosul", "literal"),
    (3146, "Turkish", "Turkey", "demonym"),
    (3207, "United States", "US", None),
    (3310, "U.S.", "US", None),
    (3401, "Mosul", "Mosul", "literal"),
)
NEVER_SECOND = (
    "AFP",
    "Rice",
    "Carney",
    "Psaki",
    "Apache",
    "Hellfire",
    "Humvee",
    "Texan",
    "Biden",
    "Hussein",
    "Bush",
    "Erdogan",
)


@pytest.fixture(
    scope="module",
    params=[
        ("000_0d8ed865f1c64664.txt", FIRST, NEVER_FIRST),
        ("001_bd13fba9aa3acac8.txt", SECOND, NEVER_SECOND),
    ],
)
def seed(request: pytest.FixtureRequest, engine: Engine) -> tuple[dict[int, Finding], tuple[Row, ...], tuple[str, ...]]:
    """The findings of a seed by their start, what is expected, and what must never be a mention."""
    name, rows, never = request.param
    document = read(Path(__file__).resolve().parents[2] / "seeds" / name)
    answers = [answer for answer in engine.parse(document) if answer.final]
    return {f.mention.start: f for answer in answers for f in answer.findings}, rows, never


Seed = tuple[dict[int, Finding], tuple[Row, ...], tuple[str, ...]]


def test_every_place_is_found(seed: Seed) -> None:
    findings, rows, _ = seed
    missing = [row for row in rows if row[0] not in findings or findings[row[0]].mention.surface != row[1]]
    assert missing == []


def test_every_place_is_placed_rightly(seed: Seed) -> None:
    findings, rows, _ = seed
    assert [row for row in rows if row[0] in findings and not _is_right(findings[row[0]], row[2])] == []


def test_every_kind_is_right(seed: Seed) -> None:
    findings, rows, _ = seed
    named = {row: findings[row[0]].mention.kind for row in rows if row[3] and row[0] in findings}
    assert [(row, kind) for row, kind in named.items() if kind != Kind(row[3] or "")] == []


def test_what_the_name_of_the_islamic_state_holds_is_embedded_and_placed(seed: Seed) -> None:
    findings, _, _ = seed
    embedded = {f.mention.surface: f.resolution.place for f in findings.values() if f.mention.kind is Kind.EMBEDDED}
    iraq, levant = embedded["Iraq"], embedded["Levant"]
    assert iraq
    assert levant
    assert (iraq.country, levant.feature) == ("IQ", "L.RGN")


def test_no_person_newspaper_or_weapon_is_a_place(seed: Seed) -> None:
    findings, _, never = seed
    surfaces = [finding.mention.surface for finding in findings.values()]
    assert [surface for surface in surfaces if any(name in surface for name in never)] == []


def test_every_placed_mention_says_why(seed: Seed) -> None:
    findings, _, _ = seed
    for finding in findings.values():
        for candidate in finding.candidates:
            assert candidate.reasons, (finding.mention.surface, candidate.place.name)


def _is_right(finding: Finding, meant: str) -> bool:
    place = finding.resolution.place
    if place is None:
        return False
    if meant in COUNTRIES:
        return place.country == COUNTRIES[meant] and place.feature.startswith("A.PCL")
    return distance_km(place.lat, place.lon, *CITIES[meant]) <= NEAR_KM
