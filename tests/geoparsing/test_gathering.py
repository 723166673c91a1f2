from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing import gathering
from app.geoparsing.gathering import NOWHERE, Regions, decided, home, joined, regions, regions_of, spoken_of
from app.geoparsing.model import Finding, Kind, Mention, Place, Precision, Resolution, Verdict
from tests.support.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

ATLAS = Atlas()
IRAQ, NINEVEH, TEXAS, UNITED_STATES = "gn:99237", "gn:99032", "gn:4736286", "gn:6252001"
_IDS = (IRAQ, NINEVEH, TEXAS, UNITED_STATES, "gn:99072", "gn:90150", "gn:4717560", "gn:2988507", "gn:4140963")

_documents = st.lists(
    st.lists(st.tuples(st.sampled_from(_IDS), st.floats(0.0, 1.0)), max_size=5).map(
        lambda said: regions((place(number), share) for number, share in said)
    ),
    max_size=8,
)


def place(number: str) -> Place:
    found = ATLAS.place(number)
    assert found is not None
    return found


def one_of(place_id: str, share: float = 1.0) -> Regions:
    return regions([(place(place_id), share)])


def all_of(documents: Sequence[Regions]) -> Regions:
    total = NOWHERE
    for document in documents:
        total = joined(total, document)
    return total


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("gn:99072", (NINEVEH, IRAQ)),  # a city
        (TEXAS, (TEXAS, UNITED_STATES)),
        (IRAQ, (IRAQ,)),
        ("gn:90150", (IRAQ,)),  # no division is known
    ],
)
def test_a_place_lies_in_its_division_and_country(number: str, expected: tuple[str, ...]) -> None:
    assert regions_of(place(number)) == expected


def test_a_region_of_several_countries_lies_in_none() -> None:
    assert regions_of(Place("wh:x", "X", 0, 0, "L.RGN", "", (), Precision.REGION)) == ()


def test_mentions_count_as_much_as_they_are_sure() -> None:
    sure = Resolution(Verdict.PLACE, place("gn:99072"), 0.9)
    unsure = Resolution(Verdict.PLACE, place("gn:4717560"), 0.3)
    unknown = Resolution(Verdict.UNKNOWN, None, 0.0)
    mention = Mention(0, 5, "Mosul", Kind.LITERAL)
    said = spoken_of(Finding(mention, (), resolution) for resolution in (sure, unsure, unknown))
    assert (said.total, said.documents) == (1200, 1)
    assert said.weights == {NINEVEH: 900, IRAQ: 900, TEXAS: 300, UNITED_STATES: 300}


def test_home_is_where_the_other_documents_are() -> None:
    documents = [one_of("gn:99072"), one_of("gn:99072"), one_of("gn:90150"), one_of("gn:4717560")]
    found = home(all_of(documents), documents[3])
    assert found == {NINEVEH: pytest.approx(2 / 3), IRAQ: 1.0}


def test_two_documents_make_no_home() -> None:
    documents = [one_of("gn:99072"), one_of("gn:99072")]
    assert home(all_of(documents), documents[0]) == {}
    assert home(all_of(documents)) != {}  # two others, of which the one in question is none


def test_what_is_hardly_spoken_of_is_no_home() -> None:
    documents = [one_of("gn:99072")] * 30 + [one_of("gn:4717560")]
    assert set(home(all_of(documents))) == {NINEVEH, IRAQ}


@given(_documents, st.data())
def test_the_document_itself_is_left_out_without_a_trace(documents: list[Regions], data: st.DataObject) -> None:
    if documents:
        left_out = data.draw(st.integers(0, len(documents) - 1))
        others = documents[:left_out] + documents[left_out + 1 :]
        assert home(all_of(documents), documents[left_out]) == home(all_of(others))


@given(_documents, st.randoms())
def test_the_order_of_the_documents_does_not_matter(documents: list[Regions], randoms: Random) -> None:
    shuffled = list(documents)
    randoms.shuffle(shuffled)
    assert list(home(all_of(documents)).items()) == list(home(all_of(shuffled)).items())


@given(_documents)
def test_shares_of_countries_and_of_divisions_are_shares(documents: list[Regions]) -> None:
    shares = home(all_of(documents))
    countries = [share for number, share in shares.items() if place(number).precision is Precision.COUNTRY]
    divisions = [share for number, share in shares.items() if place(number).precision is not Precision.COUNTRY]
    assert sum(countries) <= 1.0 + 1e-9
    assert sum(divisions) <= 1.0 + 1e-9
    assert all(share >= gathering._SMALLEST_SHARE for share in shares.values())


def test_choices_are_counted_by_documents_under_the_folded_name() -> None:
    choices = [("Paris", "gn:4717560", 1), ("PARIS", "gn:4717560", 1), ("Paris", "gn:4717560", 2), ("Paris", "gn:2", 3)]
    assert decided(choices) == {"paris": {"gn:2": 1, "gn:4717560": 2}}


@given(st.lists(st.tuples(st.sampled_from(["Paris", "paris", "Athens"]), st.sampled_from("ab"), st.integers(1, 4))))
def test_choices_count_the_same_in_any_order(choices: list[tuple[str, str, int]]) -> None:
    assert decided(choices) == decided(reversed(choices))
    assert decided(choices * 2) == decided(choices)
