"""The small line under a document's title: date, source, how many places, what remains to review."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from app.session.state import DocumentRow, DocumentStatus
from app.ui.dates import long_date
from app.ui.plain import counted, one_line

if TYPE_CHECKING:
    from app.geoparsing.model import Document


def short_source(source: str) -> str:
    """A source for small print: a file by its name, anything else as it is."""
    path = PurePath(source)
    return path.name if path.is_absolute() else source


def meta_line(document: Document, row: DocumentRow | None) -> tuple[str, str]:
    """The small line under the title, and the link at its end."""
    parts = [long_date(document.date), one_line(short_source(document.source))]
    if row is None:
        return " · ".join(part for part in parts if part), ""
    if row.status in (DocumentStatus.WAITING, DocumentStatus.PARSING):
        parts.append("finding places …")
    elif row.status is DocumentStatus.DONE or row.places:
        parts.append(counted(row.places, "place", "places"))
    parts.extend(one_line(remark) for remark in (*row.remarks, row.error) if remark)
    return " · ".join(part for part in parts if part), f"{row.unsure:,} to review" if row.unsure else ""
