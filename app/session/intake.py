"""From paths and pasted text to documents with findings: what waits, what is under way, how far it has come.

The session's other half: it keeps the lanes fed, a few tasks ahead, and writes what they answer into the
store. Documents are written as they come; findings are gathered and written by `write`, many in one
transaction. An answer counts only while its
task is the one under way for its document: those of an older revision, a closed document or a cancelled task
are dropped.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from app.errors import Expected, Unreadable
from app.session.state import DocumentStatus, Progress
from app.session.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from app.geoparsing.model import Document, Finding
    from app.project.store import Store
    from app.project.values import DocumentRecord
    from app.session.notices import Notices
    from app.session.tasks import Found, Lanes, Ticket

TASKS_AHEAD: Final = 2
"""Tasks given to a lane at once: one under way, one that waits, so that the lane never idles."""

PASTED: Final = "pasted text"
_UNFINISHED: Final = (DocumentStatus.WAITING, DocumentStatus.PARSING)
_STOPPED: Final = (DocumentStatus.FAILED, DocumentStatus.CANCELLED)


@dataclass(slots=True)
class Source:
    """Something to read that is not a document yet: a file, or bytes under a name."""

    id: int
    name: str
    path: Path | None = None
    data: bytes = b""
    status: DocumentStatus = DocumentStatus.READING
    error: str = ""


@dataclass(slots=True, eq=False)
class _Task:
    """A task under way; being the one noted for its document is what makes its answers count."""

    revision: int = 0
    arrived: bool = False
    ticket: Ticket | None = None


@dataclass(slots=True)
class _Pending:
    """Answers not yet written; findings by document and revision, then by passage."""

    found: dict[tuple[int, int], dict[int, tuple[Finding, ...]]] = field(default_factory=dict)
    ended: list[tuple[int, int, Expected | None]] = field(default_factory=list)


class Intake:
    """Feeds the lanes and takes their answers.

    Args:
        store: where documents and findings go.
        lanes: who reads and parses.
        notices: where trouble is told.
        on_landed: told the number of each document that a source became, or already was.
        on_change: told that there is something new to write or to show.
    """

    def __init__(
        self,
        store: Store,
        lanes: Lanes,
        notices: Notices,
        on_landed: Callable[[int], None],
        on_change: Callable[[], None],
    ) -> None:
        self._store = store
        self._lanes = lanes
        self._notices = notices
        self._on_landed = on_landed
        self._on_change = on_change
        self._last_id = store.documents.next_id() - 1
        self._sources: dict[int, Source] = {}
        self._to_read: deque[int] = deque()
        self._to_parse: dict[int, None] = {}
        self._reading: dict[int, _Task] = {}
        self._parsing: dict[int, _Task] = {}
        self._pending = _Pending()
        self._done = 0
        self._total = 0
        self._feeding = False
        self.preferred: int | None = None

    # What there is to know

    @property
    def sources(self) -> Iterable[Source]:
        """What is being read or could not be read."""
        return self._sources.values()

    @property
    def progress(self) -> Progress:
        """How many documents of those under way are done."""
        if self._done >= self._total:
            return Progress()
        label = "Finding places" if self._parsing or self._to_parse else "Reading"
        return Progress(self._done, self._total, label)

    def status(self, record: DocumentRecord) -> DocumentStatus:
        """How far a document has come, this moment."""
        if record.id in self._parsing:
            return DocumentStatus.PARSING
        if record.id in self._to_parse:
            return DocumentStatus.WAITING
        return DocumentStatus(record.status)

    # What the reader asks for

    def add_files(self, paths: Iterable[Path]) -> int:
        """Read these files; how many there are."""
        return self._add([Source(0, path.name, path) for path in paths])

    def add_text(self, text: str) -> None:
        """Read a pasted text."""
        self._add([Source(0, PASTED, data=text.encode("utf-8", "replace"))])

    def resume(self) -> None:
        """Take up the documents that the project holds unparsed."""
        for document in self._store.documents.with_status(_UNFINISHED):
            if document not in self._parsing and document not in self._to_parse:
                self._to_parse[document] = None
                self._total += 1
        self._feed()

    def retry(self, document: int | None) -> None:
        """Read or parse again what failed or was cancelled: one document, or all of them."""
        self.write()
        chosen = self._stopped() if document is None else [document]
        for number in chosen:
            self._again(number)
        self._feed()

    def withdraw(self, document: int) -> None:
        """Stop all work on a document, which is being closed."""
        self.write()
        task = self._reading.pop(document, None) or self._parsing.pop(document, None)
        source = self._sources.pop(document, None)
        waiting = document in self._to_parse or (source is not None and source.status is DocumentStatus.READING)
        self._to_parse.pop(document, None)
        if document in self._to_read:
            self._to_read.remove(document)
        if task is not None or waiting:
            self._total -= 1
        _stop(task)
        self._notices.over(document)
        self._rest()
        self._feed()

    def cancel(self) -> int:
        """Stop everything; what is finished stays. How many documents that leaves unfinished."""
        self.write()
        tasks = [*self._reading.values(), *self._parsing.values()]
        left = 0
        for source in self._sources.values():
            if source.status is DocumentStatus.READING:
                source.status = DocumentStatus.CANCELLED
                left += 1
        with self._store.transaction():
            for document in (*self._parsing, *self._to_parse):
                self._store.documents.set_status(document, DocumentStatus.CANCELLED)
                left += 1
        self._to_read.clear()
        for queue in (self._reading, self._parsing, self._to_parse):
            queue.clear()
        self._done = self._total = 0
        for task in tasks:
            _stop(task)
        return left

    def stop(self) -> None:
        """Cancel what is under way because the session ends; the store keeps the documents as unfinished."""
        tasks = [*self._reading.values(), *self._parsing.values()]
        self.write()
        self._to_read.clear()
        for queue in (self._reading, self._parsing, self._to_parse):
            queue.clear()
        for task in tasks:
            _stop(task)

    def write(self) -> None:
        """Write the answers gathered so far into the store."""
        pending, self._pending = self._pending, _Pending()
        if not pending.found and not pending.ended:
            return
        with self._store.transaction():
            for (document, revision), passages in pending.found.items():
                self._store.findings.replace(document, revision, passages)
            for document, revision, error in pending.ended:
                self._end(document, revision, error)

    # Reading

    def _add(self, sources: list[Source]) -> int:
        for source in sources:
            self._last_id += 1
            source.id = self._last_id
            self._sources[source.id] = source
            self._to_read.append(source.id)
        self._total += len(sources)
        self._feed()
        return len(sources)

    def _read_next(self) -> bool:
        if not self._to_read or len(self._reading) >= TASKS_AHEAD:
            return False
        source = self._sources[self._to_read.popleft()]
        task = self._reading[source.id] = _Task()
        on_document = partial(self._arrived, source, task)
        on_done = partial(self._read_ended, source, task)
        if source.path is not None:
            task.ticket = self._lanes.read(source.path, on_document, on_done)
        else:
            task.ticket = self._lanes.read_bytes(
                source.name, source.data, "text/plain; charset=utf-8", on_document, on_done
            )
        return True

    def _arrived(self, source: Source, task: _Task, document: Document) -> None:
        if self._reading.get(source.id) is not task:
            return
        number = source.id
        if task.arrived:  # a source that holds several documents
            self._last_id += 1
            number = self._last_id
            self._total += 1
        task.arrived = True
        self._sources.pop(source.id, None)
        self._notices.over(source.id)
        known = self._store.documents.with_hash(document.sha256) if number == source.id else None
        if known is None:
            self._store.documents.add(document, number, DocumentStatus.WAITING)
            self._to_parse[number] = None
        else:
            number, is_open = known
            self._meet_again(number, document.title, is_open=is_open)
        self._on_landed(number)
        self._feed()
        self._on_change()

    def _meet_again(self, number: int, title: str, *, is_open: bool) -> None:
        if is_open:
            self._notices.tell(f"“{title}” is already open.")
        else:
            self._store.corrections.reopen_document(number)
        record = self._store.documents.record(number)
        unfinished = record is not None and record.status != DocumentStatus.DONE
        if unfinished and number not in self._parsing and number not in self._to_parse:
            self._to_parse[number] = None
        else:
            self._finish_one()

    def _read_ended(self, source: Source, task: _Task, error: Expected | None) -> None:
        if self._reading.get(source.id) is not task:
            return
        del self._reading[source.id]
        if not task.arrived:
            error = error or Unreadable(f"{source.name} holds no text.")
            source.status, source.error = DocumentStatus.FAILED, error.sentence
            self._notices.trouble(source.id, error)
            self._finish_one()
        self._feed()
        self._on_change()

    # Parsing

    def _parse_next(self) -> bool:
        if not self._to_parse or len(self._parsing) >= TASKS_AHEAD:
            return False
        number = next(iter(self._to_parse))
        if self.preferred is not None and self.preferred in self._to_parse:
            number = self.preferred
        del self._to_parse[number]
        document = self._store.documents.get(number)
        if document is None:
            return True
        task = self._parsing[number] = _Task(self._store.documents.begin_revision(number))
        task.ticket = self._lanes.parse(
            document,
            task.revision,
            partial(self._found, number, task),
            partial(self._parse_ended, number, task),
        )
        return True

    def _found(self, document: int, task: _Task, found: Found) -> None:
        if self._parsing.get(document) is task:
            passages = self._pending.found.setdefault((document, task.revision), {})
            passages[found.passage_index] = found.findings
            self._on_change()

    def _parse_ended(self, document: int, task: _Task, error: Expected | None) -> None:
        if self._parsing.get(document) is not task:
            return
        del self._parsing[document]
        self._pending.ended.append((document, task.revision, error))
        self._finish_one()
        self._feed()
        self._on_change()

    def _end(self, document: int, revision: int, error: Expected | None) -> None:
        if error is None:
            self._store.findings.drop_older(document, revision)
            self._store.documents.set_status(document, DocumentStatus.DONE)
            self._notices.over(document)
        else:
            self._store.documents.set_status(document, DocumentStatus.FAILED, error.sentence)
            self._notices.trouble(document, error)

    # Keeping count and going on

    def _stopped(self) -> list[int]:
        unread = [source.id for source in self._sources.values() if source.status in _STOPPED]
        return [*unread, *self._store.documents.with_status(_STOPPED)]

    def _again(self, number: int) -> None:
        source = self._sources.get(number)
        if source is not None and source.status in _STOPPED:
            source.status, source.error = DocumentStatus.READING, ""
            self._to_read.append(number)
        elif source is None and number not in self._parsing and number not in self._to_parse:
            if self._store.documents.record(number) is None:
                return
            self._store.documents.set_status(number, DocumentStatus.WAITING)
            self._to_parse[number] = None
        else:
            return
        self._notices.over(number)
        self._total += 1

    def _finish_one(self) -> None:
        self._done += 1
        self._rest()

    def _rest(self) -> None:
        if self._done >= self._total:
            self._done = self._total = 0

    def _feed(self) -> None:
        """Fill the lanes; a lane that answers at once does not recurse."""
        if self._feeding:
            return
        self._feeding = True
        try:
            while self._read_next() or self._parse_next():
                pass
        finally:
            self._feeding = False


def _stop(task: _Task | None) -> None:
    if task is not None and task.ticket is not None:
        task.ticket.cancel()


def left_over(number: int) -> str:
    """What to say of documents that a cancel left unfinished."""
    return f"Stopped; {counted(number, 'document is', 'documents are')} not finished."
