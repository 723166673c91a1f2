"""The dates written in the documents, as the machine read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.project.rows import date_to_row, row_to_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.geoparsing.model import DateMention
    from app.project.database import Database


class Dates:
    """Reads and writes the table `date_mention`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def replace(self, document: int, revision: int, passages: Mapping[int, Sequence[DateMention]]) -> None:
        """Put the dates that a parse found in these passages in place of those that an earlier one found."""
        with self._database.transaction():
            for passage in passages:
                self._database.run("DELETE FROM date_mention WHERE document = ? AND passage = ?", document, passage)
            self._database.run_each(
                # An earlier parse may have filed the span under another passage.
                "INSERT OR REPLACE INTO date_mention VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (document, passage, revision, *date_to_row(found))
                    for passage, dates in passages.items()
                    for found in dates
                ],
            )

    def drop_older(self, document: int, revision: int) -> None:
        """Forget what earlier parses found in passages of which this one, now complete, said nothing."""
        with self._database.transaction():
            self._database.run("DELETE FROM date_mention WHERE document = ? AND revision < ?", document, revision)

    def of_document(self, document: int) -> list[DateMention]:
        """The dates of a document, in order."""
        rows = self._database.all('SELECT * FROM date_mention WHERE document = ? ORDER BY "start"', document)
        return [row_to_date(row) for row in rows]
