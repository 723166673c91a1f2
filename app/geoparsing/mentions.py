"""From a recognizer's spans to mentions: what is a place name, where it ends, and what it does.

Four readings of a document, each over what the one before left open: coordinates; spans that the recognizer calls
places; names inside spans that it calls something else (an organisation, a person, a people); and the rest of the
text, for names that the document uses as places elsewhere and for countries, provinces and demonyms.
"""

# ruff: noqa: RUF001 - typographic quotes and dashes are what the patterns look for

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.boundaries import Extent, extended, parts, trim
from app.geoparsing.context import word_after, word_before, words
from app.geoparsing.coordinates.setting import around, in_passages
from app.geoparsing.fame import Fame, fame, is_power
from app.geoparsing.kinds import kind_of, plain
from app.geoparsing.lexicon import COMMON, HEADS, LOCATIVES, PERSON_VERBS, SEATS, TITLES
from app.geoparsing.model import Kind, Mention
from app.geoparsing.recognizer import Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.model import Passage
    from app.geoparsing.recognizer import Span

_NAMED: Final = frozenset({Label.ORGANISATION, Label.OTHER})
_GOVERNMENT: Final = re.compile(r"(?:Government|Republic|Kingdom|State|Parliament|Commonwealth) of [A-Z]\S*$")
"""Names that are a country's own, in full."""
_AND: Final = re.compile(r"\s+(?:and|&)\s+(?:the\s+)?")
_JOINTS: Final = frozenset({" ", "-", "\n"})
"""What may stand between two words of one name."""
_NUMBERED: Final = re.compile(
    r"(?:U\.S\. |State |County )?(?:Highway|Route|Interstate|Road|District|Ward|Precinct|Exit|Room|Building|Pier)s?"
    r" \d+\w*"
    r"|[IM]-\d+|City Hall|Main Street|Town Hall|City Council|County Courthouse"
)
"""Things that a thousand towns have: no name of a place by themselves."""
_INNER_LOCATIVES: Final = frozenset({"of", "in", "at", "for"})
_LIST: Final = (", ", " and ", ", and ", " or ")
_BOTH: Final = 2
_LONGEST: Final = 4
_SHORT: Final = 3


class _Draft(NamedTuple):
    """A mention to be.

    `whole` is the surrounding name that it was found in, `form` how it is written as a coordinate, if it is one.
    """

    extent: Extent
    demonym: bool = False
    whole: str = ""
    form: str = ""


class Finder:
    """Finds the mentions of one document.

    Args:
        text: the document's text.
        passages: the parts of it to read.
        spans: what the recognizer found in them, in order.
        candidates: what knows names.

    Attributes:
        coordinates: the coordinates written in the passages, in order.
    """

    def __init__(self, text: str, passages: Sequence[Passage], spans: Sequence[Span], candidates: Candidates) -> None:
        self._text = text
        self._passages = passages
        self.coordinates = in_passages(text, passages)
        self._spans = around(self.coordinates, spans) if self.coordinates else spans
        self._candidates = candidates
        self._names: set[str] = set()
        self._persons: set[str] = set()
        self._starts: set[int] = set()
        self._ends: set[int] = set()

    def mentions(self) -> list[Mention]:
        """The document's mentions, in order and not overlapping."""
        self._persons = set(self._person_words())
        drafts = [draft for span in self._spans if span.label is Label.PLACE for draft in self._placed(span)]
        self._names = {plain(self._surface(draft.extent)) for draft in drafts}
        self._starts = {draft.extent.start for draft in drafts}
        self._ends = {draft.extent.end for draft in drafts}
        drafts[:0] = (_Draft(Extent(one.start, one.end), form=one.form) for one in self.coordinates)
        for span in self._spans:
            if span.label is not Label.PLACE:
                drafts.extend(self._within(span))
        drafts.extend(self._elsewhere())
        return [self._mention(draft) for draft in _apart(drafts)]

    def _surface(self, extent: Extent) -> str:
        return self._text[extent.start : extent.end]

    def _fame(self, extent: Extent) -> Fame:
        return fame(self._candidates, self._surface(extent))

    def _person_words(self) -> Iterator[str]:
        """The words of persons' names of more than one word."""
        for span in self._spans:
            if span.label is Label.PERSON:
                found = [self._text[a:b] for a, b in words(self._text, span.start, span.end)]
                if len(found) > 1:
                    yield from (plain(word.removesuffix("'s").removesuffix("’s")) for word in found)

    # -- spans that the recognizer calls places

    def _placed(self, span: Span) -> Iterator[_Draft]:
        """The toponyms of a span that is a place to the recognizer."""
        whole = trim(self._text, span.start, span.end)
        if whole is None or (self._surface(whole).islower() and not self._text.islower()):
            return  # "the china plate"
        for piece in parts(self._text, whole, self._candidates.has_name):
            extent = extended(self._text, piece, self._candidates.has_name)
            if not self._names_a_person(extent) and not _NUMBERED.fullmatch(self._surface(extent)):
                yield _Draft(extent, self._fame(extent) is Fame.DEMONYM, self._cut_off(span))

    def _cut_off(self, span: Span) -> str:
        """The whole name, where the recognizer ended an organisation's before "and": "State of Iraq and the Levant"."""
        at = bisect_left(self._spans, span.start, key=lambda other: other.start) - 1
        before = self._spans[at] if at >= 0 else None
        if (
            before is None
            or before.label is not Label.ORGANISATION
            or not _AND.fullmatch(self._text, before.end, span.start)
        ):
            return ""
        words_of_it = self._text[before.start : before.end].split()
        if len(words_of_it) < _SHORT or "of" not in words_of_it[:-1] or not self._candidates.has_name(words_of_it[-1]):
            return ""
        return " ".join(self._text[before.start : span.end].split())

    def _names_a_person(self, extent: Extent) -> bool:
        """Whether a single word that is also part of a person's name here is used as that person's name."""
        if plain(self._surface(extent)) not in self._persons:
            return False
        after = word_after(self._text, extent.end).casefold()
        before = word_before(self._text, extent.start).casefold().rstrip(".")
        return before in TITLES or (after in PERSON_VERBS and before not in LOCATIVES)

    # -- names inside spans that the recognizer calls something else

    def _within(self, span: Span) -> Iterator[_Draft]:
        """The toponyms in a span that is something else to the recognizer."""
        extent = trim(self._text, span.start, span.end)
        if extent is None:
            return
        if span.label is Label.PEOPLE:
            if self._fame(extent) is not Fame.NONE:
                yield from self._people(extent)
            else:
                yield from self._embedded(extent)
        elif span.label is Label.PERSON:
            if self._is_place_after_all(extent):
                yield _Draft(extended(self._text, extent, self._candidates.has_name))
        elif span.label in _NAMED:
            if self._is_named_place(extent):
                yield _Draft(extent)
            else:
                yield from self._embedded(extent)

    def _people(self, extent: Extent) -> Iterator[_Draft]:
        """A people or nationality: a demonym; a country in the people's stead is a place."""
        rank = self._fame(extent)
        if _is_designation(self._text, extent):
            return
        if rank is Fame.DEMONYM:
            yield _Draft(extent, demonym=True)
        elif (rank is Fame.WORLD and self._listed_as_written(self._surface(extent))) or plain(
            self._surface(extent)
        ) in self._names:
            yield _Draft(extent)

    def _is_place_after_all(self, extent: Extent) -> bool:
        """Whether a span that the recognizer takes for a person is a place: this document or its sentence says so."""
        surface = self._surface(extent)
        if not self._candidates.has_name(surface):
            return False
        before = word_before(self._text, extent.start).casefold().rstrip(".")
        if before in TITLES or word_after(self._text, extent.end).casefold() in PERSON_VERBS:
            return False
        if self._has_container(extent) or before in LOCATIVES or self._sides_with_places(extent) == _BOTH:
            return True
        return plain(surface) in self._names and plain(surface) not in self._persons

    def _is_named_place(self, extent: Extent) -> bool:
        """Whether a span that the recognizer takes for an organisation is, as a whole, a place's name."""
        surface = self._surface(extent)
        if plain(surface) in SEATS:
            return self._candidates.has_name(surface)
        if not self._candidates.has_name(surface) or (len(surface) <= _SHORT and surface.isalpha()):
            return self._candidates.has_name(surface) and self._fame(extent) is Fame.WORLD
        if plain(surface) in self._names or self._has_container(extent):
            return True
        before = word_before(self._text, extent.start).casefold()
        rank = self._fame(extent)
        return rank is Fame.WORLD or (rank >= Fame.PLACE and before in LOCATIVES and plain(surface) not in COMMON)

    def _has_container(self, extent: Extent) -> bool:
        """Whether ", State" or ", Country" follows."""
        following = self._text[extent.end : extent.end + 2]
        if following not in {", ", " ("}:
            return False
        start = extent.end + 2
        for a, b in words(self._text, start, start + 40):
            if a > start:
                return False
            longer = [b, *(d for _, d in words(self._text, b, b + 20))][:2]
            return any(self._is_large(Extent(a, end)) for end in longer)
        return False

    def _is_large(self, extent: Extent) -> bool:
        return self._surface(extent)[:1].isupper() and self._fame(extent) is Fame.WORLD

    def _embedded(self, whole: Extent) -> Iterator[_Draft]:
        """The toponyms inside a name: longest first, from the left."""
        found = list(words(self._text, whole.start, whole.end))
        name = " ".join(self._surface(whole).split())
        at = 0
        while at < len(found):
            for length in range(min(_LONGEST, len(found) - at), 0, -1):
                extent = trim(self._text, found[at][0], found[at + length - 1][1])
                draft = self._inside(extent, whole, name) if extent else None
                if draft:
                    yield draft
                    at += length
                    break
            else:
                at += 1

    def _inside(self, extent: Extent, whole: Extent, name: str) -> _Draft | None:
        """The draft for one run of words inside a name, if it is a toponym there."""
        surface = self._surface(extent)
        if not surface[0].isupper() or extent == whole or not self._candidates.has_name(surface):
            return None
        rank, short = self._fame(extent), len(surface) <= _SHORT
        if rank is Fame.DEMONYM:
            return None if short else _Draft(extent, demonym=True)
        if (short and not (rank is Fame.WORLD and surface.isupper())) or not self._listed_as_written(surface):
            return None
        return _Draft(extent, whole=name) if self._means_its_place(extent, whole, rank) else None

    def _means_its_place(self, extent: Extent, whole: Extent, rank: Fame) -> bool:
        """Whether a known name inside a longer one stands for its place: by fame, document or neighbours."""
        name = plain(self._surface(extent))
        if name in self._names:
            return True
        if name in COMMON:
            return False
        if rank is Fame.WORLD:
            return True
        after = word_after(self._text, extent.end).casefold() if extent.end < whole.end else ""
        before = word_before(self._text, extent.start).casefold() if extent.start > whole.start else ""
        placed = (extent.start == whole.start and after in HEADS) or before in _INNER_LOCATIVES
        return name not in self._persons and (placed or (rank is Fame.CITY and bool(after)))

    def _listed_as_written(self, surface: str) -> bool:
        """Whether a name is some place's own, no building's and no form that the gazetteer made out ("State of X")."""
        return any(
            plain(hit.matched) == plain(surface) and not hit.place.feature.startswith("S.")
            for hit in self._candidates.find(surface)
        )

    # -- the rest of the text

    def _elsewhere(self) -> Iterator[_Draft]:
        """Names outside all spans: places that the document names elsewhere, countries, provinces, demonyms."""
        starts = [span.start for span in self._spans]
        for passage in self._passages:
            taken_to = passage.start
            for start, end in words(self._text, passage.start, passage.end):
                if start < taken_to or not self._text[start].isupper():
                    continue
                at = bisect_left(starts, end)
                if at and self._spans[at - 1].end > start:
                    continue
                limit = min(self._spans[at].start, passage.end) if at < len(starts) else passage.end
                draft = self._free(start, end, limit)
                if draft:
                    taken_to = draft.extent.end
                    yield draft

    def _free(self, start: int, end: int, limit: int) -> _Draft | None:
        """The draft for the longest toponym that begins at a capitalised word outside all spans."""
        ends = [end]
        for a, b in words(self._text, end, min(limit, end + 40)):
            if not self._text[a].isupper() or self._text[ends[-1] : a] not in _JOINTS or len(ends) == _SHORT:
                break
            ends.append(b)
        for stop in reversed(ends):
            extent = trim(self._text, start, stop)
            if extent and extent.start == start and (draft := self._outside(extent)):
                return draft
        return None

    def _outside(self, extent: Extent) -> _Draft | None:
        """The draft for a capitalised name outside all spans, if the document or its fame makes it a toponym."""
        surface = self._surface(extent)
        short = len(surface) <= _SHORT
        if plain(surface) in COMMON or not self._candidates.has_name(surface) or (short and not surface.isupper()):
            return None
        if _is_designation(self._text, extent) or self._names_a_person(extent):
            return None
        rank, named = self._fame(extent), plain(surface) in self._names
        if rank is Fame.DEMONYM:
            return None if short or self._beside_a_name(extent) else _Draft(extent, demonym=True)
        alone = not short and not self._beside_a_name(extent)
        shown = self._has_container(extent) or self._sides_with_places(extent)
        stands = rank is Fame.WORLD or (rank >= Fame.PLACE and shown)
        return _Draft(extent) if named or (alone and stands) else None

    def _sides_with_places(self, extent: Extent) -> int:
        """On how many sides a place stands with it in a list: "Baiji, Samarra and Tikrit"."""
        after = any(
            self._text.startswith(word, extent.end) and extent.end + len(word) in self._starts for word in _LIST
        )
        before = any(
            self._text.endswith(word, 0, extent.start) and extent.start - len(word) in self._ends for word in _LIST
        )
        return int(after) + int(before)

    def _beside_a_name(self, extent: Extent) -> bool:
        """Whether another capitalised word stands right before or after, so that a longer name is likely."""
        after = word_after(self._text, extent.end)
        if after.isupper() and self._surface(extent).isupper():
            return False  # a headline in capitals: the next word says nothing
        return after[:1].isupper() and self._text[extent.end : extent.end + 1] == " "

    # -- drafts to mentions

    def _mention(self, draft: _Draft) -> Mention:
        """The mention with its kind and the evidence for it."""
        start, end = draft.extent
        surface = self._surface(draft.extent)
        if draft.form:
            return Mention(start, end, surface, Kind.COORDINATE, draft.form)
        if draft.demonym:
            return Mention(start, end, surface, Kind.DEMONYM, "names a people or what comes from the place")
        if draft.whole and not _GOVERNMENT.match(draft.whole):
            return Mention(start, end, surface, Kind.EMBEDDED, f"inside the name “{draft.whole}”")
        if plain(surface) in SEATS or is_power(self._candidates, surface):
            return Mention(start, end, surface, *kind_of(self._text, start, end))
        return Mention(start, end, surface, Kind.LITERAL)


def _is_designation(text: str, extent: Extent) -> bool:
    """Whether the name is that of a product: after "AT-6C", before "II" or "500"."""
    before, after = word_before(text, extent.start), word_after(text, extent.end)
    return (any(c.isdigit() for c in before) and "-" in before) or (after.strip("IVX") == "" and len(after) > 1)


def _apart(drafts: list[_Draft]) -> Iterator[_Draft]:
    """The drafts in order, of two that overlap the one that was read first."""
    taken: list[_Draft] = []
    for draft in drafts:
        at = bisect_left(taken, draft.extent.start, key=lambda other: other.extent.start)
        free_before = at == 0 or taken[at - 1].extent.end <= draft.extent.start
        free_after = at == len(taken) or draft.extent.end <= taken[at].extent.start
        if free_before and free_after:
            taken.insert(at, draft)
    yield from taken
