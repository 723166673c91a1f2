"""Shapes on their way to the page: checked, thinned, and told once."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.gazetteer.shapes import Shape, ShapeKind
from app.ui.map.footprints import MOST_POINTS, POINTS_A_MESSAGE, batches, in_basemap, shape_payload

SQUARE = ((10.0, 50.0), (11.0, 50.0), (11.0, 51.0), (10.0, 51.0))


def outline(*rings: tuple[tuple[float, float], ...]) -> Shape:
    return Shape(ShapeKind.OUTLINE, rings)


@pytest.mark.parametrize("key", ["IQ", "XK", "gn:92877", "gn:6269131"])
def test_the_page_has_countries_and_divisions_already(key: str) -> None:
    assert in_basemap(key)


@pytest.mark.parametrize("key", ["ne:river-dicle-120", "wh:sahara", "pk:camp", "", "Q1", "I", "IRQ"])
def test_everything_else_is_told(key: str) -> None:
    assert not in_basemap(key)


def test_a_shape_is_told_as_flat_lists_of_longitude_and_latitude() -> None:
    assert shape_payload("wh:x", outline(SQUARE)) == {
        "key": "wh:x",
        "kind": 3,
        "parts": [[10.0, 50.0, 11.0, 50.0, 11.0, 51.0, 10.0, 51.0]],
    }
    course = Shape(ShapeKind.COURSE, (((1.0, 2.0), (1.123456789, 2.0)), ((3.0, 4.0),)))
    told = shape_payload("ne:x", course)
    assert told == {"key": "ne:x", "kind": 2, "parts": [[1.0, 2.0, 1.1235, 2.0]]}, "a line of one point is none"


@pytest.mark.parametrize(
    "point", [(math.nan, 50.0), (10.0, math.inf), (10.0, 90.1), (-360.5, 0.0), (10.0, -math.inf), (1e308, 0.0)]
)
def test_s7_a_shape_with_a_point_off_the_earth_is_not_told_at_all(point: tuple[float, float]) -> None:
    assert shape_payload("wh:x", outline(SQUARE, (*SQUARE, point))) is None


def test_what_cannot_be_drawn_is_not_told() -> None:
    assert shape_payload("wh:x", None) is None
    assert shape_payload("wh:x", outline()) is None
    assert shape_payload("wh:x", outline(SQUARE[:2])) is None
    assert shape_payload("", outline(SQUARE)) is None
    assert shape_payload("wh:" + "x" * 1000, outline(SQUARE)) is None


def circle(points: int, radius: float = 5.0) -> tuple[tuple[float, float], ...]:
    angles = (2 * math.pi * i / points for i in range(points))
    return tuple((20 + radius * math.cos(angle), 40 + radius * math.sin(angle)) for angle in angles)


def test_a_shape_of_very_many_points_is_thinned_and_keeps_its_form() -> None:
    told = shape_payload("wh:x", outline(circle(200_000), circle(2000, 1.0)))
    assert told is not None
    parts = told["parts"]
    assert sum(map(len, parts)) / 2 <= MOST_POINTS
    assert len(parts) == 2
    assert len(parts[0]) / 2 > 500, "not more than needed"
    far = [math.hypot(lon - 20, lat - 40) for lon, lat in zip(parts[0][::2], parts[0][1::2], strict=True)]
    assert min(far) > 4.999
    assert max(far) < 5.001


def test_specks_of_a_shape_go_when_it_has_too_many() -> None:
    speck = tuple((lon, lat) for lon, lat in ((0.0, 0.0), (0.0, 0.001), (0.001, 0.0)))
    told = shape_payload("wh:x", outline(SQUARE, *[speck] * (MOST_POINTS // 3)))
    assert told is not None
    assert told["parts"] == [[number for point in SQUARE for number in point]]


@given(
    st.lists(st.lists(st.tuples(st.floats(-360, 360), st.floats(-90, 90)), max_size=6).map(tuple), max_size=5).map(
        tuple
    ),
    st.sampled_from(ShapeKind),
)
def test_whatever_is_told_is_json_that_a_page_can_read(
    parts: tuple[tuple[tuple[float, float], ...], ...], kind: ShapeKind
) -> None:
    told = shape_payload("wh:x", Shape(kind, parts))
    least = 2 if kind is ShapeKind.COURSE else 3
    assert (told is None) == all(len(part) < least for part in parts)
    if told is not None:
        assert json.loads(json.dumps(told, allow_nan=False)) == told
        assert all(len(part) >= 2 * least and len(part) % 2 == 0 for part in told["parts"])


def test_shapes_travel_in_messages_of_bounded_size() -> None:
    told = [shape_payload(f"wh:{i}", outline(circle(7000))) for i in range(20)]
    messages = list(batches(each for each in told if each is not None))
    assert [each for message in messages for each in message] == told
    sizes = [sum(len(part) for each in message for part in each["parts"]) // 2 for message in messages]
    assert max(sizes) < POINTS_A_MESSAGE + 7001
    assert list(batches([])) == []
