"""The search for a place: coordinates first, then what the gazetteers know; a place looked up and used."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.geoparsing.candidates import NameHit
from app.geoparsing.model import Decider, Match, MentionKey, Place, Precision, Scope, Verdict
from tests.support.builders import FALL, IRAQ, MOSUL, MOSUL_DISTRICT, WASHINGTON, place
from tests.support.sessions import PlaceHit, filled_session, searching

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.session.session import Session

KYIV = place("gn:703448", "Kyiv", lat=50.45, lon=30.52, feature="P.PPLC", country="UA", admin=("Kyiv City", "Ukraine"))
USSR = place("wh:ussr", "Soviet Union", feature="A.PCLH", country="", finish=1991, precision=Precision.REGION)
VILLAGE = place("pk:7", "Mosul al-Jadida", lat=36.3, lon=43.1, feature="P.PPL", population=0, admin=("Iraq",))
NINEVEH = place("gn:92877", "Nineveh", feature="A.ADM1", admin=("Iraq",))
FIRST = MentionKey(1, 47, 52)


def known(
    meant: Place, matched: str, match: Match = Match.MAIN, score: float = 0.9, source: str = "Whereof"
) -> PlaceHit:
    return PlaceHit(NameHit(meant, matched, match), score, source)


@pytest.fixture
def session() -> Session:
    return filled_session(
        search=searching(
            known(MOSUL, "Mosul"),
            known(VILLAGE, "Mosul al-Jadida", source="Villages of Nineveh"),
            known(KYIV, "Kiev", Match.ALTERNATE),
            known(KYIV, "Kyjiw", Match.FUZZY),
            known(IRAQ, "Iraqi", Match.DEMONYM),
            known(USSR, "Soviet Union", Match.OFFICIAL),
        )
    )


def test_a_name_finds_places_with_where_they_lie(session: Session) -> None:
    rows = session.search("  mosul ")
    assert [(row.place, row.where, row.how, row.source) for row in rows] == [
        (MOSUL, "city · Nineveh, Iraq", "", ""),
        (VILLAGE, "place · Iraq", "", "Villages of Nineveh"),
    ]
    assert [row.place for row in session.search("mosul", limit=1)] == [MOSUL]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Kiev", "also called Kiev"),
        ("Kyjiw", "spelled almost so: Kyjiw"),
        ("Iraqi", "demonym: Iraqi"),
        ("Soviet", ""),
    ],
)
def test_a_row_tells_how_its_name_met_what_was_typed(session: Session, text: str, how: str) -> None:
    assert [row.how for row in session.search(text)] == [how]


def test_a_place_that_is_no_more_tells_when_it_was(session: Session) -> None:
    assert [row.where for row in session.search("Soviet")] == ["former country · until 1991"]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "Nowhereville"])
def test_a_blank_or_unknown_text_finds_nothing(session: Session, text: str) -> None:
    assert session.search(text) == []


def test_without_gazetteers_only_coordinates_are_found() -> None:
    session = filled_session(FALL)
    assert session.search("Mosul") == []
    assert len(session.search("36.34, 43.12")) == 1


def test_blank_texts_and_coordinates_are_not_asked_of_the_gazetteers() -> None:
    asked: list[str] = []

    def ask(text: str, _limit: int) -> Sequence[PlaceHit]:
        asked.append(text)
        return []

    session = filled_session(FALL, search=ask)
    for text in (" ", "36.34, 43.12", "Mosul"):
        session.search(text)
    assert asked == ["Mosul"]


@pytest.mark.parametrize("text", ["36.34, 43.12", "36°20'24\"N 43°07'12\"E", "38S LF 3128 2330", "8H8584RC+22"])
def test_a_coordinate_is_one_row_that_lies_there(session: Session, text: str) -> None:
    (row,) = session.search(text)
    assert (row.score, row.source, row.matched) == (1.0, "", text)
    assert row.place.lat == pytest.approx(36.34, abs=0.001)
    assert row.place.lon == pytest.approx(43.12, abs=0.001)


class Surveyor:
    """A gazetteer that knows what a point lies in."""

    def areas_at(self, lat: float, lon: float) -> list[Place]:
        return [NINEVEH, IRAQ] if 29 < lat < 38 and 38 < lon < 49 else []


def test_a_coordinate_tells_what_it_lies_in(session: Session) -> None:
    session._whereabouts = lambda: [object(), Surveyor()]
    (row,) = session.search("36.34, 43.13")
    assert (row.place.name, row.where) == ("36.34° N, 43.13° E", "point · Nineveh, Iraq")
    (row,) = session.search("0.0, -30.0")
    assert row.where == "point"


def test_decimal_degrees_are_read_as_they_are_written(session: Session) -> None:
    (row,) = session.search("36.34, 43.12")
    assert (row.place.lat, row.place.lon, row.place.precision) == (36.34, 43.12, Precision.POINT)
    assert row.how == "coordinates as written"


# A place looked up


def test_a_place_looked_up_is_shown_and_leaves_focus_and_project_alone(session: Session) -> None:
    session.focus_mention(FIRST)
    before = session.state
    session.preview_place(KYIV)
    assert session.state == replace(before, preview=KYIV, focus_serial=before.focus_serial + 1)
    assert session._store.places.get(KYIV.id) is None
    session.preview_place(KYIV)
    assert session.state.focus_serial == before.focus_serial + 2
    session.preview_place(None)
    assert (session.state.preview, session.state.focus_serial) == (None, before.focus_serial + 2)


@pytest.mark.parametrize("act", ["document", "mention", "place", "clear", "next"])
def test_focusing_anything_or_letting_go_ends_the_preview(session: Session, act: str) -> None:
    session.preview_place(KYIV)
    {
        "document": lambda: session.focus_document(2),
        "mention": lambda: session.focus_mention(FIRST),
        "place": lambda: session.focus_place(IRAQ.id),
        "clear": session.clear_focus,
        "next": session.next_mention,
    }[act]()
    assert session.state.preview is None


def test_hovering_and_turning_the_card_leave_the_preview(session: Session) -> None:
    session.focus_mention(FIRST)
    session.preview_place(KYIV)
    session.hover_place(IRAQ.id)
    session.step_card(1)
    session.toggle_frozen()
    assert session.state.preview == KYIV


def test_a_place_is_looked_up_also_while_linking_is_frozen(session: Session) -> None:
    session.toggle_frozen()
    serial = session.state.focus_serial
    session.preview_place(KYIV)
    assert (session.state.preview, session.state.focus_serial) == (KYIV, serial + 1)


# A place looked up and used


@pytest.mark.parametrize(("scope", "moved"), [(Scope.MENTION, 1), (Scope.DOCUMENT, 3), (Scope.PROJECT, 4)])
def test_a_place_from_anywhere_is_assigned_and_kept_in_the_project(session: Session, scope: Scope, moved: int) -> None:
    session.focus_mention(FIRST)
    session.preview_place(KYIV)
    session.assign(KYIV, scope)
    assert {row.place.id: row.count for row in session.places()}[KYIV.id] == moved
    assert (session.state.place, session.state.mention, session.state.preview) == (KYIV.id, FIRST, None)
    assert session._store.places.get(KYIV.id) == KYIV
    shown = session.inspection()
    assert shown is not None
    assert (shown.verdict, shown.chosen, shown.decider) == (Verdict.PLACE, KYIV.id, Decider.READER)
    assert shown.candidates[-1].place == KYIV
    assert shown.candidates[-1].reasons[0].text == "you chose it for a mention written like this"
    session.undo()
    assert KYIV.id not in {row.place.id for row in session.places()}


def test_years_of_a_place_survive_in_the_project(session: Session) -> None:
    session.focus_mention(FIRST)
    session.assign(USSR)
    session._store.places._forget()
    assert session._store.places.get(USSR.id) == USSR


def test_with_no_mention_in_focus_nothing_is_assigned(session: Session) -> None:
    before = session.state
    session.assign(KYIV)
    assert session.state == before


# Candidates under the pointer


def test_hovering_a_candidate_of_the_mention_in_focus_lights_it_and_moves_nothing(session: Session) -> None:
    session.focus_mention(FIRST)
    before = session.state
    session.hover_place(MOSUL_DISTRICT.id)
    assert session.state == replace(before, hover_place=MOSUL_DISTRICT.id)
    session.hover_place(None)
    assert session.state == before


@pytest.mark.parametrize("act", ["document", "previous", "place", "clear", "close"])
def test_a_candidate_is_lit_no_more_once_its_mention_is_not_in_focus(session: Session, act: str) -> None:
    session.focus_mention(FIRST)
    session.hover_place(MOSUL_DISTRICT.id)
    acts: dict[str, Callable[[], None]] = {
        "document": lambda: session.focus_document(2),
        "previous": session.previous_mention,
        "place": lambda: session.focus_place(IRAQ.id),
        "clear": session.clear_focus,
        "close": lambda: session.close_document(1),
    }
    acts[act]()
    assert session.state.mention != FIRST
    assert session.state.hover_place is None


def test_a_place_of_the_list_stays_lit_wherever_the_focus_goes(session: Session) -> None:
    session.focus_mention(FIRST)
    session.hover_place(IRAQ.id)
    session.next_mention()
    session.clear_focus()
    assert session.state.hover_place == IRAQ.id


def test_a_place_that_left_the_list_is_lit_no_more(session: Session) -> None:
    session.hover_place(IRAQ.id)
    for row in session.documents():
        session.close_document(row.id)
    assert session.state.hover_place is None


def test_a_candidate_of_another_mention_is_not_lit(session: Session) -> None:
    session.hover_place(MOSUL_DISTRICT.id)
    assert session.state.hover_place is None
    session.focus_place(IRAQ.id)
    session.hover_place(MOSUL_DISTRICT.id)
    assert session.state.hover_place is None
    session.hover_place(WASHINGTON.id)
    assert session.state.hover_place == WASHINGTON.id
