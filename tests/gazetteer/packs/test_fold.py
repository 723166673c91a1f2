from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.gazetteer.collection import is_name
from app.gazetteer.names import normalise, titled
from app.gazetteer.packs import fold

CYRILLIC_AND_ARABIC = st.characters(min_codepoint=0x400, max_codepoint=0x6FF)
TEXTS = st.one_of(
    st.text(st.characters(max_codepoint=0x7F)),
    st.text(st.characters(max_codepoint=0x260)),
    st.text(CYRILLIC_AND_ARABIC),
    st.text(st.one_of(CYRILLIC_AND_ARABIC, st.sampled_from("xéE .-'&’‘\u4e2d"))),  # noqa: RUF001
    st.text(),
    st.lists(st.sampled_from(["the", "The", "st", "St.", "Mt", "ft", "ste", ".", "'", "-", "&", "x", "É", "ß"])).map(
        " ".join
    ),
)


@settings(max_examples=500)
@given(TEXTS)
@example("The St. Mt. Ste")
@example("\u0130stanbul")
def test_the_short_way_ends_where_the_long_way_does(text: str) -> None:
    assert fold.norm(text) == normalise(text)


@settings(max_examples=500)
@given(TEXTS)
@example("ABC")
@example("Mosul?")
@example("¿Mosul")
def test_the_same_alternates_are_names(text: str) -> None:
    assert fold.is_written(text) == is_name(text)


@given(TEXTS)
def test_what_is_listed_gives_back_the_name(text: str) -> None:
    name = fold.listed(text)
    if name is None:
        assert len(text.strip()) > 100 or not normalise(text)
    else:
        assert name.norm == normalise(text)
        assert (name.surface or titled(name.norm)) == text.strip()
