"""Speed of the engine against the bare recognizer, on a corpus that stays outside the project."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import paths
from app.documents.canonical import passages
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing.model import Document
from app.geoparsing.pipeline import Engine
from app.geoparsing.recognizers.spacy import SpacyRecognizer

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.bench

CORPUS = "WHEREOF_LGL"
ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT.parent / "shared" / "corpora" / "lgl.jsonl"
SLOWER_AT_MOST = 1.4
_COLD = """
import time
from app import paths
from app.gazetteer.lookup import GazetteerFile
from app.geoparsing.model import Document, Passage
from app.geoparsing.pipeline import Engine
from app.geoparsing.recognizers.spacy import SpacyRecognizer
text = "Rain fell in Mosul."
engine = Engine(SpacyRecognizer.load(), [GazetteerFile.open(paths.gazetteer_file())])
print(len(list(engine.parse(Document("", text, (Passage(0, len(text)),), "", "")))))
"""


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    path = Path(os.environ.get(CORPUS, BESIDE))
    if not path.is_file():
        pytest.skip(f"set {CORPUS} to the path of lgl.jsonl to measure the engine")
    texts = [json.loads(line)["text"] for line in path.read_bytes().splitlines()]
    return [Document("", text, passages(text), "", "") for text in texts]


@pytest.fixture
def one_core() -> Iterator[None]:
    """Keep this process on one core, where the system can, and give it back its others."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    yield
    os.sched_setaffinity(0, cores)


@pytest.mark.usefixtures("one_core")
def test_the_engine_costs_little_more_than_its_recognizer(documents: list[Document], figures: dict[str, float]) -> None:
    recognizer = SpacyRecognizer.load()
    engine = Engine(recognizer, [GazetteerFile.open(paths.gazetteer_file())])
    bare = whole = 0.0
    for document in documents:  # turn by turn, so that a busy machine slows both alike
        started = time.process_time()
        list(recognizer.recognize([document.text[p.start : p.end] for p in document.passages]))
        between = time.process_time()
        list(engine.parse(document))
        bare, whole = bare + between - started, whole + time.process_time() - between
    figures["spacy_ms_per_document"] = 1000 * bare / len(documents)
    figures["engine_ms_per_document"] = 1000 * whole / len(documents)
    figures["engine_rss_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    assert whole <= SLOWER_AT_MOST * bare


def test_the_engine_starts_cold(figures: dict[str, float]) -> None:
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _COLD], capture_output=True, text=True, check=True, cwd=ROOT)
    figures["engine_cold_start_s"] = time.perf_counter() - started
    assert done.stdout.strip() == "1"
