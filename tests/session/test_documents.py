"""From paths and pasted text to readable documents with findings: lanes, progress, trouble, cancel."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Expected, Refused, Unreadable, WorkerDied
from app.geoparsing.model import DateMention, DatePrecision, Day, Document, MentionKey
from app.project.store import Store
from app.session.session import Session
from app.session.state import DocumentStatus, Progress
from tests.support.builders import AID, FALL, IRAQ, MOSUL, PassageFound, document, finding, parsed
from tests.support.sessions import Clock, HandLanes, InstantLanes, filled_session, new_session


class Desk:
    """A session whose lanes are answered by hand."""

    def __init__(self, store: Store | None = None) -> None:
        self.lanes = HandLanes()
        self.clock = Clock()
        self.session = new_session(self.lanes.lanes, store=store, clock=self.clock)

    def open(self, *names: str) -> None:
        self.session.open([Path(name) for name in names])

    def statuses(self) -> list[DocumentStatus]:
        return [row.status for row in self.session.documents()]

    def wait(self) -> None:
        self.clock.pass_by(0.2)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_source_is_listed_while_it_is_read(desk: Desk) -> None:
    desk.open("a/fall.txt")
    (row,) = desk.session.documents()
    assert (row.title, row.source, row.status) == ("fall.txt", "a/fall.txt", DocumentStatus.READING)
    assert desk.session.state.progress == Progress(0, 1, "Reading")
    assert desk.session.document(row.id) is None


def test_a_document_is_readable_before_it_is_parsed(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    assert desk.session.state.document == 1
    assert desk.session.document(1) == FALL
    assert desk.statuses() == [DocumentStatus.PARSING]
    assert desk.session.highlights(1) == []
    assert desk.session.state.progress == Progress(0, 1, "Finding places")


def test_findings_show_passage_by_passage_and_the_end_ends_the_progress(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    _, second, third = parsed(FALL)
    desk.lanes.parses[0].send(second)
    desk.wait()
    assert [mark.surface for mark in desk.session.highlights(1)] == ["Mosul", "Mosul", "Kalak"]
    assert desk.session.state.coverage.found == 3
    desk.lanes.parses[0].answer(third)
    desk.wait()
    assert len(desk.session.highlights(1)) == 7
    assert desk.statuses() == [DocumentStatus.DONE]
    assert not desk.session.state.progress.running


def test_a_later_answer_for_the_same_passage_replaces_the_provisional_one(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    desk.lanes.parses[0].send(PassageFound(1, (finding(47, "Mosul", IRAQ),), final=False))
    desk.wait()
    assert [row.place for row in desk.session.places()] == [IRAQ]
    desk.lanes.parses[0].send(PassageFound(1, (finding(47, "Mosul", MOSUL),)))
    desk.wait()
    assert [row.place for row in desk.session.places()] == [MOSUL]


def test_dates_are_kept_replaced_and_forgotten_with_the_findings_of_their_passage(desk: Desk) -> None:
    def said(start: int, year: int) -> DateMention:
        days = Day(year, 1, 1), Day(year, 12, 31)
        return DateMention(start, start + 4, str(year), *days, DatePrecision.YEAR, (start, start + 9))

    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    first, second = PassageFound(1, (), dates=(said(40, 1999),)), PassageFound(2, (), dates=(said(130, 2003),))
    desk.lanes.parses[0].answer(first, second)
    desk.wait()
    assert desk.session._store.dates.of_document(1) == [said(40, 1999), said(130, 2003)]
    desk.session.parse_again()
    desk.lanes.parses[1].answer(PassageFound(1, (), dates=(said(44, 2001),)))
    desk.wait()
    assert desk.session._store.dates.of_document(1) == [said(44, 2001)]


def test_lanes_get_few_tasks_ahead_and_all_in_the_end(desk: Desk) -> None:
    desk.open(*(f"{number}.txt" for number in range(5)))
    assert [request.what for request in desk.lanes.reads] == ["0.txt", "1.txt"]
    for number in range(5):
        desk.lanes.reads[number].answer(document(f"Number {number}", "Mosul"))
    assert len(desk.lanes.parses) == 2
    for number in range(5):
        request = desk.lanes.parses[number]
        assert request.document is not None
        request.answer(*parsed(request.document))
        desk.wait()
    assert desk.statuses() == [DocumentStatus.DONE] * 5
    assert desk.session.places()[0].count == 5


def test_the_document_in_the_reader_is_parsed_before_others_that_wait(desk: Desk) -> None:
    desk.open(*(f"{number}.txt" for number in range(4)))
    for number in range(4):
        desk.lanes.reads[number].answer(document(f"Number {number}", "Mosul"))
    desk.session.focus_document(4)
    desk.lanes.parses[0].answer()
    assert [request.what for request in desk.lanes.parses] == ["Number 0", "Number 1", "Number 3"]


def test_the_first_to_arrive_is_shown_unless_the_reader_moved_on(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    desk.open("aid.txt")
    desk.lanes.reads[1].answer(AID)
    desk.wait()
    assert desk.session.state.document == 2
    desk.open("third.txt")
    desk.session.focus_document(1)
    desk.lanes.reads[2].answer(document("Third", "Iraq"))
    desk.wait()
    assert desk.session.state.document == 1


def test_the_same_bytes_are_not_opened_twice() -> None:
    clock = Clock()
    session = filled_session(clock=clock)
    session.focus_document(2)
    session.open([Path("0.txt")])
    clock.pass_by(1)
    assert [row.id for row in session.documents()] == [1, 2]
    assert session.state.document == 1
    assert [notice.sentence for notice in session.state.notices] == [f"“{FALL.title}” is already open."]
    session.open([Path("0.txt")])
    assert len(session.state.notices) == 1
    assert not session.state.progress.running


def test_an_empty_paste_and_an_empty_folder_are_told(desk: Desk) -> None:
    desk.session.paste(" \n ")
    desk.open()
    sentences = [notice.sentence for notice in desk.session.state.notices]
    assert sentences == ["There is no text to paste.", "There is nothing here that Whereof can read."]
    assert desk.lanes.reads == []


def test_a_pasted_text_goes_to_the_reading_lane(desk: Desk) -> None:
    desk.session.paste("Mosul and العراق")
    assert desk.lanes.reads[0].what == "pasted text text/plain; charset=utf-8"
    assert desk.lanes.reads[0].data.decode() == "Mosul and العراق"


def test_trouble_with_a_folder_is_a_notice(desk: Desk) -> None:
    def refuse(_paths: object) -> list[Path]:
        raise Refused("That folder is not yours.")

    desk.session._expand = refuse
    desk.open("folder")
    assert [notice.sentence for notice in desk.session.state.notices] == ["That folder is not yours."]


def test_a_file_that_cannot_be_read_is_marked_and_can_be_tried_again(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(error=Unreadable("fall.txt is locked.", "Close the other program."))
    (row,) = desk.session.documents()
    assert (row.status, row.error) == (DocumentStatus.FAILED, "fall.txt is locked.")
    (notice,) = desk.session.state.notices
    assert notice.sentence == "fall.txt is locked. Close the other program."
    assert (notice.action, notice.document) == ("Try again", row.id)
    assert not desk.session.state.progress.running
    desk.session.act_on(notice.id)
    assert desk.statuses() == [DocumentStatus.READING]
    assert desk.session.state.notices == ()
    desk.lanes.reads[1].answer(FALL)
    desk.wait()
    assert desk.session.document(row.id) == FALL


def test_a_source_without_text_is_marked(desk: Desk) -> None:
    desk.open("empty.txt")
    desk.lanes.reads[0].answer()
    assert [row.error for row in desk.session.documents()] == ["empty.txt holds no text."]


def test_a_parser_that_dies_leaves_the_text_and_what_was_found(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    desk.lanes.parses[0].send(*parsed(FALL)[:2])
    desk.lanes.parses[0].answer(error=WorkerDied("The parser stopped."))
    desk.wait()
    assert desk.statuses() == [DocumentStatus.FAILED]
    assert len(desk.session.highlights(1)) == 3
    (notice,) = desk.session.state.notices
    desk.session.act_on(notice.id)
    assert desk.statuses() == [DocumentStatus.PARSING]
    assert len(desk.session.highlights(1)) == 3
    desk.lanes.parses[1].answer(*parsed(FALL))
    desk.wait()
    assert desk.lanes.parses[1].revision == 2
    assert desk.statuses() == [DocumentStatus.DONE]
    assert len(desk.session.highlights(1)) == 7


def test_answers_of_an_old_revision_are_dropped(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    old = desk.lanes.parses[0]
    desk.session.cancel()
    desk.session.retry(1)
    old.answer(PassageFound(1, (finding(47, "Mosul", IRAQ),)), error=WorkerDied("Too late."))
    desk.wait()
    assert desk.session.highlights(1) == []
    assert desk.statuses() == [DocumentStatus.PARSING]
    desk.lanes.parses[1].answer(*parsed(FALL))
    desk.wait()
    assert len(desk.session.highlights(1)) == 7


def test_answers_for_a_closed_document_are_dropped(desk: Desk) -> None:
    desk.open("fall.txt", "aid.txt")
    desk.lanes.reads[0].answer(FALL)
    desk.session.close_document(1)
    desk.session.close_document(2)
    assert desk.lanes.parses[0].cancelled
    assert desk.lanes.reads[1].cancelled
    desk.lanes.parses[0].answer(*parsed(FALL))
    desk.lanes.reads[1].answer(AID)
    desk.wait()
    assert desk.session.documents() == []
    assert desk.session.places() == []
    assert not desk.session.state.progress.running


def test_a_document_closed_while_parsed_is_parsed_when_undo_brings_it_back(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    desk.session.close_document(1)
    assert desk.session.documents() == []
    assert desk.session.state.can_undo == f"“{FALL.title}” closed"
    desk.session.undo()
    assert desk.session.state.document == 1
    assert desk.statuses() == [DocumentStatus.PARSING]
    desk.session.redo()
    assert desk.lanes.parses[1].cancelled
    assert desk.session.documents() == []


def test_closing_the_document_in_the_reader_shows_its_neighbour() -> None:
    session = filled_session(FALL, AID, document("Third", "Iraq"))
    session.focus_document(2)
    session.close_document(2)
    assert session.state.document == 3
    session.close_document(3)
    assert session.state.document == 1
    session.close_document(1)
    assert session.state.document is None


def test_opening_a_closed_document_again_brings_back_what_the_reader_said() -> None:
    clock = Clock()
    session = filled_session(clock=clock)
    session.focus_mention(MentionKey(1, 47, 52))
    session.not_a_place()
    session.close_document(1)
    session.open([Path("0.txt")])
    clock.pass_by(1)
    assert session.state.document == 1
    assert session.state.coverage.found == 11
    assert session.state.can_undo == "“Mosul” is not a place"


def test_cancel_keeps_what_is_finished_and_offers_to_go_on(desk: Desk) -> None:
    desk.open(*(f"{number}.txt" for number in range(4)))
    for number in range(2):
        desk.lanes.reads[number].answer(document(f"Number {number}", "Mosul"))
    desk.lanes.parses[0].answer(PassageFound(1, (finding(10, "Mosul", MOSUL),)))
    desk.session.cancel()
    assert desk.statuses() == [DocumentStatus.DONE, *[DocumentStatus.CANCELLED] * 3]
    assert desk.session.places()[0].count == 1
    assert not desk.session.state.progress.running
    assert desk.lanes.parses[1].cancelled
    (notice,) = desk.session.state.notices
    assert notice.sentence == "Stopped; 3 documents are not finished."
    desk.session.act_on(notice.id)
    assert desk.session.state.progress.total == 3
    assert DocumentStatus.CANCELLED not in desk.statuses()


def test_cancel_with_nothing_under_way_says_nothing(desk: Desk) -> None:
    desk.session.cancel()
    assert desk.session.state.notices == ()


def test_trouble_with_many_documents_is_one_notice_that_tries_all_again(desk: Desk) -> None:
    desk.open(*(f"{number}.txt" for number in range(9)))
    for number in range(9):
        desk.lanes.reads[number].answer(error=Unreadable(f"{number}.txt is locked."))
    desk.wait()
    (notice,) = desk.session.state.notices
    assert notice.sentence.startswith("9 documents could not be read")
    desk.session.act_on(notice.id)
    assert desk.session.state.notices == ()
    assert desk.session.state.progress == Progress(0, 9, "Reading")


def test_a_notice_can_be_dismissed(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(error=Expected("No."))
    desk.session.dismiss(desk.session.state.notices[0].id)
    assert desk.session.state.notices == ()
    assert desk.statuses() == [DocumentStatus.FAILED]


def test_hundreds_of_documents_from_lanes_that_answer_at_once_do_not_pile_up() -> None:
    session = filled_session(*(document(f"Number {number}", "Mosul") for number in range(400)))
    assert len(session.documents()) == 400
    assert session.places()[0].count == 400


def test_unfinished_documents_are_taken_up_when_the_project_is_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "one.whereof"
    desk = Desk(Store.open(path))
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    desk.lanes.parses[0].send(parsed(FALL)[1])
    desk.session.close()
    assert desk.lanes.parses[0].cancelled
    again = Session(
        Store.open(path),
        InstantLanes({}).lanes,
        later=desk.clock.later,
        expand=lambda paths: paths,
        clock=desk.clock,
    )
    desk.wait()
    assert again.state.document == 1
    assert [row.status for row in again.documents()] == [DocumentStatus.DONE]
    assert len(again.highlights(1)) == 7
    again.close()


def test_a_source_with_several_documents_gives_each_its_own_number(desk: Desk) -> None:
    desk.open("both.csv", "third.txt")
    other: Document = document("Other", "Iraq")
    desk.lanes.reads[0].answer(FALL, other)
    desk.lanes.reads[1].answer(AID)
    desk.wait()
    assert [row.title for row in desk.session.documents()] == [FALL.title, AID.title, "Other"]


def test_after_closing_nothing_is_heard(desk: Desk) -> None:
    heard: list[object] = []
    desk.open("fall.txt", "aid.txt")
    desk.session.subscribe(lambda _old, new: heard.append(new))
    desk.lanes.reads[0].answer(FALL)
    count = len(heard)
    desk.session.close()
    desk.session.close()
    desk.lanes.reads[1].answer(AID)
    desk.wait()
    assert len(heard) == count


def test_a_document_that_the_project_cannot_take_is_marked_and_can_be_tried_again(desk: Desk) -> None:
    desk.open("fall.txt", "huge.txt")
    desk.lanes.reads[0].answer(FALL)
    database = desk.session._store._database
    database.run(f"PRAGMA max_page_count = {database.number('PRAGMA page_count')}")
    huge = document("Huge", "Mosul " * 10_000)
    desk.lanes.reads[1].answer(huge)
    desk.wait()
    assert desk.statuses() == [DocumentStatus.PARSING, DocumentStatus.FAILED]
    (notice,) = desk.session.state.notices
    assert notice.sentence.startswith("The project could not be written")
    assert desk.session.state.progress == Progress(1, 2, "Finding places")
    database.run("PRAGMA max_page_count = 1000000")
    desk.session.act_on(notice.id)
    desk.lanes.reads[2].answer(huge)
    desk.wait()
    assert desk.session.document(2) == huge
    assert desk.statuses() == [DocumentStatus.PARSING] * 2


def test_findings_that_could_not_be_written_are_written_when_there_is_room_again(desk: Desk) -> None:
    desk.open("long.txt")
    long = document("Long", "Mosul " * 2_000, "Iraq")
    desk.lanes.reads[0].answer(long)
    desk.wait()
    database = desk.session._store._database
    database.run(f"PRAGMA max_page_count = {database.number('PRAGMA page_count')}")
    desk.lanes.parses[0].send(parsed(long)[1])
    desk.wait()
    assert [notice.sentence[:35] for notice in desk.session.state.notices] == ["The project could not be written: d"]
    assert desk.session.highlights(1) == []
    database.run("PRAGMA max_page_count = 1000000")
    desk.lanes.parses[0].answer(parsed(long)[2])
    desk.wait()
    assert len(desk.session.highlights(1)) == 2_001


def test_places_are_found_again_under_corrections_while_the_old_ones_stay(desk: Desk) -> None:
    desk.open("fall.txt", "aid.txt")
    for request, made in zip(list(desk.lanes.reads), (FALL, AID), strict=True):
        request.answer(made)
    for request in list(desk.lanes.parses):
        assert request.document is not None
        request.answer(*parsed(request.document))
    desk.wait()
    desk.session.focus_mention(MentionKey(1, 47, 52))
    desk.session.not_a_place()
    desk.session.parse_again()
    assert desk.session.state.progress == Progress(0, 2, "Finding places")
    assert desk.statuses() == [DocumentStatus.PARSING] * 2
    assert (len(desk.session.highlights(1)), len(desk.session.highlights(2))) == (6, 5)
    again = desk.lanes.parses[2]
    assert (again.revision, again.document) == (2, FALL)
    again.answer(PassageFound(1, (finding(47, "Mosul", MOSUL), finding(81, "Mosul", IRAQ))))
    desk.wait()
    assert [mark.place_id for mark in desk.session.highlights(1)] == [IRAQ.id]
    assert desk.session.state.progress == Progress(1, 2, "Finding places")
    desk.session.cancel()
    assert len(desk.session.highlights(2)) == 5
    desk.lanes.parses[3].answer(PassageFound(1, ()))
    desk.wait()
    assert len(desk.session.highlights(2)) == 5
    assert desk.session.state.notices[0].sentence == "Stopped; 1 document is not finished."


def test_what_is_being_parsed_is_begun_anew_and_counted_once(desk: Desk) -> None:
    desk.open("fall.txt")
    desk.lanes.reads[0].answer(FALL)
    desk.session.parse_again()
    assert desk.lanes.parses[0].cancelled
    assert desk.session.state.progress == Progress(0, 1, "Finding places")
    desk.lanes.parses[0].answer(PassageFound(1, (finding(47, "Mosul", IRAQ),)))
    desk.wait()
    assert desk.session.highlights(1) == []
    desk.lanes.parses[1].answer(*parsed(FALL))
    desk.wait()
    assert (len(desk.session.highlights(1)), desk.session.state.progress.running) == (7, False)


def test_finding_places_again_with_nothing_open_does_nothing(desk: Desk) -> None:
    desk.session.parse_again()
    assert not desk.session.state.progress.running
    desk.session.offer_parse_again("“Villages” was added.")
    assert desk.session.state.notices == ()


def test_finding_places_again_is_offered_once_and_done_at_a_click() -> None:
    clock = Clock()
    session = filled_session(clock=clock)
    session.offer_parse_again("“Villages” was added.")
    session.offer_parse_again("“Camps” was removed.")
    (notice,) = session.state.notices
    assert (notice.sentence, notice.action, notice.command) == (
        "“Camps” was removed.",
        "Find places again",
        "parse_again",
    )
    session.act_on(notice.id)
    clock.pass_by(1)
    assert session.state.notices == ()
    assert {session._store.documents.record(number).revision for number in (1, 2)} == {2}  # type: ignore[union-attr]
    session.offer_parse_again("“Camps” was added.")
    session.parse_again()
    assert session.state.notices == ()


def test_hosts_that_were_asked_are_noted_once_in_order(desk: Desk) -> None:
    assert not desk.session.state.asked_online
    for host in ("b.example", "a.example", "b.example"):
        desk.session.note_online(host)
    assert desk.session.state.asked_online == ("b.example", "a.example")
