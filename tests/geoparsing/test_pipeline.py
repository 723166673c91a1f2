from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.geoparsing.background import NOTHING_KNOWN
from app.geoparsing.model import Document, Kind, Passage, Verdict
from app.geoparsing.pipeline import Engine, PassageFindings
from app.geoparsing.recognizer import Label, Span
from tests.support.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NAMES = ("Iraq", "Mosul", "Paris", "Texas", "Tikrit")


class Spotter:
    """A recognizer that knows five names."""

    name = "spotter"
    version = "1"

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        for text in texts:
            yield tuple(
                sorted(
                    Span(at, at + len(n), Label.PLACE)
                    for n in _NAMES
                    for at in range(len(text))
                    if text.startswith(n, at)
                )
            )


@pytest.fixture
def spotter() -> Engine:
    return Engine(Spotter(), [Atlas()])


def document(*paragraphs: str) -> Document:
    passages, at = [], 0
    for paragraph in paragraphs:
        passages.append(Passage(at, at + len(paragraph)))
        at += len(paragraph) + 2
    return Document("Title", "\n\n".join(paragraphs), tuple(passages), "test", "0" * 64)


def surfaces(answer: PassageFindings) -> list[str]:
    return [finding.mention.surface for finding in answer.findings]


def test_a_short_document_is_answered_once_and_finally(spotter: Engine) -> None:
    answers = list(spotter.parse(document("Rain in Mosul.", "Sun.", "War in Iraq, rain in Tikrit.")))
    assert [(a.passage_index, a.final, surfaces(a)) for a in answers] == [
        (0, True, ["Mosul"]),
        (1, True, []),
        (2, True, ["Iraq", "Tikrit"]),
    ]


def test_offsets_count_in_the_document(spotter: Engine) -> None:
    text = document("🙂 الموصل", "Rain in Mosul.")
    (finding,) = [finding for answer in spotter.parse(text) for finding in answer.findings]
    assert text.text[finding.mention.start : finding.mention.end] == "Mosul"


def test_a_long_document_is_answered_block_by_block_and_again_as_a_whole(spotter: Engine) -> None:
    filler = "Nothing here. " * 1000
    answers = list(spotter.parse(document("Rain in Paris. " + filler, "Sun in Paris, Texas. " + filler)))
    assert [(a.passage_index, a.final) for a in answers] == [(0, False), (1, False), (0, True), (1, True)]
    countries = [a.findings[0].resolution.place.admin[-1] for a in answers if a.findings[0].resolution.place]
    assert countries == ["France", "United States", "United States", "United States"]


def test_a_document_without_passages_has_no_answers(spotter: Engine) -> None:
    assert list(spotter.parse(document())) == []


def test_a_cancelled_parse_stops(spotter: Engine) -> None:
    polled = iter([False, False, True, True, True, True])
    filler = "Nothing here. " * 1000
    text = document(*(["Rain in Mosul. " + filler] * 5))
    answers = list(spotter.parse(text, lambda: next(polled)))
    assert [a.passage_index for a in answers] == [0, 1]
    assert not any(a.final for a in answers)


def test_given_spans_are_resolved_as_they_are(spotter: Engine) -> None:
    text = "Iraqi poets left the Paris, Texas; then Xyzzyville."
    spans = [(21, 26), (0, 5), (17, 26), (40, 50)]
    findings = spotter.resolve(text, spans)
    assert [(f.mention.start, f.mention.end) for f in findings] == spans
    assert [f.mention.kind for f in findings] == [Kind.LITERAL, Kind.DEMONYM, Kind.LITERAL, Kind.LITERAL]
    assert [f.resolution.verdict for f in findings] == [Verdict.PLACE] * 3 + [Verdict.UNKNOWN]


def test_the_engine_names_what_it_is_made_of(spotter: Engine) -> None:
    assert spotter.version == "spotter 1; atlas 1"


def test_what_was_parsed_can_be_weighed_again_by_its_mentions(spotter: Engine) -> None:
    text = document(
        "Rain in Mosul, 20 km north of Tikrit.",
        "A bridge at 36.34 N, 43.13 E in Iraq.",
        "Sun in Paris, Texas, and Paris.",
    )
    first = [finding for answer in spotter.parse(text) for finding in answer.findings]
    assert {finding.mention.kind for finding in first} >= {Kind.LITERAL, Kind.COORDINATE, Kind.RELATIVE}
    assert spotter.weigh(text, [finding.mention for finding in first], NOTHING_KNOWN) == first
