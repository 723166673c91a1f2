"""Whether a sentence speaks of what was or of what will be on a day of the week."""

from __future__ import annotations

import pytest

from app.geoparsing.dates.cues import cue
from app.geoparsing.dates.written import Turn

PAST, COMING, UNSAID = Turn.LAST, Turn.NEXT, None


@pytest.mark.parametrize(
    ("sentence", "turn"),
    [
        ("The convoy reached Ramadi on Friday.", PAST),
        ("He fled on Friday.", PAST),
        ("They would have left on Friday.", PAST),
        ("The army will leave, he said on Friday.", PAST),
        ("He said on Monday that he would leave on Friday.", COMING),
        ("On Friday the court will rule.", COMING),
        ("On Friday he said that he would leave.", PAST),
        ("The talks are scheduled for Friday.", COMING),
        ("The trial begins on Friday.", COMING),
        ("The deadline is Friday.", COMING),
        ("Polls are to open on Friday.", COMING),
        ("They'll meet on Friday.", COMING),
        ("The bridge should be open by Friday.", COMING),
        ("Please write by Friday.", COMING),
        ("By Friday all had gone.", PAST),
        ("Heavy shelling on Friday.", UNSAID),
    ],
)
def test_the_verb_tells(sentence: str, turn: Turn | None) -> None:
    start = sentence.index("Friday")
    assert cue(sentence, (0, len(sentence)), start, start + len("Friday")) is turn


def test_verbs_of_other_sentences_do_not_tell() -> None:
    text = "They will leave. Shelling on Friday. They left."
    assert cue(text, (17, 36), text.index("Friday"), text.index("Friday") + 6) is None
