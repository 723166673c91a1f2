# ruff: noqa: INP001 - a script, not part of a package
"""Varies examples while training: capitals, small letters, other places' names."""

from __future__ import annotations

import random
import sqlite3
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_CAPITALS: Final = 0.04
_TITLE: Final = 0.04
_SMALL: Final = 0.03
_OTHER_NAME: Final = 0.15
_NAMES: Final = (
    "SELECT name FROM place JOIN feature ON feature.id = place.feature"
    " WHERE code GLOB 'P.*' OR code GLOB 'A.ADM*' OR code GLOB 'H.*' OR code GLOB 'T.*' ORDER BY place.id"
)
_LONGEST: Final = 24


class Variation:
    """Variations of examples, drawn from a seed; names come from the gazetteer."""

    def __init__(self, gazetteer: Path, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 (no secret)
        with sqlite3.connect(f"file:{gazetteer}?mode=ro", uri=True) as connection:
            names = [name for (name,) in connection.execute(_NAMES)]
        self._names = [name for name in names if len(name) <= _LONGEST and name[:1].isupper()]

    def varied(self, example: dict[str, Any]) -> dict[str, Any]:
        """The example, or a variation of it with spans that fit."""
        if example["source"] != "own":
            example = self._renamed(example)
        draw = self._random.random()
        if draw < _CAPITALS:
            return _recased(example, str.upper)
        if draw < _CAPITALS + _TITLE:
            return _recased(example, _titled)
        if draw < _CAPITALS + _TITLE + _SMALL:
            return _recased(example, str.lower)
        return example

    def _renamed(self, example: dict[str, Any]) -> dict[str, Any]:
        """Now and then another place's name for a place's name."""
        text, spans, unsure = example["text"], list(example["spans"]), list(example["unsure"])
        for index, (start, end, label) in enumerate(spans):
            if label != "PLACE" or self._random.random() > _OTHER_NAME or not text[start:end].istitle():
                continue
            name = self._random.choice(self._names)
            text = text[:start] + name + text[end:]
            grown = len(name) - (end - start)
            spans[index] = [start, start + len(name), label]
            spans[index + 1 :] = [[a + grown, b + grown, other] for a, b, other in spans[index + 1 :]]
            unsure = [[a + grown, b + grown] if a >= end else [a, b] for a, b in unsure]
        return {**example, "text": text, "spans": spans, "unsure": unsure}


def _titled(text: str) -> str:
    """Each word with a capital, as in headlines."""
    return "".join(c.upper() if not before.isalnum() and before not in "'’" else c  # noqa: RUF001 (typographic)
                   for before, c in zip(" " + text, text, strict=False))  # fmt: skip


def _recased(example: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """The example in other letters; as it is where their number would change."""
    text = change(example["text"])
    return {**example, "text": text} if len(text) == len(example["text"]) else example
