from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from app.errors import Unreadable
from app.geoparsing.pipeline import Engine
from app.geoparsing.recognizer import Label, Span
from app.worker import batch
from app.worker.batch import Source
from tests.support.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Spotter:
    """A recognizer that knows Mosul and breaks on "boom"."""

    name = "spotter"
    version = "1"

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        for text in texts:
            if "boom" in text:
                raise RuntimeError(text)
            at = text.find("Mosul")
            yield (Span(at, at + 5, Label.PLACE),) if at >= 0 else ()


@pytest.fixture(autouse=True)
def spotting(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(Spotter(), [Atlas()])
    monkeypatch.setattr(batch, "engine", lambda *_: engine)


def line(**record: object) -> Source:
    return Source("docs.jsonl, line 1", line=json.dumps(record))


def test_a_line_is_a_document_with_its_text_as_given() -> None:
    text = "Rain\r\nin e\u0301 Mosul."
    outcome = batch.work(line(id="a", text=text, date="2014-06-11"))
    assert outcome.document is not None
    assert outcome.document.text == text
    assert (outcome.id, outcome.document.date, outcome.document.source) == ("a", "2014-06-11", "docs.jsonl, line 1")
    assert outcome.document.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert [text[f.mention.start : f.mention.end] for f in outcome.findings] == ["Mosul"]
    assert outcome.seconds > 0


def test_half_characters_are_replaced_and_offsets_stay() -> None:
    outcome = batch.work(Source("x", line='{"id": "\\ud800", "text": "\\ud800 \\ud83d\\ude42 Mosul"}'))
    assert outcome.id == "\ufffd"
    assert [(f.mention.start, f.mention.end) for f in outcome.findings] == [(4, 9)]
    assert outcome.document is not None
    assert outcome.document.text == "\ufffd 🙂 Mosul"


def test_a_document_that_breaks_the_engine_costs_only_itself() -> None:
    outcomes = list(batch.run([line(id="a", text="boom"), line(id="b", text="Mosul")]))
    assert "RuntimeError" in str(outcomes[0].error)
    assert "boom" not in str(outcomes[0].error)
    assert [len(outcome.findings) for outcome in outcomes] == [0, 1]


@pytest.mark.parametrize(
    "mentions",
    [
        "no list",
        [1],
        [{"start": 0}],
        [{"start": 0, "end": True}],
        [{"start": 3, "end": 3}],
        [{"start": -1, "end": 3}],
        [{"start": 0, "end": 99}],
    ],
)
def test_spans_that_are_none_are_refused(mentions: object) -> None:
    outcome = batch.work(line(id="a", text="Rain in Mosul", mentions=mentions))
    assert isinstance(outcome.error, Unreadable)
    assert "line 1" in outcome.error.sentence


def test_given_spans_are_all_that_is_resolved() -> None:
    outcome = batch.work(line(id="a", text="Mosul, Iraq", mentions=[{"start": 7, "end": 11}]))
    assert [f.mention.surface for f in outcome.findings] == ["Iraq"]
    assert batch.work(line(id="a", text="Mosul", mentions=[])).findings == ()
