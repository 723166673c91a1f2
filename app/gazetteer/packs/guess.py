"""Looks at a file and says what it probably is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.gazetteer.packs.recipe import Recipe, TablePreview


def guess(path: Path) -> Recipe:
    """The recipe that seems right for a file; a table's columns are guessed too.

    Raises:
        Unreadable: it is none of the formats, or cannot be opened.
    """
    raise NotImplementedError


def preview(path: Path) -> TablePreview:
    """The beginning of a table.

    Raises:
        Unreadable: it is no table, or cannot be opened.
    """
    raise NotImplementedError
