"""Great-circle sums against the ellipsoid of PROJ, and against each other."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st
from pyproj import Geod

from app.geoparsing.geometry import distance_km
from app.geoparsing.relative.globe import bearing, destination, midpoint, within_turn

_GLOBE = Geod(ellps="WGS84")
_FLATTENING = 0.0065
"""How far a sphere is from the ellipsoid at most, as a share of a distance."""
_LATS = st.floats(-85, 85)
_LONS = st.floats(-180, 180)
_BEARINGS = st.floats(0, 360, exclude_max=True)


@given(_LATS, _LONS, _BEARINGS, st.floats(0.01, 2_000))
def test_one_arrives_where_the_ellipsoid_says(lat: float, lon: float, way: float, km: float) -> None:
    there = destination(lat, lon, way, km)
    east, north, _ = _GLOBE.fwd(lon, lat, way, km * 1000)
    _, _, off = _GLOBE.inv(there[1], there[0], east, north)
    assert off / 1000 <= _FLATTENING * km


@given(_LATS, _LONS, _BEARINGS, st.floats(0.01, 15_000))
def test_one_arrives_as_far_as_one_went(lat: float, lon: float, way: float, km: float) -> None:
    there = destination(lat, lon, way, km)
    assert abs(there[0]) <= 90
    assert abs(there[1]) <= 180
    assert abs(distance_km(lat, lon, *there) - km) <= 1e-6 * km + 1e-3


@given(_LATS, _LONS, _BEARINGS, st.floats(1, 15_000))
def test_the_bearing_is_the_one_that_was_taken(lat: float, lon: float, way: float, km: float) -> None:
    there = destination(lat, lon, way, km)
    turned = (bearing(lat, lon, *there) - way + 180) % 360 - 180
    assert abs(turned) < 0.01


@given(_LATS, _LONS, _LATS, _LONS)
def test_the_midpoint_is_as_far_from_both(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    km = distance_km(lat1, lon1, lat2, lon2)
    assume(km < 19_000)
    middle = midpoint(lat1, lon1, lat2, lon2)
    assert abs(distance_km(lat1, lon1, *middle) - km / 2) < 1e-3
    assert abs(distance_km(lat2, lon2, *middle) - km / 2) < 1e-3


@given(st.floats(-1_000, 1_000))
def test_longitudes_are_brought_within_a_turn(lon: float) -> None:
    turned = within_turn(lon)
    assert -180 <= turned <= 180
    assert abs((turned - lon) / 360 - round((turned - lon) / 360)) < 1e-9
