"""Spans that somebody else has marked, read as mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.geoparsing.coordinates.finding import read_span
from app.geoparsing.fame import Fame, fame, is_power
from app.geoparsing.kinds import kind_of
from app.geoparsing.model import Kind, Mention

if TYPE_CHECKING:
    from app.geoparsing.candidates import Candidates


def given(text: str, start: int, end: int, candidates: Candidates) -> Mention:
    """The mention for a span as given: its extent stays, its kind is worked out."""
    surface = text[start:end]
    coordinate = read_span(surface)
    if coordinate:
        return Mention(start, end, surface, Kind.COORDINATE, coordinate.form)
    if fame(candidates, surface) is Fame.DEMONYM:
        return Mention(start, end, surface, Kind.DEMONYM, "names a people or what comes from the place")
    return Mention(start, end, surface, *kind_of(text, start, end, power=is_power(candidates, surface)))
