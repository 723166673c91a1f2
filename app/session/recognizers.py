"""What finds names in documents, as views know it: which one is in use, and the trying of another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.errors import Expected
    from app.session.tasks import OnDone, Ticket

SENTENCE: Final = "Anna Berg flew from Oslo to Mosul, in northern Iraq, for the Red Cross."
"""What a recognizer reads before it is used."""
_BROKEN: Final = "It did not answer."


class Tried(Protocol):
    """What came of a trial."""

    @property
    def name(self) -> str:
        """Of the recognizer, with its version."""
        ...

    @property
    def places(self) -> Sequence[str]:
        """What it takes for places in `SENTENCE`."""
        ...


class Try(Protocol):
    """Loads a recognizer where it can do no harm to the window, and lets it read a sentence."""

    def __call__(self, spec: str, sentence: str, on_tried: Callable[[Tried], None], on_done: OnDone, /) -> Ticket:
        """Begin; answers come on the session's own thread."""
        ...


Offer = tuple[str, str]
"""A recognizer that can be chosen by name, and words for it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a view shows.

    Attributes:
        spec: the recognizer in use; empty for our own.
        trying: the one being tried, None while none is.
        sentence: what came of the last trial.
        refused: the one that was refused then, None if it was not.
    """

    spec: str
    trying: str | None = None
    sentence: str = ""
    refused: str | None = None


class Recognizers:
    """The recognizer in use; another is used only after it was tried.

    Args:
        chosen: the one in use, as the settings have it.
        keep: puts another one into the settings.
        offers: what can be chosen by name, our own first.
        trial: tries one.
        on_changed: told, in a sentence, that another is in use now; the session's `offer_parse_again`.
    """

    def __init__(
        self,
        chosen: Callable[[], str],
        keep: Callable[[str], object],
        *,
        offers: Callable[[], Sequence[Offer]],
        trial: Try,
        on_changed: Callable[[str], None],
    ) -> None:
        self._chosen = chosen
        self._keep = keep
        self._offers = offers
        self._trial = trial
        self._on_changed = on_changed
        self._state = Choice(chosen())
        self._ticket: Ticket | None = None
        self._number = 0
        self._subscribers: list[Callable[[Choice], None]] = []

    @property
    def state(self) -> Choice:
        """What a view shows."""
        return self._state

    def offers(self) -> Sequence[Offer]:
        """What can be chosen by name, our own first."""
        return self._offers()

    def subscribe(self, callback: Callable[[Choice], None]) -> Callable[[], None]:
        """Tell `callback(state)` of every change from now on; what is returned ends that."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def use(self, spec: str) -> None:
        """Try a recognizer, and use it if it works."""
        self.stop()
        self._number += 1
        number, found = self._number, list[Tried]()
        self._move(Choice(self._state.spec, trying=spec))
        self._ticket = self._trial(spec, SENTENCE, found.append, partial(self._ended, number, spec, found))

    def stop(self) -> None:
        """Drop a trial under way."""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        self._number += 1
        if self._state.trying is not None:
            self._move(replace(self._state, trying=None))

    def _ended(self, number: int, spec: str, found: Sequence[Tried], error: Expected | None) -> None:
        if number != self._number:
            return
        self._ticket = None
        if error is not None or not found:
            words = f"{error.sentence} {error.remedy}".strip() if error else _BROKEN
            self._move(Choice(self._state.spec, sentence=words, refused=spec))
            return
        tried = found[-1]
        changed = spec != self._chosen()
        self._keep(spec)
        self._move(Choice(spec, sentence=f"In use: {tried.name}. {_found(tried.places)}"))
        if changed:
            self._on_changed(f"Names are found by {tried.name} now.")

    def _move(self, state: Choice) -> None:
        self._state = state
        for callback in tuple(self._subscribers):
            callback(state)


def _found(places: Sequence[str]) -> str:
    if not places:
        return f"It finds no place in “{SENTENCE}”"
    *first, last = places
    names = f"{', '.join(first)} and {last}" if first else last
    return f"It finds {names} in “{SENTENCE}”"
