"""What the project says of other documents, before one is parsed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.geoparsing import gathering
from app.geoparsing.background import NOTHING_KNOWN
from app.geoparsing.model import Correction, MentionKey, Precision, Scope, Verdict
from app.project import backgrounds
from app.project.store import Store
from tests.support.builders import IRAQ, MOSUL, MOSUL_DISTRICT, TURKEY, document, finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.geoparsing.model import Place

POST = "post.example"
NINEVEH = replace(IRAQ, id="gn:99032", name="Nineveh", precision=Precision.PROVINCE, admin_ids=(IRAQ.id,))
CITY = replace(MOSUL, admin_ids=(NINEVEH.id, IRAQ.id))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "one.whereof") as opened:
        yield opened


def add(store: Store, number: int, *places: Place, publisher: str = POST, confidence: float = 0.8) -> None:
    """A document that names places, each at ten code points from the last."""
    text = " ".join(f"{place.name:9}" for place in places) or "nothing"
    added = replace(document(f"Number {number}", text), publisher=publisher)
    store.documents.add(added, number, "done")
    start = added.passages[1].start
    found = [finding(start + 10 * n, place.name, place, confidence=confidence) for n, place in enumerate(places)]
    store.findings.replace(number, 1, {1: found})


def mention(store: Store, number: int, at: int = 0) -> MentionKey:
    return store.findings.of_document(number)[at].key


def choose(
    store: Store, number: int, place: Place | None, scope: Scope = Scope.MENTION, *, surface: str = "Mosul", at: int = 0
) -> None:
    verdict = Verdict.PLACE if place else Verdict.NOT_A_PLACE
    store.corrections.add(Correction(mention(store, number, at), surface, scope, verdict, place), "said")


# Home


def test_home_is_what_the_other_documents_of_the_publisher_speak_of(store: Store) -> None:
    add(store, 1, TURKEY)
    add(store, 2, CITY, CITY)
    add(store, 3, CITY, TURKEY)
    assert store.backgrounds.of(1).home == {NINEVEH.id: 0.75, IRAQ.id: 0.75, TURKEY.id: 0.25}
    assert store.backgrounds.of(2).home == {NINEVEH.id: 1 / 3, IRAQ.id: 1 / 3, TURKEY.id: 2 / 3}


def test_home_is_the_same_as_gathered_from_the_findings(store: Store) -> None:
    said = [(CITY, 0.8), (TURKEY, 0.8), (CITY, 0.8), (IRAQ, 0.8)]
    add(store, 1)
    for number, (place, _) in enumerate(said, 2):
        add(store, number, place)
    assert store.backgrounds.of(1).home == gathering.home(gathering.regions(said, len(said)))


def test_too_few_documents_and_other_publishers_are_no_home(store: Store) -> None:
    add(store, 1, TURKEY)
    add(store, 2, CITY)
    add(store, 3, CITY, publisher="another.example")
    add(store, 4, CITY, publisher="")
    add(store, 5, CITY, publisher="")
    add(store, 6, CITY, publisher="")
    assert all(store.backgrounds.of(number).home == {} for number in range(1, 7))


def test_closed_and_unread_documents_do_not_count(store: Store) -> None:
    for number in (1, 2, 3):
        add(store, number, CITY)
    add(store, 4)
    assert store.backgrounds.of(4).home
    store.corrections.close_document(3, "closed")
    assert store.backgrounds.of(1).home == {}
    store.corrections.undo()
    assert store.backgrounds.of(1).home


def test_what_the_reader_decided_counts_whole_and_what_is_no_place_not_at_all(store: Store) -> None:
    add(store, 1)
    add(store, 2, CITY, confidence=0.2)
    add(store, 3, TURKEY, TURKEY, confidence=0.2)
    choose(store, 2, CITY)
    choose(store, 3, None, surface="Turkey")
    assert store.backgrounds.of(1).home[IRAQ.id] == pytest.approx(1 / 1.2)


def test_the_newest_documents_are_asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backgrounds, "_HOME", backgrounds._HOME.replace(f"LIMIT {backgrounds._RECENT}", "LIMIT 2"))
    for number, place in enumerate((TURKEY, TURKEY, CITY, CITY), 1):
        add(store, number, place)
    assert set(store.backgrounds.of(1).home) == {NINEVEH.id, IRAQ.id}


# Decided


def test_choices_elsewhere_are_counted_by_documents(store: Store) -> None:
    for number in (1, 2, 3):
        add(store, number, CITY, CITY, publisher="")
    for number in (1, 2):
        choose(store, number, MOSUL_DISTRICT, at=0)
        choose(store, number, MOSUL_DISTRICT, at=1)
    assert store.backgrounds.of(3).decided == {"mosul": {MOSUL_DISTRICT.id: 2}}
    assert store.backgrounds.of(1).decided == {"mosul": {MOSUL_DISTRICT.id: 1}}


def test_a_choice_for_the_project_is_one_choice(store: Store) -> None:
    for number in range(1, 5):
        add(store, number, CITY, publisher="")
    choose(store, 1, MOSUL_DISTRICT, Scope.PROJECT)
    assert store.backgrounds.of(4).decided == {"mosul": {MOSUL_DISTRICT.id: 1}}
    assert store.backgrounds.of(1).decided == {}


def test_what_was_taken_back_or_said_otherwise_later_is_no_choice(store: Store) -> None:
    for number in (1, 2, 3):
        add(store, number, CITY, publisher="")
    choose(store, 1, MOSUL_DISTRICT, Scope.DOCUMENT)
    choose(store, 1, CITY)
    assert store.backgrounds.of(3).decided == {"mosul": {CITY.id: 1}}
    choose(store, 2, MOSUL_DISTRICT, Scope.PROJECT)
    assert store.backgrounds.of(3).decided == {"mosul": {MOSUL_DISTRICT.id: 1}}
    store.corrections.undo()
    store.corrections.undo()
    assert store.backgrounds.of(3).decided == {"mosul": {MOSUL_DISTRICT.id: 1}}
    choose(store, 1, None)
    assert store.backgrounds.of(3) == NOTHING_KNOWN


def test_what_was_marked_is_a_choice_until_its_document_is_closed(store: Store) -> None:
    add(store, 1, publisher="")
    add(store, 2, publisher="")
    start = store.documents.get(1).passages[1].start  # type: ignore[union-attr] # it was added
    key = MentionKey(1, start, start + 4)
    store.corrections.mark([Correction(key, "noth", Scope.MENTION, Verdict.PLACE, CITY)], "marked")
    assert store.backgrounds.of(2).decided == {"noth": {CITY.id: 1}}
    store.corrections.close_document(1, "closed")
    assert store.backgrounds.of(2).decided == {}


_acts = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from([CITY, MOSUL_DISTRICT, None]), st.sampled_from(list(Scope))),
    max_size=6,
)


@given(_acts)
@settings(max_examples=25, deadline=None)
def test_a_document_never_hears_of_its_own_choices(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, Place | None, Scope]]
) -> None:
    with Store.temporary(tmp_path_factory.mktemp("projects")) as store:
        for number in (1, 2, 3):
            add(store, number, CITY, CITY, publisher="")
        for number, place, scope in acts:
            key = store.findings.spans(number)[0]
            verdict = Verdict.PLACE if place else Verdict.NOT_A_PLACE
            store.corrections.add(Correction(MentionKey(number, *key), "Mosul", scope, verdict, place), "said")
        said = {number for number, place, _ in acts if place is not None}
        for number in (1, 2, 3):
            counts = store.backgrounds.of(number).decided.get("mosul", {})
            assert sum(counts.values()) <= len(said - {number}) * 2
            if said <= {number}:
                assert counts == {}
