"""Speed, start and memory of the engine with its usual recognizer, on a corpus that stays outside the project."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.documents.canonical import passages
from app.geoparsing.model import Document
from app.geoparsing.recognizers import choosing
from app.worker import engines

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.bench

CORPUS = "WHEREOF_LGL"
ROOT = Path(__file__).resolve().parents[2]
BESIDE = ROOT.parent / "shared" / "corpora" / "lgl.jsonl"
MS_AT_MOST = 40.0
COLD_S_AT_MOST = 1.5
MB_AT_MOST = 500.0
STARTS = 5
_COLD = """
from app.worker.batch import Source, work
outcome = work(Source("", line='{"id": "a", "text": "Rain fell in Mosul."}'))
print(outcome.findings[0].resolution.place.name)
"""
_MEMORY = """
import sys
from pathlib import Path
from app.worker.batch import Source, run
lines = Path(sys.argv[1]).read_text(encoding="utf-8").split("\\n")
print(max(outcome.peak_mb for outcome in run(Source("", line=line) for line in lines if line)))
"""


@pytest.fixture(scope="module")
def corpus() -> Path:
    path = Path(os.environ.get(CORPUS, BESIDE))
    if not path.is_file():
        pytest.skip(f"set {CORPUS} to the path of lgl.jsonl to measure the engine")
    return path


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
def test_a_document_costs_little_more_than_its_recognition(corpus: Path, figures: dict[str, float]) -> None:
    texts = [json.loads(line)["text"] for line in corpus.read_bytes().splitlines()]
    documents = [Document("", text, passages(text), "", "") for text in texts]
    recognizer, engine = choosing.load(), engines.engine(engines.Setup(packs=False))
    bare = whole = 0.0
    for document in documents:  # turn by turn, so that a busy machine slows both alike
        started = time.process_time()
        list(recognizer.recognize([document.text[p.start : p.end] for p in document.passages]))
        between = time.process_time()
        list(engine.parse(document))
        bare, whole = bare + between - started, whole + time.process_time() - between
    figures["recognizer_ms_per_document"] = 1000 * bare / len(documents)
    figures["engine_ms_per_document"] = 1000 * whole / len(documents)
    assert figures["engine_ms_per_document"] <= MS_AT_MOST


def test_a_worker_stays_small(corpus: Path, figures: dict[str, float]) -> None:
    command = [sys.executable, "-c", _MEMORY, str(corpus)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    figures["engine_rss_mb"] = float(done.stdout)
    assert 0 < figures["engine_rss_mb"] < MB_AT_MOST


def test_the_engine_starts_cold(figures: dict[str, float]) -> None:
    took = []
    for _ in range(STARTS):
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", _COLD], capture_output=True, text=True, check=True, cwd=ROOT)
        took.append(time.perf_counter() - started)
        assert done.stdout.strip() == "Mosul"
    figures["engine_cold_start_s"] = sorted(took)[STARTS // 2]
    assert figures["engine_cold_start_s"] <= COLD_S_AT_MOST
