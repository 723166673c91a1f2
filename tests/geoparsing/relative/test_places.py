"""The places that phrases describe, from places whose ground is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Kind, Mention, Place, Precision
from app.geoparsing.relative.globe import bearing
from app.geoparsing.relative.ground import Ground
from app.geoparsing.relative.phrases import phrases
from app.geoparsing.relative.places import FEATURE, place_of
from tests.geoparsing.relative.conftest import EASTLAND, TOWN, WESTLAND, Sheet

if TYPE_CHECKING:
    from app.geoparsing.relative.places import Described

OTHER = replace(TOWN, id="gn:2", name="Other", lat=2.5, lon=2.0)
LAKE = replace(TOWN, id="gn:3", name="Lake", feature="H.LK", radius_km=400.0, precision=Precision.REGION)
NAMED = {"Town": TOWN, "Other": OTHER, "Lake": LAKE, "Westland": WESTLAND, "Eastland": EASTLAND}


def described(text: str, ground: Ground | None = None) -> Described | None:
    """What the one phrase in a text describes."""
    spans = sorted((text.index(name), name) for name in NAMED if name in text)
    mentions = [Mention(start, start + len(name), name, Kind.LITERAL) for start, name in spans]
    (phrase,) = phrases(text, mentions)
    return place_of(phrase, [NAMED[spans[index][1]] for index in phrase.anchors], ground or Ground([Sheet()]))


def place(text: str) -> Place:
    found = described(text)
    assert found is not None
    return found[0]


def test_a_distance_and_a_direction_lead_to_a_spot() -> None:
    found = described("20 km north of Town")
    assert found is not None
    spot, sureness, reasons = found
    assert distance_km(TOWN.lat, TOWN.lon, spot.lat, spot.lon) == pytest.approx(20)
    assert bearing(TOWN.lat, TOWN.lon, spot.lat, spot.lon) == pytest.approx(0, abs=0.01)
    assert (spot.id, spot.name, spot.feature) == ("rel:20-km-north-of:gn:1", "20 km north of Town", FEATURE)
    assert (spot.precision, spot.radius_km, spot.areas) == (Precision.REGION, 6.0, ())
    assert (spot.country, spot.admin, spot.admin_ids) == ("WL", ("Land WL",), ("gn:WL",))
    assert 0.9 <= sureness <= 1
    assert [reason.text for reason in reasons] == [
        "20 km north of Town (Land WL), give or take 6 km",
        "measured from the middle of Town",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("some 20 kilometres to the north-west of the town of Town", "some 20 km northwest of Town"),
        ("five miles from Town", "5 miles from Town"),
        ("within five miles of Town", "within 5 miles of Town"),
        ("just south of Town", "just south of Town"),
        ("in the north of Westland", "northern Land WL"),
        ("on the western outskirts of Town", "western outskirts of Town"),
        ("close to Town", "near Town"),
        ("outside Town", "outside Town"),
        ("between Town and Other", "between Town and Other"),
        ("the Westland-Eastland border", "border between Land WL and Land EL"),
        ("off Westland's western coast", "off the western coast of Land WL"),
    ],
)
def test_a_place_is_called_as_a_reader_would_say_it(text: str, name: str) -> None:
    assert place(text).name == name


def test_a_country_is_said_only_where_it_is_sure() -> None:
    assert place("400 km west of Town").country == "", "that is at sea"
    assert place("500 km east of Town").country == "", "that is abroad"
    assert place("the Westland-Eastland border").country == ""
    assert place("northern Westland").admin_ids == ("gn:WL",)


def test_the_same_words_about_the_same_place_are_the_same_place() -> None:
    assert place("20 km north of Town") == place("20 kilometres to the north of the city of Town")
    assert place("20 km north of Town").id != place("about 20 km north of Town").id
    assert place("20 km north of Town").id != place("20 km north of Other").id


@pytest.mark.parametrize(
    "text",
    [
        "near Westland",
        "outside Westland",
        "five miles from Westland",
        "north of Lake",
        "the Town-Other border",
        "between Westland and Eastland",
        "North Town",
    ],
)
def test_what_describes_nothing_is_no_place(text: str) -> None:
    assert described(text) is None


@pytest.mark.parametrize(
    ("text", "said", "how"),
    [
        ("northern Westland", "northern Land WL, somewhere within", "the third of Land WL that lies farthest north"),
        ("central Westland", "central Land WL, somewhere within", "the third of Land WL that lies around its middle"),
        ("the southern tip of Westland", "far southern", "the outermost part of Land WL that lies farthest south"),
        ("between Town and Other", "between Town and Other (Land WL), somewhere within", "they lie 111 km apart"),
        ("the Westland-Eastland border", "border between", "where the two touch, all along"),
        ("the Westland coast", "coast of", "the sea along Land WL"),
        ("near Town", "near Town (Land WL), somewhere within 13 km", "reckoned from the size of Town"),
    ],
)
def test_it_is_said_how_the_ground_was_reckoned(text: str, said: str, how: str) -> None:
    found = described(text)
    assert found is not None
    first, second = (reason.text for reason in found[2][:2])
    assert first.startswith(said)
    assert second == how


def test_two_towns_are_not_too_far_apart() -> None:
    far = replace(OTHER, lon=20.0)
    text = "between Town and Other"
    mentions = [Mention(8, 12, "Town", Kind.LITERAL), Mention(17, 22, "Other", Kind.LITERAL)]
    (phrase,) = phrases(text, mentions)
    assert place_of(phrase, [TOWN, far], Ground(())) is None
    assert place_of(phrase, [TOWN, TOWN], Ground(())) is None


def test_without_outlines_a_circle_is_shared() -> None:
    found = described("northern Westland", Ground(()))
    assert found is not None
    north = found[0]
    assert WESTLAND.lat < north.lat < WESTLAND.lat + WESTLAND.radius_km / 111
    assert north.radius_km < WESTLAND.radius_km


def test_what_is_not_said_is_said_to_be_reckoned() -> None:
    found, journey = described("north of Town"), described("two hours north of Town")
    assert found is not None
    assert journey is not None
    assert [reason.text for reason in found[2]][1:] == ["reckoned from the size of Town", "how far is not said"]
    assert [reason.text for reason in journey[2]][2] == "2 hours’ drive is reckoned as some 120 km"  # noqa: RUF001


@given(st.integers(1, 300), st.sampled_from(["north", "east", "south-west", "NNE"]))
def test_the_farther_and_vaguer_the_wider(km: int, way: str) -> None:
    plain, vague = place(f"{km} km {way} of Town"), place(f"about {km} km {way} of Town")
    farther = place(f"{2 * km} km {way} of Town")
    assert 0 < plain.radius_km <= vague.radius_km
    assert plain.radius_km < farther.radius_km
    assert plain.radius_km < km + TOWN.radius_km


@given(st.floats(-60, 60), st.floats(-179, 179), st.floats(0.05, 3))
def test_between_two_towns_both_are_within_reach(lat: float, lon: float, off: float) -> None:
    one = replace(TOWN, lat=lat, lon=lon)
    other = replace(OTHER, lat=lat + off, lon=lon)
    mentions = [Mention(8, 12, "Town", Kind.LITERAL), Mention(17, 22, "Other", Kind.LITERAL)]
    (phrase,) = phrases("between Town and Other", mentions)
    found = place_of(phrase, [one, other], Ground(()))
    assert found is not None
    for town in (one, other):
        assert distance_km(town.lat, town.lon, found[0].lat, found[0].lon) <= 1.06 * found[0].radius_km
