"""The shelf: the embedded gazetteer and the reader's packs, in the reader's order.

A folder holds the packs, one file each, whose stem is the pack's id. Beside them `shelf.json` tells their order and
which are switched off; without it, or with a damaged one, every pack in the folder is there, switched on, after the
embedded gazetteer. A pack that cannot be opened stays on the list with its fault and is not asked. A pack that this
program did not make is looked through once, and the list keeps that it is sound.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import threading
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.errors import Expected, Missing, Refused
from app.gazetteer import schema, soundness
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.packs.strays import put, sweep, work_file
from app.geoparsing.candidates import merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from app.gazetteer.shapes import Shape
    from app.geoparsing.candidates import NameHit
    from app.geoparsing.model import Place

EMBEDDED: Final = "embedded"
SUFFIX: Final = ".sqlite"
_LIST: Final = "shelf.json"
_VERSION: Final = 1
_GET_AGAIN: Final = "Get it again from where it came from, or import its source anew."
_LONGEST_STEM: Final = 40
_NOT_IN_IDS: Final = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class PackRecord:
    """A row of the shelf.

    Attributes:
        id: of the pack, stable; `embedded` for the gazetteer that Whereof carries.
        title: the reader's name for it.
        file: its file's name.
        places: in it.
        format: of the file it was made from (see `PackFormat`); `embedded` for the embedded gazetteer.
        licence: of its data; may be empty.
        attribution: the line that its maker asks for; several are separated by line ends; may be empty.
        imported: ISO date; empty for the embedded gazetteer.
        enabled: whether it is asked.
        skipped: lines or features that its import left out.
        fault: why it cannot be used, as a sentence; empty if it can.
    """

    id: str
    title: str
    file: str
    places: int = 0
    format: str = ""
    licence: str = ""
    attribution: str = ""
    imported: str = ""
    enabled: bool = True
    skipped: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class _Listing:
    """What `shelf.json` tells; `sound` has the marks of the files that were looked through."""

    order: tuple[str, ...] = ()
    off: frozenset[str] = frozenset()
    sound: Mapping[str, str] = field(default_factory=dict)


class Shelf:
    """The gazetteers that are asked, and what the reader may do with them. Safe to share between threads.

    Args:
        embedded: the embedded gazetteer's file.
        folder: of the packs; made when the first one is added.
    """

    def __init__(self, embedded: Path, folder: Path) -> None:
        self._embedded = embedded
        self._folder = folder
        self._lock = threading.RLock()
        self._open: dict[str, tuple[str, GazetteerFile]] = {}
        self._faults: dict[str, tuple[str, str]] = {}
        self._sound: dict[str, str] = {}
        sweep(folder)

    def new_path(self, title: str) -> Path:
        """Where a new pack of this title belongs; its stem, the new pack's id, is nobody else's."""
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
        stem = _NOT_IN_IDS.sub("-", plain)[:_LONGEST_STEM].strip("-") or "pack"
        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            taken = {EMBEDDED, *self._ids()}
        number = 1
        name = stem
        while name in taken:
            number += 1
            name = f"{stem}-{number}"
        return self._folder / f"{name}{SUFFIX}"

    def sources(self) -> list[GazetteerFile]:
        """The gazetteers that are switched on and in order, first the one that wins."""
        with self._lock:
            off = self._listing().off
            found = [self._opened(name) for name in self._ids() if name not in off]
        return [source for source in found if source is not None]

    def packs(self) -> list[PackRecord]:
        """The rows of the shelf in order, the embedded gazetteer among them."""
        with self._lock:
            off = self._listing().off
            return [self._record(name, enabled=name not in off) for name in self._ids()]

    def stamp(self) -> str:
        """A text that changes whenever `sources` would answer differently; costs a look at each file."""
        with self._lock:
            off = self._listing().off
            seen = [f"{name} {_mark(self._path(name))}" for name in self._ids() if name not in off]
        return hashlib.sha256("\n".join(seen).encode()).hexdigest()[:16]

    def enable(self, pack: str, on: bool) -> None:  # noqa: FBT001 - enable(id, on) reads well
        """Switch a gazetteer on or off.

        Raises:
            Missing: there is no such pack.
            Expected: the folder cannot be written to.
        """
        with self._lock:
            listing = self._known(pack)
            self._keep(_Listing(tuple(self._ids()), listing.off - {pack} if on else listing.off | {pack}))

    def move(self, pack: str, place: int) -> None:
        """Put a gazetteer at a place in the order, 0 being the first; a place beyond the ends is the end.

        Raises:
            Missing: there is no such pack.
            Expected: the folder cannot be written to.
        """
        with self._lock:
            listing = self._known(pack)
            order = [name for name in self._ids() if name != pack]
            order.insert(min(max(place, 0), len(order)), pack)
            self._keep(_Listing(tuple(order), listing.off))

    def add(self, path: Path) -> PackRecord:
        """Put a pack on the shelf, last in order; a file from outside the folder is copied into it.

        Raises:
            Missing: the file is not there, is no pack, or is a damaged one.
            Expected: the folder cannot be written to.
        """
        with self._lock:
            _check_form(path)
            if path.parent.resolve() != self._folder.resolve():
                _check_cells(path)
                path = self._copied(path)
            name = path.stem
            self._sound[name] = _mark(path)
            order = [*(other for other in self._ids() if other != name), name]
            self._keep(_Listing(tuple(order), self._listing().off - {name}))
            return self._record(name, enabled=True)

    def remove(self, pack: str) -> None:
        """Take a pack from the shelf and delete its file.

        Raises:
            Missing: there is no such pack.
            Refused: it is the embedded gazetteer.
            Expected: the file cannot be deleted, or the folder cannot be written to.
        """
        if pack == EMBEDDED:
            raise Refused("The gazetteer that Whereof carries cannot be removed.", "Switch it off instead.")
        with self._lock:
            listing = self._known(pack)
            order = tuple(name for name in self._ids() if name != pack)
            self._forget(pack)
            try:
                self._path(pack).unlink(missing_ok=True)
            except OSError as trouble:
                raise Expected(f"The gazetteer {pack} could not be deleted: {trouble.strerror}.") from trouble
            self._keep(_Listing(order, listing.off - {pack}))

    def find(self, toponym: str, limit: int = 30) -> Sequence[NameHit]:
        """Places called so in any of the gazetteers, best-known first, each once."""
        return merged([source.find(toponym, limit) for source in self.sources()])[: max(limit, 0)]

    def similar(self, toponym: str, limit: int = 10) -> Sequence[NameHit]:
        """Places called almost so in any of the gazetteers, each once."""
        return merged([source.similar(toponym, limit) for source in self.sources()])[: max(limit, 0)]

    def has_name(self, toponym: str) -> bool:
        """Whether any of the gazetteers knows a place called so."""
        return any(source.has_name(toponym) for source in self.sources())

    def place(self, place_id: str) -> Place | None:
        """The place with this id, from the first gazetteer that holds it."""
        return next((place for source in self.sources() if (place := source.place(place_id)) is not None), None)

    def shape(self, key: str) -> Shape | None:
        """The shape of this key, from the first gazetteer that holds it."""
        return next((shape for source in self.sources() if (shape := source.shape(key)) is not None), None)

    def footprint(self, place: Place) -> list[Shape]:
        """The shapes that make up a place's footprint, from whichever gazetteers hold them."""
        return [shape for key in place.areas if (shape := self.shape(key)) is not None]

    def close(self) -> None:
        """Close every gazetteer."""
        with self._lock:
            for name in list(self._open):
                self._forget(name)

    def _path(self, name: str) -> Path:
        return self._embedded if name == EMBEDDED else self._folder / f"{name}{SUFFIX}"

    def _ids(self) -> list[str]:
        """Every gazetteer in order: as listed, then files that are not listed; the embedded one is always there."""
        listed = [name for name in self._listing().order if _is_id(name)]
        present: list[str] = []
        with suppress(OSError):
            present = sorted(path.stem for path in self._folder.glob(f"*{SUFFIX}") if _is_id(path.stem))
        first = [] if EMBEDDED in listed else [EMBEDDED]
        return list(dict.fromkeys([*first, *listed, *present]))

    def _listing(self) -> _Listing:
        """What `shelf.json` tells; nothing where it is not there or damaged."""
        try:
            held = json.loads((self._folder / _LIST).read_text(encoding="utf-8"))
            sound = {str(name): str(mark) for name, mark in dict(held.get("sound", ())).items()}
            return _Listing(tuple(map(str, held["order"])), frozenset(map(str, held["off"])), sound)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            return _Listing()

    def _keep(self, listing: _Listing) -> None:
        marks = {**self._listing().sound, **self._sound}
        sound = {name: mark for name, mark in marks.items() if name in listing.order}
        held = {"version": _VERSION, "order": listing.order, "off": sorted(listing.off), "sound": sound}
        target = self._folder / _LIST
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with work_file(target) as work:
                work.write_text(json.dumps(held, indent=1), encoding="utf-8")
                put(work, target)
        except OSError as trouble:
            raise Expected(
                f"The list of gazetteers could not be saved: {trouble.strerror}.",
                f"Make room on the disk, or make the folder {self._folder} writable.",
            ) from trouble

    def _known(self, pack: str) -> _Listing:
        """The listing, once it is sure that this pack is on the shelf."""
        if pack not in self._ids():
            raise Missing(f"There is no gazetteer {pack} on the shelf.")
        return self._listing()

    def _copied(self, path: Path) -> Path:
        target = self.new_path(path.stem)
        try:
            with work_file(target) as work:
                shutil.copyfile(path, work)
                put(work, target)
        except OSError as trouble:
            raise Expected(f"{path.name} could not be copied to the other gazetteers: {trouble.strerror}.") from trouble
        return target

    def _opened(self, name: str) -> GazetteerFile | None:
        """A gazetteer's open file; None, and its fault kept, where it cannot be opened."""
        path = self._path(name)
        mark = _mark(path)
        held = self._open.get(name)
        if held and held[0] == mark:
            return held[1]
        if self._faults.get(name, ("", ""))[0] == mark:
            return None
        self._open.pop(name, None)  # left open: another thread may be asking it, and it closes when nobody does
        try:
            if name != EMBEDDED and mark not in {self._sound.get(name), self._listing().sound.get(name)}:
                _check_form(path)
                _check_cells(path)
                self._sound[name] = mark
            source = GazetteerFile.open(path)
        except Missing as trouble:
            self._faults[name] = (mark, trouble.sentence)
            return None
        self._faults.pop(name, None)
        self._open[name] = (mark, source)
        return source

    def _forget(self, name: str) -> None:
        held = self._open.pop(name, None)
        if held:
            held[1].close()

    def _record(self, name: str, *, enabled: bool) -> PackRecord:
        path = self._path(name)
        source = self._opened(name)
        if source is None:
            return PackRecord(name, name, path.name, enabled=enabled, fault=self._faults[name][1])
        meta = _meta(path)
        embedded = name == EMBEDDED
        return PackRecord(
            id=name,
            title=meta.get("title") or ("Whereof" if embedded else name),
            file=path.name,
            places=_count(meta.get("places")),
            format=EMBEDDED if embedded else meta.get("format", ""),
            licence=meta.get("licence", ""),
            attribution=meta.get("attribution", ""),
            imported=meta.get("imported", ""),
            enabled=enabled,
            skipped=_count(meta.get("skipped")),
        )


def _is_id(name: str) -> bool:
    """Whether a text can be a pack's id: no path, nothing hidden."""
    return bool(name) and name == name.strip() and not name.startswith(".") and not any(c in name for c in "/\\:\0")


def _check_form(path: Path) -> None:
    """See whether a file is a pack at all.

    Raises:
        Missing: it is none.
    """
    try:
        GazetteerFile.open(path).close()
    except Missing as trouble:
        raise Missing(trouble.sentence, _GET_AGAIN) from trouble


def _check_cells(path: Path) -> None:
    """Look through a pack once.

    Raises:
        Missing: something in it does not belong there.
    """
    fault = soundness.fault(path)
    if fault:
        raise Missing(f"The gazetteer {path.name} cannot be used: {fault}.", _GET_AGAIN)


def _mark(path: Path) -> str:
    """A text that changes when a file does."""
    try:
        status = path.stat()
    except OSError:
        return "none"
    return f"{status.st_mtime_ns} {status.st_size} {status.st_ino}"


def _meta(path: Path) -> dict[str, str]:
    """What a gazetteer file tells of itself."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error:
        return {}
    try:
        return {} if schema.fault(connection) else dict(connection.execute("SELECT key, value FROM meta").fetchall())
    except sqlite3.Error:
        return {}
    finally:
        connection.close()


def _count(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0
