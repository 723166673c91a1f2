from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from app.export.formats import COLUMNS, FORMATS, geojson, jsonl, table
from app.export.quote import quote
from app.export.record import Result
from app.geoparsing.model import (
    Candidate,
    DateMention,
    DatePrecision,
    Day,
    Document,
    Finding,
    Kind,
    Match,
    Mention,
    Passage,
    Place,
    Precision,
    Reason,
    Resolution,
    Verdict,
)  # fmt: skip

TEXT = "=Mosul fell.\n\nNobody knew Xyzzy. In 1920 and in 44 BC Mosul stood."
DOCUMENT = Document("=Title", TEXT, (Passage(0, 12), Passage(14, 66)), "test", "ab", "2014-06-11")
MOSUL = Place("gn:99072", "Mosul", 36.335, 43.119, "P.PPLA", "IQ", ("Nineveh", "Iraq"), Precision.CITY, 99072)
PLACED = Finding(
    Mention(1, 6, "Mosul", Kind.METONYM, "the one who acts"),
    (Candidate(MOSUL, 1.0, "Mosul", Match.MAIN, (Reason("well known", 1.0), Reason("small", -0.5))),),
    Resolution(Verdict.PLACE, MOSUL, 0.87654321),
)
UNKNOWN = Finding(Mention(26, 31, "Xyzzy", Kind.LITERAL), (), Resolution(Verdict.UNKNOWN, None, 0.0))
DATED = replace(PLACED, mention=Mention(54, 59, "Mosul", Kind.LITERAL))
DATES = (
    DateMention(36, 40, "1920", Day(1920, 1, 1), Day(1920, 12, 31), DatePrecision.YEAR, (33, 66)),
    DateMention(48, 53, "44 BC", Day(-43, 1, 1), Day(-43, 12, 31), DatePrecision.YEAR, (33, 66)),
)
RESULT = Result("a.txt", DOCUMENT, (PLACED, UNKNOWN))
WITH_DATES = Result("a.txt", DOCUMENT, (PLACED, UNKNOWN, DATED), dates=DATES)


def test_a_line_says_everything() -> None:
    (line,) = jsonl([RESULT])
    assert json.loads(line) == {
        "id": "a.txt",
        "title": "=Title",
        "date": "2014-06-11",
        "source": "test",
        "sha256": "ab",
        "text": TEXT,
        "dates": [],
        "mentions": [
            {
                "start": 1,
                "end": 6,
                "surface": "Mosul",
                "kind": "metonym",
                "place": {
                    "id": "gn:99072",
                    "geonameid": 99072,
                    "name": "Mosul",
                    "lat": 36.335,
                    "lon": 43.119,
                    "feature": "P.PPLA",
                    "country": "IQ",
                    "admin": ["Nineveh", "Iraq"],
                    "precision": "city",
                    "radius_km": 5.0,
                },
                "confidence": 0.8765,
                "reasons": ["the one who acts", "well known", "small"],
                "dates": [],
            },
            {
                "start": 26,
                "end": 31,
                "surface": "Xyzzy",
                "kind": "literal",
                "place": None,
                "confidence": 0.0,
                "reasons": [],
                "dates": [],
            },
        ],
    }


def test_a_line_says_every_date_once_and_each_mention_the_numbers_of_its_own() -> None:
    line = json.loads("".join(jsonl([WITH_DATES])))
    assert line["dates"] == [
        {"start": 36, "end": 40, "surface": "1920", "earliest": "1920-01-01", "latest": "1920-12-31",
         "precision": "year"},
        {"start": 48, "end": 53, "surface": "44 BC", "earliest": "-0043-01-01", "latest": "-0043-12-31",
         "precision": "year"},
    ]  # fmt: skip
    assert [mention["dates"] for mention in line["mentions"]] == [[], [], [0, 1]]


def test_a_feature_and_a_row_say_the_days_that_all_dates_of_the_sentence_span() -> None:
    features = json.loads("".join(geojson([WITH_DATES])))["features"]
    rows = list(csv.DictReader(io.StringIO("".join(table([WITH_DATES])))))
    said = [(feature["properties"]["earliest"], feature["properties"]["latest"]) for feature in features]
    assert said == [(None, None), (None, None), ("-0043-01-01", "1920-12-31")]
    # A year before our era begins with the sign of a formula.
    assert [(row["earliest"], row["latest"]) for row in rows] == [("", ""), ("", ""), ("'-0043-01-01", "1920-12-31")]


def test_a_relative_place_goes_out_with_its_radius_and_its_name_beside_it() -> None:
    north = replace(MOSUL, id="rel:north-of:gn:99072", name="north of Mosul", geonameid=None, radius_km=18.0)
    phrase = Finding(Mention(0, 6, "=Mosul", Kind.RELATIVE), (), Resolution(Verdict.PLACE, north, 0.8))
    result = Result("a.txt", DOCUMENT, (phrase, PLACED))
    features = json.loads("".join(geojson([result])))["features"]
    rows = list(csv.DictReader(io.StringIO("".join(table([result])))))
    assert [feature["properties"]["radius_km"] for feature in features] == [18.0, 5.0]
    assert [(row["kind"], row["start"], row["radius_km"]) for row in rows] == [
        ("relative", "0", "18.0"),
        ("metonym", "1", "5.0"),
    ]


def test_whoever_has_the_text_does_not_get_it_again() -> None:
    (line,) = jsonl([Result("a", DOCUMENT, (), with_text=False)])
    assert "text" not in json.loads(line)


def test_geojson_gives_longitude_first_and_null_where_there_is_no_place() -> None:
    placed, unknown = json.loads("".join(geojson([RESULT])))["features"]
    assert placed["geometry"] == {"type": "Point", "coordinates": [43.119, 36.335]}
    assert placed["properties"]["place_id"] == "gn:99072"
    assert placed["properties"]["quote"] == "=Mosul fell."
    assert unknown["geometry"] is None


@pytest.mark.parametrize("results", [[], [Result("a", DOCUMENT, ())]])
def test_geojson_of_nothing_is_an_empty_collection(results: list[Result]) -> None:
    assert json.loads("".join(geojson(results))) == {"type": "FeatureCollection", "features": []}


def test_a_cell_that_looks_like_a_formula_is_made_harmless() -> None:
    rows = list(csv.DictReader(io.StringIO("".join(table([RESULT])))))
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["title"] == "'=Title"
    assert rows[0]["quote"] == "'=Mosul fell."
    assert rows[0]["admin"] == "Nineveh, Iraq"
    assert rows[1]["lat"] == ""


def test_every_format_has_a_writer() -> None:
    assert sorted(FORMATS) == ["csv", "geojson", "jsonl"]


def test_a_long_passage_is_cut_around_the_mention() -> None:
    text = "a " * 300 + "Mosul" + " b" * 300
    document = Document("T", text, (Passage(0, len(text)),), "test", "")
    cut = quote(document, Mention(600, 605, "Mosul", Kind.LITERAL))
    assert "Mosul" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) <= 310


def test_a_mention_outside_all_passages_is_its_own_quote() -> None:
    document = Document("T", "Mosul fell", (), "test", "")
    assert quote(document, Mention(0, 5, "Mosul", Kind.LITERAL)) == "Mosul"
