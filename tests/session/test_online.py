"""The online geocoder's view model: off until set up, nothing asked without consent, late answers dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from app.errors import Refused
from app.geoparsing.candidates import NameHit
from app.geoparsing.model import Match
from app.session.online import Online, OnlinePhase, OnlineState
from tests.support.builders import IRAQ, MOSUL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.session.tasks import OnDone

HOST = "geo.example"


@dataclass(slots=True)
class Question:
    name: str
    on_hits: Callable[[Sequence[NameHit]], None]
    on_done: OnDone
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass(frozen=True, slots=True)
class Sent:
    when: str = "2026-11-22T04:00:00Z"
    host: str = HOST
    purpose: str = "online geocoder"
    what: str = "Mosul"
    status: int = 200
    bytes: int = 100


@dataclass(slots=True)
class HandService:
    """A service whose questions a test answers by hand."""

    host: str = HOST
    attribution: str = "© somebody"
    hosts: set[str] = field(default_factory=set)
    questions: list[Question] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    forgiven: int = 0
    unforgiving: Refused | None = None

    def consent_words(self) -> str:
        return f"Whereof will ask {self.host}."

    def forgive(self) -> None:
        if self.unforgiving is not None:
            raise self.unforgiving
        self.forgiven += 1

    def agreed(self, host: str) -> bool:
        return host in self.hosts

    def agree(self, host: str) -> None:
        self.hosts.add(host)

    def ask(self, name: str, on_hits: Callable[[Sequence[NameHit]], None], on_done: OnDone, /) -> Question:
        self.questions.append(Question(name, on_hits, on_done))
        return self.questions[-1]

    def log(self) -> Sequence[Sent]:
        return self.sent

    def answer(self, *hits: NameHit, number: int = -1) -> None:
        self.sent.append(Sent())
        self.questions[number].on_hits(hits)
        self.questions[number].on_done(None)


class Desk:
    def __init__(self, *agreed: str, host: str = HOST) -> None:
        self.service = HandService(host=host, hosts=set(agreed))
        self.noted: list[str] = []
        self.online = Online(self.service, self.noted.append)
        self.told: list[OnlineState] = []
        self.answers: list[OnlineState] = []
        self.leave = self.online.subscribe(self.told.append)

    @property
    def phase(self) -> OnlinePhase:
        return self.online.state.phase


@pytest.fixture
def desk() -> Desk:
    return Desk(HOST)


def hit(name: str = "Mosul") -> NameHit:
    return NameHit(MOSUL, name, Match.MAIN)


def test_p3_it_is_off_until_somebody_is_set_up_and_asks_nobody_then() -> None:
    desk = Desk(host="")
    assert (desk.phase, desk.online.configured, desk.online.needs_consent("")) == (OnlinePhase.OFF, False, False)
    desk.online.ask("Mosul", desk.answers.append)
    assert (desk.service.questions, desk.noted, desk.answers) == ([], [], [])


def test_p3_nobody_is_asked_before_the_reader_agreed_to_that_host() -> None:
    desk = Desk("other.example")
    assert (desk.phase, desk.online.needs_consent(HOST)) == (OnlinePhase.CONSENT, True)
    desk.online.ask("Mosul")
    assert (desk.service.questions, desk.noted) == ([], [])
    desk.online.consent(HOST)
    assert (desk.phase, desk.online.needs_consent(HOST)) == (OnlinePhase.IDLE, False)
    assert desk.service.questions == []
    desk.online.ask("Mosul")
    assert [question.name for question in desk.service.questions] == ["Mosul"]


def test_a_name_is_asked_for_and_answered(desk: Desk) -> None:
    desk.online.ask("  Mosul \n", desk.answers.append)
    assert (desk.phase, desk.online.state.name, desk.noted) == (OnlinePhase.ASKING, "Mosul", [HOST])
    assert desk.online.state.left == (HOST,)
    desk.service.answer(hit(), NameHit(IRAQ, "Irak", Match.ALTERNATE))
    state = desk.online.state
    assert desk.answers == [state]
    assert (state.phase, state.sentence, state.attribution) == (OnlinePhase.ANSWERED, "", "© somebody")
    assert [(row.place, row.source, row.how) for row in state.rows] == [
        (MOSUL, HOST, ""),
        (IRAQ, HOST, "also called Irak"),
    ]
    assert state.rows[0].score > state.rows[1].score
    assert (state.requests, state.left) == (1, (HOST,))
    assert [told.phase for told in desk.told] == [OnlinePhase.ASKING, OnlinePhase.ANSWERED]


def test_no_answer_is_a_sentence(desk: Desk) -> None:
    desk.online.ask("Qwxyz")
    desk.service.answer()
    assert desk.online.state.sentence == "geo.example knows no place called “Qwxyz”."
    assert desk.online.state.rows == ()


def test_trouble_is_a_sentence_with_the_way_out(desk: Desk) -> None:
    desk.online.ask("Mosul", desk.answers.append)
    desk.service.questions[0].on_done(Refused("geo.example refused the request (403).", "Change the settings."))
    state = desk.online.state
    assert state.phase is OnlinePhase.FAILED
    assert state.sentence == "geo.example refused the request (403). Change the settings."
    assert desk.answers == [state]


@pytest.mark.parametrize("name", ["", "  \n ", "x" * 201])
def test_what_is_no_name_is_not_sent(desk: Desk, name: str) -> None:
    desk.online.ask(name)
    assert (desk.service.questions, desk.phase) == ([], OnlinePhase.IDLE)


def test_an_answer_that_comes_after_the_reader_turned_away_is_dropped_but_noted(desk: Desk) -> None:
    desk.online.ask("Mosul", desk.answers.append)
    desk.online.drop()
    assert (desk.phase, desk.service.questions[0].cancelled) == (OnlinePhase.IDLE, True)
    desk.service.sent.append(Sent(host="mirror.example"))
    desk.service.answer(hit())
    assert (desk.answers, desk.online.state.rows, desk.phase) == ([], (), OnlinePhase.IDLE)
    assert desk.noted == [HOST, "mirror.example", HOST]
    assert (desk.online.state.requests, desk.online.state.left) == (2, (HOST, "mirror.example"))


def test_a_second_question_takes_the_place_of_the_first(desk: Desk) -> None:
    desk.online.ask("Mosul", desk.answers.append)
    desk.online.ask("Kalak", desk.answers.append)
    assert desk.service.questions[0].cancelled
    desk.service.answer(hit(), number=0)
    assert (desk.phase, desk.answers) == (OnlinePhase.ASKING, [])
    desk.service.answer(hit("Kalak"), number=1)
    assert [state.name for state in desk.answers] == ["Kalak"]


def test_another_host_in_the_settings_ends_the_question_to_the_old_one(desk: Desk) -> None:
    desk.online.ask("Mosul", desk.answers.append)
    desk.online.refresh()
    assert desk.phase is OnlinePhase.ASKING
    desk.service.host = "other.example"
    desk.online.refresh()
    assert (desk.phase, desk.online.state.host) == (OnlinePhase.CONSENT, "other.example")
    desk.service.answer(hit())
    assert desk.answers == []
    desk.service.host = ""
    desk.online.refresh()
    assert desk.online.state == OnlineState(OnlinePhase.OFF, attribution="© somebody", requests=1, left=(HOST,))


def test_a_service_that_answers_at_once_is_heard() -> None:
    class Instant(HandService):
        def ask(self, name: str, on_hits: Callable[[Sequence[NameHit]], None], on_done: OnDone, /) -> Question:
            on_hits([hit(name)])
            on_done(None)
            return Question(name, on_hits, on_done)

    online = Online(Instant(hosts={HOST}), lambda _host: None)
    answers: list[OnlineState] = []
    online.ask("Mosul", answers.append)
    assert [state.phase for state in answers] == [OnlinePhase.ANSWERED]
    assert online.state == answers[0]
    online.refresh()
    assert online.state.phase is OnlinePhase.IDLE


def test_who_left_hears_nothing(desk: Desk) -> None:
    desk.leave()
    desk.leave()
    desk.online.ask("Mosul")
    assert desk.told == []
    assert desk.online.log() == []


def test_asking_again_asks_once_more_for_the_same_name_of_a_host_that_refused() -> None:
    desk = Desk(HOST)
    desk.online.ask_again()
    assert desk.service.questions == []
    desk.online.ask("Mosul")
    desk.service.questions[0].on_done(Refused(f"{HOST} refused the request (403); it was not repeated."))
    assert [state.phase for state in desk.told] == [OnlinePhase.ASKING, OnlinePhase.FAILED]
    desk.online.ask_again()
    assert [question.name for question in desk.service.questions] == ["Mosul", "Mosul"]
    assert desk.service.forgiven == 1
    assert desk.told[-1].phase is OnlinePhase.ASKING
    desk.online.ask_again()
    assert len(desk.service.questions) == 2


def test_a_refusal_that_cannot_be_forgiven_is_told() -> None:
    desk = Desk(HOST)
    desk.online.ask("Mosul")
    desk.service.questions[0].on_done(Refused(f"{HOST} refused the request (403)."))
    desk.service.unforgiving = Refused("The disk is full.", "Make room.")
    desk.online.ask_again()
    assert (desk.online.state.phase, desk.online.state.sentence) == (OnlinePhase.FAILED, "The disk is full. Make room.")
    assert len(desk.service.questions) == 1


def test_the_words_of_consent_are_the_services_own() -> None:
    assert Desk().online.consent_words == f"Whereof will ask {HOST}."
