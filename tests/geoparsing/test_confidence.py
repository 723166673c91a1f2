"""The number shown with a pin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import paths
from app.errors import Missing
from app.geoparsing.confidence import FILE, Belief, Calibration

if TYPE_CHECKING:
    from pathlib import Path

_SHARES = st.floats(0, 1)
_FOLDERS = [paths.models(), *sorted((paths.models() / "folds").iterdir())]


@given(certainty=_SHARES, alike=_SHARES, nothing=_SHARES)
def test_it_is_a_likelihood_that_claims_neither_all_nor_nothing(certainty: float, alike: float, nothing: float) -> None:
    belief = Belief(certainty, alike * (1 - nothing), nothing)
    for folder in _FOLDERS:
        assert 0.0 < Calibration.load(folder).confidence(belief) < 1.0


@given(low=_SHARES, high=_SHARES, other=_SHARES)
def test_more_belief_is_never_less_confidence(low: float, high: float, other: float) -> None:
    low, high = sorted((low, high))
    for folder in _FOLDERS:
        calibration = Calibration.load(folder)
        assert calibration.confidence(Belief(low, other, 0.0)) <= calibration.confidence(Belief(high, other, 0.0))
        assert calibration.confidence(Belief(other, low, 0.0)) <= calibration.confidence(Belief(other, high, 0.0))


def test_a_sure_mention_of_a_sure_place_is_shown_as_sure_and_a_doubtful_one_is_not() -> None:
    calibration = Calibration.load(paths.models())
    assert calibration.confidence(Belief(0.99, 0.99, 0.01)) > 0.85
    assert calibration.confidence(Belief(0.99, 0.2, 0.1)) < 0.4
    assert calibration.confidence(Belief(0.3, 0.99, 0.01)) < 0.8


def test_without_a_good_file_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="are not there"):
        Calibration.load(tmp_path)
    (tmp_path / FILE).write_text('{"weights": []}')
    with pytest.raises(Missing, match="cannot be read"):
        Calibration.load(tmp_path)
