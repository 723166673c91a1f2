"""The project file: what goes in comes out, what is not a project stays untouched, nothing is left behind."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from app.errors import Refused, Unreadable
from app.geoparsing.model import (
    Candidate,
    Document,
    Finding,
    Kind,
    Match,
    Mention,
    MentionKey,
    Passage,
    Reason,
    Resolution,
    Verdict,
)
from app.project import schema
from app.project.store import Store
from tests.support.builders import FALL, IRAQ, KALAK, MOSUL, MOSUL_DISTRICT, finding, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "one.whereof") as opened:
        yield opened


def add(store: Store, document: Document = FALL, number: int = 1) -> None:
    store.documents.add(document, number, "waiting")
    for found in parsed(document):
        store.findings.replace(number, 1, {found.passage_index: found.findings})


def test_a_document_comes_back_as_it_went_in(store: Store) -> None:
    odd = Document(
        title="“Ünïcode” 🌍",
        text="🌍 Gothic 𐌰 and العراق",
        passages=(Passage(0, 2), Passage(2, 20)),
        source="pasted text",
        sha256="00" * 32,
        remarks=("Guessed the encoding.", "Left out a table."),
        publisher="post.example",
    )
    store.documents.add(odd, 7, "waiting")
    assert store.documents.get(7) == odd
    assert store.documents.next_id() == 8
    assert store.documents.get(8) is None


def test_findings_come_back_with_candidates_and_reasons(store: Store) -> None:
    store.documents.add(FALL, 1, "waiting")
    reasons = (Reason("Iraq is named beside it", 0.4), Reason("asks for a town", -0.1))
    said = Finding(
        Mention(47, 52, "Mosul", Kind.LITERAL, "capitalised after “took”"),
        (
            Candidate(MOSUL, 0.9, "Mosul", Match.MAIN, reasons),
            Candidate(MOSUL_DISTRICT, 0.1, "Mosul", Match.ALTERNATE),
        ),
        Resolution(Verdict.PLACE, MOSUL, 0.9),
    )
    store.findings.replace(1, 1, {1: [said]})
    key = MentionKey(1, 47, 52)
    standing = store.findings.get(key)
    assert standing is not None
    assert standing.mention == said.mention
    assert (standing.place, standing.confidence, standing.undecided) == (MOSUL, 0.9, False)
    assert store.findings.candidates(key) == said.candidates


def test_places_survive_a_new_start_and_the_newest_copy_holds(tmp_path: Path) -> None:
    path = tmp_path / "one.whereof"
    with Store.open(path) as store:
        add(store)
    with Store.open(path) as store:
        assert store.places.get(IRAQ.id) == IRAQ
        assert next(tally.place.id for tally in store.places.tallies()) == MOSUL.id


def test_a_later_answer_for_a_passage_replaces_the_earlier(store: Store) -> None:
    add(store)
    before = len(store.findings.of_document(1))
    store.findings.replace(1, 2, {1: [finding(47, "Mosul", MOSUL_DISTRICT)]})
    after = store.findings.of_document(1)
    assert len(after) == before - 2
    assert after[0].place == MOSUL_DISTRICT


def test_what_a_newer_parse_does_not_repeat_is_dropped_when_it_is_complete(store: Store) -> None:
    add(store)
    store.findings.replace(1, 2, {1: [finding(47, "Mosul", MOSUL)]})
    store.findings.drop_older(1, 2)
    assert [standing.key for standing in store.findings.of_document(1)] == [MentionKey(1, 47, 52)]
    record = store.documents.record(1)
    assert record is not None
    assert (record.mentions, record.places) == (1, 1)


def test_a_span_that_moves_to_another_passage_is_kept_once(store: Store) -> None:
    add(store)
    store.findings.replace(1, 2, {2: [finding(47, "Mosul", MOSUL_DISTRICT)]})
    spans = [standing.key for standing in store.findings.of_document(1)]
    assert spans.count(MentionKey(1, 47, 52)) == 1


def test_a_failed_transaction_leaves_nothing_and_forgets_its_places(store: Store) -> None:
    def write_and_fail() -> None:
        with store.transaction():
            add(store)
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    assert store.documents.records() == []
    assert store.places.get(MOSUL.id) is None
    add(store)
    assert store.places.get(MOSUL.id) == MOSUL


def test_records_count_what_their_mentions_say(store: Store) -> None:
    add(store)
    record = store.documents.record(1)
    assert record is not None
    standings = store.findings.of_document(1)
    assert record.mentions == len(standings) == 7
    assert record.places == len({standing.place for standing in standings if standing.place}) == 5
    assert record.unsure == 1
    assert record.not_placed == 0
    assert KALAK in {standing.place for standing in standings if standing.unsure}


def test_r3_a_closed_project_is_one_file_and_a_copy_has_the_same_rows(tmp_path: Path) -> None:
    path = tmp_path / "one.whereof"
    with Store.open(path) as store:
        add(store)
        rows = counts(path)
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["one.whereof"]
    copy = tmp_path / "copy.whereof"
    copy.write_bytes(path.read_bytes())
    with Store.open(copy) as again:
        assert again.is_sound()
    assert counts(copy) == rows
    assert rows["finding"] == 7


def counts(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608
    connection.close()
    return rows


def change(path: Path, *statements: str) -> str:
    """Run SQL on a project behind its back; the file's hash after that."""
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("statements", "part"),
    [
        (["PRAGMA user_version = 2"], "newer Whereof"),
        (["PRAGMA user_version = 0"], "form of a Whereof project"),
        (["PRAGMA application_id = 7"], "is not a Whereof project"),
        (["CREATE TRIGGER t AFTER INSERT ON document BEGIN SELECT 1; END"], "form of a Whereof project"),
        (["CREATE VIEW v AS SELECT * FROM document"], "form of a Whereof project"),
        (["CREATE VIRTUAL TABLE v USING fts5(words)"], "form of a Whereof project"),
        (["ALTER TABLE place ADD COLUMN colour TEXT"], "form of a Whereof project"),
    ],
)
def test_r4_s8_a_file_that_is_not_this_kind_of_project_is_refused_untouched(
    tmp_path: Path, statements: list[str], part: str
) -> None:
    path = tmp_path / "one.whereof"
    Store.open(path).close()
    before = change(path, *statements)
    with pytest.raises(Refused, match=part):
        Store.open(path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["one.whereof"]


def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Mosul, Iraq\n" * 200)
    with pytest.raises(Unreadable, match=r"notes\.txt"):
        Store.open(path)
    assert path.read_text() == "Mosul, Iraq\n" * 200


def test_a_folder_that_is_not_there_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"cannot be opened"):
        Store.open(tmp_path / "nowhere" / "one.whereof")


def test_a_file_of_our_own_names_program_and_version(tmp_path: Path) -> None:
    path = tmp_path / "one.whereof"
    Store.open(path).close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="folder permissions are POSIX's")
def test_a_temporary_project_is_private_while_open_and_gone_after(tmp_path: Path) -> None:
    store = Store.temporary(tmp_path)
    folder = store.path.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    add(store)
    store.close()
    assert not folder.exists()


def test_what_a_killed_program_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    left = tmp_path / "whereof-session-killed"
    left.mkdir()
    Store.open(left / "session.whereof").close()
    os.utime(left, (0, 0))
    in_use = Store.temporary(tmp_path)
    add(in_use)
    os.utime(in_use.path.parent, (0, 0))
    other = tmp_path / "whereof-session-notes"
    other.mkdir()
    with Store.temporary(tmp_path):
        assert not left.exists()
        assert in_use.path.exists()
        assert other.exists()
    in_use.close()
