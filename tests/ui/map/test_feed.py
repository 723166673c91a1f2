"""The feed tells the page each thing once, and shapes before what needs them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from app.errors import Missing
from app.gazetteer.shapes import Shape, ShapeKind
from app.geoparsing.model import Precision
from app.ui.map.bridge import OUTGOING
from app.ui.map.feed import Feed
from tests.support.builders import IRAQ, MOSUL, WASHINGTON, place
from tests.support.maps import ScriptedSession, row

if TYPE_CHECKING:
    from app.geoparsing.model import Place

LINE = Shape(ShapeKind.COURSE, (((40.0, 30.0), (41.0, 31.0)),))


def river(key: str) -> Place:
    return place(key, key, lat=30.0, lon=40.0, feature="H.STM", precision=Precision.REGION, areas=(key,))


class Wire:
    """A bridge that only remembers."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.places: set[str] = set()
        self.candidates: set[str] = set()

    def send(self, kind: str, /, **fields: object) -> None:
        assert OUTGOING[kind] == fields.keys()
        self.sent.append((kind, fields))

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [fields for sent, fields in self.sent if sent == kind]

    @property
    def shaped(self) -> list[str]:
        return [shape["key"] for fields in self.of("shapes") for shape in fields["set"]]


class Desk:
    """A feed between a session and a wire."""

    def __init__(self, *places: Place) -> None:
        self.session = ScriptedSession([row(each) for each in places])
        self.wire = Wire()
        self.asked: list[str] = []
        self.feed = Feed(self.session, self.wire, self._shape)  # type: ignore[arg-type] # doubles
        self.session.subscribe(self.feed.changed)
        self.feed.start(None)

    def _shape(self, key: str) -> Shape | None:
        self.asked.append(key)
        if key == "ne:gone":
            raise Missing("The gazetteer cannot be read.")
        return LINE if key.startswith("ne:") else None


def test_shapes_go_once_and_before_what_needs_them() -> None:
    desk = Desk(IRAQ, river("ne:a"), MOSUL)
    kinds = [kind for kind, _ in desk.wire.sent]
    assert kinds.index("shapes") < kinds.index("places")
    desk.session.put([row(river("ne:a"), 5), row(river("ne:b"))])
    desk.session.offer(MOSUL, river("ne:c"), river("ne:b"))
    desk.session.look_up(river("ne:d"))
    assert desk.wire.shaped == ["ne:a", "ne:b", "ne:c", "ne:d"]
    assert desk.asked == desk.wire.shaped, "the basemap's keys are not asked for"
    desk.feed.start(None)
    assert sorted(desk.wire.shaped[4:]) == ["ne:a", "ne:b", "ne:c", "ne:d"], "a fresh page knows none"


def test_a_shape_that_cannot_be_had_is_no_trouble() -> None:
    desk = Desk(river("ne:gone"), river("wh:unknown"), river("ne:a"))
    assert desk.wire.shaped == ["ne:a"]
    assert desk.wire.places == {"ne:gone", "wh:unknown", "ne:a"}


def test_other_gazetteers_are_asked_for_every_shape_again() -> None:
    desk = Desk(river("ne:a"))
    desk.session.look_up(river("wh:later"))
    desk.feed.shapes_changed()
    assert desk.asked == ["ne:a", "wh:later"] * 2
    desk.feed.stop()
    desk.feed.shapes_changed()
    assert len(desk.asked) == 4, "there is no page to tell"


def test_a_place_looked_up_flies_and_the_focus_does_not() -> None:
    desk = Desk(MOSUL)
    desk.session.change(place=MOSUL.id)
    desk.wire.sent.clear()
    desk.session.look_up(WASHINGTON)
    assert [fields["fly"] for fields in desk.wire.of("focus")] == [False]
    (told,) = desk.wire.of("preview")
    assert told["fly"] is True
    assert told["place"]["id"] == WASHINGTON.id
    assert told["place"]["where"] == "District of Columbia, United States"
    desk.session.look_up(WASHINGTON)
    assert len(desk.wire.of("preview")) == 2, "looking it up again flies again"
    desk.session.change(preview=None)
    assert desk.wire.of("preview")[-1] == {"place": None, "fly": False}
    desk.session.focus_place(MOSUL.id)
    assert desk.wire.of("focus")[-1] == {"id": MOSUL.id, "fly": True}
    assert len(desk.wire.of("preview")) == 3


def test_focus_wins_over_what_was_looked_up_before() -> None:
    desk = Desk(MOSUL, IRAQ)
    desk.session.look_up(WASHINGTON)
    desk.session.focus_place(MOSUL.id)
    assert desk.wire.of("focus")[-1] == {"id": MOSUL.id, "fly": True}
    assert len(desk.wire.of("preview")) == 2, "the first at the start, the second looked up"


def test_a_fresh_page_shows_what_was_looked_up_without_flying() -> None:
    desk = Desk(MOSUL)
    desk.session.look_up(WASHINGTON)
    desk.feed.start({"lat": 1.0, "lon": 2.0, "zoom": 3})
    assert desk.wire.of("preview")[-1]["fly"] is False
    assert desk.wire.of("preview")[-1]["place"]["id"] == WASHINGTON.id


def test_the_hover_of_a_candidate_is_told_and_of_a_stranger_is_not() -> None:
    desk = Desk(MOSUL)
    desk.session.offer(MOSUL, WASHINGTON)
    for hovered, told in ((WASHINGTON.id, WASHINGTON.id), (MOSUL.id, MOSUL.id), ("gn:0", None)):
        desk.session.change(hover_place=hovered)
        assert desk.wire.of("hover")[-1] == {"id": told}


@pytest.mark.parametrize("where", [{"lat": float("nan")}, {"lon": float("inf")}, {"radius_km": float("nan")}])
def test_s7_a_place_that_lies_nowhere_is_not_told(where: dict[str, float]) -> None:
    lost = replace(WASHINGTON, **where)  # type: ignore[arg-type] # numbers all
    desk = Desk(MOSUL, lost)
    desk.session.offer(lost, IRAQ)
    desk.session.look_up(lost)
    assert desk.wire.places == {MOSUL.id}
    assert desk.wire.candidates == {IRAQ.id}
    assert desk.wire.of("preview")[-1]["place"] is None
