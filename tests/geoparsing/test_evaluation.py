from __future__ import annotations

from math import log
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.evaluation import FARTHEST_KM, MarkedDocument, Toponym, emitted, marked, placing, report
from app.geoparsing.model import Finding, Kind, Mention, Place, Precision, Resolution, Verdict
from tests.geoparsing.scorer import score

OSLO = (59.91, 10.75)
NEAR_OSLO = (60.4, 10.75)  # 54.5 km north
ROME = (41.9, 12.5)


@st.composite
def toponyms(draw: st.DrawFn) -> Toponym:
    start = draw(st.integers(0, 30))
    point = draw(st.sampled_from([OSLO, NEAR_OSLO, ROME, (None, None)]))
    number = draw(st.sampled_from([1, 2, None])) if point[0] is not None else None
    return Toponym(start, start + draw(st.integers(1, 8)), *point, number)


@given(st.lists(toponyms(), max_size=8), st.lists(toponyms(), max_size=8))
def test_the_figures_are_those_of_a_scorer_written_anew(gold: list[Toponym], said: list[Toponym]) -> None:
    figures, expected = report([(gold, said)]), score(gold, said)
    assert (figures.overlap.precision, figures.overlap.recall) == (expected.precision, expected.recall)
    placed = figures.end_to_end
    assert (placed.right, placed.within_161_km, figures.emitted_right) == pytest.approx(
        (expected.right, expected.within, expected.emitted_right)
    )
    assert placed.auc == pytest.approx(expected.auc)


def test_recognition_is_counted_strictly_and_by_overlap() -> None:
    gold = [Toponym(0, 4), Toponym(10, 20), Toponym(30, 35)]
    said = [Toponym(0, 4), Toponym(12, 20), Toponym(15, 25), Toponym(50, 55)]
    figures = report([(gold, said)])
    assert (figures.strict.found, figures.strict.spurious, figures.strict.missed) == (1, 3, 2)
    assert (figures.overlap.found, figures.overlap.spurious, figures.overlap.missed) == (2, 2, 1)
    assert figures.overlap.precision == pytest.approx(0.5)
    assert figures.overlap.recall == pytest.approx(2 / 3)
    assert figures.overlap.f1 == pytest.approx(4 / 7)


def test_the_largest_overlap_is_paired_first() -> None:
    gold = [Toponym(0, 10, *OSLO), Toponym(10, 12, *ROME)]
    said = [Toponym(8, 12, *ROME), Toponym(0, 8, *OSLO)]
    figures = report([(gold, said)])
    assert figures.overlap.found == 2
    assert figures.end_to_end.right == 1.0


def test_resolution_counts_every_located_toponym() -> None:
    gold = [
        Toponym(0, 1, *OSLO, 3143244),  # placed near
        Toponym(2, 3, *OSLO, 3143244),  # placed far, but with the id
        Toponym(4, 5, *OSLO, 3143244),  # placed far
        Toponym(6, 7, *OSLO, 3143244),  # missed
        Toponym(8, 9),  # not located: does not count
    ]
    said = [
        Toponym(0, 1, *NEAR_OSLO, 1),
        Toponym(2, 3, *ROME, 3143244),
        Toponym(4, 5, *ROME, 2),
        Toponym(8, 9, *ROME, 2),
    ]
    placing = report([(gold, said)]).resolution
    assert placing.located == 4
    assert placing.right == 0.5
    assert placing.within_161_km == 0.25
    assert placing.answered == 0.75
    assert placing.same_id == 0.25
    assert placing.median_km == pytest.approx(2007.5, abs=3)


def test_the_area_under_the_curve_is_that_of_the_field() -> None:
    gold = [Toponym(0, 1, *OSLO), Toponym(2, 3, *OSLO), Toponym(4, 5, *OSLO)]
    said = [Toponym(0, 1, *OSLO), Toponym(2, 3, *OSLO)]
    worst = log(FARTHEST_KM + 1)
    assert report([(gold, said)]).resolution.auc == pytest.approx(worst / 2 / (log(FARTHEST_KM) * 2))
    assert report([([gold[0]], [])]).resolution.auc == pytest.approx(worst / log(FARTHEST_KM))


def test_emitted_pins_count_only_where_the_marked_one_is_located() -> None:
    gold = [Toponym(0, 1, *OSLO), Toponym(2, 3)]
    said = [
        Toponym(0, 1, *NEAR_OSLO),  # right
        Toponym(2, 3, *ROME),  # the marked one has no place: left out
        Toponym(4, 5, *ROME),  # overlaps nothing: wrong
        Toponym(6, 7),  # not placed: left out
    ]
    assert report([(gold, said)]).emitted_right == 0.5


def test_nothing_at_all_is_no_division_by_zero() -> None:
    figures = report([([], [])])
    assert (figures.strict.f1, figures.resolution.right, figures.resolution.auc, figures.emitted_right) == (
        0,
        0,
        0,
        0,
    )
    assert figures.resolution.same_id is None


def test_a_corpus_line_is_read() -> None:
    line = {
        "id": "a",
        "text": "Oslo",
        "toponyms": [{"start": 0, "end": 4, "surface": "Oslo", "lat": 59.91, "lon": 10.75, "geonameid": "3143244"}],
    }
    assert marked(line) == MarkedDocument("a", "Oslo", (Toponym(0, 4, 59.91, 10.75, 3143244),))


def test_coordinates_and_relative_places_are_not_compared() -> None:
    place = Place("gn:1", "Oslo", *OSLO, "P.PPLC", "NO", (), Precision.CITY, 1)
    resolution = Resolution(Verdict.PLACE, place, 1.0)
    findings = [Finding(Mention(at, at + 1, "x", kind), (), resolution) for at, kind in enumerate(Kind)]
    assert [toponym.start for toponym in emitted(findings)] == [0, 1, 2, 3]
    assert emitted(findings)[0] == Toponym(0, 1, *OSLO, 1, kind="literal")


def test_recall_is_told_by_the_labels_of_the_corpus() -> None:
    gold = [
        Toponym(0, 4, kind="literal", labels=("kind literal", "type Coercion")),
        Toponym(10, 20, kind="literal", labels=("kind literal",)),
        Toponym(30, 35, kind="associative", labels=("kind associative",)),
    ]
    labels = report([(gold, [Toponym(0, 4), Toponym(12, 20)])]).labels
    assert [(name, found.marked, found.strict, found.overlap) for name, found in labels.items()] == [
        ("kind associative", 1, 0, 0),
        ("kind literal", 2, 0.5, 1),
        ("type Coercion", 1, 1, 1),
    ]


def test_precision_is_told_by_our_kinds_and_agreement_where_the_corpus_has_our_word() -> None:
    gold = [Toponym(0, 4, kind="literal"), Toponym(10, 20, kind="associative"), Toponym(30, 35, kind="literal")]
    said = [Toponym(0, 4, kind="literal"), Toponym(12, 20, kind="literal"), Toponym(50, 60, kind="demonym")]
    kinds = report([(gold, said)]).kinds
    assert list(kinds) == ["literal", "demonym"]
    literal, demonym = kinds["literal"], kinds["demonym"]
    assert (literal.emitted, literal.strict, literal.overlap) == (2, 0.5, 1.0)
    assert (literal.precision, literal.recall) == (0.5, 0.5)
    assert (demonym.emitted, demonym.overlap, demonym.precision, demonym.recall) == (1, 0.0, None, None)


def test_some_of_the_marked_can_be_left_out_of_the_placing() -> None:
    gold = [Toponym(0, 1, *OSLO, feature="A.PCLI"), Toponym(2, 5, *ROME)]
    said = [Toponym(0, 1, *ROME), Toponym(2, 4, *ROME)]
    same, overlapping = placing([(gold, said)], lambda toponym: not toponym.feature)
    assert (same.located, same.right) == (1, 0.0)
    assert (overlapping.located, overlapping.right) == (1, 1.0)


def test_pins_are_judged_with_their_confidence() -> None:
    gold = [Toponym(0, 1, *OSLO), Toponym(2, 3)]
    said = [
        Toponym(0, 1, *NEAR_OSLO, confidence=0.95),
        Toponym(2, 3, *ROME, confidence=0.95),  # the marked one has no place: left out
        Toponym(4, 5, *ROME, confidence=0.35),
    ]
    figures = report([(gold, said)]).reliability
    assert [(part.count, part.right) for part in figures.bins if part.count] == [(1, 0.0), (1, 1.0)]


def test_a_corpus_line_keeps_what_else_is_known() -> None:
    known = {"title": "T", "domain": "a.example"}
    line: dict[str, Any] = {"id": "a", "text": "Oslo", "lang": "en", "date": None, "toponyms": [], **known}
    assert marked(line).about == known
    item = {"start": 0, "end": 4, "kind": "literal", "type": "Mixed"}
    (toponym,) = marked({"id": "a", "text": "Oslo", "toponyms": [item]}).toponyms
    assert (toponym.kind, toponym.labels) == ("literal", ("kind literal", "type Mixed"))
