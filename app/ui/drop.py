"""What was dropped or pasted: files, or text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from app.session.session import Session


def local_paths(data: QMimeData) -> list[Path]:
    """The local files and folders that the data name."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def takes(data: QMimeData) -> bool:
    """Whether the window has a use for this."""
    return bool(local_paths(data) or _text(data))


def take(data: QMimeData, session: Session) -> bool:
    """Open the files, or else take the text; whether there was anything."""
    paths = local_paths(data)
    if paths:
        session.open(paths)
        return True
    text = _text(data)
    if text:
        session.paste(text)
    return bool(text)


def _text(data: QMimeData) -> str:
    """The text, if it is one: a web address is none."""
    return data.text() if data.hasText() and not data.hasUrls() and data.text().strip() else ""
