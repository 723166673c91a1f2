from __future__ import annotations

from math import log

import pytest

from app.geoparsing.evaluation import FARTHEST_KM, MarkedDocument, Toponym, emitted, marked, report
from app.geoparsing.model import Finding, Kind, Mention, Place, Precision, Resolution, Verdict

OSLO = (59.91, 10.75)
NEAR_OSLO = (60.4, 10.75)  # 54.5 km north
ROME = (41.9, 12.5)


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
    assert emitted(findings)[0] == Toponym(0, 1, *OSLO, 1)
