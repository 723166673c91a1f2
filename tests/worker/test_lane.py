from __future__ import annotations

import importlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from app.errors import Expected, Missing, Unreadable, WorkerDied
from app.worker import lane as lane_module
from app.worker.lane import Lane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

HERE = Path(__file__).parent
PATIENCE = 20


@pytest.fixture
def targets(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(HERE))  # a spawned child takes over the path
    return importlib.import_module("lane_targets")


@pytest.fixture
def make(targets: ModuleType) -> Iterator[Callable[..., Lane]]:
    lanes: list[Lane] = []

    def start(target: str = "main", *args: object) -> Lane:
        lane = Lane("test", getattr(targets, target), args)
        lanes.append(lane)
        lane.start()
        return lane

    yield start
    for lane in lanes:
        lane.close()


class Listener:
    """Submits a task and waits for what comes of it."""

    def __init__(self, lane: Lane, task: object) -> None:
        self.messages: queue.Queue[object] = queue.Queue()
        self._done: queue.Queue[Expected | None] = queue.Queue()
        self.ticket = lane.submit(task, self.messages.put, self._done.put)

    def done(self) -> Expected | None:
        return self._done.get(timeout=PATIENCE)

    def message(self) -> object:
        return self.messages.get(timeout=PATIENCE)

    @property
    def over(self) -> bool:
        return not self._done.empty()


def gone(pid: int) -> bool:
    """Whether the process has ended and was reaped."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_tasks_are_done_in_order_by_one_child(make: Callable[..., Lane]) -> None:
    lane = make()
    order: list[object] = []
    for number in range(50):
        lane.submit(number, order.append, order.append)
    assert Listener(lane, "last").done() is None
    assert order == [answer for number in range(50) for answer in (number, None)]


def test_start_does_not_wait_for_the_child(targets: ModuleType) -> None:
    lane = Lane("test", targets.main)
    begin = time.perf_counter()
    early = lane.submit("early", lambda _: None, lambda _: None)
    lane.start()
    assert time.perf_counter() - begin < 0.05
    lane.close()
    assert not early.cancelled


def test_an_expected_error_arrives_as_itself(make: Callable[..., Lane]) -> None:
    error = Listener(make(), "refuse").done()
    assert isinstance(error, Unreadable)
    assert (error.sentence, error.remedy) == ("a.txt is empty.", "Leave it out.")


@pytest.mark.parametrize(("task", "kind"), [("fail", "ValueError"), ("recurse", "RecursionError"), ("odd", "Error")])
def test_p4_an_unexpected_error_is_a_sentence_and_a_line_in_the_log(
    make: Callable[..., Lane], caplog: pytest.LogCaptureFixture, task: str, kind: str
) -> None:
    lane = make()
    with caplog.at_level(logging.ERROR):
        error = Listener(lane, task).done()
    assert isinstance(error, Expected)
    assert error.sentence.endswith("the reader of this format failed.")
    assert kind in caplog.text
    assert "canaryword" not in caplog.text
    pid = lane.pid
    assert Listener(lane, "next").done() is None
    assert lane.pid == pid


def test_a_dead_child_is_told_and_replaced(make: Callable[..., Lane]) -> None:
    lane = make()
    dying, following = Listener(lane, signal.SIGKILL), Listener(lane, "next")
    assert isinstance(dying.done(), WorkerDied)
    assert following.done() is None
    assert following.message() == "next"


def test_a_child_killed_from_outside_is_told_and_replaced(make: Callable[..., Lane]) -> None:
    lane = make()
    hanging = Listener(lane, "hang")
    hanging.message()
    pid = lane.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert isinstance(hanging.done(), WorkerDied)
    assert gone(pid)
    assert Listener(lane, "next").done() is None


def test_a_child_killed_while_idle_costs_no_task(make: Callable[..., Lane]) -> None:
    lane = make()
    Listener(lane, "first").done()
    pid = lane.pid
    assert pid
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: lane.pid is None, PATIENCE)
    assert Listener(lane, "next").done() is None


def test_a_child_that_never_lives_fails_each_task_and_is_not_hatched_for_ever(make: Callable[..., Lane]) -> None:
    lane = make("stillborn")
    assert isinstance(Listener(lane, "one").done(), WorkerDied)
    assert isinstance(Listener(lane, "two").done(), WorkerDied)
    assert wait_until(lambda: lane.pid is None, PATIENCE)
    time.sleep(0.3)
    assert lane.pid is None


def test_a_child_that_was_not_ready_is_asked_again(make: Callable[..., Lane], tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    lane = make("late", str(flag))
    assert isinstance(Listener(lane, "one").done(), Missing)
    flag.touch()
    assert Listener(lane, "two").done() is None


def test_a_running_task_stops_when_cancelled(make: Callable[..., Lane]) -> None:
    lane = make()
    working = Listener(lane, "work")
    working.message()
    pid = lane.pid
    working.ticket.cancel()
    assert working.done() is None
    assert Listener(lane, "next").done() is None
    assert lane.pid == pid


def test_a_waiting_task_is_dropped_when_cancelled(make: Callable[..., Lane]) -> None:
    lane = make()
    working, waiting, other = (Listener(lane, task) for task in ("work", "waiting", "other"))
    working.message()
    waiting.ticket.cancel()
    assert waiting.done() is None
    assert waiting.messages.empty()
    assert not working.over
    working.ticket.cancel()
    assert other.message() == "other"


def test_a_child_that_does_not_answer_a_cancel_is_killed(
    make: Callable[..., Lane], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane_module, "CANCEL_PATIENCE_S", 0.2)
    lane = make()
    hanging = Listener(lane, "hang")
    hanging.message()
    pid = lane.pid
    assert pid
    hanging.ticket.cancel()
    assert hanging.done() is None
    assert gone(pid)
    assert Listener(lane, "next").done() is None


def test_cancelling_what_is_over_does_nothing(make: Callable[..., Lane]) -> None:
    lane = make()
    first = Listener(lane, "first")
    first.done()
    first.ticket.cancel()
    assert Listener(lane, "next").done() is None
    assert not first.over


def test_a_listener_that_raises_costs_only_itself(make: Callable[..., Lane], caplog: pytest.LogCaptureFixture) -> None:
    lane = make()

    def stumble(_: object) -> None:
        raise KeyError("canaryword")

    lane.submit("one", stumble, stumble)
    assert Listener(lane, "next").done() is None
    assert "KeyError" in caplog.text
    assert "canaryword" not in caplog.text


@pytest.mark.parametrize("task", ["hang", "work"])
def test_closing_is_quick_silent_and_leaves_nothing(make: Callable[..., Lane], task: str) -> None:
    lane = make()
    busy, waiting = Listener(lane, task), Listener(lane, "waiting")
    busy.message()
    pid = lane.pid
    assert pid
    begin = time.perf_counter()
    lane.close()
    lane.close()
    assert time.perf_counter() - begin < 2
    assert gone(pid)
    assert not [thread for thread in threading.enumerate() if thread.name == "lane-test"]
    assert not busy.over
    assert not waiting.over


def test_closing_a_lane_that_never_started(targets: ModuleType) -> None:
    lane = Lane("test", targets.main)
    lane.close()
    assert lane.pid is None


def test_the_child_has_no_window(make: Callable[..., Lane]) -> None:
    importlib.import_module("PySide6.QtCore")
    assert Listener(make(), "modules").message() == []


def test_an_interrupt_from_the_terminal_is_the_parents_affair(make: Callable[..., Lane]) -> None:
    assert Listener(make(), signal.SIGINT).message() == "still here"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads another process's limits")
def test_p4_a_crashing_child_leaves_no_core_dump(make: Callable[..., Lane]) -> None:
    import resource  # noqa: PLC0415 - not on every system

    lane = make()
    Listener(lane, "first").done()
    assert lane.pid
    assert resource.prlimit(lane.pid, resource.RLIMIT_CORE) == (0, 0)


def test_killing_the_parent_leaves_no_child() -> None:
    parent: Any = subprocess.Popen([sys.executable, str(HERE / "orphans.py")], stdout=subprocess.PIPE, text=True)
    with parent:
        child = int(parent.stdout.readline())
        assert not gone(child)
        parent.kill()
    assert wait_until(lambda: gone(child) or zombie(child), 5)


def zombie(pid: int) -> bool:
    """Whether the process has ended and only waits for the system's first process to reap it."""
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"
