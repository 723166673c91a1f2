"""What the page is told of session state."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.ui.map.payload import card_payload, difference, drawable, place_payload, population_shown, preview_payload
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


def test_a_place_looked_up_is_told_as_a_place_of_the_map() -> None:
    told = preview_payload(IRAQ)
    assert told is not None
    assert told.keys() == {"id", "lat", "lon", "name", "where", "area", "areas", "radius_km"}
    assert told["area"] is True
    assert preview_payload(None) is None


def test_a_name_too_long_for_a_map_is_cut() -> None:
    told = preview_payload(replace(MOSUL, name="x" * 100_000))
    assert told is not None
    assert told["name"] == "x" * 119 + "…"


@given(st.floats(), st.floats(), st.floats())
def test_s7_only_what_lies_on_the_earth_is_drawn(lat: float, lon: float, radius: float) -> None:
    where = replace(MOSUL, lat=lat, lon=lon, radius_km=radius)
    told = preview_payload(where)
    assert (told is not None) == drawable(where)
    if told is not None:
        json.dumps(told, allow_nan=False)
        assert -90 <= told["lat"] <= 90
        assert -180 <= told["lon"] <= 180


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
