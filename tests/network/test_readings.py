"""Answers of providers, read as places."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.model import Match, Precision
from app.network.features import of_layer, of_osm
from app.network.readings import hits
from tests.network import answers

HOST = "host.example"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=10,
)


@pytest.mark.parametrize(
    ("provider", "raw", "identity"),
    [
        ("nominatim", answers.nominatim(), "on:host.example:R4711"),
        ("photon", answers.photon(), "on:host.example:R4711"),
        ("pelias", answers.pelias(), "on:host.example:whosonfirst:locality:4711"),
    ],
)
def test_each_providers_city_is_the_same_place(provider: str, raw: dict[str, Any], identity: str) -> None:
    (hit,) = hits(provider, HOST, "mosul", [raw])
    place = hit.place
    assert place.id == identity
    assert (place.name, place.feature, place.precision) == ("Mosul", "P.PPL", Precision.CITY)
    assert (place.lat, place.lon, place.country) == (36.34, 43.13, "IQ")
    assert place.admin == ("Mosul District", "Nineveh", "Iraq")
    assert place.radius_km == pytest.approx(14.3, abs=0.2)
    assert place.geonameid is None
    assert (hit.match, hit.matched) == (Match.MAIN, "Mosul")


def test_a_known_city_weighs_what_its_people_weigh() -> None:
    (known,) = hits("nominatim", HOST, "Mosul", [answers.nominatim()])
    assert known.place.population == 1_800_000
    assert known.prior == pytest.approx(6.26, abs=0.01)
    (small,) = hits("nominatim", HOST, "Mosul", [answers.nominatim(extratags=None, importance=0.1)])
    assert small.prior == pytest.approx(0.8)


def test_the_providers_order_is_kept() -> None:
    found = hits("photon", HOST, "Mosul", [answers.photon(osm_id=number) for number in range(30)])
    priors = [hit.prior for hit in found]
    assert priors == sorted(priors, reverse=True)
    assert min(priors) >= 0
    assert len({hit.place.id for hit in found}) == 30


def test_one_place_comes_once() -> None:
    assert len(hits("photon", HOST, "Mosul", [answers.photon(), answers.photon()])) == 1


@pytest.mark.parametrize(
    ("asked", "match"),
    [("MOSUL", Match.MAIN), ("Mósul", Match.MAIN), ("Al Mawsil", Match.ALTERNATE), ("Mosul, Iraq", Match.ALTERNATE)],
)
def test_how_the_name_met_what_was_asked(asked: str, match: Match) -> None:
    (hit,) = hits("nominatim", HOST, asked, [answers.nominatim()])
    assert hit.match is match


def test_a_country_is_its_outline() -> None:
    raw = answers.nominatim(
        addresstype="country",
        name="Iraq",
        address={"country": "Iraq", "country_code": "iq"},
        boundingbox=["29.0", "37.4", "38.8", "48.8"],
    )
    (hit,) = hits("nominatim", HOST, "Iraq", [raw])
    assert (hit.place.feature, hit.place.precision) == ("A.PCLI", Precision.COUNTRY)
    assert (hit.place.areas, hit.place.admin) == (("IQ",), ())
    assert hit.place.is_area


def test_an_old_server_tells_less() -> None:
    raw = answers.nominatim(importance=None, extratags=None, boundingbox=None)
    del raw["name"], raw["addresstype"]
    (hit,) = hits("nominatim", HOST, "Mosul", [raw])
    assert (hit.place.name, hit.place.feature, hit.place.radius_km) == ("Mosul", "P.PPL", 5.0)
    assert hit.place.admin == ("Mosul District", "Nineveh", "Iraq")


@pytest.mark.parametrize(
    ("key", "value", "level", "radius", "feature"),
    [
        ("place", "village", "", 1, ("P.PPL", Precision.CITY)),
        ("place", "suburb", "", 1, ("P.PPLX", Precision.CITY)),
        ("place", "locality", "", 1, ("L.LCTY", Precision.POINT)),
        ("place", "region", "", 90, ("L.RGN", Precision.REGION)),
        ("boundary", "administrative", "state", 90, ("A.ADM1", Precision.PROVINCE)),
        ("boundary", "administrative", "county", 20, ("A.ADM2", Precision.DISTRICT)),
        ("boundary", "administrative", "", 20, ("A.ADMD", Precision.DISTRICT)),
        ("natural", "peak", "", 0, ("T.MT", Precision.POINT)),
        ("waterway", "river", "", 900, ("H.STM", Precision.REGION)),
        ("amenity", "hospital", "", 0, ("S.BLDG", Precision.POINT)),
        ("unheard", "of", "", 1, ("L.LCTY", Precision.POINT)),
        ("unheard", "of", "", 10, ("L.LCTY", Precision.CITY)),
        ("unheard", "of", "", 50, ("L.LCTY", Precision.DISTRICT)),
        ("", "", "", 500, ("L.LCTY", Precision.REGION)),
    ],
)
def test_what_openstreetmap_calls_a_thing(
    key: str, value: str, level: str, radius: float, feature: tuple[str, Precision]
) -> None:
    assert of_osm(key, value, level, radius) == feature


def test_what_pelias_calls_a_thing() -> None:
    assert of_layer("region", 100) == ("A.ADM1", Precision.PROVINCE)
    assert of_layer("country", 100) == ("A.PCLI", Precision.COUNTRY)
    assert of_layer("venue", 0) == ("S.BLDG", Precision.POINT)
    assert of_layer("unheard", 0) == ("L.LCTY", Precision.POINT)


@pytest.mark.parametrize(
    "changed",
    [
        {"lat": None},
        {"lat": "north"},
        {"lat": "91"},
        {"lon": "nan"},
        {"lon": True},
        {"lat": [36.34]},
        {"osm_id": None},
        {"osm_id": "4711"},
        {"osm_type": "changeset"},
        {"name": None, "display_name": None},
        {"name": 7, "display_name": "\n, Iraq"},
    ],
)
def test_an_entry_that_is_no_place_is_left_out(changed: dict[str, object]) -> None:
    assert hits("nominatim", HOST, "Mosul", ["no place", None, answers.nominatim(**changed)]) == []
    assert hits("pelias", HOST, "Mosul", [answers.pelias(gid="<b>:1")]) == []


def test_s4_texts_are_short_and_have_no_marks_that_turn_what_follows() -> None:
    raw = answers.nominatim(
        name="Mos\u202eul\x00\r\n " + "x" * 900, address={"country": "\ud800Iraq\u2066", "country_code": "<b"}
    )
    (hit,) = hits("nominatim", HOST, "Mosul", [raw])
    assert hit.place.name.startswith("Mosul x")
    assert len(hit.place.name) <= 200
    assert hit.place.admin == ("Iraq",)
    assert hit.place.country == ""


@given(provider=st.sampled_from(["nominatim", "photon", "pelias"]), raws=st.lists(JSON, max_size=4))
def test_no_answer_breaks_the_reading(provider: str, raws: list[Any]) -> None:
    assert isinstance(hits(provider, HOST, "Mosul", raws), list)


@given(
    provider=st.sampled_from(["nominatim", "photon", "pelias"]), key=st.integers(0, 20), value=JSON, deep=st.booleans()
)
def test_no_odd_field_breaks_the_reading(provider: str, key: int, value: Any, *, deep: bool) -> None:  # noqa: ANN401 - any JSON
    raw: dict[str, Any] = getattr(answers, provider)()
    inner = raw["properties"] if deep and "properties" in raw else raw
    inner[sorted(inner)[key % len(inner)]] = value
    for hit in hits(provider, HOST, "Mosul", [raw]):
        place = hit.place
        assert -90 <= place.lat <= 90
        assert -180 <= place.lon <= 180
        assert 0 < place.radius_km <= 5_000
        assert place.name
        assert all(isinstance(name, str) and name for name in place.admin)
