"""The parent's side of a child process: a queue of tasks, one thread, one child made anew when it dies.

All callbacks of a lane come from its own thread, in order. `on_done` comes exactly once for each task, with
an error or with nothing, also for a cancelled task; only `close` ends a lane without another word.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
from collections import deque
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Final

from app.errors import Expected, WorkerDied
from app.worker import tasks
from app.worker.messages import Cancel, Finished, Partial, Work

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import SpawnProcess

CANCEL_PATIENCE_S: Final = 2.0
"""How long a child may take to answer a cancel before it is killed."""

CLOSE_PATIENCE_S: Final = 0.5
"""How long a child may take to end by itself when its lane closes."""

_log = logging.getLogger(__name__)


class Ticket:
    """A task under way or waiting."""

    def __init__(
        self,
        lane: Lane,
        number: int,
        task: object,
        on_message: Callable[[object], None],
        on_done: Callable[[Expected | None], None],
    ) -> None:
        self._lane = lane
        self.number = number
        self.task = task
        self.on_message = on_message
        self.on_done = on_done
        self.cancelled = False

    def cancel(self) -> None:
        """Ask for the task to stop; no result comes after it has, and `on_done` comes with nothing."""
        self.cancelled = True
        self._lane.wake(stale=True)


class Lane:
    """Does tasks one after the other in a child process.

    Args:
        name: names thread and process ("documents", "parse").
        target: the child's main function; importable, called with the child's end of the pipe and `args`.
        args: further arguments, picklable.
    """

    def __init__(self, name: str, target: Callable[..., None], args: tuple[object, ...] = ()) -> None:
        self.name = name
        self._target = target
        self._args = args
        self._waiting: deque[Ticket] = deque()
        self._lock = threading.Lock()
        self._count = 0
        self._closing = False
        self._child: _Child | None = None
        self._running: Ticket | None = None
        self._kill_at: float | None = None
        self._rung = False
        self._stale = False
        self._ear, self._bell = multiprocessing.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)

    def start(self) -> None:
        """Begin: the child is started in the background and warms itself."""
        self._thread.start()

    def submit(
        self,
        task: object,
        on_message: Callable[[object], None],
        on_done: Callable[[Expected | None], None],
    ) -> Ticket:
        """Queue a task; results go to `on_message`, its end to `on_done`, both on the lane's thread."""
        with self._lock:
            self._count += 1
            ticket = Ticket(self, self._count, task, on_message, on_done)
            self._waiting.append(ticket)
        self.wake()
        return ticket

    @property
    def pid(self) -> int | None:
        """The child's process id while there is a child."""
        child = self._child
        return child.process.pid if child else None

    def wake(self, *, stale: bool = False) -> None:
        """Have the lane's thread look at its queue; `stale` tells that something in it was cancelled."""
        with self._lock:
            self._stale = self._stale or stale
            if not self._rung and not self._bell.closed:
                self._rung = True
                self._bell.send_bytes(b"!")

    def _hush(self) -> None:
        with self._lock:
            self._ear.recv_bytes()
            self._rung = False

    def close(self) -> None:
        """End child and thread; tasks under way are dropped without a callback. Safe to call twice."""
        self._closing = True
        self.wake()
        if self._thread.ident is None:
            self._hang_up()
        elif self._thread is not threading.current_thread():
            self._thread.join(CLOSE_PATIENCE_S)
            if self._thread.is_alive() and (child := self._child):
                child.process.kill()
            self._thread.join(CLOSE_PATIENCE_S)

    def _run(self) -> None:
        self._revive()
        while not self._closing:
            self._drop_cancelled()
            self._give_next()
            self._listen()
        if self._child:
            self._child.end()
        self._hang_up()

    def _hang_up(self) -> None:
        with self._lock:
            self._bell.close()
            self._ear.close()

    def _revive(self) -> bool:
        if self._child is None:
            try:
                self._child = _Child(self.name, self._target, self._args)
            except OSError as error:
                _log.error("lane %s: the child could not be started: %s", self.name, type(error).__name__)
        return self._child is not None

    def _drop_cancelled(self) -> None:
        if not self._stale:
            return
        with self._lock:
            self._stale = False
            dropped = [ticket for ticket in self._waiting if ticket.cancelled]
            self._waiting = deque(ticket for ticket in self._waiting if not ticket.cancelled)
        for ticket in dropped:
            self._call(ticket.on_done, None)
        if self._running and self._running.cancelled and self._kill_at is None:
            self._kill_at = time.monotonic() + CANCEL_PATIENCE_S
            self._send(Cancel(self._running.number))

    def _give_next(self) -> None:
        if self._running or not self._waiting:
            return
        with self._lock:
            self._running = self._waiting.popleft()
        if self._revive():
            self._send(Work(self._running.number, self._running.task))
        else:
            self._finish(WorkerDied("The helper process could not be started.", "Close other programs and try again."))

    def _send(self, message: Work | Cancel) -> None:
        if self._child:
            try:
                self._child.connection.send(message)
            except (BrokenPipeError, ConnectionError):
                pass  # its death is seen, and told, by `_listen`
            except Exception as error:  # noqa: BLE001 - a task that cannot be sent is that task's failure
                _log.error("lane %s: a task could not be sent: %s", self.name, type(error).__name__)
                if self._running:
                    self._finish(tasks.failed(self._running.task))

    def _listen(self) -> None:
        if self._running is None and self._waiting:
            return
        child = self._child
        sources: list[Any] = [self._ear]
        if child:
            sources += [child.connection, child.process.sentinel]
        patience = None if self._kill_at is None else max(0.0, self._kill_at - time.monotonic())
        ready = wait(sources, patience)
        if self._ear in ready:
            self._hush()
        if child is None:
            return
        if child.connection in ready:
            self._receive(child)
        elif child.process.sentinel in ready:
            self._bury()
        elif self._kill_at is not None and time.monotonic() >= self._kill_at:
            child.process.kill()
            self._bury()

    def _receive(self, child: _Child) -> None:
        try:
            message = child.connection.recv()
        except (EOFError, OSError):
            self._bury()
            return
        except Exception as error:  # noqa: BLE001 - this child can be trusted no more
            _log.error("lane %s: a result could not be read: %s", self.name, type(error).__name__)
            child.process.kill()
            self._bury()
            return
        ticket = self._running
        if ticket is None or message.ticket != ticket.number:
            return
        match message:
            case Partial(_, value) if not ticket.cancelled:
                self._call(ticket.on_message, value)
            case Finished(_, failure, trace):
                if trace:
                    _log.error("lane %s: %s failed with %s", self.name, type(ticket.task).__name__, trace)
                self._finish(None if ticket.cancelled else failure)

    def _bury(self) -> None:
        """The child is dead: tell its task and warm up another; one that died idle is replaced on demand."""
        if self._child:
            self._child.end()
            self._child = None
        ticket = self._running
        if ticket is None:
            return
        if not ticket.cancelled:
            _log.error("lane %s: the child died at work on a %s", self.name, type(ticket.task).__name__)
        self._revive()
        self._finish(None if ticket.cancelled else tasks.died(ticket.task))

    def _finish(self, error: Expected | None) -> None:
        ticket, self._running, self._kill_at = self._running, None, None
        if ticket:
            self._call(ticket.on_done, error)

    def _call(self, callback: Callable[[Any], None], value: object) -> None:
        if self._closing:
            return
        try:
            callback(value)
        except Exception as error:  # noqa: BLE001 - the next tasks must not pay for a listener's bug
            _log.error("lane %s: a listener raised %s", self.name, type(error).__name__)


class _Child:
    """A child process and the parent's end of the pipe to it."""

    def __init__(self, name: str, target: Callable[..., None], args: tuple[object, ...]) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection: Connection[Work | Cancel, Finished | Partial]
        self.connection, theirs = context.Pipe(duplex=True)
        self.process: SpawnProcess = context.Process(
            target=target, args=(theirs, *args), name=f"whereof-{name}", daemon=True
        )
        try:
            self.process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            theirs.close()

    def end(self) -> None:
        """Close the pipe, which ends the child; kill it if it lingers; leave no zombie."""
        self.connection.close()
        self.process.join(CLOSE_PATIENCE_S)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        self.process.close()
