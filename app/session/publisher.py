"""Who is told of a new state, and how often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.session.state import State

STREAM_INTERVAL_S: Final = 0.1
"""Shortest time between two changes that come from streams and not from the reader."""

Subscriber = Callable[[State, State], None]
Later = Callable[[float, Callable[[], None]], None]
"""Runs a callback after so many seconds, on the session's thread."""


class Publisher:
    """Holds the state and tells subscribers of each new one, in order, whoever causes the next."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._told = state
        self._telling = False
        self._subscribers: list[Subscriber] = []

    def subscribe(self, subscriber: Subscriber) -> Callable[[], None]:
        """Tell `subscriber(old, new)` of every change from now on; what is returned ends that."""
        self._subscribers.append(subscriber)

        def unsubscribe() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return unsubscribe

    def publish(self, state: State) -> None:
        """Make this the state and tell everybody, if it differs."""
        self.state = state
        if self._telling:
            return
        self._telling = True
        try:
            while self._told != self.state:
                old, self._told = self._told, self.state
                new = self._told
                for subscriber in tuple(self._subscribers):
                    subscriber(old, new)
        finally:
            self._telling = False


class Throttle:
    """Runs an action when asked: at once if it rested long enough, else once, later, for all who ask."""

    def __init__(self, action: Callable[[], None], clock: Callable[[], float], later: Later) -> None:
        self._action = action
        self._clock = clock
        self._later = later
        self._ran = float("-inf")
        self._due = False
        self._stopped = False

    def ask(self) -> None:
        """Run the action now or soon."""
        if self._due or self._stopped:
            return
        wait = self._ran + STREAM_INTERVAL_S - self._clock()
        if wait <= 0:
            self._run()
        else:
            self._due = True
            self._later(wait, self._run)

    def stop(self) -> None:
        """Run nothing any more."""
        self._stopped = True

    def _run(self) -> None:
        self._due = False
        if not self._stopped:
            self._ran = self._clock()
            self._action()
