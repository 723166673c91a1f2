"""Finds the coordinates of a text: looks at its numbers first, and closely only at those that may belong to one."""

# ruff: noqa: RUF001 - look-alikes of signs are looked for

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from app.geoparsing.coordinates.addresses import geo_spans, link_spans
from app.geoparsing.coordinates.degrees import pairs
from app.geoparsing.coordinates.grids import mgrs_spans, plus_code_spans, utm_spans
from app.geoparsing.coordinates.signs import DEGREES, DIGITS, uniform

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.geoparsing.coordinates.values import CoordinateSpan

_NUMBER: Final = re.compile(rf"[{DIGITS}]+(?:[.٫](?P<frac>[{DIGITS}]+))?")
_LONG: Final = 3
_SIGN_AFTER: Final = re.compile(
    rf"""
    (?:,[{DIGITS}]{{1,15}})?[\s\u200e\u200f]{{0,2}}
    (?:
        [{DEGREES}]|[NSEWOСЮВЗ](?![a-zа-я])|d[0-9]
    |   (?i:deg|grad\b|nord|north|south|süd|sud\b|sur\b|شمال|جنوب|شرق|غرب|градус|درجة|[сю]\.?[ ]?ш|[вз]\.?[ ]?д)
    |   [C-HJ-NP-X][ ]?[A-Z]{{2}}[ ]?[0-9]        # MGRS
    |   (?:[C-HJ-NP-X]|(?i:north|south)),?[ ]?(?:E[: ]{{0,2}})?[0-9]{{6}}  # UTM
    |   [:-][0-9]{{2}}[0-9:.'-]{{0,9}}[ ]?[NSEW]
    )
    """,
    re.VERBOSE,
)
"""What follows a number of a coordinate. Each form has at least one number that it, or `_SIGN_BEFORE`, holds for."""
_SIGN_BEFORE: Final = re.compile(
    r"""
    (?:
        (?:lat|lon|long|lng|itude|itud|coord|coordinates?|coords|position|geolocat(?:ion|ed)|gps|Breite|Länge|oordenadas
        |oordonnées|oordinaten|координаты|широта|долгота|إحداثيات)
        [\"'’”)\]]{0,2}\s?(?:are|is|of|at|to)?\s?[:=]?\s?[\[({\"'’“]{0,2}
    |   POINT[ ]?\(
    )
    [-+−–]?$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_LETTERS: Final = frozenset("NSEWO°º'’′")
_BEHIND: Final = 36
_MARGIN: Final = 24
_BEFORE: Final = 100
_AFTER: Final = 160
_LONGEST_ALONE: Final = 300
_WRAPPING: Final = re.compile(
    r"""
    [\s()\[\]{}<>,;.:\"'«»“”]*
    (?:
        (?:lat/?lon|lat/?long|coordinates?|coords?|gps|position|mgrs|usng|utm|grid|geo|plus[ ]code)
        [\s()\[\]{}:=\"']*
    ){0,3}
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What may stand around a coordinate that is all that was asked for."""


def find_coordinates(text: str) -> list[CoordinateSpan]:
    """The coordinates written in a text, in order and not overlapping; impossible ones are left alone.

    Takes time in proportion to the text, next to none where it has no number that could belong to a coordinate.
    """
    found: list[CoordinateSpan] = []
    if "geo:" in text or "GEO:" in text:
        _add(found, geo_spans(text))
    if "/" in text and ("=" in text or "@" in text or "#" in text or "!3d" in text):
        _add(found, link_spans(text))
    if "+" in text:
        _add(found, plus_code_spans(text))
    for start, stop in _windows(text):
        _add(found, _in_window(text, start, stop))
    return found


def read_span(text: str) -> CoordinateSpan | None:
    """The coordinate that a whole text is, its span within the text; None where it is something else, or more.

    Less has to show that two numbers are a coordinate here than in a sentence: "36.34, 43.13" is enough.
    """
    if len(text) > _LONGEST_ALONE or not _NUMBER.search(text):
        return None
    for written in dict.fromkeys((text, text.upper())):
        if len(written) != len(text):
            continue
        plain = uniform(written)
        found: list[CoordinateSpan] = []
        for spans in (geo_spans(text), link_spans(text), plus_code_spans(written), _closely(plain, alone=True)):
            _add(found, spans)
        if len(found) == 1 and _is_all(text, found[0]):
            return found[0]
    return None


def _is_all(text: str, span: CoordinateSpan) -> bool:
    """Whether a text holds nothing but the coordinate, brackets and words that announce it, or is one link."""
    rest = text[: span.start] + " " + text[span.end :]
    return bool(_WRAPPING.fullmatch(rest)) or ("/" in rest and len(text.split()) == 1)


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text around the numbers that may belong to a coordinate, apart from each other."""
    start = stop = -1
    for found in _NUMBER.finditer(text):
        if not _may_belong(text, found):
            continue
        if found.start() - _BEFORE > stop:
            if stop > 0:
                yield start, stop
            start = max(0, found.start() - _BEFORE)
        stop = min(len(text), found.end() + _AFTER)
    if stop > 0:
        yield start, stop


def _may_belong(text: str, found: re.Match[str]) -> bool:
    """Whether what stands at a number allows that it is part of a coordinate."""
    start = found.start()
    if (found["frac"] and len(found["frac"]) >= _LONG) or _SIGN_AFTER.match(text, found.end()):
        return True
    beside = text[max(0, start - 2) : start].strip(" .:-+−")
    if beside[-1:] in _LETTERS and beside:
        return True
    return bool(_SIGN_BEFORE.search(text[max(0, start - _BEHIND) : start]))


def _in_window(text: str, start: int, stop: int) -> Iterator[CoordinateSpan]:
    """The coordinates of a part of a text that do not touch where it was cut."""
    first, last = max(0, start - _MARGIN), min(len(text), stop + _MARGIN)
    for span in _closely(uniform(text[first:last])):
        if (first == 0 or span.start >= _MARGIN) and (last == len(text) or span.end <= stop - first):
            yield span._replace(start=span.start + first, end=span.end + first)


def _closely(text: str, *, alone: bool = False) -> list[CoordinateSpan]:
    """The grid references and pairs of degrees in a uniform text."""
    found: list[CoordinateSpan] = []
    _add(found, mgrs_spans(text, alone=alone))
    _add(found, utm_spans(text))
    _add(found, pairs(text, alone=alone))
    return found


def _add(found: list[CoordinateSpan], spans: Iterator[CoordinateSpan] | list[CoordinateSpan]) -> None:
    """Put spans into a list in order; of two that overlap the one that was found first stays."""
    for span in spans:
        at = bisect_left(found, span.start, key=lambda other: other.start)
        if (at == 0 or found[at - 1].end <= span.start) and (at == len(found) or span.end <= found[at].start):
            found.insert(at, span)
