"""What a feature code says of a place: how precise it is, how far it reaches, how well known it is likely to be."""

from __future__ import annotations

import math
from typing import Final

from app.geoparsing.model import Precision

_BY_CODE: Final = {
    "A.ADM1": Precision.PROVINCE,
    "A.ADM1H": Precision.PROVINCE,
    "A.ADMH": Precision.PROVINCE,
    "A.TERR": Precision.PROVINCE,
    "A.PCLH": Precision.REGION,
    "A.ZN": Precision.REGION,
    "A.ZNB": Precision.REGION,
    "T.CAPE": Precision.POINT,
    "T.CRTR": Precision.POINT,
    "T.HLL": Precision.POINT,
    "T.MT": Precision.POINT,
    "T.PASS": Precision.POINT,
    "T.PK": Precision.POINT,
    "T.VLC": Precision.POINT,
    "H.FLLS": Precision.POINT,
    "H.SPNG": Precision.POINT,
    "H.WLL": Precision.POINT,
    "L.CMP": Precision.POINT,
    "L.PRK": Precision.DISTRICT,
    "L.PRT": Precision.DISTRICT,
    "L.RESF": Precision.DISTRICT,
    "L.RESN": Precision.DISTRICT,
}
_BY_CLASS: Final = {
    "A": Precision.DISTRICT,
    "P": Precision.CITY,
    "S": Precision.POINT,
    "R": Precision.POINT,
}
_COUNTRY: Final = "A.PCL"

_PROVINCE_KM: Final = 20.0


def precision(code: str, radius_km: float = 0.0, *, outlined: bool = False) -> Precision:
    """How exactly a place of this feature code locates; an outlined division as large as a province is one.

    Only independent and dependent states (`A.PCL…`) are countries; a division of unknown level is a district.
    """
    if outlined and code in ("A.ADM2", "A.ADM3") and radius_km >= _PROVINCE_KM:
        return Precision.PROVINCE
    known = _BY_CODE.get(code)
    if known is not None:
        return known
    return Precision.COUNTRY if code.startswith(_COUNTRY) else _BY_CLASS.get(code[:1], Precision.REGION)


_SMALLEST_CITY_KM, _LARGEST_CITY_KM = 1.0, 40.0
_KM_A_ROOT_HEAD: Final = 0.0085
"""Towns cover about this many kilometres of radius for the square root of each inhabitant."""


def city_radius(population: int) -> float:
    """The radius of a town of so many people, roughly."""
    return min(max(_SMALLEST_CITY_KM, _KM_A_ROOT_HEAD * math.sqrt(population)), _LARGEST_CITY_KM)


def disc_radius(area_km2: float) -> float:
    """The radius of the circle of this area."""
    return math.sqrt(max(area_km2, 0.0) / math.pi)


_BONUS: Final = {
    "A.PCLI": 3.0,
    "A.PCLD": 2.0,
    "A.PCLH": 1.0,
    "A.ADM1": 0.6,
    "A.ADM2": -1.0,
    "A.ADM3": -1.5,
    "A.ADM4": -1.5,
    "A.ADM5": -1.5,
    "P.PPLC": 1.0,
    "P.PPLH": -1.0,
    "P.PPLW": -1.0,
    "L.CONT": 2.0,
    "H.OCN": 3.0,
    "H.SEA": 2.0,
}


def prior(code: str, population: int) -> float:
    """How well known a place is likely to be, before any text is read: higher is better known."""
    return math.log10(population + 10) + _BONUS.get(code, 0.0)
