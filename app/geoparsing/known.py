"""What is known before the document is read, as evidence on its candidates: see `background.Background`."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING, Final

from app.geoparsing.evidence import COUNTRY
from app.geoparsing.kinds import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.geoparsing.background import Background
    from app.geoparsing.evidence import Option
    from app.geoparsing.groups import Group
    from app.geoparsing.model import Place
    from app.geoparsing.ranking import Features


_OFTEN: Final = 0.2
"""Share of a source's mentions at which a division counts half as much as a source's only one."""


def weigh_known(groups: Sequence[Group], background: Background, year: int | None) -> None:
    """Add to the options' own features what is known of the source, the reader's choices and the time."""
    for group in groups:
        decided = background.decided.get(plain(group.surface), {}) if background.decided else {}
        for option in group.options:
            option.own += _home(option, background.home) + _decided(option, decided)
            option.own += _time(option.place, year)


def _home(option: Option, home: Mapping[str, float]) -> Features:
    """How much of what the source else writes of lies in the option's country and division."""
    if not home:
        return []
    place = option.place
    country = place.id if option.level == COUNTRY else (place.admin_ids[-1] if place.admin_ids else "")
    features: Features = []
    region = option.division if option.division in home else country
    option.region, option.region_share = region, home.get(region, 0.0)
    if option.level == COUNTRY:
        return [("home: a country that its source writes of", home.get(country, 0.0))]
    if country in home:
        features.append(("home: in a country that its source writes of", home[country]))
    share = home.get(option.division, 0.0)
    if share:
        features.append(("home: in a division that its source writes of", share))
        features.append(("home: in a division that its source writes of often", share / (share + _OFTEN)))
    return features


def _decided(option: Option, decided: Mapping[str, int]) -> Features:
    """How often the reader took the name for this place elsewhere, and for others."""
    if not decided:
        return []
    times, all_times = decided.get(option.place.id, 0), sum(decided.values())
    option.chosen_in = times
    return [("reader: chosen elsewhere", log2(1 + times) * times / all_times)] if times else []


def _time(place: Place, year: int | None) -> Features:
    """Whether the place was not so yet, or no longer, when the document was written."""
    if year is None:
        return []
    if (place.start is not None and year < place.start) or (place.finish is not None and year > place.finish):
        return [("time: not so when the document was written", 1.0)]
    return []
