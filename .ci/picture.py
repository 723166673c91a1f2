"""Take pictures of the window on the seeds.

`python .ci/picture.py SIZE THEME SCENE FILE`

SCENE: start (nothing open), mosul, country, candidates, search, river, sea. `make picture` renews the one in the
README.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_S = 60.0
STILL_MS = 2500
SEARCHES = {"search": ("القاهرة", False), "river": ("Tigris", True), "sea": ("Mediterranean", True)}

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["WHEREOF_HOME"] = tempfile.mkdtemp(prefix="whereof-picture-")
sys.path.insert(0, str(ROOT))

from app.main import Program, main  # noqa: E402 - the isolated home comes first
from app.session.state import DocumentStatus  # noqa: E402


def wait(condition: Callable[[], bool], milliseconds: int = 0) -> None:
    """Let the window work until the condition holds, and then a while longer."""
    from tests.support.eventloop import pause  # noqa: PLC0415 - Qt comes after the children have started

    end = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > end:
            raise SystemExit("the window did not come to rest")
        pause(20)
    pause(milliseconds)


def set_scene(program: Program, scene: str) -> None:
    """Bring the window to what the picture shows."""
    session = program.session
    wait(lambda: program.map_view.is_ready)
    if scene == "start":
        wait(lambda: True, STILL_MS)
        return
    wait(lambda: [row.status for row in session.documents()] == [DocumentStatus.DONE] * 2, STILL_MS)
    if scene in SEARCHES:
        words, go = SEARCHES[scene]
        look_up(program, words, go=go)
        return
    places = {row.place.name: row.place.id for row in session.places()}
    session.focus_place(places["Iraq" if scene == "country" else "Mosul"])
    if scene == "candidates":
        program.map_view.bridge.send("fit", what="focus")
    wait(lambda: True, STILL_MS)


def look_up(program: Program, words: str, *, go: bool) -> None:
    """Type into the search for a place; show the first one on the map, or leave the list open."""
    program.window.actions_.search.trigger()
    program.window.search.field.setText(words)
    wait(lambda: bool(program.window.search.list.rows), STILL_MS)
    if go:
        program.session.preview_place(program.session.search(words)[0].place)
        program.window.search.hide()
        wait(lambda: True, STILL_MS)


def take(size: str, theme: str, scene: str, file: str) -> int:
    """Open the window, set the scene, save the picture."""

    def attend(program: Program) -> None:
        set_scene(program, scene)
        program.window.grab().save(file)
        program.quit()

    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    seeds = [] if scene == "start" else [str(ROOT / "seeds")]
    return main([*sandbox, "--size", size, "--theme", theme, *seeds], attend)


if __name__ == "__main__":
    sys.exit(take(*sys.argv[1:5]))
