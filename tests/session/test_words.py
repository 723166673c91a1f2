"""The small print."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.geoparsing.model import Correction, Kind, MentionKey, Place, Precision, Scope, Verdict
from app.project.values import PlaceTally
from app.session import words
from tests.support.builders import IRAQ, KALAK, MOSUL, WASHINGTON, WASHINGTON_STATE, place


@pytest.mark.parametrize(
    ("meant", "said"),
    [
        (MOSUL, "city · Nineveh, Iraq"),
        (IRAQ, "country"),
        (WASHINGTON, "capital · District of Columbia, United States"),
        (WASHINGTON_STATE, "province · United States"),
        (KALAK, "place · Erbil, Iraq"),
        (place("gn:1", "Baghdad", feature="P.PPLC", admin=("Baghdad", "Iraq")), "capital · Iraq"),
        (place("gn:2", "Tigris", feature="H.STM"), "river"),
        (place("wh:x", "Somewhere", feature="X.ODD", precision=Precision.REGION), "region"),
        (place("gn:3", "Small", feature="P.PPL", population=900), "village"),
        (place("gn:4", "Middling", feature="P.PPL", population=9000), "town"),
        (place("gn:5", "Hill", feature="T.HLL"), "landform"),
        (place("gn:6", "Halabja", feature="P.PPLA", population=60_000), "seat of a province"),
        (place("gn:7", "Sinjar", feature="P.PPLA2", population=0), "seat of a district"),
        (place("gn:8", "Karkh", feature="P.PPLX", admin=("Baghdad", "Iraq")), "part of a city · Baghdad, Iraq"),
        (place("gn:9", "Zaatari", feature="S.CMPRF", admin=("Jordan",)), "refugee camp · Jordan"),
        (
            place("wh:ussr", "Soviet Union", feature="A.PCLH", start=1922, finish=1991),
            "former country · 1922\N{EN DASH}1991",
        ),
        (place("wh:sudan", "South Sudan", feature="A.PCLI", start=2011), "country"),
        (
            place("wh:x2", "Assyria", feature="L.RGNH", start=-911, finish=-609),
            "historical region · 911\N{EN DASH}609 BC",
        ),
        (place("wh:x3", "Rome", feature="A.PCLH", start=-27, finish=476), "former country · 27 BC\N{EN DASH}476"),
        (place("wh:x4", "Somewhere", feature="A.PCLH", finish=-539), "former country · until 539 BC"),
        (place("wh:x5", "Republic", feature="A.PCLH", start=1919, finish=1919), "former country · 1919"),
    ],
)
def test_what_and_where_a_place_is(meant: Place, said: str) -> None:
    assert words.where(meant) == said


def test_corrections_as_the_reader_would_say_them() -> None:
    key = MentionKey(1, 0, 5)
    rejected = Correction(key, "Mosul", Scope.MENTION, Verdict.NOT_A_PLACE)
    assert words.said(rejected) == "“Mosul” is not a place"
    assert words.said(replace(rejected, scope=Scope.PROJECT)) == "“Mosul” is not a place, everywhere"
    chosen = Correction(key, "Mosul", Scope.DOCUMENT, Verdict.PLACE, MOSUL)
    assert words.said(chosen) == "“Mosul” is Mosul, Nineveh, Iraq, in this document"
    assert words.said(replace(rejected, verdict=Verdict.UNKNOWN)) == "“Mosul” is a place that is unknown"


def test_numbers_with_their_nouns() -> None:
    assert words.counted(1, "document", "documents") == "1 document"
    assert words.counted(1204, "document", "documents") == "1,204 documents"


@pytest.mark.parametrize(
    ("meant", "kind", "unsure", "said"),
    [
        (IRAQ, Kind.METONYM, False, "country · mostly for its government"),
        (WASHINGTON, Kind.METONYM, False, "stands for a government"),
        (IRAQ, Kind.EMBEDDED, False, "inside another name"),
        (IRAQ, Kind.DEMONYM, False, "mostly as “Iraqi”"),
        (MOSUL, Kind.LITERAL, True, "unsure · city · Nineveh, Iraq"),
    ],
)
def test_small_print_of_the_places_list(meant: Place, kind: Kind, said: str, *, unsure: bool) -> None:
    assert words.how_spoken_of(PlaceTally(meant, 3, 1, kind, unsure, MentionKey(1, 0, 5), "Iraqi")) == said
