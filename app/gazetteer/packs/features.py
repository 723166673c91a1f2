"""Streams the features of a GeoJSON file: a collection, one feature, or one feature a line; never all at once."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from app.errors import TooLarge, Unreadable
from app.gazetteer.packs.opening import Buffered, lines
from app.gazetteer.packs.recipe import LineFault
from app.gazetteer.packs.rows import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.gazetteer.packs.opening import Source

LONGEST: Final = 24 << 20
"""Code points of one feature: some 1.2 million points, which take some 600 MB while they are read."""

_PIECE: Final = 1 << 18
_BLANK: Final = re.compile(r"[\s\x1e\ufeff]*")
_FRAME: Final = "FeatureCollection"


class Feature(NamedTuple):
    """One feature of a file.

    Attributes:
        row: its number in the file, from 1.
        held: its members.
    """

    row: int
    held: dict[str, Any]


def features(source: Source) -> Iterator[Feature | LineFault]:
    """The features of a source in order.

    A line that is broken is left out where there is one feature a line; a collection that is broken cannot be read
    on, so it is refused as a whole.

    Raises:
        Stopped: the reader has cancelled.
        Unreadable: it is not JSON, or not of features.
        TooLarge: a feature is too long.
    """
    stream = Buffered(source)
    empty = True
    for answer in _by_line(stream) if _is_by_line(stream.peek()) else _collected(stream, source.name):
        empty = False
        yield answer
    if empty:
        raise Unreadable(f"{source.name} holds no features.")


def _is_by_line(beginning: bytes) -> bool:
    """Whether the first line is a whole feature."""
    try:
        value = json.loads(beginning.split(b"\n", 1)[0].lstrip(b"\x1e\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and value.get("type") == "Feature"


def _by_line(stream: Buffered) -> Iterator[Feature | LineFault]:
    for row, line in lines(stream, LONGEST):
        if line is None:
            yield LineFault(row, f"line {row}: it is longer than {LONGEST >> 20} million bytes")
            continue
        try:
            text = line.decode("utf-8-sig").lstrip("\x1e")
            value = json.loads(text) if text.strip() else None
        except RecursionError:
            yield LineFault(row, f"line {row}: it is nested too deeply")
        except UnicodeDecodeError:
            yield LineFault(row, f"line {row}: it is not UTF-8")
        except ValueError as trouble:
            yield LineFault(row, f"line {row}: {_plain(trouble)}")
        else:
            if isinstance(value, dict):
                yield Feature(row, value)
            elif value is not None:
                yield LineFault(row, f"line {row}: it is no object")


def _collected(stream: Buffered, name: str) -> Iterator[Feature | LineFault]:
    text = _Text(stream, name)
    row = 0
    try:
        while text.skip_blank():
            for value in _members(text):
                row += 1
                if isinstance(value, dict):
                    yield Feature(row, value)
                else:
                    yield LineFault(row, f"feature {row}: it is no object")
    except _Broken as trouble:
        where = f"is broken at feature {row + 1}" if row else "is not GeoJSON"
        raise Unreadable(f"{name} {where}: {trouble}.", "Export it again from where it comes.") from trouble


class _Broken(Exception):
    """What stands here is not what it should be; its words say why."""


def _members(text: _Text) -> Iterator[Any]:
    """The features of the object that begins here: those in its `features`, or the object itself."""
    text.take("{")
    rest: dict[str, Any] = {}
    streamed = False
    while text.peek() != "}":
        if rest or streamed:
            text.take(",")
        key = text.value()
        if not isinstance(key, str):
            raise _Broken("a member has no name")
        text.take(":")
        if key == "features" and text.peek() == "[":
            streamed = True
            yield from _elements(text)
        else:
            rest[key] = text.value()
    text.take("}")
    if not streamed:
        if rest.get("type") == _FRAME:
            raise _Broken("its “features” are no list")
        yield rest


def _elements(text: _Text) -> Iterator[Any]:
    text.take("[")
    first = True
    while text.peek() != "]":
        if not first:
            text.take(",")
        first = False
        yield text.value()
    text.take("]")


class _Text:
    """A sliding window over a stream's text."""

    def __init__(self, stream: Buffered, name: str) -> None:
        self._stream = stream
        self._name = name
        wide = stream.peek()[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        self._decoder = codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")()
        self._held = ""
        self._at = 0
        self._ended = False

    def skip_blank(self) -> bool:
        """Go to the next sign that is not blank; False at the end."""
        while True:
            match = _BLANK.match(self._held, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._held):
                return True
            if not self._more():
                return False

    def peek(self) -> str:
        """The sign here, past blanks."""
        if not self.skip_blank():
            raise _Broken("it ends in the middle")
        return self._held[self._at]

    def take(self, sign: str) -> None:
        """Go past this sign."""
        if self.peek() != sign:
            raise _Broken(f"“{shown(self._held[self._at : self._at + 20])}” stands where “{sign}” should")
        self._at += 1

    def value(self) -> Any:  # noqa: ANN401 - JSON
        """The value that begins here."""
        self.peek()
        wanted = _PIECE
        while True:
            try:
                value, end = _DECODER.raw_decode(self._held, self._at)
            except RecursionError:
                raise _Broken("it is nested too deeply") from None
            except ValueError as trouble:
                if not self._grow(wanted):
                    raise _Broken(_plain(trouble)) from None
            else:
                # A number may go on behind the window.
                if end < len(self._held) or not self._grow(wanted):
                    self._at = end
                    return value
            wanted *= 2

    def _grow(self, wanted: int) -> bool:
        """Hold so many code points from here on; False where there are no more than are held already."""
        before = len(self._held) - self._at
        if before >= LONGEST:
            raise TooLarge(
                f"A feature of {self._name} is longer than {LONGEST >> 20} million characters.",
                "Simplify its outline and try again.",
            )
        while len(self._held) - self._at < max(wanted, before + 1) and self._more():
            pass
        return len(self._held) - self._at > before

    def _more(self) -> bool:
        """Read on; False at the end."""
        if self._ended:
            return False
        piece = self._stream.read(_PIECE)
        self._ended = not piece
        try:
            text = self._decoder.decode(piece, self._ended)
        except UnicodeError as trouble:
            raise Unreadable(f"{self._name} is not UTF-8.", "Save it in UTF-8.") from trouble
        if "\0" in text:
            raise Unreadable(f"{self._name} is no text: it holds NUL characters.")
        if self._at > _PIECE and self._at > len(self._held) // 2:
            self._held, self._at = self._held[self._at :], 0
        self._held += text
        return not self._ended


_DECODER: Final = json.JSONDecoder()


def _plain(trouble: ValueError) -> str:
    """A decoder's complaint in our words."""
    if isinstance(trouble, json.JSONDecodeError):
        near = shown(trouble.doc[trouble.pos : trouble.pos + 30])
        return f"it is not JSON near “{near}”" if near else "it ends in the middle"
    return "a number in it is too long"
