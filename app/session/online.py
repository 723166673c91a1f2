"""The online geocoder as views know it: asked for one name, by a click, after the reader agreed; never otherwise.

Nobody here opens a connection; who asks is handed in. An answer to a question that was dropped, or followed by
another, is not told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from app.errors import Expected
from app.session import search

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.geoparsing.candidates import NameHit
    from app.session.search import SearchRow
    from app.session.tasks import OnDone, Ticket

LONGEST_NAME: Final = 200
"""Code points of a name that is asked for; nobody calls a place by more, and a text is not sent by mistake."""


class Request(Protocol):
    """A line of the log of what left this computer."""

    @property
    def when(self) -> str:
        """ISO 8601 date and time, UTC."""
        ...

    @property
    def host(self) -> str:
        """Who was asked."""
        ...

    @property
    def purpose(self) -> str:
        """Which part of the program asked."""
        ...

    @property
    def what(self) -> str:
        """What was asked for."""
        ...

    @property
    def status(self) -> int:
        """The answer's HTTP status, 0 where no answer came."""
        ...

    @property
    def bytes(self) -> int:
        """Size of the answer."""
        ...


class Service(Protocol):
    """Who asks. Answers come on the session's own thread; `on_done` comes once, last."""

    @property
    def host(self) -> str:
        """Whom it would ask; empty while no service is set up."""
        ...

    @property
    def attribution(self) -> str:
        """The line that its maker asks to be shown with answers; may be empty."""
        ...

    def consent_words(self) -> str:
        """What the reader is asked to agree to; empty while no service is set up."""
        ...

    def agreed(self, host: str) -> bool:
        """Whether the reader agreed, some time, to asking this host."""
        ...

    def agree(self, host: str) -> None:
        """Remember that the reader agreed."""
        ...

    def ask(self, name: str, on_hits: Callable[[Sequence[NameHit]], None], on_done: OnDone, /) -> Ticket:
        """Ask for places of this name."""
        ...

    def forgive(self) -> None:
        """Let a host that refused to answer be asked again.

        Raises:
            Expected: what is remembered of it cannot be changed.
        """
        ...

    def log(self) -> Sequence[Request]:
        """What left this computer since the start, oldest first."""
        ...


class OnlinePhase(StrEnum):
    """How far the asking is."""

    OFF = "off"
    CONSENT = "needs consent"
    IDLE = "idle"
    ASKING = "asking"
    ANSWERED = "answered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OnlineState:
    """What a view shows of the online geocoder.

    Attributes:
        phase: how far the asking is.
        host: whom it asks, empty while no service is set up.
        attribution: the line to show with answers.
        name: what was asked for last.
        rows: the answers, best first; their source is the host.
        sentence: what went wrong, and the way out; or that the host knows no such place.
        requests: how many requests left this computer since the start, for whatever part of the program.
        left: the hosts that they went to, in the order they were first asked.
    """

    phase: OnlinePhase
    host: str = ""
    attribution: str = ""
    name: str = ""
    rows: tuple[SearchRow, ...] = ()
    sentence: str = ""
    requests: int = 0
    left: tuple[str, ...] = ()


class Online:
    """The online geocoder, at most one question at a time.

    Args:
        service: who asks.
        note: told each host as it is asked; the session's `note_online`.
    """

    def __init__(self, service: Service, note: Callable[[str], None]) -> None:
        self._service = service
        self._note = note
        self._asked: tuple[str, ...] = ()
        self._question = 0
        self._ticket: Ticket | None = None
        self._subscribers: list[Callable[[OnlineState], None]] = []
        self._state = self._at_rest()

    @property
    def state(self) -> OnlineState:
        """What a view shows."""
        return self._state

    @property
    def configured(self) -> bool:
        """Whether there is somebody to ask."""
        return bool(self._service.host)

    @property
    def host(self) -> str:
        """Whom it asks, empty while no service is set up."""
        return self._service.host

    @property
    def attribution(self) -> str:
        """The line to show with answers."""
        return self._service.attribution

    def needs_consent(self, host: str) -> bool:
        """Whether the reader has yet to agree to asking this host."""
        return bool(host) and not self._service.agreed(host)

    @property
    def consent_words(self) -> str:
        """What the reader is asked to agree to; empty while no service is set up."""
        return self._service.consent_words()

    def log(self) -> Sequence[Request]:
        """What left this computer since the start, oldest first."""
        return self._service.log()

    def subscribe(self, callback: Callable[[OnlineState], None]) -> Callable[[], None]:
        """Tell `callback(state)` of every change from now on; what is returned ends that."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def consent(self, host: str) -> None:
        """The reader agrees to asking this host, and no other."""
        self._service.agree(host)
        self.refresh()

    def ask(self, name: str, on_answer: Callable[[OnlineState], None] | None = None) -> None:
        """Ask for places of one name. To be called from a click and never while the reader types.

        Args:
            name: what is sent, and all that is sent.
            on_answer: told the state with answers or with what went wrong, unless the question is dropped before.
        """
        self.drop()
        wanted = " ".join(name.split())
        host = self.host
        if not wanted or len(wanted) > LONGEST_NAME or not host or self.needs_consent(host):
            return
        question = self._question
        self._asked = tuple(dict.fromkeys((*self._asked, host)))
        self._note(host)
        self._show(replace(self._at_rest(), phase=OnlinePhase.ASKING, name=wanted))
        answers: list[NameHit] = []
        ticket = self._service.ask(wanted, answers.extend, partial(self._ended, question, answers, on_answer))
        if self._question == question and self._state.phase is OnlinePhase.ASKING:
            self._ticket = ticket

    def ask_again(self) -> None:
        """Ask once more for the name that was asked for last and not answered, also of a host that refused."""
        failed = self._state
        if failed.phase is not OnlinePhase.FAILED:
            return
        try:
            self._service.forgive()
        except Expected as error:
            self._show(replace(failed, sentence=_told(error)))
            return
        self.ask(failed.name)

    def drop(self) -> None:
        """Forget question and answers: whoever asked has turned away."""
        self._question += 1
        ticket, self._ticket = self._ticket, None
        if ticket is not None:
            ticket.cancel()
        self._show(self._at_rest())

    def refresh(self) -> None:
        """Look again at what is set up and agreed to; a question under way to the same host goes on."""
        if self._state.phase is not OnlinePhase.ASKING or self._state.host != self.host:
            self.drop()

    def _ended(
        self,
        question: int,
        answers: list[NameHit],
        on_answer: Callable[[OnlineState], None] | None,
        error: Expected | None,
    ) -> None:
        for request in self._service.log():  # an answer may have come from another host than was asked
            self._note(request.host)
        if question != self._question:
            self._show(self._counted(self._state))
            return
        self._ticket = None
        asked = self._state
        if error is not None:
            answer = replace(asked, phase=OnlinePhase.FAILED, sentence=_told(error))
        else:
            sentence = "" if answers else f"{asked.host} knows no place called “{asked.name}”."
            rows = search.ranked(answers, asked.host)
            answer = replace(asked, phase=OnlinePhase.ANSWERED, rows=rows, sentence=sentence)
        self._show(self._counted(answer))
        if on_answer is not None:
            on_answer(self._state)

    def _at_rest(self) -> OnlineState:
        host = self.host
        phase = OnlinePhase.CONSENT if self.needs_consent(host) else OnlinePhase.IDLE
        state = OnlineState(phase if host else OnlinePhase.OFF, host, self.attribution)
        return self._counted(state)

    def _counted(self, state: OnlineState) -> OnlineState:
        log = self._service.log()
        hosts = dict.fromkeys((*self._asked, *(request.host for request in log)))
        return replace(state, requests=len(log), left=tuple(hosts))

    def _show(self, state: OnlineState) -> None:
        if state == self._state:
            return
        self._state = state
        for callback in tuple(self._subscribers):
            callback(state)


def _told(error: Expected) -> str:
    """What went wrong, and the way out."""
    return f"{error.sentence} {error.remedy}".strip()
