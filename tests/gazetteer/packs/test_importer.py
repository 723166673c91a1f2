from __future__ import annotations

import errno
import os
import pickle
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.errors import Expected, Unreadable
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.packs import importer, strays, writer
from app.gazetteer.packs.around import Atlas
from app.gazetteer.packs.guess import guess, preview
from app.gazetteer.packs.importer import import_pack, importing
from app.gazetteer.packs.recipe import ImportReport, LineFault, PackFormat, Preview, Progress, Recipe
from app.gazetteer.packs.rows import PackPlace
from app.gazetteer.packs.writer import PackWriter

from .conftest import row

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Imported

OLD = b"the old pack"
RECIPE = Recipe(PackFormat.GEONAMES, "Iraq")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "IQ.txt"
    path.write_text("\n".join(row(n, f"Village {n}", lat=n / 1000) for n in range(1, 20_001)))
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "packs" / "iq.sqlite"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def nothing_changed(target: Path) -> bool:
    return target.read_bytes() == OLD and [path.name for path in target.parent.iterdir()] == ["iq.sqlite"]


def attempt(source: Path, target: Path, cancelled: Callable[[], bool] = lambda: False) -> ImportReport:
    return import_pack(source, target, RECIPE, lambda _: None, cancelled)


def test_a_pack_takes_the_place_of_the_old_one(source: Path, target: Path) -> None:
    assert attempt(source, target).places == 20_000
    with GazetteerFile.open(target) as pack:
        assert pack.find("Village 20000")
    assert [path.name for path in target.parent.iterdir()] == ["iq.sqlite"]


def test_the_same_source_gives_the_same_pack(source: Path, target: Path) -> None:
    attempt(source, target)
    first = target.read_bytes()
    attempt(source, target)
    assert target.read_bytes() == first


@pytest.mark.parametrize("moment", [0, 1, 3, 6])
def test_r2_a_cancel_at_any_moment_changes_nothing(source: Path, target: Path, moment: int) -> None:
    answers = 0

    def tell(_: Progress) -> None:
        nonlocal answers
        answers += 1

    report = import_pack(source, target, RECIPE, tell, lambda: answers > moment)
    assert report.cancelled
    assert nothing_changed(target)


def test_r2_a_cancel_is_heard_while_sqlite_sorts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_STEPS_BETWEEN_ASKING", 100)
    stop = False
    with (
        Atlas(None) as atlas,
        strays.work_file(tmp_path / "iq.sqlite") as work,
        PackWriter(work, "iq", atlas, lambda: stop) as made,
    ):
        for number in range(1, 3000):
            made.add(PackPlace(number, f"Village {number}", number / 100, 43.0, "P.PPL", "IQ"))
        steps = made.finish({}, ("Iraq", "1", "", ""))
        next(steps)
        stop = True
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            list(steps)


def test_r2_a_listener_that_fails_changes_nothing(source: Path, target: Path) -> None:
    def tell(_: Progress) -> None:
        raise KeyError("listener")

    with pytest.raises(KeyError):
        import_pack(source, target, RECIPE, tell, lambda: False)
    assert nothing_changed(target)


def test_r2_an_import_that_is_dropped_changes_nothing(source: Path, target: Path) -> None:
    answers = importing(source, target, RECIPE, lambda: False)
    for _ in range(4):
        next(answers)
    assert not nothing_changed(target)  # the work file lies beside it
    answers.close()
    assert nothing_changed(target)


def test_r2_no_room_while_writing_changes_nothing(source: Path, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit = "PRAGMA main.max_page_count = 40;"
    monkeypatch.setattr(writer, "_STAGE", limit + writer._STAGE)
    with pytest.raises(Expected) as refused:
        attempt(source, target)
    assert refused.value.sentence == "There is no room on the disk for the gazetteer iq."
    assert nothing_changed(target)


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_r2_no_room_at_the_very_end_changes_nothing(
    source: Path, target: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os if call == "fsync" else Path, call, full)
    with pytest.raises(Expected, match="no room on the disk"):
        attempt(source, target)
    monkeypatch.undo()
    assert nothing_changed(target)


def test_r2_a_folder_that_cannot_be_written_to_is_one_sentence(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(Expected, match="could not be written"):
        attempt(source, tmp_path / "file" / "iq.sqlite")


def test_r2_a_source_without_a_place_changes_nothing(tmp_path: Path, target: Path) -> None:
    (tmp_path / "IQ.txt").write_text(row(1, "Far", lat=97.3, lon=143) + "\n")
    with pytest.raises(Unreadable) as refused:
        attempt(tmp_path / "IQ.txt", target)
    assert refused.value.sentence.endswith("The first fault: line 1: latitude 97.3 is not between -90 and 90.")
    assert nothing_changed(target)


_KILLED = """
import os, signal, sys
from pathlib import Path
from app.gazetteer.packs.importer import importing
from app.gazetteer.packs.recipe import PackFormat, Recipe
for count, _ in enumerate(importing(Path(sys.argv[1]), Path(sys.argv[2]), Recipe(PackFormat.GEONAMES, "x"), bool)):
    if count == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
@pytest.mark.parametrize("moment", [1, 4, 7])
def test_r2_a_kill_leaves_the_old_pack_and_nothing_after_the_next_start(
    source: Path, target: Path, moment: int
) -> None:
    ended = subprocess.run([sys.executable, "-c", _KILLED, str(source), str(target), str(moment)], check=False)
    assert ended.returncode < 0
    assert target.read_bytes() == OLD
    assert len(list(target.parent.iterdir())) == 2
    strays.sweep(target.parent)
    assert nothing_changed(target)


def test_the_work_file_of_a_living_import_is_not_swept(tmp_path: Path) -> None:
    with strays.work_file(tmp_path / "iq.sqlite") as work:
        strays.sweep(tmp_path)
        assert work.exists()
    assert not work.exists()


def test_a_work_file_is_swept_only_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").write_bytes(OLD)
    (tmp_path / "a.sqlite.17.importing").write_bytes(OLD)
    strays.sweep(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.sqlite"]
    strays.sweep(tmp_path / "gone")


def test_without_the_embedded_gazetteer_a_pack_has_no_chain(
    run: Callable[..., Imported], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importer, "_embedded", lambda: None)
    done = run("IQ.txt", row(1, "Village"))
    assert (done.place("Village").country, done.place("Village").admin) == ("IQ", ())


def test_a_pack_is_a_sound_gazetteer_file(run: Callable[..., Imported]) -> None:
    done = run("IQ.txt", "\n".join(row(n * 7 % 1009, f"Village {n}", lat=n / 100) for n in range(1, 500)))
    connection = sqlite3.connect(done.path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    orphans = "SELECT count(*) FROM name WHERE place NOT IN (SELECT id FROM place)"
    assert connection.execute(orphans).fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM place WHERE id = parent").fetchone() == (0,)
    meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    connection.close()
    assert (meta["places"], meta["names"]) == (str(done.report.places), str(done.report.names))
    assert meta["title"] == "IQ"


def test_what_travels_between_processes_can_be_packed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,lat,lon\nA,1.5,2.5\n")
    recipe, table = guess(tmp_path / "a.csv"), preview(tmp_path / "a.csv")
    fault = LineFault(3, "line 3: there is no name")
    for value in (Preview(recipe, table), Progress(1, 2, 3, 4), ImportReport(1, 2, 3, (fault,))):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own bytes
