from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from app.errors import Expected, Missing
from app.session.recognizers import SENTENCE, Choice, Recognizers

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass
class Tried:
    name: str = "fr_news 3.8"
    places: tuple[str, ...] = ("Oslo", "Mosul", "Iraq")


@dataclass
class Trial:
    """A lane that the test answers."""

    asked: list[tuple[str, str]] = field(default_factory=list)
    answer: list[tuple[Callable[[Any], None], Callable[[Expected | None], None]]] = field(default_factory=list)
    cancelled: int = 0

    def __call__(self, spec: str, sentence: str, on_tried: Callable[[Any], None], on_done: Any, /) -> Trial:  # noqa: ANN401
        self.asked.append((spec, sentence))
        self.answer.append((on_tried, on_done))
        return self

    def cancel(self) -> None:
        self.cancelled += 1

    def succeed(self, tried: Tried, which: int = -1) -> None:
        on_tried, on_done = self.answer[which]
        on_tried(tried)
        on_done(None)


class Desk:
    def __init__(self) -> None:
        self.kept = ""
        self.told: list[str] = []
        self.seen: list[Choice] = []
        self.trial = Trial()
        self.recognizers = Recognizers(
            lambda: self.kept, self.keep, offers=lambda: [("", "Ours")], trial=self.trial, on_changed=self.told.append
        )
        self.recognizers.subscribe(self.seen.append)

    def keep(self, spec: str) -> None:
        self.kept = spec


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_another_recognizer_is_used_once_it_has_read_a_sentence(desk: Desk) -> None:
    desk.recognizers.use("spacy:fr_news")
    assert desk.trial.asked == [("spacy:fr_news", SENTENCE)]
    assert (desk.recognizers.state.trying, desk.kept, desk.told) == ("spacy:fr_news", "", [])
    desk.trial.succeed(Tried())
    state = desk.recognizers.state
    assert (desk.kept, state.spec, state.trying, state.refused) == ("spacy:fr_news", "spacy:fr_news", None, None)
    assert state.sentence == f"In use: fr_news 3.8. It finds Oslo, Mosul and Iraq in “{SENTENCE}”"
    assert desk.told == ["Names are found by fr_news 3.8 now."]
    assert desk.seen[-1] == state


def test_one_that_breaks_is_refused_with_one_sentence_and_changes_nothing(desk: Desk) -> None:
    desk.recognizers.use("/broken")
    desk.trial.answer[0][1](Missing("The folder /broken holds no recognizer.", "Choose another."))
    state = desk.recognizers.state
    assert (state.spec, state.refused) == ("", "/broken")
    assert state.sentence == "The folder /broken holds no recognizer. Choose another."
    assert (desk.kept, desk.told) == ("", [])


def test_one_that_ends_without_an_answer_is_refused(desk: Desk) -> None:
    desk.recognizers.use("/silent")
    desk.trial.answer[0][1](None)
    assert desk.recognizers.state.refused == "/silent"


def test_trying_the_one_in_use_offers_nothing(desk: Desk) -> None:
    desk.recognizers.use("")
    desk.trial.succeed(Tried("ours 1", ()))
    assert "ours 1. It finds no place in" in desk.recognizers.state.sentence
    assert desk.told == []


def test_only_the_last_trial_counts(desk: Desk) -> None:
    desk.recognizers.use("/one")
    desk.recognizers.use("/two")
    assert desk.trial.cancelled == 1
    desk.trial.succeed(Tried("one 1"), 0)
    assert desk.kept == ""
    desk.trial.succeed(Tried("two 1", ("Oslo",)), 1)
    assert desk.kept == "/two"
    assert "It finds Oslo in" in desk.recognizers.state.sentence


def test_a_trial_that_was_stopped_is_not_told(desk: Desk) -> None:
    desk.recognizers.use("/one")
    desk.recognizers.stop()
    assert desk.recognizers.state.trying is None
    desk.trial.succeed(Tried())
    assert (desk.kept, desk.told) == ("", [])


def test_a_view_that_has_gone_is_told_nothing(desk: Desk) -> None:
    seen: list[Choice] = []
    desk.recognizers.subscribe(seen.append)()
    desk.recognizers.use("/one")
    assert seen == []
    assert desk.seen
