from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.ui.offsets import Utf16Map

ODD = st.sampled_from(["😀", "𐌰", "e\u0301", "👨‍👩‍👧", "\u0627", "\u202e", "a", " ", "漢"])
TEXTS = st.lists(st.one_of(ODD, st.characters(codec="utf-8")), max_size=60).map("".join)


@given(TEXTS)
def test_units_are_what_utf_16_counts(text: str) -> None:
    offsets = Utf16Map(text)
    for point in range(len(text) + 1):
        assert offsets.units(point) == len(text[:point].encode("utf-16-le")) // 2


@given(TEXTS)
def test_there_and_back_is_the_same_point(text: str) -> None:
    offsets = Utf16Map(text)
    for point in range(len(text) + 1):
        assert offsets.point(offsets.units(point)) == point


@given(TEXTS)
def test_a_position_inside_a_pair_belongs_to_its_character(text: str) -> None:
    offsets = Utf16Map(text)
    for point, character in enumerate(text):
        if character > "\uffff":
            assert offsets.point(offsets.units(point) + 1) == point


def test_gothic_and_emoji_shift_what_follows() -> None:
    assert Utf16Map("😀𐌰 Mosul").units(3) == 5
