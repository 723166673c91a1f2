"""Geometry of the build alone: simplifying, cutting and joining footprints with shapely (the extra `data`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shapely
from shapely import ops

from app.gazetteer.shapes import Shape, ShapeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_COURSE_DEGREES: Final = 0.01
"""How far a simplified course may lie from the real one: about a kilometre."""


def course(lines: Iterable[Sequence[tuple[float, float]]]) -> Shape:
    """Lines of (longitude, latitude) as a course: joined where they meet, simplified."""
    joined = ops.linemerge(_lines(lines))
    simple = shapely.simplify(joined, _COURSE_DEGREES)
    parts = sorted(tuple(part.coords) for part in shapely.get_parts(simple))
    return Shape(ShapeKind.COURSE, tuple(parts))


def distance(lines: Iterable[Sequence[tuple[float, float]]], others: Iterable[Sequence[tuple[float, float]]]) -> float:
    """The least distance between two sets of lines, in degrees."""
    return float(shapely.distance(_lines(lines), _lines(others)))


def _lines(lines: Iterable[Sequence[tuple[float, float]]]) -> shapely.MultiLineString:
    return shapely.MultiLineString([line for line in lines if len(line) > 1])
