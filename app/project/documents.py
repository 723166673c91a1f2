"""Documents and passages in the project file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Document, Passage
from app.project.rows import row_to_record, text_to_words, words_to_text
from app.project.values import DocumentRecord, Totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.project.database import Database

_RECORD: Final = (
    "SELECT id, title, date, source, remarks, status, error, revision, mentions, places, confirmed, unsure,"
    " not_placed FROM document"
)


class Documents:
    """Reads and writes the tables `document` and `passage`; closed documents stay, out of every list."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def next_id(self) -> int:
        """A number that no document has."""
        return self._database.number("SELECT MAX(id) FROM document") + 1

    def add(self, document: Document, number: int, status: str) -> None:
        """Store a document under a number."""
        with self._database.transaction():
            self._database.run(
                "INSERT INTO document (id, title, date, source, sha256, remarks, status, publisher, text)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                number,
                document.title,
                document.date,
                document.source,
                document.sha256,
                words_to_text(document.remarks),
                status,
                document.publisher,
                document.text,
            )
            self._database.run_each(
                'INSERT INTO passage (document, number, "start", "end") VALUES (?, ?, ?, ?)',
                [(number, index, passage.start, passage.end) for index, passage in enumerate(document.passages)],
            )

    def get(self, number: int) -> Document | None:
        """The document with its text and passages, if it is in the project."""
        row = self._database.first("SELECT * FROM document WHERE id = ?", number)
        if row is None:
            return None
        passages = self._database.all('SELECT "start", "end" FROM passage WHERE document = ? ORDER BY number', number)
        return Document(
            title=row["title"],
            text=row["text"],
            passages=tuple(Passage(start, end) for start, end in passages),
            source=row["source"],
            sha256=row["sha256"],
            date=row["date"],
            remarks=text_to_words(row["remarks"]),
            publisher=row["publisher"],
        )

    def records(self) -> list[DocumentRecord]:
        """The open documents in the order they came."""
        return [row_to_record(row) for row in self._database.all(f"{_RECORD} WHERE open ORDER BY id")]

    def record(self, number: int) -> DocumentRecord | None:
        """What lists need of one open document."""
        row = self._database.first(f"{_RECORD} WHERE id = ? AND open", number)
        return None if row is None else row_to_record(row)

    def with_hash(self, sha256: str) -> tuple[int, bool] | None:
        """Number of the document made of these bytes, and whether it is open; an open one is preferred."""
        row = self._database.first(
            "SELECT id, open FROM document WHERE sha256 = ? ORDER BY open DESC, id LIMIT 1", sha256
        )
        return None if row is None else (row["id"], bool(row["open"]))

    def with_status(self, statuses: Sequence[str]) -> list[int]:
        """Numbers of the open documents that have come just so far."""
        marks = ", ".join("?" * len(statuses))
        rows = self._database.all(
            f"SELECT id FROM document WHERE open AND status IN ({marks}) ORDER BY id",  # noqa: S608 - only marks
            *statuses,
        )
        return [row["id"] for row in rows]

    def set_status(self, number: int, status: str, error: str = "") -> None:
        """Note how far a document has come."""
        with self._database.transaction():
            self._database.run("UPDATE document SET status = ?, error = ? WHERE id = ?", status, error, number)

    def begin_revision(self, number: int) -> int:
        """Number of the parse that begins now."""
        with self._database.transaction():
            self._database.run("UPDATE document SET revision = revision + 1 WHERE id = ?", number)
        return self._database.number("SELECT revision FROM document WHERE id = ?", number)

    def totals(self) -> Totals:
        """Sums over the open documents."""
        row = self._database.first(
            "SELECT SUM(mentions), SUM(confirmed), SUM(unsure), SUM(not_placed) FROM document WHERE open"
        )
        return Totals(*(int(value or 0) for value in row or (0, 0, 0, 0)))
