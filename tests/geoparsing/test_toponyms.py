from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.errors import Missing
from app.geoparsing.boundaries import Extent
from app.geoparsing.drafts import Draft, Relation
from app.geoparsing.surroundings import GROUPS
from app.geoparsing.toponyms import ALWAYS, ToponymWeights, chosen

if TYPE_CHECKING:
    from pathlib import Path

FOLDS = ("without-lgl", "without-geowebnews", "without-wotr")


def drafts(*extents: tuple[int, int]) -> list[Draft]:
    return [Draft(Extent(*extent), Relation.FREE) for extent in sorted(extents)]


def test_each_number_adds_its_weight() -> None:
    weights = ToponymWeights(0.5, {ALWAYS: -1.0, "capitals": 2.0, "known": 3.0})
    assert weights.likelihood({}) == pytest.approx(0.268941, abs=1e-6)
    assert weights.likelihood({"known": 1.0}) == pytest.approx(0.880797, abs=1e-6)
    assert weights.likelihood({"known": 1.0, "capitals": 0.5}) == pytest.approx(0.952574, abs=1e-6)


def test_a_number_without_a_weight_says_nothing() -> None:
    weights = ToponymWeights(0.5, {ALWAYS: 0.0})
    assert weights.likelihood({"unheard of": 9.0}) == pytest.approx(0.5)


@pytest.mark.parametrize("logit", [-1e6, 1e6])
def test_even_the_oddest_numbers_have_a_likelihood(logit: float) -> None:
    assert 0 <= ToponymWeights(0.5, {ALWAYS: logit}).likelihood({}) <= 1


@pytest.mark.parametrize("folder", [paths.models(), *(paths.models() / "folds" / fold for fold in FOLDS)])
def test_the_carried_weights_are_of_numbers_that_there_are(folder: Path) -> None:
    weights = ToponymWeights.load(folder)
    assert weights.weights.keys() == {ALWAYS, *(name for group in GROUPS.values() for name in group)}
    assert 0.3 <= weights.threshold <= 0.6


def test_weights_are_read_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "toponyms.json").write_text(json.dumps({"about": "", "threshold": 0.25, "weights": {"known": 1}}))
    assert ToponymWeights.load(tmp_path) == ToponymWeights(0.25, {"known": 1.0})


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"threshold": 0.4}', '{"threshold": "x", "weights": {}}'])
def test_missing_or_broken_weights_are_told_in_a_sentence(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "toponyms.json").write_text(content)
    with pytest.raises(Missing, match=r"toponyms\.json.*\.$"):
        ToponymWeights.load(tmp_path)


def test_of_overlapping_drafts_the_likeliest_is_a_mention() -> None:
    found = chosen(drafts((0, 5), (0, 12), (6, 12)), [0.3, 0.5, 0.45], 0.25)
    assert [one.draft.extent for one in found] == [(0, 12)]


def test_two_short_drafts_may_stand_where_a_long_one_is_unlikely() -> None:
    found = chosen(drafts((0, 5), (0, 12), (6, 12)), [0.6, 0.5, 0.55], 0.25)
    assert [one.draft.extent for one in found] == [(0, 5), (6, 12)]


def test_of_equally_likely_drafts_the_longer_is_a_mention() -> None:
    found = chosen(drafts((0, 5), (0, 12)), [0.5, 0.5], 0.4)
    assert [one.draft.extent for one in found] == [(0, 12)]


def test_below_the_threshold_nothing_is_a_mention() -> None:
    assert chosen(drafts((0, 5)), [0.39], 0.4) == []


def test_all_that_overlaps_adds_to_the_certainty_that_a_place_is_named() -> None:
    (found,) = chosen(drafts((0, 5), (0, 12), (20, 25)), [0.3, 0.5, 0.2], 0.4)
    assert found.certainty == pytest.approx(0.8)


_DRAFTS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 25)), unique=True, max_size=14).map(
    lambda pairs: drafts(*((start, start + length) for start, length in pairs))
)


@given(_DRAFTS, st.data())
def test_mentions_are_in_order_and_apart_and_none_could_be_added(found: list[Draft], data: st.DataObject) -> None:
    likelihoods = data.draw(st.lists(st.floats(0, 1), min_size=len(found), max_size=len(found)))
    mentions = chosen(found, likelihoods, 0.4)
    assert all(a.draft.extent.end <= b.draft.extent.start for a, b in itertools.pairwise(mentions))
    assert all(0.4 <= one.certainty <= 1 for one in mentions)
    for draft, likelihood in zip(found, likelihoods, strict=True):
        (start, end), taken = draft.extent, [one.draft.extent for one in mentions]
        assert likelihood < 0.4 or any(start < other.end and other.start < end for other in taken)
