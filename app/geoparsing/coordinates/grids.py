"""Grid references: UTM, MGRS and plus codes, converted by the libraries that know them."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Final

from app.geoparsing.coordinates.values import (
    CoordinateSpan,
    Form,
    cell_radius_km,
    decimals,
    is_on_earth,
    square_radius_km,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZONE: Final = r"(?P<zone>0?[1-9]|[1-5][0-9]|60)"
_EASTING: Final = r"(?:E(?:asting)?[ ]?[:=]?[ ]?)?(?P<e>[0-9]{6}(?:\.[0-9]{1,3})?)(?:[ ]?m?[ ]?E\b)?"
_NORTHING: Final = (
    r"(?:N(?:orthing)?[ ]?[:=]?[ ]?)?(?P<n>[0-9]{6,8}(?:\.[0-9]{1,3})?)(?![0-9.]?[0-9])(?:[ ]?m?[ ]?N\b)?"
)
_BETWEEN: Final = r"[ ]{0,2}[,;/]?[ ]{0,2}"
_HALF: Final = r"(?P<band>[C-HJ-NP-X]|(?i:north|south))(?![^\W\d_])"

_ZONE_FIRST: Final = re.compile(
    rf"(?<![\w.,])(?:UTM[ ]?:?[ ]?)?(?:(?i:zone)[ ])?{_ZONE}[ ]?{_HALF}[ ]?[,:;]?[ ]?"
    rf"{_EASTING}{_BETWEEN}{_NORTHING}"
)
_ZONE_LAST: Final = re.compile(
    rf"(?<![\w.,]){_EASTING}{_BETWEEN}{_NORTHING}[ ]?[,;]?[ ]?\(?"
    rf"(?:UTM[ ])?(?:(?i:zone)[ ])?{_ZONE}[ ]?{_HALF}"
)
_EASTINGS: Final = (100_000.0, 900_000.0)
_MOST_NORTHING: Final = 10_000_000.0
_BANDS: Final = "CDEFGHJKLMNPQRSTUVWX"
_SOUTHMOST, _BAND = -80.0, 8.0
_NORTHMOST: Final = 84.0
_EDGE: Final = 0.01
"""Degrees by which a point may lie beyond its band: the writer rounded."""

_MGRS: Final = re.compile(
    r"(?<![\w.,])(?P<zone>0?[1-9]|[1-5][0-9]|60)"
    r"(?:(?P<band>[C-HJ-NP-X])[ ]?|[ ](?P<band_>[C-HJ-NP-X])[ ])(?P<square>[A-HJ-NP-Z][A-HJ-NP-V])(?P<room>[ ]?)"
    r"(?:(?P<e>[0-9]{1,5})[ ](?P<n>[0-9]{1,5})(?![\w]|[.,][0-9])|(?P<digits>[0-9]{2,10})(?![\w]|[.,][0-9]))"
)
_MONTHS: Final = frozenset({"JAN", "FEB", "MAR", "JUN", "JUL", "SEP", "DEC", "NOV", "MAY", "MAI", "DEZ", "MRZ"})
_CALLED_MGRS: Final = re.compile(r"(?i:MGRS|USNG|grid|square|\bGR\b|reference)\W{0,3}(?:[a-z]{1,9}\W){0,2}$")
_COARSE: Final = 2
_YEAR: Final = 4
_HUNDRED_KM: Final = 100_000
_BEFORE: Final = 30

_PLUS_CODE: Final = re.compile(
    r"(?<![\w+])(?P<code>(?:[23456789CFGHJMPQRVWX]{8}|[23456789CFGHJMPQRVWX]{6}00|[23456789CFGHJMPQRVWX]{4}0000)"
    r"\+[23456789CFGHJMPQRVWX]{0,7})(?![\w+])"
)


def utm_spans(text: str) -> Iterator[CoordinateSpan]:
    """The UTM references in a uniform text, by zone and band or zone and hemisphere."""
    for pattern in (_ZONE_FIRST, _ZONE_LAST):
        for found in pattern.finditer(text):
            span = _utm(found)
            if span:
                yield span


def _utm(found: re.Match[str]) -> CoordinateSpan | None:
    """The span of one UTM reference; None where it is impossible or says two things at once."""
    easting, northing = float(found["e"]), float(found["n"])
    if not (_EASTINGS[0] <= easting <= _EASTINGS[1] and northing <= _MOST_NORTHING):
        return None
    point = _utm_point(int(found["zone"]), found["band"].upper(), easting, northing)
    if point is None:
        return None
    metres = 10.0 ** -min(decimals(found["e"]), decimals(found["n"]))
    return CoordinateSpan(found.start(), found.end(), *point, square_radius_km(metres), Form.UTM)


def _utm_point(zone: int, half: str, easting: float, northing: float) -> tuple[float, float] | None:
    """Latitude and longitude; None where they do not lie in the band that is named.

    "N" is read as the northern half, which a northing in band N lies in too. "S" is the band of 32 to 40 degrees
    north where the northing lies in it, otherwise the southern half: the two never name the same northing by chance
    on land that people write about in both ways.
    """
    if half in {"N", "NORTH"}:
        return _in_bounds(_from_utm(zone, easting, northing, northern=True), 0.0, _NORTHMOST)
    if half == "SOUTH":
        return _in_bounds(_from_utm(zone, easting, northing, northern=False), _SOUTHMOST, 0.0)
    south = _SOUTHMOST + _BAND * _BANDS.index(half)
    north = _NORTHMOST if half == _BANDS[-1] else south + _BAND
    point = _in_bounds(_from_utm(zone, easting, northing, northern=south >= 0), south, north)
    if point is None and half == "S":
        return _in_bounds(_from_utm(zone, easting, northing, northern=False), _SOUTHMOST, 0.0)
    return point


def _in_bounds(point: tuple[float, float], south: float, north: float) -> tuple[float, float] | None:
    """The point, if its latitude lies between two others."""
    return point if south - _EDGE <= point[0] <= north + _EDGE and is_on_earth(*point) else None


def _from_utm(zone: int, easting: float, northing: float, *, northern: bool) -> tuple[float, float]:
    """The point of a UTM reference."""
    import utm  # type: ignore[import-untyped]  # noqa: PLC0415 (lazily: it brings numpy, and few texts hold grid references)

    lat, lon = utm.to_latlon(easting, northing, zone, northern=northern, strict=False)
    return float(lat), float(lon)


def mgrs_spans(text: str, *, alone: bool = False) -> Iterator[CoordinateSpan]:
    """The MGRS references in a uniform text; squares of 10 km only where the text calls them so."""
    for found in _MGRS.finditer(text):
        east, north, end = _mgrs_digits(found)
        letters = (found["band"] or found["band_"]) + found["square"]
        called = _CALLED_MGRS.search(text, max(0, found.start() - _BEFORE), found.start())
        digits = len(east) + len(north)
        likely = (digits > _COARSE or alone) and not (letters in _MONTHS and digits <= _YEAR)  # "13MAR2001" is a day
        if len(east) != len(north) or not (called or likely):
            continue
        point = _from_mgrs(found["zone"].zfill(2) + letters + east + north)
        if point:
            radius = square_radius_km(_HUNDRED_KM / 10.0 ** len(east))
            yield CoordinateSpan(found.start(), end, *point, radius, Form.MGRS)


def _mgrs_digits(found: re.Match[str]) -> tuple[str, str, int]:
    """Easting and northing within the square as written, and the end of the reference; of unequal length if odd."""
    if found["e"] and (found["room"] or len(found["e"]) == len(found["n"])):
        return found["e"], found["n"], found.end()
    digits = found["digits"] or found["e"]
    half = len(digits) // 2
    return digits[:half], digits[half:], found.start("e" if found["e"] else "digits") + len(digits)


def _from_mgrs(reference: str) -> tuple[float, float] | None:
    """The middle of an MGRS square; None where there is no such square."""
    import mgrs  # type: ignore[import-untyped]  # noqa: PLC0415 (lazily, as all the libraries of grids)

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a latitude outside the band that the letter names is only a warning
            lat, lon = mgrs.MGRS().toLatLon(reference)
    except (mgrs.core.MGRSError, RuntimeWarning):
        return None
    return (float(lat), float(lon)) if is_on_earth(lat, lon) else None


def plus_code_spans(text: str) -> Iterator[CoordinateSpan]:
    """The full plus codes in a text; a code without a letter is rather a sum or a telephone number."""
    for found in _PLUS_CODE.finditer(text):
        point = _from_plus_code(found["code"])
        if point:
            yield CoordinateSpan(found.start(), found.end(), *point, Form.PLUS_CODE)


def _from_plus_code(code: str) -> tuple[float, float, float] | None:
    """Latitude and longitude of a code's middle, and its radius in km; None where it is no full code."""
    from openlocationcode import openlocationcode  # type: ignore[import-untyped]  # noqa: PLC0415 (see above)

    if code.replace("+", "").isdigit() or not openlocationcode.isFull(code):
        return None
    area = openlocationcode.decode(code)
    height, width = area.latitudeHi - area.latitudeLo, area.longitudeHi - area.longitudeLo
    lat, lon = float(area.latitudeCenter), float(area.longitudeCenter)
    return lat, lon, cell_radius_km(lat, height, width)
