"""What the reader did, in order, and the cursor over it: corrections and closings, undone and done again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Correction, MentionKey, Scope, Verdict
from app.project import marks, standing
from app.project.values import Act, Reach

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from app.project.database import Database
    from app.project.places import Places

_OPEN: Final = "document NOT IN (SELECT id FROM document WHERE NOT open)"


class Corrections:
    """Reads and writes the tables `history` and `correction`.

    Each act is one transaction. An act that follows an undo takes the place of what was undone, which is
    forgotten then.
    """

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    def add(self, correction: Correction, words: str) -> None:
        """Let a correction hold."""
        with self._database.transaction():
            act = self._begin("correction", words, correction.key.document)
            self._insert(act, [correction], as_marks=False)
            self._settle(correction)

    def mark(self, said: Sequence[Correction], words: str) -> None:
        """Let spans of one document be mentions of places, in one act; what they overlap is no place any more.

        Args:
            said: corrections to a place, each with a span that lies in one passage and overlaps no other's.
            words: what is done, as the reader would say it.
        """
        document = said[0].key.document
        with self._database.transaction():
            self._insert(self._begin("marking", words, document), said, as_marks=True)
            self._places.note(marks.sync(self._database, document))

    def close_document(self, document: int, words: str) -> None:
        """Take a document out of every list; its findings and corrections stay."""
        with self._database.transaction():
            self._begin("closing", words, document)
            self._set_open(document, is_open=False)

    def reopen_document(self, document: int) -> None:
        """Bring a closed document back, since the reader opened it again; the closing is forgotten."""
        with self._database.transaction():
            self._database.run("DELETE FROM history WHERE act = 'closing' AND document = ?", document)
            self._set_open(document, is_open=True)

    def undo(self) -> Act | None:
        """Take back the newest act that holds; that act, or nothing where there is none."""
        return self._move(self.to_undo(), undone=True)

    def redo(self) -> Act | None:
        """Do the oldest act that was taken back again; that act, or nothing where there is none."""
        return self._move(self.to_redo(), undone=False)

    def to_undo(self) -> Act | None:
        """The act that undo would take back."""
        return self._act("SELECT * FROM history WHERE NOT undone ORDER BY id DESC LIMIT 1")

    def to_redo(self) -> Act | None:
        """The act that redo would do again."""
        return self._act("SELECT * FROM history WHERE undone ORDER BY id LIMIT 1")

    def reach(self, key: MentionKey, surface: str, scope: Scope) -> Reach:
        """How much a correction made at this mention would touch in the open documents."""
        where, parameters = standing.reach(key, surface, scope)
        row = self._database.first(
            f"SELECT COUNT(*), COUNT(DISTINCT document) FROM finding WHERE {where} AND NOT covered AND {_OPEN}",  # noqa: S608
            *parameters,
        )
        mentions, documents = row or (0, 0)
        return Reach(scope, mentions, documents)

    def _begin(self, act: str, words: str, document: int) -> int:
        self._database.run("DELETE FROM history WHERE undone")
        return self._database.run("INSERT INTO history (act, words, document) VALUES (?, ?, ?)", act, words, document)

    def _move(self, act: Act | None, *, undone: bool) -> Act | None:
        if act is None:
            return None
        with self._database.transaction():
            self._database.run("UPDATE history SET undone = ? WHERE id = ?", undone, act.id)
            if act.is_marking:
                self._places.note(marks.sync(self._database, act.document))
            elif act.corrections:
                self._settle(act.corrections[0])
            else:
                self._set_open(act.document, is_open=undone)
        return act

    def _insert(self, act: int, said: Sequence[Correction], *, as_marks: bool) -> None:
        self._places.keep(correction.place for correction in said if correction.place is not None)
        self._database.run_each(
            'INSERT INTO correction (act, document, "start", "end", surface, scope, verdict, place, mark)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    act,
                    *correction.key,
                    correction.surface,
                    correction.scope.value,
                    correction.verdict.value,
                    correction.place.id if correction.place is not None else None,
                    as_marks,
                )
                for correction in said
            ],
        )

    def _settle(self, correction: Correction) -> None:
        where, parameters = standing.reach(correction.key, correction.surface, correction.scope)
        self._places.note(standing.settle(self._database, where, parameters))

    def _set_open(self, document: int, *, is_open: bool) -> None:
        self._database.run("UPDATE document SET open = ? WHERE id = ?", is_open, document)
        self._places.note(standing.resolved(self._database, "document = ?", (document,)))

    def _act(self, sql: str) -> Act | None:
        row = self._database.first(sql)
        if row is None:
            return None
        said = self._database.all("SELECT * FROM correction WHERE act = ? ORDER BY id", row["id"])
        corrections = tuple(self._correction(one) for one in said)
        return Act(row["id"], row["words"], row["document"], corrections, is_marking=row["act"] == "marking")

    def _correction(self, row: sqlite3.Row) -> Correction:
        return Correction(
            key=MentionKey(row["document"], row["start"], row["end"]),
            surface=row["surface"],
            scope=Scope(row["scope"]),
            verdict=Verdict(row["verdict"]),
            place=self._places.get(row["place"]) if row["place"] is not None else None,
        )
