# ruff: noqa: INP001 - beside a script, not part of a package; its chance decides sentences, not secrets
"""The gazetteer's places by the kinds that the synthetic sentences ask for."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import random
    import sqlite3

KINDS: Final = {
    "river": ("H.STM",),
    "lake": ("H.LK",),
    "sea": ("H.SEA", "H.GULF", "H.STRT", "H.BAY", "H.OCN"),
    "mountain": ("T.MT", "T.VLC"),
    "mountains": ("T.MTS",),
    "island": ("T.ISL", "T.ISLS"),
    "region": ("L.RGN", "T.DSRT", "T.PEN"),
    "airport": ("S.AIRP",),
    "base": ("S.AIRB", "L.MILB", "S.INSM"),
    "camp": ("S.CMPRF",),
    "dam": ("S.DAM",),
    "former": ("A.PCLH",),
}
"""Slots that are drawn evenly, and the features they are drawn from."""
TOWNS: Final = {
    "uk_town": "GB", "ca_town": "CA", "au_town": "AU", "nz_town": "NZ", "ie_town": "IE", "za_town": "ZA",
    "in_town": "IN", "pk_town": "PK", "ng_town": "NG", "ke_town": "KE", "gh_town": "GH", "ug_town": "UG",
    "ph_town": "PH", "jm_town": "JM", "mx_town": "MX", "ua_town": "UA", "af_town": "AF", "iq_town": "IQ",
    "sy_town": "SY",
}  # fmt: skip
"""Slots for towns of one country, and its ISO 3166-1 code."""
_PRESS: Final = (
    "Alabama Ala. AL|Alaska Alaska AK|Arizona Ariz. AZ|Arkansas Ark. AR|California Calif. CA|Colorado Colo. CO"
    "|Connecticut Conn. CT|Delaware Del. DE|Florida Fla. FL|Georgia Ga. GA|Hawaii Hawaii HI|Idaho Idaho ID"
    "|Illinois Ill. IL|Indiana Ind. IN|Iowa Iowa IA|Kansas Kan. KS|Kentucky Ky. KY|Louisiana La. LA|Maine Maine ME"
    "|Maryland Md. MD|Massachusetts Mass. MA|Michigan Mich. MI|Minnesota Minn. MN|Mississippi Miss. MS|Missouri Mo. MO"
    "|Montana Mont. MT|Nebraska Neb. NE|Nevada Nev. NV|New Hampshire N.H. NH|New Jersey N.J. NJ|New Mexico N.M. NM"
    "|New York N.Y. NY|North Carolina N.C. NC|North Dakota N.D. ND|Ohio Ohio OH|Oklahoma Okla. OK|Oregon Ore. OR"
    "|Pennsylvania Pa. PA|Rhode Island R.I. RI|South Carolina S.C. SC|South Dakota S.D. SD|Tennessee Tenn. TN"
    "|Texas Texas TX|Utah Utah UT|Vermont Vt. VT|Virginia Va. VA|Washington Wash. WA|West Virginia W.Va. WV"
    "|Wisconsin Wis. WI|Wyoming Wyo. WY"
)
STATES: Final = {name: (press, post) for name, press, post in (line.rsplit(" ", 2) for line in _PRESS.split("|"))}
"""States of the United States with the press's abbreviation and the post's."""
_CITY: Final = 15_000
"""People from which a populated place is a city here."""
_KNOWN_CITY: Final = 400_000
_KNOWN_US: Final = 25_000
_FAMOUS: Final = 300_000
"""People from which a place abroad makes a namesake in the United States worth drawing more often."""
_SMALLEST: Final = 250
_NAMESAKES: Final = 0.15
_KNOWN_COUNTRIES: Final = 70
_CLEAN: Final = re.compile(r"[^\W\d_][^\d_()\[\]{}/,;:?\u2013]{1,29}")
_OFFICIAL: Final = re.compile(r"\b(?:Kabupaten|Huyện|Gemeente|Powiat|Municipio|Departement|District of|City of)\b")
_ADJECTIVE: Final = ("ish", "ese", "ch", "an", "n", "i")
"""Endings of demonyms that stand as adjectives, the likeliest first."""


class Row(NamedTuple):
    """One place."""

    number: int
    name: str
    country: str
    parent: int | None
    population: int
    kind: str


class Rows:
    """Places in pools, each with a known and a lesser-known half."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._all: dict[int, Row] = {}
        self._countries: dict[str, Row] = {}
        self._capitals: dict[str, Row] = {}
        self._pools: dict[str, tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
        for row in connection.execute(
            "SELECT p.id, p.name, p.country, p.parent, p.population, f.code"
            " FROM place p JOIN feature f ON f.id = p.feature ORDER BY p.prior DESC, p.id"
        ):
            self._take(Row(*row))
        self._demonyms = _demonyms(connection, {row.number: code for code, row in self._countries.items()})
        self._name_sakes()

    def _take(self, row: Row) -> None:
        row = row._replace(name=row.name.removeprefix("The "))
        self._all[row.number] = row
        if row.kind in ("A.PCLI", "A.PCLD"):
            self._countries[row.country] = row
            self._put("country", row, known=len(self._pools["country"][0]) < _KNOWN_COUNTRIES)
        if not _CLEAN.fullmatch(row.name) or not row.name[0].isupper() or _OFFICIAL.search(row.name):
            return
        if row.kind == "P.PPLC":
            self._capitals[row.country] = row
            self._put("capital", row, known=row.population > _FAMOUS)
        if row.kind.startswith("P.") and row.population >= _SMALLEST:
            self._settle(row)
        elif row.kind == "A.ADM1":
            self._put("us_state" if row.country == "US" else "province", row, known=row.population > 10 * _FAMOUS)
        elif row.kind == "A.ADM2" and row.country == "US":
            self._put("us_county", row, known=row.population > _FAMOUS)
        for slot, kinds in KINDS.items():
            if row.kind in kinds:
                self._put(slot, row, known=len(self._pools[slot][0]) < _KNOWN_COUNTRIES)

    def _settle(self, row: Row) -> None:
        if row.population >= _CITY and row.kind != "P.PPLX":
            self._put("city", row, known=row.population >= _KNOWN_CITY)
        else:
            self._put("town", row, known=row.country in ("US", "GB", "CA", "AU"))
        for slot, country in {**TOWNS, "us_town": "US"}.items():
            if row.country == country and row.kind != "P.PPLX":
                self._put(slot, row, known=row.population >= _KNOWN_US)

    def _put(self, slot: str, row: Row, *, known: bool) -> None:
        self._pools[slot][0 if known else 1].append(row)

    def _name_sakes(self) -> None:
        """Towns of the United States that share their name with a larger place elsewhere: Paris, Lebanon, Cairo."""
        famous = {row.name for row in self._countries.values()} | {row.name for row in self._capitals.values()}
        famous |= {row.name for row in self._pools["city"][0] if row.country != "US" and row.population >= _FAMOUS}
        towns = [row for half in self._pools["us_town"] for row in half if row.name in famous]
        self._pools["namesake"] = (towns, towns)

    def draw(self, slot: str, chance: random.Random) -> Row:
        """A place of a kind, from the known ones every other time."""
        if slot == "us_town" and chance.random() < _NAMESAKES:
            slot = "namesake"
        known, others = self._pools[slot]
        if slot in KINDS:
            return chance.choice(known + others)
        half = known if known and (not others or chance.random() < 0.5) else others  # noqa: PLR2004
        return chance.choice(half)

    def around(self, row: Row) -> dict[str, str]:
        """A place's name, and the names of what it lies in."""
        found = {"text": row.name}
        country = self._countries.get(row.country)
        if country:
            found["country"] = country.name
            found |= self._demonyms.get(row.country, {})
            if row.country in self._capitals:
                found["capital"] = self._capitals[row.country].name
        above = self._all.get(row.parent) if row.parent else None
        if row.kind == "A.ADM2":
            found["short"] = row.name.removesuffix(" County").removesuffix(" Parish")
        while above and above.kind != "A.PCLI":
            if above.kind == "A.ADM1":
                found["state" if above.country == "US" else "province"] = above.name
            elif above.kind == "A.ADM2":
                found["county"] = above.name
            above = self._all.get(above.parent) if above.parent else None
        if row.kind == "A.ADM1" and row.country == "US":
            found["state"] = row.name
        return found


def _demonyms(connection: sqlite3.Connection, countries: dict[int, str]) -> dict[str, dict[str, str]]:
    """By country: the adjective, and the people in the plural where the gazetteer knows it."""
    words: dict[str, list[str]] = defaultdict(list)
    for norm, number in connection.execute("SELECT norm, place FROM name WHERE match = 4 ORDER BY norm, place"):
        if number in countries:
            words[countries[number]].append(norm)
    found: dict[str, dict[str, str]] = {}
    for code, norms in words.items():
        single = [word for word in norms if word + "s" in norms or word.endswith(("ish", "ese", "ch"))]
        single.sort(key=lambda word: next((at for at, end in enumerate(_ADJECTIVE) if word.endswith(end)), 9))
        if single:
            found[code] = {"demonym": single[0].title()}
            plural = next((word for word in single if word + "s" in norms), None)
            if plural:
                found[code]["demonyms"] = plural.title() + "s"
    return found
