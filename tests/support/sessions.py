"""Sessions without processes: lanes answered by hand or at once, and a clock that tests turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Expected, Unreadable
from app.geoparsing.background import NOTHING_KNOWN
from app.project.store import Store
from app.session.session import Session
from app.session.tasks import Found, Lanes, OnDone
from tests.support.builders import AID, FALL, document, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.geoparsing.background import Background
    from app.geoparsing.candidates import NameHit
    from app.geoparsing.model import Document
    from app.session.search import Search


OWN_GAZETTEER = "Whereof"
"""Title of the gazetteer that search results need not name."""

_OPENED: list[Session] = []


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """What a search of the gazetteers answers."""

    hit: NameHit
    score: float
    source: str = OWN_GAZETTEER


def searching(*hits: PlaceHit) -> Search:
    """A search that knows these places by the beginning of the name that met them, best first."""

    def search(text: str, limit: int) -> Sequence[PlaceHit]:
        return [hit for hit in hits if hit.hit.matched.casefold().startswith(text.casefold())][:limit]

    return search


class Clock:
    """Seconds that pass only when told, and what is due meanwhile."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._due: list[tuple[float, Callable[[], None]]] = []

    def __call__(self) -> float:
        return self.now

    def later(self, delay: float, callback: Callable[[], None]) -> None:
        self._due.append((self.now + delay, callback))

    @property
    def waiting(self) -> int:
        return len(self._due)

    def pass_by(self, seconds: float) -> None:
        end = self.now + seconds
        while due := [entry for entry in self._due if entry[0] <= end]:
            entry = min(due, key=lambda one: one[0])
            self._due.remove(entry)
            self.now = max(self.now, entry[0])
            entry[1]()
        self.now = end


@dataclass(slots=True, eq=False)
class Request:
    """One task put into a lane; doubles as its ticket."""

    what: str
    on_message: Callable[[Document], None] | Callable[[Found], None]
    on_done: OnDone
    document: Document | None = None
    revision: int = 0
    data: bytes = b""
    background: Background = NOTHING_KNOWN
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True

    def answer(self, *messages: object, error: Expected | None = None) -> None:
        """Send these messages and end the task."""
        self.send(*messages)
        self.on_done(error)

    def send(self, *messages: object) -> None:
        for message in messages:
            self.on_message(message)  # type: ignore[arg-type] # the test knows which lane this is


@dataclass(slots=True)
class HandLanes:
    """Lanes whose tasks a test answers by hand."""

    reads: list[Request] = field(default_factory=list)
    parses: list[Request] = field(default_factory=list)

    @property
    def lanes(self) -> Lanes:
        return Lanes(self._read, self._read_bytes, self._parse)

    def _read(self, path: Path, on_document: Callable[[Document], None], on_done: OnDone) -> Request:
        self.reads.append(Request(path.name, on_document, on_done))
        return self.reads[-1]

    def _read_bytes(
        self,
        name: str,
        data: bytes,
        media_type: str,
        on_document: Callable[[Document], None],
        on_done: OnDone,
    ) -> Request:
        self.reads.append(Request(f"{name} {media_type}", on_document, on_done, data=data))
        return self.reads[-1]

    def _parse(
        self,
        asked: Document,
        revision: int,
        background: Background,
        on_found: Callable[[Found], None],
        on_done: OnDone,
    ) -> Request:
        self.parses.append(Request(asked.title, on_found, on_done, asked, revision, background=background))
        return self.parses[-1]


class InstantLanes:
    """Lanes that answer before the request returns; a file's document is looked up by the file's name."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self._documents = documents

    @property
    def lanes(self) -> Lanes:
        return Lanes(self._read, self._read_bytes, self._parse)

    def _read(self, path: Path, on_document: Callable[[Document], None], on_done: OnDone) -> Request:
        request = Request(path.name, on_document, on_done)
        found = self._documents.get(path.name)
        if found is None:
            request.answer(error=Unreadable(f"{path.name} cannot be opened."))
        else:
            request.answer(found)
        return request

    def _read_bytes(
        self,
        name: str,
        data: bytes,
        media_type: str,
        on_document: Callable[[Document], None],
        on_done: OnDone,
    ) -> Request:
        first, *rest = data.decode().split("\n\n")
        request = Request(f"{name} {media_type}", on_document, on_done)
        request.answer(document(first, *rest, source=name))
        return request

    def _parse(
        self,
        asked: Document,
        revision: int,
        _background: Background,
        on_found: Callable[[Found], None],
        on_done: OnDone,
    ) -> Request:
        request = Request(asked.title, on_found, on_done, asked, revision)
        request.answer(*parsed(asked))
        return request


def same_paths(paths: Sequence[Path]) -> Sequence[Path]:
    return paths


def new_session(
    lanes: Lanes, *, store: Store | None = None, clock: Clock | None = None, search: Search | None = None
) -> Session:
    clock = clock or Clock()
    session = Session(
        store or Store.temporary(),
        lanes,
        later=clock.later,
        expand=same_paths,
        search=search,
        own_gazetteer=OWN_GAZETTEER,
        clock=clock,
    )
    _OPENED.append(session)
    return session


def close_all() -> None:
    """Close every session that a test left open."""
    while _OPENED:
        _OPENED.pop().close()


def filled_session(*documents: Document, clock: Clock | None = None, search: Search | None = None) -> Session:
    """A session with these documents, or two small ones, open and parsed; close it when done."""
    clock = clock or Clock()
    chosen = documents or (FALL, AID)
    named = {f"{index}.txt": one for index, one in enumerate(chosen)}
    session = new_session(InstantLanes(named).lanes, clock=clock, search=search)
    session.open([Path(name) for name in named])
    clock.pass_by(1.0)
    return session
