from __future__ import annotations

import hashlib
import json
import time
from typing import TYPE_CHECKING

import pytest

from app.errors import Unreadable
from app.geoparsing.background import NOTHING_KNOWN, Background
from app.geoparsing.pipeline import Engine
from app.worker import batch
from app.worker.batch import Source
from tests.support.atlas import Atlas
from tests.support.spotter import Spotter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.geoparsing.model import Document, Finding, Mention


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


# Documents of one publisher


class Homebody(Engine):
    """An engine that notes which homes it was told."""

    def __init__(self) -> None:
        super().__init__(Spotter(), [Atlas()])
        self.told: list[Mapping[str, float]] = []

    def weigh(self, document: Document, mentions: Sequence[Mention], background: Background) -> list[Finding]:
        self.told.append(background.home)
        return super().weigh(document, mentions, background)

    def resolve(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        background: Background = NOTHING_KNOWN,
        date: str | None = None,
    ) -> list[Finding]:
        if background.home:
            self.told.append(background.home)
        return super().resolve(text, spans, background, date)


@pytest.fixture
def homebody(monkeypatch: pytest.MonkeyPatch) -> Homebody:
    engine = Homebody()
    monkeypatch.setattr(batch, "engine", lambda *_: engine)
    return engine


IRAQ, NINEVEH, FRANCE = "gn:99237", "gn:99032", "gn:3017382"


def test_documents_of_a_publisher_hear_what_its_others_speak_of(homebody: Homebody) -> None:
    texts = ["Mosul", "Mosul", "Paris"]
    lines = [line(id=str(number), text=text, source="The Post") for number, text in enumerate(texts)]
    outcomes = list(batch.run(lines))
    assert [outcome.id for outcome in outcomes] == ["0", "1", "2"]
    assert [set(home) for home in homebody.told] == [{IRAQ, NINEVEH, FRANCE}] * 2 + [{IRAQ, NINEVEH}]
    assert homebody.told[2][IRAQ] == 1.0


def test_two_documents_of_a_publisher_are_too_few(homebody: Homebody) -> None:
    assert len(list(batch.run([line(id=name, text="Mosul", source="The Post") for name in "ab"]))) == 2
    assert homebody.told == []


def test_a_domain_is_a_publisher_too_and_a_source_goes_before_it(homebody: Homebody) -> None:
    lines = [
        line(id="a", text="Mosul", domain="www.post.example"),
        line(id="b", text="Mosul", source="https://post.example/b"),
        line(id="c", text="Mosul", domain="POST.example", source=""),
        line(id="d", text="Mosul", domain="post.example", source="another"),
    ]
    list(batch.run(lines))
    assert len(homebody.told) == 3


def test_given_spans_are_weighed_again_as_they_were_given(homebody: Homebody) -> None:
    spans = [{"start": 7, "end": 12}, {"start": 0, "end": 5}]
    lines = [line(id=name, text="Paris, Mosul", source="The Post", mentions=spans) for name in "abc"]
    outcomes = list(batch.run(lines))
    assert [[f.mention.surface for f in outcome.findings] for outcome in outcomes] == [["Mosul", "Paris"]] * 3
    assert len(homebody.told) == 3


def test_order_and_failures_stay_among_documents_with_and_without_publishers(homebody: Homebody) -> None:
    lines = [
        line(id="first", text="Mosul"),
        line(id="b", text="Mosul", source="The Post"),
        Source("broken", line="{"),
        line(id="d", text="boom", source="The Post"),
        line(id="e", text="Mosul", source="The Post"),
        line(id="f", text="Paris"),
        line(id="g", text="Mosul", source="The Post"),
    ]
    outcomes = list(batch.run(lines))
    assert [outcome.id for outcome in outcomes] == ["first", "b", "", "", "e", "f", "g"]
    assert [outcome.error is None for outcome in outcomes] == [True, True, False, False, True, True, True]
    assert len(homebody.told) == 3
    assert [outcome.source for outcome in outcomes] == lines


@pytest.mark.usefixtures("homebody")
def test_documents_without_a_publisher_are_answered_as_they_come() -> None:
    taken = []

    def lines() -> Iterator[Source]:
        for number in range(3):
            taken.append(number)
            yield line(id=str(number), text="Mosul")

    outcomes = batch.run(lines())
    assert next(outcomes).id == "0"
    assert taken == [0]


@pytest.mark.usefixtures("homebody")
def test_time_is_that_of_both_weighings(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(1000))
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(seconds)))
    lines = [line(id=name, text="Mosul", source="The Post") for name in "abc"]
    assert [outcome.seconds for outcome in batch.run(lines)] == [2.0, 2.0, 2.0]
