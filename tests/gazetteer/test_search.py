"""What a reader finds who types: exact names first, then beginnings, then slips; areas after commas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.search import search
from app.geoparsing.model import Match
from tests.gazetteer.small import Row, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = {
    "Paris": ("Paris", "France"),
    "paris, texas": ("Paris", "United States"),
    "Paris, TX": ("Paris", "United States"),
    "paris tx": ("Paris", "United States"),
    "Paris Texas": ("Paris", "United States"),
    "Paris, Lamar County, Texas": ("Paris", "United States"),
    "Paris, Te": ("Paris", "United States"),
    "Pariss, Texas": ("Paris", "United States"),
    "Cambridge, England": ("Cambridge", "United Kingdom"),
    "Cambridge; MA": ("Cambridge", "United States"),
    "Mosu": ("Mosul", "Iraq"),
    "MOSUL": ("Mosul", "Iraq"),
    "san fr": ("San Francisco", "United States"),
    "Lond": ("London", "United Kingdom"),
    "Al anb": ("Anbar", "Iraq"),
    "Bagdhad": ("Baghdad", "Iraq"),
    "Kiev": ("Kyiv", "Ukraine"),
    "uae": ("United Arab Emirates", None),
    "Washington, D.C.": ("Washington", "United States"),
    "الموصل، العراق": ("Mosul", "Iraq"),
    "Моск": ("Moscow", "Russia"),
    "в Багдаде": ("Baghdad", "Iraq"),
    "東京、日本": ("Tokyo", "Japan"),
    "巴黎": ("Paris", "France"),
    "Ἀθῆναι": ("Athens", "Greece"),
}


@pytest.mark.parametrize(("text", "found"), FIRST.items())
def test_the_first_row_is_what_was_meant(gazetteer: GazetteerFile, text: str, found: tuple[str, str | None]) -> None:
    name, country = found
    place = search([gazetteer], text)[0].hit.place
    assert (place.name, place.admin[-1] if place.admin else None) == (name, country)


@pytest.mark.parametrize("text", ["", "   ", ",", ", ,", "...", "x" * 5000, "Baghdad, Peru", "zzzzqqq"])
def test_nothing_is_found_for_nothing(gazetteer: GazetteerFile, text: str) -> None:
    assert search([gazetteer], text) == []


def test_no_limit_no_rows(gazetteer: GazetteerFile) -> None:
    assert search([gazetteer], "Paris", 0) == []
    assert len(search([gazetteer], "Paris", 5)) == 5


def test_scores_fall_and_slips_stay_below_every_exact_name(gazetteer: GazetteerFile) -> None:
    exact = search([gazetteer], "Paris")
    begun = search([gazetteer], "Mosu")
    slips = search([gazetteer], "Bagdhad")
    for hits in (exact, begun, slips):
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)
    assert exact[0].score == 1
    lowest_exact = min(hit.score for hit in exact if hit.hit.matched == "Paris")
    assert begun[0].score < lowest_exact
    assert slips[0].hit.match is Match.FUZZY
    assert slips[0].score < begun[-1].score


def test_names_that_begin_so_have_their_share_beside_many_exact_ones(gazetteer: GazetteerFile) -> None:
    rows = [hit.hit.matched for hit in search([gazetteer], "San", 12)]
    assert rows[0] == "San"
    assert any(name.startswith("San") and len(name) > 3 for name in rows)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=150)
@example(",,,,,,,,")
@example("a, b, c, d, e, f, g")
@example("\ud800\ud800\ud800")
def test_search_never_raises_and_gives_each_place_once(gazetteer: GazetteerFile, text: str) -> None:
    hits = search([gazetteer], text, 8)
    assert len(hits) <= 8
    assert len({hit.hit.place.id for hit in hits}) == len(hits)
    assert all(hit.source == gazetteer.title for hit in hits)


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[GazetteerFile]:
    rows = [
        Row(-1, "Mosul", 36.336, 43.119, key="pk:mine:1", prior=7.0),
        Row(-2, "Mosul Mill", 36.4, 43.2, "S.ML", key="pk:mine:2", prior=1.0),
        Row(-3, "Quillhaven", 10, 10, key="pk:mine:3", prior=1.0, country="IQ"),
    ]
    with GazetteerFile.open(write(tmp_path / "mine.sqlite", rows, title="My places")) as opened:
        yield opened


def test_the_earlier_gazetteer_wins_and_each_row_names_its_own(gazetteer: GazetteerFile, pack: GazetteerFile) -> None:
    mine = search([pack, gazetteer], "Mosul")
    theirs = search([gazetteer, pack], "Mosul")
    assert mine[0].hit.place.id == "pk:mine:1"
    assert "gn:99072" not in [hit.hit.place.id for hit in mine]
    assert theirs[0].hit.place.id == "gn:99072"
    assert "pk:mine:1" not in [hit.hit.place.id for hit in theirs]
    assert {hit.hit.place.id: hit.source for hit in theirs}["pk:mine:2"] == "My places"
    assert theirs[0].source == "Whereof"


def test_an_area_of_one_gazetteer_narrows_another(gazetteer: GazetteerFile, pack: GazetteerFile) -> None:
    assert [hit.hit.place.name for hit in search([gazetteer, pack], "Quillhaven, Iraq")] == ["Quillhaven"]
    assert search([gazetteer, pack], "Quillhaven, Peru") == []
    assert search([], "Mosul") == []
