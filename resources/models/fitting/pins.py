"""Pins on raw text, and whether they sit right: what confidence is fitted to."""

# ruff: noqa: INP001 - a part of scripts

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from instances import is_right

from app.documents.canonical import passages
from app.geoparsing import gathering
from app.geoparsing.background import NOTHING_KNOWN, Background
from app.geoparsing.model import Document, Kind
from app.geoparsing.resolver import belief
from app.geoparsing.spans import given
from app.geoparsing.weighing import weighed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from folds import Marked

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.confidence import Belief
    from app.geoparsing.evaluation import Toponym
    from app.geoparsing.model import Mention, Place
    from app.geoparsing.pipeline import Engine
    from app.geoparsing.ranking import RankerWeights

_NAMES = frozenset(Kind) - {Kind.COORDINATE, Kind.RELATIVE}


@dataclass(frozen=True)
class Pin:
    """A mention that was placed.

    Attributes:
        belief: what is believed of it.
        right: it overlaps a marked toponym and sits within 161 km of it, or on its id.
        at_home: its source's home was known.
    """

    belief: Belief
    right: bool
    at_home: bool


def recognized(engine: Engine, documents: Sequence[Marked]) -> list[list[Mention]]:
    """The names that an engine finds in the raw texts."""
    return [_mentions(engine, one) for one in documents]


def _mentions(engine: Engine, one: Marked) -> list[Mention]:
    document = Document(one.title or "A document", one.text, passages(one.text), "a corpus", "0" * 64, one.date)
    answers = [answer for answer in engine.parse(document) if answer.final]
    mentions = [finding.mention for answer in answers for finding in answer.findings]
    return [mention for mention in mentions if mention.kind in _NAMES]


def marked_spans(documents: Sequence[Marked], candidates: Candidates) -> list[list[Mention]]:
    """The marked spans read as mentions."""
    return [[given(one.text, span.start, span.end, candidates) for span in one.toponyms] for one in documents]


def pins(
    documents: Sequence[Marked], mentions: Sequence[Sequence[Mention]], candidates: Candidates, weights: RankerWeights
) -> Iterator[Pin]:
    """The pins of documents, those whose sources are told twice: without and with their homes."""
    regions: dict[str, gathering.Regions] = {}
    each: list[gathering.Regions] = []
    for one, named in zip(documents, mentions, strict=True):
        beliefs = _placed(one, named, candidates, weights, NOTHING_KNOWN)
        yield from _judged(one, named, beliefs, at_home=False)
        spoken = gathering.regions((place, held.alike * held.certainty) for place, held in beliefs.values())
        each.append(spoken)
        if one.publisher:
            regions[one.publisher] = gathering.joined(regions.get(one.publisher, gathering.NOWHERE), spoken)
    for one, named, spoken in zip(documents, mentions, each, strict=True):
        home = gathering.home(regions[one.publisher], spoken) if one.publisher else {}
        if home:
            yield from _judged(one, named, _placed(one, named, candidates, weights, Background(home)), at_home=True)


def _placed(
    one: Marked, named: Sequence[Mention], candidates: Candidates, weights: RankerWeights, known: Background
) -> dict[int, tuple[Place, Belief]]:
    """The place of each mention that has one, with what is believed of it."""
    placed: dict[int, tuple[Place, Belief]] = {}
    for group in weighed(one.text, named, candidates, weights, background=known):
        if group.options and not group.is_guess and not group.reading:
            ranked = sorted(group.options, key=lambda option: -option.score)
            for member in group.members:
                placed[member] = (ranked[0].place, belief(ranked, named[member]))
    return placed


def _judged(
    one: Marked, named: Sequence[Mention], placed: Mapping[int, tuple[Place, Belief]], *, at_home: bool
) -> Iterator[Pin]:
    """The pins of a document; those on a marked toponym without a place are neither right nor wrong."""
    on = _overlapping(one.toponyms, named)
    for member, (place, held) in placed.items():
        toponym = on.get(member)
        if toponym is None or toponym.lat is not None:
            yield Pin(held, toponym is not None and is_right(toponym, place), at_home)


def _overlapping(toponyms: Sequence[Toponym], named: Sequence[Mention]) -> Mapping[int, Toponym]:
    """The marked toponym that each mention overlaps, one to one, largest overlap first."""
    pairs = sorted(
        (-shared, abs(toponym.start - mention.start) + abs(toponym.end - mention.end), i, j)
        for i, toponym in enumerate(toponyms)
        for j, mention in enumerate(named)
        if (shared := min(toponym.end, mention.end) - max(toponym.start, mention.start)) > 0
    )
    on: dict[int, Toponym] = {}
    used: set[int] = set()
    for _, _, i, j in pairs:
        if i not in used and j not in on:
            used.add(i)
            on[j] = toponyms[i]
    return on
