"""Points of the compass in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.relative.directions import adjective, towards


@pytest.mark.parametrize(
    ("words", "letters", "noun"),
    [
        ("north", "n", "north"),
        ("north-west", "nw", "northwest"),
        ("northwest", "nw", "northwest"),
        ("south east", "se", "southeast"),
        ("south-southeast", "sse", "south-southeast"),
        ("west-north-west", "wnw", "west-northwest"),
        ("NNE", "nne", "north-northeast"),
        ("S", "s", "south"),
        ("north and west", "nw", "northwest"),
        ("east and north", "ne", "northeast"),
        ("southwards", "s", "south"),
        ("North", "n", "north"),
    ],
)
def test_a_direction_is_read_backwards(words: str, letters: str, noun: str) -> None:
    text = f"a camp lies {words} of"
    found = towards(text, len(text) - len(" of"))
    assert found is not None
    assert (found.start, found.letters, found.noun) == (12, letters, noun)


@pytest.mark.parametrize("words", ["ne", "the Midwest", "north-south", "forth", "kind"])
def test_what_is_no_direction_is_none(words: str) -> None:
    assert towards(words, len(words)) is None


@pytest.mark.parametrize(
    ("words", "letters", "said", "settled"),
    [
        ("northern", "n", "northern", True),
        ("north-western", "nw", "northwestern", True),
        ("southwest", "sw", "southwestern", False),
        ("central", "", "central", True),
        ("south-central", "s", "southern", True),
        ("westernmost", "w", "western", True),
    ],
)
def test_an_adjective_says_which_part(words: str, letters: str, said: str, *, settled: bool) -> None:
    found = adjective(f"in {words} ", len(words) + 4)
    assert found is not None
    assert (found.start, found.letters, found.adjective, found.is_adjective) == (3, letters, said, settled)


def test_capitals_and_the_far_end_are_noted() -> None:
    capital, far = adjective("South ", 6), adjective("in far northern ", 16)
    assert capital is not None
    assert capital.is_capital
    assert not capital.is_adjective
    assert far is not None
    assert far.far
    assert far.start == 3


@given(st.integers(0, 15))
def test_each_point_is_a_sixteenth_further(step: int) -> None:
    letters = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
    found = towards(letters[step].upper(), len(letters[step]))
    assert found is not None
    assert found.bearing == 22.5 * step
