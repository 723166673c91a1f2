"""The one way in: a path or bytes become a `Document`.

Formats are told by extension and content; their modules, and the libraries behind them, are loaded when
needed.
"""

from __future__ import annotations

import hashlib
import re
import stat
from email.message import Message
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

from app.documents import dates, publishers, titles
from app.documents.canonical import canonical, passages
from app.documents.encoding import BINARY_REMEDY
from app.documents.formats import HTML, MARKDOWN, TEXT
from app.errors import Expected, TooLarge, Unreadable
from app.geoparsing.model import Document

if TYPE_CHECKING:
    from app.documents.extract import Extract

LARGEST: Final = 20_000_000
"""Bytes of a source."""

_FORMATS: Final = {
    **dict.fromkeys(TEXT, "text"),
    **dict.fromkeys(MARKDOWN, "markdown"),
    **dict.fromkeys(HTML, "html"),
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
}
_FOREIGN: Final = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a packed file, such as a Word or OpenDocument text"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_LOOKS_HTML: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(path: Path) -> Document:
    """Read a file.

    Raises:
        Unreadable: the file is gone, forbidden, a folder, a device, empty, or no text.
        TooLarge: the file is over `LARGEST` bytes.
    """
    try:
        status = path.stat()
        _check_kind(path, status.st_mode)
        if status.st_size > LARGEST:
            raise _too_large(path.name)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise _refused(path, error) from error
    return _document(path.name, str(path), data, _FORMATS.get(path.suffix.lower()), None)


def read_bytes(name: str, data: bytes, media_type: str | None = None) -> Document:
    """Read bytes that are no file of ours.

    Args:
        name: what the reader would call the source; it becomes the document's source.
        data: its bytes.
        media_type: such as `text/html; charset=utf-8`; without it, the name's extension and the content tell.

    Raises:
        Unreadable: the bytes are empty or no text.
        TooLarge: there are more than `LARGEST` bytes.
    """
    header = Message()
    header["Content-Type"] = media_type or ""
    form = _FORMATS.get(header.get_content_type()) if media_type else None
    form = form or _FORMATS.get(PurePath(name).suffix.lower())
    return _document(name, name, data, form, header.get_content_charset())


def _check_kind(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise Unreadable(f"{path.name or path} is a folder.", "Open the folder to read the documents in it.")
    if not stat.S_ISREG(mode):
        raise Unreadable(f"{path.name} is a device, not a document.", "Open a text file.")


def _refused(path: Path, error: OSError) -> Expected:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Unreadable(f"{path.name} is not there.", "Check the name, or find where it has gone.")
    if isinstance(error, PermissionError):
        return Unreadable(f"{path.name} may not be read.", "Change its permissions, or copy it to your own folder.")
    return Unreadable(f"{path.name} could not be read: {error.strerror or 'the system refused'}.", "Try again.")


def _too_large(name: str) -> TooLarge:
    return TooLarge(f"{name} is larger than {LARGEST // 1_000_000} MB.", "Split it into smaller documents.")


def _document(name: str, source: str, data: bytes, form: str | None, declared: str | None) -> Document:
    if len(data) > LARGEST:
        raise _too_large(name)
    if not data:
        raise Unreadable(f"{name} is empty.", "Save it again where it comes from, or leave it out.")
    extract = _extract(name, data, form, declared)
    text = canonical(extract.text)
    spans = passages(text)
    if not spans:
        raise Unreadable(f"{name} holds no text.", "Leave it out, or open another copy.")
    return Document(
        title=titles.tidy(canonical(extract.title or "")) or titles.title_of(text, spans, name),
        text=text,
        passages=spans,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        date=extract.date or dates.from_top(text, spans) or dates.from_name(name),
        remarks=extract.remarks,
        publisher=publishers.folded(canonical(extract.publisher)),
    )


def _extract(name: str, data: bytes, form: str | None, declared: str | None) -> Extract:
    for beginning, kind in _FOREIGN:
        if data.startswith(beginning):
            raise Unreadable(f"{name} is {kind}, which Whereof cannot read yet.", BINARY_REMEDY)
    if form == "html" or (form != "markdown" and declared is None and _LOOKS_HTML.match(data[:2000])):
        from app.documents import html  # noqa: PLC0415 - its library is slow to load

        return html.extract(name, data, declared)
    if form == "markdown":
        from app.documents import markdown  # noqa: PLC0415 - its library is slow to load

        return markdown.extract(name, data, declared)
    from app.documents import text  # noqa: PLC0415 - beside its two siblings

    return text.extract(name, data, declared)
