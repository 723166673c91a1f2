"""What the session asks of the background lanes, as protocols; who answers is handed in at the start.

Answers come on the session's own thread, at any time after the request, also before it returns. `on_done`
comes once, with what went wrong or nothing; after a cancel it may come or not, and is not listened to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.errors import Expected

if TYPE_CHECKING:
    from app.geoparsing.background import Background
    from app.geoparsing.model import DateMention, Document, Finding

OnDone = Callable[[Expected | None], None]
Expand = Callable[[Sequence[Path]], Iterable[Path]]
"""From files and folders to files, in the order to read them."""


class Ticket(Protocol):
    """A task under way or waiting in a lane."""

    def cancel(self) -> None:
        """Ask for the task to stop."""
        ...


class Found(Protocol):
    """What the parse said of one passage, as the pipeline's `PassageFindings`; a later one replaces it."""

    @property
    def passage_index(self) -> int:
        """Number of the passage in its document."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Its mentions, in order."""
        ...

    @property
    def dates(self) -> tuple[DateMention, ...]:
        """The dates written in it, in order."""
        ...


class ReadFile(Protocol):
    """Asks for the document in a file."""

    def __call__(self, path: Path, on_document: Callable[[Document], None], on_done: OnDone, /) -> Ticket:
        """Put the task into the lane."""
        ...


class ReadBytes(Protocol):
    """Asks for the document in bytes that are no file."""

    def __call__(
        self,
        name: str,
        data: bytes,
        media_type: str,
        on_document: Callable[[Document], None],
        on_done: OnDone,
        /,
    ) -> Ticket:
        """Put the task into the lane."""
        ...


class Parse(Protocol):
    """Asks for the places of a document, given what is known beside it."""

    def __call__(
        self,
        document: Document,
        revision: int,
        background: Background,
        on_found: Callable[[Found], None],
        on_done: OnDone,
        /,
    ) -> Ticket:
        """Put the task into the lane."""
        ...


@dataclass(frozen=True, slots=True)
class Lanes:
    """The background work that a session can ask for."""

    read: ReadFile
    read_bytes: ReadBytes
    parse: Parse
