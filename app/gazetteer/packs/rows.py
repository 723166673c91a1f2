"""What the readers of all formats hand to the writer: places, and faults where there is none."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.geoparsing.model import Match

if TYPE_CHECKING:
    from app.gazetteer.shapes import Shape

_HIGHEST_ID: Final = 2**53
_MOST_PEOPLE: Final = 20_000_000_000
_PEOPLE: Final = re.compile(r"(?P<whole>[0-9]{1,12}|[0-9]{1,3}(?:[ .,'\u2019_\u00a0\u202f][0-9]{3}){1,3})(?:[.,]0+)?")
_SHOWN: Final = 40


class Faulty(ValueError):
    """A line or feature holds no place; its words say why and follow "line 17: "."""


@dataclass(slots=True)
class NameRow:
    """A name of a place and the years in which it held."""

    text: str
    match: Match = Match.ALTERNATE
    start: int | None = None
    finish: int | None = None


@dataclass(slots=True)
class PackPlace:
    """A place as a source tells it.

    Attributes:
        row: number of its line or feature, from 1.
        name: its main name.
        lat: degrees WGS84, between -90 and 90.
        lon: degrees WGS84, between -180 and 180.
        feature: GeoNames class and code, `P.PPL`.
        country: ISO 3166-1 alpha-2; empty where not known.
        names: its other names.
        geonameid: its GeoNames id; 0 where there is none.
        population: people; 0 where not known.
        around: code of the smallest division around it, its parts separated by dots (`IQ.15.3`), or only `IQ`;
            empty where not known.
        defines: code of the division that the place is (`IQ.15`); empty where it is none.
        admin: name of the division around it, where the source has no codes.
        radius_km: None where the source does not tell.
        start: first year, None where not known.
        finish: last year, None where not known or not over.
        shape: its outline or course.
        silent: it is here for the chain of divisions only, and is not found by name.
        remark: what its reader had to do with it, as a sentence with `{}` for the count of such places; mostly empty.
    """

    row: int
    name: str
    lat: float
    lon: float
    feature: str
    country: str = ""
    names: list[NameRow] = field(default_factory=list)
    geonameid: int = 0
    population: int = 0
    around: str = ""
    defines: str = ""
    admin: str = ""
    radius_km: float | None = None
    start: int | None = None
    finish: int | None = None
    shape: Shape | None = None
    silent: bool = False
    remark: str = ""


def shown(text: str) -> str:
    """A value as a sentence quotes it: short, in one line."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text[: _SHOWN * 2]).split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def number(text: str, what: str) -> float:
    """A finite number; a decimal comma counts as a point.

    Raises:
        Faulty: it is none.
    """
    try:
        value = float(text.strip().replace("−", "-").replace(",", "."))  # noqa: RUF001 - a minus is meant
    except ValueError:
        raise Faulty(f"{what} “{shown(text)}” is not a number" if text.strip() else f"there is no {what}") from None
    if not math.isfinite(value):
        raise Faulty(f"{what} “{shown(text)}” is not a number")
    return value


def point(lat: float, lon: float) -> tuple[float, float]:
    """The same point, if it can be one.

    Raises:
        Faulty: a coordinate is out of bounds; nothing is wrapped.
    """
    for what, value, bound in (("latitude", lat, 90), ("longitude", lon, 180)):
        if not -bound <= value <= bound:
            swapped = what == "latitude" and -180 <= lat <= 180 and -90 <= lon <= 90  # noqa: PLR2004 - degrees
            hint = "; are latitude and longitude swapped?" if swapped else ""
            raise Faulty(f"{what} {value:g} is not between -{bound} and {bound}{hint}")
    return lat, lon


def people(text: str) -> int:
    """A count of people; spaces, points and commas between thousands do not matter. 0 for none.

    Raises:
        Faulty: it is no count.
    """
    bare = text.strip()
    if not bare:
        return 0
    found = _PEOPLE.fullmatch(bare)
    digits = "".join(filter(str.isdigit, found["whole"])) if found else ""
    if not digits or int(digits) > _MOST_PEOPLE:
        raise Faulty(f"population “{shown(text)}” is not a number of people")
    return int(digits)


def identity(text: str) -> int:
    """A GeoNames id, also written as `gn:98182` or as an address of geonames.org; 0 for none.

    Raises:
        Faulty: it is no id.
    """
    bare = text.strip()
    if not bare:
        return 0
    for lead in ("gn:", "geonames:", "GN:"):
        bare = bare.removeprefix(lead)
    if "geonames.org/" in bare:
        bare = bare.partition("geonames.org/")[2].partition("/")[0]
    bare = bare.removesuffix(".0")
    if not (bare.isascii() and bare.isdigit() and len(bare) <= len(str(_HIGHEST_ID)) and 0 < int(bare) < _HIGHEST_ID):
        raise Faulty(f"GeoNames id “{shown(text)}” is not a positive number")
    return int(bare)


def called(text: str) -> str:
    """A main name in one line.

    Raises:
        Faulty: there is none, or it holds NUL.
    """
    if "\0" in text:
        raise Faulty("the name holds a NUL character")
    name = " ".join(text.split())
    if not name:
        raise Faulty("there is no name")
    if not any(map(str.isalnum, name)):
        raise Faulty(f"“{shown(name)}” is no name")
    return name
