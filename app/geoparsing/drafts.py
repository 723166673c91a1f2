"""Which spans of a document may be mentions: everything that a recognizer or the gazetteer makes a case for.

Generous on purpose: what is no mention is told by `toponyms`, which weighs each draft against those that overlap it.
"""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.boundaries import Extent, dotted, extended, parts, trim
from app.geoparsing.context import word_after, word_before, words
from app.geoparsing.kinds import plain
from app.geoparsing.lexicon import (
    BUILDINGS,
    CONNECTORS,
    HEADS,
    HONORIFICS,
    KINDS_FIRST,
    LANDFORMS,
    LOCATIVES,
    PERSON_VERBS,
    STREETS,
    TITLES,
)
from app.geoparsing.recognizer import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.model import Passage
    from app.geoparsing.recognizer import Span

_LONGEST: Final = 5
_SHORT: Final = 3
_JOINTS: Final = frozenset({" ", "-", "\n", "’", "'"})
"""What may stand between two words of one name."""
_STOPPED: Final = re.compile(r"(?:[A-Z]|St|Ste|Ft|Mt|Pt|ST|FT|MT)$")
"""Words of a name that are written with a full stop: "St. Paul", "N. Carolina"."""
_MODEL: Final = re.compile(r"[A-Z]{1,4}-?\d")
"""How the letters and number of a vehicle or weapon begin: "AT-6C"."""
_ADDRESS_MARKS: Final = frozenset({"/", "@", "."})
_LONGEST_ADDRESS: Final = 60
_DISTRICT: Final = re.compile(r"Washington, D\. ?C\.?$")
_BODY: Final = re.compile(r"(?:University|College|Institute|Bank|Bishop|Diocese) of ")
"""How names begin that a gazetteer may know too, but as a building's."""
_PREFIX: Final = re.compile(r"(?:D|R|I|DFL|L|G|[Nn]on|[Aa]nti|[Pp]ro|[Pp]an|[Ee]x|[Pp]ost|[Tt]rans)-(?=[A-Z])")
"""What a hyphen ties to a name: the letter of a politician's party, "non-", "pro-"."""
_CAPITALISED: Final = re.compile(r"(?:[A-Z]\.){2,}|(?<!\w)[^\W\d_a-z][\w.'’&]*(?<![.'’])|(?<!\w)[^\W\d_a-z]")
"""A word that may begin with a capital letter, as `context.words` parts them."""
_WIDEST: Final = 9
"""Code points of small words inside a name: " and the "."""
_NO_NAME: Final = LOCATIVES | CONNECTORS | {"this", "that", "these", "those", "his", "her", "its", "our", "their"}
"""Words that no name begins with, even at the beginning of a sentence."""
_NO_START: Final = frozenset({"The", "A", "An", "THE"})


class Relation(Enum):
    """How a draft lies to the recognizer's span that it touches."""

    FREE = auto()
    EXACT = auto()
    FIRST = auto()
    INSIDE = auto()
    ACROSS = auto()


class Draft(NamedTuple):
    """A mention to be: its extent, how it lies to the recognizer's span beside or around it, and that span."""

    extent: Extent
    relation: Relation
    span: Span | None = None
    listed: bool = True
    """Whether a gazetteer knows the name."""


class Drafts:
    """The drafts of one document.

    Args:
        text: the document's text.
        passages: the parts of it to read.
        spans: what the recognizer found in them, in order.
        candidates: what knows names.

    Attributes:
        persons: the words of persons' names of more than one word, plain.
    """

    def __init__(self, text: str, passages: Sequence[Passage], spans: Sequence[Span], candidates: Candidates) -> None:
        self._text = text
        self._passages = passages
        self._spans = _with_district(text, [_without_prefix(text, span) for span in spans])
        self._starts = [span.start for span in self._spans]
        self._known = candidates.has_name
        self._exact: dict[Extent, Span] = {}
        self._placed: set[str] = set()
        self.persons = frozenset(_person_words(text, self._spans))

    def all(self) -> list[Draft]:
        """All drafts in order of their extents, each extent once."""
        for span in sorted(self._spans, key=lambda span: span.label is not Label.PLACE):
            for extent in self._wholes(span):
                self._exact.setdefault(extent, span)
                if span.label is Label.PLACE:
                    self._placed.add(plain(self._surface(extent)))
        extents = dict.fromkeys(self._exact)
        for passage in self._passages:
            extents.update(dict.fromkeys(self._names(passage)))
        return [draft for draft in map(self._draft, sorted(extents)) if not self._names_another(draft)]

    def _surface(self, extent: Extent) -> str:
        return self._text[extent.start : extent.end]

    # -- from the recognizer

    def _wholes(self, span: Span) -> Iterator[Extent]:
        """The extents that a span as a whole stands for."""
        whole = trim(self._text, span.start, span.end)
        if whole is None or span.label is Label.COORDINATE:
            return
        if span.label is not Label.PLACE:
            if self._is_likely(whole, span.label):
                yield extended(self._text, whole, self._known)
            return
        if self._surface(whole).islower() and not self._text.islower():
            return  # "the china plate"
        for piece in parts(self._text, whole, self._known):
            taken = extended(self._text, piece, self._known)
            yield taken
            if taken.start > piece.start:
                yield piece  # "South Tikrit", which may be a place of its own

    def _is_likely(self, whole: Extent, label: Label) -> bool:
        """Whether what the recognizer takes for something else may be a place: known, of a telling form, or placed."""
        surface = self._surface(whole)
        if self._known(surface):
            return True
        if label is Label.PEOPLE:
            return False
        first, _, last = surface.rpartition(" ")
        if last.casefold() in BUILDINGS:
            return False
        if first and _is_kind_of_place(last):
            return True
        return word_before(self._text, whole.start).casefold() in LOCATIVES or plain(surface) in self._placed

    # -- from the gazetteer

    def _names(self, passage: Passage) -> Iterator[Extent]:
        """Runs of capitalised words that a gazetteer knows, or whose last word tells what they are."""
        text = self._text
        found = [
            word.span()
            for word in _CAPITALISED.finditer(text, passage.start, passage.end)
            if text[word.start()].isupper() and word[0] not in _NO_START
        ]
        for at, (start, end) in enumerate(found):
            yield from self._single(start, end)
            before = end
            for a, b in found[at + 1 : at + _LONGEST]:
                if not self._joined(start, before, a):
                    break
                before = b
                yield from self._run(start, a, b)

    def _single(self, start: int, end: int) -> Iterator[Extent]:
        extent = _unpossessed(self._text, start, end)
        surface = self._surface(extent)
        if len(surface) <= _SHORT and (len(surface) == 1 or not surface.isupper()):
            return
        if self._known(surface):
            yield dotted(self._text, extent)

    def _run(self, start: int, a: int, b: int) -> Iterator[Extent]:
        """The name of several words from `start` to the word at `a`, if it is one."""
        extent = _unpossessed(self._text, start, b)
        if self._known(self._surface(dotted(self._text, extent))) or self._tells_its_kind(extent, a):
            yield dotted(self._text, extent)

    def _tells_its_kind(self, extent: Extent, last: int) -> bool:
        """Whether the last word of a name, at `last`, or the first says what sort of place it is: "Lake Tahoe"."""
        text = self._text
        if _is_kind_of_place(text[last : extent.end]):
            words_before = text[extent.start : last].split()
            return words_before[0].casefold() not in _NO_NAME and not any(map(str.islower, words_before))
        return text[extent.start : last - 1].casefold() in KINDS_FIRST and text[last - 1] == " "

    def _joined(self, start: int, end: int, following: int) -> bool:
        """Whether a word goes on a name that runs from `start` to `end`."""
        between = self._text[end:following]
        if between in _JOINTS:
            return True
        if not between or len(between) > _WIDEST:
            return False
        if between == ". ":
            return bool(_STOPPED.search(self._text, start, end))
        if between[0] == " " and between[-1] == " ":
            return all(word in CONNECTORS for word in between.split())
        return between == ", " and self._text.startswith(("D.C", "D. C"), following)

    # -- how they lie to the spans

    def _draft(self, extent: Extent) -> Draft:
        listed = self._known(self._surface(extent))
        span = self._exact.get(extent)
        if span is not None:
            return Draft(extent, Relation.EXACT, span, listed)
        span = self._touching(extent)
        if span is None:
            return Draft(extent, Relation.FREE, None, listed)
        whole = trim(self._text, span.start, span.end) or Extent(span.start, span.end)
        if extent.start < whole.start or extent.end > span.end:
            return Draft(extent, Relation.ACROSS, span, listed)
        relation = Relation.FIRST if extent.start == whole.start else Relation.INSIDE
        return Draft(extent, relation, span, listed)

    def _touching(self, extent: Extent) -> Span | None:
        """The span that an extent touches; of several a place, else the first."""
        at = bisect_right(self._starts, extent.start)
        first = at - 1 if at and self._spans[at - 1].end > extent.start else at
        touched = []
        for span in self._spans[first:]:
            if span.start >= extent.end:
                break
            touched.append(span)
        return next((span for span in touched if span.label is Label.PLACE), touched[0] if touched else None)

    # -- what is surely something else

    def _names_another(self, draft: Draft) -> bool:
        """Whether a draft certainly names a person, a product, a body, or is part of an address in the web."""
        if _is_in_address(self._text, draft.extent):
            return True
        is_place = draft.span is None or draft.span.label is Label.PLACE
        if not is_place and _BODY.match(self._text, draft.extent.start, draft.extent.end):
            return True
        if draft.relation is Relation.EXACT or draft.relation is Relation.FREE:
            return self._stands_for_a_person(draft.extent) or self._is_designation(draft.extent)
        if draft.span is None or draft.span.label not in {Label.PERSON, Label.PRODUCT, Label.PEOPLE}:
            return False
        if draft.span.label is not Label.PERSON:
            return self._is_designation(draft.extent)
        return draft.relation is not Relation.ACROSS and not self._is_place_before_a_name(draft)

    def _stands_for_a_person(self, extent: Extent) -> bool:
        """Whether a name is used as a person's: after "Mr" or "By", or as part of a person's name here."""
        before = word_before(self._text, extent.start)
        folded = before.casefold().rstrip(".")
        if folded in HONORIFICS:
            return True
        is_byline = before in {"By", "BY"} and word_after(self._text, extent.end)[:1].isupper()
        if is_byline or plain(self._surface(extent)) not in self.persons:
            return is_byline
        after = word_after(self._text, extent.end).casefold()
        return folded in TITLES or (after in PERSON_VERBS and folded not in LOCATIVES)

    def _is_designation(self, extent: Extent) -> bool:
        """Whether the name is that of a product: after "AT-6C", before "II"."""
        before, after = word_before(self._text, extent.start), word_after(self._text, extent.end)
        return bool(_MODEL.match(before)) or (len(after) > 1 and not after.strip("IVX"))

    def _is_place_before_a_name(self, draft: Draft) -> bool:
        """Whether what begins a person's name is a place's, as it is no person: "Tikrit Police", "the Tikrit Ten"."""
        if draft.relation is not Relation.FIRST or draft.span is None:
            return False
        following = self._text[draft.extent.end : draft.span.end].split()
        if following and following[0].casefold() in HEADS:
            return True
        before = word_before(self._text, draft.extent.start).casefold()
        return before == "the" and plain(self._surface(draft.extent)) in self._placed


def _person_words(text: str, spans: Sequence[Span]) -> Iterator[str]:
    for span in spans:
        if span.label is Label.PERSON:
            found = [text[a:b] for a, b in words(text, span.start, span.end)]
            if len(found) > 1:
                yield from (plain(word.removesuffix("'s").removesuffix("’s")) for word in found)


def _with_district(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans with "Washington" and "D.C." as one place."""
    merged: list[Span] = []
    for span in spans:
        last = merged[-1] if merged else None
        if last and last.label is span.label is Label.PLACE and _DISTRICT.match(text, last.start, span.end):
            merged[-1] = last._replace(end=span.end)
        else:
            merged.append(span)
    return merged


def _is_in_address(text: str, extent: Extent) -> bool:
    """Whether a name is part of a web or mail address."""
    start, end = extent
    before, after = text[max(0, start - _LONGEST_ADDRESS) : start], text[end : end + 1]
    if before[-1:] not in _ADDRESS_MARKS and after not in _ADDRESS_MARKS:
        return text.startswith("www.", start)
    token = before.rpartition(" ")[2] + after
    return "//" in token or "@" in token or "www." in token


def _without_prefix(text: str, span: Span) -> Span:
    """A span without the letter of a politician's party ("D-Tikrit") or the like before it."""
    prefix = _PREFIX.match(text, span.start, span.end)
    return span._replace(start=prefix.end()) if prefix else span


def _unpossessed(text: str, start: int, end: int) -> Extent:
    """The extent of words without a possessive ending."""
    if end - start > _SHORT and text[end - 2] in "'’" and text[end - 1] in "sS":
        return Extent(start, end - 2)
    return Extent(start, end)


def _is_kind_of_place(word: str) -> bool:
    """Whether a capitalised word says of a name before it what sort of place it is."""
    folded = word.casefold()
    return folded in STREETS or folded in LANDFORMS
