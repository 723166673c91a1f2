"""What the list of gazetteers asks of shelf and import lane, as protocols; who answers is handed in at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from app.session.packlist import Draft
    from app.session.tasks import OnDone, Ticket


class Record(Protocol):
    """A gazetteer as the shelf tells of it; see `PackRow`."""

    @property
    def id(self) -> str:
        """Its name on the shelf."""
        ...

    @property
    def title(self) -> str:
        """The reader's name for it."""
        ...

    @property
    def places(self) -> int:
        """How many it holds."""
        ...

    @property
    def format(self) -> str:
        """Of the file it was made from."""
        ...

    @property
    def licence(self) -> str:
        """Of its data."""
        ...

    @property
    def attribution(self) -> str:
        """The lines that its makers ask for."""
        ...

    @property
    def imported(self) -> str:
        """ISO date."""
        ...

    @property
    def enabled(self) -> bool:
        """Whether it is asked."""
        ...

    @property
    def skipped(self) -> int:
        """Lines that its import left out."""
        ...

    @property
    def fault(self) -> str:
        """Why it cannot be used."""
        ...


class ShelfLike(Protocol):
    """Keeps the gazetteers. Its acts raise `Expected` where they cannot be done."""

    def packs(self) -> Sequence[Record]:
        """The gazetteers in order."""
        ...

    def stamp(self) -> str:
        """A text that changes whenever other gazetteers are asked than before, or in another order."""
        ...

    def new_path(self, title: str) -> Path:
        """Where a new gazetteer of this title belongs."""
        ...

    def add(self, path: Path) -> object:
        """Put a gazetteer on the shelf."""
        ...

    def enable(self, pack: str, on: bool) -> None:  # noqa: FBT001 - the shelf's own signature
        """Switch a gazetteer on or off."""
        ...

    def move(self, pack: str, place: int) -> None:
        """Put a gazetteer at a place in the order."""
        ...

    def remove(self, pack: str) -> None:
        """Delete a gazetteer."""
        ...


class RecipeLike(Protocol):
    """How a file would be read; see `Draft`."""

    @property
    def format(self) -> str:
        """Its form."""
        ...

    @property
    def title(self) -> str:
        """A name for the gazetteer."""
        ...

    @property
    def licence(self) -> str:
        """Of its data."""
        ...

    @property
    def attribution(self) -> str:
        """The line that its maker asks for."""
        ...

    @property
    def classes(self) -> tuple[str, ...]:
        """Feature classes to take."""
        ...

    @property
    def columns(self) -> Mapping[str, str]:
        """What a column is, and its name."""
        ...

    @property
    def delimiter(self) -> str:
        """Of a table."""
        ...

    @property
    def encoding(self) -> str:
        """Of a table."""
        ...

    @property
    def header(self) -> bool:
        """Whether a table's first row names its columns."""
        ...


class TableMessage(Protocol):
    """The beginning of a table; see `TableLook`."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Their names."""
        ...

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The first rows."""
        ...

    @property
    def guessed(self) -> Mapping[str, str]:
        """What a column is, and its name."""
        ...


class PreviewMessage(Protocol):
    """What a first look tells."""

    @property
    def recipe(self) -> RecipeLike:
        """The one that seems right."""
        ...

    @property
    def table(self) -> TableMessage | None:
        """The file's beginning, if it is a table."""
        ...


@runtime_checkable
class ProgressMessage(Protocol):
    """How far an import is."""

    @property
    def done_bytes(self) -> int:
        """Read so far."""
        ...

    @property
    def total_bytes(self) -> int:
        """Of the file."""
        ...

    @property
    def places(self) -> int:
        """Taken so far."""
        ...

    @property
    def skipped(self) -> int:
        """Left out so far."""
        ...

    @property
    def finishing(self) -> bool:
        """Whether everything is read."""
        ...


class Fault(Protocol):
    """A line or feature that was left out."""

    @property
    def sentence(self) -> str:
        """Which and why."""
        ...


@runtime_checkable
class ReportMessage(Protocol):
    """What became of an import; the last message."""

    @property
    def places(self) -> int:
        """In the gazetteer."""
        ...

    @property
    def names(self) -> int:
        """In the gazetteer."""
        ...

    @property
    def skipped(self) -> int:
        """Lines or features left out."""
        ...

    @property
    def faults(self) -> Sequence[Fault]:
        """The first of them."""
        ...

    @property
    def cancelled(self) -> bool:
        """Stopped by the reader."""
        ...

    @property
    def remarks(self) -> tuple[str, ...]:
        """What else the reader should know."""
        ...


class ImportLane(Protocol):
    """Reads files in the background. Answers come on the session's own thread; `on_done` comes once, last."""

    def preview(self, path: Path, on_message: Callable[[PreviewMessage], None], on_done: OnDone, /) -> Ticket:
        """Look at a file; one message."""
        ...

    def add(
        self,
        source: Path,
        target: Path,
        draft: Draft,
        on_message: Callable[[ProgressMessage | ReportMessage], None],
        on_done: OnDone,
        /,
    ) -> Ticket:
        """Make a gazetteer at `target`; progress, and a report last."""
        ...
