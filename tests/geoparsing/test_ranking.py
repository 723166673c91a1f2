"""The ranker's weights: read from a file, added up, shared out."""

from __future__ import annotations

import itertools
import json
from math import exp
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.errors import Missing
from app.geoparsing.ranking import FILE, RankerWeights, evidence_of, shares

if TYPE_CHECKING:
    from pathlib import Path

_SCORES = st.floats(-50, 50)


def test_a_score_is_the_sum_of_values_times_weights() -> None:
    weights = RankerWeights({"fame: people": 0.5, "near: within 140 km": 2.0})
    assert weights.score([("fame: people", 4.0), ("near: within 140 km", 0.25), ("unheard of", 9.0)]) == 2.5


def test_contributions_are_listed_strongest_first_and_added_up() -> None:
    weights = RankerWeights({"a: x": -3.0, "b: y": 1.0})
    found = weights.contributions([("b: y", 1.0), ("a: x", 1.0), ("b: y", 1.0)])
    assert [(one.feature, one.value, one.contribution) for one in found] == [("a: x", 1.0, -3.0), ("b: y", 2.0, 2.0)]
    assert weights.by_evidence([("b: y", 1.0), ("a: x", 1.0), ("b: y", 1.0)]) == {"b": 2.0, "a": -3.0}


@given(st.lists(_SCORES, min_size=1, max_size=40), _SCORES)
def test_shares_leave_the_rest_for_nothing(scores: list[float], nothing: float) -> None:
    found = shares(scores, nothing)
    assert all(0.0 <= share <= 1.0 for share in found)
    assert sum(found) <= 1.0 + 1e-9
    order = sorted(range(len(scores)), key=lambda index: scores[index])
    assert all(found[a] <= found[b] for a, b in itertools.pairwise(order))
    assert 1.0 - sum(found) == pytest.approx(exp(nothing) / (exp(nothing) + sum(map(exp, scores))), abs=1e-9)


def test_the_shipped_weights_and_those_of_the_folds_are_readable() -> None:
    folders = [paths.models(), *sorted((paths.models() / "folds").iterdir())]
    assert len(folders) == 4
    for folder in folders:
        weights = RankerWeights.load(folder).weights
        assert weights["fame: people"] > 0
        assert weights["beside: in what the text names as its container"] > 0
        assert "fame" in evidence_of(weights)


@pytest.mark.parametrize("content", ["", "[]", '{"weights": {"a": "much"}}', '{"weights": 3}', "{}"])
def test_a_damaged_file_is_told(content: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(Missing, match="cannot be read"):
        RankerWeights.load(tmp_path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="are not there"):
        RankerWeights.load(tmp_path)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(json.dumps({"about": {}, "weights": {"fame: people": 1}}))
    assert RankerWeights.load(tmp_path).weights == {"fame: people": 1.0}
