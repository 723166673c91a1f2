"""Several candidate sources as one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.geoparsing.candidates import Candidates, NameHit, merged
from app.geoparsing.model import Match, Place, Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

MOSUL = Place("gn:99072", "Mosul", 36.335, 43.119, "P.PPLA", "IQ", ("Iraq",), Precision.CITY, 99072)
OWN_MOSUL = replace(MOSUL, id="pk:mine:1", lat=36.34, geonameid=None)
FAR_MOSUL = replace(MOSUL, id="pk:mine:2", lat=10.0, geonameid=None)
DAM = replace(MOSUL, id="pk:mine:3", feature="S.DAM", geonameid=None)


class Listed:
    """A source that knows a few names, and one by a slip."""

    def __init__(self, names: dict[str, Sequence[NameHit]], slips: dict[str, Sequence[NameHit]] | None = None) -> None:
        self.names, self.slips = names, slips or {}
        self.asked: list[str] = []

    def find(self, toponym: str, limit: int = 30) -> Sequence[NameHit]:
        self.asked.append(toponym)
        return self.names.get(toponym, ())[:limit]

    def similar(self, toponym: str, limit: int = 10) -> Sequence[NameHit]:
        return self.slips.get(toponym, ())[:limit]

    def has_name(self, toponym: str) -> bool:
        return toponym in self.names

    def place(self, place_id: str) -> Place | None:
        del place_id
        return None


def _hit(place: Place, prior: float, match: Match = Match.MAIN) -> NameHit:
    return NameHit(place, "Mosul", match, prior)


def test_hits_of_several_sources_stand_in_the_order_of_fame() -> None:
    first = [_hit(MOSUL, 6.2)]
    second = [_hit(FAR_MOSUL, 6.5), _hit(DAM, 3.0)]
    assert [hit.place.id for hit in merged([first, second])] == ["pk:mine:2", "gn:99072", "pk:mine:3"]


def test_the_earlier_source_keeps_a_place_that_both_hold() -> None:
    listed = merged([[_hit(OWN_MOSUL, 3.0)], [_hit(MOSUL, 6.2), _hit(DAM, 4.0)]])
    assert [hit.place.id for hit in listed] == ["pk:mine:3", "pk:mine:1"]


def test_one_source_is_left_as_it_is() -> None:
    only = [_hit(MOSUL, 1.0), _hit(OWN_MOSUL, 2.0)]
    assert merged([(), only, ()]) == tuple(only)


def test_a_slip_is_no_name() -> None:
    slip = _hit(MOSUL, 3.0, Match.FUZZY)
    candidates = Candidates([Listed({"Mosul": [_hit(MOSUL, 6.0)]}, {"Mosull": [slip]}), Listed({}, {"Mosull": [slip]})])
    assert candidates.find("Mosull") == ()
    assert not candidates.has_name("Mosull")
    assert candidates.similar("Mosull") == (slip,)


def test_who_shows_no_candidates_asks_for_no_slips() -> None:
    source = Listed({}, {"Mosull": [_hit(MOSUL, 3.0, Match.FUZZY)]})
    assert Candidates([source], slips=False).similar("Mosull") == ()


def test_a_short_name_has_no_slips() -> None:
    source = Listed({}, {"Mosl": [_hit(MOSUL, 3.0, Match.FUZZY)], "M o s l 1": [_hit(MOSUL, 3.0, Match.FUZZY)]})
    assert Candidates([source]).similar("Mosl") == ()
    assert Candidates([source]).similar("M o s l 1") == ()


def test_a_question_is_asked_once() -> None:
    source = Listed({"Mosul": [_hit(MOSUL, 6.0)]})
    candidates = Candidates([source])
    assert candidates.find("Mosul") == candidates.find("Mosul")
    assert source.asked == ["Mosul"]
