"""The engine's answers carry the dates of their passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.geoparsing.dates import dates_of
from app.geoparsing.pipeline import Engine
from app.geoparsing.recognizer import Label, Span
from tests.support.atlas import Atlas
from tests.support.builders import document

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Spotter:
    """A recognizer that knows one name."""

    name = "spotter"
    version = "1"

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        for text in texts:
            at = text.find("Mosul")
            yield () if at < 0 else (Span(at, at + len("Mosul"), Label.PLACE),)


def test_each_answer_has_the_dates_of_its_passage_read_against_the_documents() -> None:
    read = document("Mosul", "It rained. Mosul fell on Tuesday.", "In 2003 nobody came.", date="2014-06-12")
    _, second, third = Engine(Spotter(), [Atlas()]).parse(read)
    assert [(str(found.earliest), found.surface) for found in second.dates] == [("2014-06-10", "Tuesday")]
    assert [found.surface for found in third.dates] == ["2003"]
    (finding,) = second.findings
    assert dates_of(finding.mention, [*second.dates, *third.dates]) == second.dates


def test_a_long_document_says_the_same_dates_in_its_last_answer_as_in_the_first() -> None:
    paragraphs = [f"On June {day}, 1863, " + "they marched on and on. " * 100 for day in range(1, 20)]
    answers = list(Engine(Spotter(), [Atlas()]).parse(document("March", *paragraphs)))
    final = [answer.dates for answer in answers if answer.final]
    assert len(answers) == 2 * len(final) == 40
    assert [answer.dates for answer in answers if not answer.final] == final
    assert all(len(dates) == 1 for dates in final[1:])
