"""What is known before a document is read: where its source is at home, and what the reader decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Background:
    """Evidence from outside the document; never a decision by itself.

    Attributes:
        home: the regions that other documents of the same source speak of: place ids of countries and first-level
            divisions with their shares of those documents' mentions, 0 to 1. Empty where nothing is known.
        decided: by name (as `kinds.plain` folds it), how often the reader chose which place id elsewhere.
    """

    home: Mapping[str, float] = field(default_factory=dict)
    decided: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


NOTHING_KNOWN: Final = Background()
