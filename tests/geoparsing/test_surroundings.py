from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.geoparsing.drafts import Drafts
from app.geoparsing.model import Passage
from app.geoparsing.recognizer import Label, Span
from app.geoparsing.surroundings import GROUPS, Features, Surroundings

if TYPE_CHECKING:
    from app.geoparsing.candidates import Candidates


def numbers(text: str, atlas: Candidates, *spans: Span) -> dict[int, Features]:
    """The numbers about each draft of a text that are not 0, by where it starts; of several the longest."""
    drafts = Drafts(text, [Passage(0, len(text))], spans, atlas)
    found = drafts.all()
    surroundings = Surroundings(text, found, drafts.persons, atlas)
    return {
        draft.extent.start: {name: value for name, value in surroundings.features(draft).items() if value}
        for draft in found
    }


def about(sentence: str, atlas: Candidates, label: Label | None = None) -> Features:
    """The numbers about the name in brackets."""
    start, end = sentence.index("["), sentence.index("]") - 1
    text = sentence.replace("[", "").replace("]", "")
    return numbers(text, atlas, *([Span(start, end, label)] if label else []))[start]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Rain fell in [Tikrit].", "locative"),
        ("The mayor of [Tikrit].", "of"),
        ("He saw Big [Tikrit].", "capital before"),
        ("A [Tikrit] resident left.", "dweller after"),
        ("She left [Tikrit]'s walls.", "possessive"),
        ("She left [Paris], Texas.", "container"),
        ("Nobody on board the [Tikrit] spoke.", "free"),
        ("[TIKRIT], Iraq (AP) — Rain fell.", "dateline"),
        ("[Tikrit] waits.", "free opening"),
        ("They saw the [Tikrit].", "article"),
        ("Near [Xyzzy River] it rained.", "landform"),
        ("Near [Xyzzy Street] it rained.", "street"),
        ("The [US] paid.", "short"),
        ("The [White House] paid.", "seat"),
        ("They left [Tikrit]. The tikrit is a bird.", "lower too"),
    ],
)
def test_what_stands_beside_a_name_counts(atlas: Candidates, sentence: str, number: str) -> None:
    assert about(sentence, atlas)[number] == 1.0


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("The [Tikrit] road is long.", "article"),
        ("They left the [Iraq] of old.", "article"),
        ("Later. The [Tikrit] road is long.", "capital before"),
        ("They stay. [Tikrit] is near.", "possessive"),
        ("She left [Paris], and Texas too.", "container"),
        ("She saw [IRAQ] again.", "dateline"),
        ("Let us ask the [US].", "lower too"),
    ],
)
def test_what_only_looks_like_it_does_not(atlas: Candidates, sentence: str, number: str) -> None:
    assert number not in about(sentence, atlas)


@pytest.mark.parametrize(
    ("label", "number"),
    [(Label.PLACE, "is place"), (Label.PERSON, "is person"), (None, "free")],
)
def test_what_the_recognizer_says_counts(atlas: Candidates, label: Label | None, number: str) -> None:
    assert about("They saw [Tikrit].", atlas, label)[number] == 1.0


def test_the_recognizers_doubt_counts(atlas: Candidates) -> None:
    assert numbers("In Tikrit.", atlas, Span(3, 9, Label.PLACE, 0.75))[3]["doubt place"] == pytest.approx(0.25)
    assert "doubt place" not in numbers("In Tikrit.", atlas, Span(3, 9, Label.PLACE))[3]


def test_gazetteers_tell_how_well_known_a_name_is(atlas: Candidates) -> None:
    text = "Iraq, Tikrit, Iraqi, Xyzzy"
    found = numbers(text, atlas, Span(21, 26, Label.PLACE))
    assert {"nation", "world", "listed"} <= found[0].keys()
    assert {"town", "listed"} <= found[6].keys()
    assert found[6]["population"] < found[0]["population"] < 1.2
    assert "demonym" in found[14]
    assert "unknown" in found[21]


def test_the_same_name_elsewhere_in_the_document_counts(atlas: Candidates) -> None:
    text = "In Mosul it rained. The Mosul rain fell. Old Mosul"
    found = numbers(text, atlas, Span(3, 8, Label.PLACE), Span(41, 50, Label.ORGANISATION))
    assert "placed elsewhere" not in found[3]
    assert {"placed elsewhere", "free named"} <= found[24].keys()
    assert {"placed elsewhere", "in named"} <= found[45].keys()


def test_a_word_of_a_persons_name_counts_wherever_it_stands(atlas: Candidates) -> None:
    found = numbers("Ann Jordan left. In Jordan it rained.", atlas, Span(0, 10, Label.PERSON))
    assert found[20]["person word"] == 1.0


def test_a_name_that_is_a_person_elsewhere_counts_by_how_often(atlas: Candidates) -> None:
    text = "Jordan met Jordan. Jordan met Jordan."
    spans = [Span(0, 6, Label.PLACE), *(Span(at, at + 6, Label.PERSON) for at in (11, 19, 30))]
    found = numbers(text, atlas, *spans)
    assert found[0]["person elsewhere"] == pytest.approx(0.75)
    assert found[11]["person elsewhere"] == pytest.approx(2 / 3)


def test_a_name_in_a_longer_one_knows_it(atlas: Candidates) -> None:
    text = "In Nineveh Province"
    drafts = Drafts(text, [Passage(0, len(text))], [], atlas)
    surroundings = Surroundings(text, found := drafts.all(), drafts.persons, atlas)
    short, long = (surroundings.features(draft) for draft in found)
    assert (short.get("wider"), short.get("holding")) == (1.0, None)
    assert (long.get("wider"), long.get("holding")) == (None, 1.0)


def test_places_on_both_sides_count_twice(atlas: Candidates) -> None:
    found = numbers("Mosul, Tikrit and Iraq", atlas, Span(0, 5, Label.PLACE), Span(18, 22, Label.PLACE))
    assert found[7]["sides"] == 2.0
    assert found[7]["free shown"] == 1.0
    assert found[7]["contained"] == 1.0


def test_every_number_has_its_group(atlas: Candidates) -> None:
    text = "TIKRIT — In Mosul, Paris, Texas, the US and Ann Jordan of the Iraq Bank saw an Iraqi at Lake Xyzzy."
    spans = [Span(44, 54, Label.PERSON), Span(62, 71, Label.ORGANISATION), Span(12, 17, Label.PLACE)]
    grouped = {name for group in GROUPS.values() for name in group} | {"bare"}
    for features in numbers(text, atlas, *sorted(spans)).values():
        assert features.keys() <= grouped
