"""Distances in digits and words."""

# ruff: noqa: RUF001 - typographic apostrophes and dashes are what is tested

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.relative.distances import distance, number


@pytest.mark.parametrize(
    ("words", "said", "low", "high"),
    [
        ("20 km", "20 km", 20, 20),
        ("20km", "20 km", 20, 20),
        ("about 20 kilometres", "about 20 km", 17, 23),
        ("some fifteen kilometers", "some 15 km", 12.75, 17.25),
        ("1,200 metres", "1200 m", 1.2, 1.2),
        ("a hundred and fifty kilometres", "150 km", 150, 150),
        ("two and a half kilometres", "2.5 km", 2.5, 2.5),
        ("2½ km", "2.5 km", 2.5, 2.5),
        ("20-30 km", "20–30 km", 20, 30),
        ("20 to 30 kilometres", "20–30 km", 20, 30),
        ("a few kilometres", "a few km", 2, 5),
        ("a few hundred metres", "a few hundred m", 0.2, 0.5),
        ("less than 10 km", "less than 10 km", 5, 10),
        ("within 5 km", "within 5 km", 0, 5),
        ("20 kilometres (12 miles)", "20 km", 20, 20),
        ("20 kilometres, or 12 miles,", "20 km", 20, 20),
        ("20\nkm", "20 km", 20, 20),
        ("ten nautical miles", "10 nautical miles", 18.52, 18.52),
        ("half a mile", "half a mile", 0.804672, 0.804672),
        ("a mile and a half", "1.5 miles", 2.414016, 2.414016),
        ("a half-mile", "a half mile", 0.804672, 0.804672),
        ("100 yards", "100 yards", 0.09144, 0.09144),
        ("a two-hour drive", "2 hours’ drive", 72, 168),
        ("two days' march", "2 days’ march", 28.8, 67.2),
        ("20 minutes", "20 minutes’ drive", 12, 28),
        ("miles", "miles", 4.828032, 48.28032),
    ],
)
def test_a_distance_is_read_backwards(words: str, said: str, low: float, high: float) -> None:
    text = f"a camp {words} away "
    found = distance(text, len(text))
    assert found is not None
    assert (found.start, found.words) == (7, said)
    assert (found.low_km, found.high_km) == pytest.approx((low, high))


@pytest.mark.parametrize(
    "words",
    ["three days", "a 90-minute flight", "several", "at 5 p.m.", "I'm", "$20 m", "zero miles", "20 km,", "30-20 km"],
)
def test_what_is_no_distance_is_none(words: str) -> None:
    assert distance(words, len(words)) is None


def test_a_limit_is_known_for_one() -> None:
    limit, other = distance("within 5 miles", 14), distance("about 5 miles", 13)
    assert limit is not None
    assert limit.is_limit
    assert other is not None
    assert not other.is_limit


_ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@given(st.integers(1, 9), st.integers(2, 9), st.integers(1, 9))
def test_numbers_in_words_add_up(hundreds: int, tens: int, ones: int) -> None:
    ten = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"][tens]
    assert number(f"{_ONES[hundreds]} hundred and {ten}-{_ONES[ones]}") == 100 * hundreds + 10 * tens + ones


@given(st.integers(1, 9_999), st.sampled_from(["km", "miles", "metres", "yards"]))
def test_the_middle_lies_between_least_and_most(count: int, unit: str) -> None:
    found = distance(f"about {count} {unit}", len(f"about {count} {unit}"))
    assert found is not None
    assert found.low_km < found.km < found.high_km
    assert found.low_km + found.spread_km == pytest.approx(found.km)


@given(st.text(max_size=60), st.integers(0, 60))
def test_any_text_is_read_without_a_fall(text: str, end: int) -> None:
    found = distance(text, min(end, len(text)))
    assert found is None or 0 <= found.start < end
