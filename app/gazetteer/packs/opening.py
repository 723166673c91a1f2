"""Opens a source: a file, or the one member of a zip archive that is meant, within bounds.

Whoever reads asks the cancel at every piece, so that an import stops wherever it is.
"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Final

from app.errors import Expected, TooLarge, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PIECE: Final = 1 << 20
LONGEST_LINE: Final = 1 << 20
"""Bytes of a line; a longer one is left out."""

_MOST_UNPACKED: Final = 16 << 30
_MOST_TIMES: Final = 120
"""How many times larger than packed a member may be, once it is over `_SMALL`; tables pack some ten times."""
_SMALL: Final = 16 << 20
_MOST_MEMBERS: Final = 10_000
_NO_DATA: Final = ("readme", "licen", "__macosx")


class Stopped(Exception):
    """The reader has cancelled the import."""


class Source:
    """A source being read.

    Attributes:
        name: as sentences name it.
        total: length in bytes, unpacked.
        done: bytes read so far.
    """

    def __init__(self, name: str, stream: IO[bytes], total: int, cancelled: Callable[[], bool]) -> None:
        self.name = name
        self.total = total
        self.done = 0
        self._stream = stream
        self._cancelled = cancelled

    def ask(self) -> None:
        """Ask whether to go on.

        Raises:
            Stopped: the reader has cancelled.
        """
        if self._cancelled():
            raise Stopped

    def read(self, size: int = -1) -> bytes:
        """The next bytes.

        Raises:
            Stopped: the reader has cancelled.
            Unreadable: the archive is damaged.
        """
        self.ask()
        try:
            piece = self._stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as trouble:
            raise Unreadable(f"{self.name} is damaged: {trouble}.", "Fetch it again.") from trouble
        self.done += len(piece)
        return piece


class Buffered:
    """A source whose beginning can be looked at before it is read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._ahead = source.read(PIECE)

    def peek(self) -> bytes:
        """The first bytes, as many as were read ahead; empty once reading has begun."""
        return self._ahead

    def read(self, size: int = -1) -> bytes:
        """The next bytes, `size` or fewer or, where they were read ahead, more."""
        ahead, self._ahead = self._ahead, b""
        return ahead or self._source.read(size)


@contextmanager
def opened(path: Path, suffixes: tuple[str, ...], cancelled: Callable[[], bool] = lambda: False) -> Iterator[Source]:
    """Open a file, or in a zip archive the largest member with one of these suffixes.

    Raises:
        Unreadable: it is not there, is no file, or is damaged.
        TooLarge: it unpacks to more than is allowed.
    """
    if not _is_archive(path):
        with _plain(path) as stream:
            yield Source(path.name, stream, path.stat().st_size, cancelled)
        return
    with _archive(path) as archive:
        member = _member(archive, path.name, suffixes)
        with _unpacked(archive, member, path.name) as stream:
            yield Source(path.name, stream, member.file_size, cancelled)


def _is_archive(path: Path) -> bool:
    with _plain(path) as stream:
        return stream.read(4) == b"PK\x03\x04"


def _plain(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError as trouble:
        raise Unreadable(f"{path.name} cannot be opened: {trouble.strerror or trouble}.") from trouble


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> IO[bytes]:
    try:
        return archive.open(member)
    except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as trouble:
        raise Unreadable(f"{name} cannot be unpacked: {trouble}.", "Unpack it and open that.") from trouble


@contextmanager
def _archive(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as trouble:
        raise Unreadable(f"{path.name} is a damaged archive: {trouble}.", "Fetch it again.") from trouble
    with archive:
        yield archive


def _member(archive: zipfile.ZipFile, name: str, suffixes: tuple[str, ...]) -> zipfile.ZipInfo:
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise TooLarge(f"{name} holds {len(members):,} files; {_MOST_MEMBERS:,} are the most.", "Unpack the one meant.")
    fitting = [member for member in members if _fits(member, suffixes)]
    if not fitting:
        raise Unreadable(f"{name} holds no file that ends in {' or '.join(suffixes)}.")
    member = max(fitting, key=lambda held: held.file_size)
    packed = max(member.compress_size, 1)
    if member.file_size > _MOST_UNPACKED:
        raise TooLarge(f"{name} unpacks to {member.file_size >> 30} GB; {_MOST_UNPACKED >> 30} GB are the most.")
    if member.file_size > _SMALL and member.file_size > packed * _MOST_TIMES:
        times = member.file_size // packed
        raise TooLarge(
            f"{name} unpacks to {times:,} times its size, as no table of places does.", "Unpack it and open that."
        )
    return member


def _fits(member: zipfile.ZipInfo, suffixes: tuple[str, ...]) -> bool:
    path = PurePosixPath(member.filename.lower())
    if member.is_dir() or path.name.startswith(".") or any(part.startswith(_NO_DATA) for part in path.parts):
        return False
    return path.suffix in suffixes


def lines(source: Source | Buffered, longest: int = LONGEST_LINE) -> Iterator[tuple[int, bytes | None]]:
    """The lines of a source with their numbers from 1, without line ends; None for one of more bytes than `longest`.

    Raises:
        Stopped: the reader has cancelled.
        Unreadable: the archive is damaged.
    """
    number = 0
    rest = b""
    too_long = False
    while piece := source.read(PIECE):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            number += 1
            yield number, None if too_long or len(line) > longest else line.removesuffix(b"\r")
            too_long = False
        if len(rest) > longest:
            too_long, rest = True, b""
    if rest or too_long:
        yield number + 1, None if too_long else rest.removesuffix(b"\r")


def failed_on_disk(trouble: Exception, target: Path) -> Expected:
    """The sentence for a pack that could not be written."""
    words = str(trouble).lower()
    if "full" in words or "no space" in words:
        return Expected(f"There is no room on the disk for the gazetteer {target.stem}.", "Make room and try again.")
    return Expected(
        f"The gazetteer {target.stem} could not be written: {trouble}.", f"Make the folder {target.parent} writable."
    )
