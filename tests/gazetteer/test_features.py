"""What feature codes say: countries, provinces and districts are told apart, and reach follows size."""

from __future__ import annotations

import pytest

from app.gazetteer.features import city_radius, disc_radius, precision, prior
from app.geoparsing.model import Precision


@pytest.mark.parametrize("code", ["A.PCL", "A.PCLI", "A.PCLD", "A.PCLF", "A.PCLS", "A.PCLIX"])
def test_only_political_entities_are_countries(code: str) -> None:
    assert precision(code) is Precision.COUNTRY


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A.ADM1", Precision.PROVINCE),
        ("A.ADM1H", Precision.PROVINCE),
        ("A.TERR", Precision.PROVINCE),
        ("A.ADM2", Precision.DISTRICT),
        ("A.ADM3", Precision.DISTRICT),
        ("A.ADM4", Precision.DISTRICT),
        ("A.ADM5", Precision.DISTRICT),
        ("A.ADMD", Precision.DISTRICT),
        ("A.PRSH", Precision.DISTRICT),
        ("A.PCLH", Precision.REGION),
        ("A.ZN", Precision.REGION),
        ("P.PPLA2", Precision.CITY),
        ("P.PPLX", Precision.CITY),
        ("S.AIRP", Precision.POINT),
        ("S.DAM", Precision.POINT),
        ("T.MT", Precision.POINT),
        ("T.MTS", Precision.REGION),
        ("H.STM", Precision.REGION),
        ("H.FLLS", Precision.POINT),
        ("L.PRK", Precision.DISTRICT),
        ("L.RGN", Precision.REGION),
    ],
)
def test_a_code_tells_how_exactly_a_place_locates(code: str, expected: Precision) -> None:
    assert precision(code) is expected


def test_an_outlined_district_as_large_as_a_province_is_one() -> None:
    assert precision("A.ADM2", 30.0, outlined=True) is Precision.PROVINCE
    assert precision("A.ADM2", 30.0) is Precision.DISTRICT
    assert precision("A.ADM2", 10.0, outlined=True) is Precision.DISTRICT


def test_reach_grows_with_people_within_bounds() -> None:
    assert city_radius(0) == 1.0
    assert city_radius(1_000_000) == pytest.approx(8.5)
    assert city_radius(10**9) == 40.0
    assert disc_radius(314.159265) == pytest.approx(10.0)
    assert disc_radius(-1.0) == 0.0


def test_a_capital_is_better_known_than_a_town_and_a_ruined_one_less() -> None:
    assert prior("P.PPLC", 1000) > prior("P.PPL", 1000) > prior("P.PPLW", 1000)
    assert prior("A.PCLI", 0) > prior("A.ADM1", 0) > prior("A.ADM2", 0)
