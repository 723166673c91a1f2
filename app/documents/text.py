"""Plain text."""

from __future__ import annotations

from app.documents.encoding import decode
from app.documents.extract import Extract


def extract(name: str, data: bytes, declared: str | None = None) -> Extract:
    """The whole text, as it stands.

    Raises:
        Unreadable: the bytes are no text.
    """
    text, remarks = decode(name, data, declared)
    return Extract(text, remarks=remarks)
