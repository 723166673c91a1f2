from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from app.errors import Unreadable
from app.geoparsing.evaluation import MarkedDocument, Toponym
from app.geoparsing.pipeline import Engine
from app.worker import batch, measuring
from app.worker.batch import Outcome, Source
from app.worker.engines import Setup
from tests.support.atlas import Atlas
from tests.support.spotter import Spotter

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def spotting(monkeypatch: pytest.MonkeyPatch) -> list[Setup]:
    """The set-ups that an engine was asked for."""
    asked: list[Setup] = []

    def engine(setup: Setup) -> Engine:
        asked.append(setup)
        return Engine(Spotter(), [Atlas()])

    monkeypatch.setattr(batch, "engine", engine)
    return asked


def written(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n", "utf-8")
    return path


def test_a_corpus_is_measured_twice(tmp_path: Path) -> None:
    toponyms = [{"start": 0, "end": 5, "lat": 36.3, "lon": 43.1}, {"start": 7, "end": 11, "lat": 33.0, "lon": 44.0}]
    path = written(tmp_path / "tiny.jsonl", {"id": "a", "text": "Mosul, Iran\u2028", "toponyms": toponyms})
    figures = measuring.measure(measuring.load(path))
    assert (figures.strict.recall, figures.failed, figures.held_out) == (1.0, 0, None)
    assert figures.resolution.right == 0.5
    assert figures.reliability_on_marked.count == 2
    assert figures.speed.percentiles["longest"] >= figures.ms_per_document > 0


def test_a_document_that_fails_is_counted_and_takes_no_time() -> None:
    documents = [MarkedDocument(name, name, (Toponym(0, 4, 0.0, 0.0),)) for name in ("boom", "Mosul")]
    figures = measuring.measure(documents)
    assert (figures.failed, figures.strict.missed, figures.end_to_end.located) == (1, 2, 2)
    assert figures.speed.percentiles["p50"] == figures.speed.percentiles["longest"]


def test_countries_are_told_by_the_corpus_by_their_id_or_by_their_name() -> None:
    text = "Iraq, Iraq, Iraq, Iraq, Mosul"
    documents = [
        MarkedDocument(
            "a",
            text,
            (
                Toponym(0, 4, 10.0, 10.0, feature="A.PCLI"),
                Toponym(6, 10, 33.0, 44.0, 99237),
                Toponym(12, 16, 33.5, 44.0),
                Toponym(18, 22, 10.0, 10.0),  # called like the country, and elsewhere
                Toponym(24, 29, 36.3, 43.1, 99072),
            ),
        )
    ]
    figures = measuring.measure(documents)
    assert (figures.resolution.located, figures.resolution_without_countries.located) == (5, 2)


def test_what_else_is_known_of_a_document_reaches_the_engine() -> None:
    about = {"title": "Weather", "domain": "paper.example"}
    (source,) = measuring._sources([MarkedDocument("a", "Mosul", (), about)], spans=False)
    assert json.loads(source.line) == {**about, "id": "a", "text": "Mosul"}


@pytest.mark.parametrize(
    ("folders", "corpus", "expected"),
    [
        (["without-news"], "news", "without-news"),
        (["without-war"], "war_train", "without-war"),
        (["without-war", "without-war_train"], "war_train", "without-war_train"),
        (["without-newspapers"], "news", None),
        ([], "news", None),
    ],
)
def test_the_weights_fitted_without_a_corpus_are_found_by_its_name(
    tmp_path: Path, folders: list[str], corpus: str, expected: str | None
) -> None:
    for name in folders:
        (tmp_path / name).mkdir()
    setup, held_out = measuring.held_out(Setup(packs=False), tmp_path, corpus)
    assert held_out is (expected is not None)
    assert setup.weights == (tmp_path / expected if expected else None)
    assert measuring.held_out(Setup(), None, corpus) == (Setup(), None)


def test_the_engine_is_the_one_asked_for(tmp_path: Path, spotting: list[Setup]) -> None:
    setup = Setup("spacy", tmp_path, packs=False)
    measuring.measure([MarkedDocument("a", "Mosul", ())], setup=setup)
    assert set(spotting) == {setup}


def test_the_peak_of_each_process_is_its_largest() -> None:
    source = Source("x")
    outcomes = [Outcome(source, worker=worker, peak_mb=peak) for worker, peak in ((1, 90.0), (2, 120.0), (1, 110.0))]
    assert measuring._peaks(outcomes) == (120.0, 110.0)
    assert measuring._peaks([Outcome(source, worker=1)]) == ()


def test_a_corpus_line_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="line 1"):
        measuring.load(written(tmp_path / "bad.jsonl", {"id": "a"}))
