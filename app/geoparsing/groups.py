"""The names of a document: mentions that are written alike and mean one place, with the candidates they share."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from app.geoparsing.candidates import NameHit
from app.geoparsing.context import has_article, stands_alone_with_article
from app.geoparsing.evidence import Option, options
from app.geoparsing.fame import is_demonym
from app.geoparsing.kinds import plain
from app.geoparsing.lexicon import NAMED_WITH_ARTICLE
from app.geoparsing.model import Kind, Match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.geoparsing.candidates import Candidates
    from app.geoparsing.coordinates.places import Reading
    from app.geoparsing.model import Mention, Place
    from app.geoparsing.ranking import Features

_BETWEEN: Final = re.compile(
    r",? ?\(?|,? (?:in|of) (?:the )?(?:(?:north|south|east|west|central)[a-z]* )?"
    r"|,? [a-z]+ (?:province|state|county|region) of "
)

Readings: TypeAlias = "Mapping[tuple[int, int], Reading]"
"""What coordinates mean, by their spans."""
NO_READINGS: Final[Readings] = MappingProxyType({})

_BRACKET: Final = re.compile(r" ?[(\[] ?")


@dataclass(slots=True)
class Group:
    """One name with one sense.

    Attributes:
        surface: the name as first written.
        name: the same, folded for comparison; two groups of one name are two senses of it.
        demonym: it names a people.
        options: what it could mean.
        members: its mentions, as positions in the document's list.
        container: the name of what contains it, where the text gives that ("Paris, Texas"); empty otherwise.
        content: the name that it is named as the container of; empty otherwise.
        holds: the ids of the places that can contain `content`.
        expected: the word beside it that tells what it is ("city", "province"); empty where there is none.
        power: a mention of it stands for a government.
        article: it is named "the X" and nothing more, as rivers are.
        town: it with the word behind it, where that is one that follows towns: "Lebanon police", "Athens woman".
        dateline: the text opens with it, as agencies write: "MOSUL, Iraq (AP) -".
        beside: the groups of the mentions right beside its own, with how close they stand, 0 to 1.
        listed: the groups that it stands in a list with: "Mosul, Tikrit and Baghdad".
        believed: those that are weighed with the document's other names, the most believed first.
        nothing: what speaks for "none of these".
        nothing_score: what that contributes.
        point: the coordinate that stands in brackets behind it, if one does: "Mosul (36.34° N, 43.13° E)".
        reading: what it means as a coordinate, if it is one; nothing is weighed then.
    """

    surface: str
    name: str
    demonym: bool
    options: list[Option]
    members: list[int] = field(default_factory=list)
    container: str = ""
    content: str = ""
    holds: frozenset[str] = frozenset()
    expected: str = ""
    power: bool = False
    article: bool = False
    town: str = ""
    dateline: bool = False
    beside: dict[int, float] = field(default_factory=dict)
    listed: set[int] = field(default_factory=set)
    believed: list[Option] = field(default_factory=list)
    point: Place | None = None
    reading: Reading | None = None
    nothing: Features = field(default_factory=list)
    nothing_score: float = 0.0

    @property
    def is_guess(self) -> bool:
        """Whether nothing is called so: the options are what the name may be a slip for."""
        return all(option.hit.match is Match.FUZZY for option in self.options)


class _Link(NamedTuple):
    """How a mention stands to the one beside it: the name of what contains it, or what it contains.

    Attributes:
        container: the name that follows it as its container; empty if none.
        content: the name before it that it contains; empty if none.
        holds: the ids of the places that can contain `content`.
    """

    container: str = ""
    content: str = ""
    holds: frozenset[str] = frozenset()


def grouped(
    text: str, mentions: Sequence[Mention], candidates: Candidates, readings: Readings = NO_READINGS
) -> list[Group]:
    """The groups of a document, in the order of their first mentions."""
    links = _links(text, mentions, candidates)
    alone = {plain(one.surface) for one in mentions if _is_named_with_article(text, one, candidates)}
    points: dict[object, Group] = {}
    groups: list[Group] = []
    senses: dict[tuple[str, bool, bool], list[Group]] = {}
    for index, mention in enumerate(mentions):
        if mention.kind is Kind.COORDINATE:
            _add_point(groups, points, mention, readings.get((mention.start, mention.end))).members.append(index)
            continue
        link = links.get(index, _Link())
        article = plain(mention.surface) in alone and has_article(text, mention.start)
        name = (plain(mention.surface), mention.kind is Kind.DEMONYM, article)
        known = senses.setdefault(name, [])
        group = _sense(known, link)
        if group is None:
            hits = _hits(mention, candidates)
            if article:
                known_ids = {hit.place.id for hit in hits}
                hits += [hit for hit in _rivers(mention.surface, candidates) if hit.place.id not in known_ids]
            group = Group(mention.surface, *name[:2], options(hits), article=article)
            groups.append(group)
        else:
            known.remove(group)
        known.append(group)  # the sense used last is the one that a bare name goes on meaning
        group.members.append(index)
        group.point = group.point or _point_behind(text, mentions, index, readings)
        if link.container:
            group.container = link.container
        if link.holds:
            group.content = group.content or link.content
            group.holds = group.holds & link.holds or link.holds
    return groups


def _add_point(groups: list[Group], points: dict[object, Group], mention: Mention, reading: Reading | None) -> Group:
    """The group of a coordinate, a new one unless the document gave the same point in the same way before."""
    key = (reading.candidate.place, reading.candidate.reasons) if reading else mention.surface
    group = points.get(key)
    if group is None:
        hits = [NameHit(reading.candidate.place, mention.surface, reading.candidate.match)] if reading else []
        group = points[key] = Group(
            mention.surface, mention.surface, demonym=False, options=options(hits), reading=reading
        )
        groups.append(group)
    return group


def _point_behind(text: str, mentions: Sequence[Mention], index: int, readings: Readings) -> Place | None:
    """The coordinate in brackets right behind a mention."""
    following = mentions[index + 1] if index + 1 < len(mentions) else None
    if following is None or following.kind is not Kind.COORDINATE:
        return None
    if not _BRACKET.fullmatch(text, mentions[index].end, following.start):
        return None
    reading = readings.get((following.start, following.end))
    return reading.candidate.place if reading else None


def _is_named_with_article(text: str, mention: Mention, candidates: Candidates) -> bool:
    """Whether the text says "the X" and there is a river, a sea or a range of that name: not what a bare "X" means."""
    if (
        mention.kind in {Kind.DEMONYM, Kind.COORDINATE} or " of " in mention.surface
    ):  # "the State of Ohio" has its article for another reason
        return False
    if not stands_alone_with_article(text, mention.start, mention.end):
        return False
    hits = [*candidates.find(mention.surface), *_rivers(mention.surface, candidates)]
    return any(hit.place.feature.startswith(NAMED_WITH_ARTICLE) for hit in hits)


def _rivers(surface: str, candidates: Candidates) -> list[NameHit]:
    """The rivers that a text calls "the X" for short, when "X" alone is rather a country: "the Niger", "the Jordan"."""
    return [hit for hit in candidates.find(f"{surface} River") if hit.place.feature == "H.STM"]


def _sense(known: Sequence[Group], link: _Link) -> Group | None:
    """The group of the same name that a mention belongs to; None where it opens another sense."""
    fitting = [
        group
        for group in known
        if (not link.container or group.container in {"", link.container})
        and (not link.holds or not group.holds or group.holds & link.holds)
        and not (link.container and group.holds)
        and not (link.holds and group.container)
    ]
    return fitting[-1] if fitting else None


def _hits(mention: Mention, candidates: Candidates) -> list[NameHit]:
    """What the name can mean, given what the mention does: demonyms and names of places are kept apart.

    A name that no place has may be a slip for another.
    """
    hits = candidates.find(mention.surface) or candidates.similar(mention.surface)
    wanted = mention.kind is Kind.DEMONYM
    fitting = [hit for hit in hits if is_demonym(hit) is wanted]
    return fitting or list(hits)


def _links(text: str, mentions: Sequence[Mention], candidates: Candidates) -> dict[int, _Link]:
    """The links between mentions that stand beside each other like "Paris, Texas"."""
    links: dict[int, _Link] = {}
    for index, (inner, outer) in enumerate(itertools.pairwise(mentions)):
        if (
            outer.start == inner.end
            or Kind.COORDINATE in {inner.kind, outer.kind}
            or not _BETWEEN.fullmatch(text, inner.end, outer.start)
        ):
            continue
        areas = {hit.place.id for hit in candidates.find(outer.surface) if not is_demonym(hit)}
        holds = _holding(areas, candidates.find(inner.surface))
        if holds:
            links[index] = _Link(container=outer.surface)
            links[index + 1] = _Link(content=inner.surface, holds=holds)
    return links


def _holding(areas: set[str], inner: Sequence[NameHit]) -> frozenset[str]:
    """Those of some areas that contain one of the inner name's places."""
    return frozenset(area for hit in inner for area in hit.place.admin_ids if area in areas)
