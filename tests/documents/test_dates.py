from __future__ import annotations

import pytest

from app.documents import dates
from app.documents.canonical import passages


@pytest.mark.parametrize(
    "line",
    [
        "11 June 2014",
        "June 11, 2014",
        "2014-06-11",
        "11.06.2014",
        "Wednesday, 11th June 2014, 9:30",
        "Published on June 11, 2014 at 8:00",
        "By Ada Example | 11 Jun 2014",
        "BAGHDAD, June 11, 2014 (AFP) — Fighters took the city in the night and went on to the south of it.",
        "MOSUL, Iraq, 11 June 2014 - The governor left the city before dawn and nobody knows where he went.",
        "HEADQUARTERS, Fort Nowhere, Tex., June 11, 2014.",
        "Mittwoch, 11. Juni 2014",
        "Paris, le 11 juin 2014",
        "Madrid, 11 de junio de 2014",
        "11 июня 2014 г.",  # noqa: RUF001 - Cyrillic on purpose
    ],
)
def test_datelines_are_dates(line: str) -> None:
    text = f"A heading\n\n{line}\n\nThe text."
    assert dates.from_top(text, passages(text)) == "2014-06-11"


@pytest.mark.parametrize(
    "line",
    [
        "On 11 June 2014 fighters took the city in the night and went on to the south without a halt.",
        "The deal was signed on June 5, 2014.",
        "He left the city for good on Monday, 5 May 2014.",
        "Anniversary of September 11, 2001",
        "11/06/2014",
        "31 February 2014",
        "12 Tigers 2014",
        "Flight 2014-13-77",
    ],
)
def test_what_a_text_speaks_of_is_not_its_date(line: str) -> None:
    assert dates.from_top(line, passages(line)) is None


def test_a_date_far_down_is_not_the_documents() -> None:
    text = "\n\n".join(["A paragraph about nothing."] * 10 + ["11 June 2014"])
    assert dates.from_top(text, passages(text)) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2014-06-11 Mosul.txt", "2014-06-11"),
        ("report_20140611.md", "2014-06-11"),
        ("2014.06.11.html", "2014-06-11"),
        ("bd20140611aa.txt", None),
        ("120140611.txt", None),
        ("2014-0611.txt", None),
        ("2014-06-31.txt", None),
    ],
)
def test_file_names_give_dates(name: str, expected: str | None) -> None:
    assert dates.from_name(name) == expected


def test_metadata_gives_dates() -> None:
    assert dates.from_value("2014-06-11T08:00:00Z") == "2014-06-11"
    assert dates.from_value("11 June 2014") == "2014-06-11"
    assert dates.from_value("soon") is None
