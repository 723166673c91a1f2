"""Airports: which are kept, what they are called, and that a city's name stays the city's."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.gazetteer.collection import Collection, Entry
from app.gazetteer.packages import PACKAGES, Downloads
from app.gazetteer.sources import airports
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from pathlib import Path

_HEADER = '"icao","iata","name","city","subd","country","elevation","lat","lon","tz","lid"'
_ROWS = (
    '"ORBI","BGW","Baghdad International Airport","Baghdad","Baghdad","IQ",114,33.26,44.23,"Asia/Baghdad",""',
    '"ORXX","XXA","Fifth Mile Airport","Baghdad","","IQ",114,33.30,44.10,"Asia/Baghdad",""',
    '"ORYY","XXB","Hamlet Airport","Hamlet","","IQ",114,36.01,42.01,"Asia/Baghdad",""',
    '"ORZZ","","Some Farm Airport","Baghdad","","IQ",114,33.20,44.20,"Asia/Baghdad",""',
    '"ORBD","","Balad Air Base","Balad","","IQ",114,33.94,44.36,"Asia/Baghdad",""',
    '"ZZZZ","ZZZ","Nowhere International Airport","Nowhere","","ZZ",0,0.0,0.0,"UTC",""',
)


@pytest.fixture
def found(tmp_path: Path) -> Collection:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("airportsdata/airports.csv", "\n".join((_HEADER, *_ROWS)) + "\n")
    file = next(package.file for package in PACKAGES if package.name == "airportsdata")
    (tmp_path / file).write_bytes(packed.getvalue())
    downloads = Downloads(tmp_path, check=False)
    collection = Collection(countries={"IQ": 1})
    collection.add(Entry(1, "Iraq", "A.PCLI", 33.0, 44.0, "IQ", "x"))
    collection.add(Entry(2, "Baghdad Governorate", "A.ADM1", 33.3, 44.4, "IQ", "x", parent=1))
    collection.add(Entry(3, "Baghdad", "P.PPLC", 33.34, 44.40, "IQ", "x", parent=2, population=7_000_000))
    collection.add(Entry(4, "Hamlet", "P.PPL", 36.0, 42.0, "IQ", "x", parent=1, population=900))
    collection.call(3, "Baghdad", Match.MAIN)
    collection.call(4, "Hamlet", Match.MAIN)
    airports.add(collection, downloads)
    return collection


def _keys(found: Collection) -> dict[str, Entry]:
    return {entry.key: entry for entry in found.places.values() if entry.key}


def test_fields_of_note_and_of_large_cities_are_kept(found: Collection) -> None:
    assert set(_keys(found)) == {"ap:ORBI", "ap:ORXX", "ap:ORBD"}


def test_an_airport_lies_in_its_citys_division(found: Collection) -> None:
    assert _keys(found)["ap:ORBI"].parent == 2
    assert _keys(found)["ap:ORBI"].feature == "S.AIRP"
    assert _keys(found)["ap:ORBD"].feature == "S.AIRB"


def test_an_airport_is_found_by_its_name_without_its_rank_and_by_its_code(found: Collection) -> None:
    airport = _keys(found)["ap:ORBI"].number
    names = {norm: match for (norm, owner), (match, _) in found.names.items() if owner == airport}
    assert names == {
        "baghdad international airport": Match.MAIN,
        "baghdad airport": Match.ALTERNATE,
        "bgw airport": Match.ALTERNATE,
    }


def test_a_citys_name_never_means_its_airport(found: Collection) -> None:
    assert [number for norm, number in found.names if norm == "baghdad"] == [3]
    assert not [norm for norm, _ in found.names if norm == "bgw"]
    airport = _keys(found)["ap:ORBI"]
    assert airport.prior is not None
    assert airport.prior < 7.0
