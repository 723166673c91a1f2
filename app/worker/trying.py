"""Main function of the child that tries a recognizer, before the parser is to use it: one that breaks, breaks here."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from app.errors import Bug
from app.worker import reading
from app.worker.child import Cancelled, serve
from app.worker.resources import one_thread
from app.worker.tasks import RecognizerTask, Tried

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection


def main(connection: Connection[Any, Any]) -> None:
    """Serve `RecognizerTask`."""
    one_thread()
    sys.addaudithook(reading.refuse_connections("Finding places never opens a connection."))
    serve(connection, lambda: _try)


def _try(task: object, _cancelled: Cancelled) -> Iterator[object]:
    from app.geoparsing.recognizer import Label  # noqa: PLC0415 - loaded in the child only
    from app.geoparsing.recognizers import choosing  # noqa: PLC0415 - as above

    if not isinstance(task, RecognizerTask):
        raise Bug(f"this lane has no use for a {type(task).__name__}")
    recognizer = choosing.load(task.spec)
    (spans,) = recognizer.recognize([task.sentence])
    places = [task.sentence[span.start : span.end] for span in spans if span.label is Label.PLACE]
    yield Tried(f"{recognizer.name} {recognizer.version}".strip(), tuple(places))
