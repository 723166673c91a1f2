"""Web pages and saved pages: their main text.

Nothing is fetched: what a page only points to does not exist.
"""

from __future__ import annotations

import logging
import re
from typing import Final

import trafilatura

from app.documents.dates import from_value
from app.documents.encoding import decode
from app.documents.extract import Extract
from app.documents.markup import nesting, visible_text

_CHARSET: Final = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_XML_ENCODING: Final = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE)
_XML_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_CHARSET_WITHIN: Final = 4096
_TITLE_WITHIN: Final = 400
_LONGEST: Final = 2_000_000  # characters; telling main text apart takes more than linear time
_DEEPEST: Final = 200  # the tree builder silently drops what lies deeper than 255
_RUN_IN: Final = ("- ", "| ")
_SMALL_SHARE: Final = 0.2
_WORTH_A_REMARK: Final = 2000

_WHOLE: Final = "The page's main text could not be told apart; all of its text was taken."

for _library in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_library).setLevel(logging.CRITICAL + 1)  # they quote the page


def extract(name: str, data: bytes, declared: str | None = None) -> Extract:
    """The main text of a page with its title and date; the whole text if no main text can be told.

    Raises:
        Unreadable: the bytes are no text.
    """
    page, remarks = decode(name, data, declared or _charset(data))
    page = _XML_DECLARATION.sub("", page)
    whole = visible_text(page)
    if len(whole) > _LONGEST:
        return Extract(whole, remarks=(*remarks, "The page is very long; all of its text was taken."))
    text, title, date, publisher = _main(page)
    if not text.strip():
        return Extract(whole, title, date, (*remarks, _WHOLE), publisher)
    if len(whole) > _WORTH_A_REMARK and len(text) < _SMALL_SHARE * len(whole):
        share = f"{len(text):,} of {len(whole):,} characters"
        remarks = (*remarks, f"Only a small part of the page was taken as its main text: {share}.")
    return Extract(with_title(text, title), title, date, remarks, publisher)


def with_title(text: str, title: str | None) -> str:
    """The text, headed by its title unless it begins with it: a headline names places too."""
    if not title or title.casefold() in text[: len(title) + _TITLE_WITHIN].casefold():
        return text
    return f"{title}\n\n{text}"


def _charset(data: bytes) -> str | None:
    head = data[:_CHARSET_WITHIN]
    match = _XML_ENCODING.search(head) or _CHARSET.search(head)
    if match is None:
        return None
    charset = match[1].decode("ascii", errors="replace").lower()
    # A page that can be searched as bytes is not in UTF-16, whatever it says.
    return "utf-8" if charset.startswith("utf-16") else charset


def _main(page: str) -> tuple[str, str | None, str | None, str]:
    """Main text, title, date, and the site: its host, else its name."""
    nothing = ("", None, None, "")
    if nesting(page) > _DEEPEST:
        return nothing
    try:
        found = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # noqa: BLE001 - whatever the extractor trips over, the page's text is still there
        return nothing
    if found is None or isinstance(found, dict):
        return nothing
    title = " ".join((found.title or "").split()) or None
    date = from_value(found.date) if found.date else None
    return _paragraphs(found.text or ""), title, date, found.hostname or found.sitename or ""


def _paragraphs(text: str) -> str:
    """The extractor's lines are paragraphs; those of lists and tables stay together."""
    parts: list[str] = []
    for line in text.split("\n"):
        together = parts and line.startswith(_RUN_IN) and parts[-1].rsplit("\n", 1)[-1].startswith(line[:2])
        if together:
            parts.append(f"\n{line}")
        else:
            parts.append(f"\n\n{line}")
    return "".join(parts).strip()
