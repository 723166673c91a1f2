"""Points of the compass as people write them, read backwards from where they end in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_POINTS: Final = (
    "north", "north-northeast", "northeast", "east-northeast", "east", "east-southeast", "southeast",
    "south-southeast", "south", "south-southwest", "southwest", "west-southwest", "west", "west-northwest",
    "northwest", "north-northwest",
)  # fmt: skip
_LETTERS: Final = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")
_STEP: Final = 22.5

_QUARTER: Final = r"(?:north|south|east|west)"
_WORDS: Final = rf"{_QUARTER}(?:(?:[- ]?|-?by-){_QUARTER}){{0,2}}"
_BOTH: Final = rf"{_QUARTER}(?:[- ]?{_QUARTER})?(?: and {_QUARTER})?"
_BEFORE: Final = r"(?<![\w'’-])"  # noqa: RUF001 - typographic apostrophe

_TOWARDS: Final = re.compile(
    rf"{_BEFORE}(?:(?P<words>{_WORDS}|{_BOTH})(?:wards?|erly)?|(?P<letters>[NSEW]|[NS][EW]|[NSEW]{{3}}))\s*$",
    re.IGNORECASE,
)
_ADJECTIVE: Final = re.compile(
    rf"{_BEFORE}(?P<far>(?:far|extreme|upper)[ -])?"
    rf"(?:(?P<words>{_WORDS})(?P<ern>ern(?:most)?)?(?P<central>[- ]central)?"
    r"|(?P<middle>central))\s*$",
    re.IGNORECASE,
)
_NOTHING_ELSE: Final = re.compile(rf"{_WORDS}(?:ern)?|central", re.IGNORECASE)
_WINDOW: Final = 40
_CENTRAL: Final = "central"


@dataclass(frozen=True, slots=True)
class Direction:
    """A direction, and where its words begin.

    Attributes:
        start: first code point of the words.
        letters: the point of the compass in small letters ("nnw"); empty for the middle.
        is_capital: the words begin with a capital letter.
        is_adjective: written with "-ern", or "central": no part of most names.
        far: said to be the far end ("far northern").
    """

    start: int
    letters: str
    is_capital: bool = False
    is_adjective: bool = False
    far: bool = False

    @property
    def bearing(self) -> float:
        """Degrees clockwise from north."""
        return _LETTERS.index(self.letters) * _STEP if self.letters else 0.0

    @property
    def noun(self) -> str:
        """The point of the compass, "northwest"; "centre" for the middle."""
        return _POINTS[_LETTERS.index(self.letters)] if self.letters else "centre"

    @property
    def adjective(self) -> str:
        """As it stands before a name: "northwestern", "central"."""
        return f"{self.noun}ern" if self.letters else _CENTRAL


def towards(text: str, end: int) -> Direction | None:
    """The direction that ends at `end` (blanks apart), as before "of": "north", "NNW", "north and west"."""
    found = _TOWARDS.search(text, max(0, end - _WINDOW), end)
    if found is None:
        return None
    if found["letters"] and not found["letters"].isupper():
        return None
    letters = (found["letters"] or _initials(found["words"])).lower()
    return Direction(found.start(), letters) if letters in _LETTERS else None


def adjective(text: str, end: int) -> Direction | None:
    """The direction that ends at `end` as an adjective: "northern", "north-west", "far southern", "central"."""
    found = _ADJECTIVE.search(text, max(0, end - _WINDOW), end)
    if found is None:
        return None
    letters = "" if found["middle"] else _initials(found["words"]).lower()
    if letters and letters not in _LETTERS:
        return None
    first = text[found.start()]
    settled = bool(found["middle"] or found["ern"] or found["central"])
    return Direction(found.start(), letters, first.isupper(), settled, far=bool(found["far"]))


def is_direction(name: str) -> bool:
    """Whether a name is nothing but a direction: "Central", "South", "Northern"."""
    return bool(_NOTHING_ELSE.fullmatch(name))


def _initials(words: str) -> str:
    """The letters of a direction: "nw" of "north-west" and of "west and north"."""
    initials = "".join(found[0] for found in re.findall(_QUARTER, words, re.IGNORECASE)).lower()
    if len(initials) == 2 and initials[0] in "ew" and initials[1] in "ns":  # noqa: PLR2004 - two quarters
        return initials[::-1]
    return initials
