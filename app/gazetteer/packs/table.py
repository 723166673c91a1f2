"""Tables: comma, semicolon, tab or pipe between cells, in any encoding, with a header or without."""

from __future__ import annotations

import codecs
import csv
from typing import TYPE_CHECKING, Final

from app.errors import Unreadable
from app.gazetteer.packs import fields, sniffing
from app.gazetteer.packs.opening import LONGEST_LINE, PIECE, Buffered
from app.gazetteer.packs.recipe import NEEDED, LineFault
from app.gazetteer.packs.rows import Faulty, number, point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.gazetteer.packs.opening import Source
    from app.gazetteer.packs.recipe import Recipe
    from app.gazetteer.packs.rows import PackPlace

SUFFIXES: Final = (".csv", ".tsv", ".tab", ".txt")
_LONGEST_CELL: Final = 1 << 17


def read(source: Source, recipe: Recipe) -> Iterator[PackPlace | LineFault]:
    """The places of a table, and what is wrong with its rows.

    Raises:
        Stopped: the reader has cancelled.
        Unreadable: a column is missing, or the encoding is not known.
    """
    stream = Buffered(source)
    reader = _Rows(stream, sniffing.dialect(stream.peek()[: sniffing.SAMPLE], source.name, recipe))
    columns: dict[str, int] | None = None
    for row, cells in reader:
        if columns is None:
            columns = _columns(recipe, cells, source.name)
            if recipe.header:
                continue
        yield from reader.faults()
        if isinstance(cells, str):
            yield LineFault(row, f"line {row}: {cells}")
        elif any(map(str.strip, cells)):
            try:
                yield _place(row, cells, columns)
            except Faulty as trouble:
                yield LineFault(row, f"line {row}: {trouble}")
    yield from reader.faults()


class _Rows:
    """The rows of a table with the numbers of their lines; a sentence in place of a row that cannot be read."""

    def __init__(self, stream: Buffered, dialect: sniffing.Dialect) -> None:
        self._text = _Text(stream, dialect.encoding)
        self._encoding = dialect.encoding
        self._long: list[int] = []
        self._line = 0
        csv.field_size_limit(_LONGEST_CELL)
        self._reader = csv.reader(self._lines(), delimiter=dialect.delimiter)

    def __iter__(self) -> Iterator[tuple[int, list[str] | str]]:
        while True:
            first = self._line + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except UnicodeError as trouble:
                raise Unreadable(f"The table is not {self._encoding.upper()}.", "Choose its encoding.") from trouble
            except csv.Error:
                yield first, f"a cell is longer than {_LONGEST_CELL:,} characters; is a quotation mark not closed?"
                continue
            if any(map(_is_broken, cells)):
                yield first, f"it is not {self._encoding.upper()}"
            else:
                yield first, cells

    def faults(self) -> Iterator[LineFault]:
        """Lines that were too long to be looked at, since last asked."""
        while self._long:
            line = self._long.pop(0)
            yield LineFault(line, f"line {line}: it is longer than {LONGEST_LINE:,} characters")

    def _lines(self) -> Iterator[str]:
        for line in self._text:
            self._line += 1
            if len(line) > LONGEST_LINE:
                self._long.append(self._line)
            else:
                yield line


class _Text:
    """The lines of a stream in an encoding, with their ends; of one that is too long, only the beginning."""

    def __init__(self, stream: Buffered, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")

    def __iter__(self) -> Iterator[str]:
        rest = ""
        while piece := self._stream.read(PIECE):
            *whole, rest = (rest + self._decoder.decode(piece)).split("\n")
            for line in whole:
                yield line + "\n"
            rest = rest[: LONGEST_LINE + 1]
        rest += self._decoder.decode(b"", final=True)
        if rest:
            yield rest


def _is_broken(cell: str) -> bool:
    """Whether bytes of a cell were not in the table's encoding."""
    return not cell.isascii() and any("\ud800" <= letter <= "\udfff" for letter in cell)


def _columns(recipe: Recipe, first: list[str] | str, name: str) -> dict[str, int]:
    """Field -> index of its column."""
    if isinstance(first, str):
        raise Unreadable(f"The first line of {name} cannot be read: {first}.")
    titles = sniffing.titles(first if recipe.header else [""] * len(first), name)
    wanted = recipe.columns or fields.guessed(titles)
    for field in NEEDED:
        if field not in wanted:
            raise Unreadable(f"{name} has no column for {_SPOKEN[field]}.", "Say which column it is.")
    for field, column in wanted.items():
        if column not in titles:
            raise Unreadable(f"{name} has no column “{column}” for {_SPOKEN.get(field, field)}.", "Choose another.")
    return {field: titles.index(column) for field, column in wanted.items()}


_SPOKEN: Final = {"name": "the name", "lat": "the latitude", "lon": "the longitude"}


def _place(row: int, cells: list[str], columns: dict[str, int]) -> PackPlace:
    held = {field: cells[index] for field, index in columns.items() if index < len(cells)}
    lat, lon = point(number(held.get("lat", ""), "latitude"), number(held.get("lon", ""), "longitude"))
    return fields.place(row, held, lat, lon)
