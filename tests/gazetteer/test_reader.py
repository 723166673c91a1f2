"""A gazetteer file that a stranger made runs nothing and writes nothing."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from app.errors import Missing
from app.gazetteer.lookup import GazetteerFile
from tests.gazetteer.small import Row, write

if TYPE_CHECKING:
    from pathlib import Path

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS norm, x AS place FROM n"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write(tmp_path / "pack.sqlite", [Row(1, "Quillhaven", 1, 1)])


@pytest.mark.parametrize(
    "strange",
    [
        f"CREATE VIEW more AS {ENDLESS}",
        "CREATE TRIGGER late AFTER INSERT ON meta BEGIN DELETE FROM place; END",
        "CREATE VIRTUAL TABLE words USING fts5(x)",
    ],
)
def test_a_file_with_more_than_tables_is_refused(pack: Path, strange: str) -> None:
    connection = sqlite3.connect(pack)
    connection.execute(strange)
    connection.commit()
    connection.close()
    with pytest.raises(Missing, match="parts that no gazetteer has"):
        GazetteerFile.open(pack)


def test_a_file_without_its_tables_cannot_be_read(pack: Path) -> None:
    connection = sqlite3.connect(pack)
    connection.execute("DROP TABLE feature")
    connection.close()
    with pytest.raises(Missing, match=r"pack\.sqlite cannot be read"):
        GazetteerFile.open(pack)


def test_nothing_is_written_beside_the_file(pack: Path) -> None:
    before = pack.read_bytes()
    with GazetteerFile.open(pack) as opened:
        assert opened.find("Quillhaven")
        assert [path.name for path in pack.parent.glob("pack*")] == ["pack.sqlite"]
    assert pack.read_bytes() == before
