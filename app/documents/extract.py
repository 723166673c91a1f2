"""What a format's reader hands back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a source, before it is made canonical.

    Attributes:
        text: everything readable, paragraphs separated by blank lines where the format knows them.
        title: if the format names one.
        date: ISO 8601 calendar date, if the format names one.
        remarks: what was lost or guessed, one sentence each.
        publisher: the site's host or name, if the format names one.
    """

    text: str
    title: str | None = None
    date: str | None = None
    remarks: tuple[str, ...] = ()
    publisher: str = ""
