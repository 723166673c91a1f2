"""Coordinates written by other means and read back: own formatters, and the libraries of grids and projections."""

# ruff: noqa: RUF001 - primes and letters of several scripts are what is read

from __future__ import annotations

import itertools
import math
from typing import Any

import mgrs  # type: ignore[import-untyped]
import pyproj
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openlocationcode import openlocationcode  # type: ignore[import-untyped]

from app.geoparsing.coordinates import CoordinateSpan, Form, find_coordinates, read_one
from app.geoparsing.geometry import distance_km

LATS = st.floats(-89.9, 89.9)
LONS = st.floats(-179.9, 179.9)
GRID_LATS = st.floats(-79.5, 83.5).filter(lambda lat: abs(lat) > 0.01)
ROUGH = 1.01
"""The earth is a sphere to the reader's radii; grids are on the ellipsoid."""


def only(text: str) -> CoordinateSpan:
    (span,) = find_coordinates(text)
    return span


def check(written: str, lat: float, lon: float, form: Form) -> None:
    """The text is read as one coordinate, whole, of that form, and the point lies within its radius."""
    text = f"🙂 الموصل lies at {written} (so they say)."
    span = only(text)
    assert text[span.start : span.end] == written
    assert span.form is form
    assert distance_km(lat, lon, span.lat, span.lon) <= span.radius_km * ROUGH + 1e-6


def hemisphere(value: float, letters: str) -> str:
    return letters[0] if value >= 0 else letters[1]


@given(LATS, LONS, st.integers(3, 8), st.sampled_from([", ", ",", " ", "; ", " / "]))
@settings(deadline=None)
def test_bare_decimals(lat: float, lon: float, places: int, joint: str) -> None:
    check(f"{lat:.{places}f}{joint}{lon:.{places}f}", lat, lon, Form.DECIMAL)


@given(LATS, LONS, st.integers(1, 8), st.sampled_from(["", " ", "°", "° ", " ° "]), st.sampled_from([", ", " ", "/"]))
@settings(deadline=None)
def test_lettered_decimals(lat: float, lon: float, places: int, sign: str, joint: str) -> None:
    north, east = f"{abs(lat):.{places}f}", f"{abs(lon):.{places}f}"
    written = f"{north}{sign}{hemisphere(lat, 'NS')}{joint}{east}{sign}{hemisphere(lon, 'EW')}"
    check(written, lat, lon, Form.DECIMAL)


def sexagesimal(value: float, places: int, *, seconds: bool) -> tuple[int, int, float]:
    """Degrees, minutes and the rest, rounded so that nothing reaches 60."""
    unit = 3600 if seconds else 60
    total = round(abs(value) * unit * 10**places)
    rest = total % (60 * 10**places) / 10**places
    whole = total // (60 * 10**places)
    return (whole // 60, whole % 60, rest) if seconds else (whole, 0, rest)


@given(LATS, LONS, st.integers(0, 4), st.sampled_from([("°", "'"), ("° ", "′ "), ("º", "’"), (" ", " "), ("-", "")]))
@settings(deadline=None)
def test_minutes(lat: float, lon: float, places: int, signs: tuple[str, str]) -> None:
    width = 3 + places if places else 2
    parts = []
    for value, letters in ((lat, "NS"), (lon, "EW")):
        degrees, _, minutes = sexagesimal(value, places, seconds=False)
        parts.append(f"{degrees}{signs[0]}{minutes:0{width}.{places}f}{signs[1]}{hemisphere(value, letters)}")
    check(" ".join(parts), lat, lon, Form.MINUTES)


@given(
    LATS,
    LONS,
    st.integers(0, 3),
    st.sampled_from(
        [("°", "'", '"'), ("° ", "′ ", "″ "), ("°", "’", "”"), ("d", "m", "s "), (" ", " ", " "), (":", ":", "")]
    ),
    st.sampled_from([1, -1]),
)
@settings(deadline=None)
def test_seconds(lat: float, lon: float, places: int, signs: tuple[str, str, str], order: int) -> None:
    width = 3 + places if places else 2
    parts = []
    for value, letters in ((lat, "NS"), (lon, "EW")):
        degrees, minutes, seconds = sexagesimal(value, places, seconds=True)
        tail = f"{seconds:0{width}.{places}f}{signs[2]}{hemisphere(value, letters)}"
        parts.append(f"{degrees}{signs[0]}{minutes:02}{signs[1]}{tail}")
    check(", ".join(parts[::order]), lat, lon, Form.SECONDS)


@given(LATS, LONS, st.sampled_from([Form.MINUTES, Form.SECONDS]), st.sampled_from(["", " "]))
@settings(deadline=None)
def test_packed(lat: float, lon: float, form: Form, joint: str) -> None:
    parts, seconds = [], form is Form.SECONDS
    for value, letters, width in ((lat, "NS", 2), (lon, "EW", 3)):
        degrees, minutes, rest = sexagesimal(value, 0, seconds=seconds)
        digits = f"{degrees:0{width}}{minutes:02}{rest:02.0f}" if seconds else f"{degrees:0{width}}{rest:02.0f}"
        parts.append(digits + hemisphere(value, letters))
    check(joint.join(parts), lat, lon, form)


def in_utm(lat: float, lon: float) -> tuple[int, float, float]:
    """Zone, easting and northing by the projection library; Norway's and Svalbard's own zones are left out."""
    zone = int((lon + 180) // 6) + 1
    projection = pyproj.Proj(proj="utm", zone=zone, ellps="WGS84", south=lat < 0)
    easting, northing = projection(lon, lat)
    return zone, easting, northing


@given(GRID_LATS, LONS, st.integers(0, 2))
@settings(deadline=None)
def test_utm_with_the_hemisphere_in_words_against_the_projection_library(lat: float, lon: float, places: int) -> None:
    zone, easting, northing = in_utm(lat, lon)
    assume(northing >= 100_000)
    half = "North" if lat >= 0 else "South"
    check(f"zone {zone} {half} {easting:.{places}f} {northing:.{places}f}", lat, lon, Form.UTM)


@given(GRID_LATS, LONS)
@settings(deadline=None)
def test_utm_with_the_band_against_the_projection_library(lat: float, lon: float) -> None:
    zone, easting, northing = in_utm(lat, lon)
    assume(northing >= 100_000)
    band = "CDEFGHJKLMNPQRSTUVWXX"[int((lat + 80) // 8)]
    check(f"{zone}{band} {easting:.0f}mE {northing:.0f}mN", lat, lon, Form.UTM)


@given(GRID_LATS, LONS, st.integers(2, 5), st.sampled_from(["", " "]))
@settings(deadline=None)
def test_mgrs_against_its_library(lat: float, lon: float, precision: int, space: str) -> None:
    reference = mgrs.MGRS().toMGRS(lat, lon, MGRSPrecision=precision)
    assume(reference[0].isdigit())
    letters, digits = reference[: -2 * precision], reference[-2 * precision :]
    assume(not letters[-3:].isalpha() or letters[-3:] not in {"JAN", "FEB", "MAR", "JUN", "JUL", "SEP", "MAY", "DEC"})
    reference = f"{letters[:-2]}{space}{letters[-2:]}{space}{digits[:precision]}{space}{digits[precision:]}"
    check(reference, lat, lon, Form.MGRS)


@given(GRID_LATS, LONS)
@settings(deadline=None)
def test_an_mgrs_metre_is_the_utm_metre_of_the_projection_library(lat: float, lon: float) -> None:
    reference = mgrs.MGRS().toMGRS(lat, lon)
    assume(reference[0].isdigit())
    span = only(reference)
    assert pyproj.Geod(ellps="WGS84").inv(lon, lat, span.lon, span.lat)[2] <= math.sqrt(2)


@given(LATS, LONS, st.sampled_from([8, 10, 11, 12]))
@settings(deadline=None)
def test_plus_codes_against_their_library(lat: float, lon: float, length: int) -> None:
    code = openlocationcode.encode(lat, lon, length)
    assume(not code.replace("+", "").isdigit())
    check(code, lat, lon, Form.PLUS_CODE)


@given(LATS, LONS, st.integers(1, 8))
@settings(deadline=None)
def test_geo_addresses_and_links(lat: float, lon: float, places: int) -> None:
    point = f"{lat:.{places}f},{lon:.{places}f}"
    check(f"geo:{point}", lat, lon, Form.GEO_URI)
    span = only(f"https://www.google.com/maps/@{point},12z")
    assert distance_km(lat, lon, span.lat, span.lon) <= span.radius_km * ROUGH + 1e-6


@given(LATS, LONS, st.integers(1, 8))
@settings(deadline=None)
def test_a_searched_point_names_itself_so_that_it_can_be_read_again(lat: float, lon: float, places: int) -> None:
    place = read_one(f"{lat:.{places}f}, {lon:.{places}f}")
    assert place is not None
    again = read_one(place.name)
    assert again is not None
    assert distance_km(place.lat, place.lon, again.lat, again.lon) <= place.radius_km + again.radius_km
    assert place.id.startswith("geo:")


_PIECES = st.sampled_from(
    [
        "36.3400", "43.1300", "36", "20.4", "°", "'", '"', "′", "″", "N", "S", "E", "W", "O", ",", ", ", " ", "-", "+",
        ":", ".", "lat", "Lon: ", "38S", "LF", "29399", "329399 ", "4018898", "geo:", "?q=", ";u=", "/@", "#map=12/",
        "!3d", "!4d",
        "8HGW", "83RJ+22", "north", "east", "с.ш.", "شمالاً", "٣٦", "٫", "\n", "🙂", "e\u0301", "\u200f", "1" * 40,
        "36 20 24 ", "%", "$", "to",
    ]
)  # fmt: skip
_SOUP = st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=40).map("".join)


@given(_SOUP)
@settings(deadline=None, max_examples=400)
def test_whatever_the_text_spans_are_sorted_apart_in_it_and_on_earth(text: str) -> None:
    spans = find_coordinates(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip() == text[span.start : span.end]
        assert -90 <= span.lat <= 90
        assert -180 <= span.lon <= 180
        assert 0.001 <= span.radius_km < 100 * 1.6
        assert 0 < span.confidence <= 1
    place: Any = read_one(text)
    assert place is None or place.id.startswith("geo:")


_HOSTILE = [
    "1", "1.", "1.2345 ", "36° ", "36 20 24 ", "N ", "N36 ", "36E ", "lat ", "lat 36 ", "36.3400, ", "36 min ",
    "22334455+",
    "geo:1,2;", "geo:1,2?", "/@36.3,43.1", "?q=1.1,", "!3d1!4d", "38SLF29 ", "38S 329399 ", "°", "'", " ", "٣٦٫٣٤",
]  # fmt: skip


@pytest.mark.parametrize("unit", _HOSTILE)
def test_text_made_to_hurt_is_read_to_its_end(unit: str) -> None:
    # Without bounds in a pattern this would not end before the suite's timeout.
    text = unit * (100_000 // len(unit))
    assert find_coordinates(text + " x 36.3400°N, 43.1300°E")[-1].lat == 36.34


@given(_SOUP, st.integers(1, 40))
@settings(deadline=None, max_examples=100)
def test_ordinary_words_far_away_change_nothing(text: str, count: int) -> None:
    filler = "Nothing of the kind stands here in so many words. " * (6 + count)
    found = find_coordinates(text + "\n\n" + filler)
    moved = find_coordinates(filler + "\n\n" + text + "\n\n" + filler)
    shift = len(filler) + 2
    assert [span._replace(start=span.start + shift, end=span.end + shift) for span in found] == moved
