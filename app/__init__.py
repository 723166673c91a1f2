"""Whereof shows where a text speaks of."""

__version__ = "0.1.0"
