"""Sentences, and the dates that belong to the mentions in them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.canonical import passages
from app.geoparsing.dates import dates_of, find_dates, interval_of
from app.geoparsing.dates.sentences import sentences
from app.geoparsing.model import Day, Kind, Mention


def split(text: str) -> list[str]:
    spans = [span for passage in passages(text) for span in sentences(text, passage.start, passage.end)]
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "parts",
    [
        ["He left.", "She stayed!", "Why?"],
        ["Gen. Lee met Dr. J. B. Hood in St. Louis on Oct. 3 at 5 p.m. near Mt. Sinjar.", "It rained."],
        ["He came from the U.S. Embassy.", "They left the U.S.", "The road was shut."],
        ["See No. 12 for it.", "12 people came."],
        ["“It is over.”", "He left."],
        ["Acme Inc. Director Smith spoke.", "Élan was gone."],
    ],
)
def test_sentences_end_where_readers_end_them(parts: list[str]) -> None:
    got = split(" ".join(parts))
    assert [part.rstrip("”") for part in parts] == got


def test_a_wrapped_line_does_not_end_a_sentence_and_a_passage_does() -> None:
    assert split("He came from the\nhills at night.\n\nShe\nstayed") == [
        "He came from the\nhills at night.",
        "She\nstayed",
    ]


@given(st.text(alphabet="aB .!?\n\"'(1", max_size=80))
def test_sentences_are_in_order_inside_their_passage_and_leave_no_word_out(text: str) -> None:
    spans = list(sentences(text, 3, len(text)))
    assert all(3 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert sum(map(str.isalnum, kept)) == sum(map(str.isalnum, text[3:]))


TEXT = "Mosul fell on June 9, 2014. Kalak stood. In 1920 and again in 1941 Basra was British."


def dates_at(name: str) -> list[str]:
    parts = passages(TEXT)
    dates = [mention for share in find_dates(TEXT, parts, "2014-06-12") for mention in share]
    start = TEXT.index(name)
    mention = Mention(start, start + len(name), name, Kind.LITERAL)
    return [found.surface for found in dates_of(mention, dates)]


def test_a_mention_has_the_dates_of_its_sentence_and_no_others() -> None:
    assert dates_at("Mosul") == ["June 9, 2014"]
    assert dates_at("Kalak") == []
    assert dates_at("Basra") == ["1920", "1941"]


def test_several_dates_make_the_interval_that_holds_them() -> None:
    (found,) = find_dates(TEXT, passages(TEXT), None)
    assert interval_of(found[1:]) == (Day(1920, 1, 1), Day(1941, 12, 31))
    assert interval_of([]) is None
