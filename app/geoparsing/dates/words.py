"""The words of English dates and numbers, in lower case."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MONTH_NAMES: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1)}
    | {"sept": 9}
)
"""Numbers of the months, by name and abbreviation."""
DOUBTFUL_MONTHS: Final = frozenset({"march", "april", "may", "june", "august", "mar", "jan"})
"""Months that are also verbs, persons or something else: alone they are a date only where one is expected."""

_WEEKDAY_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS: Final[Mapping[str, int]] = MappingProxyType({name: number for number, name in enumerate(_WEEKDAY_NAMES)})
"""Numbers of the days of the week, Monday being 0."""
WEEKDAY_ABBREVIATIONS: Final[Mapping[str, int]] = MappingProxyType(
    {name[:3]: number for number, name in enumerate(_WEEKDAY_NAMES)} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
)

SEASONS: Final[Mapping[str, int]] = MappingProxyType({"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12})
"""First months of the seasons, as the northern half of the earth has them."""

_COUNTS: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
COUNTS: Final[Mapping[str, int]] = MappingProxyType(
    {word: number for number, word in enumerate(_COUNTS, 1)}
    | {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
)
"""Small numbers in words."""

_ORDINALS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first",
)  # fmt: skip
ORDINALS: Final[Mapping[str, int]] = MappingProxyType({word: number for number, word in enumerate(_ORDINALS, 1)})
"""Ordinal numbers in words, as far as centuries go."""

DECADES: Final[Mapping[str, int]] = MappingProxyType(
    {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
     "nineties": 90}
)  # fmt: skip
"""Decades of a century that goes without saying."""

COUNTED: Final = _words(
    """
    people persons men women children boys girls soldiers troops fighters militants rebels insurgents gunmen
    civilians refugees families residents inhabitants citizens workers students employees officers policemen
    police prisoners deaths dead wounded injured casualties victims homes houses buildings villages tents
    beds seats jobs votes km kilometers kilometres miles mile meters metres feet foot yards inches acres
    hectares tonnes tons kg pounds lbs dollars euros dinars rupees cents percent per hours minutes seconds
    hrs am pm a.m p.m degrees barrels gallons litres liters horses guns rifles wagons ships vehicles tanks
    trucks cars cases patients doses copies words pages members times hectare cavalry infantry strong head
    bales rounds
    """
)
"""What numbers count: a number before one of them is no year and no day."""

CARS: Final = _words(
    """
    acura audi bmw buick cadillac chevrolet chevy chrysler dodge ferrari fiat ford gmc harley harley-davidson honda
    hyundai infiniti jaguar jeep kia lexus lincoln mazda mercedes mercedes-benz mercury mitsubishi nissan oldsmobile
    peugeot plymouth pontiac porsche renault saturn subaru suzuki toyota volkswagen volvo yamaha model
    pickup truck sedan suv van minivan car motorcycle
    """
)
"""What a year before it dates the make of, and nothing that happened."""

TITLES: Final = _words(
    """
    mr mrs ms dr prof rev hon gen lt col maj capt cpt cmdr adm sgt cpl pvt brig gov sen rep pres st mt ft
    ste vs e.g i.e cf ca c messrs mme mlle fr supt det
    """
)
"""Abbreviations that stand before a name or go on with the sentence: their full stop never ends one."""

BEGINNERS: Final = _words(
    """
    The A An He She It They We I You This That These Those There In On At By But And Or So As If When While
    After Before Since His Her Their Our My Its What Who Why How Yet Still Now Then For From With To Not No
    One Some Many Most All Meanwhile However
    """
)
"""Words that begin a sentence rather than a name."""
