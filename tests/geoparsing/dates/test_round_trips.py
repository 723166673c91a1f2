"""What holds of every date and every text."""

# ruff: noqa: RUF001 - a range's dash is what is written

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from dateutil import parser  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.dates import find_dates
from app.geoparsing.dates.intervals import days_in
from app.geoparsing.model import DateMention, DatePrecision, Day, Passage

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FULL = (
    "{day} {month} {year}", "{month} {day}, {year}", "{day} of {month}, {year}", "{short}. {day}, {year}",
    "{short} {day} {year}", "{year}-{number:02}-{day:02}", "{day}.{number}.{year}", "{day}-{short}-{year}",
    "{weekday}, {month} {day}, {year}", "{weekday} {day} {month} {year}", "the {day}th of {month} {year}",
)  # fmt: skip
WITHOUT_YEAR = ("{day} {month}", "{month} {day}", "{short}. {day}", "{day} of {month}", "{weekday}, {month} {day}")
FRAGMENTS = (
    "in", "on", "the", "from", "to", "between", "and", "since", "early", "mid-", "late", "end of", "last", "next",
    "this", "past two", "years", "week", "ago", "later", "June", "May", "march", "Oct.", "Tuesday", "yesterday",
    "winter", "spring", "12", "3", "31", "1862", "65", "2014", "1990s", "'80s", "19th", "century", "BC", "AD", "44",
    "-", "–", "/", ",", ".", "(", ")", "\n", "12/06/2014", "2014-06-12", "people", "will", "was", "Mosul", "fell",
)  # fmt: skip

days = st.dates(date(1500, 1, 1), date(2099, 12, 31))
near = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def read(text: str, on: date | str | None = None) -> tuple[DateMention, ...]:
    written_on = on.isoformat() if isinstance(on, date) else on
    return find_dates(text, [Passage(0, len(text))], written_on)[0]


def one(text: str, on: date | None = None) -> DateMention:
    (mention,) = read(text, on)
    return mention


def written(form: str, value: date) -> str:
    month = MONTHS[value.month - 1]
    return form.format(
        day=value.day,
        month=month,
        short=month[:3],
        number=value.month,
        year=value.year,
        weekday=WEEKDAYS[value.weekday()],
    ).replace("May.", "May")


@pytest.mark.parametrize("form", FULL)
@given(value=days)
def test_a_full_date_is_read_back_and_as_dateutil_reads_it(form: str, value: date) -> None:
    expression = written(form, value)
    mention = one(f"It fell on {expression} in the night.")
    assert mention.earliest == mention.latest == Day(value.year, value.month, value.day)
    assert mention.precision is DatePrecision.DAY
    assert mention.surface == expression.removeprefix("the ")
    oracle = parser.parse(mention.surface.replace(" of ", " "), dayfirst=form != FULL[5])
    assert oracle.date().isoformat() == str(mention.earliest)


@pytest.mark.parametrize("form", WITHOUT_YEAR)
@given(on=near, ago=st.integers(0, 90))
def test_a_date_of_the_last_three_months_needs_no_year(form: str, on: date, ago: int) -> None:
    value = on - timedelta(days=ago)
    mention = one(f"Shells fell on {written(form, value)} at noon.", on)
    assert str(mention.earliest) == str(mention.latest) == value.isoformat()


@given(value=days)
def test_months_and_years_are_read_back_whole(value: date) -> None:
    month = one(f"It fell in {MONTHS[value.month - 1]} {value.year}.")
    assert month.earliest == Day(value.year, value.month, 1)
    assert month.latest == Day(value.year, value.month, days_in(value.year, value.month))
    year = one(f"It fell in {value.year}.")
    assert (year.earliest, year.latest) == (Day(value.year, 1, 1), Day(value.year, 12, 31))


@given(first=st.integers(1701, 2000), more=st.integers(1, 99))
def test_a_range_of_years_is_read_back(first: int, more: int) -> None:
    for text in (f"{first}–{first + more}", f"from {first} to {first + more}", f"between {first} and {first + more}"):
        mention = one(f"He ruled {text} in Basra.")
        assert (mention.earliest.year, mention.latest.year, mention.surface) == (first, first + more, text)


@given(year=st.integers(1, 4999))
def test_years_before_our_era_count_down_to_the_year_0(year: int) -> None:
    mention = one(f"It was built in {year} BC.")
    assert (mention.earliest, mention.latest) == (Day(1 - year, 1, 1), Day(1 - year, 12, 31))


@given(number=st.integers(1, 21))
def test_a_century_has_a_hundred_years_and_follows_the_one_before(number: int) -> None:
    century = one(f"It was built in the {number}th century.")
    before = one(f"It was built in the {number}th century BC.")
    assert century.latest.year - century.earliest.year == before.latest.year - before.earliest.year == 99
    assert century.earliest.year == 100 * (number - 1) + 1
    assert before.latest.year == -100 * (number - 1)


@given(on=near, count=st.integers(2, 100))
def test_so_many_days_ago_is_counted_back_exactly(on: date, count: int) -> None:
    assert str(one(f"They left {count} days ago.", on).earliest) == (on - timedelta(days=count)).isoformat()


@given(on=near, number=st.integers(0, 6))
def test_a_day_of_the_week_is_the_nearest_before_or_after(on: date, number: int) -> None:
    for text, nearest, farthest in (
        (f"They came on {WEEKDAYS[number]}.", -6, 0),
        (f"They will come on {WEEKDAYS[number]}.", 0, 6),
        (f"They came last {WEEKDAYS[number]}.", -7, -1),
        (f"They come next {WEEKDAYS[number]}.", 1, 7),
    ):
        day = date(*one(text, on).earliest)
        assert day.weekday() == number
        assert nearest <= (day - on).days <= farthest


@given(
    pieces=st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=3)), max_size=30),
    glue=st.sampled_from([" ", ""]),
    on=st.one_of(st.none(), st.dates().map(date.isoformat), st.text(max_size=8)),
)
def test_every_date_of_any_text_is_an_ordered_interval_of_real_days_at_its_place(
    pieces: list[str], glue: str, on: str | None
) -> None:
    text = glue.join(pieces)
    end = 0
    for mention in read(text, on):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.surface == text[mention.start : mention.end]
        assert mention.earliest <= mention.latest
        assert mention.sentence[0] <= mention.start < mention.sentence[1] <= len(text)
        for day in (mention.earliest, mention.latest):
            assert 1 <= day.day <= days_in(day.year, day.month)
            assert re.fullmatch(r"-?\d{4,}-\d\d-\d\d", str(day))
        end = mention.end


@given(pieces=st.lists(st.sampled_from(FRAGMENTS), max_size=30), on=near)
def test_the_same_text_says_the_same_twice(pieces: list[str], on: date) -> None:
    text = " ".join(pieces)
    assert read(text, on) == read(text, on)
