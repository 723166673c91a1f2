"""Main function of the parse lane's child: `Document` in, findings out, passage by passage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.errors import Bug
from app.worker.child import Cancelled, Handler, serve
from app.worker.tasks import ParseTask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection


def main(connection: Connection[Any, Any]) -> None:
    """Serve `ParseTask`; recognizer and gazetteers are loaded at once, before the first task comes."""
    serve(connection, prepare)


def prepare() -> Handler:
    """Build the engine; it is built anew, with the same recognizer, when the reader changed the gazetteers."""
    # Loaded in the child only: the window must never wait for them.
    from app import paths  # noqa: PLC0415
    from app.gazetteer.shelf import Shelf  # noqa: PLC0415
    from app.geoparsing.pipeline import Engine  # noqa: PLC0415
    from app.geoparsing.recognizers.spacy import SpacyRecognizer  # noqa: PLC0415
    from app.worker.gazetteers import asked  # noqa: PLC0415

    shelf = Shelf(paths.gazetteer_file(), paths.packs())
    recognizer = SpacyRecognizer.load()
    stamp, engine = shelf.stamp(), Engine(recognizer, asked(shelf))

    def handle(task: object, cancelled: Cancelled) -> Iterator[object]:
        nonlocal stamp, engine
        if not isinstance(task, ParseTask):
            raise Bug(f"the parse lane has no use for a {type(task).__name__}")
        now = shelf.stamp()
        if now != stamp:
            stamp, engine = now, Engine(recognizer, asked(shelf))
        yield from engine.parse(task.document, cancelled)

    return handle
