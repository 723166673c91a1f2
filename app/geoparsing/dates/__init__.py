"""Dates as people write them: found in a text, read against the document's date, linked to its mentions."""

from __future__ import annotations

from app.geoparsing.dates.finding import find_dates

__all__ = ["find_dates"]
