"""What tells a mention from another capitalised word: numbers about a draft, its name, its document, its neighbours.

No number depends on a word but by the closed lists of `lexicon`: weights fitted on some texts hold for others.
"""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
from collections import Counter
from math import log10
from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.context import stands_alone_with_article, word_after, word_before, words
from app.geoparsing.drafts import Draft, Relation
from app.geoparsing.fame import Fame, fame, is_demonym
from app.geoparsing.kinds import plain
from app.geoparsing.lexicon import COMMON, DWELLERS, GIVEN_NAMES, LANDFORMS, LOCATIVES, SEATS, STREETS
from app.geoparsing.model import Match
from app.geoparsing.recognizer import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from app.geoparsing.boundaries import Extent
    from app.geoparsing.candidates import Candidates

Features = dict[str, float]

GROUPS: Final = {
    "recognizer": (
        "is place", "is person", "doubt place", "doubt other", "in place", "in organisation", "in people", "in other",
        "first", "across other", "free", "unknown other", "in demonym", "in world",
    ),
    "gazetteer": ("unknown", "population", "listed", "nation", "demonym", "town", "city", "world"),
    "drafts": ("wider", "holding", "holding unlisted"),
    "document": ("placed elsewhere", "free named", "in named", "person word", "person elsewhere", "lower too"),
    "neighbours": (
        "locative", "of", "capital before", "dweller after", "container", "contained", "sides", "free shown",
        "article", "possessive", "dateline",
    ),
    "shape": ("short", "street", "landform", "common", "seat", "given name", "free opening"),
}  # fmt: skip
"""The numbers about a draft, by what tells them."""

_DATELINE: Final = re.compile(r"(?:,[^.\n]{1,30}?)?\s*(?:\([^)\n]{1,20}\))?\s*(?:[—–]|--|-\s)")
_FORMAL: Final = re.compile(r"(?:State|Republic|Kingdom|Government|City|Province) of ")
_SMALL: Final = LOCATIVES | {
    "the",
    "a",
    "an",
    "and",
    "but",
    "of",
    "for",
    "by",
    "on",
    "with",
    "to",
    "as",
    "or",
    "non",
    "anti",
    "pro",
    "pan",
    "ex",
    "post",
}
_LIST: Final = (", ", " and ", ", and ", " or ", "/", "-", " to ")
_SHOWN: Final = ("container", "contained", "sides")
"""Numbers by which the places beside a name show that it is one."""
_OPENERS: Final = " \"'“‘(”’)"
_ENDS: Final = frozenset({"", ".", "!", "?", ":", "\n"})
"""What stands before the quotation marks and brackets at the beginning of a sentence."""
_BREAKS: Final = ",.;:)\"'"
_SHORT: Final = 3
_MILLIONS: Final = 7.0
"""What the logarithm of a population is divided by, so that a metropolis has about 1."""
_INSIDE: Final = {
    Label.PLACE: "in place",
    Label.ORGANISATION: "in organisation",
    Label.PEOPLE: "in people",
    Label.OTHER: "in other",
    Label.PRODUCT: "in other",
}
_WITH_ARTICLE: Final = ("A.PCL", "A.ZN", "H.", "T.", "L.", "S.")
"""Beginnings of the features of places whose names may have an article."""
_NATIONS: Final = ("A.PCL", "A.ZN", "L.")
"""Beginnings of the features of countries, their unions and large regions."""


class Standing(NamedTuple):
    """What the gazetteers say of a name: how well known it is, and the numbers about it."""

    fame: Fame
    features: Features


class Surroundings:
    """One document's drafts, seen from outside.

    Args:
        text: the document's text.
        drafts: the drafts, in order of their extents.
        persons: the words of persons' full names in the document, plain.
        candidates: what knows names.
    """

    def __init__(self, text: str, drafts: Sequence[Draft], persons: Collection[str], candidates: Candidates) -> None:
        self._text = text
        self._candidates = candidates
        self._persons = persons
        self._standings: dict[str, Standing] = {}
        placed = [draft.extent for draft in drafts if _is_placed(draft)]
        self._placed = Counter(plain(text[start:end]) for start, end in placed)
        self._persons_alone = Counter(
            plain(text[draft.extent.start : draft.extent.end])
            for draft in drafts
            if draft.relation is Relation.EXACT and draft.span and draft.span.label is Label.PERSON
        )
        self._starts = {extent.start for extent in placed}
        self._ends = {extent.end for extent in placed}
        self._wider, self._holding = _nested(drafts, self._is_own_name)
        self._lower = frozenset(re.findall(r"(?<!\w)[a-z][\w'’-]*", text))

    def standing(self, extent: Extent) -> Standing:
        """What the gazetteers say of a name."""
        surface = self._text[extent.start : extent.end]
        standing = self._standings.get(surface)
        if standing is None:
            standing = self._standings[surface] = _standing(self._candidates, surface)
        return standing

    def _is_own_name(self, draft: Draft) -> bool:
        """Whether a draft is some place's own name, not a building's and not a body's ("Republic of Iraq")."""
        rank, of_name = self.standing(draft.extent)
        if rank is not Fame.WORLD or draft.relation is not Relation.EXACT:
            is_body = draft.span is not None and draft.span.label is not Label.PLACE
            if is_body and _FORMAL.match(self._text, draft.extent.start, draft.extent.end):
                return False
        return "listed" in of_name

    def features(self, draft: Draft) -> Features:
        """The numbers about a draft, by name; what is left out is 0."""
        rank, of_name = self.standing(draft.extent)
        found = dict(of_name)
        self._add_recognized(draft, rank, found)
        self._add_document(draft, found)
        self._add_neighbours(draft.extent, found)
        self._add_shape(draft, found)
        return found

    def _add_recognized(self, draft: Draft, rank: Fame, found: Features) -> None:
        span = draft.span
        if span is None:
            found["free"] = 1.0
            return
        is_place = span.label is Label.PLACE
        if draft.relation is Relation.EXACT:
            found["doubt place" if is_place else "doubt other"] = 1.0 - span.score
            found["is place"] = float(is_place)
            found["is person"] = float(span.label is Label.PERSON)
        elif draft.relation is Relation.ACROSS:
            found["across other"] = float(not is_place)
            return
        else:
            _add_inside(draft.relation, span.label, rank, found)
        found["unknown other"] = float(not is_place and not draft.listed)

    def _add_document(self, draft: Draft, found: Features) -> None:
        surface = self._text[draft.extent.start : draft.extent.end]
        name = plain(surface)
        if self._placed[name] > _is_placed(draft):
            found["placed elsewhere"] = 1.0
            if draft.relation is Relation.FREE:
                found["free named"] = 1.0
            elif draft.relation is not Relation.EXACT:
                found["in named"] = 1.0
        if name in self._persons:
            found["person word"] = 1.0
        if (others := self._persons_alone[name] - found.get("is person", 0.0)) > 0:
            found["person elsewhere"] = others / (others + self._placed[name])
        if surface.casefold() in self._lower and not (surface.isupper() and len(surface) <= _SHORT):
            found["lower too"] = 1.0
        if draft.extent in self._wider:
            found["wider"] = 1.0
        if draft.extent in self._holding:
            found["holding" if draft.listed else "holding unlisted"] = 1.0

    def _add_neighbours(self, extent: Extent, found: Features) -> None:
        text, (start, end) = self._text, extent
        before = word_before(text, start)
        lower = before.casefold().rstrip(".-")
        if lower in LOCATIVES:
            found["locative"] = 1.0
        elif lower in {"of", "for"}:
            found["of"] = 1.0
        elif lower == "the":
            found["article"] = float("bare" in found and stands_alone_with_article(text, start, end))
        elif before[:1].isupper() and lower not in _SMALL:
            found["capital before"] = float(_is_adjacent(text, start))
        following = text[end : end + 1]
        if following == " ":
            found["dweller after"] = float(word_after(text, end).casefold() in DWELLERS)
        elif following in {"'", "’"}:
            found["possessive"] = 1.0
        self._add_places_beside(extent, found)

    def _add_places_beside(self, extent: Extent, found: Features) -> None:
        text, start = self._text, extent.start
        found["container"] = float(self._has_container(extent))
        found["contained"] = float(text[start - 2 : start] in {", ", " ("} and start - 2 in self._ends)
        found["sides"] = float(self._sides(extent))
        found["free shown"] = float("free" in found and any(found[name] for name in _SHOWN))

    def _add_shape(self, draft: Draft, found: Features) -> None:
        text, (start, end) = self._text, draft.extent
        surface = text[start:end]
        parts = surface.split()
        if surface.isupper():
            if sum(map(str.isalpha, surface)) <= _SHORT:
                found["short"] = 1.0
            elif _DATELINE.match(text, end, end + 70):
                found["dateline"] = 1.0
        if len(parts) > 1:
            last = parts[-1].casefold().rstrip(".")
            found["street"] = float(last in STREETS)
            found["landform"] = float(last in LANDFORMS)
        name = plain(surface)
        found["common"] = float(name in COMMON and "demonym" not in found)
        found["seat"] = float(name in SEATS)
        found["given name"] = float(name in GIVEN_NAMES)
        if draft.relation is Relation.FREE and text[max(0, start - 6) : start].rstrip(_OPENERS)[-1:] in _ENDS:
            found["free opening"] = 1.0

    def _has_container(self, extent: Extent) -> bool:
        """Whether ", State" or ", Country" follows."""
        text, start = self._text, extent.end + 2
        if text[extent.end : start] not in {", ", " ("} or not text[start : start + 1].isupper():
            return False
        ends = [end for _, end in words(text, start, start + 40)][:2]
        return any(self.standing(extent._replace(start=start, end=end)).fame is Fame.WORLD for end in ends)

    def _sides(self, extent: Extent) -> int:
        """On how many sides a place stands with it in a list: "Baiji, Samarra and Tikrit"."""
        text, (start, end) = self._text, extent
        after = any(end + len(word) in self._starts and text.startswith(word, end) for word in _LIST)
        before = any(start - len(word) in self._ends and text.endswith(word, 0, start) for word in _LIST)
        return int(after) + int(before)


def _add_inside(relation: Relation, label: Label, rank: Fame, found: Features) -> None:
    """The numbers about a draft inside a span."""
    if label in _INSIDE:
        found[_INSIDE[label]] = 1.0
    found["first"] = float(relation is Relation.FIRST)
    found["in world"] = float(rank is Fame.WORLD)
    found["in demonym"] = float(rank is Fame.DEMONYM)


def _is_placed(draft: Draft) -> bool:
    """Whether the recognizer calls just this a place."""
    return draft.relation is Relation.EXACT and draft.span is not None and draft.span.label is Label.PLACE


def _is_adjacent(text: str, start: int) -> bool:
    """Whether only a space or hyphen parts a name from the word before it."""
    return text[start - 1] in " -" and text[start - 2] not in _BREAKS


def _nested(drafts: Sequence[Draft], is_name: Callable[[Draft], bool]) -> tuple[set[Extent], set[Extent]]:
    """The extents that lie in a longer listed name, and those that hold a shorter listed one at their beginning."""
    wider: set[Extent] = set()
    holding: set[Extent] = set()
    for at, draft in enumerate(drafts):
        for following in range(at + 1, len(drafts)):
            other = drafts[following]
            if other.extent.start >= draft.extent.end:
                break
            if other.extent.end <= draft.extent.end:
                if is_name(draft):
                    wider.add(other.extent)
            elif other.extent.start == draft.extent.start:
                if is_name(other):
                    wider.add(draft.extent)
                if is_name(draft):
                    holding.add(other.extent)
    return wider, holding


def _standing(candidates: Candidates, surface: str) -> Standing:
    """What the gazetteers say of a name, asked now."""
    hits = candidates.find(surface)
    if not hits:
        return Standing(Fame.NONE, {"unknown": 1.0})
    rank, name = fame(candidates, surface), plain(surface).replace(",", "")
    population = max((hit.place.population for hit in hits if not is_demonym(hit)), default=0)
    features = {"population": log10(population + 1) / _MILLIONS}
    if any(plain(hit.matched) == name and not hit.place.feature.startswith("S.") for hit in hits):
        features["listed"] = 1.0
    if any(hit.place.feature.startswith(_NATIONS) and hit.match is not Match.ALTERNATE for hit in hits):
        features["nation"] = 1.0
    if " of " not in surface and not any(hit.place.feature.startswith(_WITH_ARTICLE) for hit in hits):
        features["bare"] = 1.0
    if rank is not Fame.PLACE:
        features[rank.name.casefold()] = 1.0
    return Standing(rank, features)
