"""Dates as the reader writes them."""

from __future__ import annotations

from datetime import date


def long_date(iso: str | None) -> str:
    """ "2014-06-11" as "11 June 2014"; what is not a whole date stays as it is, nothing becomes nothing."""
    if not iso:
        return ""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"
