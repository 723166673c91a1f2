"""Outlines of countries and divisions, taken from the basemap's own topology, so that map and gazetteer agree."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Final

from app.gazetteer.shapes import Shape, ShapeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from app.gazetteer.collection import Collection

_LAYERS: Final = ("countries", "divisions")
_KEYS: Final = ("key", "within")
_SMALLEST_RING: Final = 3


@dataclass(frozen=True, slots=True)
class Topology:
    """The basemap's areas.

    Attributes:
        arcs: lines of (longitude, latitude) in degrees; a border is one arc of two areas.
        rings: key of an area (ISO alpha-2 or `gn:` and a number) -> its rings as lists of arc numbers; a number below
            zero is the arc `~number`, backwards. An area made of smaller ones has theirs.
    """

    arcs: Sequence[Sequence[tuple[float, float]]]
    rings: dict[str, list[list[int]]]


def read(path: Path) -> Topology:
    """The topology in a gzipped TopoJSON file of the basemap."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        raw = json.load(file)
    rings: dict[str, list[list[int]]] = {}
    for layer in _LAYERS:
        for geometry in raw["objects"][layer]["geometries"]:
            for key in {geometry["properties"].get(column) for column in _KEYS} - {None, ""}:
                rings.setdefault(key, []).extend(_rings(geometry))
    return Topology(_arcs(raw), rings)


def _arcs(raw: dict[str, Any]) -> list[list[tuple[float, float]]]:
    (scale_x, scale_y), (move_x, move_y) = raw["transform"]["scale"], raw["transform"]["translate"]
    arcs = []
    for steps in raw["arcs"]:
        across = accumulate(step[0] for step in steps)
        up = accumulate(step[1] for step in steps)
        arcs.append([(x * scale_x + move_x, y * scale_y + move_y) for x, y in zip(across, up, strict=True)])
    return arcs


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "Polygon":
        return list(geometry["arcs"])
    if geometry["type"] == "MultiPolygon":
        return list(chain.from_iterable(geometry["arcs"]))
    return []


def outline(topology: Topology, key: str) -> Shape:
    """An area's outline; what lies between two of its parts is no border."""
    rings = topology.rings[key]
    uses = Counter(arc if arc >= 0 else ~arc for ring in rings for arc in ring)
    if max(uses.values()) == 1:
        parts = [_points(topology, ring) for ring in rings]
    else:
        parts = list(_stitched(topology, [arc for ring in rings for arc in ring if uses[max(arc, ~arc)] == 1]))
    return Shape(ShapeKind.OUTLINE, tuple(tuple(part) for part in parts if len(part) >= _SMALLEST_RING))


def _points(topology: Topology, ring: Iterable[int]) -> list[tuple[float, float]]:
    """The points of arcs that follow on each other, the closing one left out."""
    points: list[tuple[float, float]] = []
    for arc in ring:
        line = topology.arcs[arc] if arc >= 0 else topology.arcs[~arc][::-1]
        points.extend(line[:-1])
    return points


def _stitched(topology: Topology, arcs: Iterable[int]) -> Iterator[list[tuple[float, float]]]:
    """Rings made of arcs in any order, each used once."""
    starts: dict[tuple[float, float], list[int]] = {}
    for arc in arcs:
        first = topology.arcs[arc][0] if arc >= 0 else topology.arcs[~arc][-1]
        starts.setdefault(first, []).append(arc)
    for first in list(starts):
        while starts[first]:
            ring = []
            here = first
            while starts.get(here):
                arc = starts[here].pop()
                ring.append(arc)
                here = topology.arcs[arc][-1] if arc >= 0 else topology.arcs[~arc][0]
            yield _points(topology, ring)


def add(found: Collection, topology: Topology) -> None:
    """Give countries and divisions their outlines; a division made of smaller ones on the map lists its own key."""
    named = {area for entry in found.places.values() for area in entry.areas}
    for entry in found.places.values():
        own = f"gn:{entry.number}"
        if entry.feature.startswith("A.ADM") and own in topology.rings and not entry.areas:
            entry.areas = (own,)
            named.add(own)
    for key in sorted(named & set(topology.rings)):
        found.footprints[key] = outline(topology, key)
