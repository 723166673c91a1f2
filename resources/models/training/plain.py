# ruff: noqa: INP001 - beside a script, not part of a package; dashes and signs as they stand in print
"""Fillings that are no names: numbers, days, sums, streets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Jan.", "Feb.", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TREES: Final = (
    "Oak", "Maple", "Elm", "Pine", "Cedar", "Walnut", "Chestnut", "Main", "First", "Second", "Third", "Church", "Mill",
    "High", "Park", "Station", "River", "Lake", "Hill", "Market", "Water", "Broad", "College", "Spring", "Washington",
    "Lincoln", "Jackson", "Jefferson", "Madison", "Monroe", "Franklin", "Cherry", "Willow",
)  # fmt: skip
_WAYS: Final = ("Street", "Avenue", "Road", "Drive", "Lane", "St.", "Ave.", "Rd.", "Boulevard", "Court")
_TEAMS: Final = (
    "Tigers", "Lions", "Bears", "Eagles", "Wildcats", "Bulldogs", "Panthers", "Hornets", "Rams", "Rovers", "United",
    "Rangers", "Raiders", "Vikings", "Warriors", "Mustangs", "Falcons", "Cougars", "Pirates", "Trojans", "Knights",
    "Blue Devils", "Red Sox", "Royals", "Comets", "Rockets", "Saints", "Giants", "Hawks", "Fighting Irish", "Aggies",
)  # fmt: skip
_SMALL: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ROADS: Final = (
    "Highway {}",
    "U.S. {}",
    "I-{}",
    "Interstate {}",
    "Route {}",
    "State Road {}",
    "Hwy. {}",
    "U.S. Highway {}",
)


def _count(chance: random.Random) -> str:
    number = chance.choice((chance.randint(2, 19), chance.randint(20, 99), chance.randint(100, 999)))
    return _SMALL[number - 2] if number < len(_SMALL) + 2 and chance.random() < 0.7 else str(number)  # noqa: PLR2004


def _money(chance: random.Random) -> str:
    sign = chance.choices("$£€", (8, 2, 1))[0]
    draw = chance.random()
    if draw < 0.4:  # noqa: PLR2004
        return f"{sign}{chance.randint(1, 95)}.{chance.randint(1, 9)} {chance.choice(('million', 'billion'))}"
    if draw < 0.8:  # noqa: PLR2004
        return f"{sign}{chance.randint(1, 900)},{chance.randint(0, 19) * 50:03d}"
    return f"{sign}{chance.randint(5, 900)}"


def _road(chance: random.Random) -> str:
    return chance.choice(_ROADS).format(chance.randint(1, 99))


PLAIN: Final[dict[str, Callable[[random.Random], str]]] = {
    "number": _count,
    "big": lambda chance: f"{chance.randint(1, 480)},{chance.randint(0, 999):03d}",
    "points": lambda chance: str(chance.randint(0, 60)),
    "month": lambda chance: chance.choice(_MONTHS),
    "weekday": lambda chance: chance.choice(_DAYS),
    "day": lambda chance: str(chance.randint(1, 28)),
    "year": lambda chance: str(chance.randint(1955, 2026)),
    "time": lambda chance: f"{chance.randint(1, 12)}:{chance.randint(0, 11) * 5:02d} {chance.choice(('a.m.', 'p.m.'))}",
    "money": _money,
    "age": lambda chance: str(chance.randint(5, 97)),
    "street": lambda chance: f"{chance.choice(_TREES)} {chance.choice(_WAYS)}",
    "road": _road,
    "team": lambda chance: chance.choice(_TEAMS),
}
"""Slots by name; none of them holds a name that is to be marked, but a team's, which stands inside a mark."""
