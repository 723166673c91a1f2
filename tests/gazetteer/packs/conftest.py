"""Imports made in a test's own folder, and rows of a dump."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.packs.guess import guess
from app.gazetteer.packs.importer import import_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.gazetteer.packs.recipe import ImportReport, Progress, Recipe
    from app.geoparsing.model import Place


@dataclass
class Imported:
    """A report, and the pack itself."""

    report: ImportReport
    pack: GazetteerFile
    progress: list[Progress]
    path: Path

    def place(self, name: str) -> Place:
        """The only place called so."""
        (hit,) = self.pack.find(name)
        return hit.place


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Callable[..., Imported]]:
    """Write a source, import it, open the pack; what the folder holds afterwards is checked too."""
    opened: list[GazetteerFile] = []

    def work(name: str, content: str | bytes, recipe: Recipe | None = None) -> Imported:
        source, target = tmp_path / name, tmp_path / "packs" / "mine.sqlite"
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        progress: list[Progress] = []
        report = import_pack(source, target, recipe or guess(source), progress.append, lambda: False)
        assert [path.name for path in target.parent.iterdir()] == ["mine.sqlite"]
        pack = GazetteerFile.open(target)
        opened.append(pack)
        return Imported(report, pack, progress, target)

    yield work
    for pack in opened:
        pack.close()


def row(number: int | str, name: str, **given: str | float) -> str:
    """A line of a GeoNames dump, a village in Iraq unless said otherwise."""
    cells = {
        "plain": name,
        "alternates": "",
        "lat": 36.1,
        "lon": 43.2,
        "kind": "P",
        "code": "PPL",
        "country": "IQ",
        "others": "",
        "admin1": "",
        "admin2": "",
        "admin3": "",
        "admin4": "",
        "population": 0,
        "elevation": "",
        "dem": 250,
        "zone": "Asia/Baghdad",
        "date": "2024-05-01",
    }
    return "\t".join(map(str, (number, name, *(cells | given).values())))
