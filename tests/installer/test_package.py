"""The command that makes what readers download: what can be tried without making it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import freeze
import package
from freeze import PackagingFailed

ROOT = Path(__file__).parents[2]


def test_the_version_is_read_from_its_one_place(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text('"""Words."""\n\n__version__ = "3.2.1"\n')
    assert freeze.version(tmp_path) == "3.2.1"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_the_version_stands_nowhere_else() -> None:
    wanted = ["app", "resources/installer", "resources/icons", ".github", ".ci/*.py", "*.toml", "Makefile", "README.md"]
    search = ["git", "grep", "-lF", freeze.version(), "--", *wanted]
    found = subprocess.run(search, cwd=ROOT, check=False, capture_output=True, text=True)
    assert found.stdout.split() == ["app/__init__.py"]


def test_a_tree_without_a_version_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text('"""Words."""\n')
    with pytest.raises(PackagingFailed, match="__version__"):
        freeze.version(tmp_path)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_checksums_are_what_sha256sum_checks(tmp_path: Path) -> None:
    files = [tmp_path / "b.tar.xz", tmp_path / "a.deb"]
    for file in files:
        file.write_bytes(file.name.encode())
    sums = tmp_path / "SHA256SUMS"
    sums.write_text(package.checksums(files))
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    files[0].write_bytes(b"another")
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 1


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_the_older_tree_to_upgrade_from_is_this_one_under_a_lower_version(tmp_path: Path) -> None:
    older = package.older_tree(tmp_path)
    assert freeze.version(tmp_path) == older == f"{freeze.version()}~previous"
    assert (tmp_path / "app" / "main.py").read_bytes() == (ROOT / "app" / "main.py").read_bytes()
    assert (tmp_path / "resources" / "map" / "vendor" / "leaflet.js").is_file()
    assert (tmp_path / "resources" / "gazetteer" / "gazetteer.sqlite").is_file()
    samples = {file.name for file in (tmp_path / "resources" / "samples").iterdir()}
    assert samples - {file.name for file in (ROOT / "resources" / "samples").iterdir()} == {"0 A sample of before.txt"}


@pytest.mark.skipif(shutil.which("dpkg") is None, reason="dpkg is not installed")
def test_dpkg_takes_the_older_tree_for_older() -> None:
    version = freeze.version()
    order = ["dpkg", "--compare-versions", f"{version}~previous", "lt", version]
    assert subprocess.run(order, check=False).returncode == 0


def test_missing_packages_are_named_with_the_line_that_installs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("package.shutil.which", lambda _: None)
    with pytest.raises(PackagingFailed, match="apt-get install -y --no-install-recommends chrpath lintian"):
        package._provide({"lintian", "chrpath"})
