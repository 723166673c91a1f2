"""The embedded geocoder keeps to geopy's interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from geopy.exc import GeocoderQueryError, GeocoderServiceError, GeocoderUnavailable  # type: ignore[import-untyped]
from geopy.geocoders.base import Geocoder  # type: ignore[import-untyped]
from geopy.location import Location  # type: ignore[import-untyped]
from geopy.point import Point  # type: ignore[import-untyped]

from app import paths
from app.gazetteer.geocoder import Gazetteer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.gazetteer.lookup import GazetteerFile


@pytest.fixture
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


def test_r9_what_is_not_there_is_none(geocoder: Gazetteer) -> None:
    assert geocoder.geocode("Xyzzyplugh") is None
    assert geocoder.geocode("Xyzzyplugh", exactly_one=False) is None
    assert geocoder.geocode("Mosul, Peru") is None
    assert geocoder.reverse((-48.9, -123.4)) is None
    assert geocoder.reverse((-48.9, -123.4), exactly_one=False) is None


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


def test_r9_it_closes_what_it_opened_and_opens_again() -> None:
    with Gazetteer(paths.gazetteer_file()) as geocoder:
        first = geocoder.geocode("Tikrit")
    assert geocoder.geocode("Tikrit") == first
    geocoder.close()


def test_r9_it_leaves_open_what_it_was_given(gazetteer: GazetteerFile) -> None:
    with Gazetteer(gazetteer):
        pass
    assert gazetteer.has_name("Mosul")
