from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from app.errors import Expected, Refused, WorkerDied
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.packs.recipe import ImportReport, PackFormat, Preview, Progress, Recipe
from app.worker import importing
from app.worker.lane import Lane
from app.worker.tasks import ImportTask, PreviewTask, ReadTask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60
OLD = b"the old pack"
RECIPE = Recipe(PackFormat.TABLE, "Sites")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "gazetteers"
    path.mkdir()
    return path


@pytest.fixture
def lane(folder: Path) -> Iterator[Lane]:
    lane = Lane("imports", importing.main, (str(folder),))
    lane.start()
    yield lane
    lane.close()


class Asked:
    """A task under way."""

    def __init__(self, lane: Lane, task: object) -> None:
        self.messages: queue.Queue[object] = queue.Queue()
        self._done: queue.Queue[Expected | None] = queue.Queue()
        self.ticket = lane.submit(task, self.messages.put, self._done.put)

    def done(self) -> Expected | None:
        return self._done.get(timeout=PATIENCE)

    def all(self) -> list[object]:
        return [self.messages.get_nowait() for _ in range(self.messages.qsize())]


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    path = tmp_path / "sites.csv"
    path.write_text("name,lat,lon\nTell Alpha,36.1,43.2\nFar,97.3,143\n")
    return path


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A table whose import takes a good while."""
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write("name,lat,lon\n")
        file.writelines(f"Tell {n},{n % 90}.5,{n % 180}.25\n" for n in range(600_000))
    return path


def test_a_pack_is_made_in_the_child(lane: Lane, sites: Path, folder: Path) -> None:
    asked = Asked(lane, ImportTask(str(sites), str(folder / "sites.sqlite"), RECIPE))
    assert asked.done() is None
    *progress, report = asked.all()
    assert isinstance(report, ImportReport)
    assert (report.places, report.skipped) == (1, 1)
    assert report.faults[0].sentence == "line 3: latitude 97.3 is not between -90 and 90"
    assert progress
    assert all(isinstance(one, Progress) for one in progress)
    with GazetteerFile.open(folder / "sites.sqlite") as pack:
        assert pack.find("Tell Alpha")
    assert [path.name for path in folder.iterdir()] == ["sites.sqlite"]


def test_a_file_is_looked_at_in_the_child(lane: Lane, sites: Path) -> None:
    asked = Asked(lane, PreviewTask(str(sites)))
    assert asked.done() is None
    (shown,) = asked.all()
    assert isinstance(shown, Preview)
    assert shown.recipe.format is PackFormat.TABLE
    assert shown.table is not None
    assert shown.table.columns == ("name", "lat", "lon")


def test_what_cannot_be_done_is_one_sentence(lane: Lane, sites: Path, folder: Path, tmp_path: Path) -> None:
    gone = Asked(lane, PreviewTask(str(tmp_path / "gone.csv"))).done()
    assert gone is not None
    assert gone.sentence.startswith("gone.csv cannot be opened")
    outside = Asked(lane, ImportTask(str(sites), str(tmp_path / "x.sqlite"), RECIPE)).done()
    assert isinstance(outside, Refused)
    assert not (tmp_path / "x.sqlite").exists()
    assert isinstance(Asked(lane, ReadTask("a")).done(), Expected)
    assert list(folder.iterdir()) == []


def test_r2_a_cancel_in_the_middle_is_quick_and_changes_nothing(lane: Lane, large: Path, folder: Path) -> None:
    target = folder / "large.sqlite"
    target.write_bytes(OLD)
    asked = Asked(lane, ImportTask(str(large), str(target), RECIPE))
    for _ in range(3):
        asked.messages.get(timeout=PATIENCE)
    pid = lane.pid
    asked.ticket.cancel()
    assert asked.done() is None
    assert lane.pid == pid  # it stopped by itself, within the lane's patience
    assert not any(isinstance(message, ImportReport) for message in asked.all())
    assert target.read_bytes() == OLD
    assert [path.name for path in folder.iterdir()] == ["large.sqlite"]


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_r2_a_killed_child_leaves_nothing_behind(lane: Lane, large: Path, sites: Path, folder: Path) -> None:
    target = folder / "large.sqlite"
    target.write_bytes(OLD)
    asked = Asked(lane, ImportTask(str(large), str(target), RECIPE))
    for _ in range(3):
        asked.messages.get(timeout=PATIENCE)
    assert lane.pid
    os.kill(lane.pid, signal.SIGKILL)
    error = asked.done()
    assert isinstance(error, WorkerDied)
    assert error.sentence == "large.csv could not be made a gazetteer: the helper process ended."
    assert Asked(lane, PreviewTask(str(sites))).done() is None  # the next child has tidied up before it answers
    assert target.read_bytes() == OLD
    assert [path.name for path in folder.iterdir()] == ["large.sqlite"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads another process's limits")
def test_s1_the_child_bounds_its_memory(lane: Lane, sites: Path) -> None:
    import resource  # noqa: PLC0415 - not on every system

    Asked(lane, PreviewTask(str(sites))).done()
    assert lane.pid
    assert resource.prlimit(lane.pid, resource.RLIMIT_AS)[0] == 1 << 30


def test_s1_a_bomb_ends_in_the_child_within_its_memory(lane: Lane, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "deep.geojson").write_bytes(b'{"type":"FeatureCollection","features":[' + b'{"a":[' * 3_000_000)
    started = time.monotonic()
    task = ImportTask(str(tmp_path / "deep.geojson"), str(folder / "x.sqlite"), Recipe(PackFormat.GEOJSON, "x"))
    error = Asked(lane, task).done()
    assert isinstance(error, Expected)
    assert "nested too deeply" in error.sentence
    assert time.monotonic() - started < 20
    assert list(folder.iterdir()) == []


_TRIES = """
import os, socket, subprocess, sys
from pathlib import Path
from app.errors import Refused
from app.worker.importing import refuse_writing_outside
from app.worker.reading import refuse_connections
folder, other = Path(sys.argv[1]), Path(sys.argv[2])
(other / "there").write_text("x")
sys.addaudithook(refuse_connections("Importing never connects."))
sys.addaudithook(refuse_writing_outside(folder))
(folder / "a").write_text("allowed")
(folder / "a").rename(folder / "b")
(other / "there").read_text()
tries = [
    lambda: (other / "new").write_text("x"),
    lambda: (folder / ".." / "new").write_text("x"),
    lambda: (other / "there").unlink(),
    lambda: (folder / "b").rename(other / "b"),
    lambda: (other / "made").mkdir(),
    lambda: os.open(other / "there", os.O_RDWR),
    lambda: subprocess.run(["true"], check=False),
    lambda: os.system("true"),
    lambda: socket.create_connection(("127.0.0.1", 9)),
]
for attempt in tries:
    try:
        attempt()
    except Refused:
        print("refused")
"""


def test_s2_the_child_writes_to_its_folder_only_and_connects_nowhere(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    ended = subprocess.run(
        [sys.executable, "-c", _TRIES, str(folder), str(other)], capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["refused"] * 9
    assert [path.name for path in folder.iterdir()] == ["b"]
    assert [path.name for path in other.iterdir()] == ["there"]
