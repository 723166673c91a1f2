"""What is weighed: the features of candidates, on the atlas of a few places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.geoparsing.background import NOTHING_KNOWN, Background
from app.geoparsing.candidates import Candidates
from app.geoparsing.fitted import shipped
from app.geoparsing.model import Kind, Mention
from app.geoparsing.weighing import weighed

if TYPE_CHECKING:
    from app.gazetteer.lookup import GazetteerFile
    from app.geoparsing.groups import Group

PARIS_TEXAS, TEXAS, US = "gn:4717560", "gn:4736286", "gn:6252001"
GEORGIA_COUNTRY, GEORGIA_STATE = "gn:614540", "gn:4197000"


def groups(text: str, atlas: Candidates, known: Background = NOTHING_KNOWN, year: int | None = None) -> list[Group]:
    """The names of a text whose mentions stand in brackets, weighed."""
    mentions, plain = [], ""
    for piece in re.split(r"(\[[^]]*\])", text):
        name = piece.strip("[]")
        if piece.startswith("["):
            mentions.append(Mention(len(plain), len(plain) + len(name), name, Kind.LITERAL))
        plain += name
    return weighed(plain, mentions, atlas, shipped().ranker, background=known, year=year)


def features(group: Group, place_id: str) -> dict[str, float]:
    (option,) = (option for option in group.options if option.place.id == place_id)
    return dict([*option.own, *option.found])


def share(group: Group, place_id: str) -> float:
    return next(option.share for option in group.options if option.place.id == place_id)


def test_shares_and_nothing_make_up_all_belief(atlas: Candidates) -> None:
    for group in groups("[Paris] and [Georgia], [Washington] and [Athens]", atlas):
        assert 0 < sum(option.share for option in group.options) < 1


def test_names_find_each_other_before_either_is_decided(atlas: Candidates) -> None:
    paris, dallas = groups("From [Paris] to [Dallas].", atlas)
    together = features(paris, PARIS_TEXAS)
    assert together["pair: part of the names that could lie in its division"] == 1.0
    assert together["pair: part of the names that could lie near it"] == 1.0
    assert "pair: part of the names that could lie in its division" not in features(paris, "gn:2988507")
    assert dallas.options[0].share > 0.5


def test_two_senses_of_one_name_do_not_speak_for_each_other(atlas: Candidates) -> None:
    first, container, second, other = groups("[Athens], [Georgia] and [Tbilisi], [Georgia]", atlas)[:4]
    assert [group.surface for group in (first, container, second, other)] == ["Athens", "Georgia", "Tbilisi", "Georgia"]
    assert "shared: named in other words" not in features(container, GEORGIA_STATE)
    assert share(container, GEORGIA_STATE) > 0.9
    assert share(other, GEORGIA_COUNTRY) > 0.9


def test_a_source_at_home_there_speaks_for_a_place(atlas: Candidates) -> None:
    (alone,) = groups("Fire in [Paris].", atlas)
    (known,) = groups("Fire in [Paris].", atlas, Background(home={US: 1.0, TEXAS: 0.9}))
    assert features(known, PARIS_TEXAS)["home: in a division that its source writes of"] == 0.9
    assert share(known, PARIS_TEXAS) > 0.5 > share(alone, PARIS_TEXAS)


def test_what_the_reader_chose_elsewhere_speaks_for_a_place(atlas: Candidates) -> None:
    (known,) = groups("Fire in [Paris].", atlas, Background(decided={"paris": {PARIS_TEXAS: 3}}))
    assert share(known, PARIS_TEXAS) > 0.5


def test_the_kind_of_the_other_names_in_a_list_counts(atlas: Candidates) -> None:
    listed = groups("They sang in [Dallas], [Atlanta], [Washington] and [Paris].", atlas)[2]
    assert features(listed, "gn:4140963")["text: of the same kind as its list"] == pytest.approx(1.0, abs=0.1)
    assert features(listed, "gn:5815135")["text: of the same kind as its list"] < 0.1


def test_a_dateline_is_where_the_rest_lies(atlas: Candidates) -> None:
    dateline, paris = groups("DALLAS (AP) — A fire broke out in [Paris].".replace("DALLAS", "[DALLAS]"), atlas)
    assert dateline.dateline
    assert features(dateline, "gn:4684888")["words: dateline, town"] == 1.0
    assert features(paris, PARIS_TEXAS)["text: in the dateline's division"] > 0.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The [Paris] police came.", "Paris police"),
        ("A [Paris] woman came.", "Paris woman"),
        ("He left [Paris] today.", ""),
    ],
)
def test_words_that_follow_towns(text: str, expected: str, atlas: Candidates) -> None:
    (group,) = groups(text, atlas)
    assert (group.town if expected else not group.town) == (expected or True)


def test_lists_that_end_with_what_they_list(atlas: Candidates) -> None:
    listed = groups("In [Georgia], [Texas] and [Washington] states, it rained.", atlas)
    assert [group.expected for group in listed] == ["state"] * 3


@pytest.mark.parametrize(
    ("text", "features"),
    [
        ("Rigs in the [North Sea] stopped pumping.", ["H.SEA"]),
        ("[Sahara] dust reached [New England].", ["T.DSRT", "L.RGN"]),
        ("[Pacific] storms, [Atlantic] storms", ["H.OCN", "H.OCN"]),
        ("The [Danube] flooded the [Balkans].", ["H.STM", "T.PEN"]),
        ("Snow in the [Andes] and in [Scandinavia]", ["T.MTS", "L.RGN"]),
        ("[Ohio] and [Mississippi] voted.", ["A.ADM1", "A.ADM1"]),
    ],
)
def test_what_nobody_lives_in_is_known_all_the_same(text: str, features: list[str], gazetteer: GazetteerFile) -> None:
    found = groups(text, Candidates([gazetteer]))
    best = [max(group.options, key=lambda option: option.score).place.feature for group in found]
    assert best == features
