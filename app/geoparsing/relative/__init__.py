"""Relative places: what a text places by distance, direction or share of another place, as circles of honest radius."""

from __future__ import annotations

from app.geoparsing.relative.finding import Relatives

__all__ = ["Relatives"]
