"""The embedded geocoder keeps to geopy's interface."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from geopy.adapters import BaseAsyncAdapter  # type: ignore[import-untyped]
from geopy.exc import (  # type: ignore[import-untyped]
    ConfigurationError,
    GeocoderQueryError,
    GeocoderServiceError,
    GeocoderUnavailable,
)
from geopy.extra.rate_limiter import AsyncRateLimiter, RateLimiter  # type: ignore[import-untyped]
from geopy.geocoders.base import Geocoder  # type: ignore[import-untyped]
from geopy.location import Location  # type: ignore[import-untyped]
from geopy.point import Point  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from app import paths
from app.gazetteer.geocoder import Gazetteer
from app.gazetteer.lookup import GazetteerFile
from tests.gazetteer.small import Row, box, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def geocoder(gazetteer: GazetteerFile) -> Gazetteer:
    return Gazetteer(gazetteer)


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Gazetteer]:
    """A geocoder whose file breaks after it was opened."""
    path = tmp_path / "gazetteer.sqlite"
    path.write_bytes(paths.gazetteer_file().read_bytes()[: 1 << 20])
    with Gazetteer(path) as opened:
        yield opened


def test_r9_is_a_geopy_geocoder_that_needs_no_adapter(geocoder: Gazetteer) -> None:
    assert isinstance(geocoder, Geocoder)
    with pytest.raises(GeocoderServiceError, match="asks no server"):
        geocoder.adapter.get_json("https://example.org", timeout=1, headers={})


def test_r9_exactly_one_gives_a_location_else_a_list(geocoder: Gazetteer) -> None:
    one = geocoder.geocode("Mosul")
    many = geocoder.geocode("Mosul", exactly_one=False)
    assert isinstance(one, Location)
    assert isinstance(many, list)
    assert many[0] == one
    assert len(many) > 1


def test_r9_a_location_has_address_point_and_raw(geocoder: Gazetteer) -> None:
    location: Any = geocoder.geocode("Mosul")
    assert location.address.startswith("Mosul, ")
    assert location.address.endswith("Nineveh, Iraq")
    assert (location.latitude, location.longitude) == pytest.approx((36.335, 43.11889))
    assert location.point == Point(36.335, 43.11889)
    assert location.raw["id"] == "gn:99072"
    assert location.raw["geonameid"] == 99072
    assert location.raw["match"] == "main"


@pytest.mark.parametrize("limit", [1, 2, 7])
def test_r9_limit_is_kept(geocoder: Gazetteer, limit: int) -> None:
    found: Any = geocoder.geocode("Springfield", exactly_one=False, limit=limit)
    around: Any = geocoder.reverse((36.3, 43.1), exactly_one=False, limit=limit)
    assert len(found) == limit
    assert len(around) == limit


@pytest.mark.parametrize("limit", [0, -3, "many"])
def test_r9_a_wrong_limit_is_a_query_error(geocoder: Gazetteer, limit: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode("Mosul", limit=limit)
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse((36.3, 43.1), limit=limit)


@pytest.mark.parametrize("timeout", [None, 1, 0.001])
def test_r9_timeout_is_accepted(geocoder: Gazetteer, timeout: float | None) -> None:
    assert geocoder.geocode("Mosul", timeout=timeout) is not None
    assert geocoder.reverse("36.3, 43.1", timeout=timeout) is not None
    assert Gazetteer(paths.gazetteer_file(), timeout=timeout).timeout == timeout


def test_r9_what_is_not_there_is_none(geocoder: Gazetteer, tmp_path: Path) -> None:
    assert geocoder.geocode("Xyzzyplugh") is None
    assert geocoder.geocode("Xyzzyplugh", exactly_one=False) is None
    assert geocoder.geocode("Mosul, Peru") is None
    small = Gazetteer(write(tmp_path / "small.sqlite", [Row(1, "Quillhaven", 1, 1)]))
    assert small.reverse((1.01, 1.01)) is not None
    assert small.reverse((-48.9, -123.4)) is None
    assert small.reverse((-48.9, -123.4), exactly_one=False) is None


@pytest.mark.parametrize("query", ["", "   ", None, 7, b"Mosul", ["Mosul"]])
def test_r9_a_query_that_is_no_name_is_a_query_error(geocoder: Gazetteer, query: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


@pytest.mark.parametrize("query", ["nowhere", "", None, (91, 0), (1,) * 7, object()])
def test_r9_a_query_that_is_no_point_is_a_query_error(geocoder: Gazetteer, query: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse(query)


@pytest.mark.parametrize("query", [Point(36.34, 43.13), (36.34, 43.13), [36.34, 43.13], "36.34, 43.13", "36.34 43.13"])
def test_r9_reverse_takes_points_pairs_and_texts(geocoder: Gazetteer, query: Any) -> None:  # noqa: ANN401 - several kinds
    location: Any = geocoder.reverse(query)
    assert location.raw["id"] == "gn:99072"


def test_r9_reverse_is_nearest_first(geocoder: Gazetteer) -> None:
    found: Any = geocoder.reverse((33.3, 44.4), exactly_one=False, limit=10)
    assert len({location.raw["id"] for location in found}) == 10
    assert found[0] == geocoder.reverse((33.3, 44.4))


def test_r9_context_and_countries_narrow_the_answer(geocoder: Gazetteer) -> None:
    texas: Any = geocoder.geocode("Paris, Texas")
    usa: Any = geocoder.geocode("Paris, Texas, USA")
    france: Any = geocoder.geocode("Paris")
    canada: Any = geocoder.geocode("Paris", country_codes="ca")
    listed: Any = geocoder.geocode("Paris", country_codes=["US", "CA"], exactly_one=False)
    assert (texas.raw["country"], france.raw["country"], canada.raw["country"]) == ("US", "FR", "CA")
    assert "Texas" in texas.address
    assert usa == texas
    assert {location.raw["country"] for location in listed} == {"US", "CA"}


def test_r9_a_missing_gazetteer_is_unavailable_never_none(tmp_path: Path) -> None:
    geocoder = Gazetteer(tmp_path / "none.sqlite")
    with pytest.raises(GeocoderUnavailable):
        geocoder.geocode("Mosul")
    with pytest.raises(GeocoderUnavailable):
        geocoder.reverse((36, 43))


def test_r9_a_broken_gazetteer_is_an_error_never_none(broken: Gazetteer) -> None:
    with pytest.raises(GeocoderServiceError):
        broken.geocode("Mosul")
    with pytest.raises(GeocoderServiceError):
        broken.reverse((36, 43))


class Waiting(BaseAsyncAdapter):  # type: ignore[misc]  # geopy has no types
    """An asynchronous adapter that nobody asks."""

    async def get_text(self, *asked: object, **how: object) -> str:
        raise AssertionError((asked, how))

    get_json = get_text


def asked(geocoder: Gazetteer, query: Any, **narrowed: Any) -> list[Any]:  # noqa: ANN401 - whatever a query may be
    """The locations that answer, as a list."""
    found: Any = geocoder.geocode(query, exactly_one=False, **narrowed)
    return found or []


def test_r9_without_arguments_it_has_the_embedded_gazetteer() -> None:
    with Gazetteer() as geocoder:
        assert asked(geocoder, "Mosul")[0].raw["id"] == "gn:99072"
    assert Gazetteer(str(paths.gazetteer_file())).geocode("Mosul") is not None


def test_r9_nothing_is_opened_before_the_first_query(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "gazetteer_file", lambda: tmp_path / "none.sqlite")
    geocoder = Gazetteer()
    with pytest.raises(GeocoderUnavailable, match="not there"):
        geocoder.geocode("Mosul")


def test_r9_it_takes_what_every_geocoder_takes(geocoder: Gazetteer) -> None:
    made = Gazetteer(
        paths.gazetteer_file(),
        scheme="http",
        timeout=3,
        proxies={"https": "192.0.2.1:8080"},
        user_agent="a reader",
        ssl_context=None,
    )
    assert (made.scheme, made.timeout, made.headers) == ("http", 3, {"User-Agent": "a reader"})
    assert made.geocode("Mosul") == geocoder.geocode("Mosul")
    made.close()


@pytest.mark.parametrize("wrong", [{"scheme": "ftp"}, {"adapter_factory": lambda **_: object()}])
def test_r9_a_wrong_configuration_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        Gazetteer(**wrong)
    with pytest.raises(TypeError):
        Gazetteer(api_key="none")  # type: ignore[call-arg]  # wrong on purpose


def test_r9_unknown_arguments_are_type_errors(geocoder: Gazetteer) -> None:
    with pytest.raises(TypeError):
        geocoder.geocode("Mosul", zoom=3)  # type: ignore[call-arg]  # wrong on purpose
    with pytest.raises(TypeError):
        geocoder.geocode("Mosul", False)  # type: ignore[call-arg]  # noqa: FBT003 - wrong on purpose


def test_r9_the_other_adapter_methods_refuse_too(geocoder: Gazetteer) -> None:
    with pytest.raises(GeocoderServiceError, match=r"example\.org"):
        geocoder.adapter.get_text("https://example.org", timeout=None, headers={})


def test_r9_with_an_asynchronous_adapter_answers_are_awaited(gazetteer: GazetteerFile) -> None:
    async def ask() -> list[Any]:
        async with Gazetteer(gazetteer, adapter_factory=Waiting) as geocoder:
            limited = AsyncRateLimiter(geocoder.geocode, min_delay_seconds=0)
            near: Any = geocoder.reverse((36.34, 43.13))
            return [await limited("Mosul"), await near, await limited("Xyzzyplugh")]

    mosul, near, nothing = asyncio.run(ask())
    assert mosul.raw["id"] == near.raw["id"] == "gn:99072"
    assert nothing is None
    with pytest.raises(TypeError), Gazetteer(gazetteer, adapter_factory=Waiting):
        pass


def test_r9_geopys_rate_limiter_takes_it(geocoder: Gazetteer, tmp_path: Path) -> None:
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0, error_wait_seconds=0)
    assert [limited(name).raw["country"] for name in ("Mosul", "Tikrit", "Paris")] == ["IQ", "IQ", "FR"]
    assert limited("Xyzzyplugh") is None
    missing = Gazetteer(tmp_path / "none.sqlite")
    loud = RateLimiter(missing.geocode, error_wait_seconds=0, swallow_exceptions=False)
    with pytest.raises(GeocoderUnavailable):
        loud("Mosul")
    quiet = RateLimiter(missing.geocode, error_wait_seconds=0, return_value_on_exception="failed")
    assert quiet("Mosul") == "failed"


def test_r9_partial_and_map_work_as_with_other_geocoders(geocoder: Gazetteer) -> None:
    canada = partial(geocoder.geocode, country_codes="ca")
    found: Any = canada("Paris")
    assert found.raw["country"] == "CA"
    assert [location.raw["country"] for location in map(geocoder.geocode, ("Mosul", "Kyiv"))] == ["IQ", "UA"]  # type: ignore[union-attr]


def test_r9_it_is_pickled_without_its_connections(geocoder: Gazetteer) -> None:
    for made in (geocoder, Gazetteer(timeout=7), Gazetteer(paths.gazetteer_file())):
        before = made.geocode("Tikrit")
        again = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own bytes
        assert again.timeout == made.timeout
        assert again.geocode("Tikrit") == before
        assert copy.copy(made).geocode("Tikrit") == before
        again.close()


def test_r9_threads_share_a_geocoder() -> None:
    names = ["Mosul", "Paris, Texas", "Kyiv", "Bagdhad"] * 10
    with Gazetteer() as geocoder, ThreadPoolExecutor(4) as pool:
        found = list(pool.map(geocoder.geocode, names))
        assert found == [geocoder.geocode(name) for name in names]


@pytest.mark.parametrize(
    ("query", "country", "name"),
    [
        ({"city": "Cambridge", "state": "Massachusetts"}, "US", "Cambridge"),
        ({"city": "Cambridge", "country": "United Kingdom"}, "GB", "Cambridge"),
        ({"city": "Paris", "county": "Lamar County", "state": "Texas", "country": "USA"}, "US", "Paris"),
        ({"state": "Nineveh", "country": "Iraq"}, "IQ", "Nineveh"),
        ({"country": "Iraq"}, "IQ", "Iraq"),
        ({"city": "", "country": "Iraq"}, "IQ", "Iraq"),
    ],
)
def test_r9_structured_queries(geocoder: Gazetteer, query: dict[str, str], country: str, name: str) -> None:
    location = asked(geocoder, query)[0]
    assert (location.raw["country"], location.raw["name"]) == (country, name)


@pytest.mark.parametrize("query", [{}, {"city": ""}, {"street": "High Street"}, {"city": 7}, {7: "Mosul"}, ",", " , "])
def test_r9_a_structured_query_that_says_nothing_is_a_query_error(geocoder: Gazetteer, query: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)


def test_r9_structured_and_written_queries_agree(geocoder: Gazetteer) -> None:
    assert asked(geocoder, {"city": "Paris", "state": "Texas"}) == asked(geocoder, "Paris, Texas")
    assert asked(geocoder, {"city": "Paris", "country": "Peru"}) == []


@pytest.mark.parametrize("codes", ["xyz", "1q", ["IQ", 7], ["IQ", ""], "i"])
def test_r9_wrong_country_codes_are_a_query_error(geocoder: Gazetteer, codes: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode("Mosul", country_codes=codes)


@pytest.mark.parametrize("codes", ["fr", "FR", ["fr"], "fr, be", ("FR", "BE"), None, [], ""])
def test_r9_country_codes_as_geopy_users_write_them(geocoder: Gazetteer, codes: Any) -> None:  # noqa: ANN401 - several kinds
    assert asked(geocoder, "Paris", country_codes=codes)[0].raw["country"] == "FR"


def test_r9_a_view_box_comes_first_and_may_be_all(geocoder: Gazetteer) -> None:
    texas = ((31.0, -106.0), (34.5, -95.0))
    preferred = asked(geocoder, "Paris", viewbox=texas)
    bounded = asked(geocoder, "Paris", viewbox=texas, bounded=True)
    assert preferred[0].raw["admin"][-2] == "Texas"
    assert "FR" in {location.raw["country"] for location in preferred}
    assert [location.raw["admin"][-2] for location in bounded] == ["Texas"]
    assert asked(geocoder, "Paris", viewbox=["34.5, -95", Point(31, -106)], bounded=True) == bounded
    assert asked(geocoder, "Mosul", viewbox=texas, bounded=True) == []
    for wrong in ([(1, 2)], "box", [(1, 2), "there"], [(91, 0), (0, 0)]):
        with pytest.raises(GeocoderQueryError):
            geocoder.geocode("Paris", viewbox=wrong)


@pytest.mark.parametrize("language", [None, False, "", "en", "en-GB", "EN,de;q=0.5"])
def test_r9_english_is_the_language_of_addresses(geocoder: Gazetteer, language: Any) -> None:  # noqa: ANN401 - several kinds
    assert geocoder.geocode("Mosul", language=language) is not None
    assert geocoder.reverse((36.34, 43.13), language=language) is not None


@pytest.mark.parametrize("language", ["de", "ar", True, "e"])
def test_r9_other_languages_are_a_query_error(geocoder: Gazetteer, language: Any) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(GeocoderQueryError, match="English"):
        geocoder.geocode("Mosul", language=language)
    with pytest.raises(GeocoderQueryError, match="English"):
        geocoder.reverse((36.34, 43.13), language=language)


def test_r9_slips_are_a_last_resort_and_marked(geocoder: Gazetteer) -> None:
    resort = asked(geocoder, "Bagdhad")
    assert resort[0].raw["name"] == "Baghdad"
    assert {location.raw["match"] for location in resort} == {"fuzzy"}
    assert geocoder.geocode("Bagdhad", fuzzy=False) is None
    assert asked(geocoder, "Pariss, Texas")[0].raw["admin"][-2] == "Texas"
    assert "fuzzy" not in {location.raw["match"] for location in asked(geocoder, "Paris")}
    wide = asked(geocoder, "Paris", fuzzy=True)
    assert wide[0].raw["match"] == "main"
    assert wide[-1].raw["match"] == "fuzzy"
    assert geocoder.geocode("Mosul, Peru") is None


def test_r9_raw_says_what_the_place_is(geocoder: Gazetteer) -> None:
    mosul = asked(geocoder, "Mosul")[0]
    iraq = asked(geocoder, "Iraq")[0]
    sea = asked(geocoder, "Mediterranean")[0]
    assert mosul.raw["address"] == {
        "city": "Mosul",
        "county": mosul.raw["admin"][0],
        "state": "Nineveh",
        "country": "Iraq",
        "country_code": "iq",
    }
    assert iraq.raw["address"] == {"country": "Iraq", "country_code": "iq"}
    assert sea.raw["address"] == {}
    assert mosul.raw["source"] == "Whereof"
    assert {"precision", "radius_km", "population", "feature", "start", "finish"} <= set(mosul.raw)
    assert json.loads(json.dumps(mosul.raw)) == mosul.raw
    assert mosul.point.altitude == 0


@pytest.mark.parametrize(
    ("point", "country"),
    [((20.0, 50.5), "SA"), ((27.5, 17.0), "LY"), ((71.0, -40.0), "GL"), ((66.0, -172.0), "RU"), ((-25.0, 128.0), "AU")],
)
def test_r9_where_no_city_is_near_the_country_answers(
    geocoder: Gazetteer, point: tuple[float, float], country: str
) -> None:
    found: Any = geocoder.reverse(point, exactly_one=False)
    assert found[0].raw["country"] == country
    assert "A.PCL" in {location.raw["feature"][:5] for location in found}
    assert "matched" not in found[0].raw


def test_r9_reverse_gives_cities_then_the_areas_around(geocoder: Gazetteer) -> None:
    found: Any = geocoder.reverse((36.34, 43.13), exactly_one=False)
    features = [location.raw["feature"] for location in found]
    away = [location.raw["distance_km"] for location in found if location.raw["feature"].startswith("P.")]
    first_area = next(place for place, feature in enumerate(features) if feature.startswith("A."))
    assert found[0].raw["name"] == "Mosul"
    assert away == sorted(away)
    assert away[-1] <= 50
    assert all(not feature.startswith("P.") for feature in features[first_area:])
    assert {"A.ADM1", "A.PCLI"} <= set(features)


@pytest.mark.parametrize(
    ("point", "country"),
    [((47.5596, 7.5886), "CH"), ((46.2, 6.15), "CH"), ((49.815, 6.13), "LU"), ((25.99, -97.15), "US")],
)
def test_r9_at_a_border_the_city_is_on_the_points_side(
    geocoder: Gazetteer, point: tuple[float, float], country: str
) -> None:
    found: Any = geocoder.reverse(point)
    assert found.raw["country"] == country


@pytest.mark.parametrize("query", [(90, 0), (-90, 0), (0, 180), (0, -180), (0, 540), "0, 0", Point(10, 10, 5)])
def test_r9_every_point_of_the_globe_has_an_answer_or_none(geocoder: Gazetteer, query: Any) -> None:  # noqa: ANN401 - several kinds
    found: Any = geocoder.reverse(query)
    assert found is None or isinstance(found, Location)


@given(st.text(max_size=50), st.one_of(st.none(), st.booleans()))
@settings(deadline=None, max_examples=100)
def test_r9_any_text_is_answered_or_a_query_error(
    geocoder: Gazetteer,
    query: str,
    fuzzy: bool | None,  # noqa: FBT001 - hypothesis
) -> None:
    try:
        found: Any = geocoder.geocode(query, fuzzy=fuzzy)
    except GeocoderQueryError:
        return
    assert found is None or isinstance(found, Location)


@given(st.floats(-90, 90), st.floats(-180, 180))
@settings(deadline=None, max_examples=60)
def test_r9_any_point_is_answered(geocoder: Gazetteer, lat: float, lon: float) -> None:
    found: Any = geocoder.reverse((lat, lon), exactly_one=False, limit=3)
    assert found is None or 1 <= len(found) <= 3


def test_r9_a_closed_gazetteer_is_an_error_never_none() -> None:
    opened = GazetteerFile.open(paths.gazetteer_file())
    geocoder = Gazetteer(opened)
    opened.close()
    with pytest.raises(GeocoderServiceError):
        geocoder.geocode("Tobruk")
    with pytest.raises(GeocoderServiceError):
        geocoder.reverse((36, 43))


def test_r9_a_pack_is_geocoded_with_as_well(tmp_path: Path) -> None:
    rows = [Row(-1, "Quillhaven", 10, 20, key="pk:mine:1")]
    with Gazetteer(write(tmp_path / "mine.sqlite", rows, title="Mine")) as geocoder:
        location = asked(geocoder, "Quillhaven")[0]
        assert (location.raw["id"], location.raw["source"], location.address) == ("pk:mine:1", "Mine", "Quillhaven")
        assert geocoder.reverse((10.1, 20.1)) is not None
        assert geocoder.reverse((50, 50)) is None


def test_r9_a_pickled_geocoder_keeps_its_file(tmp_path: Path) -> None:
    path = write(tmp_path / "mine.sqlite", [Row(-1, "Quillhaven", 10, 20, key="pk:mine:1")])
    with GazetteerFile.open(path) as opened, pickle.loads(pickle.dumps(Gazetteer(opened))) as again:  # noqa: S301 - our own bytes
        assert again.geocode("Quillhaven") is not None
        assert again.geocode("Mosul") is None


def test_r9_a_city_across_the_border_is_not_the_points(tmp_path: Path) -> None:
    rows = [
        Row(1, "Westland", 5, 0, "A.PCLI", country="WE", areas="WE"),
        Row(2, "Eastland", 5, 10, "A.PCLI", country="EA", areas="EA"),
        Row(3, "Bordertown", 5, 5.02, country="EA", radius_km=1),
        Row(4, "Westville", 5, 4.6, country="WE"),
    ]
    rows.append(Row(-1, "The Dunes", 1, 1, "T.DSRT", key="wh:dunes", areas="wh:dunes"))
    shapes = {"WE": box(0, 0, 10, 5), "EA": box(0, 5, 10, 10), "wh:dunes": box(0, 0, 2, 2)}
    with Gazetteer(write(tmp_path / "border.sqlite", rows, shapes)) as geocoder:
        far: Any = geocoder.reverse((5, 4.9))
        next_to: Any = geocoder.reverse((5, 4.99))
        nowhere: Any = geocoder.reverse((1, 1))
        around: Any = geocoder.reverse((1, 1), exactly_one=False)
    assert (far.raw["name"], next_to.raw["name"], nowhere.raw["name"]) == ("Westville", "Bordertown", "Westland")
    assert [location.raw["name"] for location in around] == ["Westland", "The Dunes"]


def test_r9_it_closes_what_it_opened_and_opens_again() -> None:
    with Gazetteer(paths.gazetteer_file()) as geocoder:
        first = geocoder.geocode("Tikrit")
    assert geocoder.geocode("Tikrit") == first
    geocoder.close()


def test_r9_it_leaves_open_what_it_was_given(gazetteer: GazetteerFile) -> None:
    with Gazetteer(gazetteer):
        pass
    assert gazetteer.has_name("Mosul")
