"""The ceiling that a gazetteer sets, on a corpus of a few lines."""

from __future__ import annotations

from app.geoparsing import evaluation
from app.geoparsing.oracle import OTHER, Misses, oracle
from tests.support.atlas import Atlas

TEXT = "Mosul, Athens, Atlantis and Tikrit, Lost Creek"


def _toponym(surface: str, lat: float, lon: float, number: int | None = None, feature: str = "") -> dict[str, object]:
    start = TEXT.index(surface)
    where = {"lat": lat, "lon": lon, "geonameid": number, "feature": feature}
    return {"start": start, "end": start + len(surface), **where}


def _corpus(*toponyms: dict[str, object]) -> list[evaluation.MarkedDocument]:
    return [evaluation.marked({"id": "1", "text": TEXT, "toponyms": list(toponyms)})]


def test_the_share_of_toponyms_whose_place_is_held() -> None:
    found = oracle(
        _corpus(
            _toponym("Mosul", 36.3, 43.1, feature="P.PPLA"),
            _toponym("Athens", 33.9, -83.4),
            _toponym("Atlantis", 36.4, 25.4, feature="L.RGN"),
            _toponym("Tikrit", 0.0, 0.0, feature="P.PPLA"),
        ),
        Atlas(),
    )
    assert (found.located, found.called_so, found.right, found.best_known) == (4, 0.75, 0.5, 0.25)
    assert found.misses == (Misses("L.RGN", 1, 1, 0), Misses("P.PPLA", 2, 0, 1))


def test_the_same_id_is_right_however_far_the_point() -> None:
    found = oracle(_corpus(_toponym("Tikrit", 0.0, 0.0, 90150)), Atlas())
    assert (found.right, found.within_161_km) == (1.0, 0.0)


def test_what_has_no_point_does_not_count() -> None:
    toponym = _toponym("Mosul", 0.0, 0.0) | {"lat": None, "lon": None}
    assert oracle(_corpus(toponym), Atlas()).located == 0


def test_a_kind_that_the_corpus_does_not_name_is_read_from_the_name() -> None:
    assert oracle(_corpus(_toponym("Atlantis", 1.0, 1.0)), Atlas()).misses == (Misses(OTHER, 1, 1, 0),)
    assert oracle(_corpus(_toponym("Lost Creek", 1.0, 1.0, feature="Natural")), Atlas()).misses == (
        Misses("by name: water", 1, 1, 0),
    )
