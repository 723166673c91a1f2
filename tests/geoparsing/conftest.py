"""The loaded recognizer and the gazetteer are costly: one of each for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from app import paths
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing.candidates import Candidates
from app.geoparsing.model import Document, Finding, Passage
from app.geoparsing.pipeline import Engine
from app.geoparsing.recognizers import choosing
from tests.support.atlas import Atlas

if TYPE_CHECKING:
    from app.geoparsing.recognizer import Recognizer

Parse = Callable[[str], list[Finding]]


@pytest.fixture(scope="session")
def recognizer() -> Recognizer:
    """What Whereof recognizes with when nobody chooses anything else."""
    return choosing.load()


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[GazetteerFile]:
    with GazetteerFile.open(paths.gazetteer_file()) as opened:
        yield opened


@pytest.fixture(scope="session")
def engine(recognizer: Recognizer, gazetteer: GazetteerFile) -> Engine:
    return Engine(recognizer, [gazetteer])


@pytest.fixture(scope="session")
def parse(engine: Engine) -> Parse:
    """Findings of a text of one passage."""

    def parse_text(text: str) -> list[Finding]:
        document = Document("A text", text, (Passage(0, len(text)),), "test", "0" * 64)
        return [finding for answer in engine.parse(document) if answer.final for finding in answer.findings]

    return parse_text


@pytest.fixture
def atlas() -> Candidates:
    return Candidates([Atlas()])
