"""The formats that Whereof reads, by the extensions of their files."""

from __future__ import annotations

from typing import Final

TEXT: Final = frozenset({".txt", ".text"})
MARKDOWN: Final = frozenset({".md", ".markdown"})
HTML: Final = frozenset({".html", ".htm", ".xhtml"})
SUPPORTED: Final = TEXT | MARKDOWN | HTML
