"""Reasons in words for and against a candidate, each with the weight of the features that it tells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.geoparsing.article import named
from app.geoparsing.evidence import COUNTRY, TOWN
from app.geoparsing.fame import is_demonym
from app.geoparsing.lexicon import NAMED_WITH_ARTICLE
from app.geoparsing.local import POWERS, fits, is_at_point, is_misread_letters
from app.geoparsing.model import Match, Place, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.geoparsing.company import Company
    from app.geoparsing.evidence import Option
    from app.geoparsing.groups import Group
    from app.geoparsing.ranking import RankerWeights

_LIKE: Final = 1.0
_LEAST: Final = 0.1
"""Weight of a reason that weighed less: it is true, and stands last."""
_ENOUGH: Final = 2
"""Reasons that every candidate should have."""
_FAME: Final = ("fame", "kind", "match")
_SMALL: Final = 5_000
_TELLING: Final = 0.15
"""Weight from which on a source's home is told as a reason."""

_OFTEN: Final = ((0.5, "mostly"), (0.2, "often"), (0.0, "sometimes"))
"""How often a source writes of a region, by the least share of its mentions there."""

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


class Reasoning:
    """The reasons for and against the candidates of one name.

    A reason for a candidate weighs what its features brought it; one against it, what they brought it less than the
    place that was chosen, or than the likeliest other place if it was chosen itself.

    Args:
        group: the name.
        ranked: its options, the best first.
        company: the document's other names; None where they say nothing.
        weights: the ranker's.
    """

    def __init__(self, group: Group, ranked: Sequence[Option], company: Company | None, weights: RankerWeights) -> None:
        self._group = group
        self._ranked = ranked
        self._company = company
        self._brought = {id(option): weights.by_evidence([*option.own, *option.found]) for option in ranked}
        self._fame = {id(option): sum(self._of(option, sort) for sort in _FAME) for option in ranked}
        self._best = max(ranked, key=lambda option: self._fame[id(option)])

    def reasons(self, option: Option) -> tuple[Reason, ...]:
        """The reasons for and against one option, strongest first; at least one."""
        reasons = [
            *self._name(option),
            *self._sentence(option),
            *self._known(option),
            *self._document(option),
        ]
        reasons += self._more(option)[: max(0, _ENOUGH - len(reasons))]
        return tuple(sorted(reasons, key=lambda reason: -abs(reason.weight)))

    def _of(self, option: Option, sort: str) -> float:
        """What one sort of evidence brought to an option."""
        return self._brought[id(option)].get(sort, 0.0)

    def _for(self, option: Option, *sorts: str) -> float:
        """The weight of a reason for an option."""
        return max(_LEAST, sum(self._of(option, sort) for sort in sorts))

    def _against(self, option: Option, *sorts: str) -> float:
        """The weight of a reason against an option: what it was brought less than its rival."""
        chosen = self._ranked[0]
        rival = chosen if option is not chosen or len(self._ranked) == 1 else self._ranked[1]
        return min(-_LEAST, sum(self._of(option, sort) - self._of(rival, sort) for sort in sorts))

    def _name(self, option: Option) -> Iterator[Reason]:
        """What the name itself says."""
        group, best, count = self._group, self._best, len(self._ranked)
        behind = self._fame[id(option)] - self._fame[id(best)]
        if group.is_guess:
            yield Reason(f"“{group.surface}” may be a slip for “{option.hit.matched}”", -2.0)
        elif count == 1:
            yield Reason("the only place of this name in the gazetteer", 1.0)
        elif option is best:
            second = max(self._fame[id(other)] for other in self._ranked if other is not best)
            yield Reason(f"the best-known of {count} places of this name", max(_LEAST, self._fame[id(best)] - second))
        elif behind < -_LIKE:
            yield Reason(f"less known than {_labelled(best.place)}", behind)
        if group.demonym and is_demonym(option.hit):
            yield Reason(f"“{group.surface}” is what comes from {named(option.place)}", 1.0)
        elif is_misread_letters(group, option):
            words = f"the text writes letters, “{group.surface}”, not the name {option.hit.matched}"
            yield Reason(words, self._against(option, "words"))
        elif option.hit.match is Match.ALTERNATE and option.place.name != group.surface:
            yield Reason(f"usually called {named(option.place)}", self._against(option, "match"))
        elif option.hit.match is Match.ABBREVIATION:
            yield Reason(f"“{group.surface}” is short for {option.place.name}", 0.7)
        if 0 < option.place.population < _SMALL:
            yield Reason("a small place", max(-0.4, self._against(option, "fame")))

    def _sentence(self, option: Option) -> Iterator[Reason]:
        """What the sentences that hold the name say."""
        group = self._group
        if group.container:
            if option.contained:
                yield Reason(f"the text says “{group.surface}, {group.container}”", self._for(option, "beside"))
            else:
                words = f"not in {group.container}, which the text names with it"
                yield Reason(words, self._against(option, "beside"))
        if is_at_point(group, option):
            yield Reason("the text gives its coordinates behind the name", self._for(option, "beside"))
        if option.place.id in group.holds:
            yield Reason(f"the text says “{group.content}, {group.surface}”", self._for(option, "beside"))
        yield from self._called(option)
        if group.article and option.place.feature.startswith(NAMED_WITH_ARTICLE):
            words = f"“the {group.surface}” is how {feature_words(option.place)} is named"
            yield Reason(words, self._for(option, "words"))

    def _called(self, option: Option) -> Iterator[Reason]:
        """What the words beside the name say that it is."""
        group = self._group
        if group.expected:
            if fits(option, group.expected):
                yield Reason(f"the text calls it “{group.expected}”", self._for(option, "words"))
            else:
                words = f"{feature_words(option.place)}, but the text speaks of a {group.expected}"
                yield Reason(words, self._against(option, "words"))
        elif option.overshadowed:
            words = f"“{group.surface}” alone is rather the town than the district or province around it"
            yield Reason(words, self._against(option, "words"))
        if group.power and option.place.feature.startswith(POWERS):
            words = f"{feature_words(option.place)}, and the text speaks of a government"
            yield Reason(words, self._for(option, "words"))
        elif group.town and option.level == COUNTRY:
            yield Reason(f"a country, but “{group.town}” is rather said of a town", self._against(option, "words"))
        elif group.town and option.level == TOWN:
            yield Reason(f"“{group.town}” is said of a town", self._for(option, "words"))

    def _known(self, option: Option) -> Iterator[Reason]:
        """What was known before the document was read, and the country that its words are of."""
        if option.chosen_in:
            words = "another document" if option.chosen_in == 1 else f"{option.chosen_in} other documents"
            yield Reason(f"you chose it for this name in {words}", self._for(option, "reader"))
        if self._of(option, "home") > _TELLING:
            often = next(word for share, word in _OFTEN if option.region_share >= share)
            yield Reason(f"this source {often} writes about {_around(option)}", self._for(option, "home"))
        if self._of(option, "time"):
            yield Reason("it was not so when the document was written", self._against(option, "time"))

    def _document(self, option: Option) -> Iterator[Reason]:
        """What the document's other places say."""
        around = self._company
        if around is None:
            return
        near = around.nearest(option)
        inside, contents = around.containers(option), around.contents(option)
        if near:
            words = f"{_listed(near)} {_are(near)} named in the same text, near it"
            yield Reason(words, self._for(option, "near", "pair"))
        elif around.has_points and option.is_point and not contents and around.is_far(option):
            yield Reason("far from every other place in the text", self._against(option, "near"))
        if inside:
            yield Reason(f"lies in {_listed(inside)}, which the text names", self._for(option, "inside"))
        if contents:
            words = f"{_listed(contents)}, inside it, {_are(contents)} named in the same text"
            yield Reason(words, self._for(option, "inside"))
        compatriots = around.compatriots(option)
        if compatriots and not (near or inside or contents):
            yield Reason(f"in the same country as {_listed(compatriots)}", self._for(option, "shared"))
        neighbours = [] if near or inside or contents or compatriots else around.neighbours(option)
        if neighbours:
            words = f"in the same part of the world as {_listed(neighbours)}"
            yield Reason(words, self._for(option, "near"))

    def _more(self, option: Option) -> list[Reason]:
        """What can always be said of an option; that it is the best-known or the only one needs nothing more."""
        chosen, count = self._ranked[0], len(self._ranked)
        if option is chosen:
            plain = count == 1 or option is self._best
            return [] if plain else [Reason(f"the likeliest of {count} places of this name", _LEAST)]
        reasons = []
        if 0 < option.place.population < chosen.place.population:
            counts = f"{option.place.population:,} people against {chosen.place.population:,}"
            words = f"a smaller place than {_labelled(chosen.place)}: {counts}"
            reasons.append(Reason(words, self._against(option, "fame")))
        less = min(-_LEAST, option.score - chosen.score)
        return [*reasons, Reason(f"less speaks for it than for {_labelled(chosen.place)}", less)]


def _around(option: Option) -> str:
    """The region around a place that its source writes of, as a sentence names it."""
    place = option.place
    regions = zip((place.id, *place.admin_ids), (place.name, *place.admin), strict=False)
    name = next((name for region, name in regions if region == option.region), place.name)
    return named(replace(place, name=name, feature="A.ADM1"))


def _labelled(place: Place) -> str:
    """A place's name with its first-level division, else its country, as a reader would tell it from its namesakes."""
    around = (*place.admin[-2:-1], *place.admin[-1:])
    where = next((name for name in around if name != place.name), "")
    return f"{place.name} ({where})" if where else f"{place.name}, {feature_words(place)}"


def _are(names: Sequence[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _listed(names: Sequence[str]) -> str:
    """Names as words: "Iraq, Tikrit and Baghdad"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
