"""Where the spans of named things come from: the protocol of recognizers and what they answer."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Label(StrEnum):
    """What a recognizer takes a span for; every model's own labels are read as one of these.

    COORDINATE is no model's: coordinates are found by rule.
    """

    PLACE = "PLACE"
    PERSON = "PERSON"
    ORGANISATION = "ORG"
    PEOPLE = "PEOPLE"
    PRODUCT = "PRODUCT"
    OTHER = "OTHER"
    COORDINATE = "COORDINATE"


class Span(NamedTuple):
    """A named thing in a text: code points `start` to `end`, what it is, the model's belief in it from 0 to 1."""

    start: int
    end: int
    label: Label
    score: float = 1.0


class Recognizer(Protocol):
    """Something that finds named things in texts."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    @property
    def version(self) -> str:
        """The model's version."""
        ...

    def recognize(self, texts: Sequence[str]) -> Iterator[tuple[Span, ...]]:
        """The spans of each text, in order and not overlapping; the same for the same texts."""
        ...
