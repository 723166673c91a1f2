from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app import paths
from app.errors import Bug
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing import pipeline
from app.geoparsing.model import Document, Passage
from app.geoparsing.recognizers.spacy import SpacyRecognizer
from app.worker import parsing
from app.worker.tasks import ParseTask

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

DOCUMENT = Document("Mosul", "Mosul", (Passage(0, 5),), "a.txt", "0" * 64)


class EngineDouble:
    """Tells what it was built from and asked for."""

    def __init__(self, recognizer: object, sources: object) -> None:
        self.made_of = (recognizer, sources)

    def parse(self, document: Document, cancelled: Callable[[], bool]) -> Iterator[object]:
        yield self.made_of
        yield document
        yield cancelled()


def test_the_engine_is_built_once_and_its_findings_passed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(paths, "gazetteer_file", lambda: tmp_path / "gazetteer.sqlite")
    monkeypatch.setattr(GazetteerFile, "open", lambda path: f"gazetteer at {path.name}")
    monkeypatch.setattr(SpacyRecognizer, "load", lambda: "recognizer")
    monkeypatch.setattr(pipeline, "Engine", EngineDouble)
    handle = parsing.prepare()
    for _ in range(2):
        assert list(handle(ParseTask(DOCUMENT, 7), lambda: True)) == [
            ("recognizer", ["gazetteer at gazetteer.sqlite"]),
            DOCUMENT,
            True,
        ]
    with pytest.raises(Bug):
        list(handle("nonsense", lambda: False))
