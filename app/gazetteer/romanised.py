"""Names as English texts write them: GeoNames spells names from other scripts with marks that no newspaper prints."""

from __future__ import annotations

import unicodedata
from typing import Final

_COUNTRIES: Final = frozenset(
    (
        *(
            "AE",
            "AF",
            "AM",
            "BD",
            "BG",
            "BH",
            "BT",
            "BY",
            "CN",
            "EG",
            "ER",
            "ET",
            "GE",
            "GR",
            "IL",
            "IN",
            "IQ",
            "IR",
            "JO",
            "JP",
        ),
        *(
            "KG",
            "KH",
            "KP",
            "KR",
            "KW",
            "KZ",
            "LA",
            "LB",
            "LK",
            "LY",
            "MK",
            "MM",
            "MN",
            "NP",
            "OM",
            "PK",
            "PS",
            "QA",
            "RU",
            "SA",
        ),
        *("SD", "SY", "TH", "TJ", "UA", "YE"),
    )
)
"""ISO alpha-2 codes of countries whose own script is not Latin: marks in a Latin name there are a transliteration's."""
_SIGNS: Final = dict.fromkeys((0x2018, 0x2019, 0x02BB, 0x02BC, 0x02B9, 0x02BA, 0x60, 0xB4))
"""Quotation marks, primes and accents that stand for letters Latin does not have."""


def plain(name: str, country: str) -> str:
    """The name to show: "Tikrīt" in Iraq is Tikrit; "Málaga" in Spain keeps its accent, "Rīga" in Latvia its macron."""
    if name.isascii() or country not in _COUNTRIES:
        return name
    decomposed = unicodedata.normalize("NFD", name.translate(_SIGNS))
    if not all(character.isascii() or unicodedata.combining(character) for character in decomposed):
        return name
    return "".join(character for character in decomposed if character.isascii())
