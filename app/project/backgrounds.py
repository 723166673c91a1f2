"""What the project knows before a document is parsed: its publisher's home, and what the reader chose elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing import gathering
from app.geoparsing.background import Background

if TYPE_CHECKING:
    from app.project.database import Database
    from app.project.places import Places

_RECENT: Final = 100
"""Documents of a publisher that are asked, the newest; more would tell nothing new."""

_HOME: Final = f"""
WITH other AS (
    SELECT id FROM document
    WHERE publisher = (SELECT publisher FROM document WHERE id = ?1) AND publisher <> '' AND id <> ?1
        AND open AND mentions > 0
    ORDER BY id DESC LIMIT {_RECENT}
)
SELECT now_place, TOTAL(CASE WHEN decided_by IS NULL THEN ROUND({gathering.WHOLE} * confidence)
        ELSE {gathering.WHOLE} END), (SELECT COUNT(*) FROM other)
FROM finding WHERE document IN other AND now_place IS NOT NULL GROUP BY now_place
"""  # noqa: S608 - constants
_DECIDED: Final = """
SELECT DISTINCT surface, place, document FROM correction
WHERE place IS NOT NULL AND document <> ? AND document NOT IN (SELECT id FROM document WHERE NOT open)
    AND EXISTS (SELECT 1 FROM finding WHERE decided_by = correction.id AND NOT covered)
"""


class Backgrounds:
    """Reads what other documents say; a document is never its own background, and closed ones are nobody's."""

    def __init__(self, database: Database, places: Places) -> None:
        self._database = database
        self._places = places

    def of(self, document: int) -> Background:
        """What is known beside a document of the project."""
        choices = self._database.all(_DECIDED, document)
        return Background(self._home(document), gathering.decided((*choice,) for choice in choices))

    def _home(self, document: int) -> dict[str, float]:
        """The regions that the other documents of its publisher speak of, as much as anybody is sure of them."""
        rows = self._database.all(_HOME, document)
        pairs = ((self._places.get(place_id), weight / gathering.WHOLE) for place_id, weight, _ in rows)
        spoken = ((place, weight) for place, weight in pairs if place is not None)
        return gathering.home(gathering.regions(spoken, rows[0][2] if rows else 0))
