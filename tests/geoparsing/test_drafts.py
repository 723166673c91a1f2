from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.geoparsing.drafts import Draft, Drafts, Relation
from app.geoparsing.model import Passage
from app.geoparsing.recognizer import Label, Span

if TYPE_CHECKING:
    from app.geoparsing.candidates import Candidates


def drafted(text: str, atlas: Candidates, **labels: Label) -> dict[str, Draft]:
    """The drafts of a text, by their words, where each keyword's label was given to the named words."""
    spans = []
    for words, label in labels.items():
        name = words.replace("_", " ")
        start = text.index(name)
        spans.append(Span(start, start + len(name), label))
    found = Drafts(text, [Passage(0, len(text))], sorted(spans), atlas).all()
    assert [draft.extent for draft in found] == sorted(draft.extent for draft in found)
    return {text[draft.extent.start : draft.extent.end]: draft for draft in found}


def relations(found: dict[str, Draft]) -> dict[str, Relation]:
    return {name: draft.relation for name, draft in found.items()}


def test_a_place_is_a_draft_even_if_no_gazetteer_knows_it(atlas: Candidates) -> None:
    (draft,) = drafted("They met in Xyzzyville.", atlas, Xyzzyville=Label.PLACE).values()
    assert (draft.relation, draft.listed) == (Relation.EXACT, False)


def test_an_unknown_organisation_is_none_unless_something_is_in_it(atlas: Candidates) -> None:
    assert drafted("Acme paid.", atlas, Acme=Label.ORGANISATION) == {}
    assert relations(drafted("Officials of Acme paid in Acme.", atlas, Acme=Label.ORGANISATION)) == {}
    assert relations(drafted("They work at Acme.", atlas, Acme=Label.ORGANISATION)) == {"Acme": Relation.EXACT}


def test_names_in_an_organisation_know_where_they_stand_in_it(atlas: Candidates) -> None:
    text = "The Mosul Bank of Iraq closed."
    found = drafted(text, atlas, Mosul_Bank_of_Iraq=Label.ORGANISATION)
    assert relations(found) == {"Mosul": Relation.FIRST, "Iraq": Relation.INSIDE}


def test_known_names_outside_all_spans_are_drafts(atlas: Candidates) -> None:
    assert relations(drafted("News from Tikrit and from tikrit.", atlas)) == {"Tikrit": Relation.FREE}


def test_a_name_may_go_on_beyond_its_span(atlas: Candidates) -> None:
    found = drafted("In Nineveh Province it rained.", atlas, Nineveh=Label.ORGANISATION)
    assert relations(found) == {"Nineveh Province": Relation.EXACT, "Nineveh": Relation.FIRST}
    found = drafted("In Lake Tikrit it rained.", atlas, Tikrit=Label.ORGANISATION)
    assert relations(found) == {"Lake Tikrit": Relation.ACROSS, "Tikrit": Relation.EXACT}


@pytest.mark.parametrize("name", ["Lake Xyzzy", "Xyzzy River", "Xyzzy Street", "Fort Xyzzy"])
def test_names_that_tell_what_they_are_need_no_gazetteer(atlas: Candidates, name: str) -> None:
    assert name in drafted(f"They came to {name} at noon.", atlas)


@pytest.mark.parametrize("text", ["John Tikrit spoke.", "Tikrit Jones spoke.", "Ann Tikrit Jones spoke."])
def test_a_part_of_a_persons_name_is_none(atlas: Candidates, text: str) -> None:
    name = text.removesuffix(" spoke.").replace(" ", "_")
    assert drafted(text, atlas, **{name: Label.PERSON}) == {}


def test_what_stands_before_a_body_is_no_persons_first_name(atlas: Candidates) -> None:
    assert relations(drafted("Tikrit Police came.", atlas, Tikrit_Police=Label.PERSON)) == {"Tikrit": Relation.FIRST}


@pytest.mark.parametrize("text", ["Mr. Tikrit smiled.", "He met Mrs. Tikrit."])
def test_whoever_has_a_title_is_a_person(atlas: Candidates, text: str) -> None:
    assert drafted(text, atlas, Tikrit=Label.PLACE) == {}


def test_who_wrote_it_is_a_person(atlas: Candidates) -> None:
    assert drafted("By TIKRIT JONES", atlas, TIKRIT=Label.PLACE) == {}
    assert "Tikrit" in drafted("By Tikrit he meant home.", atlas, Tikrit=Label.PLACE)


def test_a_model_number_makes_a_product_but_an_age_does_not(atlas: Candidates) -> None:
    assert drafted("An AT-6C Tikrit flew.", atlas, Tikrit=Label.PRODUCT) == {}
    assert "Tikrit" in drafted("A 20-year-old Tikrit man fled.", atlas, Tikrit=Label.PLACE)


@pytest.mark.parametrize("text", ["See http://x.org/Tikrit now.", "Write to Tikrit@x.org now.", "See www.Tikrit.org"])
def test_addresses_in_the_web_are_none(atlas: Candidates, text: str) -> None:
    assert drafted(text, atlas, Tikrit=Label.PLACE) == {}


@pytest.mark.parametrize("prefix", ["D-", "R-", "Non-", "pro-"])
def test_what_a_hyphen_ties_to_a_name_is_no_part_of_it(atlas: Candidates, prefix: str) -> None:
    text = f"A {prefix}Tikrit deal."
    found = Drafts(text, [Passage(0, len(text))], [Span(2, 8 + len(prefix), Label.PLACE)], atlas).all()
    assert [text[draft.extent.start : draft.extent.end] for draft in found] == ["Tikrit"]
    assert found[0].relation is Relation.EXACT


def test_a_body_is_no_place_but_what_is_in_its_name_may_be(atlas: Candidates) -> None:
    found = drafted("At the Bank of Texas Street.", atlas, Bank_of_Texas_Street=Label.ORGANISATION)
    assert relations(found) == {"Texas": Relation.INSIDE, "Texas Street": Relation.INSIDE}


def test_names_are_read_within_passages_only(atlas: Candidates) -> None:
    text = "Mosul\n\nTikrit"
    assert [d.extent for d in Drafts(text, [Passage(7, 13)], [], atlas).all()] == [(7, 13)]
