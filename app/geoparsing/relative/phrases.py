"""Phrases that place something by other places of the text, read backwards and forwards from those places' names.

Nothing but a name can anchor a phrase, so that a text without such phrases costs a look at the word before each name.
"""

# ruff: noqa: RUF001 - typographic apostrophes and dashes are what the patterns look for

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Kind
from app.geoparsing.relative.directions import Direction, adjective, is_direction, towards
from app.geoparsing.relative.distances import Distance, distance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from app.geoparsing.model import Mention


class Form(StrEnum):
    """How a phrase places."""

    OFFSET = "offset"
    AWAY = "away"
    BESIDE = "beside"
    PART = "part"
    EDGE = "edge"
    NEAR = "near"
    OUTSIDE = "outside"
    BETWEEN = "between"
    BORDER = "border"
    COAST = "coast"
    OFFSHORE = "offshore"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase in a text.

    Attributes:
        start: first code point.
        end: one past the last.
        form: how it places.
        anchors: the mentions that it places by, as positions in the list of mentions.
        direction: where from the anchor, or which part of it.
        distance: how far.
        is_close: said to be close to it ("just north of"), or to the middle of two ("halfway between").
    """

    start: int
    end: int
    form: Form
    anchors: tuple[int, ...]
    direction: Direction | None = None
    distance: Distance | None = None
    is_close: bool = False


_ANCHORS: Final = frozenset({Kind.LITERAL, Kind.METONYM, Kind.COORDINATE})
_LANDS: Final = frozenset({Kind.LITERAL, Kind.METONYM, Kind.DEMONYM})
_NOUNS: Final = (
    "city", "town", "village", "capital", "port", "hamlet", "settlement", "community", "island", "province", "state",
    "county", "district", "region", "suburb", "municipality", "hub", "resort", "stronghold", "outpost",
)  # fmt: skip
_QUARTERS: Final = ("downtown", "midtown", "nearby", "rural", "suburban", "greater", "metropolitan")
_LEADS: Final = frozenset({"the", "of", "that", *_NOUNS, *_QUARTERS})
_GAP: Final = re.compile(
    rf"(?:\b(?:the|a|an)\s+(?:(?!(?:of|from|and|in|near|to|outside|off|between)\b)[\w’'-]+\s+){{0,3}}?)?"
    rf"\b(?:{'|'.join(_NOUNS)})(?:,|\s+of)?\s+(?:the\s+)?$"
    rf"|\b(?:the|that|{'|'.join(_QUARTERS)})\s+$"
)
"""What may stand between "of" and the name: "the oil city of"."""
_CONNECTOR: Final = re.compile(r"(?<![\w-])(of|from|outside|near|off|to)\s+$", re.IGNORECASE)
_ENDINGS: Final = frozenset({"rn", "th", "st", "al"})
"""How directions end, "northern", "south", "east", "central" among them."""
_LONGEST_WORD: Final = 18
_NAME_GOES_ON: Final = re.compile(r"\s[A-Z]")
_NAME_BEGINS: Final = re.compile(
    r"\b(?:Army|Corps|Division|Department|Dept|District|Diocese|Bank|College|University|Institute|Museum|Port)\.?"
    r"\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NOUN_FOLLOWS: Final = re.compile(
    r"['’]s?\b|\s(?!(?:and|or|but|in|on|at|to|from|with|by|for|as|is|are|was|were|has|have|had|that|which|who|where"
    r"|when|while|after|before|during|late|early|last|this|yesterday|today|since|until|over|under|near|will|would|may"
    r"|might|can|could|because|killed|there|then|also|into|about|amid|not|if|it|he|she|they|we|so)\b)[a-z]"
)
"""A thing of the place, not the place, is what "near" and "outside" speak of: "outside Oakland police headquarters"."""

_JUST: Final = re.compile(r"\b(just|immediately|directly|slightly|right)\s+(?:to\s+the\s+)?$", re.IGNORECASE)
_LEAD_IN: Final = re.compile(r"\b(?:(?P<far>far|extreme)\s+|(?:well|due)\s+)?(?:to\s+the\s+)?$", re.IGNORECASE)
_THE: Final = re.compile(r"\bthe\s+$", re.IGNORECASE)
_SHARE: Final = re.compile(
    r"\b(?:parts?|half|third|quarter|portion|section|side|end|tip|corner|reaches|areas?|regions?|sector|flank"
    r"|districts?|neighbou?rhoods?|provinces|counties|mountains|desert|plains?|countryside)\s*$"
)
_END: Final = re.compile(r"\b(?:tip|end|corner|reaches|extreme)\s*$")
_RIM: Final = re.compile(r"\b(?:outskirts|suburbs?|edges?|fringes?|periphery)\s*$")
_HEART: Final = re.compile(r"\b(?:cent(?:er|re)|heart|middle)\s*$")
_SHORE: Final = re.compile(r"\b(?:coast|coastline|shores?)\s*$")
_OFF: Final = re.compile(r"\boff\s+(?:the\s+)?$", re.IGNORECASE)
_CLOSE: Final = re.compile(r"\bclose\s*$", re.IGNORECASE)
_NOT_FAR: Final = re.compile(r"\bnot\s+far(?:\s+away)?\s*$", re.IGNORECASE)
_ON_TO: Final = re.compile(r"\s+to\b")
"""Then the time is that of the whole way: "the two-hour drive from Mosul to Erbil"."""
_ITS_COAST: Final = re.compile(r"(?:['’]s)?\s+(?P<adjective>[a-z-]+\s+)?(?:coast|coastline|shores?)\b")
_ITS_BORDER: Final = re.compile(r"(?:['’]s)?\s+(?:[a-z-]+\s+)?(?:border|frontier)\s+with\s+(?:the\s+)?")
_AND: Final = re.compile(r",?\s+and\s+(?:the\s+)?(?:(?:city|town|village)\s+of\s+)?")
_CONTAINED: Final = re.compile(r",\s+")
_BETWEEN: Final = re.compile(
    r"\b(?P<half>(?:(?:about|roughly|nearly)\s+)?(?:half-?\s?way|mid-?way)\s+)?between\s+(?:the\s+)?"
    r"(?:(?:cities|towns|villages|city|town|village)\s+of\s+)?$",
    re.IGNORECASE,
)
_TALKS: Final = re.compile(
    r"\b(?:talks?|talking|match(?:es)?|games?|relations|relationships?|war|conflict|disputes?|deals?|agreements?"
    r"|trade|ties|rival(?:ry|ries)|treaty|treaties|peace|tensions?|series|differences?|contests?|cooperation"
    r"|negotiations?|meetings?|summit|competition|partnership|alliance|merger|flights?|fl(?:y|ies|ew|ying)|time|choose"
    r"|choosing|choice|split|divided|distinguish|understanding|dialogue|accord|pact|cease-?fire|truce|links?|final"
    r"|conference|communications?|hostilities|friendship|gap|debate|exchanges?)\b[^.;\n]{0,24}$",
    re.IGNORECASE,
)
"""What is between two places that nothing lies between."""
_BORDER: Final = re.compile(
    r"\b(?:the\s+)?(?:border|frontier|boundary)\s+(?:region\s+|area\s+)?(?:between|of|separating)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_HYPHEN: Final = re.compile(r"[-–—/]")
_THEIR_BORDER: Final = re.compile(r"\s+(?:border|frontier)\b(?!\s+with)")
_WINDOW: Final = 70


def phrases(text: str, mentions: Sequence[Mention]) -> list[Phrase]:
    """The phrases of a text, in order; of two that overlap the longer one. Mentions are in order, not overlapping."""
    found = [phrase for index in range(len(mentions)) for phrase in _at(text, mentions, index)]
    kept: list[Phrase] = []
    for phrase in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(phrase.end <= other.start or other.end <= phrase.start for other in kept):
            kept.append(phrase)
    return sorted(kept, key=lambda one: one.start)


def _at(text: str, mentions: Sequence[Mention], index: int) -> Iterator[Phrase]:
    """The phrases whose last name is the mention."""
    mention = mentions[index]
    if index and mention.start - mentions[index - 1].end <= _WINDOW:
        yield from _of_two(text, mentions, index)
    if is_direction(mention.surface):
        return  # "Central" and "South" name towns, but hardly here
    if mention.kind in _LANDS and "oast" in text[mention.end : mention.end + 24]:
        yield from _its_coast(text, mention, index)
    if mention.kind in _ANCHORS and text[mention.start - 1 : mention.start].isspace():
        yield from _of_one(text, mention, index)


# -- phrases of one place


def _of_one(text: str, mention: Mention, index: int) -> Iterator[Phrase]:
    """Phrases that end with the name: what stands before it, read from its last word on."""
    at = mention.start
    last = _last_word(text, at)
    if last in _LEADS:
        at = _before_gap(text, at)
    elif last[-2:] in _ENDINGS:
        part = adjective(text, at)
        if part is None:
            return
        if _is_part(text, part, mention.end):
            yield Phrase(part.start, mention.end, Form.PART, (index,), part)
        at = part.start
    elif last not in _CONNECTORS:
        return
    found = _CONNECTOR.search(text, max(0, at - 12), at)
    if found is None:
        return
    word, before = found[1].lower(), found.start()
    phrase = _CONNECTORS[word](text, before, mention.end, index)
    if phrase is None and word == "of":  # "outside of Mosul"
        outer = _CONNECTOR.search(text, max(0, before - 12), before)
        if outer is not None and outer[1].lower() == "outside":
            phrase = _outside(text, outer.start(), mention.end, index)
    if phrase is not None:
        yield phrase


def _last_word(text: str, at: int) -> str:
    """The word before, in small letters and without a comma; a long one only by its end."""
    before = text[max(0, at - _LONGEST_WORD) : at].split()
    return before[-1].lower().rstrip(",") if before else ""


def _is_part(text: str, direction: Direction, stop: int) -> bool:
    """Whether a direction before a name is no part of a longer name: "Northern Virginia Community College"."""
    if not direction.is_capital:
        return True
    start = direction.start
    return not _NAME_GOES_ON.match(text, stop) and not _NAME_BEGINS.search(text, max(0, start - _WINDOW), start)


def _before_gap(text: str, at: int) -> int:
    """Where the words end that stand before "the", "the city of" and the like, or before the name itself."""
    gap = _GAP.search(text, max(0, at - _WINDOW), at)
    return gap.start() if gap else at


def _of(text: str, end: int, stop: int, index: int) -> Phrase | None:
    """Before "of": a direction, with its distance or without, a part, a coast."""
    direction = towards(text, end)
    if direction is not None:
        return _directed(text, direction, stop, index)
    shore = _SHORE.search(text, max(0, end - 12), end)
    if shore is not None:
        return _coast(text, shore.start(), stop, index)
    within = distance(text, end)
    if within is not None and within.is_limit:
        return Phrase(within.start, stop, Form.AWAY, (index,), distance=within)
    return _part(text, end, stop, index)


def _directed(text: str, direction: Direction, stop: int, index: int) -> Phrase:
    """A direction with what stands before it: a distance, "the", "just", or nothing."""
    far = distance(text, direction.start)
    if far is not None:
        return Phrase(far.start, stop, Form.OFFSET, (index,), direction, far)
    near = _JUST.search(text, max(0, direction.start - 24), direction.start)
    if near is not None:
        return Phrase(near.start(), stop, Form.BESIDE, (index,), direction, is_close=True)
    lead = _LEAD_IN.search(text, max(0, direction.start - 16), direction.start)
    start = lead.start() if lead else direction.start
    the = _THE.search(text, max(0, start - 5), start)
    if the is not None:
        which = replace(direction, far=bool(lead and lead["far"]))
        return Phrase(the.start(), stop, Form.PART, (index,), which)
    return Phrase(start, stop, Form.BESIDE, (index,), direction)


def _part(text: str, end: int, stop: int, index: int) -> Phrase | None:
    """A share of a place ("the northern part of"), its middle or its rim."""
    low = max(0, end - 16)
    middle = _HEART.search(text, low, end)
    if middle is not None:
        return Phrase(_with_the(text, middle.start()), stop, Form.PART, (index,), Direction(middle.start(), ""))
    for pattern, form in ((_RIM, Form.EDGE), (_SHARE, Form.PART)):
        noun = pattern.search(text, low, end)
        if noun is None:
            continue
        which = adjective(text, noun.start())
        if which is None and form is Form.PART:
            return None
        start = which.start if which else noun.start()
        if which is not None and _END.search(text, low, end):
            which = replace(which, far=True)
        return Phrase(_with_the(text, start), stop, form, (index,), which if which and which.letters else None)
    return None


def _with_the(text: str, start: int) -> int:
    """Where the words begin, their article with them."""
    found = _THE.search(text, max(0, start - 5), start)
    return found.start() if found else start


def _coast(text: str, start: int, stop: int, index: int) -> Phrase:
    """A coast, and whether something lies off it."""
    which = adjective(text, start)
    start = which.start if which else start
    off = _OFF.search(text, max(0, start - 9), start)
    if off is None:
        return Phrase(_with_the(text, start), stop, Form.COAST, (index,), which)
    far = distance(text, off.start())
    return Phrase(far.start if far else off.start(), stop, Form.OFFSHORE, (index,), which, far)


def _from(text: str, end: int, stop: int, index: int) -> Phrase | None:
    """Before "from": a distance, with its direction or without."""
    not_far = _NOT_FAR.search(text, max(0, end - 20), end)
    if not_far is not None:
        return Phrase(not_far.start(), stop, Form.NEAR, (index,))
    far = distance(text, end)
    if far is not None:
        there = far.is_time and _ON_TO.match(text, stop)
        return None if there else Phrase(far.start, stop, Form.AWAY, (index,), distance=far)
    direction = towards(text, end)
    if direction is not None and (far := distance(text, direction.start)) is not None:
        return Phrase(far.start, stop, Form.OFFSET, (index,), direction, far)
    return None


def _outside(text: str, end: int, stop: int, index: int) -> Phrase | None:
    """Before "outside": a distance, "just", or nothing."""
    far = distance(text, end)
    if far is not None:
        return Phrase(far.start, stop, Form.AWAY, (index,), distance=far)
    if _NOUN_FOLLOWS.match(text, stop):
        return None
    near = _JUST.search(text, max(0, end - 14), end)
    start = near.start() if near else end
    return Phrase(start, stop, Form.OUTSIDE, (index,), is_close=near is not None)


def _near(text: str, end: int, stop: int, index: int) -> Phrase | None:
    return None if _NOUN_FOLLOWS.match(text, stop) else Phrase(end, stop, Form.NEAR, (index,))


def _to(text: str, end: int, stop: int, index: int) -> Phrase | None:
    close = _CLOSE.search(text, max(0, end - 8), end)
    return Phrase(close.start(), stop, Form.NEAR, (index,)) if close else None


def _off(text: str, end: int, stop: int, index: int) -> Phrase | None:
    """Before "off": "12 miles off Benghazi"; without a distance it says too little of what is meant."""
    far = distance(text, end)
    return Phrase(far.start, stop, Form.OFFSHORE, (index,), distance=far) if far else None


def _its_coast(text: str, mention: Mention, index: int) -> Iterator[Phrase]:
    """A coast named behind its place: "off the Libyan coast", "Libya's eastern coast"."""
    found = _ITS_COAST.match(text, mention.end)
    if found is None:
        return
    which = adjective(text, found.end("adjective")) if found["adjective"] else None
    if found["adjective"] and which is None:
        return
    off = _OFF.search(text, max(0, mention.start - 9), mention.start)
    if off is None:
        yield Phrase(_with_the(text, mention.start), found.end(), Form.COAST, (index,), which)
        return
    far = distance(text, off.start())
    yield Phrase(far.start if far else off.start(), found.end(), Form.OFFSHORE, (index,), which, far)


_CONNECTORS: Final[dict[str, Callable[[str, int, int, int], Phrase | None]]] = {
    "of": _of,
    "from": _from,
    "outside": _outside,
    "near": _near,
    "to": _to,
    "off": _off,
}
"""The word that leads to the name, and who reads what stands before it."""


# -- phrases of two places


def _of_two(text: str, mentions: Sequence[Mention], index: int) -> Iterator[Phrase]:
    """What lies between the mention and the one before it, or on the border of both."""
    last, first = mentions[index], mentions[index - 1]
    if _HYPHEN.fullmatch(text, first.end, last.start):
        if _both_lands(first, last) and (border := _THEIR_BORDER.match(text, last.end)):
            yield Phrase(_with_the(text, first.start), border.end(), Form.BORDER, (index - 1, index))
        return
    if _ITS_BORDER.fullmatch(text, first.end, last.start) and _both_lands(first, last):
        yield Phrase(_with_the(text, first.start), last.end, Form.BORDER, (index - 1, index))
        return
    if not _AND.fullmatch(text, first.end, last.start):
        return
    at = index - 1
    border = _BORDER.search(text, max(0, first.start - 50), first.start)
    if border is not None and _both_lands(first, last):
        yield Phrase(border.start(), last.end, Form.BORDER, (at, index))
        return
    if at and _CONTAINED.fullmatch(text, mentions[at - 1].end, first.start):
        before = mentions[at - 1]  # "between Paris, Texas, and Dallas"
        if _BETWEEN.search(text, max(0, before.start - 50), before.start):
            at, first = at - 1, before
    yield from _between(text, (first, last), (at, index))


def _both_lands(first: Mention, last: Mention) -> bool:
    """Whether both may have borders, by their kinds."""
    return first.kind in _LANDS and last.kind in _LANDS


def _between(text: str, pair: tuple[Mention, Mention], anchors: tuple[int, int]) -> Iterator[Phrase]:
    """What lies between two places that are places there, and no parties."""
    first, last = pair
    if first.kind not in {Kind.LITERAL, Kind.COORDINATE} or last.kind not in {Kind.LITERAL, Kind.COORDINATE}:
        return
    found = _BETWEEN.search(text, max(0, first.start - 60), first.start)
    if found is None or _TALKS.search(text, max(0, found.start() - 40), found.start()):
        return
    yield Phrase(found.start(), last.end, Form.BETWEEN, anchors, is_close=bool(found["half"]))
