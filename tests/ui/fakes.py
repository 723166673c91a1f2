"""Gazetteers, import lane and online geocoder made by hand, for the real view models."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.errors import Expected, Refused
from app.geoparsing.candidates import NameHit
from app.geoparsing.model import Match
from app.session.packlist import EMBEDDED, PackRow
from tests.support.builders import MOSUL, MOSUL_DISTRICT, place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.session.packlist import Draft

QAYYARAH = place("gn:89570", "Al Qayyārah", lat=35.79, lon=43.29, feature="P.PPL", admin=("Nineveh", "Iraq"))
CAMP = place("pk:camp", "Mosul Dam camp", lat=36.6, lon=42.8, feature="S.CMP", admin=("Nineveh", "Iraq"), population=0)
HOST: Final = "nominatim.example"

KNOWN: Final = (
    (NameHit(MOSUL, "Mosul", Match.MAIN), ""),
    (NameHit(MOSUL_DISTRICT, "Mosul District", Match.MAIN), ""),
    (NameHit(CAMP, "Mosul Dam camp", Match.MAIN), "My camps"),
    (NameHit(QAYYARAH, "Qayyarah", Match.ALTERNATE), ""),
)


@dataclass(frozen=True, slots=True)
class Hit:
    hit: NameHit
    score: float = 1.0
    source: str = ""


@dataclass(slots=True)
class Gazetteers:
    """Finds the places of `KNOWN` whose name begins so; remembers what it was asked."""

    known: Sequence[tuple[NameHit, str]] = KNOWN
    asked: list[str] = field(default_factory=list)

    def __call__(self, text: str, limit: int) -> list[Hit]:
        self.asked.append(text)
        wanted = text.casefold()
        hits = [Hit(hit, source=source) for hit, source in self.known if hit.matched.casefold().startswith(wanted)]
        return hits[:limit]


class Ticket:
    cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


@dataclass(frozen=True, slots=True)
class Request:
    when: str
    host: str
    purpose: str
    what: str
    status: int
    bytes: int


@dataclass(slots=True)
class Service:
    """An online geocoder that the test answers."""

    host: str = HOST
    attribution: str = "© OpenStreetMap contributors, ODbL"
    agreed_to: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    forgiven: int = 0
    on_hits: Callable[[Sequence[NameHit]], None] | None = None
    on_done: Callable[[Expected | None], None] | None = None

    def consent_words(self) -> str:
        return f"Whereof will ask {self.host}. It sends the name."

    def forgive(self) -> None:
        self.forgiven += 1

    def agreed(self, host: str) -> bool:
        return host in self.agreed_to

    def agree(self, host: str) -> None:
        self.agreed_to.append(host)

    def ask(
        self, name: str, on_hits: Callable[[Sequence[NameHit]], None], on_done: Callable[[Expected | None], None]
    ) -> Ticket:
        self.asked.append(name)
        self.on_hits, self.on_done = on_hits, on_done
        self.tickets.append(Ticket())
        return self.tickets[-1]

    def log(self) -> Sequence[Request]:
        return self.requests

    def answer(self, *hits: NameHit, error: Expected | None = None) -> None:
        assert self.on_hits is not None
        assert self.on_done is not None
        self.requests.append(Request("2026-11-22T04:31:07Z", self.host, "geocoder", self.asked[-1], 200, 2341))
        self.on_hits(hits)
        self.on_done(error)


@dataclass(slots=True)
class Setup:
    """The choice of an online server; refuses addresses without https."""

    provider: str = ""
    address: str = ""
    kept: int = 3
    trouble: Expected | None = None

    def choose(self, provider: str, address: str) -> None:
        if provider and not address.startswith("https://"):
            raise Refused(f"{address} is not asked, because it is not encrypted.", "Use an address with https.")
        self.provider, self.address = provider, address

    def forget(self) -> int:
        if self.trouble is not None:
            raise self.trouble
        forgotten, self.kept = self.kept, 0
        return forgotten


CAMPS: Final = PackRow("camps", "My camps", 1204, "table", "CC BY 4.0", "Field team", "2026-11-22", skipped=17)
IRAQ_DUMP: Final = PackRow("iq", "GeoNames Iraq", 62_345, "geonames", "CC BY 4.0", "GeoNames", "2026-10-03")
OWN: Final = PackRow(EMBEDDED, "GeoNames and Natural Earth", 301_224, EMBEDDED, "CC BY 4.0", "GeoNames")


@dataclass(slots=True)
class Shelf:
    """Keeps rows instead of gazetteers."""

    rows: list[PackRow] = field(default_factory=lambda: [CAMPS, OWN, IRAQ_DUMP])

    @property
    def order(self) -> list[str]:
        return [row.id for row in self.rows]

    def packs(self) -> Sequence[PackRow]:
        return list(self.rows)

    def stamp(self) -> str:
        return repr([(row.id, row.enabled) for row in self.rows])

    def new_path(self, title: str) -> Path:
        return Path(f"{title}.sqlite")

    def add(self, path: Path) -> object:
        self.rows.append(PackRow(path.stem, path.stem, 2))
        return self.rows[-1]

    def enable(self, pack: str, on: bool) -> None:  # noqa: FBT001 - the shelf's own signature
        self.rows = [replace(row, enabled=on) if row.id == pack else row for row in self.rows]

    def move(self, pack: str, place: int) -> None:
        row = next(row for row in self.rows if row.id == pack)
        self.rows.remove(row)
        self.rows.insert(place, row)

    def remove(self, pack: str) -> None:
        self.rows = [row for row in self.rows if row.id != pack]


@dataclass(frozen=True, slots=True)
class TableSeen:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str
    encoding: str
    header: bool
    guessed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Seen:
    recipe: Draft
    table: TableSeen | None = None


@dataclass(frozen=True, slots=True)
class Told:
    done_bytes: int
    total_bytes: int
    places: int
    skipped: int
    finishing: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Ended:
    places: int
    names: int
    skipped: int
    faults: tuple[Fault, ...] = ()
    cancelled: bool = False
    merged: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class ImportLane:
    """Looks at files and imports them as the test says; with `waits`, a first look ends only when told to."""

    seen: Seen | Expected | None = None
    looked: list[Path] = field(default_factory=list)
    added: list[tuple[Path, Draft]] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    on_message: Callable[[Told | Ended], None] | None = None
    on_done: Callable[[Expected | None], None] | None = None
    waits: bool = False
    look: Callable[[], None] = field(default=lambda: None)

    def preview(
        self, path: Path, on_message: Callable[[Seen], None], on_done: Callable[[Expected | None], None]
    ) -> Ticket:
        self.looked.append(path)
        self.look = partial(self._answer, on_message, on_done)
        if not self.waits:
            self.look()
        self.tickets.append(Ticket())
        return self.tickets[-1]

    def _answer(self, on_message: Callable[[Seen], None], on_done: Callable[[Expected | None], None]) -> None:
        if isinstance(self.seen, Seen):
            on_message(self.seen)
        on_done(self.seen if isinstance(self.seen, Expected) else None)

    def add(
        self,
        source: Path,
        target: Path,
        draft: Draft,
        on_message: Callable[[Told | Ended], None],
        on_done: Callable[[Expected | None], None],
    ) -> Ticket:
        del target
        self.added.append((source, draft))
        self.on_message, self.on_done = on_message, on_done
        self.tickets.append(Ticket())
        return self.tickets[-1]

    def tell(self, message: Told | Ended) -> None:
        assert self.on_message is not None
        self.on_message(message)

    def end(self, error: Expected | None = None) -> None:
        assert self.on_done is not None
        self.on_done(error)
