"""The import lane's child: a source file in, progress and a report out, the pack written to its folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from app.gazetteer.packs.recipe import Recipe


@dataclass(frozen=True, slots=True)
class ImportTask:
    """Make a pack of the file at `source`; answered by `Progress` now and then, and the `ImportReport` last.

    Attributes:
        source: path of the file.
        target: path of the pack; it must lie in the folder that the lane was made for.
        recipe: how to read the source.
    """

    source: str
    target: str
    recipe: Recipe


@dataclass(frozen=True, slots=True)
class PreviewTask:
    """Look at the file at `path`; answered by a `Preview`."""

    path: str


def main(connection: Connection[Any, Any], folder: str) -> None:
    """Serve `ImportTask` and `PreviewTask`; `folder` is the only one that is written to."""
    raise NotImplementedError
