"""The Debian package: what is where, whose it is, what it needs, and the same bytes each time."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

import debian
from app import __version__
from freeze import PackagingFailed
from icons import build as icons
from linux import copyright_file, depends, tools
from tests.installer import frozen

pytestmark = pytest.mark.skipif(
    not all(shutil.which(program) for program in ("dpkg-deb", "dpkg-shlibdeps", "objdump")),
    reason="dpkg-dev or binutils is not installed; make package installs them",
)
EPOCH = 1_780_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return frozen.make(tmp_path_factory.mktemp("frozen") / "whereof")


@pytest.fixture(scope="module")
def deb(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
        return debian.build(folder, __version__, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def entries(deb: Path) -> dict[str, tarfile.TarInfo]:
    stream = subprocess.run(["dpkg-deb", "--fsys-tarfile", deb], check=True, capture_output=True).stdout
    place = deb.parent / "data.tar"
    place.write_bytes(stream)
    with tarfile.open(place) as archive:
        return {entry.name.removeprefix("."): entry for entry in archive}


@pytest.fixture(scope="module")
def root(deb: Path) -> Path:
    place = deb.parent / "root"
    subprocess.run(["dpkg-deb", "--extract", deb, place], check=True)
    return place


def field(deb: Path, name: str) -> str:
    return subprocess.run(["dpkg-deb", "--field", deb, name], check=True, capture_output=True, text=True).stdout.strip()


def test_the_same_folder_gives_the_same_bytes(deb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    old = os.umask(0o077)
    try:
        again = debian.build(frozen.make(tmp_path / "another place"), __version__, tmp_path / "dist")
    finally:
        os.umask(old)
    assert again.name == deb.name == f"whereof_{__version__}_amd64.deb"
    assert again.read_bytes() == deb.read_bytes()
    assert [path.name for path in (tmp_path / "dist").iterdir()] == [deb.name], "nothing is left beside it"


def test_everything_is_roots_has_one_date_and_lies_below_usr(entries: dict[str, tarfile.TarInfo]) -> None:
    assert {(entry.uname, entry.gname, entry.uid) for entry in entries.values()} == {("root", "root", 0)}
    assert {entry.mtime for entry in entries.values()} == {EPOCH}
    assert all(name.rstrip("/") in {"", "/usr"} or name.startswith("/usr/") for name in entries)


def test_only_folders_and_programs_have_the_bit_that_lets_them_run(entries: dict[str, tarfile.TarInfo]) -> None:
    running = {name for name, entry in entries.items() if entry.isfile() and entry.mode & 0o111}
    assert running == {"/usr/lib/whereof/whereof"}
    assert {entry.mode for entry in entries.values() if entry.isdir() or entry.name.endswith("/whereof/whereof")} == {
        0o755
    }
    assert {entry.mode for name, entry in entries.items() if entry.isfile() and name not in running} == {0o644}


def test_the_frozen_folder_is_installed_whole_and_is_called_from_the_path(
    folder: Path, root: Path, entries: dict[str, tarfile.TarInfo]
) -> None:
    assert entries["/usr/bin/whereof"].linkname == "../lib/whereof/whereof"
    installed = root / "usr/lib/whereof"
    for path in folder.rglob("*"):
        other = installed / path.relative_to(folder)
        if path.is_symlink():
            assert other.readlink() == path.readlink()
        elif path.is_file():
            assert other.read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "applications/io.github.whereof.Whereof.desktop",
        "metainfo/io.github.whereof.Whereof.metainfo.xml",
        "mime/packages/io.github.whereof.Whereof.xml",
        "man/man1/whereof.1.gz",
        "doc/whereof/copyright",
        "doc/whereof/changelog.gz",
        "lintian/overrides/whereof",
        "whereof/apparmor-profile",
        "icons/hicolor/scalable/apps/io.github.whereof.Whereof.svg",
        *(f"icons/hicolor/{size}x{size}/apps/io.github.whereof.Whereof.png" for size in icons.SIZES),
        *(f"icons/hicolor/{size}x{size}/mimetypes/application-vnd.whereof.project+sqlite3.png" for size in icons.SIZES),
    ],
)
def test_desktop_shell_and_package_manager_find_what_they_look_for(root: Path, path: str) -> None:
    assert (root / "usr/share" / path).stat().st_size > 0


def test_the_changelog_stands_once_and_is_told_to_debian_and_appstream(root: Path) -> None:
    told = gzip.decompress((root / "usr/share/doc/whereof/changelog.gz").read_bytes()).decode()
    assert told.startswith(f"whereof ({__version__}) ")
    metainfo = frozen.xml(root / "usr/share/metainfo/io.github.whereof.Whereof.metainfo.xml")
    releases = [element.attrib["version"] for element in metainfo.iterfind("releases/release")]
    assert releases[0] == __version__


def test_the_manual_page_says_the_version_and_the_date(root: Path) -> None:
    page = gzip.decompress((root / "usr/share/man/man1/whereof.1.gz").read_bytes()).decode()
    assert f'.TH WHEREOF 1 2026-05-28 "Whereof {__version__}"' in page
    assert "@" not in page


def test_dpkg_is_told_what_is_needed_and_how_much_room_it_takes(deb: Path, root: Path) -> None:
    needed = field(deb, "Depends").split(", ")
    assert any(re.fullmatch(r"libc6 \(>= 2\.\d+\)", part) for part in needed)
    assert {"xkb-data", "libnss3"} <= set(needed)
    assert field(deb, "Recommends") == "ca-certificates, xdg-utils"
    taken = sum(path.stat().st_size for path in root.rglob("*") if path.is_file() and not path.is_symlink()) / 1024
    assert taken <= int(field(deb, "Installed-Size")) <= taken + len(list(root.rglob("*")))


def test_the_checksums_are_those_of_the_installed_files(deb: Path, root: Path) -> None:
    control = deb.parent / "control"
    subprocess.run(["dpkg-deb", "--control", deb, control], check=True)
    lines = (control / "md5sums").read_text(encoding="utf-8").splitlines()
    files = {path for path in root.rglob("*") if path.is_file() and not path.is_symlink()}
    assert {root / line.split("  ", 1)[1] for line in lines} == files
    for line in lines:
        digest, _, path = line.partition("  ")
        assert hashlib.md5((root / path).read_bytes(), usedforsecurity=False).hexdigest() == digest
    assert sorted(path.name for path in control.iterdir()) == [
        "control", "md5sums", "postinst", "postrm", "prerm", "triggers",
    ]  # fmt: skip


def test_k2_the_copyright_file_names_works_files_holders_and_licences(root: Path) -> None:
    text = (root / "usr/share/doc/whereof/copyright").read_text(encoding="utf-8")
    assert text.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n")
    assert (
        "Files: usr/lib/whereof/_internal/libwhereof.so.1\n"
        " usr/lib/whereof/_internal/resources/samples/1?High?water.md\n"
        "Copyright: 2005, NumPy Developers.\n"
        "License: BSD-3-Clause and GPL-3.0-or-later with GCC-exception-3.1 exception\n"
        "Comment:\n numpy 2.4.6\n"
    ) in text
    assert "License: MIT and Zlib\nComment:\n ahash 1.0, zlib-rs 1.0\n" in text
    named = set(re.split(r" and |\n", "\n".join(re.findall(r"^License: (.*)", text, re.MULTILINE))))
    stanzas = set(re.findall(r"^\nLicense: (.*)\n ", text, re.MULTILINE))
    assert {name for name in named if " and " not in name} == stanzas


def test_k2_without_notices_there_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(PackagingFailed, match="notices"):
        copyright_file.text(tmp_path, "/usr/lib/whereof")


def test_k1_a_folder_that_the_program_wrote_into_is_refused(tmp_path: Path) -> None:
    folder = frozen.make(tmp_path / "whereof")
    (folder / "_internal" / "__pycache__").mkdir()
    with pytest.raises(PackagingFailed, match="__pycache__"):
        debian.build(folder, __version__, tmp_path / "dist")


@pytest.mark.parametrize("target", ["/etc/passwd", "../../elsewhere", "nothing"])
def test_a_link_that_leads_out_of_the_folder_or_nowhere_is_refused(tmp_path: Path, target: str) -> None:
    folder = frozen.make(tmp_path / "whereof")
    (tmp_path / "elsewhere").touch()
    (folder / "_internal" / "stray").symlink_to(target)
    with pytest.raises(PackagingFailed, match="stray"):
        debian.build(folder, __version__, tmp_path / "dist")


def test_the_system_brings_nothing_that_the_folder_brings(tmp_path: Path) -> None:
    stage = tmp_path / "stage"
    folder = frozen.make(stage / "usr/lib/whereof")
    (folder / "_internal" / "libc.so.6").write_text("ours, which nothing finds", encoding="utf-8")
    with pytest.raises(PackagingFailed, match=r"libc\.so\.6, and depends on libc6"):
        depends.of_folder(stage, "/usr/lib/whereof")


def test_a_library_that_the_building_machine_lacks_is_named_with_the_file_that_wants_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "dpkg-shlibdeps: error: cannot find library libfar.so.1 needed by stage/usr/lib/whereof/whereof (ELF format)"
    tool = tmp_path / "bin" / "dpkg-shlibdeps"
    tool.parent.mkdir()
    tool.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 2\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tool.parent), prepend=os.pathsep)
    frozen.make(tmp_path / "stage/usr/lib/whereof")
    with pytest.raises(PackagingFailed, match=r"libfar\.so\.1 \(for whereof\); as root install"):
        depends.of_folder(tmp_path / "stage", "/usr/lib/whereof")


def test_what_is_missing_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "TOOLS", {"no-such-program": "such-a-package"})
    with pytest.raises(PackagingFailed, match="as root: apt-get install --no-install-recommends such-a-package"):
        tools.require("no-such-program")
    assert "such-a-package" in tools.missing()


def test_every_override_of_lintian_has_a_reason_above_it() -> None:
    text = (Path(debian.__file__).parent / "linux" / "lintian-overrides").read_text(encoding="utf-8")
    for group in text.strip().split("\n\n"):
        lines = group.splitlines()
        assert lines[0].startswith("# ")
        assert lines[-1].startswith("whereof: ")


@pytest.mark.skipif(not shutil.which("lintian"), reason="lintian is not installed; make package runs it")
@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed")
def test_the_checkers_have_something_to_say_about_a_spoilt_package(deb: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt"
    subprocess.run(["dpkg-deb", "--raw-extract", deb, spoilt], check=True)
    entry = spoilt / "usr/share/applications/io.github.whereof.Whereof.desktop"
    entry.write_text(entry.read_text(encoding="utf-8").replace("Type=Application", "Type=Poem"), encoding="utf-8")
    other = tmp_path / "other.deb"
    subprocess.run(["dpkg-deb", "-Znone", "--build", spoilt, other], check=True, capture_output=True)
    with pytest.raises(PackagingFailed, match="desktop-file-validate complains"):
        debian.check(other)
