"""What OpenStreetMap's and Pelias's words for a thing are in GeoNames' feature codes, and how exactly it locates.

The tables are ours, drawn from the OpenStreetMap wiki's pages on the keys `place`, `boundary`, `natural`, `water`,
`waterway`, `landuse`, `historic`, `aeroway` and `railway`, from Pelias's list of layers, and from GeoNames' list of
feature codes. What is not in them is a locality (`L.LCTY`) whose size says how exactly it locates.
"""

from __future__ import annotations

from typing import Final

from app.geoparsing.model import Precision

Feature = tuple[str, Precision]

_POINT, _CITY, _DISTRICT = Precision.POINT, Precision.CITY, Precision.DISTRICT
_PROVINCE, _COUNTRY, _REGION = Precision.PROVINCE, Precision.COUNTRY, Precision.REGION

_LEVELS: Final[dict[str, Feature]] = {
    "continent": ("L.CONT", _REGION),
    "country": ("A.PCLI", _COUNTRY),
    "dependency": ("A.PCLD", _COUNTRY),
    "state": ("A.ADM1", _PROVINCE),
    "province": ("A.ADM1", _PROVINCE),
    "macroregion": ("A.ADM1", _PROVINCE),
    "state_district": ("A.ADM2", _DISTRICT),
    "macrocounty": ("A.ADM2", _DISTRICT),
    "county": ("A.ADM2", _DISTRICT),
    "district": ("A.ADM2", _DISTRICT),
    "municipality": ("A.ADM3", _DISTRICT),
    "localadmin": ("A.ADM3", _DISTRICT),
    "city": ("P.PPL", _CITY),
    "town": ("P.PPL", _CITY),
    "village": ("P.PPL", _CITY),
    "hamlet": ("P.PPL", _CITY),
    "locality": ("P.PPL", _CITY),
    "isolated_dwelling": ("P.PPL", _CITY),
    "borough": ("P.PPLX", _CITY),
    "city_district": ("P.PPLX", _CITY),
    "suburb": ("P.PPLX", _CITY),
    "quarter": ("P.PPLX", _CITY),
    "neighbourhood": ("P.PPLX", _CITY),
    "marinearea": ("H.SEA", _REGION),
    "ocean": ("H.OCN", _REGION),
    "sea": ("H.SEA", _REGION),
    "archipelago": ("T.ISLS", _REGION),
    "island": ("T.ISL", _REGION),
    "islet": ("T.ISL", _REGION),
    "venue": ("S.BLDG", _POINT),
    "house": ("S.BLDG", _POINT),
    "address": ("S.BLDG", _POINT),
    "street": ("R.ST", _POINT),
}
"""`place=…` in OpenStreetMap, the level of an answer in Nominatim and Photon, the layer in Pelias."""

_THINGS: Final[dict[tuple[str, str], Feature]] = {
    ("place", "region"): ("L.RGN", _REGION),
    ("place", "locality"): ("L.LCTY", _POINT),
    ("place", "square"): ("S.SQR", _POINT),
    ("place", "farm"): ("S.FRM", _POINT),
    ("boundary", "administrative"): ("A.ADMD", _DISTRICT),
    ("boundary", "protected_area"): ("L.PRK", _DISTRICT),
    ("boundary", "national_park"): ("L.PRK", _DISTRICT),
    ("boundary", "historic"): ("A.ADMDH", _DISTRICT),
    ("leisure", "nature_reserve"): ("L.PRK", _DISTRICT),
    ("leisure", "park"): ("L.PRK", _POINT),
    ("natural", "bay"): ("H.BAY", _REGION),
    ("natural", "beach"): ("T.BCH", _POINT),
    ("natural", "cape"): ("T.CAPE", _POINT),
    ("natural", "cave_entrance"): ("S.CAVE", _POINT),
    ("natural", "cliff"): ("T.CLF", _POINT),
    ("natural", "desert"): ("T.DSRT", _REGION),
    ("natural", "glacier"): ("H.GLCR", _REGION),
    ("natural", "hill"): ("T.HLL", _POINT),
    ("natural", "mountain_range"): ("T.MTS", _REGION),
    ("natural", "peak"): ("T.MT", _POINT),
    ("natural", "peninsula"): ("T.PEN", _REGION),
    ("natural", "plateau"): ("T.UPLD", _REGION),
    ("natural", "reef"): ("H.RF", _REGION),
    ("natural", "ridge"): ("T.RDGE", _REGION),
    ("natural", "saddle"): ("T.PASS", _POINT),
    ("natural", "spring"): ("H.SPNG", _POINT),
    ("natural", "strait"): ("H.STRT", _REGION),
    ("natural", "valley"): ("T.VAL", _REGION),
    ("natural", "volcano"): ("T.VLC", _POINT),
    ("natural", "water"): ("H.LK", _REGION),
    ("natural", "wetland"): ("H.WTLD", _REGION),
    ("natural", "wood"): ("V.FRST", _REGION),
    ("mountain_pass", "yes"): ("T.PASS", _POINT),
    ("landuse", "forest"): ("V.FRST", _REGION),
    ("landuse", "military"): ("S.INSM", _POINT),
    ("landuse", "reservoir"): ("H.RSV", _REGION),
    ("aeroway", "aerodrome"): ("S.AIRP", _POINT),
    ("railway", "station"): ("S.RSTN", _POINT),
    ("historic", "archaeological_site"): ("S.ANS", _POINT),
    ("historic", "castle"): ("S.CSTL", _POINT),
    ("historic", "ruins"): ("S.RUIN", _POINT),
}

_KINDS: Final[dict[str, Feature]] = {
    "waterway": ("H.STM", _REGION),
    "highway": ("R.RD", _POINT),
    "railway": ("R.RR", _POINT),
    "military": ("S.INSM", _POINT),
    "historic": ("S.HSTS", _POINT),
    "aeroway": ("S.AIRP", _POINT),
    **dict.fromkeys(("amenity", "building", "office", "shop", "tourism", "man_made", "craft"), ("S.BLDG", _POINT)),
}
"""OpenStreetMap's keys of which any value means about the same."""

_POINT_KM, _CITY_KM, _DISTRICT_KM = 2.0, 15.0, 60.0


def of_osm(key: str, value: str, level: str, radius_km: float) -> Feature:
    """The feature of a thing in OpenStreetMap.

    Args:
        key: its main key (`place`, `natural`).
        value: that key's value (`town`, `peak`).
        level: what the geocoder calls its level of address (`city`, `state`); may be empty.
        radius_km: its reach.
    """
    found = _THINGS.get((key, value))
    if key == "boundary" and value == "administrative":
        return _LEVELS.get(level) or found or _unknown(radius_km)
    if key == "place":
        return found or _LEVELS.get(value) or _unknown(radius_km)
    return found or _KINDS.get(key) or _unknown(radius_km)


def of_layer(layer: str, radius_km: float) -> Feature:
    """The feature of a thing in a layer of Pelias, where a `region` is a country's first division."""
    return _LEVELS.get("state" if layer == "region" else layer) or _unknown(radius_km)


def _unknown(radius_km: float) -> Feature:
    for limit, precision in ((_POINT_KM, _POINT), (_CITY_KM, _CITY), (_DISTRICT_KM, _DISTRICT)):
        if radius_km <= limit:
            return "L.LCTY", precision
    return "L.LCTY", _REGION
