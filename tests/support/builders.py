"""Documents, places and findings made by hand."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.geoparsing.model import (
    Candidate,
    DateMention,
    Document,
    Finding,
    Kind,
    Match,
    Mention,
    Passage,
    Place,
    Precision,
    Reason,
    Resolution,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class PassageFound:
    """What a parse says of one passage."""

    passage_index: int
    findings: tuple[Finding, ...]
    final: bool = True
    dates: tuple[DateMention, ...] = ()


def place(
    place_id: str,
    name: str,
    *,
    lat: float = 0.0,
    lon: float = 0.0,
    feature: str = "P.PPLA",
    country: str = "IQ",
    admin: tuple[str, ...] = (),
    precision: Precision = Precision.CITY,
    population: int = 500_000,
    areas: tuple[str, ...] = (),
    start: int | None = None,
    finish: int | None = None,
) -> Place:
    number = int(place_id[3:]) if place_id.startswith("gn:") else None
    return Place(
        id=place_id,
        name=name,
        lat=lat,
        lon=lon,
        feature=feature,
        country=country,
        admin=admin,
        precision=precision,
        geonameid=number,
        population=population,
        areas=areas,
        start=start,
        finish=finish,
    )


MOSUL = place("gn:99072", "Mosul", lat=36.335, lon=43.119, admin=("Nineveh", "Iraq"))
MOSUL_DISTRICT = place(
    "gn:7911195",
    "Mosul District",
    lat=36.4,
    lon=43.0,
    feature="A.ADM2",
    admin=("Nineveh", "Iraq"),
    precision=Precision.DISTRICT,
)
IRAQ = place(
    "gn:99237",
    "Iraq",
    lat=33.0,
    lon=44.0,
    feature="A.PCLI",
    precision=Precision.COUNTRY,
    areas=("IQ",),
    population=38_000_000,
)
TURKEY = place(
    "gn:298795",
    "Turkey",
    lat=39.0,
    lon=35.0,
    feature="A.PCLI",
    country="TR",
    precision=Precision.COUNTRY,
    areas=("TR",),
)
WASHINGTON = place(
    "gn:4140963",
    "Washington",
    lat=38.895,
    lon=-77.036,
    feature="P.PPLC",
    country="US",
    admin=("District of Columbia", "United States"),
)
WASHINGTON_STATE = place(
    "gn:5815135",
    "Washington",
    lat=47.5,
    lon=-120.5,
    feature="A.ADM1",
    country="US",
    admin=("United States",),
    precision=Precision.PROVINCE,
    areas=("gn:5815135",),
)
KALAK = place("gn:96309", "Kalak", lat=36.27, lon=43.64, feature="P.PPL", population=0, admin=("Erbil", "Iraq"))


def document(title: str, *paragraphs: str, source: str = "by hand", date: str | None = None) -> Document:
    """A document with a title and paragraphs, the title being the first passage."""
    parts = (title, *paragraphs)
    text = "\n\n".join(parts)
    passages = []
    start = 0
    for part in parts:
        passages.append(Passage(start, start + len(part)))
        start += len(part) + 2
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(title, text, tuple(passages), source, digest, date)


def candidate(meant: Place, score: float) -> Candidate:
    return Candidate(meant, score, meant.name, Match.MAIN, (Reason("best-known place of this name", score),))


def finding(
    start: int,
    surface: str,
    *candidates: Place,
    confidence: float = 0.9,
    kind: Kind = Kind.LITERAL,
) -> Finding:
    """A mention that the machine resolves to the first candidate, or to none where there is no candidate."""
    scored = tuple(candidate(meant, confidence / (rank + 1)) for rank, meant in enumerate(candidates))
    if scored:
        resolution = Resolution(Verdict.PLACE, candidates[0], confidence)
    else:
        resolution = Resolution(Verdict.UNKNOWN, None, 0.0)
    return Finding(Mention(start, start + len(surface), surface, kind), scored, resolution)


NAMES: dict[str, tuple[Kind, float, tuple[Place, ...]]] = {
    "Mosul": (Kind.LITERAL, 0.97, (MOSUL, MOSUL_DISTRICT)),
    "Iraq": (Kind.LITERAL, 0.99, (IRAQ,)),
    "Turkish": (Kind.DEMONYM, 0.9, (TURKEY,)),
    "Washington": (Kind.METONYM, 0.7, (WASHINGTON, WASHINGTON_STATE)),
    "Kalak": (Kind.LITERAL, 0.3, (KALAK,)),
    "Qaraqosh": (Kind.LITERAL, 0.0, ()),
}
"""What the parse by hand knows: kind, confidence, candidates best first."""


def parsed(doc: Document, names: dict[str, tuple[Kind, float, tuple[Place, ...]]] = NAMES) -> list[PassageFound]:
    """What a parse that knows just these names says of the document."""
    pattern = re.compile("|".join(re.escape(name) for name in names))
    return [
        PassageFound(index, tuple(_findings(doc, passage, pattern, names)))
        for index, passage in enumerate(doc.passages)
    ]


def _findings(
    doc: Document,
    passage: Passage,
    pattern: re.Pattern[str],
    names: dict[str, tuple[Kind, float, tuple[Place, ...]]],
) -> Sequence[Finding]:
    found = []
    for match in pattern.finditer(doc.text, passage.start, passage.end):
        kind, confidence, candidates = names[match.group()]
        found.append(finding(match.start(), match.group(), *candidates, confidence=confidence, kind=kind))
    return found


FALL = document(
    "Calls for help as two cities fall",
    "Gunmen took Mosul in two days. Those who left Mosul described a road through Kalak.",
    "Washington weighed what it could send to Iraq, and the Turkish consulate in Mosul stood empty.",
    date="2014-06-11",
)
AID = document(
    "Aid reaches the plain",
    "Trucks from Mosul came as far as Qaraqosh, in the north of Iraq.",
    "A Turkish driver said that Washington had promised more.",
)
