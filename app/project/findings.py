"""What the machine said, and the mentions as they stand with the reader's corrections over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Candidate, Decider, Finding, Kind, Mention, MentionKey, Place, Verdict
from app.project import marks, standing
from app.project.rows import reasons_to_text, row_to_candidate
from app.project.values import Standing

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence

    from app.project.database import Database
    from app.project.places import Places

CANDIDATES_KEPT: Final = 9
_OPEN: Final = "document NOT IN (SELECT id FROM document WHERE NOT open)"
_INSERT: Final = (
    'INSERT INTO finding (document, passage, revision, "start", "end", surface, kind, evidence, verdict, place,'
    " confidence, now_verdict, now_place, undecided) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HOLDS: Final = f"now_verdict <> 'not a place' AND {_OPEN}"
_IN_ORDER: Final = 'ORDER BY document, "start", "end"'


class Findings:
    """Reads and writes the tables `finding` and `candidate`."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    def replace(self, document: int, revision: int, passages: Mapping[int, Sequence[Finding]]) -> None:
        """Put what a parse said of these passages in place of what an earlier one said; corrections stay."""
        with self._database.transaction():
            for passage, findings in passages.items():
                self._drop("document = ? AND passage = ? AND NOT marked", document, passage)
                self._places.keep(_places_of(findings))
                for finding in findings:
                    self._insert(document, passage, revision, finding)
                self._places.note(finding.resolution.place.id for finding in findings if finding.resolution.place)
                if self._database.first("SELECT 1 FROM correction LIMIT 1") is not None:
                    where = "document = ? AND passage = ?"
                    self._places.note(standing.settle(self._database, where, (document, passage)))
            self._places.note(marks.sync(self._database, document))
            standing.recount(self._database, document)

    def drop_older(self, document: int, revision: int) -> None:
        """Forget what earlier parses said of passages of which this one, now complete, said nothing."""
        with self._database.transaction():
            self._drop("document = ? AND revision < ? AND NOT marked", document, revision)
            self._places.note(marks.sync(self._database, document))
            standing.recount(self._database, document)

    def _drop(self, where: str, *parameters: int) -> None:
        self._places.note(standing.resolved(self._database, where, parameters))
        self._database.run(f"DELETE FROM finding WHERE {where}", *parameters)  # noqa: S608 - constant conditions

    def _insert(self, document: int, passage: int, revision: int, finding: Finding) -> None:
        mention, resolution = finding.mention, finding.resolution
        # An earlier parse may have filed the span under another passage, or the reader marked it.
        self._drop('document = ? AND "start" = ? AND "end" = ?', document, mention.start, mention.end)
        place = resolution.place.id if resolution.place is not None else None
        row = self._database.run(
            _INSERT,
            document,
            passage,
            revision,
            mention.start,
            mention.end,
            mention.surface,
            mention.kind.value,
            mention.evidence,
            resolution.verdict.value,
            place,
            resolution.confidence,
            resolution.verdict.value,
            place,
            standing.is_undecided(resolution),
        )
        self._database.run_each(
            "INSERT INTO candidate VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (row, rank, c.place.id, c.score, c.matched, c.match.value, reasons_to_text(c.reasons))
                for rank, c in enumerate(finding.candidates[:CANDIDATES_KEPT])
            ],
        )

    def get(self, key: MentionKey) -> Standing | None:
        """The mention with this key, whatever holds of it."""
        row = self._database.first('SELECT * FROM finding WHERE document = ? AND "start" = ? AND "end" = ?', *key)
        return None if row is None else self._standing(row)

    def of_document(self, document: int) -> list[Standing]:
        """The document's mentions that hold, in order."""
        rows = self._database.all(
            f"SELECT * FROM finding WHERE document = ? AND now_verdict <> 'not a place' {_IN_ORDER}",  # noqa: S608
            document,
        )
        return [self._standing(row) for row in rows]

    def spans(self, document: int) -> list[tuple[int, int]]:
        """Where the document's mentions begin and end, in order, those that are not a place among them.

        Relative mentions are left out: other mentions have room in them.
        """
        sql = f'SELECT "start", "end" FROM finding WHERE document = ? AND kind <> \'relative\' {_IN_ORDER}'  # noqa: S608
        rows = self._database.all(sql, document)
        return [(start, end) for start, end in rows]

    def candidates(self, key: MentionKey) -> tuple[Candidate, ...]:
        """What the machine thought the mention could mean, best first."""
        rows = self._database.all(
            "SELECT candidate.* FROM candidate JOIN finding ON finding.id = candidate.finding"
            ' WHERE document = ? AND "start" = ? AND "end" = ? ORDER BY rank',
            *key,
        )
        pairs = ((row, self._places.get(row["place"])) for row in rows)
        return tuple(row_to_candidate(row, place) for row, place in pairs if place is not None)

    def after(self, key: MentionKey | None, *, undecided: bool = False) -> MentionKey | None:
        """The next mention that holds, in reading order through the open documents, if there is one."""
        return self._beside(key, ">", "", undecided=undecided)

    def before(self, key: MentionKey | None) -> MentionKey | None:
        """The mention before it, in reading order through the open documents, if there is one."""
        return self._beside(key, "<", "DESC", undecided=False)

    def _beside(self, key: MentionKey | None, sign: str, order: str, *, undecided: bool) -> MentionKey | None:
        position = f'AND (document, "start", "end") {sign} (?, ?, ?)' if key is not None else ""
        row = self._database.first(
            f'SELECT document, "start", "end" FROM finding WHERE {_HOLDS} {position}'  # noqa: S608
            f" {'AND undecided' if undecided else ''}"
            f' ORDER BY document {order}, "start" {order}, "end" {order} LIMIT 1',
            *(key if key is not None else ()),
        )
        return None if row is None else MentionKey(*row)

    def at_place(self, place_id: str, index: int) -> Standing | None:
        """The place's mention number `index`, in reading order through the open documents."""
        row = self._database.first(
            f"SELECT * FROM finding WHERE now_place = ? AND {_OPEN} {_IN_ORDER} LIMIT 1 OFFSET ?",  # noqa: S608
            place_id,
            index,
        )
        return None if row is None else self._standing(row)

    def count_at_place(self, place_id: str, *, document: int | None = None, before: MentionKey | None = None) -> int:
        """How many mentions resolve to the place, in the open documents or one, all or before a mention."""
        sql = f"SELECT COUNT(*) FROM finding WHERE now_place = ? AND {_OPEN}"  # noqa: S608 - a constant condition
        parameters: list[str | int] = [place_id]
        if document is not None:
            sql += " AND document = ?"
            parameters.append(document)
        if before is not None:
            sql += ' AND (document, "start", "end") < (?, ?, ?)'
            parameters += before
        return self._database.number(sql, *parameters)

    def _standing(self, row: sqlite3.Row) -> Standing:
        decided = row["decided_by"] is not None or bool(row["covered"])
        return Standing(
            key=MentionKey(row["document"], row["start"], row["end"]),
            mention=Mention(row["start"], row["end"], row["surface"], Kind(row["kind"]), row["evidence"]),
            passage=row["passage"],
            verdict=Verdict(row["now_verdict"]),
            place=self._places.get(row["now_place"]) if row["now_place"] is not None else None,
            confidence=1.0 if decided else row["confidence"],
            decider=Decider.READER if decided else Decider.MACHINE,
            undecided=bool(row["undecided"]),
            marked=bool(row["marked"]),
            covered=bool(row["covered"]),
        )


def _places_of(findings: Iterable[Finding]) -> Iterable[Place]:
    for finding in findings:
        yield from (candidate.place for candidate in finding.candidates[:CANDIDATES_KEPT])
        if finding.resolution.place is not None:
            yield finding.resolution.place
