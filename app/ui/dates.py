"""Dates as the reader writes them."""

from __future__ import annotations

from datetime import date


def long_date(iso: str | None) -> str:
    """Words for an ISO date: “11 June 2014”; what is not a whole date stays as it is."""
    if not iso:
        return ""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"
