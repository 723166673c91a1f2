"""A gazetteer file written row by row, for tests that want to know every place in it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.gazetteer import schema
from app.gazetteer.names import normalise
from app.gazetteer.shapes import Shape, ShapeKind, encode
from app.geoparsing.model import Match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass(frozen=True)
class Row:
    """A place to write."""

    number: int
    name: str
    lat: float
    lon: float
    feature: str = "P.PPL"
    key: str | None = None
    country: str = ""
    parent: int | None = None
    population: int = 0
    radius_km: float = 5.0
    prior: float = 3.0
    areas: str | None = None
    years: tuple[int | None, int | None] = (None, None)
    alternates: tuple[str, ...] = ()


def box(south: float, west: float, north: float, east: float) -> Shape:
    """A rectangle."""
    return Shape(ShapeKind.OUTLINE, (((west, south), (east, south), (east, north), (west, north)),))


def write(path: Path, rows: Sequence[Row], shapes: Mapping[str, Shape | bytes] | None = None, **meta: str) -> Path:
    """Write a gazetteer file; bytes among the shapes are written as they are, for broken ones."""
    connection = sqlite3.connect(path)
    schema.create(connection)
    codes = sorted({row.feature for row in rows})
    connection.executemany("INSERT INTO feature VALUES (?, ?)", enumerate(codes, 1))
    connection.execute("INSERT INTO source VALUES (1, 'by hand', '1', 'Apache-2.0', 'Ours')")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", {"version": "1", **meta}.items())
    for row in rows:
        connection.execute(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
            (
                row.number,
                row.key,
                row.name,
                codes.index(row.feature) + 1,
                round(row.lat * schema.DEGREE),
                round(row.lon * schema.DEGREE),
                row.country,
                row.parent,
                row.population,
                round(row.radius_km * schema.TENTH),
                round(row.prior * schema.HUNDREDTH),
                row.areas,
                schema.cell(row.lat, row.lon) if row.feature.startswith("P.") else None,
                *row.years,
            ),
        )
        for match, name in ((Match.MAIN, row.name), *((Match.ALTERNATE, other) for other in row.alternates)):
            connection.execute(
                "INSERT INTO name VALUES (?, ?, ?, ?, NULL, NULL)",
                (normalise(name), row.number, schema.MATCHES.index(match), name),
            )
    for key, shape in (shapes or {}).items():
        bounds = (-90.0, -180.0, 90.0, 180.0) if isinstance(shape, bytes) else shape.bounds
        raw = shape if isinstance(shape, bytes) else encode(shape)
        edges = [round(edge * schema.DEGREE) for edge in bounds]
        connection.execute("INSERT INTO footprint VALUES (?, ?, ?, ?, ?, ?)", (key, *edges, raw))
    connection.executescript(schema.INDEXES)
    connection.commit()
    connection.close()
    return path
