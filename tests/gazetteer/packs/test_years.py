from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gazetteer.packs.rows import Faulty
from app.gazetteer.packs.years import Span, span, when, year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1914", 1914),
        ("1914-07-28", 1914),
        ("1914-07", 1914),
        ("1914-07-28T11:10:00Z", 1914),
        ("-0044", -44),
        ("-0044-03-15", -44),
        ("44 BC", -43),
        ("44 BCE", -43),
        ("570 AD", 570),
        ("+12000", 12000),
        ("0", 0),
        ("1800.0", 1800),
        ("", None),
        ("  ", None),
        ("..", None),
    ],
)
def test_the_year_of_a_date(text: str, expected: int | None) -> None:
    assert year(text) == expected


@pytest.mark.parametrize("text", ["soon", "12/07/1914", "19th century", "1914 or 1915", "9" * 30, "nan", "--5"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Faulty, match="is not a year"):
        year(text)


@given(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 28))
def test_any_iso_date_gives_its_year(number: int, month: int, day: int) -> None:
    sign = "-" if number < 0 else ""
    assert year(f"{sign}{abs(number):04}-{month:02}-{day:02}") == number


@given(st.integers(-3000, 3000), st.integers(-3000, 3000))
def test_a_span_runs_forward(start: int, finish: int) -> None:
    if start > finish:
        with pytest.raises(Faulty, match="before it begins"):
            span(str(start), str(finish))
    else:
        assert span(str(start), str(finish)) == Span(start, finish)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, Span()),
        ({"timespans": [{"start": {"in": "1500"}, "end": {"in": "1600"}}]}, Span(1500, 1600)),
        (
            {"timespans": [{"start": {"earliest": "1500", "latest": "1520"}, "end": {"latest": "1600"}}]},
            Span(1500, 1600),
        ),
        (
            {"timespans": [{"start": {"in": "-0300"}, "end": {"in": "-0100"}}, {"start": {"in": "0100"}}]},
            Span(-300, None),
        ),
        ({"timespans": [{"end": {"in": "1600"}}]}, Span(None, 1600)),
        ({"timespans": [{"in": "1066"}]}, Span(1066, 1066)),
        ({"start": {"in": "1500"}, "end": {"in": "1600"}}, Span(1500, 1600)),
        ({"timespans": [{"start": 1500, "end": 1600}]}, Span(1500, 1600)),
        ({"timespans": []}, Span()),
        ({"periods": [{"name": "Bronze Age"}]}, Span()),
    ],
)
def test_a_when_of_linked_places(value: object, expected: Span) -> None:
    assert when(value) == expected


@pytest.mark.parametrize(
    "value", ["1500", {"timespans": "1500"}, {"timespans": ["1500"]}, {"timespans": [{"start": {"in": "soon"}}]}]
)
def test_a_broken_when_is_refused(value: object) -> None:
    with pytest.raises(Faulty):
        when(value)
