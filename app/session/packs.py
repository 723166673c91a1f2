"""The reader's gazetteers as views know them: the shelf's rows, a first look at a file, one import at a time.

Nobody here reads a file or knows how a gazetteer is kept; shelf and lane are handed in. An import that has begun
goes on when nobody looks; a first look that nobody waits for any more is dropped.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from app.errors import Expected
from app.session.packlist import (
    EMBEDDED,
    FEATURE_CLASSES,
    Draft,
    FirstLook,
    ImportEnd,
    ImportOutcome,
    ImportProgress,
    PackRow,
    PacksState,
    TableLook,
)
from app.session.shelving import ProgressMessage, ReportMessage
from app.session.words import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.session.shelving import ImportLane, PreviewMessage, Record, ShelfLike
    from app.session.tasks import Ticket

__all__ = [
    "EMBEDDED",
    "FEATURE_CLASSES",
    "Draft",
    "FirstLook",
    "ImportEnd",
    "ImportOutcome",
    "ImportProgress",
    "PackRow",
    "Packs",
    "PacksState",
    "TableLook",
]


class Packs:
    """The list of gazetteers and the import.

    Args:
        shelf: keeps the gazetteers.
        lane: reads files in the background.
        on_changed: told, in a sentence, that the gazetteers asked are others now; the session's `offer_parse_again`.
    """

    def __init__(self, shelf: ShelfLike, lane: ImportLane, on_changed: Callable[[str], None]) -> None:
        self._shelf = shelf
        self._lane = lane
        self._on_changed = on_changed
        self._look = 0
        self._looking: Ticket | None = None
        self._import: Ticket | None = None
        self._subscribers: list[Callable[[PacksState], None]] = []
        self._state = PacksState()
        self.refresh()

    @property
    def state(self) -> PacksState:
        """What the list shows."""
        return self._state

    @property
    def rows(self) -> tuple[PackRow, ...]:
        """The gazetteers in the order in which they are asked."""
        return self._state.rows

    def subscribe(self, callback: Callable[[PacksState], None]) -> Callable[[], None]:
        """Tell `callback(state)` of every change from now on; what is returned ends that."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def refresh(self) -> None:
        """Look at the shelf again."""
        with self._telling_trouble():
            self._show(rows=tuple(_row(record) for record in self._shelf.packs()))

    # The shelf

    def enable(self, pack: str, *, on: bool) -> None:
        """Ask a gazetteer, or ask it no more."""
        title = self._title(pack)
        self._change(partial(self._shelf.enable, pack, on), f"“{title}” is switched {'on' if on else 'off'}.")

    def move(self, pack: str, place: int) -> None:
        """Put a gazetteer at a place in the order, 0 being the first: where two hold a place, the earlier wins."""
        self._change(partial(self._shelf.move, pack, place), "The gazetteers are asked in another order.")

    def remove(self, pack: str) -> None:
        """Delete a gazetteer."""
        self._change(partial(self._shelf.remove, pack), f"“{self._title(pack)}” is removed.")

    # A first look, and the import

    def preview(self, path: Path, on_preview: Callable[[FirstLook], None]) -> None:
        """Look at a file; a look under way at another is dropped. The answer may come before this returns."""
        self.drop_preview()
        look = self._look
        seen: list[PreviewMessage] = []
        self._show(looking=True, sentence="")
        ticket = self._lane.preview(path, seen.append, partial(self._looked, look, path, seen, on_preview))
        if self._look == look and self._state.looking:
            self._looking = ticket

    def drop_preview(self) -> None:
        """Whoever waited for a first look has turned away."""
        self._look += 1
        ticket, self._looking = self._looking, None
        if ticket is not None:
            ticket.cancel()
        self._show(looking=False)

    def add(self, path: Path, draft: Draft) -> None:
        """Make a gazetteer of a file and put it on the shelf, unless another is being made."""
        if self._state.progress is not None:
            self._show(sentence=f"“{self._state.progress.title}” is still being added; one gazetteer at a time.")
            return
        title = draft.title.strip() or path.stem
        with self._telling_trouble():
            target = self._shelf.new_path(title)
            self._show(progress=ImportProgress(title), report=None)
            reports: list[ReportMessage] = []
            ticket = self._lane.add(
                path,
                target,
                replace(draft, title=title),
                partial(self._told, reports),
                partial(self._imported, title, target, reports),
            )
            self._import = ticket if self._state.progress is not None else None

    def cancel(self) -> None:
        """Stop the import under way; nothing is changed by it then."""
        if self._import is not None and self._state.progress is not None:
            self._show(progress=replace(self._state.progress, stopping=True))
            self._import.cancel()

    def forget_report(self) -> None:
        """The reader has seen what became of the last import, and what went wrong."""
        self._show(report=None, sentence="")

    def _looked(
        self,
        look: int,
        path: Path,
        seen: list[PreviewMessage],
        on_preview: Callable[[FirstLook], None],
        error: Expected | None,
    ) -> None:
        if look != self._look:
            return
        self._looking = None
        self._show(looking=False)
        if error is None and seen:
            on_preview(_first_look(path, seen[-1]))
        else:
            error = error or Expected(f"{path.name} could not be read.")
            on_preview(FirstLook(path, sentence=_whole(error)))

    def _told(self, reports: list[ReportMessage], message: ProgressMessage | ReportMessage) -> None:
        progress = self._state.progress
        if isinstance(message, ReportMessage):
            reports.append(message)
        elif progress is not None:
            share = min(1.0, message.done_bytes / message.total_bytes) if message.total_bytes else 0.0
            self._show(
                progress=replace(
                    progress,
                    share=share,
                    places=message.places,
                    skipped=message.skipped,
                    finishing=message.finishing,
                )
            )

    def _imported(self, title: str, target: Path, reports: list[ReportMessage], error: Expected | None) -> None:
        stopped = self._state.progress is not None and self._state.progress.stopping
        self._import = None
        self._show(progress=None)
        if error is None and reports and not reports[-1].cancelled:
            outcome = self._shelved(title, target, reports[-1])
        elif error is None and (stopped or reports):
            outcome = ImportOutcome(ImportEnd.CANCELLED, title, f"Stopped; “{title}” was not added.")
        else:
            outcome = _failed(title, error or Expected(f"“{title}” could not be added."))
        self._show(report=outcome)
        if outcome.end is ImportEnd.DONE:
            self._on_changed(outcome.sentence)

    def _shelved(self, title: str, target: Path, report: ReportMessage) -> ImportOutcome:
        try:
            self._shelf.add(target)
        except Expected as error:
            return _failed(title, error)
        finally:
            self.refresh()
        return _done(title, report)

    def _change(self, act: Callable[[], object], sentence: str) -> None:
        """Change the shelf; told only where other gazetteers are asked than before, or in another order."""
        asked = self._shelf.stamp()
        self._show(sentence="")
        with self._telling_trouble():
            act()
        self.refresh()
        if self._shelf.stamp() != asked:
            self._on_changed(sentence)

    @contextmanager
    def _telling_trouble(self) -> Iterator[None]:
        try:
            yield
        except Expected as error:
            self._show(sentence=_whole(error))

    def _title(self, pack: str) -> str:
        return next((row.title for row in self._state.rows if row.id == pack), pack)

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - dataclasses.replace's own signature
        state = replace(self._state, **changes)
        if state == self._state:
            return
        self._state = state
        for callback in tuple(self._subscribers):
            callback(state)


def _row(record: Record) -> PackRow:
    return PackRow(
        id=record.id,
        title=record.title,
        places=record.places,
        format=record.format,
        licence=record.licence,
        attribution=record.attribution,
        imported=record.imported,
        enabled=record.enabled,
        skipped=record.skipped,
        fault=record.fault,
    )


def _first_look(path: Path, message: PreviewMessage) -> FirstLook:
    recipe, table = message.recipe, message.table
    draft = Draft(
        format=str(recipe.format),
        title=recipe.title,
        licence=recipe.licence,
        attribution=recipe.attribution,
        classes=recipe.classes,
        columns=dict(recipe.columns),
        delimiter=recipe.delimiter,
        encoding=recipe.encoding,
        header=recipe.header,
    )
    seen = TableLook(table.columns, table.rows, dict(table.guessed)) if table is not None else None
    return FirstLook(path, draft, seen)


def _done(title: str, report: ReportMessage) -> ImportOutcome:
    skipped = f" {counted(report.skipped, 'line was', 'lines were')} left out." if report.skipped else ""
    return ImportOutcome(
        end=ImportEnd.DONE,
        title=title,
        sentence=f"“{title}” was added: {counted(report.places, 'place', 'places')}.{skipped}",
        places=report.places,
        names=report.names,
        skipped=report.skipped,
        faults=tuple(fault.sentence for fault in report.faults),
        remarks=report.remarks,
    )


def _failed(title: str, error: Expected) -> ImportOutcome:
    return ImportOutcome(ImportEnd.FAILED, title, _whole(error))


def _whole(error: Expected) -> str:
    return f"{error.sentence} {error.remedy}".strip()
