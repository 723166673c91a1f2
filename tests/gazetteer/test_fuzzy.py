"""Names almost like a toponym: typed wrongly, scanned wrongly, in several scripts."""

# ruff: noqa: RUF001 - names in many scripts

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.gazetteer import fuzzy
from app.gazetteer.fuzzy import near
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.names import normalise
from app.geoparsing.model import Match
from tests.gazetteer.small import Row, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEANT = {
    "Bagdhad": "Baghdad",
    "Baghdda": "Baghdad",
    "Mosull": "Mosul",
    "Falujjah": "Al Fallujah",
    "Tirkit": "Tikrit",
    "Kandhahar": "Kandahar",
    "Damacsus": "Damascus",
    "Afganistan": "Afghanistan",
    "Khartuom": "Khartoum",
    "Istanbull": "Istanbul",
    "Constantinoble": "Istanbul",
    "Nagorno Karabak": "Nagorno-Karabakh",
    "Saint Petersbrug": "Saint Petersburg",
    "Mediteranean": "Mediterranean Sea",
    "Massachusets": "Massachusetts",
    "Pittsburg": "Pittsburg",
    "Joahnnesburg": "Johannesburg",
    "Philipines": "Philippines",
    "Azerbajian": "Azerbaijan",
    "Reykyavik": "Reykjavík",
    # two edits in a long name
    "Constaninpole": "Istanbul",
    "Johanesburgh": "Johannesburg",
    "Afghansitann": "Afghanistan",
    # what scanners read
    "8aghdad": "Baghdad",
    "Baghclad": "Baghdad",
    "Darnascus": "Damascus",
    "M0sul": "Mosul",
    "Mosu1": "Mosul",
    "Hornbay": "Mumbai",
    "Massachufetts": "Massachusetts",
    "Maſſachuſetts": "Massachusetts",
    "Berlln": "Berlin",
    "VVarsaw": "Warsaw",
    "Ka8ul": "Kabul",
    # other scripts
    "Багдат": "Baghdad",
    "Москав": "Moscow",
    "Дамакс": "Damascus",
    "Αθηνν": "Athens",
    "بغداذ": "Baghdad",
    "القاهرخ": "Cairo",
    "ירושליפ": "Jerusalem",
}


@pytest.mark.parametrize(("toponym", "meant"), MEANT.items())
def test_what_was_meant_is_among_the_first(gazetteer: GazetteerFile, toponym: str, meant: str) -> None:
    hits = gazetteer.find(toponym, 3) or gazetteer.similar(toponym, 3)
    assert meant in [hit.place.name for hit in hits]


def test_similar_names_are_fuzzy_and_less_sure(gazetteer: GazetteerFile) -> None:
    exact = gazetteer.find("Baghdad")[0]
    similar = gazetteer.similar("Bagdhad")[0]
    twice = gazetteer.similar("Constaninpole")[0]
    assert similar.place == exact.place
    assert similar.match is Match.FUZZY
    assert similar.prior <= exact.prior - fuzzy.LOWER_AN_EDIT
    assert twice.prior <= gazetteer.find("Constantinople")[0].prior - 2 * fuzzy.LOWER_AN_EDIT


@pytest.mark.parametrize(
    "toponym", ["", "Iran", "Mosl", "Rom", "巴格达城", "バグダッドド", "12345", "----------", "a" * 200]
)
def test_short_long_and_other_names_have_no_similar_ones(gazetteer: GazetteerFile, toponym: str) -> None:
    assert not gazetteer.similar(toponym)


def test_the_limit_is_kept(gazetteer: GazetteerFile) -> None:
    assert len(gazetteer.similar("Springfeild", 2)) == 2
    assert not gazetteer.similar("Springfeild", 0)
    assert not gazetteer.similar("Springfeild", -1)


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=200)
@example("\ud800aaaaa")
@example("\x00\x00\x00\x00\x00\x00")
@example("İİİİİİİİ")
def test_similar_never_raises(gazetteer: GazetteerFile, toponym: str) -> None:
    hits = gazetteer.similar(toponym, 5)
    assert len(hits) <= 5
    assert all(hit.match is Match.FUZZY for hit in hits)
    assert len({hit.place.id for hit in hits}) == len(hits)


@given(st.text(alphabet="abcdeilmnorstu ", min_size=5, max_size=14).map(normalise))
@settings(deadline=None)
def test_every_single_edit_is_probed(form: str) -> None:
    forms = near(form)
    if not forms:
        return
    assert form not in forms
    for place in range(len(form)):
        for edited in (
            form[:place] + form[place + 1 :],
            form[:place] + "k" + form[place:],
            f"{form[:place]}k{form[place + 1 :]}",
        ):
            if edited != form and edited == " ".join(edited.split()):
                assert edited in forms


@given(st.text(alphabet="abcdeilmnorstuv018", min_size=5, max_size=12))
@settings(deadline=None)
def test_distances_are_honest(form: str) -> None:
    for other, away in near(form).items():
        edits = OSA.distance(form, other)
        assert away >= fuzzy.CONFUSION
        if away == fuzzy.EDIT and edits > 1:
            assert other in {twice for once in fuzzy._confused(form) for twice in fuzzy._confused(once)}


@pytest.mark.parametrize(
    ("form", "alphabet"),
    [
        ("mosul", "a"),
        ("москва", "а"),
        ("αθηνα", "α"),
        ("بغداد", "ا"),
        ("ירושלים", "א"),
        ("巴格达", ""),
        ("", ""),
        ("123", ""),
    ],
)
def test_each_script_has_its_own_letters(form: str, alphabet: str) -> None:
    assert fuzzy.alphabet(form)[:1] == alphabet


def test_two_edits_are_looked_for_in_long_names_only() -> None:
    assert not list(fuzzy.starts("baghdad"))
    same, edited = fuzzy.starts("johannesburg")
    assert same == {"joh"}
    assert {"jhann", "jahan", "joaha", "jhoan"} <= edited
    assert all(start[0] == "j" and start[:3] != "joh" for start in edited)


@pytest.fixture
def few(tmp_path: Path) -> Iterator[GazetteerFile]:
    rows = [
        Row(1, "Northam", 1, 1, prior=2),
        Row(2, "Northan", 2, 2, prior=6),
        Row(3, "Nortbam", 3, 3, prior=5),
        Row(4, "Northern Marches", 4, 4, prior=3),
        Row(5, "Northern Marshes", 4, 4, prior=3),
    ]
    with GazetteerFile.open(write(tmp_path / "few.sqlite", rows)) as opened:
        yield opened


def test_nearer_names_come_first_then_better_known_ones(few: GazetteerFile) -> None:
    met = [(hit.place.name, round(hit.prior, 2)) for hit in few.similar("Nortliam")]
    assert met == [("Northam", 0.5), ("Nortbam", 3.5)]
    assert [hit.place.name for hit in few.similar("Northax")] == ["Northan", "Northam"]
    assert [hit.place.name for hit in few.similar("Nothern Marsches")] == ["Northern Marches", "Northern Marshes"]


def test_a_confusion_in_every_letter_is_put_right() -> None:
    assert near("miffiffippi")["mississippi"] == fuzzy.CONFUSION


def test_the_worst_name_makes_few_thousand_forms() -> None:
    assert len(near("ri" * 20)) < 20_000
