from __future__ import annotations

import pytest

from app.documents.canonical import passages
from app.documents.titles import LONGEST_TITLE, tidy, title_of

BODY = "\n\nThe river rose in the night and fell by the morning, the board said, and nobody was hurt in it."


def title(text: str, name: str = "note.txt") -> str:
    return title_of(text, passages(text), name)


@pytest.mark.parametrize(
    "heading",
    [
        "High water in Bonn",
        "Is Bonn safe?",
        "Troops leave for the U.S.",
        "سقوط الموصل وتكريت اليوم",
        "🛰️ Mosul from above",
    ],
)
def test_a_short_first_line_without_full_stop_is_the_title(heading: str) -> None:
    assert title(heading + BODY) == heading


@pytest.mark.parametrize(
    "notice",
    [
        "This page needs a newer browser. Please visit us on another one.",
        "https://news.example/2014/bonn",
        "By Ada Example",
        "11 June 2014",
        "* * *",
        "NEWS",
    ],
)
def test_notices_bylines_and_labels_before_the_heading_are_skipped(notice: str) -> None:
    assert title(f"{notice}\n\nHigh water in Bonn{BODY}") == "High water in Bonn"


def test_a_heading_inside_the_text_is_no_title() -> None:
    text = BODY.strip() * 2 + "\n\nWhat comes next"
    assert title(text).startswith("The river rose in the night")


def test_the_first_line_of_a_wrapped_paragraph_is_no_title() -> None:
    text = "Washington said on Tuesday that the river had\nrisen again in the night and would go on rising."
    assert title(text) == "Washington said on Tuesday that the river had risen again in the night and would go on…"


def test_a_short_line_above_a_wrapped_paragraph_is_its_title() -> None:
    text = "High water in Bonn\nThe river rose in the night and fell again by the\nmorning, the board said"
    assert title(text) == "High water in Bonn"


def test_a_document_without_words_takes_its_name() -> None:
    assert title("* * *", "two_rivers.txt") == "two rivers"
    assert title("* * *", ".txt") == ".txt"


def test_a_short_first_sentence_stands_for_a_missing_heading() -> None:
    text = "Four cars collide near St. Louis on Monday. The river rose in the night, the board said, and nobody came."
    assert title(text) == "Four cars collide near St. Louis on Monday"


def test_titles_are_one_line_of_sane_length() -> None:
    assert tidy("  High \n water\t") == "High water"
    long = tidy("word " * 100)
    assert len(long) <= LONGEST_TITLE
    assert long.endswith("word…")
    assert len(tidy("x" * 1000)) <= LONGEST_TITLE + 1
