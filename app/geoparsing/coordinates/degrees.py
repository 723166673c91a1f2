"""Latitude and longitude in degrees: decimal, with minutes, with seconds, packed as airmen write them.

A coordinate is two angles, one after the other. Each angle is matched with all signs that stand at it, then the pair
is judged: letters, labels, degree signs and digits say together whether it is a coordinate, and which is the latitude.
All repetition in the patterns is bounded, so that reading takes time in proportion to the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from app.geoparsing.coordinates.angles import ANGLE, Angle, angle_of
from app.geoparsing.coordinates.signs import direction
from app.geoparsing.coordinates.values import (
    EITHER_WAY,
    CoordinateSpan,
    Form,
    cell_radius_km,
    is_on_earth,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIXTY: Final = 60
_LETTERED: Final = 1.0
_ANNOUNCED: Final = 0.9
_SIGNED: Final = 0.8
_BARE: Final = 0.7
_AROUND: Final = 400
_BEFORE: Final = 40

_LATITUDE: Final = r"lat(?:itude|itud|\.)?|Breite|широты?|خط[ ]العرض"
_LONGITUDE: Final = r"lon(?:g(?:itude|itud|\.)?)?|lng|Länge|долготы?|خط[ ]الطول"
_TITLE: Final = rf"(?i:\b(?:{_LATITUDE}|{_LONGITUDE})(?![^\W_]))"
_FIRST: Final = re.compile(rf"(?<![^\W_])(?<![0-9][.,:-])(?<![$€£¥#§@]){ANGLE}", re.VERBOSE)
_NEXT: Final = re.compile(
    rf"""
    (?P<gap>
        [\])\s]{{0,3}}(?:{_TITLE}(?=\s{{0,2}}(?:[,;/|&]|and\b|und\b|et\b|y\b|и\b)))?
        \s{{0,2}}(?P<joint>[,;/|&]|-(?![0-9])|\b(?:and|und|et|y|e|by|и|و)\b)?\s{{0,2}}[\[("]{{0,2}}
        (?:(?i:(?P<as_lat>{_LATITUDE})|(?P<as_lon>{_LONGITUDE}))(?![^\W_])["']?[ ]?(?:[:=]|of\b|is\b)?[ ]?["']?)?
    ){ANGLE}
    """,
    re.VERBOSE,
)
_TITLE_AFTER: Final = re.compile(rf"[ ]{_TITLE}", re.VERBOSE)
_LABEL_BEFORE: Final = re.compile(
    rf"""
    (?<![^\W_])(?i:(?P<as_lat>{_LATITUDE})|(?P<as_lon>{_LONGITUDE}))
    [\"']?[ ]?(?:[:=]|of\b|is\b)?[ ]?[\"'(]?$
    """,
    re.VERBOSE,
)
_ANNOUNCED_BEFORE: Final = re.compile(
    r"""
    (?i:\b(?:coordinates?|coords?|coordonnées|coordenadas|Koordinaten|координаты|gps|position|geolocation|geolocated
        |lat(?:itude)?[ ,/]{0,2}lon(?:g(?:itude)?)?)|إحداثيات)
    \b[\"')\]]{0,2}[ ]?(?:are|is|of|at|to)?\b[ ]?[:=]?[ ]?[\[({\"']{0,2}$
    """,
    re.VERBOSE,
)
_REVERSED_BEFORE: Final = re.compile(
    r"""
    (?:(?i:\blon(?:g(?:itude)?)?[ ,/]{1,2}lat(?:itude)?\b\)?[ ]?[:=]?)[ ]?[(\[]?
        |\bPOINT[ ]?\(|\"coordinates\"[ ]?:[ ]?\[[ ]?)$
    """,
    re.VERBOSE,
)
"""Longitude first: so announced, well-known text, GeoJSON."""
_MEASURE_BEFORE: Final = re.compile(
    r"""
    (?:[$€£¥±=<>~]
        |\b(?i:CI|interval|mean|median|SD|SE|OR|HR|RR|scores?|prices?|ratio|p|t|F|z|r))[ :(\[]{0,3}$
    """,
    re.VERBOSE,
)
_MEASURE_AFTER: Final = re.compile(
    r"""
    [ ]?
    (?:[%$€£¥‰°]
        |(?i:per[ ]?cent|percentage|percentile|points?|kg|km|cm|mm|mi|miles|m|ft|feet|g|mg|ml|l|lit\w+|tons?|tonnes
            |ms|s|secs?|seconds|minutes|hours?|h|hz|[kmg]b|million|billion|thousand|dollars|euros?|pounds|usd|eur|people
            |[kmg]?w|v)\b)
    """,
    re.VERBOSE,
)
_MORE_AFTER: Final = re.compile(
    r"(?P<joint>, ?| |; ?| ?/ ?)[-+]?[0-9]{1,20}(?![0-9])(?! ?(?:m|ft|feet|metres|meters)\b)"
)
_AND_MORE: Final = re.compile(
    r",? (?:and|or|&|und|et|y) [-+]?[0-9]{1,20}(?![0-9])(?!(?:\.[0-9]{1,20}(?![0-9]))?,? ?[-+]?[0-9])"
)
_OF_A_DATE: Final = re.compile(r"[0-9]/$")
_MORE_BEFORE: Final = re.compile(r"[0-9][.,][0-9]{1,15}(?P<joint>, ?| |; ?| ?/ ?)$")
_RANGE: Final = re.compile(r" ?(?:to|and|bis|à|,|-|through|until) ?")
_RANGE_TO: Final = re.compile(r" ?(?:to|bis|à|-|through|until) ?(?=[0-9])")
_ANOTHER: Final = re.compile(ANGLE, re.VERBOSE)


class _Judged(NamedTuple):
    """A pair that is a coordinate: which is which, and how sure that is."""

    lat: Angle
    lon: Angle
    confidence: float
    start: int


def pairs(text: str, *, alone: bool = False) -> Iterator[CoordinateSpan]:
    """The coordinates in degrees in a uniform text, in order.

    Args:
        text: what to read (`signs.uniform`).
        alone: the text is meant as one coordinate, so that less has to show it.
    """
    at, previous = 0, None
    while found := _FIRST.search(text, at):
        at = max(found.end(), at + 1)
        following = _NEXT.match(text, found.end())
        if following and _is_lettered(found) is _is_lettered(following):
            first, second = angle_of(text, found), angle_of(text, following)
            judged = _judged(text, first, second, following, alone=alone)
            if judged:
                at = following.end()
                if not _is_part_of_a_range(text, previous, first, second):
                    title = _TITLE_AFTER.match(text, second.end) if second.letter else None
                    yield from _span(judged, title.end() if title else second.end)
                found = following
            elif found["frac"] and following["frac"] and not first.letter:
                at = following.end()  # two numbers and no coordinate: the second does not begin one either
        previous = found


def _is_lettered(found: re.Match[str]) -> bool:
    """Whether a letter or word of direction stands at an angle."""
    return bool(found["pre"] or found["post"] or found["low"])


def _span(judged: _Judged, end: int) -> Iterator[CoordinateSpan]:
    """The span of a judged pair; none where there is no such place on Earth."""
    lat, lon = judged.lat, judged.lon
    if lat.sound and lon.sound and is_on_earth(lat.degrees, lon.degrees):
        form = max((lat.form, lon.form), key=list(Form).index)
        radius = cell_radius_km(lat.degrees, lat.unit, lon.unit)
        yield CoordinateSpan(judged.start, end, lat.degrees, lon.degrees, radius, form, judged.confidence)


def _judged(text: str, first: Angle, second: Angle, following: re.Match[str], *, alone: bool) -> _Judged | None:
    """The pair as a coordinate; None where it is rather two numbers that stand beside each other."""
    before = text[max(0, first.start - _BEFORE) : first.start]
    if first.letter or second.letter:
        return _lettered(first, second, before, following, alone=alone)
    labelled = _labelled(first, second, before, following)
    if labelled or following["as_lat"] or following["as_lon"]:
        return labelled
    if _REVERSED_BEFORE.search(before) and first.form is second.form is Form.DECIMAL:
        return _Judged(second, first, _LETTERED, first.start)
    confidence = _unlettered(text, first, second, before, following["joint"] or "", alone=alone)
    return _Judged(first, second, confidence, first.start) if confidence else None


def _lettered(first: Angle, second: Angle, before: str, following: re.Match[str], *, alone: bool) -> _Judged | None:
    """Judge a pair of which at least one angle has a letter: both must have one, and they must differ."""
    if not (first.letter and second.letter) or first.is_latitude is second.is_latitude:
        return None
    if (first.loose or second.loose) and not alone:
        return None
    lat, lon = (first, second) if first.is_latitude else (second, first)
    label = _LABEL_BEFORE.search(before) if following["as_lat"] or following["as_lon"] else None
    start = first.start - (len(before) - label.start()) if label else first.start
    return _Judged(lat, lon, EITHER_WAY if lon.either else _LETTERED, start)


def _labelled(first: Angle, second: Angle, before: str, following: re.Match[str]) -> _Judged | None:
    """Judge a pair by the words "lat" and "lon" before each angle."""
    label = _LABEL_BEFORE.search(before)
    if not label or bool(label["as_lat"]) is bool(following["as_lat"]) or first.comma or second.comma:
        return None
    if not (following["as_lat"] or following["as_lon"]):
        return None
    lat, lon = (first, second) if label["as_lat"] else (second, first)
    return _Judged(lat, lon, _LETTERED, first.start - (len(before) - label.start()))


_FEW: Final = 2
_MANY: Final = 3


def _unlettered(text: str, first: Angle, second: Angle, before: str, joint: str, *, alone: bool) -> float:
    """How sure it is that two angles without letters and labels are a coordinate; 0 where they are rather not."""
    if _is_measured(text, second.end, before) or _is_one_of_many(text, first, second, before):
        return 0.0
    places = min(first.places, second.places)
    sexagesimal = (
        first.marked and second.marked and first.form is second.form and first.form in {Form.MINUTES, Form.SECONDS}
    )
    if sexagesimal or (first.marked and second.marked and places >= _FEW and first.form is second.form):
        return _SIGNED
    if first.form is not Form.DECIMAL or second.form is not Form.DECIMAL or first.comma or second.comma:
        return 0.0
    if joint not in {"", ",", ";", "/", "|"}:
        return 0.0
    if alone or _ANNOUNCED_BEFORE.search(before):
        return _ANNOUNCED
    return _BARE if places >= _MANY and not _MEASURE_BEFORE.search(before) else 0.0


def _is_measured(text: str, after: int, before: str) -> bool:
    """Whether a unit, a sum or a date shows that numbers without letters measure something else."""
    return bool(_MEASURE_AFTER.match(text, after) or _AND_MORE.match(text, after) or _OF_A_DATE.search(before))


def _is_one_of_many(text: str, first: Angle, second: Angle, before: str) -> bool:
    """Whether the pair is part of a longer row of numbers, all joined alike."""
    joint = "," if "," in text[first.end : second.start] else text[first.end : second.start].strip() or " "
    more, earlier = _MORE_AFTER.match(text, second.end), _MORE_BEFORE.search(before)
    return any(found and (found["joint"].strip() or " ") == joint for found in (more, earlier))


def _is_part_of_a_range(text: str, previous: re.Match[str] | None, first: Angle, second: Angle) -> bool:
    """Whether the angles bound an area: "from 20°N to 30°N and 40°E to 50°E"."""
    if not first.letter:
        return False
    if previous and _is_lettered(previous) and _RANGE.fullmatch(text, previous.end(), first.start):
        return angle_of(text, previous).is_latitude is first.is_latitude
    beyond = _RANGE_TO.match(text, second.end)
    another = _ANOTHER.match(text, beyond.end()) if beyond else None
    letter = direction(another["post"]) if another and another["post"] else ""
    return bool(letter) and (letter in {"N", "S"}) is second.is_latitude
