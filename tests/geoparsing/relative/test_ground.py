"""Shares, borders and shores of ground whose form is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geoparsing.geometry import distance_km
from app.geoparsing.relative.globe import bearing
from app.geoparsing.relative.ground import Ground
from tests.geoparsing.relative.conftest import EASTLAND, FARLAND, TOWN, WESTLAND, Sheet

if TYPE_CHECKING:
    from app.geoparsing.relative.globe import Circle

KM_A_DEGREE = 111.195


def there(circle: Circle | None) -> Circle:
    assert circle is not None
    return circle


def test_the_northern_third_of_a_square_has_its_middle_where_it_should(ground: Ground) -> None:
    north = there(ground.share(WESTLAND, 0.0, 1 / 3))
    assert (north.lat, north.lon) == pytest.approx((5 - 5 / 6, 2.5), abs=0.02)
    # a rectangle of five by five thirds degrees: the circle of the same mean square spread
    assert north.radius_km == pytest.approx(KM_A_DEGREE * (2 * (25 + 25 / 9) / 12) ** 0.5, rel=0.02)


def test_an_island_that_is_small_does_not_count(ground: Ground) -> None:
    assert there(ground.share(WESTLAND, 45.0, 0.15)).lat < 5


def test_the_middle_is_a_third_of_the_ground(ground: Ground) -> None:
    middle = there(ground.share(WESTLAND, None, 1 / 3))
    assert (middle.lat, middle.lon) == pytest.approx((2.5, 2.5), abs=0.02)
    assert 3.14159 * middle.radius_km**2 == pytest.approx((5 * KM_A_DEGREE) ** 2 / 3, rel=0.02)


@given(st.sampled_from([22.5 * step for step in range(16)]), st.sampled_from([0.15, 1 / 3, 0.5]))
def test_a_share_lies_where_its_name_says(towards: float, share: float) -> None:
    part = there(Ground([Sheet()]).share(FARLAND, towards, share))
    assert 35 <= part.lat <= 45
    assert 95 <= part.lon <= 105
    way = bearing(FARLAND.lat, FARLAND.lon, part.lat, part.lon)
    assert abs((way - towards + 180) % 360 - 180) < 30


@given(st.sampled_from([22.5 * step for step in range(16)]))
def test_opposite_shares_lie_opposite(towards: float) -> None:
    ground = Ground([Sheet()])
    one = there(ground.share(WESTLAND, towards, 1 / 3))
    other = there(ground.share(WESTLAND, (towards + 180) % 360, 1 / 3))
    assert one.lat + other.lat == pytest.approx(5, abs=0.05)
    assert one.lon + other.lon == pytest.approx(5, abs=0.05)


def test_the_border_of_neighbours_is_where_they_touch(ground: Ground) -> None:
    border = there(ground.border(WESTLAND, EASTLAND))
    assert (border.lat, border.lon) == pytest.approx((2.5, 5.0))
    assert border.radius_km == pytest.approx(2.5 * KM_A_DEGREE, rel=0.01)
    assert ground.border(EASTLAND, WESTLAND) == border


def test_those_that_do_not_touch_have_no_border(ground: Ground) -> None:
    assert ground.border(WESTLAND, FARLAND) is None


def test_the_shore_is_at_sea_and_not_at_the_neighbour(ground: Ground) -> None:
    shore = there(ground.shore(WESTLAND, None))
    assert shore.lon < 2.5, "the east of the land is its neighbour"
    west = there(ground.shore(WESTLAND, 270.0))
    assert west.lon < 0
    assert distance_km(2.5, 0.0, west.lat, west.lon) < 60


def test_a_town_far_inland_has_no_shore(ground: Ground) -> None:
    assert ground.shore(TOWN, None) is None


def test_what_holds_a_place_is_asked_about_a_point_too(ground: Ground) -> None:
    assert ground.holding(TOWN, 2.6, 1.1) == (WESTLAND,)
    assert ground.holding(TOWN, 2.5, 7.0) == ()


def test_nobody_is_asked_twice(sheet: Sheet) -> None:
    ground = Ground([sheet])
    ground.share(WESTLAND, 0.0, 1 / 3)
    asked = sheet.asked
    ground.share(WESTLAND, 0.0, 1 / 3)
    assert sheet.asked == asked


def test_without_outlines_nothing_is_known() -> None:
    ground = Ground([object()])
    assert ground.share(WESTLAND, 0.0, 1 / 3) is None
    assert ground.border(WESTLAND, EASTLAND) is None
    assert ground.shore(WESTLAND, None) is None
    assert ground.holding(TOWN, 2.5, 1.0) == ()
