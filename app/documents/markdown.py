"""Markdown: what a reader of the rendered page would read, without the marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from app.documents.dates import from_value
from app.documents.encoding import decode
from app.documents.extract import Extract
from app.documents.markup import visible_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_LONGEST: Final = 4_000_000  # characters; their tokens fit into the child's memory
_FRONT_MATTER: Final = re.compile(r"\A\ufeff?(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD: Final = re.compile(r"^(title|date|published)[ \t]*[:=][ \t]*(.+?)[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LISTS: Final = frozenset({"bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close"})


def extract(name: str, data: bytes, declared: str | None = None) -> Extract:
    """Headings, paragraphs, lists and tables as plain text; title and date from the front matter.

    Raises:
        Unreadable: the bytes are no text.
    """
    source, remarks = decode(name, data, declared)
    if len(source) > _LONGEST:
        return Extract(source, remarks=(*remarks, "The document is very long; its Markdown marks were left in."))
    fields: dict[str, str] = {}
    if match := _FRONT_MATTER.match(source):
        fields = {key.lower(): value.strip("\"'") for key, value in _FIELD.findall(match[2])}
        source = source[match.end() :]
    renderer = _Renderer(MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source))
    title = fields.get("title") or renderer.title
    text = renderer.text()
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return Extract(text, title, from_value(fields.get("date") or fields.get("published") or ""), remarks)


class _Renderer:
    """Walks the flat list of tokens once."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.title: str | None = None
        self._parts: list[str] = []
        self._depth = 0
        self._item: str | None = None
        self._row: list[str] | None = None
        self._glue = "\n\n"
        for index, token in enumerate(tokens):
            self._take(token, tokens[index - 1] if index else None)

    def text(self) -> str:
        """Everything readable."""
        return "".join(self._parts).strip()

    def _take(self, token: Token, before: Token | None) -> None:
        if token.type == "inline":
            self._inline(token, before)
        elif token.type in ("fence", "code_block"):
            self._add(token.content.rstrip("\n"))
        elif token.type == "html_block":
            self._add(visible_text(token.content))
        elif token.type in ("tr_open", "tr_close", "table_open"):
            self._table(token)
        elif token.nesting:
            self._list(token)

    def _table(self, token: Token) -> None:
        if token.type == "table_open":
            self._glue = "\n\n"
        elif token.type == "tr_open":
            self._row = []
        else:
            self._add(" | ".join(self._row or []), tight=True)
            self._row = None

    def _list(self, token: Token) -> None:
        if token.type == "list_item_open":
            number = f"{token.info}{token.markup}" if token.info else "-"
            self._item = "  " * (self._depth - 1) + number + " "
        elif token.type in _LISTS:
            if not self._depth:
                self._glue = "\n\n"
            self._depth += token.nesting

    def _inline(self, token: Token, before: Token | None) -> None:
        text = _plain(token.children or [])
        if self._row is not None:
            self._row.append(text)
            return
        if before and before.type == "heading_open" and before.tag == "h1" and self.title is None:
            self.title = " ".join(text.split()) or None
        self._add(text, tight=bool(before and before.hidden))

    def _add(self, text: str, *, tight: bool = False) -> None:
        if not text:
            return
        prefix, self._item = self._item or "", None
        self._parts.append(("\n" if tight and self._glue == "\n" else "\n\n") + prefix + text)
        self._glue = "\n" if tight else "\n\n"


def _plain(children: Sequence[Token]) -> str:
    return "".join(_piece(child) for child in children).strip()


def _piece(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return "\n" if _BREAK.match(token.content) else ""
        case _:
            return token.content
