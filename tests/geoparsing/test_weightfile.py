"""Files of weights are read whole or refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import Missing
from app.geoparsing.weightfile import stored

if TYPE_CHECKING:
    from pathlib import Path


def test_weights_and_threshold_are_numbers_by_name(tmp_path: Path) -> None:
    file = tmp_path / "some.json"
    file.write_text('{"about": "x", "threshold": 1, "weights": {"near: a": 2}}', encoding="utf-8")
    assert dict(stored(file).weights) == {"near: a": 2.0}
    assert stored(file).threshold == 1.0
    file.write_text('{"weights": {}}', encoding="utf-8")
    assert stored(file).threshold is None


@pytest.mark.parametrize("content", ["", "[]", '{"weights": [1]}', '{"weights": {"a": null}}', '{"threshold": 1}'])
def test_anything_else_is_refused_by_name(tmp_path: Path, content: str) -> None:
    file = tmp_path / "some.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Missing, match=r"some\.json cannot be read"):
        stored(file)
