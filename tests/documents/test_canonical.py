from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from app.documents.canonical import LONGEST_PASSAGE, canonical, passages

ANY_TEXT = st.text(st.characters() | st.sampled_from("\r\n\t .\u0301\u2028\ud800\x85"), max_size=300)


@given(ANY_TEXT)
def test_canonical_text_is_canonical_for_good(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & set("\r\v\f\x85\u2028\u2029")
    once.encode()  # no lone surrogate is left


@given(ANY_TEXT)
def test_passages_cover_all_that_is_visible_in_order(text: str) -> None:
    text = canonical(text)
    covered = 0
    for passage in passages(text):
        assert not text[covered : passage.start].strip()
        inside = text[passage.start : passage.end]
        assert inside
        assert inside == inside.strip()
        covered = passage.end
    assert not text[covered:].strip()


def test_every_line_end_becomes_a_line_feed() -> None:
    assert canonical("\ufeffa\r\nb\rc\u2028d") == "a\nb\nc\nd"


def test_combining_marks_are_composed() -> None:
    assert canonical("Sa\u0303o Paulo") == "São Paulo"


def test_blank_lines_separate_and_wrapped_lines_do_not() -> None:
    text = "The river rose in the\nnight and fell again\nby the morning.\n \n\tThen it rained.\n"
    assert [text[p.start : p.end] for p in passages(text)] == [
        "The river rose in the\nnight and fell again\nby the morning.",
        "Then it rained.",
    ]


def test_lines_that_all_end_sentences_are_a_paragraph_each() -> None:
    text = 'Mosul fell on Tuesday.\n"We will return," he said.\nTikrit is next.'
    assert len(passages(text)) == 3


def test_a_line_too_long_to_be_wrapped_is_a_paragraph() -> None:
    text = "A heading\n" + "word " * 60 + "\nAnother heading"
    assert len(passages(text)) == 3


def test_offsets_count_code_points() -> None:
    text = "🛰️ 𐌰 سقطت الموصل.\n\nMosul"
    last = passages(text)[-1]
    assert text[last.start : last.end] == "Mosul"


def test_an_endless_line_is_cut_between_sentences() -> None:
    text = "Mosul fell again. " * 5000
    found = passages(text)
    assert max(p.end - p.start for p in found) <= LONGEST_PASSAGE
    assert all(text[p.start : p.end].endswith("again.") for p in found)


def test_an_endless_word_is_cut_too() -> None:
    found = passages("x" * (3 * LONGEST_PASSAGE + 1))
    assert [p.end - p.start for p in found] == [LONGEST_PASSAGE] * 3 + [1]
