"""What a written coordinate says: where, how exactly, and in which form it was written."""

from __future__ import annotations

from enum import StrEnum
from math import cos, hypot, radians
from typing import Final, NamedTuple

KM_A_DEGREE: Final = 111.195
"""Length of a degree of a great circle, on the sphere of `geometry.EARTH_RADIUS_KM`."""
EITHER_WAY: Final = 0.45
"""Confidence where "O" may be east or west: shown as unsure."""
_FINEST_KM: Final = 0.001
"""No text is believed to be more exact than a metre, however many digits it writes."""
_NORTHMOST: Final = 90.0
_EASTMOST: Final = 180.0


class Form(StrEnum):
    """How a coordinate is written, in words for the reader."""

    WHOLE = "whole degrees"
    DECIMAL = "decimal degrees"
    MINUTES = "degrees and minutes"
    SECONDS = "degrees, minutes and seconds"
    UTM = "UTM grid reference"
    MGRS = "MGRS grid reference"
    PLUS_CODE = "plus code"
    GEO_URI = "geo: address"
    LINK = "link to a map"

    @property
    def phrase(self) -> str:
        """The form with its article where it has one: "a plus code", "decimal degrees"."""
        if self in {Form.WHOLE, Form.DECIMAL, Form.MINUTES, Form.SECONDS}:
            return self.value
        return f"{'an' if self is Form.MGRS else 'a'} {self.value}"


class CoordinateSpan(NamedTuple):
    """A coordinate in a text.

    Attributes:
        start: first code point.
        end: one past the last code point.
        lat: degrees WGS84, -90 to 90.
        lon: degrees WGS84, -180 to 180.
        radius_km: what the digits leave open: the point meant lies within so much of `lat`, `lon`.
        form: how it is written.
        confidence: 0 to 1; 1.0 where the text says in so many letters that it is a coordinate.
    """

    start: int
    end: int
    lat: float
    lon: float
    radius_km: float
    form: Form
    confidence: float = 1.0


def is_on_earth(lat: float, lon: float) -> bool:
    """Whether there is such a latitude and such a longitude."""
    return -_NORTHMOST <= lat <= _NORTHMOST and -_EASTMOST <= lon <= _EASTMOST


def cell_radius_km(lat: float, height: float, width: float) -> float:
    """Half the diagonal of a cell of so many degrees around a latitude, at least a metre."""
    half = hypot(height / 2, width / 2 * cos(radians(lat))) * KM_A_DEGREE
    return max(_FINEST_KM, half)


def square_radius_km(metres: float) -> float:
    """Half the diagonal of a square of so many metres, at least a metre."""
    return max(_FINEST_KM, hypot(metres, metres) / 2000)


def decimals(written: str) -> int:
    """How many digits follow the decimal mark of a number as written."""
    return len(written.replace(",", ".").partition(".")[2])


def number(written: str) -> float:
    """A number written with a full stop or a comma for the decimal mark."""
    return float(written.replace(",", "."))
