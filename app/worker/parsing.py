"""Main function of the parse lane's child: `Document` in, findings out, passage by passage."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from app.errors import Bug
from app.worker import reading
from app.worker.child import Cancelled, Handler, serve
from app.worker.tasks import ParseTask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection


def main(connection: Connection[Any, Any]) -> None:
    """Serve `ParseTask`; recognizer and gazetteers are loaded at once, before the first task comes."""
    sys.addaudithook(reading.refuse_connections("Finding places never opens a connection."))
    serve(connection, prepare)


def prepare() -> Handler:
    """Build the engine; it is built anew when the reader changed the gazetteers or chose another recognizer."""
    # Loaded in the child only: the window must never wait for them.
    from app import paths  # noqa: PLC0415
    from app.gazetteer.shelf import Shelf  # noqa: PLC0415
    from app.settings import SettingsFile  # noqa: PLC0415
    from app.worker import engines  # noqa: PLC0415

    shelf = Shelf(paths.gazetteer_file(), paths.packs())

    def wanted() -> engines.Setup:
        return engines.Setup(SettingsFile(paths.user_config()).settings.recognizer)

    setup, stamp = wanted(), shelf.stamp()
    engine = engines.build(setup, shelf)

    def handle(task: object, cancelled: Cancelled) -> Iterator[object]:
        nonlocal setup, stamp, engine
        if not isinstance(task, ParseTask):
            raise Bug(f"the parse lane has no use for a {type(task).__name__}")
        now = wanted(), shelf.stamp()
        if now != (setup, stamp):
            engine = engines.build(now[0], shelf)
            setup, stamp = now
        yield from engine.parse(task.document, cancelled, task.background)

    return handle
