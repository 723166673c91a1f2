"""From a source file to a gazetteer pack: reads, writes a work file, and puts it in place when it is complete."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.gazetteer.packs.recipe import ImportReport, Progress, Recipe


def import_pack(
    source: Path, target: Path, recipe: Recipe, tell: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> ImportReport:
    """Make a pack of a file.

    Args:
        source: the file to read.
        target: where the pack will be; its stem is the pack's id. An old pack there is replaced when the new one is
            complete, and stays as it is otherwise.
        recipe: how to read the source.
        tell: hears of the progress, some times a second.
        cancelled: asked often; when it says yes, the import ends within a second and changes nothing.

    Raises:
        Unreadable: the source is broken or holds no place.
        TooLarge: it is over a limit.
        Expected: there is no room on the disk, or the folder cannot be written to.
    """
    raise NotImplementedError


def importing(
    source: Path, target: Path, recipe: Recipe, cancelled: Callable[[], bool]
) -> Iterator[Progress | ImportReport]:
    """The same as a row of values: `Progress` now and then, the `ImportReport` last."""
    raise NotImplementedError
