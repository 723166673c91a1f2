from __future__ import annotations

import pytest

from app.geoparsing.kinds import kind_of
from app.geoparsing.model import Kind


def said_of(sentence: str) -> tuple[Kind, str]:
    """Kind and evidence of the name in brackets."""
    start = sentence.index("[")
    end = sentence.index("]") - 1
    return kind_of(sentence.replace("[", "").replace("]", ""), start, end)


@pytest.mark.parametrize(
    "sentence",
    [
        "[Washington] vowed to send help.",
        "On Monday [Ankara] said the border would stay shut.",
        "But [Paris] didn't want a second vote.",
        "[Tehran] has repeatedly denied it.",
        "[Moscow] is now weighing its answer.",
        "The minister keeps close ties to [Tehran].",
        "Engines were sold in spring to [Baghdad], the ministry said.",
        "More military aid to [Cairo] was held up.",
        "The government of [Chad] resigned.",
        "Rebels accused [Damascus] of shelling them.",
        "The move caught [Washington] by surprise.",
        "[Beijing]'s decision was expected.",
        "Talks with [London] ended early.",
        "According to [Kyiv], the bridge stands.",
        "The [White House] had no comment.",
        "A [Pentagon] spokesman smiled.",
        "He flew home from the [Kremlin].",
        "Relations between Oslo and [Lima] are cool.",
        "[Lima] and Oslo agreed on it.",
        "[Chile]'s willingness to pay was doubted.",
    ],
)
def test_a_place_that_acts_or_is_dealt_with_is_a_metonym(sentence: str) -> None:
    kind, evidence = said_of(sentence)
    assert kind is Kind.METONYM
    assert evidence


@pytest.mark.parametrize(
    "sentence",
    [
        "Officials in [Washington] said nothing.",
        "He was born near [Tehran].",
        "Two bombs fell on [Baghdad].",
        "A [Washington] think-tank disagreed.",
        "They fled [Mosul]. Said one of them: never again.",
        "The road from [Ankara] to the coast is open.",
        "Rain fell over [Paris], said the weather office.",
        "Troops were sent back to [Iraq].",
    ],
)
def test_a_place_where_something_is_or_happens_is_literal(sentence: str) -> None:
    assert said_of(sentence) == (Kind.LITERAL, "")


@pytest.mark.parametrize(
    "sentence",
    [
        "Their victory over [Leeds] was narrow.",
        "[Leeds] beat Fulham twice.",
        "The [Leeds] coach resigned.",
        "Fulham drew with [Leeds].",
        "[Leeds] won 3-1.",
    ],
)
def test_a_town_that_plays_stands_for_its_team_even_if_it_is_no_power(sentence: str) -> None:
    start, end = sentence.index("["), sentence.index("]") - 1
    kind, evidence = kind_of(sentence.replace("[", "").replace("]", ""), start, end, power=False)
    assert kind is Kind.METONYM
    assert evidence.startswith("stands for a team")


@pytest.mark.parametrize("sentence", ["[Leeds] said no.", "They gave money to [Leeds].", "A road to [Leeds] was lost."])
def test_a_town_that_is_no_power_does_not_speak_for_one(sentence: str) -> None:
    start, end = sentence.index("["), sentence.index("]") - 1
    assert kind_of(sentence.replace("[", "").replace("]", ""), start, end, power=False) == (Kind.LITERAL, "")


def test_the_evidence_quotes_the_words_that_showed_it() -> None:
    assert said_of("The minister keeps close ties to [Tehran].")[1] == (
        "stands for a power that others deal with: “ties to Tehran”"
    )
    assert said_of("[Washington] vowed to help.")[1] == "the one who acts: “Washington … vowed”"
