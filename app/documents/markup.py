"""The visible text of HTML, without a tree and in one pass.

No depth of nesting and no unclosed tag, quote or comment makes it slow: the libraries that build trees, and
the standard library's parser, each have such a case. They get the main text; this is the floor under them.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>|<[!?][^<>]*>")
_HIDDEN: Final = frozenset({"script", "style", "noscript", "template", "head", "svg", "select", "iframe", "object"})
_PARAGRAPHS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "div", "dl", "fieldset", "figcaption", "figure"}
    | {"footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p"}
    | {"pre", "section", "table", "ul"}
)
_LINES: Final = frozenset({"br", "caption", "dd", "dt", "li", "option", "tr"})
_LEFT_OPEN: Final = _LINES | frozenset(
    {
        "p",
        "td",
        "th",
        "area",
        "base",
        "col",
        "colgroup",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
    }
    | {"path", "source", "tbody", "tfoot", "thead", "track", "wbr"}
)
_CELLS: Final = frozenset({"td", "th"})
_SPACES: Final = re.compile(r"\s+")
_BREAKS: Final = re.compile(r" ?\n ?")
_GAPS: Final = re.compile(r"\n{3,}")


def visible_text(html: str) -> str:
    """Every piece of text that a browser would show; paragraphs are separated by blank lines."""
    text = _BREAKS.sub("\n", "".join(_pieces(_without_comments(html))))
    return _GAPS.sub("\n\n", re.sub(" {2,}", " ", text)).strip()


def nesting(html: str) -> int:
    """How deep the elements lie in each other; those that may lack their end do not count."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[2] and match[2].lower() not in _LEFT_OPEN and not match[0].endswith("/>"):
            depth = max(0, depth - 1) if match[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _without_comments(html: str) -> str:
    """An unclosed comment reaches to the end, as in a browser."""
    kept: list[str] = []
    end = 0
    while (start := html.find("<!--", end)) >= 0:
        kept.append(html[end:start])
        end = html.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        end += 3
    return "".join((*kept, html[end:]))


def _pieces(html: str) -> Iterator[str]:
    """Text and what stands for the tags between."""
    hidden, depth, end = "", 0, 0
    for match in _TAG.finditer(html):
        if not hidden:
            yield _SPACES.sub(" ", unescape(html[end : match.start()]))
        end = match.end()
        closing, tag = bool(match[1]), (match[2] or "").lower()
        if hidden and tag == hidden:
            depth += -1 if closing else 1
            hidden = hidden if depth else ""
        elif hidden == "head" and tag == "body":
            hidden = ""  # a page may leave out the end of its head
        elif not hidden and not closing and tag in _HIDDEN:
            hidden, depth = tag, 1
        yield _separator(tag)
    if not hidden:
        yield _SPACES.sub(" ", unescape(html[end:]))


def _separator(tag: str) -> str:
    if tag in _PARAGRAPHS:
        return "\n\n"
    if tag in _LINES:
        return "\n"
    return " " if tag in _CELLS else ""
