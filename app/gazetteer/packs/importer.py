"""From a source file to a gazetteer pack: reads, writes a work file, and puts it in place when it is complete."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from app import paths
from app.errors import Bug, Missing, TooLarge, Unreadable
from app.gazetteer.packs import geojson, geonames, kml, linked_places, table
from app.gazetteer.packs.around import Atlas
from app.gazetteer.packs.opening import Stopped, failed_on_disk, opened
from app.gazetteer.packs.recipe import FAULTS_KEPT, ImportReport, LineFault, PackFormat, Progress
from app.gazetteer.packs.rows import PackPlace
from app.gazetteer.packs.strays import put, work_file
from app.gazetteer.packs.writer import MOST_PLACED, PackWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from app.gazetteer.packs.opening import Source
    from app.gazetteer.packs.recipe import Recipe

VERSION: Final = "1"
"""Of the way that packs are made."""

_BETWEEN_TELLING: Final = 5000
_BETWEEN_ASKING: Final = 100
_UNKNOWN_COUNTRY: Final = "Places that name a country which is not known, looked up by their point: {}."
_NOT_LOOKED_UP: Final = (
    f"Places without a country beyond the first {MOST_PLACED:,}, not looked up by their point: {{}}."
)
_READERS: Final = {
    PackFormat.GEONAMES: geonames,
    PackFormat.TABLE: table,
    PackFormat.GEOJSON: geojson,
    PackFormat.KML: kml,
    PackFormat.LINKED_PLACES: linked_places,
}


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
    for answer in importing(source, target, recipe, cancelled):
        if isinstance(answer, ImportReport):
            return answer
        tell(answer)
    raise Bug("an import ended without a report")


def importing(
    source: Path, target: Path, recipe: Recipe, cancelled: Callable[[], bool]
) -> Generator[Progress | ImportReport, None, None]:
    """The same as a row of values: `Progress` now and then, the `ImportReport` last."""
    tally = _Tally()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with work_file(target) as work:
            with opened(source, _READERS[recipe.format].SUFFIXES, cancelled) as stream, Atlas(_embedded()) as atlas:
                with PackWriter(work, target.stem, atlas, cancelled) as writer:
                    yield from _filled(writer, stream, recipe, tally)
                stream.ask()  # the last moment to stop
            put(work, target)
    except Stopped:
        yield tally.report(cancelled=True)
    except sqlite3.Error as trouble:
        if not cancelled():
            raise failed_on_disk(trouble, target) from trouble
        yield tally.report(cancelled=True)
    except OSError as trouble:
        raise failed_on_disk(trouble, target) from trouble
    except MemoryError:
        raise TooLarge(f"{source.name} needs more memory than an import may have.", "Import it in parts.") from None
    else:
        yield tally.report()


@dataclass(slots=True)
class _Tally:
    """What is counted while a source is read."""

    places: int = 0
    names: int = 0
    merged: int = 0
    skipped: int = 0
    faults: list[LineFault] = field(default_factory=list)
    remarks: dict[str, int] = field(default_factory=dict)

    def note(self, fault: LineFault) -> None:
        """Count a fault and keep it if it is one of the first."""
        self.skipped += 1
        if len(self.faults) < FAULTS_KEPT:
            self.faults.append(fault)

    def remark(self, sentence: str, count: int = 1) -> None:
        """Count so many of what a sentence with `{}` tells; nothing for no sentence or none."""
        if sentence and count:
            self.remarks[sentence] = self.remarks.get(sentence, 0) + count

    def report(self, *, cancelled: bool = False) -> ImportReport:
        """What to tell in the end."""
        remarks = tuple(sentence.format(count) for sentence, count in self.remarks.items())
        return ImportReport(self.places, self.names, self.skipped, tuple(self.faults), cancelled, self.merged, remarks)


def _filled(writer: PackWriter, stream: Source, recipe: Recipe, tally: _Tally) -> Iterator[Progress]:
    """Read everything into the writer and let it finish."""
    yield Progress(0, stream.total, 0, 0)
    for count, item in enumerate(_READERS[recipe.format].read(stream, recipe), start=1):
        if isinstance(item, PackPlace):
            writer.add(item)
            tally.remark(item.remark)
        else:
            tally.note(item)
        if count % _BETWEEN_ASKING == 0:
            stream.ask()
        if count % _BETWEEN_TELLING == 0:
            tally.places = writer.places
            yield Progress(stream.done, stream.total, writer.places, tally.skipped)
    if not writer.places:
        first = f" The first fault: {tally.faults[0].sentence}." if tally.faults else ""
        raise Unreadable(f"{stream.name} holds no place that could be used.{first}", "Check how it is to be read.")
    origin = (recipe.title, _today(), recipe.licence, recipe.attribution)
    for _ in writer.finish(_meta(recipe, tally), origin):
        yield Progress(stream.total, stream.total, writer.places, tally.skipped, finishing=True)
    tally.places, tally.names, tally.merged = writer.places, writer.names, writer.merged
    tally.remark(_UNKNOWN_COUNTRY, writer.strange_countries)
    tally.remark(_NOT_LOOKED_UP, max(writer.unplaced - MOST_PLACED, 0))


def _today() -> str:
    return datetime.now(tz=UTC).date().isoformat()


def _meta(recipe: Recipe, tally: _Tally) -> dict[str, str]:
    return {
        "title": recipe.title,
        "version": VERSION,
        "format": recipe.format.value,
        "licence": recipe.licence,
        "attribution": recipe.attribution,
        "imported": _today(),
        "skipped": str(tally.skipped),
    }


def _embedded() -> Path | None:
    try:
        return paths.gazetteer_file()
    except Missing:
        return None
