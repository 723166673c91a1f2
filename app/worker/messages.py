"""What lane and child say to each other through their pipe; everything is small and picklable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.errors import Expected


@dataclass(frozen=True, slots=True)
class Work:
    """Lane to child: do this task."""

    ticket: int
    task: object


@dataclass(frozen=True, slots=True)
class Cancel:
    """Lane to child: stop this task at the next good moment."""

    ticket: int


@dataclass(frozen=True, slots=True)
class Partial:
    """Child to lane: a result of the task; others may follow."""

    ticket: int
    value: object


@dataclass(frozen=True, slots=True)
class Finished:
    """Child to lane: the task has ended.

    Attributes:
        ticket: the task.
        error: what the reader is told; nothing when all went well or the task was cancelled.
        trace: for the log, type and place of an unexpected error, without a word of the document.
    """

    ticket: int
    error: Expected | None = None
    trace: str = ""
