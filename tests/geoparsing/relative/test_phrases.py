"""Which words are a phrase, and what they say. Names stand in square brackets, parties and peoples in other ones."""

# ruff: noqa: RUF001 - typographic dashes are what is tested

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.model import Kind, Mention
from app.geoparsing.relative.phrases import Form, Phrase, phrases

_KINDS = {"[": Kind.LITERAL, "<": Kind.METONYM, "{": Kind.DEMONYM, "|": Kind.EMBEDDED}
_MARKED = re.compile(r"\[([^\]]*)\]|<([^>]*)>|\{([^}]*)\}|\|([^|]*)\|")


def read(marked: str) -> tuple[str, list[Phrase]]:
    """The text without its brackets, and the phrases in it."""
    text, mentions, last = "", [], 0
    for found in _MARKED.finditer(marked):
        text += marked[last : found.start()]
        surface = next(group for group in found.groups() if group is not None)
        kind = _KINDS[found[0][0]]
        mentions.append(Mention(len(text), len(text) + len(surface), surface, kind))
        text, last = text + surface, found.end()
    text += marked[last:]
    return text, phrases(text, mentions)


@pytest.mark.parametrize(
    ("marked", "phrase", "form"),
    [
        ("a camp 20 km north of [Tikrit] fell", "20 km north of Tikrit", Form.OFFSET),
        ("about 12 miles (20 km) south-west of [Mosul]", "about 12 miles (20 km) south-west of Mosul", Form.OFFSET),
        ("is 20 kilometres to the north of [Mosul]", "20 kilometres to the north of Mosul", Form.OFFSET),
        ("a two-hour drive south of [Madison]", "a two-hour drive south of Madison", Form.OFFSET),
        ("30 miles southeast from downtown [San Jose]", "30 miles southeast from downtown San Jose", Form.OFFSET),
        ("5 km NE of the city of [Kirkuk]", "5 km NE of the city of Kirkuk", Form.OFFSET),
        (
            "45 miles east of the {Iraqi} capital, [Baghdad]",
            "45 miles east of the Iraqi capital, Baghdad",
            Form.OFFSET,
        ),
        ("20\nkm north\nof [Tikrit]", "20\nkm north\nof Tikrit", Form.OFFSET),
        ("twenty miles from [Tikrit]", "twenty miles from Tikrit", Form.AWAY),
        ("within 5 miles of [Tikrit]", "within 5 miles of Tikrit", Form.AWAY),
        ("ten miles outside [Mosul]", "ten miles outside Mosul", Form.AWAY),
        ("ten miles outside of [Mosul]", "ten miles outside of Mosul", Form.AWAY),
        ("fell north of [Baghdad] today", "north of Baghdad", Form.BESIDE),
        ("lies to the north of [Baghdad]", "to the north of Baghdad", Form.BESIDE),
        ("just south of [Amman]", "just south of Amman", Form.BESIDE),
        ("in northern [Iraq]", "northern Iraq", Form.PART),
        ("Northern [Iraq] is calm", "Northern Iraq", Form.PART),
        ("in the far north of [Iraq]", "the far north of Iraq", Form.PART),
        ("in the north of [Iraq]", "the north of Iraq", Form.PART),
        ("in the northern part of [Iraq]", "the northern part of Iraq", Form.PART),
        ("in the centre of [Mosul]", "the centre of Mosul", Form.PART),
        ("on the western outskirts of [Mosul]", "the western outskirts of Mosul", Form.EDGE),
        ("in the suburbs of [Mosul]", "the suburbs of Mosul", Form.EDGE),
        ("fought near [Tikrit] and", "near Tikrit", Form.NEAR),
        ("close to [Tikrit]", "close to Tikrit", Form.NEAR),
        ("not far from [Tikrit]", "not far from Tikrit", Form.NEAR),
        ("just outside [Mosul]", "just outside Mosul", Form.OUTSIDE),
        ("between [Baiji] and [Samarra]", "between Baiji and Samarra", Form.BETWEEN),
        ("halfway between [Homs] and [Aleppo]", "halfway between Homs and Aleppo", Form.BETWEEN),
        ("between [Paris], [Texas], and [Dallas]", "between Paris, Texas, and Dallas", Form.BETWEEN),
        ("fighting between the towns of [Baiji] and [Samarra]", "between the towns of Baiji and Samarra", Form.BETWEEN),
        ("on the border between [Iraq] and [Syria]", "the border between Iraq and Syria", Form.BORDER),
        ("along the {Iraqi}-{Syrian} border", "the Iraqi-Syrian border", Form.BORDER),
        ("along the [Iraq]–[Syria] border", "the Iraq–Syria border", Form.BORDER),
        ("on [Turkey]'s border with [Syria]", "Turkey's border with Syria", Form.BORDER),
        ("on the coast of [Libya]", "the coast of Libya", Form.COAST),
        ("on the {Libyan} coast", "the Libyan coast", Form.COAST),
        ("sank off the coast of [Libya]", "off the coast of Libya", Form.OFFSHORE),
        ("sank off the {Somali} coast", "off the Somali coast", Form.OFFSHORE),
        ("sank 12 miles off [Benghazi]", "12 miles off Benghazi", Form.OFFSHORE),
        ("10 miles north of central [Baghdad]", "10 miles north of central Baghdad", Form.OFFSET),
    ],
)
def test_a_phrase_is_found_whole(marked: str, phrase: str, form: Form) -> None:
    text, found = read(marked)
    assert [(text[one.start : one.end], one.form) for one in found] == [(phrase, form)]


@pytest.mark.parametrize(
    "marked",
    [
        "he lives in [Tikrit]",
        "talks between [Baghdad] and [Tehran]",
        "the match between [Leeds] and [Hull]",
        "between 2003 and [Mosul]",
        "between <Russia> and <Ukraine>",
        "relations between the [Congo] and [Rwanda]",
        "the University of northern |Iowa|",
        "the Northern [Virginia] Community College",
        "the Army of Northern [Virginia]",
        "the DISTRICT OF NORTH [MISSOURI]",
        "on the [Southern] coast",
        "near [Central] and",
        "the northern {Iraqi} desert",
        "outside [Oakland] police headquarters",
        "near [Jbeil]'s church",
        "the government of [Iraq]",
        "the city of [Mosul]",
        "three days from [Mosul]",
        "the two-hour drive from [Mosul] to [Erbil]",
        "one of [Mosul]'s markets",
        "a flight from [Mosul]",
        "part of [Iraq]",
        "it costs $20 million from [Iraq]",
        "off [Libya]",
    ],
)
def test_what_places_nothing_is_no_phrase(marked: str) -> None:
    assert read(marked)[1] == []


def test_what_is_said_is_read() -> None:
    _, found = read("20 km north-west of [Tikrit], far southern [Iraq], halfway between [Homs] and [Aleppo]")
    offset, part, between = found
    assert offset.distance is not None
    assert offset.direction is not None
    assert (offset.distance.km, offset.direction.letters, offset.anchors) == (20, "nw", (0,))
    assert part.direction is not None
    assert (part.direction.letters, part.direction.far, part.anchors) == ("s", True, (1,))
    assert (between.is_close, between.anchors) == (True, (2, 3))


_WORDS = st.sampled_from(
    ["20 km ", "north ", "of ", "from ", "the ", "between ", "and ", "near ", "northern ", "border ", "off ", "coast ",
     "[Tikrit] ", "[Mosul]", "{Iraqi}", "<Iraq>", "-", "'s ", ", ", "\n", "outside ", "within ", "five miles ", "("]
)  # fmt: skip


@given(st.lists(_WORDS, max_size=24))
def test_phrases_lie_in_the_text_in_order_and_hold_their_names(pieces: list[str]) -> None:
    text, found = read("".join(pieces))
    last = 0
    for phrase in found:
        assert last <= phrase.start < phrase.end <= len(text)
        assert text[phrase.start : phrase.end] == text[phrase.start : phrase.end].strip()
        assert phrase.anchors
        last = phrase.end
