"""The Windows installer: compiled against a stand-in for the frozen folder, and run under Wine where there is one."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import pytest

from app.documents.formats import SUPPORTED
from windows import build

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).resolve().parents[2] / "resources" / "installer" / "windows"
WIDE: Final = "amd64-unicode"
STUBS: Final = Path("/usr/share/nsis/Stubs")
needs_nsis = pytest.mark.skipif(shutil.which("makensis") is None, reason="NSIS is not installed (apt-get install nsis)")
needs_wine = pytest.mark.skipif(
    shutil.which("wine") is None or not (STUBS / f"zlib-{WIDE}").exists(),
    reason="Wine or NSIS is not installed (apt-get install --no-install-recommends nsis wine wine64)",
)


def _icon(file: Path) -> None:
    header = struct.pack("<IiiHHIIiiII", 40, 16, 32, 1, 32, 0, 0, 0, 0, 0, 0)
    picture = header + b"\xb4\x83\x14\xff" * 16 * 16 + bytes(16 * 4)
    entry = struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(picture), 22)
    file.write_bytes(struct.pack("<HHH", 0, 1, 1) + entry + picture)


def _frozen(home: Path, *more: str, program: bytes = b"MZ") -> Path:
    """A folder like PyInstaller's, with names that are awkward on purpose."""
    folder = home / "whereof"
    for name in ("_internal/a$b.txt", "_internal/app/with space.txt", "_internal/карта/北京 é.txt", *more):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    for name in (*build.PROGRAMS, "_internal/PySide6/QtWebEngineProcess.exe"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(program)
    (home / "icons").mkdir(exist_ok=True)
    for name in ("whereof.ico", "project.ico"):
        _icon(home / "icons" / name)
    return folder


# -- the lists


def test_everything_that_is_installed_is_removed_and_nothing_else(tmp_path: Path) -> None:
    folder = _frozen(tmp_path)
    files = build.contents(folder)
    installed: list[str] = []
    place = ""
    for line in build.install_lines(folder, files):
        verb, _, argument = line.partition(" ")
        if verb == "SetOutPath":
            place = argument.strip('"')
        else:
            assert verb == "File"
            source = Path(argument.strip('"'))
            assert source.is_file()
            installed.append(place + "\\" + source.name.replace("$", "$$"))
    lines = build.uninstall_lines(files)
    removed = [line[len('Delete "') : -1] for line in lines if line.startswith("Delete ")]
    assert sorted(installed) == sorted(removed)
    assert len(removed) == len(files)


def test_folders_are_removed_after_what_is_in_them_and_only_if_empty() -> None:
    lines = build.uninstall_lines([PurePosixPath("_internal/a/b/c.txt"), PurePosixPath("whereof.exe")])
    assert [line for line in lines if line.startswith("RMDir")] == [
        'RMDir "$INSTDIR\\_internal\\a\\b"',
        'RMDir "$INSTDIR\\_internal\\a"',
        'RMDir "$INSTDIR\\_internal"',
    ]


def test_no_folder_is_ever_removed_with_all_that_is_in_it() -> None:
    script = (HERE / "whereof.nsi").read_text(encoding="utf-8")
    assert not re.search(r"RMDir\s+/r", script, re.IGNORECASE)
    assert "RMDir" in script


def test_each_format_that_whereof_reads_is_offered_and_withdrawn_again(tmp_path: Path) -> None:
    folder = _frozen(tmp_path)
    build.write_lists(folder, build.contents(folder), tmp_path)
    offered = (tmp_path / "formats.nsh").read_text(encoding="utf-8")
    withdrawn = (tmp_path / "no-formats.nsh").read_text(encoding="utf-8")
    for form in SUPPORTED:
        assert f"\\{form}\\OpenWithProgids" in offered
        assert f'DeleteRegValue SHCTX "${{CLASSES}}\\{form}\\OpenWithProgids" "Whereof.Document"' in withdrawn
    assert '""  "' not in offered
    assert not re.search(r'WriteRegStr SHCTX "\$\{CLASSES\}\\\.\w+" ', offered)  # no default is taken over


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let such files be made")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Uninstall.exe", "uses itself"),
        ("_internal/" + "long/" * 40 + "x", "too long"),
        ("_internal/what?.txt", "allows in no name"),
    ],
)
def test_a_name_that_would_not_work_on_windows_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    folder = _frozen(tmp_path)
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).touch()
    with pytest.raises(SystemExit, match=sentence):
        build.contents(folder)


def test_a_folder_frozen_on_another_system_is_refused(tmp_path: Path) -> None:
    (tmp_path / "whereof").touch()
    with pytest.raises(SystemExit, match=r"holds no whereof\.exe"):
        build.contents(tmp_path)


@pytest.mark.parametrize(
    ("version", "numbers"), [("0.1.0", "0.1.0.0"), ("1.2", "1.2.0.0"), ("0.2.0rc1", "0.2.0.0"), ("1.2.3.4", "1.2.3.4")]
)
def test_the_version_is_four_numbers_for_windows(version: str, numbers: str) -> None:
    assert build.file_version(version) == numbers


def test_the_script_holds_no_version_of_its_own() -> None:
    script = (HERE / "whereof.nsi").read_text(encoding="utf-8")
    assert not re.search(r"\d+\.\d+\.\d+", script)


def test_the_first_page_shows_the_programs_icon(tmp_path: Path) -> None:
    _frozen(tmp_path)
    build.draw_side(tmp_path / "icons" / "whereof.ico", tmp_path / "side.bmp")
    picture = (tmp_path / "side.bmp").read_bytes()
    assert struct.unpack_from("<ii", picture, 18) == (164, 314)
    assert len(set(zip(picture[54::3], picture[55::3], strict=False))) > 1


# -- compiled


@needs_nsis
def test_nsis_compiles_the_installer_without_a_warning(tmp_path: Path) -> None:
    installer = build.build(_frozen(tmp_path), "0.1.0", tmp_path / "dist")
    assert installer == tmp_path / "dist" / "whereof-0.1.0-windows-x86_64-setup.exe"
    content = installer.read_bytes()
    assert content[:2] == b"MZ"
    assert b"longPathAware" in content
    assert b"dpiAware" in content
    assert b'level="asInvoker"' in content
    assert "0.1.0".encode("utf-16-le") in content


@needs_nsis
def test_a_failure_of_nsis_is_one_sentence(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = _frozen(tmp_path)
    (tmp_path / "icons" / "project.ico").unlink()
    with pytest.raises(SystemExit, match="NSIS did not make the installer"):
        build.build(folder, "0.1.0", tmp_path / "dist")
    assert "project.ico" in capfd.readouterr().err


def test_without_nsis_the_sentence_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="apt-get install nsis"):
        build.build(_frozen(tmp_path), "0.1.0", tmp_path / "dist")


# -- run under Wine

LOCAL: Final = Path("users", getpass.getuser(), "AppData", "Local")
USUAL: Final = LOCAL / "Programs" / "Whereof"
ENTRY: Final = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Whereof"


class Windows:
    """A Windows of Wine's, with two versions of the installer.

    Attributes:
        drive: its drive C.
        older: the installer of version 0.1.0, which has a file that the newer one lacks.
        newer: the installer of version 0.2.0.
    """

    def __init__(self, home: Path) -> None:
        self.drive = home / "prefix" / "drive_c"
        self._home = home
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=", "LC_ALL": "C.UTF-8"}
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("DISPLAY", "WAYLAND", "XDG"))}
        (home / "home").mkdir()  # Wine links its desktop to the one of whoever runs it
        self._environment = {**kept, **quiet, "HOME": str(home / "home"), "WINEPREFIX": str(home / "prefix")}
        self.run("wineboot", "-i")
        self.run("winecfg", "/v", "win10")
        napper = _napper(home)
        older, newer = home / "older", home / "newer"
        former = _frozen(older, "_internal/gone/deep/old.txt", program=napper)
        self.older = build.build(former, "0.1.0", older, target=WIDE)
        self.newer = build.build(_frozen(newer, program=napper), "0.2.0", newer, target=WIDE)

    def run(self, *command: object) -> int:
        """Run a Windows program to its end; returns its exit status."""
        return self.start(*command).wait(timeout=120)

    def start(self, *command: object) -> subprocess.Popen[bytes]:
        """Start a Windows program."""
        words = ["wine", *(str(word) for word in command)]
        return subprocess.Popen(
            words, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self._home
        )

    def registry(self, key: str) -> str:
        """What a key and those below it hold; nothing if it is not there."""
        done = subprocess.run(
            ["wine", "reg", "query", key, "/s"], env=self._environment, capture_output=True, check=False, timeout=60
        )
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""

    def files(self, folder: Path) -> set[str]:
        """Every file below a folder of drive C."""
        top = self.drive / folder
        return {path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file()}

    def shortcuts(self) -> list[Path]:
        """Every shortcut to Whereof, wherever it is."""
        return list(self.drive.rglob("Whereof*.lnk"))

    def uninstall(self, folder: Path = USUAL) -> None:
        """Run the uninstaller as Windows' Settings do. It goes on as a copy of itself, so one has to wait."""
        self.run(self.drive / folder / "uninstall.exe", "/S")
        until = time.monotonic() + 20
        while (self.drive / folder / "uninstall.exe").exists() and time.monotonic() < until:
            time.sleep(0.1)
        while self.registry(rf"HKCU\{ENTRY}") and time.monotonic() < until:
            time.sleep(0.1)


def _napper(home: Path) -> bytes:
    """A Windows program that sleeps, to stand for Whereof's own."""
    script = home / "nap.nsi"
    script.write_text("Unicode true\nSilentInstall silent\nOutFile nap.exe\nSection\nSleep 30000\nSectionEnd\n")
    subprocess.run(["makensis", "-V1", f"-XTarget {WIDE}", script], check=True, cwd=home)
    return (home / "nap.exe").read_bytes()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    machine = Windows(tmp_path_factory.mktemp("wine"))
    yield machine
    machine.run("wineboot", "-k")


@pytest.fixture
def windows(fresh: Windows) -> Iterator[Windows]:
    """The Windows, without Whereof before and after."""
    yield fresh
    for folder in (USUAL, Path("Chosen"), Path("Program Files/Whereof")):
        if (fresh.drive / folder / "uninstall.exe").exists():
            fresh.uninstall(folder)
        shutil.rmtree(fresh.drive / folder, ignore_errors=True)


@needs_wine
def test_installing_for_one_reader_puts_everything_in_place(windows: Windows) -> None:
    assert windows.run(windows.older, "/S") == 0
    assert windows.files(USUAL) == {
        *("whereof.exe", "whereof-window.exe", "uninstall.exe", "project.ico"),
        *("_internal/PySide6/QtWebEngineProcess.exe", "_internal/a$b.txt", "_internal/app/with space.txt"),
        *("_internal/карта/北京 é.txt", "_internal/gone/deep/old.txt"),
    }
    entry = windows.registry(rf"HKCU\{ENTRY}")
    assert re.search(r"DisplayVersion\s+REG_SZ\s+0\.1\.0", entry)
    assert re.search(r"EstimatedSize\s+REG_DWORD\s+0x[1-9a-f]", entry)
    assert re.search(r'QuietUninstallString\s+REG_SZ\s+".*Whereof\\uninstall\.exe" /S', entry)
    assert re.search(r'UninstallString\s+REG_SZ\s+".*Whereof\\uninstall\.exe"\s', entry)
    project = windows.registry(r"HKCU\Software\Classes\Whereof.Project")
    assert re.search(r'"C:\\.*\\Programs\\Whereof\\whereof-window\.exe" "%1"', project)
    assert "Whereof.Project" in windows.registry(r"HKCU\Software\Classes\.whereof")
    assert "Whereof.Document" in windows.registry(r"HKCU\Software\Classes\.md\OpenWithProgids")
    assert len(windows.shortcuts()) == 1


@needs_wine
def test_uninstalling_leaves_only_what_is_the_readers_own(windows: Windows) -> None:
    settings = windows.drive / LOCAL / "whereof" / "settings.json"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text("{}", encoding="ascii")
    windows.run("reg", "add", r"HKCU\Software\Classes\.txt", "/ve", "/d", "Other.Text", "/f")
    windows.run("reg", "add", r"HKCU\Software\Classes\.md\OpenWithProgids", "/v", "Other.Markdown", "/d", "", "/f")
    assert windows.run(windows.older, "/S") == 0
    (windows.drive / USUAL / "_internal" / "notes.txt").write_text("the reader's", encoding="utf-8")
    windows.uninstall()
    assert windows.files(USUAL) == {"_internal/notes.txt"}
    assert settings.read_text(encoding="ascii") == "{}"
    assert windows.shortcuts() == []
    assert windows.registry(rf"HKCU\{ENTRY}") == ""
    classes = windows.registry(r"HKCU\Software\Classes")
    assert "whereof" not in classes.lower()
    assert "Other.Text" in classes
    assert "Other.Markdown" in classes
    assert ".xhtml" not in classes


@needs_wine
def test_an_upgrade_leaves_nothing_of_the_version_before(windows: Windows) -> None:
    assert windows.run(windows.older, "/S") == 0
    before = windows.files(USUAL)
    assert windows.run(windows.newer, "/S") == 0
    assert before - windows.files(USUAL) == {"_internal/gone/deep/old.txt"}
    assert not (windows.drive / USUAL / "_internal" / "gone").exists()
    assert re.search(r"DisplayVersion\s+REG_SZ\s+0\.2\.0", windows.registry(rf"HKCU\{ENTRY}"))


@needs_wine
def test_an_upgrade_stays_in_the_folder_that_was_chosen(windows: Windows) -> None:
    assert windows.run(windows.older, "/S", r"/D=C:\Chosen") == 0
    assert windows.run(windows.newer, "/S") == 0
    assert "_internal/gone/deep/old.txt" not in windows.files(Path("Chosen"))
    assert "whereof-window.exe" in windows.files(Path("Chosen"))
    assert not (windows.drive / USUAL).exists()


@needs_wine
def test_an_upgrade_keeps_the_shortcut_on_the_desktop_if_there_is_one(windows: Windows) -> None:
    shortcut = windows.drive / "users" / getpass.getuser() / "Desktop" / "Whereof.lnk"
    assert windows.run(windows.older, "/S") == 0
    assert not shortcut.exists()
    shortcut.touch()
    assert windows.run(windows.newer, "/S") == 0
    assert shortcut.stat().st_size > 0
    windows.uninstall()
    assert not shortcut.exists()


@needs_wine
def test_while_whereof_runs_it_is_neither_upgraded_nor_removed(windows: Windows) -> None:
    assert windows.run(windows.older, "/S") == 0
    before = windows.files(USUAL)
    running = windows.start(windows.drive / USUAL / "whereof-window.exe")
    try:
        time.sleep(1.5)
        assert windows.run(windows.newer, "/S") == 2
        in_place = "_?=C:\\" + str(USUAL).replace("/", "\\")
        assert windows.run(windows.drive / USUAL / "uninstall.exe", "/S", in_place) == 2
    finally:
        windows.run("taskkill", "/f", "/im", "whereof-window.exe")
        running.wait(timeout=60)
    assert windows.files(USUAL) == before
    assert re.search(r"DisplayVersion\s+REG_SZ\s+0\.1\.0", windows.registry(rf"HKCU\{ENTRY}"))


@needs_wine
def test_a_folder_with_other_files_is_refused_and_stays_as_it_is(windows: Windows) -> None:
    photos = windows.drive / "Chosen"
    photos.mkdir()
    (photos / "photo.jpg").write_text("dear", encoding="ascii")
    assert windows.run(windows.older, "/S", r"/D=C:\Chosen") == 2
    assert windows.files(Path("Chosen")) == {"photo.jpg"}
    assert windows.registry(rf"HKCU\{ENTRY}") == ""


@needs_wine
def test_for_all_users_it_lies_under_program_files_and_goes_again(windows: Windows) -> None:
    place = Path("Program Files/Whereof")
    assert windows.run(windows.older, "/S", "/AllUsers") == 0
    assert "whereof-window.exe" in windows.files(place)
    assert "0.1.0" in windows.registry(rf"HKLM\{ENTRY}")
    assert windows.registry(rf"HKCU\{ENTRY}") == ""
    assert windows.run(windows.newer, "/S") == 2  # not a second one for this reader alone
    assert windows.run(windows.newer, "/S", "/AllUsers") == 0
    assert "0.2.0" in windows.registry(rf"HKLM\{ENTRY}")
    windows.uninstall(place)
    assert not (windows.drive / place).exists()
    assert windows.registry(rf"HKLM\{ENTRY}") == ""
    assert windows.shortcuts() == []


@needs_wine
def test_an_old_windows_is_refused(windows: Windows) -> None:
    windows.run("winecfg", "/v", "win7")
    try:
        assert windows.run(windows.older, "/S") == 2
    finally:
        windows.run("winecfg", "/v", "win10")
    assert not (windows.drive / USUAL).exists()
