"""The file's stamp, and the cells that points lie in."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Missing
from app.gazetteer import schema
from app.gazetteer.lookup import GazetteerFile

if TYPE_CHECKING:
    from pathlib import Path


def _file(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    schema.create(connection)
    return connection


def test_a_new_file_has_no_fault(tmp_path: Path) -> None:
    connection = _file(tmp_path / "new.sqlite")
    assert not schema.fault(connection)
    connection.close()


@pytest.mark.parametrize(("pragma", "words"), [("application_id = 7", "not a gazetteer"), ("user_version = 99", "99")])
def test_another_file_or_version_is_refused(tmp_path: Path, pragma: str, words: str) -> None:
    path = tmp_path / "other.sqlite"
    connection = _file(path)
    connection.execute(f"PRAGMA {pragma}")
    connection.close()
    with pytest.raises(Missing, match=words):
        GazetteerFile.open(path)


def test_a_missing_file_and_a_file_of_noise_are_missing_gazetteers(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="is not there"):
        GazetteerFile.open(tmp_path / "none.sqlite")
    (tmp_path / "noise.sqlite").write_bytes(bytes(range(256)) * 64)
    with pytest.raises(Missing, match="cannot be read"):
        GazetteerFile.open(tmp_path / "noise.sqlite")


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_point_lies_in_a_cell(lat: float, lon: float) -> None:
    assert 0 <= schema.cell(lat, lon) < 180 * schema.CELLS_A_ROW


def test_cells_are_counted_from_the_south_west() -> None:
    assert schema.cell(-90, -180) == 0
    assert schema.cell(-90, 180) == 0
    assert schema.cell(-89, -179) == schema.CELLS_A_ROW + 1
    assert schema.cell(90, 179.5) == 180 * schema.CELLS_A_ROW - 1
