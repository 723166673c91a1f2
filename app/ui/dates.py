"""Dates as the reader writes them."""

from __future__ import annotations

from datetime import date


def long_date(iso: str | None) -> str:
    """Words for an ISO date: “11 June 2014”; what is not a whole date stays as it is."""
    return _written(iso, "%B")


def short_date(iso: str | None) -> str:
    """The same in fewer letters: “11 Jun 2014”."""
    return _written(iso, "%b")


def _written(iso: str | None, month: str) -> str:
    if not iso:
        return ""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day.strftime(month)} {day.year}"
