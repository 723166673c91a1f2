"""The domain's values: frozen, without behaviour beyond their own meaning, free of Qt, SQL and files.

Offsets are code points of `Document.text`, half open: `text[start:end]`. Coordinates are degrees WGS84.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

UNSURE_BELOW: Final = 0.5
"""A machine resolution with less confidence is shown as unsure."""


class Kind(StrEnum):
    """What a mention does in its sentence."""

    LITERAL = "literal"
    METONYM = "metonym"
    DEMONYM = "demonym"
    EMBEDDED = "embedded"
    COORDINATE = "coordinate"
    RELATIVE = "relative"


class Precision(StrEnum):
    """How exactly a place locates what is said of it, finest first."""

    POINT = "point"
    CITY = "city"
    DISTRICT = "district"
    PROVINCE = "province"
    COUNTRY = "country"
    REGION = "region"


class DatePrecision(StrEnum):
    """The unit in which a text gives a date, finest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


class Match(StrEnum):
    """How a gazetteer name met the toponym, best first."""

    OFFICIAL = "official"
    MAIN = "main"
    ALTERNATE = "alternate"
    ABBREVIATION = "abbreviation"
    DEMONYM = "demonym"
    FUZZY = "fuzzy"


class Verdict(StrEnum):
    """What a mention was decided to be."""

    PLACE = "place"
    NOT_A_PLACE = "not a place"
    UNKNOWN = "place unknown"


class Decider(StrEnum):
    """Who decided."""

    MACHINE = "machine"
    READER = "reader"


class Scope(StrEnum):
    """How far a correction reaches."""

    MENTION = "mention"
    DOCUMENT = "document"
    PROJECT = "project"


class MentionKey(NamedTuple):
    """The natural key of a mention: its document's number in the project and its span."""

    document: int
    start: int
    end: int


class Day(NamedTuple):
    """A day of the Gregorian calendar, carried on before its introduction; days compare in the order of time.

    Attributes:
        year: as ISO 8601 counts: 1 BC is 0, 44 BC is -43.
        month: 1 to 12.
        day: 1 to 31.
    """

    year: int
    month: int
    day: int

    def __str__(self) -> str:
        """ISO 8601: `2014-06-11`, `-0043-03-15`."""
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of a document, as a span of its text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    r"""One source text.

    Attributes:
        title: first heading or line, or the source's name.
        text: the canonical text: NFC, `\n` line ends.
        passages: non-empty paragraphs in order, not overlapping.
        date: ISO 8601 calendar date if the source gives one.
        source: where it came from, as the reader would name it (a path, "pasted text", an address).
        sha256: hex digest of the source's bytes.
        remarks: what reading it lost or guessed, one sentence each.
        publisher: who published it, as `documents.publishers` writes it; empty where the source does not say.
    """

    title: str
    text: str
    passages: tuple[Passage, ...]
    source: str
    sha256: str
    date: str | None = None
    remarks: tuple[str, ...] = ()
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a document that names a place.

    Attributes:
        start: first code point.
        end: one past the last code point.
        surface: the toponym as written, `text[start:end]`.
        kind: what the mention does.
        evidence: why this is a mention of that kind, in words; may be empty.
        certainty: the belief that the span names a place at all, 0 to 1; not kept in the project.
    """

    start: int
    end: int
    surface: str
    kind: Kind
    evidence: str = ""
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class DateMention:
    """A span of a document that says when.

    Attributes:
        start: first code point.
        end: one past the last code point.
        surface: as written, `text[start:end]`.
        earliest: the first day that can be meant.
        latest: the last such day; never before `earliest`.
        precision: the unit in which it is written; the days may be a part of one, or several.
        sentence: the span of its sentence, over whose mentions it holds.
    """

    start: int
    end: int
    surface: str
    earliest: Day
    latest: Day
    precision: DatePrecision
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer entry.

    Attributes:
        id: unique over all gazetteers, with the source as prefix (`gn:98182`, `wh:middle-east`).
        name: the name to show.
        lat: degrees WGS84.
        lon: degrees WGS84.
        feature: GeoNames feature class and code (`P.PPLA`, `A.PCLI`, `L.RGN`, `H.STM`).
        country: ISO 3166-1 alpha-2, empty where none or several.
        admin: names of the containing divisions, smallest first, the country's name last.
        precision: how exactly the place locates.
        geonameid: GeoNames id where there is one.
        population: people; 0 where unknown.
        radius_km: radius of the circle that honestly stands for the place.
        areas: keys of the shapes that make up its footprint: ISO alpha-2 for a country (`IQ`),
            `gn:<geonameid>` for a first-level division, which the basemap has; other keys (`ne:river-tigris-42`,
            `wh:sahara`, a pack's own) are shapes of the gazetteer that holds the place; several for a region made
            of countries; empty: the circle is all there is.
        admin_ids: ids of the containing places, smallest first, the country last.
        start: first year in which the place was so, None where not known; negative before our era.
        finish: last such year, None where not known or not over.
    """

    id: str
    name: str
    lat: float
    lon: float
    feature: str
    country: str
    admin: tuple[str, ...]
    precision: Precision
    geonameid: int | None = None
    population: int = 0
    radius_km: float = 5.0
    areas: tuple[str, ...] = ()
    admin_ids: tuple[str, ...] = ()
    start: int | None = None
    finish: int | None = None

    @property
    def is_area(self) -> bool:
        """Whether the place is shown as a lit area, never as a bare pin."""
        return self.precision in (Precision.COUNTRY, Precision.PROVINCE, Precision.REGION)


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence for (`weight` > 0) or against (`weight` < 0) a candidate, in words."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a mention could mean.

    Attributes:
        place: the place.
        score: share of belief among the mention's candidates, 0 to 1.
        matched: the gazetteer name that met the toponym.
        match: how it met it.
        reasons: strongest first.
    """

    place: Place
    score: float
    matched: str
    match: Match
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided of a mention.

    Attributes:
        verdict: place, not a place, or place unknown.
        place: the place; set exactly when the verdict is PLACE.
        confidence: 0 to 1; 1.0 when the reader decided.
        decider: machine or reader.
    """

    verdict: Verdict
    place: Place | None
    confidence: float
    decider: Decider = Decider.MACHINE


@dataclass(frozen=True, slots=True)
class Finding:
    """What the machine said of a mention: the mention, its candidates best first, and its resolution."""

    mention: Mention
    candidates: tuple[Candidate, ...]
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class Correction:
    """What the reader said; it wins over findings.

    Attributes:
        key: the mention at which the reader said it.
        surface: the toponym there; scopes wider than the mention reach the mentions written like it.
        scope: how far it reaches.
        verdict: place, not a place, or place unknown.
        place: the place chosen; set exactly when the verdict is PLACE.
    """

    key: MentionKey
    surface: str
    scope: Scope
    verdict: Verdict
    place: Place | None = None
