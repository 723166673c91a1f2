"""One angle as people write it: a number of degrees with its minutes, seconds, sign and letter of direction."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from app.geoparsing.coordinates.signs import DIRECTION, direction, meaning_of_o
from app.geoparsing.coordinates.values import Form, decimals, number

_SIXTY: Final = 60
_AROUND: Final = 400

_DEGREE: Final = r"°|deg(?:rees?|s|\.)?(?![a-z])|Grad\b|grados\b|degrés\b|gradi\b|градус\w{0,3}|درجة"
_MINUTE: Final = r"'(?!')|min(?:utes?|uten|utos|uti|\.)?(?![a-z])|m(?![a-z])|минут\w{0,2}|دقيقة"
_SECOND: Final = r"''|\"|sec(?:onds?|\.)?(?![a-z])|s(?![a-z])|Sekunden\b|secondes\b|segundos\b|секунд\w{0,2}|ثانية"
_UNIT: Final = r"(?![0-9])(?!(?:[.,][0-9]+)?[ ]?°)"
"""What ends the whole part of minutes and seconds: no further digit, and it is no degrees."""

ANGLE: Final = rf"""
    (?:(?P<pre>{DIRECTION})[ ]?[.:]?[ ]?)?
    (?P<sign>[-+][ ]?)?
    (?:
        (?P<packed>[0-9]{{4,7}}(?:[.,][0-9]{{1,6}})?)
    |
        (?P<deg>[0-9]{{1,3}})
        (?:
            (?P<frac>(?:(?P<dot>[.])|,)[0-9]{{1,15}})(?:[ ]?(?P<mark>{_DEGREE}))?
        |
            [ ]?(?P<mark_>{_DEGREE}|d(?=[ ]?[0-9]))
            (?:
                (?:[ ]{{0,2}}|,[ ](?=[0-9.,]{{1,9}}[ ]?min))
                (?P<min>[0-9]{{1,2}}{_UNIT}(?:[.,][0-9]{{1,12}})?)(?:[ ]?(?:{_MINUTE}))?
                (?:
                    (?:[ ]{{0,2}}|,[ ](?=[0-9.,]{{1,9}}[ ]?sec)|[ ]and[ ](?=[0-9.,]{{1,9}}[ ]?sec))
                    (?P<sec>[0-9]{{1,2}}{_UNIT}(?:[.,][0-9]{{1,12}})?)(?:[ ]?(?:{_SECOND}))?
                )?
            )?
        |
            [ :-](?P<min_>[0-9]{{1,2}}{_UNIT}(?:[.,][0-9]{{1,12}})?)'?
            (?:[ :-](?P<sec_>[0-9]{{1,2}}{_UNIT}(?:[.,][0-9]{{1,12}})?)(?:''|")?)?
            (?(pre)|(?=[ ]{{0,2}}(?:{DIRECTION})))
        |
        )
    )
    (?(pre)
        (?![0-9]|[.,:][0-9])
    |
        (?:(?P<room>[ ]{{0,2}})(?P<post>{DIRECTION})(?![^\W\d_])|(?P<low>[ ]?[nsew])(?<=[°'"0-9 ][nsew])(?![^\W_])|
           (?![^\W_]|[.:][0-9]|[ ]?%)(?(dot)|(?!,[0-9])))
    )
"""
"""An angle with everything that stands at it. Uniform text only (`signs.uniform`)."""


class Angle(NamedTuple):
    """One angle as written.

    Attributes:
        start: first code point.
        end: one past the last.
        degrees: its value; negative by sign or letter.
        unit: degrees that one unit of the last place stands for.
        letter: N, S, E or W; empty where none is written.
        form: whole degrees, decimal degrees, minutes or seconds.
        places: digits after the decimal mark of the last part.
        marked: a degree sign or word stands at it.
        loose: its letter stands apart from digits that only a letter close by would make an angle.
        comma: the decimal mark is a comma.
        sound: such an angle is possible: minutes and seconds below 60, letter and sign agree.
        either: its letter is an "O" that may be east or west.
    """

    start: int
    end: int
    degrees: float
    unit: float
    letter: str
    form: Form
    places: int
    marked: bool
    loose: bool
    comma: bool
    sound: bool
    either: bool = False

    @property
    def is_latitude(self) -> bool:
        """Whether its letter says that it is a latitude."""
        return self.letter in {"N", "S"}


def angle_of(text: str, found: re.Match[str]) -> Angle:
    """The angle that a pattern found."""
    written = found["pre"] or found["post"] or (found["low"] or "").strip().upper()
    letter, known = direction(written) if written else "", True
    if letter == "O":
        letter, known = meaning_of_o(text[max(0, found.start() - _AROUND) : found.end() + _AROUND])
    start = found.start("pre") if found["pre"] else found.start("sign") if found["sign"] else found.start("packed")
    start = start if start >= 0 else found.start("deg")
    value, unit, form, places = _value(found, letter)
    sign = (found["sign"] or "").strip()
    marked = bool(found["mark"] or found["mark_"])
    sound = value >= 0 and not (sign == "-" and letter in {"N", "E"}) and not (sign == "+" and letter in {"S", "W"})
    negative = letter in {"S", "W"} or sign == "-"
    return Angle(
        start,
        found.end(),
        -value if negative and value else value,
        unit,
        letter,
        form,
        places,
        marked=marked,
        loose=bool(found["room"]) and (bool(found["packed"]) or (form is Form.WHOLE and not marked)),
        comma="," in (found["frac"] or found["min"] or found["min_"] or found["packed"] or ""),
        sound=sound,
        either=not known,
    )


def _value(found: re.Match[str], letter: str) -> tuple[float, float, Form, int]:
    """Degrees, unit of the last place, form and digits after the decimal mark; -1 degrees where it is impossible."""
    if found["packed"]:
        return _unpacked(found["packed"], letter)
    if found["frac"]:
        places = len(found["frac"]) - 1
        return number(found["deg"] + found["frac"]), 10.0**-places, Form.DECIMAL, places
    minutes, seconds = found["min"] or found["min_"], found["sec"] or found["sec_"]
    return _sexagesimal(found["deg"], minutes, seconds)


def _sexagesimal(degrees: str, minutes: str | None, seconds: str | None) -> tuple[float, float, Form, int]:
    """As `_value`, for degrees with minutes and seconds, either of which may be missing."""
    if minutes is None:
        return float(degrees), 1.0, Form.WHOLE, 0
    if seconds is None:
        places = decimals(minutes)
        value = float(degrees) + number(minutes) / 60 if number(minutes) < _SIXTY else -1.0
        return value, 10.0**-places / 60, Form.MINUTES, places
    places = decimals(seconds)
    sound = number(minutes) < _SIXTY and number(seconds) < _SIXTY and not decimals(minutes)
    value = float(degrees) + number(minutes) / 60 + number(seconds) / 3600 if sound else -1.0
    return value, 10.0**-places / 3600, Form.SECONDS, places


def _unpacked(packed: str, letter: str) -> tuple[float, float, Form, int]:
    """As `_value`, for digits in one run: 3620N is 36°20'N, 0430748E is 43°07'48"E."""
    whole = re.split(r"[.,]", packed)[0]
    width = len(whole) % 2 + 2  # latitudes have two digits of degrees, longitudes three
    if letter in {"N", "S"} and width != 2:  # noqa: PLR2004 - see above
        return -1.0, 1.0, Form.MINUTES, 0
    minutes, rest = packed[width : width + 2], packed[width + 2 :]
    if rest[:1].isdigit():
        return _sexagesimal(packed[:width], minutes, rest)
    return _sexagesimal(packed[:width], minutes + rest, None)
