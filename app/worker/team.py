"""Work on many things, in this process or in several; the answers come in the order of the things."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final, Self, TypeVar

from app.worker.resources import one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType

T = TypeVar("T")
R = TypeVar("R")

_AHEAD: Final = 4
"""Things in hand per process, so that a long list of them is never held in memory as a whole."""


class Team:
    """Processes that live until the team is closed; with one job it is this process alone.

    Args:
        jobs: how many processes.
    """

    def __init__(self, jobs: int) -> None:
        self._ahead = jobs * _AHEAD
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=one_thread) if jobs > 1 else None

    def each(self, do: Callable[[T], R], things: Iterable[T], lost: Callable[[T], R]) -> Iterator[R]:
        """What `do` answers for each thing, in their order.

        Args:
            do: a function at the top of a module, or a partial one.
            things: taken as they are needed.
            lost: the answer where the process that worked on a thing ended.
        """
        if self._pool is None:
            yield from map(do, things)
            return
        waiting: deque[tuple[T, Future[R]]] = deque()
        for thing in things:
            waiting.append((thing, self._pool.submit(do, thing)))
            if len(waiting) >= self._ahead:
                yield _answer(*waiting.popleft(), lost)
        while waiting:
            yield _answer(*waiting.popleft(), lost)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown()


def _answer(thing: T, future: Future[R], lost: Callable[[T], R]) -> R:
    try:
        return future.result()
    except BrokenProcessPool:
        return lost(thing)
