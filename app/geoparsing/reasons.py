"""Reasons in words for and against a candidate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.article import named
from app.geoparsing.fame import is_demonym
from app.geoparsing.geometry import distance_km
from app.geoparsing.lexicon import NAMED_WITH_ARTICLE
from app.geoparsing.local import POWERS, fits, is_misread_letters
from app.geoparsing.model import Match, Place, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.geoparsing.evidence import Option, Surroundings
    from app.geoparsing.groups import Group

_NEAR: Final = 0.3
_FAR: Final = 0.1
_LIKE: Final = 1.0
_SMALL: Final = 5_000
_AT_KM: Final = 20.0

FEATURES: Final = (
    ("A.PCL", "a country"),
    ("A.ADM1", "a province or state"),
    ("A.ADM2", "a county or district"),
    ("A", "a district"),
    ("P.PPLC", "a capital"),
    ("P", "a town"),
    ("H", "a water"),
    ("S.ADMF", "a seat of government"),
    ("S.AIR", "an airport"),
    ("S", "a building or site"),
    ("L", "a region"),
    ("T", "an island or mountain"),
)
"""What a place is, in words, by the beginning of its feature code."""


def feature_words(place: Place) -> str:
    """What a place is: "a country", "a town"."""
    return next((words for code, words in FEATURES if place.feature.startswith(code)), "a place")


def explain(group: Group, option: Option, ranked: Sequence[Option], surroundings: Surroundings) -> tuple[Reason, ...]:
    """The reasons for and against one option, strongest first; at least one."""
    chosen = option is ranked[0]
    reasons = [
        *_name_reasons(group, option, ranked),
        *_sentence_reasons(group, option),
        *_document_reasons(option, surroundings),
    ]
    if not reasons:
        if chosen:
            reasons.append(Reason(f"the likeliest of {len(ranked)} places of this name", 0.5))
        else:
            reasons.append(Reason(f"less speaks for it than for {_labelled(ranked[0].place)}", -0.5))
    return tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))


def _labelled(place: Place) -> str:
    """A place's name with the largest thing that contains it, as a reader would tell it from its namesakes."""
    where = next((name for name in place.admin if name != place.name), "")
    return f"{place.name} ({where})" if where else f"{place.name}, {feature_words(place)}"


def _name_reasons(group: Group, option: Option, ranked: Sequence[Option]) -> Iterator[Reason]:
    """What the name itself says."""
    best = max(ranked, key=lambda other: other.prior)
    if group.is_guess:
        yield Reason(f"“{group.surface}” may be a slip for “{option.hit.matched}”", -2.0)
    elif len(ranked) == 1:
        yield Reason("the only place of this name in the gazetteer", 1.0)
    elif option is best:
        yield Reason(f"the best-known of {len(ranked)} places of this name", 1.5)
    elif best.prior - option.prior > _LIKE:
        yield Reason(f"less known than {_labelled(best.place)}", option.prior - best.prior)
    if group.demonym and is_demonym(option.hit):
        yield Reason(f"“{group.surface}” is what comes from {named(option.place)}", 1.0)
    elif option.hit.match is Match.ALTERNATE and option.place.name != group.surface:
        yield Reason(f"usually called {named(option.place)}", -0.5)
    elif is_misread_letters(group, option):
        yield Reason(f"the text writes letters, “{group.surface}”, not the name {option.hit.matched}", -3.0)
    elif option.hit.match is Match.ABBREVIATION:
        yield Reason(f"“{group.surface}” is short for {option.place.name}", 0.7)
    if 0 < option.place.population < _SMALL:
        yield Reason("a small place", -0.4)


def is_at_point(group: Group, option: Option) -> bool:
    """Whether an option lies where the text says in brackets behind the name."""
    place = option.place
    if group.point is None or not option.is_point:
        return False
    return distance_km(place.lat, place.lon, group.point.lat, group.point.lon) <= _AT_KM + place.radius_km


def _sentence_reasons(group: Group, option: Option) -> Iterator[Reason]:
    """What the sentences that hold the name say."""
    if group.container:
        if option.contained:
            yield Reason(f"the text says “{group.surface}, {group.container}”", 5.0)
        else:
            yield Reason(f"not in {group.container}, which the text names with it", -5.0)
    if is_at_point(group, option):
        yield Reason("the text gives its coordinates behind the name", 5.0)
    if option.place.id in group.holds:
        yield Reason(f"the text says “{group.content}, {group.surface}”", 5.0)
    if group.expected:
        if fits(option, group.expected):
            yield Reason(f"the text calls it “{group.expected}”", 2.0)
        else:
            yield Reason(f"{feature_words(option.place)}, but the text speaks of a {group.expected}", -2.0)
    elif option.overshadowed:
        yield Reason(f"“{group.surface}” alone is rather the town than the district or province around it", -2.0)
    if group.article and option.place.feature.startswith(NAMED_WITH_ARTICLE):
        yield Reason(f"“the {group.surface}” is how {feature_words(option.place)} is named", 3.0)
    if group.power and option.place.feature.startswith(POWERS):
        yield Reason(f"{feature_words(option.place)}, and the text speaks of a government", 2.0)


def _document_reasons(option: Option, surroundings: Surroundings) -> Iterator[Reason]:
    """What the document's other places say."""
    near = surroundings.nearest(option)
    inside, contents = surroundings.containers(option), surroundings.contents(option)
    nearness = surroundings.nearness(option) if option.is_point else 0.0
    if near and nearness >= _NEAR:
        yield Reason(f"{_listed(near)} {_are(near)} named in the same text, near it", 3 * nearness)
    elif surroundings.has_points and option.is_point and not contents and nearness < _FAR:
        yield Reason("far from every other place in the text", -1.5)
    if inside:
        yield Reason(f"lies in {_listed(inside)}, which the text names", 1.8)
    if contents:
        yield Reason(f"{_listed(contents)}, inside it, {_are(contents)} named in the same text", 1.2)
    compatriots = surroundings.compatriots(option)
    if compatriots and not (near or inside or contents):
        yield Reason(f"in the same country as {_listed(compatriots)}", 1.0)
    neighbours = [] if near or inside or contents or compatriots else surroundings.neighbours(option)
    if neighbours:
        yield Reason(f"in the same part of the world as {_listed(neighbours)}", 0.8)


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _listed(names: Sequence[str]) -> str:
    """Names as words: "Iraq, Tikrit and Baghdad"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
