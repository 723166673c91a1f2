from __future__ import annotations

import pytest

from app.geoparsing.article import named
from app.geoparsing.candidates import Candidates
from app.geoparsing.model import Kind, Mention, Place, Precision
from app.geoparsing.resolver import resolve
from tests.support.atlas import Atlas

WITH = [
    ("United States", "A.PCLI"),
    ("Netherlands", "A.PCLI"),
    ("Philippines", "A.PCLI"),
    ("United Kingdom", "A.PCLI"),
    ("United Arab Emirates", "A.PCLI"),
    ("Gambia", "A.PCLI"),
    ("Bahamas", "A.PCLI"),
    ("Maldives", "A.PCLI"),
    ("Comoros", "A.PCLI"),
    ("Seychelles", "A.PCLI"),
    ("Solomon Islands", "A.PCLI"),
    ("Marshall Islands", "A.PCLI"),
    ("Czech Republic", "A.PCLI"),
    ("Dominican Republic", "A.PCLI"),
    ("Central African Republic", "A.PCLI"),
    ("Democratic Republic of the Congo", "A.PCLI"),
    ("DR Congo", "A.PCLI"),
    ("Soviet Union", "A.PCLH"),
    ("District of Columbia", "A.ADM1"),
    ("Northern Territory", "A.ADM1"),
    ("Tigris", "H.STM"),
    ("Niger River", "H.STM"),
    ("Black Sea", "H.SEA"),
    ("Gulf of Aden", "H.GULF"),
    ("Bay of Bengal", "H.BAY"),
    ("Alps", "T.MTS"),
    ("Middle East", "L.RGN"),
    ("Gaza Strip", "L.RGN"),
]
WITHOUT = [
    ("Iraq", "A.PCLI"),
    ("Niger", "A.PCLI"),
    ("Dominica", "A.PCLI"),
    ("New York", "A.ADM1"),
    ("Netherlands", "P.PPL"),
    ("Ivory Coast", "P.PPL"),
    ("The Hague", "P.PPLG"),
    ("Lake Victoria", "H.LK"),
    ("Hudson Bay", "H.BAY"),
    ("Cripple Creek", "H.STM"),
    ("Mount Lebanon", "T.MTS"),
    ("Scandinavia", "L.RGN"),
    ("Europe", "L.CONT"),
    ("Mosul Dam", "S.DAM"),
]


def place(name: str, feature: str) -> Place:
    return Place("gn:1", name, 0.0, 0.0, feature, "", (), Precision.COUNTRY)


@pytest.mark.parametrize(("name", "feature"), WITH)
def test_names_that_take_the_article(name: str, feature: str) -> None:
    assert named(place(name, feature)) == f"the {name}"


@pytest.mark.parametrize(("name", "feature"), WITHOUT)
def test_names_that_take_none(name: str, feature: str) -> None:
    assert named(place(name, feature)) == name


def test_an_article_of_its_own_is_written_small() -> None:
    assert named(place("The Gambia", "A.PCLI")) == "the Gambia"


def test_a_coordinate_stands_in_a_list_without_its_comma() -> None:
    assert named(place("36.34° N, 43.13° E", "X.PT")) == "36.34° N 43.13° E"


def test_reasons_say_the_united_states() -> None:
    text = "Dallas, Texas, in the U.S."
    spans = [(0, 6), (8, 13), (22, 26)]
    mentions = [Mention(a, b, text[a:b], Kind.LITERAL) for a, b in spans]
    findings = resolve(text, mentions, Candidates([Atlas()]))
    reasons = [reason.text for finding in findings for reason in finding.candidates[0].reasons]
    assert "lies in the United States, which the text names" in reasons
