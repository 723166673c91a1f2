"""What a table looks like: encoding, delimiter, header, and which column is what."""

from __future__ import annotations

import codecs
import csv
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from app.errors import Unreadable
from app.gazetteer.packs import fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.gazetteer.packs.recipe import Recipe

SAMPLE: Final = 1 << 16
ROWS: Final = 20
_DELIMITERS: Final = (",", ";", "\t", "|")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LONGEST_TITLE: Final = 60
_MOST_COLUMNS: Final = 500


class Dialect(NamedTuple):
    """How a table is written."""

    encoding: str
    delimiter: str


def dialect(sample: bytes, name: str, recipe: Recipe) -> Dialect:
    """How a table is written: as the recipe says, else as its beginning looks.

    Raises:
        Unreadable: it is no text, or the recipe's encoding is not known.
    """
    encoding = recipe.encoding or encoding_of(sample, name)
    try:
        b" ".decode(encoding, "replace")  # refuses codecs that do not make text
        text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    except (LookupError, ValueError, TypeError) as trouble:
        raise Unreadable(f"There is no encoding “{encoding}”.", "Choose another for this table.") from trouble
    return Dialect(encoding, recipe.delimiter[:1] or delimiter_of(text))


def encoding_of(sample: bytes, name: str) -> str:
    """The encoding of a text, from its beginning: by its mark, UTF-8 if it is that, else the likeliest.

    Raises:
        Unreadable: it is no text.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load, seldom needed

    best = from_bytes(sample).best()
    if best is None or sample.count(0) > len(sample) // 20:
        raise Unreadable(f"{name} is not a text.", "Save it as CSV in UTF-8.")
    return str(best.encoding)


def delimiter_of(text: str) -> str:
    """The delimiter that cuts the first lines into most cells of equal number; a comma where none does."""
    lines = text.splitlines()[: ROWS + 1]
    if len(lines) > 1 and len(text) >= SAMPLE // 4 and not text.endswith("\n"):
        lines.pop()

    def worth(delimiter: str) -> tuple[float, int]:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        widest = max(set(counts), key=counts.count, default=1)
        return (counts.count(widest) / max(len(counts), 1) if widest > 1 else 0.0), widest

    try:
        return max(_DELIMITERS, key=worth)
    except csv.Error:
        return ","


def titles(cells: Sequence[str], name: str) -> list[str]:
    """The names of columns: as the header has them, made distinct; numbers where it has none.

    Raises:
        Unreadable: there are too many.
    """
    if len(cells) > _MOST_COLUMNS:
        raise Unreadable(f"{name} has {len(cells):,} columns; {_MOST_COLUMNS:,} are the most.")
    found: list[str] = []
    for index, cell in enumerate(cells):
        title = " ".join(cell.replace("\ufeff", "").split())[:_LONGEST_TITLE] or str(index + 1)
        count = 2
        whole = title
        while whole in found:
            whole = f"{title} ({count})"
            count += 1
        found.append(whole)
    return found


def first_rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows of a table that are not blank, the header among them."""
    whole = text if text.endswith("\n") or len(text) < SAMPLE // 4 else text[: text.rfind("\n") + 1]
    try:
        rows = (row for row in csv.reader(whole.splitlines(keepends=True), delimiter=delimiter) if any(row))
        return list(islice(rows, ROWS + 1))
    except csv.Error:
        return []


def has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: it names a place's fields, or holds no number where others do."""
    if not rows:
        return False
    if len(fields.guessed(rows[0])) >= 2:  # noqa: PLR2004 - one may be chance
        return True
    return not any(map(_is_number, rows[0])) and any(map(_is_number, rows[-1]))


def by_values(rows: Sequence[Sequence[str]], columns: Sequence[str], known: dict[str, str]) -> dict[str, str]:
    """What the columns are by name, and by what they hold where names do not tell."""
    found = dict(known)
    free = [index for index, column in enumerate(columns) if column not in found.values()]
    if "lat" not in found and "lon" not in found:
        numeric = [index for index in free if rows and all(_is_degree(_cell(row, index)) for row in rows)]
        for first, second in pairwise(numeric):
            if all(abs(_value(_cell(row, first))) <= 90 for row in rows):  # noqa: PLR2004 - degrees
                found["lat"], found["lon"] = columns[first], columns[second]
                break
    if "name" not in found:
        taken = set(found.values())
        words = [index for index in free if columns[index] not in taken and _holds_words(rows, index)]
        if words:
            found["name"] = columns[words[0]]
    return found


def _cell(row: Sequence[str], index: int) -> str:
    return row[index] if index < len(row) else ""


def _value(cell: str) -> float:
    return float(cell.strip().replace(",", "."))


def _is_number(cell: str) -> bool:
    try:
        _value(cell)
    except ValueError:
        return False
    return True


def _is_degree(cell: str) -> bool:
    return _is_number(cell) and ("." in cell or "," in cell) and abs(_value(cell)) <= 180  # noqa: PLR2004 - degrees


def _holds_words(rows: Sequence[Sequence[str]], index: int) -> bool:
    return bool(rows) and all(any(map(str.isalpha, _cell(row, index))) for row in rows)
