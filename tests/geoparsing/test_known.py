"""What is known before a document is read, as evidence and in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.background import NOTHING_KNOWN, Background
from app.geoparsing.candidates import Candidates
from app.geoparsing.model import Candidate, Kind, Mention
from app.geoparsing.resolver import resolve
from tests.support.atlas import Atlas

TEXAS, UNITED_STATES, PARIS, PARIS_TEXAS = "gn:4736286", "gn:6252001", "gn:2988507", "gn:4717560"
TEXT = "Rain in Paris."
PLACED = Mention(8, 13, "Paris", Kind.LITERAL)
CANDIDATES = Candidates([Atlas()])


def meant(background: Background) -> dict[str, Candidate]:
    """What "Paris" can mean, by id, best first."""
    (finding,) = resolve(TEXT, [PLACED], CANDIDATES, background=background)
    return {candidate.place.id: candidate for candidate in finding.candidates}


def words(candidate: Candidate) -> list[str]:
    return [reason.text for reason in candidate.reasons if reason.weight > 0]


@pytest.mark.parametrize(
    ("home", "reason"),
    [
        ({UNITED_STATES: 0.9, TEXAS: 0.8}, "this source mostly writes about Texas"),
        ({UNITED_STATES: 0.9, TEXAS: 0.3}, "this source often writes about Texas"),
        ({UNITED_STATES: 0.9, TEXAS: 0.15}, "this source sometimes writes about Texas"),
        ({UNITED_STATES: 0.9}, "this source mostly writes about the United States"),
    ],
)
def test_the_home_of_a_source_speaks_for_its_places(home: dict[str, float], reason: str) -> None:
    known = meant(Background(home))
    assert known[PARIS_TEXAS].score > meant(NOTHING_KNOWN)[PARIS_TEXAS].score
    assert reason in words(known[PARIS_TEXAS])
    assert not any("this source" in text for text in words(known[PARIS]))


def test_a_home_elsewhere_says_nothing() -> None:
    assert list(meant(Background({"gn:99237": 1.0})).values()) == list(meant(NOTHING_KNOWN).values())


@pytest.mark.parametrize(
    ("documents", "reason"),
    [(1, "you chose it for this name in another document"), (3, "you chose it for this name in 3 other documents")],
)
def test_what_the_reader_chose_elsewhere_speaks_for_it(documents: int, reason: str) -> None:
    known = meant(Background({}, {"paris": {PARIS_TEXAS: documents}}))
    assert known[PARIS_TEXAS].score > meant(NOTHING_KNOWN)[PARIS_TEXAS].score
    assert reason in words(known[PARIS_TEXAS])


def test_choices_for_other_names_and_of_places_that_it_cannot_mean_say_nothing() -> None:
    for decided in ({"dallas": {PARIS_TEXAS: 3}}, {"paris": {"gn:1": 3}}):
        assert list(meant(Background({}, decided)).values()) == list(meant(NOTHING_KNOWN).values())


@given(st.integers(1, 20), st.integers(1, 20))
def test_the_more_documents_the_more_it_says(fewer: int, more: int) -> None:
    scores = [meant(Background({}, {"paris": {PARIS_TEXAS: n}}))[PARIS_TEXAS].score for n in sorted((fewer, more))]
    assert scores[0] <= scores[1]
