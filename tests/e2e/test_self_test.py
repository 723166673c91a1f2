"""`whereof --self-test` through the real main(), in a process of its own; each check is made to fail once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
ON_LINUX = sys.platform.startswith("linux")
KEYS = (
    *(
        "whereof",
        "python",
        "qt",
        "pyside",
        "chromium",
        "gazetteer",
        "model",
        "system",
        "machine",
        "documents",
        "places",
    ),
    *("pins", "clusters", "map", "sandbox", "window_usable_s", "pinned_s", "picture", "counted_from"),
)

BLANK = """
import sys
from app import main
from app.ui import selftest
selftest.STEP_S = 3
HIDE = "document.body.style.visibility = 'hidden'; document.querySelector('.leaflet-container').style.display = 'none'"
def attend(program):
    program.map_view.ready.connect(lambda: program.map_view.run_js(HIDE, lambda _: None))
if __name__ == "__main__":
    sys.exit(main.main(["--no-sandbox", "--self-test"], attend))
"""

UNLINKED = """
import sys
from app import main
from app.session.session import Session
from app.ui import selftest
selftest.STEP_S = 2
Session.focus_mention = Session.focus_place = lambda self, _: None
if __name__ == "__main__":
    sys.exit(main.main(["--no-sandbox", "--self-test"]))
"""

NO_PAGE = """
import sys
from app import main
from app.ui import selftest
selftest.PATIENCE_S = 6
def attend(program):
    program.map_view.profile.handler._routes.clear()
if __name__ == "__main__":
    sys.exit(main.main(["--no-sandbox", "--self-test"], attend))
"""

BROKEN_PAGE = NO_PAGE.replace("selftest.PATIENCE_S = 6", "from app.ui.map import view\nview.READY_WITHIN_MS = 2_000")

HANGING = """
import sys, time
from app import main
main._HANGS_AFTER_S = 3
def attend(program):
    time.sleep(30)
if __name__ == "__main__":
    sys.exit(main.main(["--no-sandbox", "--self-test"], attend))
"""

UNCHECKED = """
import sys
from app import main, preflight
preflight._sandbox = preflight._root = lambda: None
if __name__ == "__main__":
    sys.exit(main.main(["--self-test"]))
"""


class Outcome:
    """A self-test that has ended.

    Attributes:
        status: its exit status.
        said: what it told, by key.
        failed: its sentences on what failed.
        errors: what it wrote to standard error.
        seconds: how long it took.
        home, temporary: the folders that it was given, both empty before.
    """

    def __init__(self, folder: Path, *command: str, **environment: str) -> None:
        self.home, self.temporary = folder / "reader", folder / "temporary"
        self.home.mkdir()
        self.temporary.mkdir()
        left_out = ("WHEREOF_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        own = {"HOME": str(self.home), "TMPDIR": str(self.temporary), "PYTHONPATH": str(ROOT), **environment}
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=kept | own, check=False, capture_output=True, text=True, timeout=120
        )
        self.seconds = time.monotonic() - began
        self.status, self.errors = done.returncode, done.stderr
        lines = [line.partition(": ") for line in done.stdout.splitlines()]
        self.said = {key: value for key, _, value in lines if key != "failed"}
        self.failed = [value for key, _, value in lines if key == "failed"]

    def left_behind(self) -> list[Path]:
        """Whatever lies in its folders now."""
        return [*self.home.rglob("*"), *self.temporary.rglob("*")]


def script(folder: Path, text: str) -> tuple[str, str]:
    """The command that runs a script; the children import it again, so it is a file."""
    file = folder / "trial.py"
    file.write_text(text, encoding="utf-8")
    return sys.executable, str(file)


def test_k1_the_self_test_holds_within_a_minute_and_leaves_nothing_behind(tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    tested = Outcome(tmp_path, sys.executable, "-m", "app", "--no-sandbox", "--self-test", str(picture))
    assert (tested.status, tested.failed) == (0, []), tested.errors
    assert tuple(tested.said) == KEYS
    assert tested.said["documents"] == "5"
    assert int(tested.said["places"]) > 100
    assert int(tested.said["pins"]) > 5
    assert tested.said["sandbox"] == ("off (--no-sandbox)" if ON_LINUX else "not checked here (--no-sandbox)")
    assert 0 < float(tested.said["window_usable_s"]) < float(tested.said["pinned_s"]) < tested.seconds < 60
    assert QImage(str(picture)).width() >= 1200
    assert tested.left_behind() == []


@pytest.mark.skipif(IS_ROOT or not ON_LINUX, reason="root has no sandbox")
def test_s10_the_self_test_finds_the_sandbox_on(tmp_path: Path) -> None:
    tested = Outcome(tmp_path, sys.executable, "-m", "app", "--self-test")
    assert (tested.status, tested.failed) == (0, []), tested.errors
    assert tested.said["sandbox"] == "on"


@pytest.mark.skipif(not ON_LINUX, reason="seen on Linux only")
def test_s10_a_sandbox_that_is_off_unasked_fails_and_so_does_a_picture_that_cannot_be_saved(tmp_path: Path) -> None:
    picture = str(tmp_path / "no" / "such" / "folder.png")
    tested = Outcome(tmp_path, sys.executable, "-m", "app", "--self-test", picture, QTWEBENGINE_DISABLE_SANDBOX="1")
    assert tested.status == 1
    assert tested.failed == [f"The picture could not be saved as {picture}.", "Chromium runs without its sandbox."]
    assert tested.said["sandbox"] == "off"


def test_k1_a_blank_map_fails(tmp_path: Path) -> None:
    tested = Outcome(tmp_path, *script(tmp_path, BLANK))
    assert tested.status == 1
    assert any(sentence.startswith("The map is blank: one tone covers") for sentence in tested.failed)


def test_k1_panes_that_are_not_linked_fail(tmp_path: Path) -> None:
    tested = Outcome(tmp_path, *script(tmp_path, UNLINKED))
    assert tested.status == 1
    assert any(sentence.endswith("when its mention was chosen.") for sentence in tested.failed)
    assert any(sentence.endswith("when its pin was clicked.") for sentence in tested.failed)


def test_k1_a_page_that_never_stands_is_given_up(tmp_path: Path) -> None:
    tested = Outcome(tmp_path, *script(tmp_path, NO_PAGE))
    assert tested.status == 1
    assert tested.failed[-1].endswith("The self-test was not done within 6 seconds.")
    assert tested.seconds < 20
    assert not list(tested.temporary.glob("whereof-*"))


def test_k1_a_page_that_cannot_be_shown_fails_at_once(tmp_path: Path) -> None:
    tested = Outcome(tmp_path, *script(tmp_path, BROKEN_PAGE))
    assert tested.status == 1
    assert tested.failed == ["The map page did not start in time."]
    assert tested.seconds < 30


def test_k1_a_program_that_hangs_is_ended(tmp_path: Path) -> None:
    tested = Outcome(tmp_path, *script(tmp_path, HANGING))
    assert tested.status == 1
    assert tested.failed == ["The program did not answer for 3 seconds."]
    assert not list(tested.temporary.glob("whereof-self-test-*"))


def may_nest() -> bool:
    command = ("unshare", "-U", "--map-user=1000", "true")
    return ON_LINUX and shutil.which("unshare") is not None and subprocess.run(command, check=False).returncode == 0


refused = pytest.mark.skipif(not may_nest(), reason="needs a namespace in which no further one can be made")
AS_SOMEBODY = ("unshare", "-U", "--map-user=1000")
"""Somebody without a group: whoever is that cannot make the namespaces that Chromium needs."""


@refused
def test_s10_whereof_refuses_to_start_where_the_sandbox_cannot_be(tmp_path: Path) -> None:
    command = (*AS_SOMEBODY, sys.executable, "-m", "app", "seeds")
    tested = Outcome(tmp_path, *command, QTWEBENGINE_DISABLE_SANDBOX="0")
    assert tested.status == 2
    assert tested.errors.startswith("whereof: Whereof does not start, because this system refuses the user namespaces")
    assert tested.errors.count("\n") == 1
    assert tested.errors.index("administrator") < tested.errors.index("--no-sandbox")


@refused
def test_s10_the_engine_itself_goes_on_without_a_sandbox_and_the_self_test_tells(tmp_path: Path) -> None:
    tested = Outcome(tmp_path, *AS_SOMEBODY, *script(tmp_path, UNCHECKED), QTWEBENGINE_DISABLE_SANDBOX="0")
    assert tested.failed == ["Chromium runs without its sandbox."]
    assert tested.status == 1


def test_the_self_test_takes_no_documents(tmp_path: Path) -> None:
    tested = Outcome(tmp_path, sys.executable, "-m", "app", "--self-test", "window.png", "seeds")
    assert tested.status == 2
    assert "opens the sample and nothing else" in tested.errors
