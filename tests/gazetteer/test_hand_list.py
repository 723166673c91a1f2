"""The names that must be found rightly by hand: first hit, in the sense that a news text has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app import cli

if TYPE_CHECKING:
    from app.gazetteer.lookup import GazetteerFile

HAND_LIST = {
    "Mosul": "gn:99072",
    "Tikrit": "gn:90150",
    "Baghdad": "gn:98182",
    "Tehran": "gn:112931",
    "Iraq": "gn:99237",
    "Nineveh": "gn:92877",
    "Anbar": "gn:99592",
    "Salahuddin": "gn:91695",
    "Sinjar": "gn:448149",
    "Tigris": "wh:tigris",
    "Euphrates": "wh:euphrates",
    "Kurdistan Region": "wh:kurdistan-region",
    "Kirkuk": "gn:94787",
    "Baiji": "gn:97783",
    "Fallujah": "gn:99454",
    "Samarra": "gn:91597",
    "Syria": "gn:163843",
    "Jordan": "gn:248816",
    "Ankara": "gn:323786",
    "Washington": "gn:4140963",
    "Washington D.C.": "gn:4140963",
    "Levant": "wh:levant",
    "Middle East": "wh:middle-east",
    "Afghanistan": "gn:1149361",
    "Gaza": "wh:gaza-strip",
    "Kyiv": "gn:703448",
    "Kiev": "gn:703448",
    "Derry": "gn:2643736",
    "Londonderry": "gn:2643736",
    "Bombay": "gn:1275339",
    "Mumbai": "gn:1275339",
    "Donbas": "wh:donbas",
    "Crimea": "wh:crimea-peninsula",
    "USSR": "wh:soviet-union",
    "Yugoslavia": "wh:yugoslavia",
    "Mediterranean": "wh:mediterranean-sea",
    "Strait of Hormuz": "wh:strait-of-hormuz",
    "Sahel": "wh:sahel",
    "Balkans": "wh:balkans",
    "EU": "wh:european-union",
    "UAE": "gn:290557",
    "DRC": "gn:203312",
    "N.J.": "gn:5101760",
    "Ont.": "gn:6093943",
    "NSW": "gn:2155400",
    "Constantinople": "gn:745044",
    "Leningrad": "gn:498817",
    "Saigon": "gn:1566083",
    "Burma": "gn:1327865",
    "الموصل": "gn:99072",
    "بالموصل": "gn:99072",
    "العراق": "gn:99237",
    "نينوى": "gn:92877",
    "Багдад": "gn:98182",
    "в Багдаде": "gn:98182",
    "巴格达": "gn:98182",
    "Αθήνα": "gn:264371",
    "ירושלים": "gn:281184",
}


@pytest.mark.parametrize(("name", "expected"), HAND_LIST.items())
def test_a_name_of_the_hand_list_is_found_first(gazetteer: GazetteerFile, name: str, expected: str) -> None:
    assert [hit.place.id for hit in gazetteer.find(name)][:1] == [expected]


@pytest.mark.parametrize("name", ["Londonderry", "بالموصل"])
def test_the_command_finds_the_same(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["gazetteer", "find", name, "--format", "json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first["id"] == HAND_LIST[name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mosul Dam", "wh:mosul-dam"),
        ("Rafah crossing", "wh:rafah-crossing"),
        ("Zaatari camp", "wh:zaatari-camp"),
        ("Ain al-Asad", "wh:ain-al-asad"),
        ("Al-Aqsa Mosque", "wh:al-aqsa"),
        ("Heathrow", "wh:heathrow-airport"),
        ("JFK Airport", "wh:jfk-airport"),
        ("Baghdad Airport", "wh:baghdad-airport"),
        ("Stalingrad", "gn:472757"),
        ("East Pakistan", "wh:east-pakistan"),
    ],
)
def test_known_facilities_and_names_of_the_past_are_found(gazetteer: GazetteerFile, name: str, expected: str) -> None:
    assert [hit.place.id for hit in gazetteer.find(name)][:1] == [expected]


def test_past_states_have_their_years(gazetteer: GazetteerFile) -> None:
    years = {name: gazetteer.find(name)[0].place for name in ("USSR", "Yugoslavia", "Ottoman Empire")}
    spans = {name: (place.start, place.finish) for name, place in years.items()}
    assert spans == {"USSR": (1922, 1991), "Yugoslavia": (1918, 1992), "Ottoman Empire": (1299, 1922)}
