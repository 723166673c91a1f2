from __future__ import annotations

import pytest

from app.geoparsing.boundaries import Extent, dotted, extended, parts, trim

KNOWN = {"washington, d.c.", "paris", "texas", "helmand", "helmand province", "northern ireland"}


def known(name: str) -> bool:
    return name.casefold() in KNOWN


@pytest.mark.parametrize(
    ("span", "toponym"),
    [
        ("the United States", "United States"),
        ("The Hague's", "Hague"),
        ("Iraq's", "Iraq"),
        ("the Maldives\u2019", "Maldives"),
        ("“Mosul”,", "Mosul"),
        ("(Tikrit)", "Tikrit"),
        ("Baghdad.", "Baghdad"),
        ("Baghdad\n", "Baghdad"),
        ("\x1f\u00a0Baghdad\u2028", "Baghdad"),
        ("U.S.", "U.S."),
        ("Tenn.", "Tenn."),
        ("the U.S.'s", "U.S."),
        ("northern Iraq", "Iraq"),
        ("Northern Ireland", "Northern Ireland"),
        ("the city of Tikrit", "Tikrit"),
        ("the Kunduz region", "Kunduz"),
        ("downtown Dallas", "Dallas"),
        ("— Mosul", "Mosul"),
        ("St. Louis", "St. Louis"),
        ("Côte d\u2019Ivoire", "Côte d\u2019Ivoire"),
    ],
)
def test_a_span_is_trimmed_to_its_toponym(span: str, toponym: str) -> None:
    text = "xx " + span + " xx"
    extent = trim(text, 3, 3 + len(span))
    assert extent is not None
    assert text[extent.start : extent.end] == toponym


@pytest.mark.parametrize("span", ["", "   ", "'s", "...", "1984", "—", '"'])
def test_a_span_without_a_name_is_nothing(span: str) -> None:
    assert trim(span, 0, len(span)) is None


@pytest.mark.parametrize(
    ("span", "toponyms"),
    [
        ("Paris, Texas", ["Paris", "Texas"]),
        ("Paris\nTexas", ["Paris", "Texas"]),
        ("Paris (Texas", ["Paris", "Texas"]),
        ("Washington, D.C.", ["Washington, D.C."]),
        ("Paris", ["Paris"]),
        ("Paris for Texas", ["Paris", "Texas"]),
        ("Helmand Province of the Texas", ["Helmand Province", "Texas"]),
        ("Bank of Texas", ["Bank of Texas"]),
    ],
)
def test_glued_names_are_parted(span: str, toponyms: list[str]) -> None:
    assert [span[a:b] for a, b in parts(span, Extent(0, len(span)), known)] == toponyms


@pytest.mark.parametrize(
    ("text", "span", "toponym"),
    [
        ("Northern Texas voted.", "Northern Texas", "Texas"),
        ("Northern Ireland voted.", "Northern Ireland", "Northern Ireland"),
        ("London, Ont. was quiet.", "Ont", "Ont."),
        ("They left Paris. Then", "Paris", "Paris"),
    ],
)
def test_quarters_of_a_place_and_stops_of_abbreviations(text: str, span: str, toponym: str) -> None:
    start = text.index(span)
    extent = extended(text, Extent(start, start + len(span)), known)
    assert text[extent.start : extent.end] == toponym


def test_a_generic_word_belongs_to_the_name_where_the_gazetteer_says_so() -> None:
    text = "in Helmand Province and Paris Province"
    assert extended(text, Extent(3, 10), known) == Extent(3, 19)
    assert extended(text, Extent(24, 29), known) == Extent(24, 29)


@pytest.mark.parametrize(
    ("text", "toponym"),
    [("VA. Then", "VA."), ("Main St. Then", "Main St."), ("Paris. Then", "Paris"), ("U.S. Then", "U.S.")],
)
def test_the_full_stop_of_an_abbreviation_belongs_to_it(text: str, toponym: str) -> None:
    start, end = dotted(text, Extent(0, len(text.removesuffix(". Then"))))
    assert text[start:end] == toponym
