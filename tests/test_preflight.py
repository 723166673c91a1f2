"""A system that is not fit is told in one sentence, with the way out, before Qt could abort."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from app import display, libraries, options, paths, preflight, started
from app.errors import Refused
from app.temporary_home import temporary_home

ROOT = Path(__file__).resolve().parent.parent
ON_LINUX = sys.platform.startswith("linux")
linux = pytest.mark.skipif(not ON_LINUX, reason="Linux's displays")


def start(*arguments: str, drop: tuple[str, ...] = (), **environment: str) -> subprocess.CompletedProcess[str]:
    """Start the program with these variables changed."""
    kept = {name: value for name, value in os.environ.items() if name not in drop}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=kept | environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@linux
def test_without_a_display_there_is_a_sentence() -> None:
    done = start("--no-sandbox", "seeds", drop=("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("whereof: Whereof finds no display")
    assert "desktop session" in done.stderr


@linux
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="no X11 here")
def test_a_display_that_does_not_answer_is_named() -> None:
    done = start("--no-sandbox", "seeds", drop=("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"), DISPLAY=":3456")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "“:3456” does not answer" in done.stderr


@linux
def test_a_wayland_display_without_a_socket_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    refused = display.refusal()
    assert refused is not None
    assert "wayland-0" in refused.sentence
    (tmp_path / "wayland-0").touch()
    assert display.refusal() is None


def test_drawing_into_memory_needs_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert display.refusal() is None
    assert not display.is_windowed()


def test_folders_that_cannot_be_made_are_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    done = start("--no-sandbox", "seeds", WHEREOF_HOME=str(file / "home"))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert str(file) in done.stderr
    assert "WHEREOF_HOME" in done.stderr


@linux
def test_folders_that_cannot_be_written_to_are_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(Refused, match="may not write to"):
        preflight.check_folders()


def test_no_folder_for_temporary_files_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def find() -> str:
        raise FileNotFoundError

    monkeypatch.setattr(tempfile, "gettempdir", find)
    with pytest.raises(Refused, match="temporary files"):
        preflight.check_system(no_sandbox=True)


def test_a_missing_library_is_named() -> None:
    plain = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    refused = libraries.lacking(plain)
    assert refused is not None
    assert "libEGL.so.1" in refused.sentence
    assert ".deb" in refused.remedy


def test_a_missing_library_is_named_from_within_a_frozen_programs_error() -> None:
    wrapped = OSError("Failed to load it.")
    wrapped.__cause__ = OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")
    refused = libraries.lacking(wrapped)
    assert refused is not None
    assert "libxcb-cursor.so.0" in refused.sentence


def test_another_import_error_stays_what_it_is() -> None:
    assert libraries.lacking(ImportError("cannot import name 'x' from 'y'")) is None


def test_a_missing_library_ends_the_program_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "trial.py"
    file.write_text(
        "import sys\nfrom app import main\n"
        "class Lacking:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'PySide6.QtWidgets':\n"
        "            raise ImportError('libEGL.so.1: cannot open shared object file: No such file or directory')\n"
        "if __name__ == '__main__':\n"
        "    sys.meta_path.insert(0, Lacking())\n"
        "    sys.exit(main.main(['--no-sandbox', 'seeds']))\n"
    )
    done = subprocess.run(
        [sys.executable, str(file)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "needs the system library libEGL.so.1" in done.stderr


def test_the_time_counts_from_the_start_of_the_process() -> None:
    script = "import time; time.sleep(0.5); from app import started; print(started.seconds_since_start())"
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    taken = time.monotonic() - began
    told = float(done.stdout)
    assert told <= taken + 0.02
    if ON_LINUX:
        assert told >= 0.49
        assert started.counted_from() == "the start of the process"


def test_a_temporary_home_is_put_back_and_removed(isolated_home: Path) -> None:
    with temporary_home(60):
        inside = paths.user_config()
        assert isolated_home not in inside.parents
        assert inside.is_dir()
    assert not inside.parent.exists()
    assert os.environ[paths.HOME_VARIABLE] == str(isolated_home)


def test_options_keep_addresses_as_they_were_written() -> None:
    asked = options.parse(["file:///tmp/a%20b.txt", "--theme", "dark"])
    assert asked.paths == ["file:///tmp/a%20b.txt"]
    assert asked.self_test is None
    assert options.parse(["--self-test"]).self_test == ""
