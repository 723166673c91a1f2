"""The view model of the reader's gazetteers: rows, a first look, one import at a time, and when to tell of a change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.errors import Expected, Missing, Refused, Unreadable
from app.session.packs import (
    EMBEDDED,
    Draft,
    FirstLook,
    ImportEnd,
    PackRow,
    Packs,
    PacksState,
    TableLook,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.session.shelving import PreviewMessage, ProgressMessage, ReportMessage
    from app.session.tasks import OnDone

FILE = Path("villages.csv")
DRAFT = Draft("table", "Villages", columns={"name": "Ort", "lat": "y", "lon": "x"})


@dataclass(slots=True)
class HandShelf:
    """A shelf in memory."""

    rows: list[PackRow] = field(
        default_factory=lambda: [PackRow(EMBEDDED, "Whereof", 270_000), PackRow("camps", "Camps", 12, "table")]
    )
    full: bool = False

    def packs(self) -> Sequence[PackRow]:
        return list(self.rows)

    def stamp(self) -> str:
        return " ".join(row.id for row in self.rows if row.enabled)

    def new_path(self, title: str) -> Path:
        return Path("shelf") / f"{title.casefold()}.sqlite"

    def add(self, path: Path) -> PackRow:
        if self.full:
            raise Expected("The list of gazetteers could not be saved: disk full.", "Make room.")
        self.rows.append(PackRow(path.stem, path.stem.title(), 3))
        return self.rows[-1]

    def enable(self, pack: str, on: bool) -> None:  # noqa: FBT001 - the shelf's own signature
        number = self._number(pack)
        self.rows[number] = replace(self.rows[number], enabled=on)

    def move(self, pack: str, place: int) -> None:
        self.rows.insert(place, self.rows.pop(self._number(pack)))

    def remove(self, pack: str) -> None:
        if pack == EMBEDDED:
            raise Refused("The gazetteer that Whereof carries cannot be removed.", "Switch it off instead.")
        del self.rows[self._number(pack)]

    def _number(self, pack: str) -> int:
        if pack not in [row.id for row in self.rows]:
            raise Missing(f"There is no gazetteer {pack} on the shelf.")
        return [row.id for row in self.rows].index(pack)


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[str, ...] = ("Ort", "y", "x")
    rows: tuple[tuple[str, ...], ...] = (("Alqosh", "36.7", "43.1"),)
    guessed: Mapping[str, str] = field(default_factory=lambda: dict(DRAFT.columns))


@dataclass(frozen=True, slots=True)
class Look:
    recipe: Draft = DRAFT
    table: Table | None = field(default_factory=Table)


@dataclass(frozen=True, slots=True)
class Step:
    done_bytes: int
    total_bytes: int = 200
    places: int = 5
    skipped: int = 1
    finishing: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    places: int = 1204
    names: int = 2000
    skipped: int = 2
    faults: tuple[Fault, ...] = (Fault("line 7: no latitude"), Fault("line 9: no name"))
    cancelled: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Job:
    what: tuple[object, ...]
    on_message: Callable[..., None]
    on_done: OnDone
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True

    def answer(self, *messages: object, error: Expected | None = None) -> None:
        for message in messages:
            self.on_message(message)
        self.on_done(error)


@dataclass(slots=True)
class HandLane:
    """An import lane whose jobs a test answers by hand."""

    jobs: list[Job] = field(default_factory=list)

    def preview(self, path: Path, on_message: Callable[[PreviewMessage], None], on_done: OnDone, /) -> Job:
        self.jobs.append(Job((path,), on_message, on_done))
        return self.jobs[-1]

    def add(
        self,
        source: Path,
        target: Path,
        draft: Draft,
        on_message: Callable[[ProgressMessage | ReportMessage], None],
        on_done: OnDone,
        /,
    ) -> Job:
        self.jobs.append(Job((source, target, draft), on_message, on_done))
        return self.jobs[-1]


class Desk:
    def __init__(self) -> None:
        self.shelf = HandShelf()
        self.lane = HandLane()
        self.changes: list[str] = []
        self.looks: list[FirstLook] = []
        self.packs = Packs(self.shelf, self.lane, self.changes.append)
        self.told: list[PacksState] = []
        self.leave = self.packs.subscribe(self.told.append)

    @property
    def state(self) -> PacksState:
        return self.packs.state

    @property
    def busy(self) -> bool:
        return self.packs.state.progress is not None

    @property
    def order(self) -> list[str]:
        return [row.id for row in self.packs.rows]


@pytest.fixture
def desk() -> Desk:
    return Desk()


# The shelf


def test_the_rows_are_the_shelfs(desk: Desk) -> None:
    assert list(desk.state.rows) == desk.shelf.rows


def test_gazetteers_are_switched_moved_and_removed_and_each_change_is_told(desk: Desk) -> None:
    desk.packs.move("camps", 0)
    assert desk.order == ["camps", EMBEDDED]
    desk.packs.enable("camps", on=False)
    assert [row.enabled for row in desk.packs.rows] == [False, True]
    desk.packs.enable("camps", on=True)
    desk.packs.remove("camps")
    assert desk.order == [EMBEDDED]
    assert desk.changes == [
        "The gazetteers are asked in another order.",
        "“Camps” is switched off.",
        "“Camps” is switched on.",
        "“Camps” is removed.",
    ]


def test_what_changes_no_answer_is_not_told(desk: Desk) -> None:
    desk.packs.enable("camps", on=False)
    desk.changes.clear()
    desk.packs.enable("camps", on=False)
    desk.packs.remove("camps")
    assert (desk.order, desk.changes) == ([EMBEDDED], [])


def test_trouble_with_the_shelf_is_a_sentence_until_the_next_act(desk: Desk) -> None:
    desk.packs.remove(EMBEDDED)
    expected = "The gazetteer that Whereof carries cannot be removed. Switch it off instead."
    assert (desk.state.sentence, desk.order, desk.changes) == (expected, [EMBEDDED, "camps"], [])
    desk.packs.move("camps", 0)
    assert desk.state.sentence == ""
    desk.packs.enable("gone", on=True)
    assert desk.state.sentence == "There is no gazetteer gone on the shelf."


# A first look


def test_a_first_look_tells_how_a_file_would_be_read(desk: Desk) -> None:
    desk.packs.preview(FILE, desk.looks.append)
    assert desk.state.looking
    desk.lane.jobs[0].answer(Look())
    table = TableLook(("Ort", "y", "x"), (("Alqosh", "36.7", "43.1"),), dict(DRAFT.columns))
    assert desk.looks == [FirstLook(FILE, DRAFT, table)]
    assert not desk.state.looking


def test_a_file_that_cannot_be_read_says_so(desk: Desk) -> None:
    desk.packs.preview(FILE, desk.looks.append)
    desk.lane.jobs[0].answer(error=Unreadable("villages.csv is no table.", "Save it as CSV."))
    desk.packs.preview(FILE, desk.looks.append)
    desk.lane.jobs[1].answer()
    assert [(look.draft, look.sentence) for look in desk.looks] == [
        (None, "villages.csv is no table. Save it as CSV."),
        (None, "villages.csv could not be read."),
    ]


def test_a_look_nobody_waits_for_is_dropped(desk: Desk) -> None:
    desk.packs.preview(FILE, desk.looks.append)
    desk.packs.drop_preview()
    assert desk.lane.jobs[0].cancelled
    desk.lane.jobs[0].answer(Look())
    assert (desk.looks, desk.state.looking) == ([], False)


def test_of_two_looks_the_later_is_told(desk: Desk) -> None:
    desk.packs.preview(FILE, desk.looks.append)
    desk.packs.preview(Path("other.kml"), desk.looks.append)
    desk.lane.jobs[0].answer(Look())
    assert (desk.looks, desk.state.looking) == ([], True)
    desk.lane.jobs[1].answer(Look(table=None))
    assert [(look.path.name, look.table) for look in desk.looks] == [("other.kml", None)]


# The import


def test_an_import_shows_how_far_it_is_and_ends_on_the_shelf(desk: Desk) -> None:
    desk.packs.add(FILE, DRAFT)
    job = desk.lane.jobs[0]
    assert job.what == (FILE, Path("shelf/villages.sqlite"), DRAFT)
    job.on_message(Step(50))
    progress = desk.state.progress
    assert progress is not None
    assert (progress.title, progress.share, progress.places, progress.skipped) == ("Villages", 0.25, 5, 1)
    job.on_message(Step(200, finishing=True))
    assert desk.state.progress is not None
    assert (desk.state.progress.share, desk.state.progress.finishing) == (1.0, True)
    job.answer(Report())
    report = desk.state.report
    assert report is not None
    assert (report.end, report.places, report.names, report.skipped) == (ImportEnd.DONE, 1204, 2000, 2)
    assert report.sentence == "“Villages” was added: 1,204 places. 2 lines were left out."
    assert report.faults == ("line 7: no latitude", "line 9: no name")
    assert not desk.busy
    assert desk.order == [EMBEDDED, "camps", "villages"]
    assert desk.changes == [report.sentence]
    desk.packs.forget_report()
    assert desk.state.report is None


def test_one_import_at_a_time(desk: Desk) -> None:
    desk.packs.add(FILE, DRAFT)
    desk.packs.add(Path("other.csv"), replace(DRAFT, title="Other"))
    assert len(desk.lane.jobs) == 1
    assert desk.state.sentence == "“Villages” is still being added; one gazetteer at a time."
    desk.lane.jobs[0].answer(Report())
    desk.packs.add(Path("other.csv"), replace(DRAFT, title=" "))
    assert desk.lane.jobs[1].what[2] == replace(DRAFT, title="other")
    assert desk.state.report is None


@pytest.mark.parametrize("messages", [(), (Report(cancelled=True),)])
def test_a_stopped_import_changes_nothing(desk: Desk, messages: tuple[Report, ...]) -> None:
    desk.packs.cancel()
    desk.packs.add(FILE, DRAFT)
    desk.packs.cancel()
    assert desk.lane.jobs[0].cancelled
    assert desk.state.progress is not None
    assert desk.state.progress.stopping
    desk.lane.jobs[0].answer(*messages)
    assert desk.state.report is not None
    assert (desk.state.report.end, desk.state.report.sentence) == (
        ImportEnd.CANCELLED,
        "Stopped; “Villages” was not added.",
    )
    assert (desk.order, desk.changes, desk.busy) == ([EMBEDDED, "camps"], [], False)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Unreadable("villages.csv has no coordinates.", "Say which columns they are in."), None),
        (None, "“Villages” could not be added."),
    ],
)
def test_an_import_that_fails_says_why_and_changes_nothing(
    desk: Desk, error: Expected | None, sentence: str | None
) -> None:
    desk.packs.add(FILE, DRAFT)
    desk.lane.jobs[0].answer(Step(10), error=error)
    assert desk.state.report is not None
    assert desk.state.report.end is ImportEnd.FAILED
    expected = sentence or "villages.csv has no coordinates. Say which columns they are in."
    assert desk.state.report.sentence == expected
    assert (desk.order, desk.changes) == ([EMBEDDED, "camps"], [])


def test_a_shelf_that_cannot_take_it_is_a_failed_import(desk: Desk) -> None:
    desk.shelf.full = True
    desk.packs.add(FILE, DRAFT)
    desk.lane.jobs[0].answer(Report())
    assert desk.state.report is not None
    assert desk.state.report.end is ImportEnd.FAILED
    assert desk.state.report.sentence == "The list of gazetteers could not be saved: disk full. Make room."
    assert desk.changes == []


def test_who_left_hears_nothing(desk: Desk) -> None:
    desk.leave()
    desk.packs.move("camps", 0)
    assert desk.told == []
