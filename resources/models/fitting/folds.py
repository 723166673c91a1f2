"""The corpora that weights are fitted to, and the folds: everything, and everything but one corpus."""

# ruff: noqa: INP001 - a part of scripts

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.geoparsing.evaluation import MarkedDocument, Toponym, marked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CORPORA: Final = {"lgl": "lgl.jsonl", "geowebnews": "geowebnews.jsonl", "wotr": "wotr_train.jsonl"}
"""The corpora by the names that folds are called after."""


@dataclass(frozen=True)
class Marked:
    """A document of a corpus.

    Attributes:
        document: its text and what is marked, in order of the spans.
        title: as the corpus gives it; empty where it gives none.
        publisher: who wrote it; empty where the corpus does not tell.
        date: when, ISO 8601; None where it does not tell.
    """

    document: MarkedDocument
    title: str
    publisher: str
    date: str | None

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    @property
    def toponyms(self) -> tuple[Toponym, ...]:
        """What is marked."""
        return self.document.toponyms


def read(folder: Path, name: str) -> Iterator[Marked]:
    """The documents of one corpus."""
    for line in (folder / CORPORA[name]).open(encoding="utf-8"):
        record = json.loads(line)
        document = marked(record)
        spans = tuple(sorted(document.toponyms, key=lambda toponym: (toponym.start, toponym.end)))
        date = record.get("date")
        yield Marked(
            MarkedDocument(document.id, document.text, spans),
            str(record.get("title") or ""),
            str(record.get("source") or record.get("domain") or ""),
            date[:10] if isinstance(date, str) else None,
        )


def fold(folder: Path, left_out: str | None) -> Path:
    """Where the weights belong that were fitted without one corpus, or to all."""
    return folder / "folds" / f"without-{left_out}" if left_out else folder
