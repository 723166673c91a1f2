"""The portable archive: one folder, whole, the same bytes each time, with what a reader must know."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import portable
from app import __version__
from freeze import PackagingFailed
from tests.installer import frozen

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the archive is made on Linux"),
    pytest.mark.skipif(not shutil.which("xz"), reason="xz is not installed; make package installs it"),
]
EPOCH = 1_780_000_000
NAME = f"whereof-{__version__}-linux-{platform.machine()}"


@pytest.fixture(autouse=True)
def _date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))


def test_the_archive_unpacks_into_one_folder_that_is_the_frozen_one_and_runs(tmp_path: Path) -> None:
    folder = frozen.make(tmp_path / "whereof")
    archive = portable.build(folder, __version__, tmp_path / "dist")
    assert archive == tmp_path / "dist" / f"{NAME}.tar.xz"
    assert list(archive.parent.iterdir()) == [archive], "nothing is left beside it"
    with tarfile.open(archive) as opened:
        members = opened.getmembers()
        opened.extractall(tmp_path / "unpacked", filter="data")
    assert {member.name.split("/")[0] for member in members} == {NAME}
    assert {(member.uname, member.gname, member.mtime) for member in members} == {("root", "root", EPOCH)}
    unpacked = tmp_path / "unpacked" / NAME
    assert subprocess.run([unpacked / "whereof"], check=False).returncode == 0
    expected = {path.relative_to(folder) for path in folder.rglob("*")} | {Path("README.txt")}
    assert {path.relative_to(unpacked) for path in unpacked.rglob("*")} == expected
    assert (unpacked / "_internal" / "libwhereof.so").readlink() == Path("libwhereof.so.1")


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    first = portable.build(frozen.make(tmp_path / "one"), __version__, tmp_path / "first")
    second = portable.build(frozen.make(tmp_path / "another"), __version__, tmp_path / "second")
    assert first.read_bytes() == second.read_bytes()


def test_the_readme_tells_the_version_the_way_to_start_and_the_sandbox(tmp_path: Path) -> None:
    archive = portable.build(frozen.make(tmp_path / "whereof"), __version__, tmp_path)
    with tarfile.open(archive) as opened:
        readme = opened.extractfile(f"{NAME}/README.txt")
        assert readme is not None
        text = readme.read().decode()
    assert text.startswith(f"Whereof {__version__},")
    assert "./whereof" in text
    assert "_internal/PySide6/Qt/libexec/QtWebEngineProcess" in text
    assert re.search(r"with glibc 2\.[1-9]\d* or newer", text)
    assert "@" not in text


def test_a_folder_that_the_program_wrote_into_is_refused(tmp_path: Path) -> None:
    folder = frozen.make(tmp_path / "whereof")
    (folder / "_internal" / "__pycache__").mkdir()
    with pytest.raises(PackagingFailed, match="__pycache__"):
        portable.build(folder, __version__, tmp_path / "dist")


def test_a_failing_xz_leaves_no_half_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portable, "_COMPRESSION", ("sh", "-c", "cat >/dev/null; exit 1"))
    with pytest.raises(PackagingFailed, match="disk full"):
        portable.build(frozen.make(tmp_path / "whereof"), __version__, tmp_path / "dist")
    assert not any((tmp_path / "dist").iterdir())
