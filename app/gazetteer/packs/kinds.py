"""What kind of place a source means: GeoNames codes as they are, and words and concepts that stand for one."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

USUAL: Final = "P.PPL"
"""A place of which nothing is said is a settlement, as most listed places are."""

_WORDS: Final = {
    "P.PPL": "city cities town village hamlet settlement locality place populated suburb quarter neighbourhood"
    " neighborhood camp municipality ville ort stadt dorf ciudad pueblo inhabited",
    "P.PPLC": "capital",
    "P.PPLH": "ruins ruin abandoned",
    "A.PCLI": "country nation sovereign",
    "A.PCLH": "empire kingdom",
    "A.ADM1": "state province governorate oblast",
    "A.ADM2": "county district department prefecture",
    "A.ADM3": "commune parish subdistrict",
    "A.ZN": "zone",
    "H.STM": "river stream creek wadi canal",
    "H.LK": "lake reservoir pond",
    "H.SEA": "sea ocean",
    "H.BAY": "bay gulf",
    "H.SPNG": "spring well",
    "L.RGN": "region area land",
    "L.PRK": "park reserve",
    "R.RD": "road street route",
    "R.RR": "railway railroad",
    "S.AIRP": "airport airfield airbase",
    "S.ANS": "site archaeological tell",
    "S.BDG": "bridge",
    "S.BLDG": "building house",
    "S.CH": "church cathedral chapel",
    "S.CSTL": "castle",
    "S.FT": "fort fortress",
    "S.HSP": "hospital clinic",
    "S.MNST": "monastery abbey convent",
    "S.MSQE": "mosque",
    "S.PS": "plant dam",
    "S.RSTN": "station",
    "S.SCH": "school university college",
    "S.TMPL": "temple shrine",
    "T.CAPE": "cape",
    "T.DSRT": "desert",
    "T.ISL": "island isle",
    "T.MT": "mountain mount peak hill volcano",
    "T.MTS": "mountains range",
    "T.PASS": "pass",
    "T.PEN": "peninsula",
    "T.VAL": "valley",
    "V.FRST": "forest wood",
}
_CONCEPTS: Final = {
    "aat:300008347": "P.PPL",
    "aat:300008389": "P.PPL",
    "aat:300008375": "P.PPL",
    "aat:300008372": "P.PPL",
    "aat:300000745": "P.PPLX",
    "aat:300387178": "A.PCLH",
    "aat:300128207": "A.PCLI",
    "aat:300232420": "A.PCLI",
    "aat:300387506": "A.PCLI",
    "aat:300000774": "A.ADM1",
    "aat:300000776": "A.ADM1",
    "aat:300000771": "A.ADM2",
    "aat:300000705": "A.ADM2",
    "aat:300008707": "H.STM",
    "aat:300008680": "H.LK",
    "aat:300008694": "H.SEA",
    "aat:300008791": "T.ISL",
    "aat:300008795": "T.MT",
    "aat:300386831": "T.MTS",
    "aat:300182722": "L.RGN",
    "aat:300000810": "S.ANS",
}
_PREFIXES: Final = (
    (("PPL", "STLMT"), "P"),
    (("ADM", "PCL", "PRSH", "TERR", "ZN", "LTER"), "A"),
    (("STM", "LK", "SEA", "OCN", "BAY", "GULF", "CNL", "RSV", "SPNG", "WAD", "STRT", "HBR"), "H"),
    (("RGN", "PRK", "CONT", "AREA", "RES", "OAS", "PRT"), "L"),
    (("RD", "RR", "ST", "TRL"), "R"),
    (("ISL", "MT", "PK", "HLL", "VAL", "DSRT", "CAPE", "PEN", "PASS", "PLN", "VLC", "RDGE", "PLAT"), "T"),
    (("FRST",), "V"),
)
"""Beginnings of codes given without their class; the others are buildings, the largest class of codes."""

_BY_CLASS: Final = {
    "A": "A.ADMD",
    "H": "H.STM",
    "L": "L.RGN",
    "P": "P.PPL",
    "R": "R.RD",
    "S": "S.BLDG",
    "T": "T.MT",
    "U": "U.SEAU",
    "V": "V.FRST",
}
_WHOLE: Final = re.compile(r"(?:gn:|geonames:)?([AHLPRSTUV])[.:_/ ]([A-Z][A-Z0-9]{1,5})")
_CODE: Final = re.compile(r"(?:gn:|geonames:)?([A-Z][A-Z0-9]{1,5})")
_WORD: Final = re.compile(r"[^\W\d_]+")


@cache
def _by_word() -> dict[str, str]:
    return {word: code for code, words in _WORDS.items() for word in words.split()}


def feature(text: str) -> str | None:
    """The GeoNames class and code that a text names; None where it names none.

    Understood: `P.PPLA`, `PPLA`, `P`, `gn:PPLA`, `aat:300008347` and its address, and words ("river", "Cities").
    """
    bare = text.strip()
    if whole := _WHOLE.fullmatch(bare):
        return f"{whole[1]}.{whole[2]}"
    if bare in _BY_CLASS:
        return _BY_CLASS[bare]
    if code := _CODE.fullmatch(bare):
        return f"{_class(code[1])}.{code[1]}"
    if "aat" in bare.lower():
        return _CONCEPTS.get(f"aat:{bare.rstrip('/').rpartition('/')[2].rpartition(':')[2]}")
    words = [word.casefold() for word in _WORD.findall(bare)]
    for word in reversed(words):
        found = _by_word().get(word) or _by_word().get(word.removesuffix("s"))
        if found:
            return found
    return None


def _class(code: str) -> str:
    for beginnings, letter in _PREFIXES:
        if code.startswith(beginnings):
            return letter
    return "S"
