"""The direction in time in which a sentence speaks of a date."""

# ruff: noqa: RUF001 - typographic apostrophes are what the pattern looks for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.geoparsing.dates.written import Turn

if TYPE_CHECKING:
    from app.geoparsing.dates.sentences import Span

_REACH: Final = 240
"""Code points before and behind a date that are searched for a verb."""
_TO_COME: Final = r"""
    (?:(?:will|shall|should|won['’]t)(?:\s+(?:not|also|be|have|been)\b)*
        |(?:is|are|was|were|be)\s+(?:(?:due|set|expected|scheduled|slated|going|about)\s+)?to(?:\s+be)?
        |to\s+be|(?:is|are|was|were|be)?\s*\b(?:scheduled|slated|due)(?:\s+(?:for|on|in|at))?|set\s+for
        |plan(?:s|ned)?\s+to|upcoming|['’]ll
    )(?:\s+[a-z]+)?
    |(?:begin|start|open|resume|return|arrive|travel|host|meet)s|beginning|starting|takes?\s+(?:on|place)
    |expected|planned|projected|targeted|anticipated|proposed
    |(?:is|are)(?=\s+(?:(?:on|at|for|by|from)\s+)?(?:[A-Z\d]|$))"""
_WOULD: Final = r"would(?!\s+have)(?:\s+(?:not|also|be)\b)*(?:\s+[a-z]+)?"
_IRREGULAR: Final = """
    was|were|had|did|been|said|told|became|began|bought|brought|broke|built|burst|came|caught|chose|cost|cut|died|drew
    |drove|fell|felt|fought|found|flew|gave|got|grew|heard|held|hit|hung|kept|knew|led|left|lost|made|met|paid|ran|rode
    |rose|sang|sat|saw|sent|set|shook|shot|shut|slept|sold|spent|spoke|spread|stole|stood|strode|struck|swept|swore|taught
    |thought|threw|took|went|withdrew|woke|won|wore|wrote"""
_PAST: Final = rf"{_IRREGULAR}|would\s+have|[a-z]{{2,}}(?<!e)ed"
_BEFORE: Final = re.compile(rf"\b(?:(?P<coming>{_TO_COME}|{_WOULD})|(?P<past>{_PAST}))\b", re.VERBOSE)
_BEHIND: Final = re.compile(rf"\b(?:(?P<coming>{_TO_COME}|is|are)|(?P<past>{_PAST}|would))\b", re.VERBOSE)
_BY: Final = re.compile(r"\bby\s+$", re.IGNORECASE)


def cue(text: str, sentence: Span, start: int, end: int) -> Turn | None:
    """Whether a sentence speaks of what was (LAST) or will be (NEXT) on the date at `start`; None if it does not say.

    The last verb before the date tells, or else the first one behind it, or else a "by" before it.
    """
    first, last = max(sentence[0], start - _REACH), min(sentence[1], end + _REACH)
    found = None
    for found in _BEFORE.finditer(text, first, start):  # noqa: B007 (the last one is wanted)
        pass
    found = found or _BEHIND.search(text, end, last)
    if found is None:
        return Turn.NEXT if _BY.search(text, first, start) else None
    return Turn.LAST if found["past"] else Turn.NEXT
