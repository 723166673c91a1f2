"""Mentions that the reader marked where the machine found none, and those that they overlap.

A mark holds as long as the reader has not undone it, whatever the machine finds: where it has a finding of the same
span, the mark is a correction over it, and where it has none, a finding of the reader's own stands for the mark.
A mention that overlaps a newer mark is no place, unless it is marked itself and later. Relative mentions are over
others anyway: they hold what is marked in them, and a mark of the same span leaves what lies in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Kind, Verdict
from app.project import standing

if TYPE_CHECKING:
    from app.project.database import Database

EVIDENCE: Final = "marked by you"

LONGEST: Final = 200
"""Code points of a mark at most; longer ones would be overlooked."""

_LIVE: Final = (
    "SELECT 1 FROM correction AS mine JOIN history ON history.id = mine.act WHERE mine.mark AND NOT history.undone"
    ' AND mine.document = finding.document AND mine."start" = finding."start" AND mine."end" = finding."end"'
)
_FORGET: Final = f"DELETE FROM finding WHERE document = ? AND marked AND NOT EXISTS ({_LIVE})"  # noqa: S608 - constants
_REMEMBER: Final = f"""
INSERT OR IGNORE INTO finding
    (document, passage, revision, "start", "end", surface, kind, evidence, verdict, confidence, marked)
SELECT correction.document, passage.number, document.revision, correction."start", correction."end", surface,
    '{Kind.LITERAL}', '{EVIDENCE}', '{Verdict.NOT_A_PLACE}', 0.0, 1
FROM correction
    JOIN history ON history.id = correction.act
    JOIN document ON document.id = correction.document
    JOIN passage ON passage.document = correction.document AND passage."start" <= correction."start"
        AND passage."end" >= correction."end"
WHERE correction.document = ? AND correction.mark AND NOT history.undone
"""  # noqa: S608 - constants
_COVER: Final = f"""
UPDATE finding SET covered = EXISTS (
    SELECT 1 FROM correction AS other JOIN history ON history.id = other.act
    WHERE other.mark AND NOT history.undone AND other.document = finding.document
        AND other."start" BETWEEN finding."start" - {LONGEST} AND finding."end" - 1
        AND other."end" > finding."start"
        AND (other."start", other."end") <> (finding."start", finding."end")
        AND NOT (finding.kind = '{Kind.RELATIVE}'
            AND other."start" >= finding."start" AND other."end" <= finding."end")
        AND NOT EXISTS (
            SELECT 1 FROM finding AS over WHERE over.document = other.document AND over.kind = '{Kind.RELATIVE}'
                AND over."start" = other."start" AND over."end" = other."end"
                AND finding."start" >= over."start" AND finding."end" <= over."end")
        AND other.id > COALESCE((
            SELECT MAX(mine.id) FROM correction AS mine JOIN history ON history.id = mine.act
            WHERE mine.mark AND NOT history.undone AND mine.document = finding.document
                AND mine."start" = finding."start" AND mine."end" = finding."end"), 0))
WHERE """  # noqa: S608 - constants
_NEAR: Final = (
    "document = ? AND EXISTS (SELECT 1 FROM correction AS near WHERE near.mark AND near.document = finding.document"  # noqa: S608
    f' AND near."start" BETWEEN finding."start" - {LONGEST} AND finding."end")'
)


def sync(database: Database, document: int) -> set[str]:
    """Bring a document's findings into step with its marks, after either changed, and decide anew what holds.

    Returns:
        the places that its mentions resolved to before or resolve to now; none where the reader never marked a thing.
    """
    if database.first("SELECT 1 FROM correction WHERE mark AND document = ? LIMIT 1", document) is None:
        return set()
    before = standing.resolved(database, _NEAR, (document,))
    database.run(_FORGET, document)
    database.run(_REMEMBER, document)
    database.run(_COVER + _NEAR, document)
    after = standing.settle(database, _NEAR, (document,))
    standing.recount(database, document)  # it may have no finding left
    return before | after
