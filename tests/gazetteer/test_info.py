"""A gazetteer in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.gazetteer.info import SourceInfo
from app.gazetteer.lookup import GazetteerFile
from tests.gazetteer.small import Row, box, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(tmp_path: Path) -> Iterator[GazetteerFile]:
    rows = [
        Row(1, "Land", 0, 0, "A.PCLI", areas="LA"),
        Row(2, "Town", 0, 0, "P.PPL", alternates=("Ville", "Stadt")),
        Row(3, "Capital", 0, 0, "P.PPLC"),
        Row(4, "Village", 0, 0, "P.PPL"),
    ]
    path = write(tmp_path / "small.sqlite", rows, {"LA": box(0, 0, 1, 1)}, title="Small")
    with GazetteerFile.open(path) as opened:
        yield opened


def test_what_is_in_a_file(small: GazetteerFile) -> None:
    info = small.info()
    assert (info.title, info.version) == ("Small", "1")
    assert (info.places, info.names, info.footprints) == (4, 6, 1)
    assert info.bytes == small.path.stat().st_size
    assert info.features == {"P": 3, "A": 1, "P.PPL": 2, "A.PCLI": 1, "P.PPLC": 1}
    assert info.sources == (SourceInfo("by hand", "1", "Apache-2.0", "Ours", 4),)
    assert info.built_seconds is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ('{"seconds": 12.5}', 12.5),
        ('{"seconds": 3}', 3.0),
        ('{"seconds": "3"}', None),
        ('{"seconds": true}', None),
        ("{}", None),
        ("[]", None),
        ("{", None),
        ("", None),
        ('{"seconds": 1}' + " " * 5000, None),
    ],
)
def test_the_build_says_how_long_it_took_beside_the_file(
    small: GazetteerFile, text: str, seconds: float | None
) -> None:
    small.path.with_name("small.built.json").write_text(text, encoding="utf-8")
    assert small.info().built_seconds == seconds


def test_title_and_version_of_a_pack_and_of_the_embedded_one(small: GazetteerFile, gazetteer: GazetteerFile) -> None:
    assert (small.title, small.version) == ("Small", "Small 1")
    assert gazetteer.title == "Whereof"
    assert gazetteer.version.startswith("whereof-gazetteer 20")


def test_the_embedded_gazetteer_in_figures(gazetteer: GazetteerFile) -> None:
    info = gazetteer.info()
    assert info.places > 250_000
    assert info.names > 1_000_000
    assert info.footprints > 4000
    assert sum(count for code, count in info.features.items() if len(code) == 1) == info.places
    assert sum(source.places for source in info.sources) == info.places
    assert all(source.licence and source.attribution for source in info.sources)
