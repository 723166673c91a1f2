"""From paths and pasted text to documents with findings: what is read, what went wrong, how far it has come.

Documents are written as they come, so that they are readable before they are parsed. The lanes are kept fed a few
tasks ahead.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from app.errors import Expected, Unreadable
from app.session.parsing import TASKS_AHEAD, Parsing, Task
from app.session.state import DocumentStatus, Progress
from app.session.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from app.geoparsing.model import Document
    from app.project.store import Store
    from app.project.values import DocumentRecord
    from app.session.notices import Notices
    from app.session.tasks import Lanes

PASTED: Final = "pasted text"
_TEXT: Final = "text/plain; charset=utf-8"
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


class Intake:
    """Reads sources, hands documents on to be parsed, and counts.

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
        self._parsing = Parsing(store, lanes.parse, notices, self._parse_ended, on_change)
        self._last_id = store.documents.next_id() - 1
        self._sources: dict[int, Source] = {}
        self._to_read: deque[int] = deque()
        self._reading: dict[int, Task] = {}
        self._done = 0
        self._total = 0
        self._feeding = False

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
        return Progress(self._done, self._total, "Finding places" if self._parsing.busy else "Reading")

    def status(self, record: DocumentRecord) -> DocumentStatus:
        """How far a document has come, this moment."""
        return self._parsing.status(record)

    # What the reader asks for

    def add_files(self, paths: Iterable[Path]) -> None:
        """Read these files."""
        self._add([Source(0, path.name, path) for path in paths])

    def add_text(self, text: str) -> None:
        """Read a pasted text."""
        self._add([Source(0, PASTED, data=text.encode("utf-8", "replace"))])

    def prefer(self, document: int) -> None:
        """Parse this document before others that wait."""
        self._parsing.preferred = document

    def resume(self) -> None:
        """Take up the documents that the project holds unparsed."""
        for document in self._store.documents.with_status(_UNFINISHED):
            self._total += self._parsing.queue(document)
        self._feed()

    def retry(self, document: int | None) -> None:
        """Read or parse again what failed or was cancelled: one document, or all of them."""
        self.write()
        for number in self._stopped() if document is None else [document]:
            self._again(number)
        self._feed()

    def parse_again(self) -> None:
        """Parse every open document anew, also one that waits or is being parsed."""
        self.write()
        numbers = [record.id for record in self._store.documents.records()]
        with self._store.transaction():
            for number in numbers:
                self._store.documents.set_status(number, DocumentStatus.WAITING)
        for number in numbers:
            counted_before = self._parsing.withdraw(number)
            self._parsing.queue(number)
            self._total += not counted_before
            self._notices.over(number)
        self._feed()

    def withdraw(self, document: int) -> None:
        """Stop all work on a document, which is being closed."""
        self.write()
        source = self._sources.pop(document, None)
        task = self._reading.pop(document, None)
        if task is not None:
            task.stop()
        if document in self._to_read:
            self._to_read.remove(document)
        reading = source is not None and source.status is DocumentStatus.READING
        self._total -= self._parsing.withdraw(document) or reading
        self._notices.over(document)
        self._rest()
        self._feed()

    def cancel(self) -> int:
        """Stop everything; what is finished stays. How many documents that leaves unfinished."""
        self.write()
        self._done = self._total = 0
        reading = [source for source in self._sources.values() if source.status is DocumentStatus.READING]
        for source in reading:
            source.status = DocumentStatus.CANCELLED
        self._stop_reading()
        parsing = list(self._parsing.withdraw_all())
        with self._store.transaction():
            for document in parsing:
                self._store.documents.set_status(document, DocumentStatus.CANCELLED)
        return len(reading) + len(parsing)

    def stop(self) -> None:
        """Stop everything because the session ends; the project keeps its documents as unfinished."""
        self.write()
        self._stop_reading()
        self._parsing.withdraw_all()

    def write(self) -> None:
        """Write the answers gathered so far into the store."""
        self._parsing.write()

    # Reading

    def _add(self, sources: list[Source]) -> None:
        for source in sources:
            self._last_id += 1
            source.id = self._last_id
            self._sources[source.id] = source
            self._to_read.append(source.id)
        self._total += len(sources)
        self._feed()

    def _read_next(self) -> bool:
        if not self._to_read or len(self._reading) >= TASKS_AHEAD:
            return False
        source = self._sources[self._to_read.popleft()]
        task = self._reading[source.id] = Task()
        on_document = partial(self._arrived, source, task)
        on_done = partial(self._read_ended, source, task)
        if source.path is not None:
            task.ticket = self._lanes.read(source.path, on_document, on_done)
        else:
            task.ticket = self._lanes.read_bytes(source.name, source.data, _TEXT, on_document, on_done)
        return True

    def _arrived(self, source: Source, task: Task, document: Document) -> None:
        if self._reading.get(source.id) is not task:
            return
        try:
            number = self._file(source, task, document)
        except Expected as error:  # the project cannot be written
            self._fail(source, error)
        else:
            task.arrived = True
            self._on_landed(number)
        self._feed()
        self._on_change()

    def _file(self, source: Source, task: Task, document: Document) -> int:
        """Put a document into the project, or find it there; its number."""
        known = None if task.arrived else self._store.documents.with_hash(document.sha256)
        if known is None:
            number = self._new_number(source, task)
            self._store.documents.add(document, number, DocumentStatus.WAITING)
            self._parsing.queue(number)
        else:
            number, is_open = known
            self._meet_again(number, document.title, is_open=is_open)
        self._sources.pop(source.id, None)
        self._notices.over(source.id)
        return number

    def _new_number(self, source: Source, task: Task) -> int:
        if not task.arrived:
            return source.id
        self._last_id += 1  # a source that holds several documents
        self._total += 1
        return self._last_id

    def _meet_again(self, number: int, title: str, *, is_open: bool) -> None:
        if is_open:
            self._notices.tell(f"“{title}” is already open.")
        else:
            self._store.corrections.reopen_document(number)
        record = self._store.documents.record(number)
        finished = record is None or record.status == DocumentStatus.DONE
        if finished or not self._parsing.queue(number):
            self._finish_one()

    def _read_ended(self, source: Source, task: Task, error: Expected | None) -> None:
        if self._reading.get(source.id) is not task:
            return
        del self._reading[source.id]
        if not task.arrived and source.status is not DocumentStatus.FAILED:
            self._fail(source, error or Unreadable(f"{source.name} holds no text."))
        self._feed()
        self._on_change()

    def _fail(self, source: Source, error: Expected) -> None:
        if source.id not in self._sources:  # a later document of a source whose first one is in
            self._notices.warn(error)
            return
        source.status, source.error = DocumentStatus.FAILED, error.sentence
        self._notices.trouble(source.id, error)
        self._finish_one()

    def _stop_reading(self) -> None:
        tasks = list(self._reading.values())
        self._reading.clear()
        self._to_read.clear()
        for task in tasks:
            task.stop()

    # Keeping count and going on

    def _parse_ended(self) -> None:
        self._finish_one()
        self._feed()

    def _stopped(self) -> list[int]:
        unread = [source.id for source in self._sources.values() if source.status in _STOPPED]
        return [*unread, *self._store.documents.with_status(_STOPPED)]

    def _again(self, number: int) -> None:
        source = self._sources.get(number)
        if source is not None and source.status in _STOPPED:
            source.status, source.error = DocumentStatus.READING, ""
            self._to_read.append(number)
        elif self._store.documents.record(number) is not None and self._parsing.queue(number):
            self._store.documents.set_status(number, DocumentStatus.WAITING)
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
            while self._read_next() or self._parsing.start_next():
                pass
        except Expected as error:  # the project cannot be written; what waits goes on waiting
            self._notices.warn(error)
        finally:
            self._feeding = False


def left_over(number: int) -> str:
    """What to say of documents that a cancel left unfinished."""
    return f"Stopped; {counted(number, 'document is', 'documents are')} not finished."
