"""Coordinates as people write them: found in a text, read from a whole string, made into places."""

from __future__ import annotations

from app.geoparsing.coordinates.finding import find_coordinates, read_span
from app.geoparsing.coordinates.places import Whereabouts, place_of, read_one
from app.geoparsing.coordinates.values import CoordinateSpan, Form

__all__ = ["CoordinateSpan", "Form", "Whereabouts", "find_coordinates", "place_of", "read_one", "read_span"]
