"""Who published a document, in one way of writing, so that two documents of one publisher can be told to be so."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 200
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)")


def folded(name: str) -> str:
    """A publisher's name without case and stray blanks; of an address its host, without "www."."""
    text = " ".join(name[: _LONGEST * 10].split()).casefold()
    address = _ADDRESS.match(text)
    return (address[1] if address else text).removeprefix("www.")[:_LONGEST].strip()
