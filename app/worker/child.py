"""The loop of a child process: takes tasks from the pipe, sends results back, and dies with its parent.

The main thread works; a second thread does nothing but read the pipe, so that a cancel is seen while a task
runs and the end of the parent ends the child at once, whatever it is doing.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from app.errors import Expected
from app.worker import tasks
from app.worker.messages import Cancel, Finished, Partial, Work

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Cancelled = Callable[[], bool]
Handler = Callable[[object, Cancelled], Iterable[object]]
"""Does one task and yields its results; asks now and then whether the task was cancelled."""

_FRAMES_LOGGED: Final = 6


def serve(connection: Connection[Finished | Partial, Work | Cancel], prepare: Callable[[], Handler]) -> None:
    """Do tasks until the pipe closes.

    Args:
        connection: the child's end of the pipe.
        prepare: makes the handler. It is called before the first task comes, so that the child is warm, and
            again for each task as long as it fails: a gazetteer that was missing may have arrived.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    forbid_core_dumps()
    inbox = _Inbox(connection)
    threading.Thread(target=inbox.fill, name="inbox", daemon=True).start()
    handler: Handler | None = None
    with suppress(Exception):  # told when a task asks for it
        handler = prepare()
    while True:
        work = inbox.next()
        try:
            handler = handler or prepare()
            finished = _do(work, handler, inbox, connection)
        except Expected as error:
            finished = Finished(work.ticket, error)
        except Exception as error:  # noqa: BLE001 - a broken reader or model costs one document, not the lane
            finished = Finished(work.ticket, tasks.failed(work.task), _trace(error))
        try:
            connection.send(finished)
        except OSError:  # the parent is gone or has closed the lane
            os._exit(0)


def forbid_core_dumps() -> None:
    """A child that crashes must not leave the documents it held on the disk."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _do(
    work: Work, handler: Handler, inbox: _Inbox, connection: Connection[Finished | Partial, Work | Cancel]
) -> Finished:
    def cancelled() -> bool:
        return inbox.cancelled(work.ticket)

    for value in handler(work.task, cancelled):
        if cancelled():
            break
        connection.send(Partial(work.ticket, value))
    return Finished(work.ticket)


class _Inbox:
    """What the lane has sent: tasks to do in order, and tickets cancelled."""

    def __init__(self, connection: Connection[Finished | Partial, Work | Cancel]) -> None:
        self._connection = connection
        self._tasks: queue.SimpleQueue[Work] = queue.SimpleQueue()
        self._last_cancelled = -1

    def fill(self) -> None:
        """Read the pipe until it closes; then the process has no reason to go on."""
        try:
            while True:
                message = self._connection.recv()
                if isinstance(message, Cancel):
                    self._last_cancelled = message.ticket
                else:
                    self._tasks.put(message)
        except (EOFError, OSError):
            os._exit(0)
        except BaseException:  # noqa: BLE001 - without an inbox the child would hang for ever
            os._exit(1)

    def next(self) -> Work:
        """Wait for a task."""
        return self._tasks.get()

    def cancelled(self, ticket: int) -> bool:
        """Whether the lane has cancelled the running task; tasks run one at a time."""
        return self._last_cancelled == ticket


def _trace(error: Exception) -> str:
    """Type and place of an error; its message may quote the document and stays out."""
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES_LOGGED:]
    places = " > ".join(f"{PurePath(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)
    return f"{type(error).__name__} at {places}"
