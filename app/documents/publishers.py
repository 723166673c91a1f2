"""Who published a document, in one way of writing, so that two documents of one publisher can be told to be so."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

_LONGEST: Final = 200


def folded(name: str) -> str:
    """A publisher's name without case and stray blanks; of an address its host, without "www."."""
    text = " ".join(name[: _LONGEST * 10].split()).casefold()
    if "://" in text:
        try:
            text = urlsplit(text).hostname or ""
        except ValueError:  # brackets that hold no address
            return ""
    return text.removeprefix("www.")[:_LONGEST]
