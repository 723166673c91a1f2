"""What holds of each mention now, kept beside its finding whenever findings or corrections change.

The rule: of the corrections that the reader has not undone, the latest that reaches the mention wins; without
one, the finding holds. A mention that overlaps a newer mark of the reader's is no place whatever was said of it
(see `app.project.marks`). A correction reaches the mentions written exactly as the one it was said at: that
mention alone, those in its document, or those in the whole project. What was measured from a place that the reader
put right is a relative place no more: where it is now is unknown until the document is parsed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.model import UNSURE_BELOW, Kind, MentionKey, Resolution, Scope, Verdict

if TYPE_CHECKING:
    from app.project.database import Database, Parameter

_DECIDE: Final = """
UPDATE finding SET decided_by = NULLIF(MAX(
    COALESCE((
        SELECT MAX(correction.id) FROM correction JOIN history ON history.id = correction.act
        WHERE correction.document = finding.document AND correction."start" = finding."start"
            AND correction."end" = finding."end" AND correction.surface = finding.surface AND NOT history.undone
    ), 0),
    COALESCE((
        SELECT MAX(correction.id) FROM correction JOIN history ON history.id = correction.act
        WHERE correction.surface = finding.surface AND correction.scope <> 'mention' AND NOT history.undone
            AND (correction.scope = 'project' OR correction.document = finding.document)
    ), 0)
), 0) WHERE """

_DRAW: Final = """
UPDATE finding SET
    now_verdict = CASE WHEN covered THEN 'not a place' WHEN decided_by IS NULL THEN verdict
                  ELSE (SELECT verdict FROM correction WHERE id = decided_by) END,
    now_place = CASE WHEN covered THEN NULL WHEN decided_by IS NULL THEN place
                ELSE (SELECT place FROM correction WHERE id = decided_by) END,
    undecided = NOT covered AND decided_by IS NULL
        AND (verdict = 'place unknown' OR (verdict = 'place' AND confidence < ?))
WHERE """

_STALE: Final = f"""
verdict = '{Verdict.PLACE}' AND EXISTS (
    SELECT 1 FROM finding AS anchor
    WHERE anchor.document = finding.document AND anchor.kind <> '{Kind.RELATIVE}'
        AND anchor."start" BETWEEN finding."start" AND finding."end" AND anchor."end" <= finding."end"
        AND anchor.now_place IS NOT anchor.place AND instr(finding.place || '+', anchor.place || '+') > 0
)
"""  # noqa: S608 - constants
"""The id of a relative place ends with those of the places that it was measured from, joined by "+"."""
_MEASURE: Final = f"""
UPDATE finding SET (now_verdict, now_place, undecided) = (
    SELECT CASE WHEN stale THEN '{Verdict.UNKNOWN}' ELSE verdict END, CASE WHEN stale THEN NULL ELSE place END,
        stale OR verdict = '{Verdict.UNKNOWN}' OR (verdict = '{Verdict.PLACE}' AND confidence < ?)
    FROM (SELECT {_STALE} AS stale)
) WHERE """  # noqa: S608 - constants
_MEASURED: Final = f"kind = '{Kind.RELATIVE}' AND decided_by IS NULL AND NOT covered AND document = ?"

_RECOUNT: Final = """
UPDATE document SET (mentions, places, confirmed, unsure, not_placed) = (
    SELECT COUNT(*), COUNT(DISTINCT now_place), TOTAL(decided_by IS NOT NULL),
           TOTAL(undecided AND now_place IS NOT NULL), TOTAL(now_verdict = 'place unknown')
    FROM finding WHERE finding.document = document.id AND now_verdict <> 'not a place'
) WHERE id = ?"""


def is_undecided(resolution: Resolution) -> bool:
    """Whether the machine left a mention to the reader: its place is unknown, or it is unsure of it."""
    if resolution.verdict is Verdict.PLACE:
        return resolution.confidence < UNSURE_BELOW
    return resolution.verdict is Verdict.UNKNOWN


def reach(key: MentionKey, surface: str, scope: Scope) -> tuple[str, tuple[Parameter, ...]]:
    """A condition on `finding`, with its parameters: the mentions that a correction made there reaches."""
    if scope is Scope.PROJECT:
        return "surface = ?", (surface,)
    if scope is Scope.DOCUMENT:
        return "surface = ? AND document = ?", (surface, key.document)
    return 'document = ? AND "start" = ? AND "end" = ? AND surface = ?', (*key, surface)


def settle(database: Database, where: str, parameters: tuple[Parameter, ...]) -> set[str]:
    """Decide anew what holds of the mentions under this condition, and count their documents again.

    Returns:
        the places that they resolved to before or resolve to now.
    """
    before = resolved(database, where, parameters)
    database.run(_DECIDE + where, *parameters)
    database.run(_DRAW + where, UNSURE_BELOW, *parameters)
    after = resolved(database, where, parameters)
    for row in database.all(f"SELECT DISTINCT document FROM finding WHERE {where}", *parameters):  # noqa: S608
        after |= _measure(database, row["document"])
        recount(database, row["document"])
    return before | after


def _measure(database: Database, document: int) -> set[str]:
    """Decide anew what holds of a document's relative mentions, after what holds of their anchors changed.

    Returns:
        the places that they resolved to before or resolve to now.
    """
    before = resolved(database, _MEASURED, (document,))
    database.run(_MEASURE + _MEASURED, UNSURE_BELOW, document)
    return before | resolved(database, _MEASURED, (document,))


def resolved(database: Database, where: str, parameters: tuple[Parameter, ...]) -> set[str]:
    """The places that the mentions under this condition resolve to."""
    sql = f"SELECT DISTINCT now_place FROM finding WHERE now_place IS NOT NULL AND {where}"  # noqa: S608
    return {row["now_place"] for row in database.all(sql, *parameters)}


def recount(database: Database, document: int) -> None:
    """Count a document's mentions and places again."""
    database.run(_RECOUNT, document)
