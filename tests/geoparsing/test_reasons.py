"""Reasons in words: what they say, what they weigh, and that they tell the features' own weights."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.geoparsing.background import NOTHING_KNOWN, Background
from app.geoparsing.confidence import Calibration
from app.geoparsing.model import Candidate, Kind, Mention, Verdict
from app.geoparsing.resolver import Explanation, explained, resolve

if TYPE_CHECKING:
    from app.geoparsing.candidates import Candidates

PARIS_FRANCE, PARIS_TEXAS = "gn:2988507", "gn:4717560"
JORDAN, US = "gn:248816", "gn:6252001"


def told(text: str, atlas: Candidates, known: Background = NOTHING_KNOWN) -> list[Explanation]:
    """The findings of a text whose mentions stand in brackets, with what they come from."""
    mentions, plain = [], ""
    for piece in re.split(r"(\[[^]]*\])", text):
        name = piece.strip("[]")
        if piece.startswith("["):
            mentions.append(Mention(len(plain), len(plain) + len(name), name, Kind.LITERAL))
        plain += name
    return explained(plain, mentions, atlas, background=known)


def candidate(one: Explanation, place_id: str) -> Candidate:
    return next(candidate for candidate in one.finding.candidates if candidate.place.id == place_id)


def weights(one: Explanation, place_id: str) -> dict[str, float]:
    return {reason.text: reason.weight for reason in candidate(one, place_id).reasons}


def test_an_explanation_adds_up(atlas: Candidates) -> None:
    for one in told("From [Paris], [Texas], to [Dallas] and [Athens], as [Georgia] said.", atlas):
        assert sum(weighed.share for weighed in one.weighed) == pytest.approx(1.0)
        assert [weighed.place for weighed in one.weighed].count(None) == 1
        for weighed in one.weighed:
            assert sum(each.contribution for each in weighed.contributions) == pytest.approx(weighed.score)
            assert all(each.contribution == each.value * each.weight for each in weighed.contributions)
        best = next(weighed.place for weighed in one.weighed if weighed.place)
        assert one.finding.candidates[0].place is best


def test_a_reason_weighs_what_its_features_brought(atlas: Candidates) -> None:
    paris = told("They met in [Paris], [Texas].", atlas)[0]
    brought = next(weighed for weighed in paris.weighed if weighed.place and weighed.place.id == PARIS_TEXAS)
    beside = sum(each.contribution for each in brought.contributions if each.feature.startswith("beside:"))
    assert weights(paris, PARIS_TEXAS)["the text says “Paris, Texas”"] == pytest.approx(beside)
    assert weights(paris, PARIS_FRANCE)["not in Texas, which the text names with it"] == pytest.approx(-beside)


@pytest.mark.parametrize("text", ["[Paris] and [Washington]", "[Paris], [Dallas], [Athens]", "[Georgia] [Texas]"])
def test_what_speaks_against_is_negative_and_every_candidate_has_two_reasons_or_a_plain_one(
    text: str, atlas: Candidates
) -> None:
    for one in told(text, atlas):
        chosen = one.finding.candidates[0]
        plain = ("the best-known", "the only place")
        assert len(chosen.reasons) >= 2 or chosen.reasons[0].text.startswith(plain)
        for rejected in one.finding.candidates[1:]:
            assert len(rejected.reasons) >= 2, rejected
            against = [reason for reason in rejected.reasons if re.match("less|far|not|a smaller", reason.text)]
            assert all(reason.weight < 0 for reason in against)


def test_a_word_that_follows_towns_is_quoted(atlas: Candidates) -> None:
    (jordan,) = told("A [Jordan] woman was arrested.", atlas)
    assert "a country, but “Jordan woman” is rather said of a town" in weights(jordan, JORDAN)


def test_a_division_tells_a_place_from_its_namesake(atlas: Candidates) -> None:
    athens = told("[Athens] lies east of [Atlanta] and [Macon], in [Georgia], not near [Dallas].", atlas)[0]
    assert athens.finding.candidates[0].place.id == "gn:4180386"
    (paris,) = told("They met in [Paris].", atlas)
    assert "less known than Paris (France)" in weights(paris, PARIS_TEXAS)


def test_what_hardly_anything_speaks_for_is_offered_and_not_decided(atlas: Candidates) -> None:
    text = "They met in Paris."
    mention = Mention(12, 17, "Paris", Kind.LITERAL)
    doubtful = Calibration({"mention: another name": -2.0})
    (finding,) = resolve(text, [mention], atlas, calibration=doubtful)
    assert (finding.resolution.verdict, finding.resolution.place) == (Verdict.UNKNOWN, None)
    assert [candidate.place.id for candidate in finding.candidates] == [PARIS_FRANCE, PARIS_TEXAS]
