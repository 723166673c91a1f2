"""The tasks that lanes carry, and the sentences for when they fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from app.errors import Expected, Unreadable, WorkerDied
from app.geoparsing.background import NOTHING_KNOWN

if TYPE_CHECKING:
    from app.gazetteer.packs.recipe import Recipe
    from app.geoparsing.background import Background
    from app.geoparsing.model import Document

_TRY_AGAIN: Final = "Try again; if it happens again, leave this document out."
_OTHER_FORMAT: Final = "Save it as plain text and open that."
_OTHER_TABLE: Final = "Save it as a table in CSV and add that."
_OTHER_RECOGNIZER: Final = "Choose another one."
_SMALLER_FILE: Final = "Try again; if it happens again, make several smaller files of it."


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
        background: what is known beside it.
    """

    document: Document
    revision: int
    background: Background = NOTHING_KNOWN


@dataclass(frozen=True, slots=True)
class ImportTask:
    """Make a pack of the file at `source`; answered by `Progress` now and then, and the `ImportReport` last.

    Attributes:
        source: path of the file.
        target: path of the pack; it must lie in the folder that the lane was made for.
        recipe: how to read the source.
    """

    source: str
    target: str
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class PreviewTask:
    """Look at the file at `path`; answered by a `Preview`."""

    path: str


@dataclass(frozen=True, slots=True)
class RecognizerTask:
    """Load a recognizer and let it read a sentence; answered by a `Tried`.

    Attributes:
        spec: as `recognizers.choosing.load` reads it.
        sentence: what it reads.
    """

    spec: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A recognizer that works.

    Attributes:
        name: its name and version.
        places: what it takes for places in the sentence, as written.
    """

    name: str
    places: tuple[str, ...]


def failed(task: object) -> Expected:
    """What the reader is told when the code that worked on `task` raised something unexpected."""
    match task:
        case ParseTask():
            return WorkerDied(f"{_outcome(task)}: the parser failed.", _TRY_AGAIN)
        case ImportTask() | PreviewTask():
            return Unreadable(f"{_outcome(task)}: the reader of this format failed.", _OTHER_TABLE)
        case RecognizerTask():
            return Unreadable(f"{_outcome(task)}: it is not what it should be.", _OTHER_RECOGNIZER)
        case _:
            return Unreadable(f"{_outcome(task)}: the reader of this format failed.", _OTHER_FORMAT)


def died(task: object) -> WorkerDied:
    """What the reader is told when the child process ended while it worked on `task`."""
    match task:
        case ImportTask() | PreviewTask():
            way_out = _SMALLER_FILE
        case RecognizerTask():
            way_out = _OTHER_RECOGNIZER
        case _:
            way_out = _TRY_AGAIN
    return WorkerDied(f"{_outcome(task)}: the helper process ended.", way_out)


def _outcome(task: object) -> str:
    """What the reader did not get: "places.csv could not be made a gazetteer"."""
    match task:
        case ReadTask(path):
            said = f"{_name(path)} could not be read"
        case ReadBytesTask(name):
            said = f"{name} could not be read"
        case ParseTask(document):
            said = f"“{document.title}” could not be searched for places"
        case ImportTask(source):
            said = f"{_name(source)} could not be made a gazetteer"
        case PreviewTask(path):
            said = f"{_name(path)} could not be looked at"
        case RecognizerTask(spec):
            said = f"The recognizer {spec} could not be tried"
        case _:
            said = "A task could not be done"
    return said


def _name(path: str) -> str:
    return PurePath(path).name or path
