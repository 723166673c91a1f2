# ruff: noqa: INP001 - beside a script, not part of a package; its chance decides sentences, not secrets
"""Draws what fills the slots of the synthetic sentences: places from the gazetteer, persons from the list of names."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING, Final

from places import KINDS, STATES, TOWNS, Rows
from plain import PLAIN

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping
    from pathlib import Path

Filling = dict[str, str]
"""`text`, and what belongs to it by the name of the attribute."""

_ARTICLE: Final = frozenset({
    "United States", "United Kingdom", "United Arab Emirates", "Netherlands", "Philippines", "Bahamas", "Gambia",
    "Maldives", "Comoros", "Seychelles", "Solomon Islands", "Marshall Islands", "Faroe Islands", "Falkland Islands",
    "Cayman Islands", "Central African Republic", "Dominican Republic", "Democratic Republic of the Congo",
    "Republic of the Congo", "Soviet Union", "Vatican", "U.S.", "US", "USA", "U.K.", "UK", "UAE", "DRC",
    "Czech Republic",
})  # fmt: skip
"""Countries that English names with an article, which stays outside the mark."""
_ALSO: Final = {
    "United States": ("U.S.", "US", "America", "USA"),
    "United Kingdom": ("Britain", "U.K.", "UK", "Great Britain"),
    "United Arab Emirates": ("UAE", "Emirates"),
    "Democratic Republic of the Congo": ("Congo", "DR Congo", "DRC", "Zaire"),
    "Republic of the Congo": ("Congo", "Congo-Brazzaville"),
    "Czechia": ("Czech Republic",),
    "Myanmar": ("Burma",),
    "Ivory Coast": ("Cote d'Ivoire", "Côte d'Ivoire"),
    "Timor Leste": ("East Timor", "Timor-Leste"),
    "North Macedonia": ("Macedonia",),
    "Eswatini": ("Swaziland",),
    "Cabo Verde": ("Cape Verde",),
    "Netherlands": ("Holland",),
    "Vatican": ("Vatican City", "Holy See"),
    "Sri Lanka": ("Ceylon",),
    "Palestine": ("Palestinian Territories", "State of Palestine"),
}
"""What news call a country as often as by the gazetteer's name."""
_SHORTENED: Final = (("Saint ", "St. ", 0.75), ("Fort ", "Ft. ", 0.1), ("Mount ", "Mt. ", 0.15))
"""Beginnings of names, how they are shortened, and how often."""
_LETTERS: Final = str.maketrans(
    {
        "\u0131": "i",
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "ə": "a",
    }
)
_PLAIN_SHARE: Final = 0.7
"""How often a name is printed without its accents, as the wires do."""
_GROUPS: Final = {
    "english": 50, "spanish": 9, "arabic": 9, "slavic": 7, "african": 7,
    "indian": 6, "chinese": 4, "french": 4, "german": 4,
}  # fmt: skip
"""How often the names of persons come from which tongue, in hundredths."""
_PLACE_SURNAMES: Final = 0.3
"""How often an English surname is one that is the name of a place, too."""


class Unfit(Exception):
    """What was drawn has not the attribute that the template asks for."""


def plain_letters(name: str) -> str:
    """A name without accents, and with the apostrophes of a keyboard or none."""
    bare = unicodedata.normalize("NFKD", name.translate(_LETTERS))
    return "".join(letter for letter in bare if not unicodedata.combining(letter) and letter not in "‘’ʻʼ`ʿʾ")  # noqa: RUF001


class People:
    """Names of persons by tongue, from lines of `tongue first: A, B` and `tongue last: C, D`."""

    def __init__(self, path: Path) -> None:
        self.lists: dict[str, list[str]] = defaultdict(list)
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                key, _, names = line.partition(":")
                self.lists[key.strip()] += [name.strip() for name in names.split(",") if name.strip()]

    def last(self, group: str, chance: random.Random) -> str:
        """A surname."""
        if group == "english" and chance.random() < _PLACE_SURNAMES:
            return chance.choice(self.lists["places last"])
        return chance.choice(self.lists[group + " last"])

    def person(self, chance: random.Random) -> Filling:
        """A full name in the order of its tongue."""
        group = chance.choices(list(_GROUPS), list(_GROUPS.values()))[0]
        first, last = chance.choice(self.lists[group + " first"]), self.last(group, chance)
        draw = chance.random()
        text = f"{first} {last}"
        if group == "chinese" and " " not in first:
            text = f"{last} {first}" if draw < 0.8 else text  # noqa: PLR2004 - four of five
        elif group == "spanish" and draw < 0.2:  # noqa: PLR2004 - every fifth has two surnames
            text += " " + chance.choice(self.lists["spanish last"])
        elif group == "english" and draw < 0.2:  # noqa: PLR2004
            text = f"{first} {chance.choice('ABCDEFGHJKLMPRSTW')}. {last}"
        elif draw < 0.23:  # noqa: PLR2004
            text = f"{first[0]}. {last}"
        return {"text": text, "first": first, "last": last}

    def single(self, kind: str, chance: random.Random) -> Filling:
        """A first name or a surname alone."""
        group = "english" if chance.random() < 0.6 else chance.choice(list(_GROUPS))  # noqa: PLR2004
        return {"text": self.last(group, chance) if kind == "last" else chance.choice(self.lists[f"{group} first"])}


class Fillings:
    """All slots by their names."""

    def __init__(self, rows: Rows, people: People) -> None:
        self._rows = rows
        self._people = people
        self._slots: dict[str, Callable[[random.Random], Filling]] = {
            "person": people.person,
            "first": lambda chance: people.single("first", chance),
            "last": lambda chance: people.single("last", chance),
            "people": lambda chance: {"text": chance.choice(people.lists["peoples"])},
            "demonym": lambda chance: self._demonym("demonym", chance),
            "demonyms": lambda chance: self._demonym("demonyms", chance),
            "state_abbr": lambda chance: {"text": _abbreviation(chance.choice(sorted(STATES)), chance)},
        }
        for name, make in PLAIN.items():
            self._slots[name] = lambda chance, make=make: {"text": make(chance)}  # type: ignore[misc]
        for name in (
            *KINDS,
            *TOWNS,
            "country",
            "capital",
            "city",
            "town",
            "us_town",
            "us_county",
            "us_state",
            "province",
        ):
            self._slots[name] = lambda chance, name=name: self._place(name, chance)  # type: ignore[misc]
        self._slots["province_of"] = self._slots["province"]

    @classmethod
    def read(cls, gazetteer: Path, people: Path) -> Fillings:
        """Read the gazetteer's places once; `people` is the list of names."""
        uri = f"file:{gazetteer.resolve()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(uri, uri=True)) as connection:
            return cls(Rows(connection), People(people))

    def draw(self, slot: str, chance: random.Random) -> Filling:
        """One filling.

        Raises:
            KeyError: There is no such slot.
        """
        return self._slots[slot](chance)

    @staticmethod
    def attribute(filling: Mapping[str, str], path: str) -> str:
        """What `.country.upper` and its like mean for a filling.

        Raises:
            Unfit: This one has no such attribute.
        """
        text = filling["text"]
        for name in path.strip(".").split(".") if path else ():
            if name == "upper":
                text = text.upper()
            elif name in filling:
                text = filling[name]
            else:
                raise Unfit(name)
        return text

    @staticmethod
    def wants_article(text: str) -> bool:
        """Whether English puts "the" before this country."""
        return text in _ARTICLE

    def _place(self, slot: str, chance: random.Random) -> Filling:
        row = self._rows.draw(slot, chance)
        filling = self._rows.around(row)
        state = filling.get("state")
        if state in STATES:
            filling["abbr"] = filling["state_abbr"] = _abbreviation(state, chance)
        for name, text in filling.items():
            filling[name] = _printed(text, chance)
        if chance.random() < _PLAIN_SHARE:
            filling = {name: plain_letters(text) for name, text in filling.items()}
        return filling

    def _demonym(self, form: str, chance: random.Random) -> Filling:
        if form == "demonym" and chance.random() < 0.12:  # noqa: PLR2004 - a people without a country of its name
            return {"text": chance.choice(self._people.lists["peoples"])}
        filling = self._rows.around(self._rows.draw("country", chance))
        if form not in filling:
            raise Unfit(form)
        return {**filling, "text": filling[form]}


def _printed(name: str, chance: random.Random) -> str:
    """A place's name as news print it."""
    if name in _ALSO and chance.random() < 0.5:  # noqa: PLR2004 - every other time
        return chance.choice(_ALSO[name])
    for long, short, share in _SHORTENED:
        if name.startswith(long) and chance.random() < share:
            return short + name.removeprefix(long)
    return name


def _abbreviation(state: str, chance: random.Random) -> str:
    """A state of the United States as news shorten it."""
    press, post = STATES[state]
    return press if chance.random() < 0.65 else post  # noqa: PLR2004 - the press's own way is the usual one
