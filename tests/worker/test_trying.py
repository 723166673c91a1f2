from __future__ import annotations

import queue
from typing import TYPE_CHECKING

import pytest

from app.errors import Expected, Missing, WorkerDied
from app.worker import tasks, trying
from app.worker.lane import Lane
from app.worker.tasks import RecognizerTask, Tried

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENTENCE = "Anna Berg flew from Oslo to Mosul."
PATIENCE_S = 60


@pytest.fixture
def lane() -> Iterator[Lane]:
    lane = Lane("recognizer", trying.main)
    lane.start()
    yield lane
    lane.close()


def ask(lane: Lane, spec: str) -> tuple[list[object], Expected | None]:
    messages: list[object] = []
    done: queue.Queue[Expected | None] = queue.Queue()
    lane.submit(RecognizerTask(spec, SENTENCE), messages.append, done.put)
    return messages, done.get(timeout=PATIENCE_S)


def test_a_recognizer_reads_a_sentence_in_a_process_of_its_own(lane: Lane) -> None:
    (tried,), error = ask(lane, "spacy")
    assert error is None
    assert tried == Tried("en_core_web_md 3.7.1", ("Oslo", "Mosul"))


def test_a_folder_that_is_none_is_told(lane: Lane, tmp_path: Path) -> None:
    messages, error = ask(lane, str(tmp_path))
    assert messages == []
    assert isinstance(error, Missing)
    assert "holds no recognizer" in error.sentence


def test_what_breaks_is_one_sentence_with_a_way_out() -> None:
    task = RecognizerTask("/models/mine", SENTENCE)
    failed, died = tasks.failed(task), tasks.died(task)
    assert failed.sentence == "The recognizer /models/mine could not be tried: it is not what it should be."
    assert isinstance(died, WorkerDied)
    assert died.sentence == "The recognizer /models/mine could not be tried: the helper process ended."
    assert failed.remedy == died.remedy == "Choose another one."
