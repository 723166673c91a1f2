"""Footprints as bytes: they come back as they were, and hostile bytes are refused."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.gazetteer import shapes
from app.gazetteer.shapes import MOST_POINTS, STEP, Shape, ShapeKind, decode, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

points = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
rings = st.lists(points, min_size=3, max_size=30).map(tuple)
kinds = st.sampled_from(ShapeKind)
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
HOLE = ((4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0))
ISLAND = ((20.0, 0.0), (22.0, 0.0), (22.0, 2.0), (20.0, 2.0))


def outline(*parts: Sequence[tuple[float, float]]) -> Shape:
    return Shape(ShapeKind.OUTLINE, tuple(map(tuple, parts)))


@given(kinds, st.lists(rings, max_size=5))
@settings(deadline=None)
def test_a_shape_comes_back_within_half_a_step(kind: ShapeKind, parts: list[tuple[tuple[float, float], ...]]) -> None:
    again = decode(encode(Shape(kind, tuple(parts))))
    assert again.kind is kind
    kept = [list(dict.fromkeys((round(lon * STEP), round(lat * STEP)) for lon, lat in part)) for part in parts]
    assume(all(len(part) == len(points) for part, points in zip(parts, kept, strict=True)))
    assert len(again.parts) == len(parts)
    for before, after in zip(parts, again.parts, strict=True):
        for (lon, lat), (lon_after, lat_after) in zip(before, after, strict=True):
            assert abs(lon - lon_after) <= 0.5 / STEP + 1e-9
            assert abs(lat - lat_after) <= 0.5 / STEP + 1e-9


@given(kinds, st.lists(rings, max_size=5))
@settings(deadline=None)
def test_what_came_back_comes_back_the_same(kind: ShapeKind, parts: list[tuple[tuple[float, float], ...]]) -> None:
    once = decode(encode(Shape(kind, tuple(parts))))
    assert decode(encode(once)) == once


@given(st.binary(max_size=400))
@settings(deadline=None)
@example(b"")
@example(b"\x03\x01\x03" + b"\x00" * 6)
@example(b"\x03\xff\xff\xff\xff\x0f")
@example(b"\x03\x01\xff\xff\xff\xff\x0f")
@example(b"\x07\x00")
@example(b"\x02\x01\x00")
def test_hostile_bytes_are_a_shape_or_a_value_error(raw: bytes) -> None:
    try:
        shape = decode(raw)
    except ValueError:
        return
    shape.contains(1.0, 1.0)
    assert decode(encode(shape)).kind is shape.kind


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (encode(outline(SQUARE))[:-1], "ends in the middle"),
        (encode(outline(SQUARE)) + b"\x00", "goes on"),
        (bytes((3, 1, 3)) + b"\xff" * 9 + b"\x01", "too large"),
        (b"\x03\x01" + b"\xff" * 1_000_000, "too large"),
        (b"\x03" + b"\x00" * (MOST_POINTS * 8), "too many bytes"),
        (bytes((3, 1, 2, 0, 0, 2, 2)), "too few"),
        (bytes((3, 1, 3, 0, 0x80, 0xFA, 0x15, 2, 2, 2, 2)), "leaves the globe"),
    ],
)
def test_damaged_and_bloated_bytes_are_refused(raw: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        decode(raw)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf, 1e9])
def test_what_is_no_coordinate_is_not_written(wrong: float) -> None:
    with pytest.raises(ValueError, match="a shape"):
        encode(outline([(wrong, 0.0), (1.0, 0.0), (1.0, 1.0)]))
    with pytest.raises(ValueError, match="a shape"):
        encode(outline([(0.0, wrong), (1.0, 0.0), (1.0, 1.0)]))


def test_too_many_points_are_neither_written_nor_read(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = encode(outline(SQUARE, HOLE))
    monkeypatch.setattr(shapes, "MOST_POINTS", 7)
    with pytest.raises(ValueError, match="too few or too many"):
        decode(raw)
    with pytest.raises(ValueError, match="more than 7 points"):
        encode(outline(SQUARE, HOLE))


def test_a_closed_ring_is_opened_and_a_shrunken_one_dropped() -> None:
    speck = [(5.0, 5.0), (5.0001, 5.0), (5.0, 5.0001)]
    assert decode(encode(outline([*SQUARE, SQUARE[0]], speck))).parts == (SQUARE,)


def test_nothing_left_is_an_empty_shape_that_contains_nothing() -> None:
    empty = decode(encode(outline()))
    assert empty.parts == ()
    assert not empty.contains(0, 0)


@pytest.mark.parametrize(
    ("lat", "lon", "inside"),
    [
        (1, 1, True),
        (5, 5, False),
        (1, 21, True),
        (1, 15, False),
        (11, 5, False),
        (-1, 5, False),
        (5, -1, False),
        (4.5, 3.9, True),
    ],
)
def test_holes_and_islands(lat: float, lon: float, inside: bool) -> None:  # noqa: FBT001 - a table
    shape = outline(SQUARE, HOLE, ISLAND)
    assert shape.contains(lat, lon) is inside
    assert decode(encode(shape)).contains(lat, lon) is inside


def test_no_point_lies_in_a_course() -> None:
    assert not Shape(ShapeKind.COURSE, (SQUARE,)).contains(1, 1)


def test_bounds() -> None:
    assert outline(SQUARE, ISLAND).bounds == (0.0, 0.0, 10.0, 22.0)


def winding(ring: Sequence[tuple[float, float]], lat: float, lon: float) -> int:
    """How often a ring goes around a point, by the sum of angles: another way to the same answer."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        a, b = math.atan2(y1 - lat, x1 - lon), math.atan2(y2 - lat, x2 - lon)
        total += (b - a + math.pi) % (2 * math.pi) - math.pi
    return round(total / (2 * math.pi))


@given(st.lists(st.floats(0.2, 1.0), min_size=3, max_size=40), st.floats(-1.1, 1.1), st.floats(-1.1, 1.1))
@settings(deadline=None)
def test_contains_agrees_with_the_sum_of_angles(reaches: list[float], lat: float, lon: float) -> None:
    turn = 2 * math.pi / len(reaches)
    ring = [(reach * math.cos(i * turn), reach * math.sin(i * turn)) for i, reach in enumerate(reaches)]
    edges = zip(ring, [*ring[1:], ring[0]], strict=True)
    assume(all(abs((x2 - x1) * (lat - y1) - (y2 - y1) * (lon - x1)) > 1e-6 for (x1, y1), (x2, y2) in edges))
    assert outline(ring).contains(lat, lon) is (winding(ring, lat, lon) != 0)


@given(st.floats(-1, 11), st.floats(-1, 11), st.integers(-360, 360))
@settings(deadline=None)
def test_a_shape_moved_holds_the_moved_point(lat: float, lon: float, by: int) -> None:
    moved = outline([(x + by, y) for x, y in SQUARE])
    assume(min(abs(lon), abs(lon - 10), abs(lat), abs(lat - 10)) > 1e-6)
    assert moved.contains(lat, lon + by) is outline(SQUARE).contains(lat, lon)
