from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.reliability import BINS, curve

JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def test_pins_fall_into_tenths_of_the_scale() -> None:
    figures = curve([(0.95, True), (1.0, True), (0.9, False), (0.25, False), (0.29, True)])
    assert [part.count for part in figures.bins] == [0, 0, 2, 0, 0, 0, 0, 0, 0, 3]
    last = figures.bins[-1]
    assert (last.confidence, last.right) == pytest.approx((0.95, 2 / 3))
    assert figures.error == pytest.approx((3 * (0.95 - 2 / 3) + 2 * (0.5 - 0.27)) / 5)


def test_nothing_is_no_division_by_zero() -> None:
    assert (curve([]).count, curve([]).error) == (0, 0.0)


@given(JUDGED)
def test_every_pin_is_counted_once_and_the_error_is_a_share(judged: list[tuple[float, bool]]) -> None:
    figures = curve(judged)
    assert sum(part.count for part in figures.bins) == figures.count == len(judged)
    assert len(figures.bins) == BINS
    assert 0 <= figures.error <= 1
    assert sum(part.count * part.right for part in figures.bins) == pytest.approx(sum(right for _, right in judged))


@given(st.integers(1, 40), st.integers(0, 40))
def test_a_confidence_that_is_the_share_right_has_no_error(count: int, right: int) -> None:
    right = min(count, right)
    judged = [(right / count, number < right) for number in range(count)]
    assert curve(judged).error == pytest.approx(0.0, abs=1e-9)
