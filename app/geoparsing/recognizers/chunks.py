"""Parts a text into chunks that a model reads at once: a few sentences, never half a name."""

# ruff: noqa: RUF001 - typographic quotes are what the patterns look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET: Final = 240
"""Code points after which a chunk ends with its sentence."""
LONGEST: Final = 480
"""Code points after which a sentence is cut at a space: lists and tables have no full stops."""

_END: Final = re.compile(r"(?<=[.!?])[\"'”’)\]]*(\s+)(?=[\"'“‘(\[]*[^\Wa-z_])|(\n\s*)")
_ABBREVIATED: Final = re.compile(
    r"(?:^|[\s(\"'“‘])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|St|Ste|Mt|Ft|Pt|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Maj|Capt"
    r"|Cmdr|Sgt|Cpl|Pvt|Adm|Brig|Rev|Hon|Pres|Sec|Supt|Messrs|No|Nos|Co|vs|etc|approx|ca"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$"
)
"""What ends in a full stop without ending a sentence."""
_LOOK_BACK: Final = 12


class Chunk(NamedTuple):
    """A stretch of a text, code points `start` to `end`."""

    start: int
    end: int


def chunks(text: str) -> Iterator[Chunk]:
    """The chunks of a text, in order; together they hold everything but white space."""
    start = end = 0
    for sentence in _sentences(text):
        if end > start and sentence.end - start > TARGET:
            yield Chunk(start, end)
            start = sentence.start
        elif end == start:
            start = sentence.start
        end = sentence.end
    if end > start:
        yield Chunk(start, end)


def _sentences(text: str) -> Iterator[Chunk]:
    """The sentences and lines of a text, none longer than `LONGEST`."""
    start = 0
    for found in _END.finditer(text):
        end, following = found.span(found.lastindex or 0)
        if "\n" not in found[0] and _ABBREVIATED.search(text, max(0, end - _LOOK_BACK), end):
            continue
        yield from _cut(text, start, end)
        start = following
    yield from _cut(text, start, len(text.rstrip()))


def _cut(text: str, start: int, end: int) -> Iterator[Chunk]:
    """One sentence, in pieces where it is too long."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        at = text.rfind(" ", start + TARGET, start + LONGEST)
        if at < 0:
            at = start + LONGEST
            yield Chunk(start, at)
            start = at
        else:
            yield Chunk(start, at)
            start = at + 1
    if text[start:end].strip():
        yield Chunk(start, end)
