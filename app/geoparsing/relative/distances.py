"""Distances as people write them, read backwards from where they end in a text; journeys are reckoned by their time."""

# ruff: noqa: RUF001 - typographic apostrophes, dashes and fractions are what the patterns look for

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_UNITS: Final = (
    (r"km|kms|kilomet(?:er|re)s?|klicks?", "km", 1.0),
    (r"nautical miles?|nmi", "nautical miles", 1.852),
    (r"miles?|mi\.?", "miles", 1.609344),
    (r"met(?:er|re)s?|m", "m", 0.001),
    (r"yards?|yds?\.?", "yards", 0.0009144),
    (r"feet|foot|ft\.?", "feet", 0.0003048),
    (r"leagues?", "leagues", 4.828),
    (r"blocks?", "blocks", 0.12),
)
"""Pattern, word and kilometres of each unit."""
_MINUTE: Final = 1 / 60
_SPEEDS: Final = {"march": 4.0, "walk": 4.5, "hike": 4.0, "ride": 20.0, "drive": 60.0, "journey": 40.0, "trip": 50.0}
"""Kilometres an hour as the crow flies, by the word for the journey."""
_DAY_H: Final = {"march": 6.0, "walk": 6.0, "hike": 6.0, "ride": 3.0}
"""Hours of a day on the way."""
_DEFAULT: Final = "drive"

_ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = ("_", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_WORDS: Final = {
    **{word: float(value) for value, word in enumerate(_ONES)},
    **{word: 10.0 * value for value, word in enumerate(_TENS)},
}
_SMALL_WORD: Final = "|".join(sorted({*_ONES, *_TENS[1:], "hundred", "thousand"}, key=len, reverse=True))
_SPOKEN: Final = rf"(?:an? )?(?:{_SMALL_WORD})(?:(?:-| (?:and )?)(?:{_SMALL_WORD}))*(?: and a half)?"
_DIGITS: Final = r"\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d{1,3})?(?: ?[¼½¾]| \d/\d)?|[¼½¾]"
_ONE_NUMBER: Final = rf"(?:{_DIGITS}|{_SPOKEN})"
_VAGUE: Final[dict[str, tuple[float, float]]] = {
    "a couple of": (1.5, 3.0),
    "a few": (2.0, 5.0),
    "few": (2.0, 5.0),
    "several": (3.0, 9.0),
    "a dozen": (11.0, 13.0),
    "dozens of": (24.0, 90.0),
    "scores of": (40.0, 100.0),
    "hundreds of": (200.0, 700.0),
    "half a": (0.5, 0.5),
    "a half": (0.5, 0.5),
    "half": (0.5, 0.5),
    "quarter": (0.25, 0.25),
    "a quarter of a": (0.25, 0.25),
    "a quarter": (0.25, 0.25),
    "a": (1.0, 1.0),
    "an": (1.0, 1.0),
    "half an": (0.5, 0.5),
    "many": (10.0, 40.0),
}
"""Numbers that are none, least and most; "a quarter-mile" and the like are among them."""
_VAGUE_WORDS: Final = "|".join(sorted(_VAGUE, key=len, reverse=True))
_HEDGES: Final[dict[str, tuple[float, float]]] = {
    **dict.fromkeys(("about", "around", "roughly", "approximately", "approx.", "some", "circa"), (0.85, 1.15)),
    **dict.fromkeys(("nearly", "almost", "close to", "just under"), (0.85, 1.0)),
    **dict.fromkeys(("less than", "under", "up to", "at most", "no more than", "not more than"), (0.5, 1.0)),
    **dict.fromkeys(("more than", "over", "at least", "well over"), (1.0, 1.3)),
    **dict.fromkeys(("just over", "a little over"), (1.0, 1.15)),
    **dict.fromkeys(("just", "only", "barely", "exactly"), (0.95, 1.05)),
    "within": (0.0, 1.0),
}  # fmt: skip
"""What each word before a number makes of it, as shares; "some" and "about" say the same."""
_HEDGE_WORDS: Final = "|".join(word.replace(".", r"\.") for word in sorted(_HEDGES, key=len, reverse=True))
_UNIT_WORDS: Final = "|".join(f"(?:{pattern})" for pattern, _, _ in _UNITS)
_WAY: Final = "|".join((*_SPEEDS, "flight"))
_PARTS: Final = (
    r"(?<![\w.,$€£'’-])",
    rf"(?:(?P<hedge>{_HEDGE_WORDS}) )?",
    rf"(?:(?:(?P<low>{_ONE_NUMBER}) ?(?:-|–|—|to|or) ?)?(?P<number>{_ONE_NUMBER})[ -]?",
    rf"|(?P<vague>{_VAGUE_WORDS})[ -](?:(?P<times>hundred|thousand|dozen) )?)?",
    rf"(?:(?P<unit>{_UNIT_WORDS})(?P<half> and a half)?",
    rf"|(?P<time>minutes?|hours?|days?)['’]?s?['’]?(?:[ -](?P<way>{_WAY}))?)",
    r"(?: ?[(\[][^()\[\]]{1,30}[)\]]|,? or [^,.;()]{1,24},)?",
    r"(?: (?:away|inland|upstream|downstream|upriver|downriver|directly|due|out|further|farther))?(?: to the)? *$",
)
_DISTANCE: Final = re.compile("".join(_PARTS).replace(" ", r"\s"), re.IGNORECASE)
"""Number, unit, the same once more in brackets, and words that lead on to a direction; lines may be broken anywhere."""
_WINDOW: Final = 90
_BARE: Final = (3.0, 30.0)
"""What "miles from" leaves open."""
_ROUGH_TIME: Final = 0.4
_TIMES: Final = {"dozen": 12.0, "hundred": 100.0, "thousand": 1000.0}
_FRACTIONS: Final = {"¼": 0.25, "½": 0.5, "¾": 0.75}


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance, and where its words begin.

    Attributes:
        start: first code point of the words.
        words: it in plain words: "20 km", "about 15 miles".
        low_km: the least that it can mean.
        high_km: the most.
        is_limit: said as a limit: "within 5 miles".
        is_time: reckoned from the time that the way takes.
    """

    start: int
    words: str
    low_km: float
    high_km: float
    is_limit: bool = False
    is_time: bool = False

    @property
    def km(self) -> float:
        """The middle of what it can mean."""
        return (self.low_km + self.high_km) / 2

    @property
    def spread_km(self) -> float:
        """How far from the middle it can lie."""
        return (self.high_km - self.low_km) / 2


def distance(text: str, end: int) -> Distance | None:
    """The distance that ends at `end` (blanks apart): "20 km", "some fifteen miles", "a two-hour drive"."""
    found = _DISTANCE.search(text, max(0, end - _WINDOW), end)
    if found is None or not _is_distance(found):
        return None
    amount = _amount(found)
    if amount is None:
        return None
    low, high, said = amount
    unit, km = _unit(found, is_one=high <= 1.0)
    hedge = " ".join((found["hedge"] or "").lower().split())
    least, most = _HEDGES.get(hedge, (1.0, 1.0))
    low, high = low * km * least, high * km * most
    if found["time"]:
        low, high = low * (1 - _ROUGH_TIME), high * (1 + _ROUGH_TIME)
    words = " ".join(part for part in (hedge, said, unit) if part)
    return Distance(found.start(), words, low, high, hedge == "within", bool(found["time"]))


def _is_distance(found: re.Match[str]) -> bool:
    """Whether what was met is a distance by itself: "miles", "two hours" and "a day's march", not "two days"."""
    counted = bool(found["number"] or found["vague"])
    if found["time"]:
        way = (found["way"] or "").lower()
        return counted and way != "flight" and not (found["time"].lower().startswith("day") and not way)
    return counted or (not found["hedge"] and found["unit"].lower().startswith(("miles", "kilomet")))


def _amount(found: re.Match[str]) -> tuple[float, float, str] | None:
    """The number's least and most, and it in words; None where it is none."""
    vague = " ".join((found["vague"] or "").lower().split())
    if vague:
        times = _TIMES.get((found["times"] or "").lower(), 1.0)
        least, most = _VAGUE[vague]
        if found["half"]:
            least, most, vague = least + 0.5, most + 0.5, f"{least + 0.5:g}"
        return least * times, most * times, " ".join(part for part in (vague, (found["times"] or "").lower()) if part)
    if not found["number"]:
        return *_BARE, ""
    high = number(found["number"])
    low = number(found["low"]) if found["low"] else high
    if high is None or low is None or not 0 < low <= high:
        return None
    if found["half"]:
        low, high = low + 0.5, high + 0.5
    return low, high, f"{high:g}" if low == high else f"{low:g}\N{EN DASH}{high:g}"


def _unit(found: re.Match[str], *, is_one: bool) -> tuple[str, float]:
    """The unit's word, of one or of several, and its kilometres."""
    if found["unit"]:
        for pattern, word, km in _UNITS:
            if re.fullmatch(pattern, found["unit"], re.IGNORECASE):
                return word.removesuffix("s") if is_one else word, km
    way = (found["way"] or _DEFAULT).lower()
    time = found["time"].lower().rstrip("s")
    hours = {"minute": _MINUTE, "hour": 1.0, "day": _DAY_H.get(way, 8.0)}[time]
    return f"{time}’s {way}" if is_one else f"{time}s’ {way}", hours * _SPEEDS[way]


def number(words: str) -> float | None:
    """A number in digits or words: "1,200", "2½", "twenty-five", "a hundred and fifty", "two and a half"."""
    plain = " ".join(words.lower().replace(",", "").split())
    if plain[:1].isdigit() or plain in _FRACTIONS:
        return _from_digits(plain)
    half = 0.5 if plain.endswith(" and a half") else 0.0
    total = group = 0.0
    for word in re.split(r"[- ]", plain.removesuffix(" and a half")):
        if word in {"and", "a", "an"}:
            continue
        if word == "hundred":
            group = (group or 1.0) * 100
        elif word == "thousand":
            total, group = total + (group or 1.0) * 1000, 0.0
        elif word in _NUMBER_WORDS:
            group += _NUMBER_WORDS[word]
        else:
            return None
    return total + group + half


def _from_digits(plain: str) -> float | None:
    """A number in digits, with a fraction behind it if there is one."""
    fraction = next((value for sign, value in _FRACTIONS.items() if plain.endswith(sign)), 0.0)
    whole, _, broken = plain.rstrip("¼½¾").strip().partition(" ")
    if broken:
        above, _, below = broken.partition("/")
        if not int(below):
            return None
        fraction = int(above) / int(below)
    return (float(whole) if whole else 0.0) + fraction
