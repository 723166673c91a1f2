"""Dates as people write them: found in a text, read against the document's date, linked to its mentions."""

from __future__ import annotations

from app.geoparsing.dates.finding import find_dates
from app.geoparsing.dates.linking import dates_of, interval_of

__all__ = ["dates_of", "find_dates", "interval_of"]
