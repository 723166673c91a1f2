"""The tasks that lanes carry, and the sentences for when they fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from app.errors import Expected, Unreadable, WorkerDied

if TYPE_CHECKING:
    from app.geoparsing.model import Document

_TRY_AGAIN: Final = "Try again; if it happens again, leave this document out."
_OTHER_FORMAT: Final = "Save it as plain text and open that."


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Read the file at `path`; answered by one `Document`."""

    path: str


@dataclass(frozen=True, slots=True)
class ReadBytesTask:
    """Read bytes that are no file of ours, such as a pasted text; answered by one `Document`.

    Attributes:
        name: what the reader would call the source.
        data: its bytes.
        media_type: such as `text/html; charset=utf-8`, if known.
    """

    name: str
    data: bytes
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class ParseTask:
    """Find the places of `document`; answered by `PassageFindings`, again for a passage weighed again.

    Attributes:
        document: what to parse.
        revision: the document's revision that asks, so that a stale answer can be told.
    """

    document: Document
    revision: int


def failed(task: object) -> Expected:
    """What the reader is told when the code that worked on `task` raised something unexpected."""
    if isinstance(task, ParseTask):
        return WorkerDied(f"{_outcome(task)}: the parser failed.", _TRY_AGAIN)
    return Unreadable(f"{_outcome(task)}: the reader of this format failed.", _OTHER_FORMAT)


def died(task: object) -> WorkerDied:
    """What the reader is told when the child process ended while it worked on `task`."""
    return WorkerDied(f"{_outcome(task)}: the helper process ended.", _TRY_AGAIN)


def _outcome(task: object) -> str:
    verb = "searched for places" if isinstance(task, ParseTask) else "read"
    return f"{_label(task)} could not be {verb}"


def _label(task: object) -> str:
    match task:
        case ReadTask(path):
            return PurePath(path).name or path
        case ReadBytesTask(name):
            return name
        case ParseTask(document):
            return f"“{document.title}”"
        case _:
            return "A task"
