"""How far a place of a pack reaches and how well known it is, where its source does not tell."""

from __future__ import annotations

from typing import Final, NamedTuple

from app.gazetteer import schema
from app.gazetteer.features import city_radius, prior

_DIVISION_SHARE: Final = 0.3
"""A division's people are its cities' people; they weigh less, as in the embedded gazetteer."""

_KM: Final = {
    "A.PCLI": 300.0,
    "A.PCLD": 100.0,
    "A.PCLH": 300.0,
    "A.ADM1": 60.0,
    "A.ADM2": 20.0,
    "A.ADM3": 10.0,
    "A.ADM4": 5.0,
    "A.ADM5": 3.0,
    "L.CONT": 2000.0,
    "L.RGN": 50.0,
    "L.PRK": 10.0,
    "H.OCN": 2000.0,
    "H.SEA": 500.0,
    "H.GULF": 100.0,
    "H.LK": 10.0,
    "H.STM": 20.0,
    "T.MTS": 50.0,
    "T.DSRT": 100.0,
    "T.ISL": 10.0,
    "T.ISLS": 30.0,
}
_KM_BY_CLASS: Final = {"A": 10.0, "H": 5.0, "L": 5.0, "S": 0.5, "R": 2.0, "T": 3.0, "U": 50.0, "V": 5.0}
_KM_ELSE: Final = 5.0
_KEPT: Final = 100_000


class Reach(NamedTuple):
    """In the units of the file: radius in tenths of a kilometre, prior in hundredths."""

    radius: int
    prior: int


_known: dict[tuple[str, int], Reach] = {}


def reach(feature: str, population: int) -> Reach:
    """Radius and prior of a place of this feature code with so many people."""
    found = _known.get((feature, population))
    if found is None:
        if len(_known) >= _KEPT:
            _known.clear()
        km = _KM.get(feature) or _KM_BY_CLASS.get(feature[:1], _KM_ELSE)
        if feature.startswith("P."):
            km = city_radius(population)
        weighing = int(population * _DIVISION_SHARE) if feature.startswith("A.ADM") else population
        found = Reach(round(km * schema.TENTH), round(prior(feature, weighing) * schema.HUNDREDTH))
        _known[feature, population] = found
    return found
