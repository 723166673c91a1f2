"""Chunks hold the whole text but its white space, and no abbreviation ends one."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.recognizers.chunks import LONGEST, TARGET, chunks

_TEXTS = st.lists(st.sampled_from(["Mosul", "St.", "said.", "U.S.", "\n", "a" * 300, "Övre", "“Yes.”", "4"])).map(
    " ".join
)


@given(_TEXTS)
def test_chunks_cover_everything_but_white_space(text: str) -> None:
    parts = list(chunks(text))
    assert "".join("".join(text[a:b].split()) for a, b in parts) == "".join(text.split())
    assert all(one.end <= other.start for one, other in itertools.pairwise(parts))
    assert all(0 < part.end - part.start <= LONGEST for part in parts)


def test_short_sentences_stand_together_until_the_target() -> None:
    sentence = "The river rose again last night. "
    parts = list(chunks(sentence * 20))
    assert all(part.end - part.start <= TARGET for part in parts)
    assert len(parts) == 3


def test_abbreviations_end_no_sentence() -> None:
    filler = "word " * 47
    for name in ("St. Louis", "Gen. Grant", "Mt. Hood", "J. Smith", "U.S. Army"):
        text = f"{filler}{name} and more"
        assert any(name in text[a:b] for a, b in chunks(text)), name


def test_a_list_without_full_stops_is_cut_at_a_space() -> None:
    text = "Mosul Tikrit " * 100
    assert all(not text[part.end - 1 : part.end].isspace() for part in chunks(text))
    assert {word for a, b in chunks(text) for word in text[a:b].split()} == {"Mosul", "Tikrit"}


def test_white_space_without_end_costs_no_more_than_text() -> None:
    assert list(chunks("a" + "\n" * 300_000 + "b")) == [(0, 1), (300_001, 300_002)]
    assert list(chunks(" " * 300_000)) == []
