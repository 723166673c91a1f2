from __future__ import annotations

import logging

import pytest

from app.documents.reader import read_bytes
from app.errors import Unreadable

PARAGRAPH = "The Rhine rose on Tuesday between Cologne and Bonn, and the board closed the bridges to lorries. "
PAGE = f"""<html><head><title>High water in Köln - The Example</title>
<meta charset="iso-8859-1"><meta property="article:published_time" content="2014-06-11T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>High water in Köln</h1><p>{PARAGRAPH * 3}</p><p>{PARAGRAPH * 2}</p>
<ul><li>Bonn is dry.</li><li>Wesel waits.</li></ul></article>
<footer>All rights reserved by The Example</footer></body></html>"""


def test_main_text_title_date_and_declared_encoding() -> None:
    document = read_bytes("page.html", PAGE.encode("cp1252"))
    assert document.title == "High water in Köln"
    assert document.date == "2014-06-11"
    assert document.text.startswith("High water in Köln\n\nThe Rhine rose")
    assert "- Bonn is dry.\n- Wesel waits." in document.text
    assert "Sport" not in document.text
    assert "rights reserved" not in document.text
    assert document.remarks == ()


def test_r8_a_page_without_main_text_gives_all_its_text_and_says_so() -> None:
    document = read_bytes("page.html", b"<nav><a href=a>Mosul</a> <a href=b>Tikrit</a></nav><nav>Erbil</nav>")
    assert document.text.split() == ["Mosul", "Tikrit", "Erbil"]
    assert any("all of its text was taken" in remark for remark in document.remarks)


def test_r8_a_small_main_text_is_marked() -> None:
    clutter = (
        "<nav>" + "".join(f"<p><a href='/{n}'>Section number {n} of the site</a></p>" for n in range(400)) + "</nav>"
    )
    page = f"<html><body>{clutter}<article><h1>High water</h1><p>{PARAGRAPH * 4}</p></article></body></html>"
    assert any("small part" in remark for remark in read_bytes("page.html", page.encode()).remarks)


def test_r8_a_page_too_long_for_the_extractor_gives_all_its_text_and_says_so() -> None:
    page = "<nav>Home</nav>" + f"<p>{PARAGRAPH}</p>" * 21_000
    document = read_bytes("page.html", page.encode())
    assert document.text.count("Rhine") == 21_000
    assert document.remarks == ("The page is very long; all of its text was taken.",)


def test_s1_a_very_deep_page_keeps_its_text() -> None:
    deep = b"<p>Tikrit first.</p>" + b"<div>" * 200_000 + b"Mosul last" + b"</div>" * 200_000
    assert read_bytes("deep.html", deep).text == "Tikrit first.\n\nMosul last"


def test_s3_a_page_cannot_read_files_or_pull_anything_in() -> None:
    page = b"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]>
    <html><body><p>Before &x; after</p><img src="http://example.invalid/a.png"><iframe src="file:///etc"></iframe>
    <link rel="stylesheet" href="http://example.invalid/a.css"></body></html>"""
    text = read_bytes("page.xhtml", page).text
    assert "Before" in text
    with open("/etc/hostname", encoding="utf-8") as file:  # noqa: PTH123 - the very file that the page asks for
        assert file.read().strip() not in text


def test_s4_script_in_a_title_stays_text() -> None:
    title = "&lt;img src=x onerror=alert(1)&gt;"
    page = f"<html><head><title>{title}</title></head><body><p>{PARAGRAPH}</p></body></html>"
    assert "<img src=x onerror=alert(1)>" in read_bytes("page.html", page.encode()).text


def test_a_page_of_nothing_but_script_holds_no_text() -> None:
    with pytest.raises(Unreadable, match=r"page\.html holds no text"):
        read_bytes("page.html", b"<html><script>let a = 1</script></html>")


def test_p4_the_extractor_says_nothing_of_the_page_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read_bytes("page.html", PAGE.replace("Rhine", "Canaryword").encode("cp1252"))
        read_bytes("page.html", b"<p>Canaryword")
    assert "Canaryword" not in caplog.text


@pytest.mark.parametrize(
    ("head", "publisher"),
    [
        (
            '<link rel="canonical" href="https://www.example.org/a.html"><meta property="og:site_name" content="Ex">',
            "example.org",
        ),
        ('<meta property="og:site_name" content="The  Example">', "the example"),
        ("", ""),
    ],
)
def test_the_site_is_the_publisher_by_its_host_or_else_by_its_name(head: str, publisher: str) -> None:
    page = PAGE.replace("</head>", f"{head}</head>")
    assert read_bytes("page.html", page.encode("cp1252")).publisher == publisher


def test_a_text_file_has_no_publisher() -> None:
    assert read_bytes("page.txt", b"Rain in Mosul.").publisher == ""
