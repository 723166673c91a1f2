from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.canonical import canonical, passages
from app.geoparsing.model import Document, Finding, Kind
from app.geoparsing.pipeline import Engine
from app.geoparsing.recognizer import Label, Span
from tests.support.atlas import Atlas

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.geoparsing.recognizer import Recognizer

_PIECES = st.sampled_from(
    [
        "Mosul", "Paris, Texas", "the U.S.", "Iraqi", "Jordan said", "WASHINGTON", "Georgia's", "🙂", "الموصل", "𐍈",
        "\n\n", "\n", " ", ", ", "“", "\u2019s", "-", "(", ")", "St.", "U.S.", "e\u0301", "\u200f",
        "The Mosul General Hospital", "and the", "…",
        "20 km north of", "northern", "between Mosul and Tikrit", "near the city of", "'s border with",
        "off the coast of",
    ]
)  # fmt: skip
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=30).map(lambda pieces: canonical(" ".join(pieces)))
_LABELS = st.sampled_from(
    [Label.PLACE, Label.PLACE, Label.PLACE, Label.PEOPLE, Label.ORGANISATION, Label.PERSON, Label.PRODUCT, Label.OTHER]
)


class Wild:
    """A recognizer that calls anything anything."""

    name, version = "wild", "1"

    def __init__(self, cuts: Sequence[tuple[int, int, Label]]) -> None:
        self._cuts = cuts

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        for text in texts:
            end, spans = 0, []
            for skip, length, label in self._cuts:
                start = end + skip
                end = start + length
                if end <= len(text):
                    spans.append(Span(start, end, label))
            yield tuple(spans)


def parsed(engine: Engine, text: str) -> list[Finding]:
    document = Document("Title", text, passages(text), "test", "0" * 64)
    return [finding for answer in engine.parse(document) for finding in answer.findings]


def check(text: str, findings: Sequence[Finding]) -> None:
    for finding in findings:
        mention = finding.mention
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.surface == text[mention.start : mention.end]
        assert mention.surface == mention.surface.strip()
    spans = [(finding.mention.start, finding.mention.end) for finding in findings]
    assert spans == sorted(set(spans))
    for relative in (True, False):  # a relative mention lies over others, none of a kind over its kind
        kind = [f.mention for f in findings if (f.mention.kind is Kind.RELATIVE) is relative]
        assert all(a.end <= b.start for a, b in itertools.pairwise(kind))


@given(_TEXTS, st.lists(st.tuples(st.integers(0, 9), st.integers(1, 30), _LABELS), max_size=12))
@settings(deadline=None, max_examples=150)
def test_mentions_are_spans_of_the_text_in_order_whatever_the_recognizer_says(
    text: str, cuts: list[tuple[int, int, Label]]
) -> None:
    check(text, parsed(Engine(Wild(cuts), [Atlas()]), text))


@given(text=_TEXTS)
@settings(deadline=None, max_examples=40)
def test_the_real_recognizer_keeps_offsets_too(recognizer: Recognizer, text: str) -> None:
    findings = parsed(Engine(recognizer, [Atlas()]), text)
    check(text, findings)
    assert findings == parsed(Engine(recognizer, [Atlas()]), text)


@given(_TEXTS, st.data())
@settings(deadline=None, max_examples=60)
def test_given_spans_come_back_in_their_order(text: str, data: st.DataObject) -> None:
    position = st.integers(0, max(0, len(text)))
    spans = data.draw(st.lists(st.tuples(position, position).filter(lambda pair: pair[0] < pair[1]), max_size=6))
    findings = Engine(Wild([]), [Atlas()]).resolve(text, spans)
    assert [(finding.mention.start, finding.mention.end) for finding in findings] == spans
    assert [finding.mention.surface for finding in findings] == [text[a:b] for a, b in spans]
