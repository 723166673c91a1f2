"""Dates in the project file: kept per passage, replaced with it, and days before our era among them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.dates.intervals import days_in
from app.geoparsing.model import DateMention, DatePrecision, Day
from app.project.rows import day_to_number, number_to_day
from app.project.store import Store
from tests.support.builders import FALL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

IDES = DateMention(30, 44, "15 March, 44 BC", Day(-43, 3, 15), Day(-43, 3, 15), DatePrecision.DAY, (30, 60))
CENTURY = DateMention(50, 62, "19th century", Day(1801, 1, 1), Day(1900, 12, 31), DatePrecision.CENTURY, (30, 80))
LATER = DateMention(120, 124, "2014", Day(2014, 1, 1), Day(2014, 12, 31), DatePrecision.YEAR, (100, 140))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "one.whereof") as opened:
        opened.documents.add(FALL, 1, "done")
        yield opened


def test_dates_come_back_as_they_went_in(store: Store) -> None:
    store.dates.replace(1, 1, {2: [LATER], 1: [IDES, CENTURY]})
    assert store.dates.of_document(1) == [IDES, CENTURY, LATER]
    assert store.dates.of_document(2) == []


def test_a_later_answer_replaces_the_dates_of_its_passages_only(store: Store) -> None:
    store.dates.replace(1, 1, {1: [IDES, CENTURY], 2: [LATER]})
    store.dates.replace(1, 2, {1: [CENTURY]})
    assert store.dates.of_document(1) == [CENTURY, LATER]


def test_what_a_newer_parse_does_not_repeat_is_dropped_when_it_is_complete(store: Store) -> None:
    store.dates.replace(1, 1, {1: [IDES, CENTURY], 2: [LATER]})
    store.dates.replace(1, 2, {1: [IDES]})
    store.dates.drop_older(1, 2)
    assert store.dates.of_document(1) == [IDES]


def test_a_date_that_moves_to_another_passage_is_kept_once(store: Store) -> None:
    store.dates.replace(1, 1, {1: [IDES]})
    store.dates.replace(1, 2, {2: [IDES]})
    assert store.dates.of_document(1) == [IDES]


@given(year=st.integers(-9999, 9999), month=st.integers(1, 12), day=st.integers(1, 31))
def test_every_day_has_a_number_of_its_own(year: int, month: int, day: int) -> None:
    one = Day(year, month, min(day, days_in(year, month)))
    number = day_to_number(one)
    assert number_to_day(number) == one
    assert number_to_day(number + 1) > one
    if year > 0:
        assert number == date(*one).toordinal()
