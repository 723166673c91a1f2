from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.dates import long_date
from app.ui.plain import counted, grouped, menu_text, one_line, rounded, tooltip


class Read(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(min_size=1))
def test_s4_a_tooltip_says_its_text_and_holds_no_tag_of_it(text: str) -> None:
    reader = Read()
    reader.feed(tooltip(text))
    reader.close()
    assert reader.tags == ["qt"]
    assert reader.text == one_line(text)


@given(st.text())
def test_one_line_is_one_line_without_controls_that_reorder(text: str) -> None:
    line = one_line(text)
    assert len(line.splitlines()) <= 1
    assert not set(line) & set("\x00\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


def test_what_is_harmless_stays() -> None:
    assert one_line("Al Mawşil الموصل 😀") == "Al Mawşil الموصل 😀"
    assert one_line("a\x00b\nc") == "a␀b c"


def test_an_ampersand_is_no_mnemonic() -> None:
    assert menu_text("Trinidad & Tobago") == "Trinidad && Tobago"


def test_numbers_are_grouped() -> None:
    assert grouped(1204) == "1,204"
    assert counted(1, "place", "places") == "1 place"
    assert counted(1204, "place", "places") == "1,204 places"


@pytest.mark.parametrize(
    ("number", "words"), [(0, ""), (42, "42"), (42_000, "42 k"), (1_739_800, "1.7 M"), (38_000_000, "38.0 M")]
)
def test_populations_in_few_figures(number: int, words: str) -> None:
    assert rounded(number) == words


@pytest.mark.parametrize(
    ("iso", "words"), [("2014-06-11", "11 June 2014"), (None, ""), ("2014-06", "2014-06"), ("soon", "soon")]
)
def test_dates_in_words(iso: str | None, words: str) -> None:
    assert long_date(iso) == words
