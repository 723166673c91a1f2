"""The gazetteer that Whereof carries finds the right places, in many scripts, best-known first."""

# ruff: noqa: RUF001 - names in many scripts

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.names import normalise
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Match, Precision
from tests.gazetteer.small import Row, write

if TYPE_CHECKING:
    from pathlib import Path

    from app.geoparsing.candidates import NameHit

IRAQ, US, NINEVEH, MOSUL, BAGHDAD = "gn:99237", "gn:6252001", "gn:92877", "gn:99072", "gn:98182"

FIRST = {
    "Iraqi Kurdistan": "wh:kurdistan-region",
    "Washington, D.C.": "gn:4140963",
    "US": US,
    "U.S.": US,
    "USA": US,
    "UK": "gn:2635167",
    "Iran": "gn:130758",
    "Georgia": "gn:614540",
    "White House": "wh:white-house",
    "Kremlin": "wh:kremlin",
    "Iraqi": IRAQ,
    "Turkish": "gn:298795",
    "European": "gn:6255148",
    "Paris": "gn:2988507",
}
AMONG_FIRST = {"Leningrad": "gn:498817", "Londonderry": "gn:2643736", "Washington": "gn:5815135", "Mosul": NINEVEH}


@pytest.mark.parametrize(("toponym", "place_id"), FIRST.items())
def test_the_best_known_place_comes_first(gazetteer: GazetteerFile, toponym: str, place_id: str) -> None:
    assert [hit.place.id for hit in gazetteer.find(toponym, 1)] == [place_id]


@pytest.mark.parametrize(("toponym", "place_id"), AMONG_FIRST.items())
def test_the_other_sense_comes_second_or_third(gazetteer: GazetteerFile, toponym: str, place_id: str) -> None:
    assert place_id in [hit.place.id for hit in gazetteer.find(toponym, 3)]


@pytest.mark.parametrize(
    ("toponym", "match"),
    [
        ("Iraq", Match.OFFICIAL),
        ("Middle East", Match.OFFICIAL),
        ("Mosul", Match.MAIN),
        ("Bombay", Match.ALTERNATE),
        ("N.J.", Match.ABBREVIATION),
        ("Iraqi", Match.DEMONYM),
        ("Kurds", Match.DEMONYM),
    ],
)
def test_the_hit_says_how_the_name_met(gazetteer: GazetteerFile, toponym: str, match: Match) -> None:
    assert gazetteer.find(toponym)[0].match is match


def test_the_pronoun_is_not_the_country(gazetteer: GazetteerFile) -> None:
    assert US not in [hit.place.id for hit in gazetteer.find("us")]
    assert US not in [hit.place.id for hit in gazetteer.find("Us")]
    assert "gn:6065171" in [hit.place.id for hit in gazetteer.find("Man.")]
    assert "gn:6065171" not in [hit.place.id for hit in gazetteer.find("Man")]


def test_city_district_and_governorate_of_one_name_are_all_there(gazetteer: GazetteerFile) -> None:
    features = {hit.place.feature for hit in gazetteer.find("Mosul")}
    assert {"A.ADM1", "A.ADM2"} <= features
    assert any(feature.startswith("P.") for feature in features)


def test_a_city_has_its_chain_of_divisions(gazetteer: GazetteerFile) -> None:
    mosul = gazetteer.find("Mosul")[0].place
    assert mosul.admin[-2:] == ("Nineveh", "Iraq")
    assert mosul.admin_ids[-2:] == (NINEVEH, IRAQ)
    assert (mosul.country, mosul.geonameid, mosul.precision) == ("IQ", 99072, Precision.CITY)
    assert 5 < mosul.radius_km < 20


def test_footprints(gazetteer: GazetteerFile) -> None:
    region = gazetteer.place("wh:kurdistan-region")
    middle_east = gazetteer.place("wh:middle-east")
    nineveh = gazetteer.place(NINEVEH)
    iraq = gazetteer.place(IRAQ)
    assert region
    assert middle_east
    assert nineveh
    assert iraq
    assert set(region.areas) == {"gn:95445", "gn:97270", "gn:98465"}
    assert {"IQ", "SY", "EG"} <= set(middle_east.areas)
    assert (nineveh.areas, nineveh.precision) == (("gn:92877",), Precision.PROVINCE)
    assert (iraq.areas, iraq.precision) == (("IQ",), Precision.COUNTRY)
    assert iraq.is_area


def test_seats_of_power_are_points_with_a_feature_of_their_own(gazetteer: GazetteerFile) -> None:
    for name, country in (("Pentagon", "US"), ("Kremlin", "RU"), ("Downing Street", "GB"), ("Élysée", "FR")):
        place = gazetteer.find(name)[0].place
        assert (place.feature, place.country, place.precision) == ("S.ADMF", country, Precision.POINT)


@pytest.mark.parametrize("place_id", ["", "gn:", "gn:x", "gn:-1", "gn:1٢", "gn:99999999999999999999", "wh:none", "x"])
def test_an_unknown_id_is_no_place(gazetteer: GazetteerFile, place_id: str) -> None:
    assert gazetteer.place(place_id) is None


def test_a_place_is_found_again_by_its_id(gazetteer: GazetteerFile) -> None:
    for toponym in ("Mosul", "Tigris", "Rwenzori", "Danube", "Missouri River", "EU"):
        for hit in gazetteer.find(toponym):
            assert gazetteer.place(hit.place.id) == hit.place


@given(st.text(max_size=40))
@settings(deadline=None)
def test_finding_never_raises_and_agrees_with_has_name(gazetteer: GazetteerFile, toponym: str) -> None:
    hits = gazetteer.find(toponym, 5)
    assert len(hits) <= 5
    assert gazetteer.has_name(toponym) is bool(hits)


def test_no_limit_no_hits(gazetteer: GazetteerFile) -> None:
    assert not gazetteer.find("San Antonio", 0)
    assert len(gazetteer.find("San Antonio", 50)) == 50


def test_near_is_sorted_and_right(gazetteer: GazetteerFile) -> None:
    places = gazetteer.near(36.34, 43.13, 8)
    away = [distance_km(36.34, 43.13, place.lat, place.lon) for place in places]
    assert places[0].id == MOSUL
    assert away == sorted(away)
    assert len(places) == 8


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-90, 90),
    st.one_of(st.floats(-180, 180), st.just(180.0), st.floats(179, 180)),
    st.sampled_from([0.0, 3.0, 40.0, 150.0, 400.0, 900.0]),
)
def test_near_with_a_farthest_distance_leaves_out_nothing_else(
    gazetteer: GazetteerFile, lat: float, lon: float, farthest: float
) -> None:
    all_around = gazetteer.near(lat, lon, 40)
    wanted = [place.id for place in all_around if distance_km(lat, lon, place.lat, place.lon) <= farthest]
    assert [place.id for place in gazetteer.near(lat, lon, 40, farthest)] == wanted


def test_near_the_date_line_and_the_poles(gazetteer: GazetteerFile) -> None:
    assert "FJ" in {place.country for place in gazetteer.near(-16.8, -179.99, 20)}
    assert {place.country for place in gazetteer.near(90, 0, 5)} <= {"SJ", "GL", "CA", "RU"}
    assert gazetteer.near(float("nan"), 0) == []


def test_labels_are_the_largest_cities_in_view(gazetteer: GazetteerFile) -> None:
    labels = gazetteer.labels(33.0, 42.0, 37.0, 45.5, 100_000, 10)
    assert labels[0].id == BAGHDAD
    assert MOSUL in [place.id for place in labels]
    assert len(labels) == 10
    assert all(33 <= place.lat <= 37 and 42 <= place.lon <= 45.5 and place.population >= 100_000 for place in labels)


def test_labels_across_the_date_line(gazetteer: GazetteerFile) -> None:
    labels = gazetteer.labels(-20.0, 177.0, -15.0, -178.0, 500, 50)
    assert labels
    assert all(place.lon >= 177 or place.lon <= -178 for place in labels)


def test_labels_of_the_whole_world(gazetteer: GazetteerFile) -> None:
    assert len(gazetteer.labels(-90, -180, 90, 180, 5_000_000, 20)) == 20


def test_threads_share_it(gazetteer: GazetteerFile) -> None:
    def ask(number: int) -> tuple[NameHit, ...]:
        return tuple(gazetteer.find(f"San {('Jose', 'Juan', 'Pedro', 'Miguel')[number % 4]}", 20))

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(40)))
    assert answers == [ask(number) for number in range(40)]


def test_the_file_is_never_written(gazetteer: GazetteerFile) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        gazetteer._reader.rows("DELETE FROM meta")
    assert gazetteer.version.startswith("whereof-gazetteer 20")


def test_closing_closes() -> None:
    opened = GazetteerFile.open(paths.gazetteer_file())
    opened.close()
    with pytest.raises(sqlite3.ProgrammingError):
        opened.has_name("Mosul")


@pytest.mark.parametrize(
    ("toponym", "feature"),
    [("Kirkuk", "P."), ("Aleppo", "P."), ("Basra", "P."), ("Oklahoma", "A.ADM1"), ("Quebec", "A.ADM1")],
)
def test_the_city_comes_before_its_division_unless_the_division_is_better_known(
    gazetteer: GazetteerFile, toponym: str, feature: str
) -> None:
    assert gazetteer.find(toponym)[0].place.feature.startswith(feature)


def test_a_countrys_name_in_another_language_does_not_take_a_large_citys_name(gazetteer: GazetteerFile) -> None:
    assert gazetteer.find("Granada")[0].place.country == "ES"
    assert gazetteer.find("England")[0].place.name == "England"


SAME = [
    ("Kiev", "Kyiv"),
    ("Bombay", "Mumbai"),
    ("Sinjar", "Sinjār"),
    ("Sinjar", "Shingal"),
    ("el-Qaim", "al-Qaim"),
    ("Mt.Everest", "Mount Everest"),
    ("St. Petersburg", "Saint Petersburg"),
    ("Tal'Afar", "Tal Afar"),
    ("Al-Qamishli", "Kamishli"),
    ("Deir ez-Zor", "Deir al-Zor"),
    ("Köln", "Cologne"),
    ("Muenchen", "München"),
    ("N. Korea", "North Korea"),
    ("Côte d'Ivoire", "Ivory Coast"),
    ("巴格达", "巴格達"),
    ("大马士革", "大馬士革"),
    ("Київ", "Києва"),
    ("Москва", "в Москве"),
    ("Ростов-на-Дону", "Ростове-на-Дону"),
    ("العراق", "للعراق"),
    ("بغداد", "في بغداد"),
    ("القدس", "بالقدس"),
    ("ירושלים", "וירושלים"),
    ("תל אביב", "בתל־אביב"),
    ("Αθήνα", "ΑΘΗΝΩΝ"),
    ("Κύπρος", "Κύπρου"),
    ("이라크", "이라크의"),
    ("ＴＯＫＹＯ", "東京"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_ways_to_write_a_name_find_the_same_place(gazetteer: GazetteerFile, one: str, other: str) -> None:
    assert gazetteer.find(one, 1)[0].place == gazetteer.find(other, 1)[0].place


def test_derry_and_londonderry_are_one_city(gazetteer: GazetteerFile) -> None:
    derry = gazetteer.find("Derry", 1)[0].place
    assert derry in [hit.place for hit in gazetteer.find("Londonderry", 4)]


def test_hits_carry_their_prior_and_are_in_its_order(gazetteer: GazetteerFile) -> None:
    for toponym in ("Paris", "San Antonio", "Georgia", "Mosul"):
        priors = [hit.prior for hit in gazetteer.find(toponym, 20)]
        assert priors == sorted(priors, reverse=True)
        assert priors[0] > 3
    main = gazetteer.find("Mumbai")[0]
    old = gazetteer.find("Bombay")[0]
    assert main.place == old.place
    assert old.prior < main.prior


@pytest.mark.parametrize(
    ("text", "name"),
    [("Mosu", "Mosul"), ("Lond", "London"), ("new yor", "New York"), ("Моск", "Moscow"), ("بغد", "Baghdad")],
)
def test_a_beginning_finds_the_best_known_place(gazetteer: GazetteerFile, text: str, name: str) -> None:
    assert gazetteer.starting(text, 5)[0].place.name == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("mo", {"Morocco", "Mongolia", "Moscow"}),
        ("ma", {"Malaysia", "Madagascar"}),
        ("sa", {"Saudi Arabia"}),
        ("san", {"Sanaa"}),
        ("mos", {"Moscow", "Mosul"}),
        ("qy", {"Kyzylorda"}),
        ("ال", {"Japan"}),
    ],
)
def test_two_or_three_letters_find_what_is_known_best(gazetteer: GazetteerFile, text: str, names: set[str]) -> None:
    hits = gazetteer.starting(text, 20)
    assert names <= {hit.place.name for hit in hits}
    assert all(normalise(hit.matched).startswith(normalise(text)) for hit in hits)
    assert len({hit.place.id for hit in hits}) == len(hits)


def test_beginnings_are_each_once_limited_and_need_two_letters(gazetteer: GazetteerFile) -> None:
    hits = gazetteer.starting("Spring", 15)
    assert len(hits) == len({hit.place.id for hit in hits}) == 15
    assert all(hit.matched.lower().startswith("spring") for hit in hits)
    for text, limit in (("S", 5), ("", 5), (" ", 5), ("Spring", 0)):
        assert gazetteer.starting(text, limit) == ()


def test_a_space_at_the_end_ends_the_word(gazetteer: GazetteerFile) -> None:
    assert all(" " in hit.matched for hit in gazetteer.starting("new ", 30))


@given(st.text(max_size=40))
@settings(deadline=None)
def test_beginnings_never_raise(gazetteer: GazetteerFile, text: str) -> None:
    assert len(gazetteer.starting(text, 3)) <= 3


def test_years_and_a_chain_in_a_circle(tmp_path: Path) -> None:
    rows = [
        Row(1, "Old Realm", 0, 0, "A.PCLH", years=(-30, 476), parent=2),
        Row(2, "Its Province", 0, 0, "A.ADM1", parent=1),
        Row(3, "Orphan", 0, 0, parent=77),
    ]
    with GazetteerFile.open(write(tmp_path / "old.sqlite", rows)) as opened:
        realm = opened.find("Old Realm")[0].place
        assert (realm.start, realm.finish) == (-30, 476)
        assert realm.admin == ("Its Province", "Old Realm")
        assert opened.find("Orphan")[0].place.admin == ()


def test_a_chain_without_end_is_cut(tmp_path: Path) -> None:
    rows = [Row(number, f"Ring {number}", 0, 0, "A.ADM2", parent=number + 1) for number in range(1, 40)]
    with GazetteerFile.open(write(tmp_path / "deep.sqlite", rows)) as opened:
        assert len(opened.find("Ring 1")[0].place.admin) == 12
