from __future__ import annotations

import pytest

from app.geoparsing.setting import setting


def test_words_of_a_country_speak_for_it_each_once() -> None:
    text = "The sheriff spoke. The sheriff spoke again, and a trooper came."
    found = setting(text, 0, len(text))
    assert set(found) == {"US"}
    assert found["US"].share == pytest.approx(0.5)
    assert found["US"].word == "sheriff"


def test_a_word_of_two_countries_counts_half_for_each() -> None:
    text = "It cost 2 lakh."
    found = setting(text, 0, len(text))
    assert found["IN"].share == found["PK"].share == pytest.approx(0.5 / 3)


def test_only_what_stands_around_the_mentions_is_read() -> None:
    text = "A councillor paid £5." + " ." * 5000 + "Here."
    assert setting(text, len(text) - 5, len(text)) == {}
    assert set(setting(text, 0, 5)) == {"GB"}


def test_plain_words_say_nothing() -> None:
    text = "Rain fell on the hills, and the river rose."
    assert setting(text, 0, len(text)) == {}
