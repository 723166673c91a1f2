"""Relative mentions among the others of a document, with the atlas as gazetteer."""

from __future__ import annotations

import pytest

from app.geoparsing.candidates import Candidates
from app.geoparsing.model import Finding, Kind, Mention, Passage, Verdict
from app.geoparsing.relative import Relatives
from app.geoparsing.resolver import resolve
from tests.support.atlas import Atlas


def found(text: str, *names: str, passages: tuple[Passage, ...] = ()) -> list[Finding]:
    """The findings of a text in which these names are mentions, each time they stand there."""
    atlas = Atlas()
    spans = sorted((at, name) for name in names for at in range(len(text)) if text.startswith(name, at))
    mentions = [Mention(at, at + len(name), name, Kind.LITERAL, certainty=0.8) for at, name in spans]
    candidates = Candidates([atlas])
    resolved = resolve(text, mentions, candidates)
    return Relatives([atlas], candidates).added(text, passages or (Passage(0, len(text)),), resolved)


def relatives(findings: list[Finding]) -> list[str]:
    return [finding.mention.surface for finding in findings if finding.mention.kind is Kind.RELATIVE]


def test_the_phrase_lies_over_its_anchor_and_both_are_mentions() -> None:
    findings = found("A base 20 km north of Tikrit fell.", "Tikrit")
    assert [(one.mention.surface, one.mention.kind) for one in findings] == [
        ("20 km north of Tikrit", Kind.RELATIVE),
        ("Tikrit", Kind.LITERAL),
    ]
    phrase, anchor = findings
    assert phrase.resolution.verdict is Verdict.PLACE
    assert phrase.resolution.place is not None
    assert phrase.resolution.place.id == "rel:20-km-north-of:gn:90150"
    assert phrase.candidates[0].place == phrase.resolution.place
    assert 0 < phrase.resolution.confidence < anchor.resolution.confidence
    assert phrase.mention.evidence == "a distance and a direction from another place"
    assert phrase.mention.certainty == 0.8


def test_findings_are_in_the_order_of_start_and_end() -> None:
    findings = found("northern Iraq, and 20 km north of Mosul, between Mosul and Tikrit", "Iraq", "Mosul", "Tikrit")
    spans = [(finding.mention.start, finding.mention.end) for finding in findings]
    assert spans == sorted(spans)
    assert relatives(findings) == ["northern Iraq", "20 km north of Mosul", "between Mosul and Tikrit"]


def test_an_anchor_that_nobody_knows_leaves_the_place_unknown() -> None:
    phrase = found("20 km north of Nowhere", "Nowhere")[0]
    assert phrase.mention.kind is Kind.RELATIVE
    assert (phrase.resolution.verdict, phrase.resolution.place, phrase.candidates) == (Verdict.UNKNOWN, None, ())
    assert relatives(found("near Nowhere", "Nowhere")) == [], "that says nothing that the name does not"


def test_a_name_of_its_own_is_no_description() -> None:
    assert relatives(found("in Northern Georgia", "Georgia")) == ["Northern Georgia"]

    class Knowing(Atlas):
        def has_name(self, toponym: str) -> bool:
            return toponym == "Northern Georgia" or super().has_name(toponym)

    text = "in Northern Georgia"
    candidates = Candidates([Knowing()])
    resolved = resolve(text, [Mention(12, 19, "Georgia", Kind.LITERAL)], candidates)
    findings = Relatives([], candidates).added(text, [Passage(0, len(text))], resolved)
    assert relatives(findings) == []


@pytest.mark.parametrize("text", ["Dallas, near Paris", "Dallas (outside Paris)"])
def test_near_behind_a_town_only_says_where_the_town_is(text: str) -> None:
    assert relatives(found(text, "Dallas", "Paris")) == []
    assert relatives(found("a farm " + text.removeprefix("Dallas, ").removeprefix("Dallas ("), "Paris")) != []


def test_a_phrase_ends_with_its_passage() -> None:
    text = "It went north of\nTikrit"
    parts = (Passage(0, 16), Passage(17, len(text)))
    assert relatives(found(text, "Tikrit")) == ["north of\nTikrit"]
    assert relatives(found(text, "Tikrit", passages=parts)) == []


def test_a_mention_is_never_cut() -> None:
    text = "Camp 20 km north of Mosul"
    candidates = Candidates([Atlas()])
    mentions = [Mention(0, 7, "Camp 20", Kind.LITERAL), Mention(20, 25, "Mosul", Kind.LITERAL)]
    resolved = resolve(text, mentions, candidates)
    findings = Relatives([], candidates).added(text, [Passage(0, len(text))], resolved)
    assert relatives(findings) == []


def test_what_is_unsure_about_the_anchor_is_said() -> None:
    phrase = found("20 km north of Athens", "Athens")[0]
    anchor = found("20 km north of Athens", "Athens")[1]
    doubts = [reason.text for reason in phrase.candidates[0].reasons if "itself unsure" in reason.text]
    assert bool(doubts) is (anchor.resolution.confidence < 0.5)


def test_the_same_document_is_answered_the_same() -> None:
    text = "20 km north of Mosul, northern Iraq"
    assert found(text, "Mosul", "Iraq") == found(text, "Mosul", "Iraq")
