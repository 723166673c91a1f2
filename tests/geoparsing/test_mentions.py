from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from app.geoparsing.fitted import shipped
from app.geoparsing.mentions import Finder
from app.geoparsing.model import Kind, Mention, Passage
from app.geoparsing.recognizer import Label, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.candidates import Candidates


def found(text: str, atlas: Candidates, **labels: Label) -> list[Mention]:
    """The mentions of a text in which each keyword's label was given to the named words ("_" for a space)."""
    spans = []
    for words, label in labels.items():
        name = words.replace("_", " ")
        start = text.index(name)
        spans.append(Span(start, start + len(name), label))
    return read(text, sorted(spans), atlas)


def read(text: str, spans: Sequence[Span], atlas: Candidates) -> list[Mention]:
    return Finder(text, [Passage(0, len(text))], spans, atlas, shipped().toponyms).mentions()


def said(mentions: list[Mention]) -> list[tuple[str, Kind]]:
    return [(mention.surface, mention.kind) for mention in mentions]


def test_a_span_that_is_a_place_becomes_a_mention_even_if_no_gazetteer_knows_it(atlas: Candidates) -> None:
    assert said(found("They met in Xyzzyville.", atlas, Xyzzyville=Label.PLACE)) == [("Xyzzyville", Kind.LITERAL)]


def test_a_people_that_the_gazetteer_knows_is_a_demonym(atlas: Candidates) -> None:
    text = "Iraqi and Klingon officials met."
    assert said(found(text, atlas, Iraqi=Label.PEOPLE, Klingon=Label.PEOPLE)) == [("Iraqi", Kind.DEMONYM)]


def test_names_inside_an_organisation_are_embedded_and_say_in_what(atlas: Candidates) -> None:
    (mention,) = found("The Mosul General Hospital is shut.", atlas, The_Mosul_General_Hospital=Label.ORGANISATION)
    assert (mention.surface, mention.kind) == ("Mosul", Kind.EMBEDDED)
    assert mention.evidence == "inside the name “Mosul General Hospital”"


def test_an_organisation_cut_off_before_and_keeps_its_last_part(atlas: Candidates) -> None:
    text = "The Islamic State of Iraq and the Jordan claimed it."
    mentions = found(text, atlas, Islamic_State_of_Iraq=Label.ORGANISATION, Jordan=Label.PLACE)
    assert said(mentions) == [("Iraq", Kind.EMBEDDED), ("Jordan", Kind.EMBEDDED)]


def test_a_demonym_inside_an_organisation_stays_a_demonym(atlas: Candidates) -> None:
    assert said(found("Turkish Airlines flies.", atlas, Turkish_Airlines=Label.ORGANISATION)) == [
        ("Turkish", Kind.DEMONYM)
    ]


def test_the_government_of_a_country_is_a_metonym(atlas: Candidates) -> None:
    mentions = found("The Government of Iraq answered.", atlas, The_Government_of_Iraq=Label.ORGANISATION)
    assert said(mentions) == [("Iraq", Kind.METONYM)]


def test_a_name_used_as_a_place_once_is_found_elsewhere_too(atlas: Candidates) -> None:
    text = "They left Tikrit. Nobody spoke of Tikrit again."
    assert [mention.start for mention in found(text, atlas, Tikrit=Label.PLACE)] == [10, 34]


def test_a_person_is_not_a_place(atlas: Candidates) -> None:
    text = "Paris Jordan came. Jordan said no, and Mr. Paris agreed."
    spans = [Span(0, 12, Label.PERSON), Span(19, 25, Label.PLACE), Span(43, 48, Label.PLACE)]
    assert read(text, spans, atlas) == []


def test_a_person_span_with_a_container_behind_it_is_a_place(atlas: Candidates) -> None:
    text = "She moved to Paris, Texas."
    assert said(found(text, atlas, Paris=Label.PERSON, Texas=Label.PLACE)) == [
        ("Paris", Kind.LITERAL),
        ("Texas", Kind.LITERAL),
    ]


def test_a_known_name_in_a_list_of_places_is_one(atlas: Candidates) -> None:
    text = "Fighting in Mosul, Tikrit and Baghdad; Mr. Athens slept."
    assert [mention.surface for mention in found(text, atlas, Mosul=Label.PLACE, Baghdad=Label.PLACE)] == [
        "Mosul",
        "Tikrit",
        "Baghdad",
    ]


def test_a_country_in_capitals_that_the_recognizer_missed_is_found(atlas: Candidates) -> None:
    assert said(found("NEWS FROM IRAQ TODAY", atlas)) == [("IRAQ", Kind.LITERAL)]


def test_the_pronoun_us_is_no_country(atlas: Candidates) -> None:
    assert found("Us and them. Let us go.", atlas) == []


def test_a_product_named_after_a_people_is_no_demonym(atlas: Candidates) -> None:
    assert found("They ordered 24 AT-6C Turkish II aircraft.", atlas, Turkish=Label.PEOPLE) == []


def test_mentions_are_in_order_and_apart(atlas: Candidates) -> None:
    text = "Iraq, the U.S. and Mosul, Iraq, in the Mosul General Hospital."
    mentions = found(text, atlas, Mosul_General_Hospital=Label.ORGANISATION)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    assert [mention.surface for mention in mentions] == ["Iraq", "U.S.", "Mosul", "Iraq", "Mosul"]


def test_a_mention_says_how_certain_it_is(atlas: Candidates) -> None:
    sure, unsure = found("They left Mosul and met in Quxford.", atlas, Mosul=Label.PLACE, Quxford=Label.PLACE)
    assert 0 < unsure.certainty < sure.certainty < 1


def test_a_doubtful_span_is_less_certain(atlas: Candidates) -> None:
    text = "They left Tikrit."
    certainties = [read(text, [Span(10, 16, Label.PLACE, score)], atlas)[0].certainty for score in (1.0, 0.9, 0.8)]
    assert certainties == sorted(certainties, reverse=True)


def test_a_town_and_its_jail_are_one_mention(atlas: Candidates) -> None:
    mentions = found("He is in the Mosul County Jail today.", atlas, Mosul_County_Jail=Label.ORGANISATION)
    assert said(mentions) == [("Mosul", Kind.EMBEDDED)]


def test_an_organisation_that_the_recognizer_cut_short_is_told_whole(atlas: Candidates) -> None:
    (mention,) = found("The Mosul Planning Board met.", atlas, Mosul=Label.PLACE)
    assert (mention.kind, mention.evidence) == (Kind.EMBEDDED, "inside the name “Mosul Planning Board”")


def test_a_seat_of_government_that_speaks_is_a_metonym_and_one_that_is_visited_is_none(atlas: Candidates) -> None:
    text = "The White House said no. Tourists see the White House."
    assert [(m.surface, m.start, m.kind) for m in found(text, atlas)] == [("White House", 4, Kind.METONYM)]


def test_washington_and_its_district_are_one_place(atlas: Candidates) -> None:
    text = "She lives in Washington, D.C., now."
    spans = [Span(13, 23, Label.PLACE), Span(25, 29, Label.PLACE)]
    assert said(read(text, spans, atlas)) == [("Washington, D.C.", Kind.LITERAL)]


def test_the_team_of_a_town_is_a_metonym(atlas: Candidates) -> None:
    text = "Their victory over Tikrit was narrow."
    assert said(found(text, atlas, Tikrit=Label.PLACE)) == [("Tikrit", Kind.METONYM)]


def test_an_organisation_that_ends_with_a_place_need_not_be_recognized(atlas: Candidates) -> None:
    mentions = found(
        "The Free Army of Iraq and Turkey left the State of Iraq.", atlas, Iraq=Label.PLACE, Turkey=Label.PLACE
    )
    assert [(mention.surface, mention.kind) for mention in mentions][:2] == [
        ("Iraq", Kind.EMBEDDED),
        ("Turkey", Kind.EMBEDDED),
    ]
    assert mentions[0].evidence == "inside the name “Free Army of Iraq”"
    assert mentions[-1].kind is not Kind.EMBEDDED
