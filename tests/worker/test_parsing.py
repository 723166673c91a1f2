from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import paths
from app.errors import Bug, Missing
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing.background import Background
from app.geoparsing.model import Document, Passage
from app.geoparsing.recognizers import choosing
from app.settings import SettingsFile
from app.worker import engines, parsing
from app.worker.tasks import ParseTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DOCUMENT = Document("Mosul", "Mosul", (Passage(0, 5),), "a.txt", "0" * 64)
KNOWN = Background({"gn:99237": 1.0}, {"mosul": {"gn:99072": 2}})
TASK = ParseTask(DOCUMENT, 7, KNOWN)


class EngineDouble:
    """Tells what it was built from and asked for."""

    def __init__(self, recognizer: object, sources: object, *_: object, slips: bool) -> None:
        assert slips  # the window shows candidates
        self.made_of = (recognizer, sources)

    def parse(self, document: Document, cancelled: Callable[[], bool], background: Background) -> Iterator[object]:
        yield self.made_of
        yield document
        yield cancelled()
        yield background


@pytest.fixture(autouse=True)
def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[str]]:
    """The recognizers that were loaded, by what they were asked for as."""
    asked: list[str] = []

    def load(spec: str) -> str:
        asked.append(spec)
        if spec == "broken":
            raise Missing("There is no recognizer “broken”.")
        return f"recognizer {spec}"

    engines._recognizer.cache_clear()
    monkeypatch.setattr(paths, "gazetteer_file", lambda: tmp_path / "gazetteer.sqlite")
    monkeypatch.setattr(GazetteerFile, "open", lambda path: f"gazetteer at {path.name}")
    monkeypatch.setattr(choosing, "load", load)
    monkeypatch.setattr(engines, "Engine", EngineDouble)
    yield asked
    engines._recognizer.cache_clear()


def test_the_engine_is_built_once_and_its_findings_passed_on(loaded: list[str]) -> None:
    handle = parsing.prepare()
    for _ in range(2):
        assert list(handle(TASK, lambda: True)) == [
            ("recognizer ", ["gazetteer at gazetteer.sqlite"]),
            DOCUMENT,
            True,
            KNOWN,
        ]
    assert loaded == [""]
    with pytest.raises(Bug):
        list(handle("nonsense", lambda: False))


def test_another_recognizer_that_the_reader_chose_is_used_from_the_next_document_on(loaded: list[str]) -> None:
    handle = parsing.prepare()
    SettingsFile(paths.user_config()).change(recognizer="spacy:other")
    for _ in range(2):
        assert next(iter(handle(TASK, lambda: False))) == ("recognizer spacy:other", ["gazetteer at gazetteer.sqlite"])
    assert loaded == ["", "spacy:other"]


def test_a_recognizer_that_does_not_load_is_told_for_each_document_until_it_does(loaded: list[str]) -> None:
    handle = parsing.prepare()
    settings = SettingsFile(paths.user_config())
    settings.change(recognizer="broken")
    for _ in range(2):
        with pytest.raises(Missing, match="broken"):
            list(handle(TASK, lambda: False))
    settings.change(recognizer="")
    assert next(iter(handle(TASK, lambda: False))) == ("recognizer ", ["gazetteer at gazetteer.sqlite"])
    assert loaded[:3] == ["", "broken", "broken"]
