"""The names of a document: mentions that are written alike and mean one place, with the candidates they share."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.geoparsing.evidence import Option, option
from app.geoparsing.fame import is_demonym
from app.geoparsing.kinds import plain
from app.geoparsing.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.geoparsing.candidates import Candidates, NameHit
    from app.geoparsing.evidence import Weights
    from app.geoparsing.model import Mention

_BETWEEN: Final = re.compile(
    r",? ?\(?|, (?:in|of) (?:the )?| in (?:the )?|,? [a-z]+ (?:province|state|county|region) of "
)


@dataclass(slots=True)
class Group:
    """One name with one sense.

    Attributes:
        surface: the name as first written.
        demonym: it names a people.
        options: what it could mean.
        members: its mentions, as positions in the document's list.
        container: the name of what contains it, where the text gives that ("Paris, Texas"); empty otherwise.
        expected: the word beside it that tells what it is ("city", "province"); empty where there is none.
        power: a mention of it stands for a government.
        chosen: the option that it is taken for now.
    """

    surface: str
    demonym: bool
    options: list[Option]
    members: list[int] = field(default_factory=list)
    container: str = ""
    expected: str = ""
    power: bool = False
    chosen: Option | None = None


def grouped(text: str, mentions: Sequence[Mention], candidates: Candidates, weights: Weights) -> list[Group]:
    """The groups of a document, in the order of their first mentions."""
    containers = _containers(text, mentions, candidates)
    groups: dict[tuple[str, bool, str], Group] = {}
    last: dict[tuple[str, bool], str] = {}
    for index, mention in enumerate(mentions):
        name = (plain(mention.surface), mention.kind is Kind.DEMONYM)
        container = containers.get(index, last.get(name, ""))
        last[name] = container
        group = groups.get((*name, container))
        if group is None:
            group = groups.pop((*name, ""), None) if container else None
            if group is None:
                group = Group(mention.surface, name[1], _options(mention, candidates, weights))
            group.container = container
            groups[(*name, container)] = group
        group.members.append(index)
    return sorted(groups.values(), key=lambda group: group.members[0])


def _options(mention: Mention, candidates: Candidates, weights: Weights) -> list[Option]:
    """What the name can mean, each with its prior."""
    return [option(hit, rank, weights) for rank, hit in enumerate(_hits(mention, candidates))]


def _hits(mention: Mention, candidates: Candidates) -> list[NameHit]:
    """What the name can mean, given what the mention does: demonyms and names of places are kept apart."""
    hits = candidates.find(mention.surface)
    wanted = mention.kind is Kind.DEMONYM
    fitting = [hit for hit in hits if is_demonym(hit) is wanted]
    return fitting or list(hits)


def _containers(text: str, mentions: Sequence[Mention], candidates: Candidates) -> dict[int, str]:
    """For each mention that is followed by the name of what contains it ("Paris, Texas"): that name."""
    result: dict[int, str] = {}
    for index, (inner, outer) in enumerate(zip(mentions, mentions[1:], strict=False)):
        between = text[inner.end : outer.start]
        if not _BETWEEN.fullmatch(between) or not between:
            continue
        areas = {hit.place.id for hit in candidates.find(outer.surface) if not is_demonym(hit)}
        if any(areas.intersection(hit.place.admin_ids) for hit in candidates.find(inner.surface)):
            result[index] = outer.surface
    return result
