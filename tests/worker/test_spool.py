from __future__ import annotations

import pytest

from app.worker import spool
from app.worker.spool import Spool


@pytest.mark.parametrize("in_memory", [0, 100, spool._IN_MEMORY])
def test_values_come_back_in_order_from_memory_and_from_a_file(in_memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_IN_MEMORY", in_memory)
    with Spool[tuple[int, str]]() as values:
        for number in range(50):
            values.add((number, "x" * number))
        assert len(values) == 50
        assert list(values) == [(number, "x" * number) for number in range(50)]
        assert list(values)[:1] == [(0, "")]


def test_nothing_added_is_nothing_read() -> None:
    with Spool[int]() as values:
        assert list(values) == []
        assert not values
