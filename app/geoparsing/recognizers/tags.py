"""The tags of token classifiers: where a thing begins, and what its label means here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.recognizers import labels

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.geoparsing.recognizer import Label

_BEGINNING: Final = frozenset("BSU")
_PARTS: Final = frozenset("BIESLU")


class Tag(NamedTuple):
    """What one class of a classifier says of a word: the thing's label, None for nothing, and whether it begins."""

    label: Label | None
    begins: bool


def tags(names: Sequence[str], own: Mapping[str, Label | None]) -> list[Tag]:
    """The tags of class names such as `B-LOC`, `I-LOC`, `LOC`, `O`; `own` is what the folder says of its labels."""
    parted = [_parted(name) for name in names]
    meanings = labels.read(frozenset(label for _, label in parted), own)
    return [Tag(meanings.get(label), part in _BEGINNING) for part, label in parted]


def _parted(name: str) -> tuple[str, str]:
    """The part that a class stands for (B, I, E, S, L, U; empty where it does not say), and its label."""
    part, dash, label = name.partition("-")
    return (part.upper(), label) if dash and part.upper() in _PARTS else ("", name)
