"""What the page is told of session state."""

from __future__ import annotations

from app.ui.map.payload import card_payload, difference, place_payload, population_shown
from tests.support.builders import IRAQ, MOSUL
from tests.support.maps import ScriptedSession, row


def test_a_difference_holds_only_what_changed() -> None:
    before = {"a": {"n": 1}, "b": {"n": 1}, "c": {"n": 1}}
    now = {"a": {"n": 1}, "b": {"n": 2}, "d": {"n": 1}}
    assert difference(before, now) == ([{"n": 2}, {"n": 1}], ["c"])
    assert difference(now, now) == ([], [])


def test_a_country_is_told_as_an_area_with_its_keys() -> None:
    told = place_payload(row(IRAQ, 3))
    assert told["area"] is True
    assert told["areas"] == ["IQ"]
    assert place_payload(row(MOSUL))["area"] is False


def test_the_card_carries_strings_not_offsets() -> None:
    session = ScriptedSession([row(MOSUL, 2)])
    session.passage = ("\U0001f5fa \U00010330 ", "Mosul", " … الموصل")
    assert card_payload(session.card()) is None
    session.focus_place(MOSUL.id)
    told = card_payload(session.card())
    assert told is not None
    assert (told["before"], told["surface"], told["after"]) == session.passage
    assert "start" not in told


def test_smaller_towns_are_named_the_nearer_one_looks() -> None:
    shown = [population_shown(zoom) for zoom in (7, 8, 9, 10, 11, 12)]
    assert shown == sorted(shown, reverse=True)
    assert shown[-1] == 0
