from __future__ import annotations

from app.documents.reader import read_bytes

SOURCE = """---
title: "High water"
date: 2021-07-15
tags: [rain]
---
# The *Rhine* rises

A paragraph with a [link to Bonn](https://example.invalid),
wrapped, and `code`.

- Cologne
- Bonn
  - Beuel

3. Wesel
4. Emmerich

> Said a boatman
> of Wesel.

| Town | Level |
|------|-------|
| Bonn | 8.1   |

Line one\\
line two<br>three ![of Ulm](ulm.png)

<div>In a <b>box</b></div>

    indented
"""


def test_markdown_reads_like_its_rendered_page() -> None:
    document = read_bytes("a.md", SOURCE.encode())
    assert document.text.split("\n\n") == [
        "High water",
        "The Rhine rises",
        "A paragraph with a link to Bonn, wrapped, and code.",
        "- Cologne\n- Bonn\n  - Beuel",
        "3. Wesel\n4. Emmerich",
        "Said a boatman of Wesel.",
        "Town | Level\nBonn | 8.1",
        "Line one\nline two\nthree of Ulm",
        "In a box",
        "indented",
    ]


def test_front_matter_gives_title_and_date() -> None:
    document = read_bytes("a.md", SOURCE.encode())
    assert (document.title, document.date) == ("High water", "2021-07-15")
    toml = read_bytes("a.md", b"+++\r\ntitle = 'High water'\r\ndate = 2021-07-15\r\n+++\r\nBonn\r\n")
    assert (toml.title, toml.date) == ("High water", "2021-07-15")


def test_without_front_matter_the_first_heading_is_the_title() -> None:
    document = read_bytes("a.md", b"Draft.\n\n# High *water*\n\nBonn")
    assert document.title == "High water"
    assert document.text.count("High water") == 1 or document.text.startswith("High water")


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    assert read_bytes("a.md", b"---\nBonn\n\nKoeln").text == "Bonn\n\nKoeln"


def test_r8_a_document_too_long_to_lay_out_is_read_as_it_stands() -> None:
    document = read_bytes("a.md", b"The *Rhine* rose.\n\n" * 211_000)
    assert document.text.startswith("The *Rhine* rose.")
    assert document.remarks == ("The document is very long; its Markdown marks were left in.",)


def test_s1_deep_and_endless_marks_do_no_harm() -> None:
    for source in ("[" * 20_000 + " Bonn", "*a " * 10_000 + "Bonn", "> " * 15 + "Bonn"):
        assert "Bonn" in read_bytes("a.md", source.encode()).text
