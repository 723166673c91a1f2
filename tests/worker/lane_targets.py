"""What the children in the tests of lanes do; imported by name in the child."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import Missing, Unreadable
from app.worker.child import Cancelled, Handler, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection


def main(connection: Connection[Any, Any]) -> None:
    serve(connection, lambda: obey)


def obey(task: object, cancelled: Cancelled) -> Iterator[object]:
    match task:
        case "fail":
            raise ValueError("canaryword")
        case "recurse":
            yield from obey(task, cancelled)
        case "refuse":
            raise Unreadable("a.txt is empty.", "Leave it out.")
        case "odd":
            yield lambda: "not picklable"
        case "work":
            while not cancelled():
                time.sleep(0.01)
                yield "step"
        case "hang":
            yield "hanging"
            time.sleep(600)
        case "modules":
            yield sorted(name for name in sys.modules if name.startswith(("PySide6", "app.ui", "app.main", "spacy")))
        case signal.Signals():
            os.kill(os.getpid(), task)
            yield "still here"
        case _:
            yield task


def late(connection: Connection[Any, Any], flag: str) -> None:
    """Warms up only once the file `flag` is there."""

    def prepare() -> Handler:
        if not Path(flag).exists():
            raise Missing("The gazetteer is missing.", "Run set-up.")
        return obey

    serve(connection, prepare)


def stillborn(connection: Connection[Any, Any]) -> None:
    connection.close()
