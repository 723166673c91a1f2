"""Words that tell in which country a text is at home: its offices, its money, its games."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[£€₹]|\b(?:C\$|A\$|NZ\$|HK\$)|[A-Za-z]{2,}(?:'s)?")
_AROUND: Final = 4_000
"""Code points before and behind the mentions in which such words are looked for."""
_FEW: Final = 2.0
"""So many words of one country count as much as a doubt."""

_OF: Final[dict[str, str]] = {
    "US": """
        sheriff sheriffs Sheriff selectmen selectman alderman aldermen congressman congresswoman Congressman
        Congresswoman trooper troopers Interstate turnpike Medicaid Medicare NFL NBA NCAA MLB NASCAR touchdown
        touchdowns quarterback freshman freshmen sophomore sophomores felony misdemeanor felonies misdemeanors
        arraigned indicted arraignment Republican Republicans GOP FBI ATF FEMA EPA FDA zip semifinalist
        homecoming varsity superintendent sidewalk downtown statewide countywide gubernatorial legislature
        Legislature district attorney Thanksgiving fairgrounds precinct eighth-grade kindergarten bipartisan
        Obamacare YMCA firefighters neighborhood
        """,
    "GB": """
        £ pence councillor councillors Councillor Councillors Cllr MP MPs constabulary Constabulary Tory Tories Labour
        NHS motorway lorry lorries postcode solicitor solicitors magistrates Magistrates crown bypass pensioner
        pensioners BBC Holyrood Stormont Whitehall GCSE GCSEs headteacher pub pubs quid borough Ofsted Asda Tesco
        Sainsbury FA Premiership allotment allotments roundabout petrol
        """,
    "CA": "C$ RCMP Mountie Mounties loonie Tim Hortons CBC NDP Bloc Québécois reeve MLA MPP",
    "AU": "A$ NSW ABC shire Shire AFL NRL ute bushfire bushfires Centrelink Medicare ACT",
    "NZ": "NZ$ Kiwi Kiwis iwi Pakeha",
    "IE": "garda Garda gardaí Gardaí taoiseach Taoiseach Tánaiste Dáil TD TDs € GAA hurling camogie",
    "IN": "₹ Rs lakh lakhs crore crores rupee rupees panchayat Lok Sabha BJP taluk tehsil",
    "PK": "Rs lakh rupees PTI PML tehsil Rangers",
    "ZA": "rand ANC SAPS Eskom Rand",
    "NG": "naira Naira EFCC PDP APC",
    "KE": "shilling shillings Sh matatu",
    "PH": "peso pesos barangay Barangay PNP",
    "HK": "HK$",
}
_COUNTRIES: Final[dict[str, tuple[str, ...]]] = {}
for _country, _words in _OF.items():
    for _word in _words.split():
        _COUNTRIES[_word] = (*_COUNTRIES.get(_word, ()), _country)


class Setting(NamedTuple):
    """How much the words of a text speak for a country, 0 to 1, and one of them."""

    share: float
    word: str


def setting(text: str, start: int, end: int) -> dict[str, Setting]:
    """The countries, by their ISO 3166-1 codes, whose words stand around `text[start:end]`; each word counts once.

    A word that two countries use counts half for each.
    """
    found = sorted(set(_WORD.findall(text, max(0, start - _AROUND), end + _AROUND)) & _COUNTRIES.keys())
    counts: dict[str, float] = {}
    words: dict[str, str] = {}
    for word in found:
        countries = _COUNTRIES[word]
        for country in countries:
            counts[country] = counts.get(country, 0.0) + 1.0 / len(countries)
            words.setdefault(country, word)
    total = sum(counts.values())
    return {country: Setting(count / (_FEW + total), words[country]) for country, count in counts.items()}
