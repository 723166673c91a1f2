"""How the names of a document stand to each other in its text: side by side, in a list, at its head."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.groups import Group
    from app.geoparsing.model import Mention

_CLOSE: Final = 40.0
"""Code points between two mentions at which the second counts half."""
_REACH: Final = 250
"""Code points beyond which two mentions do not stand beside each other."""
_LIST: Final = re.compile(r"(?:,|/|;| and| or| &|, and|, or|,? as well as) (?:the |in |of |from )?|/")
_DATELINE: Final = re.compile(
    r"(?:,? \(?[A-Z][\w. ]{1,24}\)?)?,?(?: \([A-Z][\w/ ]{1,30}\))?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2},?)? ?(?:—|–|--|-)\s"  # noqa: RUF001 - dashes of datelines
)
_HEAD: Final = 400
"""Code points of a text within which a dateline stands."""


def stand_beside(text: str, mentions: Sequence[Mention], groups: Sequence[Group]) -> None:
    """Tell each group what stands beside it, what it is listed with, and whether the text opens with it."""
    owner = {member: index for index, group in enumerate(groups) for member in group.members}
    for (one, left), (other, right) in itertools.pairwise(enumerate(mentions)):
        gap = right.start - left.end
        first, second = owner[one], owner[other]
        if first == second or not 0 <= gap <= _REACH:
            continue
        close = 1.0 / (1.0 + gap / _CLOSE)
        a, b = groups[first], groups[second]
        a.beside[second] = max(a.beside.get(second, 0.0), close)
        b.beside[first] = max(b.beside.get(first, 0.0), close)
        if a.container != b.surface and _LIST.fullmatch(text, left.end, right.start):
            a.listed.add(second)
            b.listed.add(first)
    _dateline(text, mentions, groups, owner)


def _dateline(text: str, mentions: Sequence[Mention], groups: Sequence[Group], owner: dict[int, int]) -> None:
    """Mark the group of the first name that stands at the head of the text in front of a dash."""
    for index, mention in enumerate(mentions):
        if mention.start > _HEAD:
            return
        if mention.kind is Kind.LITERAL and _opens(text, mention) and _DATELINE.match(text, mention.end):
            groups[owner[index]].dateline = True
            return


def _opens(text: str, mention: Mention) -> bool:
    """Whether a mention begins a sentence or a line."""
    before = text[max(0, mention.start - 3) : mention.start].rstrip(" (")
    return not before or before[-1] in ".\n?!:'\"”’"  # noqa: RUF001 - quotation marks end sentences
