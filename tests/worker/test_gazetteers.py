from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import paths
from app.errors import Missing
from app.gazetteer.shelf import EMBEDDED, Shelf
from app.worker.gazetteers import asked

if TYPE_CHECKING:
    from pathlib import Path


def test_the_embedded_gazetteer_is_asked(tmp_path: Path) -> None:
    shelf = Shelf(paths.gazetteer_file(), tmp_path)
    assert [source.path for source in asked(shelf)] == [paths.gazetteer_file()]
    shelf.close()


def test_a_damaged_embedded_gazetteer_is_told_and_not_left_out(tmp_path: Path) -> None:
    damaged = tmp_path / "gazetteer.sqlite"
    damaged.write_bytes(b"no gazetteer" * 100)
    with pytest.raises(Missing, match="gazetteer"):
        asked(Shelf(damaged, tmp_path / "packs"))


def test_nothing_switched_on_is_told(tmp_path: Path) -> None:
    shelf = Shelf(paths.gazetteer_file(), tmp_path)
    shelf.enable(EMBEDDED, on=False)
    with pytest.raises(Missing, match="No gazetteer is switched on"):
        asked(shelf)
