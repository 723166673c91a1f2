"""Dates in sentences made for it: what is found, what it means, and what is no date."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.geoparsing.dates import find_dates
from app.geoparsing.model import Passage

if TYPE_CHECKING:
    from app.geoparsing.model import DateMention

SENTENCES = [
    json.loads(line)
    for line in Path(__file__).with_name("sentences.jsonl").read_text(encoding="utf-8").splitlines()
    if line
]
NEWS_DAY = "2014-06-12"


def found(*passages: str, on: str | None = NEWS_DAY) -> list[DateMention]:
    text = "\n\n".join(passages)
    start = 0
    spans = []
    for passage in passages:
        spans.append(Passage(start, start + len(passage)))
        start += len(passage) + 2
    return [mention for share in find_dates(text, spans, on) for mention in share]


def said(*passages: str, on: str | None = NEWS_DAY) -> list[tuple[str, str, str]]:
    return [(mention.surface, str(mention.earliest), str(mention.latest)) for mention in found(*passages, on=on)]


def test_there_are_enough_sentences() -> None:
    assert len(SENTENCES) >= 60


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"])
def test_a_sentence_says_these_dates(sentence: dict[str, Any]) -> None:
    got = [
        [mention.surface, str(mention.earliest), str(mention.latest), mention.precision.value]
        for mention in found(sentence["text"], on=sentence["on"])
    ]
    assert got == sentence["dates"]


def test_dates_are_shared_out_by_passage() -> None:
    text = "In 1999 it rained.\n\nNothing here.\n\nIn 2001 it did not."
    shares = find_dates(text, [Passage(0, 18), Passage(20, 33), Passage(35, 54)], None)
    assert [[mention.surface for mention in share] for share in shares] == [["1999"], [], ["2001"]]


def test_no_date_reaches_over_the_end_of_a_passage() -> None:
    assert [words for words, *_ in said("It ended on 12 June", "2009 had been better.")] == ["12 June", "2009"]


def test_without_a_date_of_its_own_a_text_goes_on_with_the_year_of_its_last_full_date() -> None:
    letter = ("Camp at Helena, December 29, 1862.", "On the 30th of December we marched, and on January 3 we rested.")
    assert said(*letter, on=None)[1:] == [
        ("30th of December", "1862-12-30", "1862-12-30"),
        ("January 3", "1863-01-03", "1863-01-03"),
    ]


def test_a_year_goes_on_only_where_a_sentence_began_with_it() -> None:
    framed = "In 1863 the river rose. In July it fell."
    aside = "They were in the country that they had entered in 2003. In January more came."
    assert said(framed, on=None)[-1] == ("July", "1863-07-01", "1863-07-31")
    assert [words for words, *_ in said(aside, on=None)] == ["2003"]


def test_in_news_one_date_of_another_year_does_not_move_the_others() -> None:
    article = "He was born on May 2, 1967, in Basra. He was arrested on March 7 and freed on Tuesday."
    assert [mention.earliest.year for mention in found(article)] == [1967, 2014, 2014]


def test_a_history_goes_on_with_its_own_year_though_the_document_has_a_date() -> None:
    history = "On July 1, 1863, they met. By July 2, 1863, both armies were there. On July 3 it was decided."
    assert said(history)[-1] == ("July 3", "1863-07-03", "1863-07-03")


def test_a_day_close_to_the_document_is_meant_whatever_the_sentence_speaks_of() -> None:
    assert said("He was told of a meeting on June 20.", on=NEWS_DAY) == [("June 20", "2014-06-20", "2014-06-20")]


def test_the_day_of_the_week_decides_between_years() -> None:
    assert said("It fell on Sunday, June 9.")[0][1] == "2013-06-09"


def test_a_day_that_only_leap_years_have_is_found() -> None:
    assert said("He was born on 29 February.") == [("29 February", "2012-02-29", "2012-02-29")]


@pytest.mark.parametrize(
    ("text", "surface", "earliest", "latest"),
    [
        ("It was 15 years ago today that he came.", "15 years ago today", "1999-06-12", "1999-06-12"),
        ("She left on Tuesday of last week.", "Tuesday of last week", "2014-06-03", "2014-06-03"),
        ("The last weekend was calm, said all.", "last weekend", "2014-06-07", "2014-06-08"),
        ("They held it this weekend and were glad.", "this weekend", "2014-06-07", "2014-06-08"),
        ("They will hold it this weekend.", "this weekend", "2014-06-14", "2014-06-15"),
        ("Two decades ago there was a forest.", "Two decades ago", "1989-01-01", "1999-12-31"),
        ("It shrank in the last century.", "last century", "1914-06-12", "2014-06-12"),
        ("Prices rose over the past week.", "past week", "2014-06-05", "2014-06-12"),
        ("He comes next June.", "next June", "2015-06-01", "2015-06-30"),
        ("He came last June.", "last June", "2013-06-01", "2013-06-30"),
        ("It opened in June '09 and shut.", "June '09", "2009-06-01", "2009-06-30"),
        ("Stamped 12-Jun-09 at the gate.", "12-Jun-09", "2009-06-12", "2009-06-12"),
        ("Stamped 25/12/09 at the gate.", "25/12/09", "2009-12-25", "2009-12-25"),
        ("After 9/11 it changed.", "9/11", "2001-09-11", "2001-09-11"),
        ("In the nineties it changed.", "nineties", "1990-01-01", "1999-12-31"),
        ("The 1800s were wet.", "1800s", "1800-01-01", "1899-12-31"),
        ("The winter of 1863 was hard.", "winter of 1863", "1863-01-01", "1864-02-29"),
        ("The fifteenth and sixteenth centuries were dry.", "fifteenth and sixteenth centuries", "1401-01-01",
         "1600-12-31"),
        ("From Tuesday until June 20 the road is shut.", "From Tuesday until June 20", "2014-06-17", "2014-06-20"),
        ("It is shut December 28 to January 3.", "December 28 to January 3", "2013-12-28", "2014-01-03"),
    ],
)  # fmt: skip
def test_less_common_forms(text: str, surface: str, earliest: str, latest: str) -> None:
    assert said(text) == [(surface, earliest, latest)]


@pytest.mark.parametrize(
    "text",
    [
        "He drove a 1995 Honda and paid $2003 for it.",
        "Flight 1999 carried 2010 passengers' bags, weighing 1850 kg.",
        "The Sunday Times and the Tuesday Herald wrote of it.",
        "January said the permits were gone.",
        "They will march in may, or so they say.",
        "He scored 1998.5 points at 20:14 in 2.2014 games.",
        "On every Tuesday a train goes.",
        "Version 3.12.2014.1 of the model is out.",
        "The last week of the war was the last year of his life.",
        "Men in their early 40s ran 1500 metres.",
        "On June 12.5 the value is 30/02/2014.",
    ],
)
def test_what_looks_like_a_date_and_is_none(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "written_on", ["soon", "June", "", "99999-01-01", "2014-13-45", "10:30", "2014-06-1" + "2" * 99]
)
def test_a_document_date_that_is_none_is_left_out(written_on: str) -> None:
    assert said("It was yesterday.", on=written_on) == []


@pytest.mark.parametrize(
    "written_on",
    ["2014-06-12T10:00:00+02:00", "2014-06-12 12:24:52.002364-05", "June 12, 2014",
     "Thu, 12 Jun 2014 23:00:00 EDT", "20140612T230000Z"],
)  # fmt: skip
def test_a_document_date_may_be_written_in_several_ways(written_on: str) -> None:
    assert said("It was yesterday.", on=written_on) == [("yesterday", "2014-06-11", "2014-06-11")]


@pytest.mark.parametrize(
    "piece",
    ["on Tuesday ", "in June and ", "12/06/2014 ", "between 2003 and ", "May 5. Two days later ", "early late mid-",
     "1999-", "the last ", "said by J. K. ", "' ", '. " ', "9" * 40 + " "],
)  # fmt: skip
def test_a_passage_made_to_be_slow_is_not(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    started = time.process_time()
    found(*[text] * 5)
    assert time.process_time() - started < 5


@pytest.mark.parametrize("written_on", ["0001-01-01", "9999-12-31"])
def test_at_the_ends_of_the_calendar_nothing_breaks(written_on: str) -> None:
    text = (
        "Yesterday, tomorrow, last week, next week, last month, next month, last year, ten years ago, on Monday, "
        "last Friday, next Friday, in June, last June, next June, this weekend, the past 90 years, last winter, '90s."
    )
    assert all(mention.earliest <= mention.latest for mention in found(text, on=written_on))
