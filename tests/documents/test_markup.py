from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.markup import nesting, visible_text


def test_what_a_browser_shows_is_kept_and_nothing_else() -> None:
    page = """<html><head><title>No</title><style>no{}</style></head>
    <body><h1>High &amp; dry</h1><p>One<br>two <b>th</b>ree<!-- no --><p>Four<script>no("<p>")</script>
    <ul><li>five<li>six</ul><noscript>no</noscript></body></html>"""
    assert visible_text(page) == "High & dry\n\nOne\ntwo three\n\nFour\n\nfive\nsix"


def test_a_head_without_an_end_hides_only_itself() -> None:
    assert visible_text("<head><title>No</title><body>Mosul") == "Mosul"


def test_escaped_markup_stays_text() -> None:
    assert visible_text("<p>&lt;script&gt;alert(1)&lt;/script&gt;") == "<script>alert(1)</script>"


def test_nesting_counts_what_must_be_closed() -> None:
    assert nesting("<div><p>a<p>b<br><b>c</b></div>") == 2
    assert nesting("</div></div><div>") == 1


@pytest.mark.parametrize("piece", ["<", "<!--", "<a ", "<a b='", "</", "<!", "<![CDATA[", "<?", "&#", "&", "<div>"])
def test_no_repetition_makes_it_slow(piece: str) -> None:
    before = time.process_time()
    visible_text(piece * 100_000)
    nesting(piece * 100_000)
    assert time.process_time() - before < 5


@given(st.text(st.sampled_from("<>/!-&;ab \"'\n"), max_size=100))
def test_no_markup_is_too_odd(page: str) -> None:
    text = visible_text(page)
    assert text == text.strip()
    assert nesting(page) >= 0
