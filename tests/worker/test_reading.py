from __future__ import annotations

import queue
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.errors import Expected, Unreadable
from app.geoparsing.model import Document
from app.worker import reading
from app.worker.lane import Lane
from app.worker.tasks import ParseTask, ReadBytesTask, ReadTask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 30


@pytest.fixture
def lane() -> Iterator[Lane]:
    lane = Lane("documents", reading.main)
    lane.start()
    yield lane
    lane.close()


def ask(lane: Lane, task: object) -> tuple[list[object], Expected | None]:
    messages: list[object] = []
    done: queue.Queue[Expected | None] = queue.Queue()
    lane.submit(task, messages.append, done.put)
    return messages, done.get(timeout=PATIENCE)


def test_files_and_bytes_become_documents_in_the_child(lane: Lane, seeds: list[Path], tmp_path: Path) -> None:
    messages, error = ask(lane, ReadTask(str(seeds[0])))
    assert error is None
    (document,) = messages
    assert isinstance(document, Document)
    assert document.title == "Iraq Asks U.S. to Help Quell Militant Uprising"

    messages, error = ask(lane, ReadBytesTask("clip", b"<p>Rhine", "text/html"))
    assert error is None
    assert isinstance(messages[0], Document)
    assert messages[0].source == "clip"

    messages, error = ask(lane, ReadTask(str(tmp_path / "gone.txt")))
    assert isinstance(error, Unreadable)
    assert error.sentence == "gone.txt is not there."
    assert messages == []

    messages, error = ask(lane, ParseTask(document, 1))
    assert isinstance(error, Expected)
    assert document.title in error.sentence


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads another process's limits")
def test_the_child_bounds_its_memory_and_files(lane: Lane) -> None:
    import resource  # noqa: PLC0415 - not on every system

    ask(lane, ReadBytesTask("clip", b"Rhine"))
    assert lane.pid
    memory, _ = resource.prlimit(lane.pid, resource.RLIMIT_AS)
    files, _ = resource.prlimit(lane.pid, resource.RLIMIT_NOFILE)
    assert (memory, files) == (1 << 30, 64)


def test_the_largest_text_fits_into_the_childs_memory(lane: Lane) -> None:
    sentence = "Мосул, é 🛰️ and Tikrit fell. "
    data = (sentence * (19_900_000 // len(sentence.encode()))).encode()
    messages, error = ask(lane, ReadBytesTask("large.txt", data))
    assert error is None
    assert isinstance(messages[0], Document)


def test_reading_never_opens_a_connection() -> None:
    script = """if True:
        import socket, sys
        from app.errors import Refused
        from app.worker import reading
        sys.addaudithook(reading.refuse_connections("Reading never connects."))
        for call, argument in ((socket.create_connection, ("127.0.0.1", 9)), (socket.gethostbyname, "a.invalid")):
            try:
                call(argument)
            except Refused:
                print("refused")
    """
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["refused", "refused"]
