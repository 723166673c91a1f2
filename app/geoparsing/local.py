"""What a name's own sentences say of its candidates: a container, a word for what it is, a power that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.context import word_before, words_before_of
from app.geoparsing.fame import is_demonym
from app.geoparsing.kinds import plain
from app.geoparsing.lexicon import FEATURE_WORDS, GENERIC, NAMED_WITH_ARTICLE
from app.geoparsing.model import Kind, Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.evidence import Option, Weights
    from app.geoparsing.groups import Group
    from app.geoparsing.model import Mention

_LETTERS: Final = 3
_SHARE: Final = 0.1
"""A city with this share of its division's people is what the bare name means."""
POWERS: Final = ("A.PCL", "P.PPLC", "S.ADMF")
"""Features of places that stand for a power."""


def weigh_locally(
    text: str, group: Group, mentions: Sequence[Mention], candidates: Candidates, weights: Weights
) -> None:
    """Put what the group's own sentences say into its options' `local`."""
    members = [mentions[member] for member in group.members]
    group.expected = next((word for mention in members if (word := _expected(text, mention))), "")
    group.power = any(mention.kind is Kind.METONYM for mention in members)
    _overshadow(group.options)
    areas = _areas(group.container, candidates) if group.container else frozenset()
    for option in group.options:
        option.local = _local(group, option, areas, weights)


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


def _local(group: Group, option: Option, areas: frozenset[str], weights: Weights) -> float:
    """What a group's own sentences say of one option."""
    value = 0.0
    option.contained = not areas.isdisjoint(option.place.admin_ids)
    if option.contained:
        value += weights.container
    if option.place.id in group.holds:
        value += weights.container
    if is_misread_letters(group, option):
        value += weights.letters
    if group.expected:
        value += weights.feature if fits(option, group.expected) else -weights.feature
    elif option.overshadowed:
        value += weights.namesake
    if group.article and option.place.feature.startswith(NAMED_WITH_ARTICLE):
        value += weights.article
    if group.power and option.place.feature.startswith(POWERS):
        value += weights.power
    return value


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
    before = words_before_of(text, mention.start)
    if before in FEATURE_WORDS:
        return before
    following = text[mention.end : mention.end + 14].split(maxsplit=1)
    if following and text[mention.end : mention.end + 1] == " ":
        word = following[0].strip(".,;:)").casefold()
        if word in GENERIC and word_before(text, mention.start).casefold() not in GENERIC:
            return word
    return ""
