"""Documents on their way through the parse lane, and what it said of them until that is written.

An answer counts only while its task is the one under way for its document: those of an older revision, of a
closed document or of a cancelled task are dropped. Findings are gathered and written by `write`, many in one
transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from app.session.state import DocumentStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.errors import Expected
    from app.project.store import Store
    from app.project.values import DocumentRecord
    from app.session.notices import Notices
    from app.session.tasks import Found, Parse, Ticket

TASKS_AHEAD: Final = 2
"""Tasks given to a lane at once: one under way, one that waits, so that the lane never idles."""


@dataclass(slots=True, eq=False)
class Task:
    """A task under way; being the one noted for its document is what makes its answers count."""

    revision: int = 0
    arrived: bool = False
    ticket: Ticket | None = None

    def stop(self) -> None:
        """Ask the lane to stop working on it."""
        if self.ticket is not None:
            self.ticket.cancel()


@dataclass(slots=True)
class _Pending:
    """Answers not yet written, by document and revision, then by passage."""

    found: dict[tuple[int, int], dict[int, Found]] = field(default_factory=dict)
    ended: list[tuple[int, int, Expected | None]] = field(default_factory=list)


class Parsing:
    """Feeds the parse lane and takes its answers.

    Args:
        store: where findings go.
        lane: who parses.
        notices: where trouble is told.
        on_ended: told that a document's parse has ended, well or not.
        on_change: told that there is something to write.

    Attributes:
        preferred: the document to parse before others that wait.
    """

    def __init__(
        self,
        store: Store,
        lane: Parse,
        notices: Notices,
        on_ended: Callable[[], None],
        on_change: Callable[[], None],
    ) -> None:
        self._store = store
        self._lane = lane
        self._notices = notices
        self._on_ended = on_ended
        self._on_change = on_change
        self._waiting: dict[int, None] = {}
        self._under_way: dict[int, Task] = {}
        self._pending = _Pending()
        self.preferred: int | None = None

    @property
    def busy(self) -> bool:
        """Whether a document waits or is being parsed."""
        return bool(self._waiting or self._under_way)

    def status(self, record: DocumentRecord) -> DocumentStatus:
        """How far a document has come, this moment."""
        if record.id in self._under_way:
            return DocumentStatus.PARSING
        return DocumentStatus.WAITING if record.id in self._waiting else DocumentStatus(record.status)

    def queue(self, document: int) -> bool:
        """Let a document wait for its turn; false if it does already, or is being parsed."""
        if document in self._waiting or document in self._under_way:
            return False
        self._waiting[document] = None
        return True

    def start_next(self) -> bool:
        """Give the lane one more document, if one waits and the lane has room."""
        if not self._waiting or len(self._under_way) >= TASKS_AHEAD:
            return False
        number = next(iter(self._waiting))
        if self.preferred is not None and self.preferred in self._waiting:
            number = self.preferred
        document = self._store.documents.get(number)
        if document is None:
            del self._waiting[number]
            return True
        if document.publisher:
            self.write()  # what its publisher's other documents speak of, up to now
        background = self._store.backgrounds.of(number)
        task = Task(self._store.documents.begin_revision(number))
        del self._waiting[number]
        self._under_way[number] = task
        task.ticket = self._lane(
            document, task.revision, background, partial(self._found, number, task), partial(self._ended, number, task)
        )
        return True

    def withdraw(self, document: int) -> bool:
        """Stop work on a document; whether there was any."""
        waited = document in self._waiting
        self._waiting.pop(document, None)
        task = self._under_way.pop(document, None)
        if task is not None:
            task.stop()
        return waited or task is not None

    def withdraw_all(self) -> Iterable[int]:
        """Stop all work; the documents that it leaves unfinished."""
        left = (*self._under_way, *self._waiting)
        tasks = list(self._under_way.values())
        self._under_way.clear()
        self._waiting.clear()
        for task in tasks:
            task.stop()
        return left

    def write(self) -> None:
        """Write the answers gathered so far into the store; they wait on where that fails."""
        pending = self._pending
        if not pending.found and not pending.ended:
            return
        with self._store.transaction():
            for (document, revision), passages in pending.found.items():
                self._store.findings.replace(document, revision, {n: found.findings for n, found in passages.items()})
                self._store.dates.replace(document, revision, {n: found.dates for n, found in passages.items()})
            for document, revision, error in pending.ended:
                self._write_end(document, revision, error)
        self._pending = _Pending()
        for document, _, error in pending.ended:
            if error is None:
                self._notices.over(document)
            else:
                self._notices.trouble(document, error)

    def _write_end(self, document: int, revision: int, error: Expected | None) -> None:
        if error is None:
            self._store.findings.drop_older(document, revision)
            self._store.dates.drop_older(document, revision)
            self._store.documents.set_status(document, DocumentStatus.DONE)
        else:
            self._store.documents.set_status(document, DocumentStatus.FAILED, error.sentence)

    def _found(self, document: int, task: Task, found: Found) -> None:
        if self._under_way.get(document) is task:
            passages = self._pending.found.setdefault((document, task.revision), {})
            passages[found.passage_index] = found
            self._on_change()

    def _ended(self, document: int, task: Task, error: Expected | None) -> None:
        if self._under_way.get(document) is task:
            del self._under_way[document]
            self._pending.ended.append((document, task.revision, error))
            self._on_ended()
            self._on_change()
