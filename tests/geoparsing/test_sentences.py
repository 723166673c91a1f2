"""A page of sentences of our own, each with a trap: what is a place, what it does, and which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.geoparsing.model import Finding, Kind

if TYPE_CHECKING:
    from tests.geoparsing.conftest import Parse

COUNTRY, STATE, CITY = "A.PCL", "A.ADM1", "P."


def named(findings: list[Finding], surface: str) -> Finding:
    """The first finding with this surface."""
    matching = [finding for finding in findings if finding.mention.surface == surface]
    assert matching, f"{surface} not among {[finding.mention.surface for finding in findings]}"
    return matching[0]


# text, surface, country, beginning of the feature code, largest division or country that must contain it
PLACES = [
    ("Wildfires spread across Washington state, east of Seattle and Spokane.", "Washington", "US", STATE, ""),
    ("The senator flew to Washington for a vote in Congress.", "Washington", "US", "P.PPLC", ""),
    ("Washington and Moscow agreed to resume talks.", "Washington", "US", "P.PPLC", ""),
    ("Vineyards in Georgia, near Tbilisi and Kutaisi, had a good year.", "Georgia", "GE", COUNTRY, ""),
    ("Peach farms in Georgia, from Macon to Savannah, had a bad year.", "Georgia", "US", STATE, ""),
    ("Her mother grew up in Paris, Texas, and never saw France.", "Paris", "US", CITY, "Texas"),
    ("He painted in Paris and later in Lyon.", "Paris", "FR", CITY, ""),
    ("They studied in Cambridge, Massachusetts, not in England.", "Cambridge", "US", CITY, "Massachusetts"),
    ("The library in London, Ontario, opens late.", "London", "CA", CITY, "Ontario"),
    ("Buses left Athens, Georgia, for Atlanta.", "Athens", "US", CITY, "Georgia"),
    ("A ferry left Athens for the islands of Greece.", "Athens", "GR", CITY, ""),
    ("Refugees crossed from Syria into Jordan at night.", "Jordan", "JO", COUNTRY, ""),
    ("MOSUL, Iraq — Shops opened again on Sunday.", "MOSUL", "IQ", CITY, ""),
    ("The convoy went from Baghdad through Samarra to Tikrit.", "Samarra", "IQ", CITY, ""),
    ("Storms hit Birmingham, Alabama, before dawn.", "Birmingham", "US", CITY, "Alabama"),
    ("The council of Birmingham asked London for money, as Manchester had.", "Birmingham", "GB", CITY, ""),
    ("Turkish engineers and Kurdish farmers met in Ankara.", "Ankara", "TR", "P.PPLC", ""),
    ("Two trains collided near Hyderabad, in southern India.", "Hyderabad", "IN", CITY, ""),
    ("Two trains collided near Hyderabad, north of Karachi in Pakistan.", "Hyderabad", "PK", CITY, ""),
    ("U.N. staff left the Nineveh province of Iraq.", "Nineveh", "IQ", STATE, ""),
]


@pytest.mark.parametrize(("text", "surface", "expected"), [(row[0], row[1], row[2:]) for row in PLACES])
def test_the_place_meant_is_found(parse: Parse, text: str, surface: str, expected: tuple[str, str, str]) -> None:
    country, feature, container = expected
    finding = named(parse(text), surface)
    place = finding.resolution.place
    assert place is not None
    assert (place.country, place.feature[: len(feature)]) == (country, feature)
    assert not container or container in place.admin


KINDS = [
    ("Washington vowed on Monday to send more aid.", "Washington", Kind.METONYM),
    ("The general has strong ties to Tehran.", "Tehran", Kind.METONYM),
    ("The shipment to Baghdad was approved after arms were sold to Baghdad.", "Baghdad", Kind.METONYM),
    ("A bomb went off in Baghdad on Monday.", "Baghdad", Kind.LITERAL),
    ("Iraqi farmers blamed the drought.", "Iraqi", Kind.DEMONYM),
    ("Three Americans and a German were on board.", "Americans", Kind.DEMONYM),
    ("The University of Nebraska won the game.", "Nebraska", Kind.EMBEDDED),
    ("The Boston Globe printed the story.", "Boston", Kind.EMBEDDED),
    ("Rivers rose in Nebraska all week.", "Nebraska", Kind.LITERAL),
    ("The Kremlin said nothing.", "Kremlin", Kind.METONYM),
]


@pytest.mark.parametrize(("text", "surface", "kind"), KINDS)
def test_the_kind_is_right(parse: Parse, text: str, surface: str, kind: Kind) -> None:
    assert named(parse(text), surface).mention.kind is kind


NO_PLACES = [
    "Michael Jordan smiled. Jordan said he would play again.",
    "Mr. Paris Hilton wrote to Mrs. Chelsea Clinton about it.",
    "She read the Wall Street Journal on Monday.",
    "Let us go, said the turkey to the china plate.",
    "Nothing happened.",
    "A Humvee and an Apache helicopter stood in the yard.",
]


@pytest.mark.parametrize("text", NO_PLACES)
def test_persons_papers_and_things_are_no_places(parse: Parse, text: str) -> None:
    assert [finding.mention.surface for finding in parse(text)] == []


def test_one_text_may_mean_two_georgias(parse: Parse) -> None:
    text = "The flight from Athens, Georgia, to Tbilisi, Georgia, takes a day."
    georgias = [finding for finding in parse(text) if finding.mention.surface == "Georgia"]
    assert [finding.resolution.place.country for finding in georgias if finding.resolution.place] == ["US", "GE"]


def test_glued_words_do_not_break_the_rest(parse: Parse) -> None:
    findings = parse("— Andrea MitchellWashington vowed Wednesday to boost aid to Iraq.")
    assert named(findings, "Iraq").resolution.place is not None


@pytest.mark.parametrize(
    ("text", "name", "features"),
    [
        ("A ferry crossed the Niger. Officials in Niger said nothing.", "Niger", ["H.STM", "A.PCLI"]),
        ("He swam in the Jordan, then flew home from Jordan.", "Jordan", ["H.STM", "A.PCLI"]),
        ("The Niger government met in Niamey.", "Niger", ["A.PCLI"]),
        ("She sued the State of Ohio.", "State of Ohio", ["A.ADM1"]),
        ("The train left Kharkiv for Poltava.", "Kharkiv", ["P.PPLA"]),
        ("Farmers across Kharkiv province waited for rain.", "Kharkiv", ["A.ADM1"]),
        ("Lorries waited in Aswan, near the border with Sudan.", "Aswan", ["P.PPLA"]),
    ],
)
def test_a_river_has_an_article_and_a_bare_name_is_the_city(
    parse: Parse, text: str, name: str, features: list[str]
) -> None:
    found = [finding.resolution.place for finding in parse(text) if finding.mention.surface.startswith(name)]
    assert [place.feature for place in found if place is not None] == features
