"""Great-circle sums on a spherical earth: within 0.6 % of the ellipsoid, far less than what words leave open.

After Ed Williams, "Aviation Formulary", and the standard forms in Snyder, "Map Projections: A Working Manual" (USGS
Professional Paper 1395, chapter 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, radians, sin

from app.geoparsing.geometry import EARTH_RADIUS_KM


@dataclass(frozen=True, slots=True)
class Circle:
    """A stretch of ground: centre in degrees WGS84, radius in kilometres."""

    lat: float
    lon: float
    radius_km: float


def destination(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Where one arrives who leaves a point on a bearing (degrees clockwise from north) and goes so far."""
    phi, lam, theta, delta = radians(lat), radians(lon), radians(bearing), km / EARTH_RADIUS_KM
    height = sin(phi) * cos(delta) + cos(phi) * sin(delta) * cos(theta)
    there = asin(max(-1.0, min(1.0, height)))
    east = atan2(sin(theta) * sin(delta) * cos(phi), cos(delta) - sin(phi) * height)
    return degrees(there), within_turn(degrees(lam + east))


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The bearing, degrees clockwise from north, on which one leaves the first point for the second."""
    phi1, phi2, east = radians(lat1), radians(lat2), radians(lon2 - lon1)
    return degrees(atan2(sin(east) * cos(phi2), cos(phi1) * sin(phi2) - sin(phi1) * cos(phi2) * cos(east))) % 360.0


def midpoint(lat1: float, lon1: float, lat2: float, lon2: float) -> tuple[float, float]:
    """The point half-way on the great circle; of antipodes any point between."""
    phi1, phi2, lam1, east = radians(lat1), radians(lat2), radians(lon1), radians(lon2 - lon1)
    x, y = cos(phi2) * cos(east), cos(phi2) * sin(east)
    along = cos(phi1) + x
    lat = atan2(sin(phi1) + sin(phi2), hypot(along, y))
    return degrees(lat), within_turn(degrees(lam1 + atan2(y, along)))


def within_turn(lon: float) -> float:
    """A longitude from -180 to 180."""
    return lon if -180.0 <= lon <= 180.0 else (lon + 180.0) % 360.0 - 180.0  # noqa: PLR2004 - half a turn
