from __future__ import annotations

import pickle

import pytest

from app.errors import Unreadable, WorkerDied
from app.gazetteer.packs.recipe import PackFormat, Recipe
from app.geoparsing.background import Background
from app.geoparsing.model import Document, Passage
from app.worker import tasks
from app.worker.tasks import ImportTask, ParseTask, PreviewTask, ReadBytesTask, ReadTask

DOCUMENT = Document("High water", "Bonn", (Passage(0, 4),), "a.txt", "0" * 64)
TASKS = [
    ReadTask("/home/ada/rhine.txt"),
    ReadBytesTask("pasted text", b"Bonn"),
    ParseTask(DOCUMENT, 3, Background({"gn:1": 0.5}, {"bonn": {"gn:1": 2}})),
    ImportTask("/home/ada/places.csv", "/home/ada/packs/places.sqlite", Recipe(PackFormat.TABLE, "Places")),
    PreviewTask("/home/ada/places.csv"),
]
NAMES = ["rhine.txt", "pasted text", "“High water”", "places.csv", "places.csv"]


@pytest.mark.parametrize("task", TASKS)
def test_tasks_and_their_errors_travel(task: object) -> None:
    assert pickle.loads(pickle.dumps(task)) == task  # noqa: S301 - our own bytes
    for error in (tasks.failed(task), tasks.died(task)):
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert (type(copy), copy.sentence, copy.remedy) == (type(error), error.sentence, error.remedy)


@pytest.mark.parametrize(("task", "name"), list(zip(TASKS, NAMES, strict=True)))
def test_sentences_name_the_file_and_a_way_out(task: object, name: str) -> None:
    for error in (tasks.failed(task), tasks.died(task)):
        assert error.sentence.startswith(f"{name} could not be ")
        assert error.remedy


def test_a_format_that_fails_is_unreadable_and_a_dead_child_is_not() -> None:
    assert isinstance(tasks.failed(TASKS[0]), Unreadable)
    assert isinstance(tasks.died(TASKS[0]), WorkerDied)
    assert isinstance(tasks.failed(TASKS[2]), WorkerDied)


@pytest.mark.parametrize(
    ("task", "outcome"),
    [
        (TASKS[2], "“High water” could not be searched for places"),
        (TASKS[3], "places.csv could not be made a gazetteer"),
        (TASKS[4], "places.csv could not be looked at"),
        (object(), "A task could not be done"),
    ],
)
def test_sentences_say_what_was_not_done(task: object, outcome: str) -> None:
    assert tasks.died(task).sentence == f"{outcome}: the helper process ended."
    assert tasks.failed(task).sentence.startswith(f"{outcome}: the ")
