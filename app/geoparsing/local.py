"""What a name's own sentences say of its candidates: a container, a word for what it is, a power that it stands for."""

# ruff: noqa: RUF001 - typographic quotes are what the patterns look for

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.geoparsing.context import word_before, words_before_of
from app.geoparsing.evidence import COUNTRY, COUNTY, DIVISION, TOWN
from app.geoparsing.fame import is_demonym
from app.geoparsing.geometry import distance_km
from app.geoparsing.kinds import plain
from app.geoparsing.lexicon import FEATURE_WORDS, GENERIC, NAMED_WITH_ARTICLE
from app.geoparsing.model import Kind, Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.evidence import Option
    from app.geoparsing.groups import Group
    from app.geoparsing.model import Mention
    from app.geoparsing.ranking import Features


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LETTERS: Final = 3
_SHARE: Final = 0.1
"""A city with this share of its division's people is what the bare name means."""
_AT_KM: Final = 20.0
_ROUGHLY: Final = {COUNTRY: "country", DIVISION: "division", COUNTY: "county", TOWN: "town"}
_WORD: Final = re.compile(r"[\w-]+")
_NEXT_WORDS: Final = re.compile(r"(?:(?:'s?|’s?)? [\w-]+){1,2}")
TOWN_WORDS: Final = _words(
    """
    police firefighters fire council councillor councillors councilman councilwoman mayor city school schools
    high elementary middle woman man teen teenager boy girl couple resident residents native natives motorist
    motorists library hospital clinic airport downtown suburb suburbs neighborhood neighbourhood neighborhoods
    street streets aldermen alderman selectmen selectman township town magistrates museum zoo mall church
    churches chamber area based rotary ymca office officers officer detectives home house post courthouse
    """
)
"""Words that stand behind the names of towns rather than of countries: "Lebanon police", "an Athens woman"."""
_MANY: Final = {
    "counties": "county",
    "parishes": "parish",
    "provinces": "province",
    "governorates": "governorate",
    "states": "state",
    "districts": "district",
    "cities": "city",
    "towns": "town",
    "villages": "village",
    "rivers": "river",
    "creeks": "creek",
}
_LISTED: Final = re.compile(
    r"(?:(?:,|/|,? and|,? or|,? &) ?(?:the )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2}){1,12}? ("
    + "|".join(_MANY)
    + r")\b"
)
_LAST_LISTED: Final = re.compile(" (" + "|".join(_MANY) + r")\b")
_IN_LIST: Final = re.compile(r"(?:\band|\bor|&|,) (?:the )?$")
POWERS: Final = ("A.PCL", "P.PPLC", "S.ADMF")
"""Features of places that stand for a power."""


def weigh_locally(text: str, group: Group, mentions: Sequence[Mention], candidates: Candidates) -> None:
    """Add what the group's own sentences say to its options' own features."""
    members = [mentions[member] for member in group.members]
    group.expected = next((word for mention in members if (word := _expected(text, mention))), "")
    group.power = any(mention.kind is Kind.METONYM for mention in members)
    group.town = next((words for mention in members if (words := _like_a_town(text, mention))), "")
    _overshadow(group.options)
    areas = _areas(group.container, candidates) if group.container else frozenset()
    for option in group.options:
        option.contained = not areas.isdisjoint(option.place.admin_ids)
        option.own += _links(group, option) + _said(group, option)


def _overshadow(options: Sequence[Option]) -> None:
    """Mark the divisions whose own city bears the name too: without a word for it, the city is meant."""
    cities = [
        option.place for option in options if option.place.feature.startswith("P.") and option.hit.match is Match.MAIN
    ]
    for option in options:
        place = option.place
        if place.feature.startswith("A.ADM"):
            people = _SHARE * place.population
            option.overshadowed = any(place.id in city.admin_ids and city.population >= people for city in cities)


def _areas(container: str, candidates: Candidates) -> frozenset[str]:
    """The ids of the places that the container's name can mean."""
    return frozenset(hit.place.id for hit in candidates.find(container) if not is_demonym(hit))


def _links(group: Group, option: Option) -> Features:
    """What the names and coordinates that stand with the name say of one option."""
    features: Features = []
    if option.contained:
        features.append(("beside: in what the text names as its container", 1.0))
    if option.place.id in group.holds:
        features.append(("beside: contains the name before it", 1.0))
    if is_at_point(group, option):
        features.append(("beside: at the coordinates behind the name", 1.0))
    return features


def _said(group: Group, option: Option) -> Features:
    """What the words that stand with the name say of one option."""
    features: Features = []
    if is_misread_letters(group, option):
        features.append(("words: capital letters, but a name", 1.0))
    if group.expected:
        fitting = fits(option, group.expected)
        features.append((f"words: {'' if fitting else 'not '}what the text calls it", 1.0))
    elif option.overshadowed:
        features.append(("words: division around a town of the name", 1.0))
    if group.article and option.place.feature.startswith(NAMED_WITH_ARTICLE):
        features.append(("words: named with the article", 1.0))
    if group.power and option.place.feature.startswith(POWERS):
        features.append(("words: can stand for a government", 1.0))
    if group.town and not group.expected:
        features.append((f"words: followed as a town is, {_ROUGHLY.get(option.level, 'other')}", 1.0))
    if group.dateline and option.level in _ROUGHLY:
        features.append((f"words: dateline, {_ROUGHLY[option.level]}", 1.0))
    return features


def is_at_point(group: Group, option: Option) -> bool:
    """Whether an option lies where the text says in brackets behind the name."""
    place = option.place
    if group.point is None or not option.is_point:
        return False
    return distance_km(place.lat, place.lon, group.point.lat, group.point.lon) <= _AT_KM + place.radius_km


def _like_a_town(text: str, mention: Mention) -> str:
    """A mention with the words behind it, where they are such as stand behind towns; empty otherwise."""
    if mention.kind is Kind.DEMONYM:
        return ""
    following = _NEXT_WORDS.match(text, mention.end)
    for word in _WORD.finditer(text, mention.end, following.end()) if following else ():
        if word[0].casefold() in TOWN_WORDS:
            return text[mention.start : word.end()]
    return ""


def is_misread_letters(group: Group, option: Option) -> bool:
    """Whether the text writes capital letters ("EU") and the option is a place of that name in small ones ("Eu")."""
    surface = group.surface.replace(".", "")
    if not surface.isupper() or len(surface) > _LETTERS:
        return False
    return option.hit.match is not Match.ABBREVIATION and not option.hit.matched.isupper()


def fits(option: Option, word: str) -> bool:
    """Whether an option is what the word beside the name says."""
    return option.place.feature.startswith(FEATURE_WORDS[word])


def _expected(text: str, mention: Mention) -> str:
    """The word in or beside a mention that tells what it is: "the city of X", "X province", "Lake X"."""
    parts = plain(mention.surface).split()
    if len(parts) > 1:
        if parts[-1] in GENERIC:
            return parts[-1]
        if parts[0] in GENERIC:
            return parts[0]
    listed = _LISTED.match(text, mention.end) or (
        _IN_LIST.search(text, max(0, mention.start - 8), mention.start) and _LAST_LISTED.match(text, mention.end)
    )
    if listed:
        return _MANY[listed[1]]
    before = words_before_of(text, mention.start)
    if before in FEATURE_WORDS:
        return before
    following = text[mention.end : mention.end + 14].split(maxsplit=1)
    if following and text[mention.end : mention.end + 1] == " ":
        word = following[0].strip(".,;:)").casefold()
        if word in GENERIC and word_before(text, mention.start).casefold() not in GENERIC:
            return word
    return ""
