"""What the reader says wins over what the machine said, in the order of saying, and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.geoparsing.model import Correction, Decider, MentionKey, Place, Scope, Verdict
from app.project.store import Store
from tests.support.builders import AID, FALL, IRAQ, MOSUL, MOSUL_DISTRICT, finding, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = MentionKey(1, 47, 52)
SECOND = MentionKey(1, 81, 86)
ELSEWHERE = MentionKey(2, 35, 40)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "one.whereof") as opened:
        for number, document in enumerate((FALL, AID), start=1):
            opened.documents.add(document, number, "waiting")
            for found in parsed(document):
                opened.findings.replace(number, 1, {found.passage_index: found.findings})
        yield opened


def say(store: Store, key: MentionKey, place: Place | None, scope: Scope = Scope.MENTION) -> None:
    verdict = Verdict.PLACE if place is not None else Verdict.NOT_A_PLACE
    store.corrections.add(Correction(key, "Mosul", scope, verdict, place), f"{key} {scope} {verdict}")


def holds(store: Store, key: MentionKey) -> tuple[Verdict, Place | None, Decider]:
    standing = store.findings.get(key)
    assert standing is not None
    return standing.verdict, standing.place, standing.decider


def test_a_correction_wins_over_the_finding_and_the_finding_stays(store: Store) -> None:
    say(store, FIRST, MOSUL_DISTRICT)
    assert holds(store, FIRST) == (Verdict.PLACE, MOSUL_DISTRICT, Decider.READER)
    assert holds(store, SECOND) == (Verdict.PLACE, MOSUL, Decider.MACHINE)
    store.corrections.undo()
    assert holds(store, FIRST) == (Verdict.PLACE, MOSUL, Decider.MACHINE)


def test_the_latest_that_reaches_the_mention_wins_whatever_its_scope(store: Store) -> None:
    say(store, FIRST, None)
    say(store, SECOND, MOSUL_DISTRICT, Scope.PROJECT)
    assert holds(store, FIRST)[1] == MOSUL_DISTRICT
    say(store, FIRST, IRAQ, Scope.DOCUMENT)
    assert [holds(store, key)[1] for key in (FIRST, SECOND, ELSEWHERE)] == [IRAQ, IRAQ, MOSUL_DISTRICT]
    store.corrections.undo()
    store.corrections.undo()
    assert holds(store, FIRST) == (Verdict.NOT_A_PLACE, None, Decider.READER)
    assert holds(store, ELSEWHERE)[2] is Decider.MACHINE


def test_only_mentions_written_the_same_are_reached(store: Store) -> None:
    store.findings.replace(2, 2, {1: [finding(35, "MOSUL", MOSUL)]})
    say(store, FIRST, None, Scope.PROJECT)
    assert holds(store, ELSEWHERE)[2] is Decider.MACHINE


def test_a_new_parse_comes_under_the_corrections(store: Store) -> None:
    say(store, FIRST, MOSUL_DISTRICT)
    say(store, SECOND, None)
    store.findings.replace(1, 2, {1: [finding(47, "Mosul", IRAQ), finding(81, "Mosul", IRAQ)]})
    assert holds(store, FIRST)[1] == MOSUL_DISTRICT
    assert holds(store, SECOND)[0] is Verdict.NOT_A_PLACE
    store.corrections.undo()
    assert holds(store, SECOND) == (Verdict.PLACE, IRAQ, Decider.MACHINE)


def test_a_correction_waits_for_its_mention_to_be_found_again(store: Store) -> None:
    say(store, FIRST, MOSUL_DISTRICT)
    store.findings.replace(1, 2, {1: []})
    assert store.findings.get(FIRST) is None
    store.findings.replace(1, 3, {1: [finding(47, "Mosul", MOSUL)]})
    assert holds(store, FIRST)[1] == MOSUL_DISTRICT


def test_a_span_that_now_reads_otherwise_is_not_reached(store: Store) -> None:
    say(store, FIRST, MOSUL_DISTRICT)
    store.findings.replace(1, 2, {1: [finding(47, "Mosal", MOSUL)]})
    assert holds(store, FIRST) == (Verdict.PLACE, MOSUL, Decider.MACHINE)


def test_an_act_after_an_undo_forgets_what_was_undone(store: Store) -> None:
    say(store, FIRST, None)
    store.corrections.undo()
    say(store, SECOND, None)
    assert store.corrections.to_redo() is None
    assert store.corrections.redo() is None
    assert holds(store, FIRST)[2] is Decider.MACHINE


def test_undo_and_redo_walk_the_acts_in_order_and_survive_a_new_start(store: Store, tmp_path: Path) -> None:
    for key in (FIRST, SECOND, ELSEWHERE):
        say(store, key, None)
    undone = [store.corrections.undo(), store.corrections.undo()]
    assert [act.document for act in undone if act is not None] == [2, 1]
    with Store.open(tmp_path / "one.whereof") as again:
        act = again.corrections.redo()
        assert act is not None
        assert act.corrections[0].key == SECOND
        to_redo = again.corrections.to_redo()
        assert to_redo is not None
        assert to_redo.document == 2


@pytest.mark.parametrize("scope", list(Scope))
def test_a_reach_counts_just_the_mentions_that_the_correction_then_decides(store: Store, scope: Scope) -> None:
    reach = store.corrections.reach(FIRST, "Mosul", scope)
    say(store, FIRST, MOSUL_DISTRICT, scope)
    decided = [
        standing
        for document in (1, 2)
        for standing in store.findings.of_document(document)
        if standing.decider is Decider.READER
    ]
    assert reach.mentions == len(decided)
    assert reach.documents == len({standing.key.document for standing in decided})
    assert store.documents.totals().confirmed == len(decided)


def test_a_closed_document_is_in_no_list_and_comes_back_whole(store: Store) -> None:
    say(store, FIRST, MOSUL_DISTRICT)
    before = (store.places.tallies(), store.documents.totals(), store.documents.records())
    store.corrections.close_document(1, "closed")
    assert [record.id for record in store.documents.records()] == [2]
    assert all(tally.documents == 1 for tally in store.places.tallies())
    assert store.corrections.reach(ELSEWHERE, "Mosul", Scope.PROJECT).mentions == 1
    assert store.findings.after(None) == ELSEWHERE
    assert store.findings.count_at_place(MOSUL.id) == 1
    store.corrections.undo()
    assert (store.places.tallies(), store.documents.totals(), store.documents.records()) == before


def test_opening_a_closed_document_again_forgets_the_closing(store: Store) -> None:
    say(store, FIRST, MOSUL_DISTRICT)
    store.corrections.close_document(1, "closed")
    assert store.documents.with_hash(FALL.sha256) == (1, False)
    store.corrections.reopen_document(1)
    assert store.documents.with_hash(FALL.sha256) == (1, True)
    act = store.corrections.to_undo()
    assert act is not None
    assert act.corrections
    assert holds(store, FIRST)[1] == MOSUL_DISTRICT


def test_what_a_mark_covers_is_decided_by_the_reader_and_reached_no_more(store: Store) -> None:
    kalak = MentionKey(1, 112, 117)
    mark = Correction(MentionKey(1, 104, 117), "through Kalak", Scope.MENTION, Verdict.PLACE, IRAQ)
    before = store.findings.get(kalak)
    assert before is not None
    assert before.undecided
    store.corrections.mark([mark], "marked")
    covered = store.findings.get(kalak)
    assert covered is not None
    assert (covered.covered, covered.undecided, covered.verdict, covered.place) == (
        True,
        False,
        Verdict.NOT_A_PLACE,
        None,
    )
    assert store.corrections.reach(kalak, "Kalak", Scope.PROJECT).mentions == 0
    store.corrections.undo()
    assert store.findings.get(kalak) == before
    assert store.findings.get(mark.key) is None
