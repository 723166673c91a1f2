"""How a place's name stands in an English sentence: with its article where it takes one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.geoparsing.model import Place

_LANDS: Final = re.compile(
    r"(?:United|Federated) (?:States|Kingdom|Arab Emirates|Arab Republic)\b.*|Netherlands|Philippines|Gambia|Bahamas"
    r"|Maldives|Comoros|Seychelles|Ivory Coast|Vatican|Eurozone|Soviet Union|Isle of .+"
    r"|.+ (?:Coast|Empire|Area|Country)"
    r"|(?:.+ )?(?:Islands|Isles|Republic|Federation|Union|Territory|Territories|Netherlands|Emirates|Antilles)"
    r"|(?:.+ )?(?:Republic|Union|Kingdom|State|Federation|Commonwealth) of .+|(?:DR |D\.R\. )?Congo\b.*"
    r"|District of .+|Free State|Confederate States .+|(?:Eastern|Western|Northern) Cape|Highlands"
)
"""Names of countries and their divisions that take the article."""
_REGIONS: Final = re.compile(
    r"(?:Greater |Wider )?(?:Middle|Near|Far) East|Sahel|Sahara|(?:Western )?Balkans|(?:North |South )?Caucasus|Donbas"
    r"|Maghreb|Levant|Caribbean|Baltics|Arctic|Antarctic|Americas|Midwest|Rhineland|Sudetenland|Ruhr|Pampas|Deccan"
    r"|Altiplano|Eurozone|Middle East and .+|West Bank|Fertile Crescent|Holy Land|Pacific Northwest|Russian Far East"
    r"|(?:Asia|Indo)-Pacific|Horn of .+|Former .+|(?:East|West|Gulf) Coast of .+|(?:African )?Great .*Lakes"
    r"|(?:.+ )?(?:United|Gulf|Baltic|Nordic|Andean) (?:States|states)"
    r"|.+ (?:Strip|Heights|Peninsula|[Bb]asin|Delta|Plateau|Plains?|Islands|Subcontinent|Desert|Mountains|Valley"
    r"|[Ww]orld|Belt|Triangle|Panhandle|Midlands|Prairies|Highlands|Riviera|Cone|[Tt]erritories|provinces|countries"
    r"|Zone|Areas?)|(?:Bay|Gulf|Sea|Straits?|Isthmus|Delta|Isle) of .+"
)
"""Names of regions, shores and uplands that take the article."""
_WITH_ARTICLE: Final = ("H.STM", "H.SEA", "H.OCN", "H.CNL", "H.STRT", "H.GULF", "T.MTS", "T.DSRT", "T.ISLS")
"""Features that English names with an article, nearly whatever they are called."""
_BARE: Final = re.compile(r"Mount .+|Death Valley|.+ (?:Creek|Brook|Bayou|Beck|Burn)")
_OWN: Final = re.compile(r"the\s+", re.IGNORECASE)


def named(place: Place) -> str:
    """The name as a sentence says it: "the Netherlands", "the Tigris", "Iraq"; a coordinate without its comma."""
    name = place.name
    if place.feature.startswith("X."):
        return name.replace(",", "")
    own = _OWN.match(name)
    if own:
        return "the " + name[own.end() :] if not place.feature.startswith("P.") else name
    return "the " + name if _takes_article(name, place.feature) else name


def _takes_article(name: str, feature: str) -> bool:
    """Whether a name of this feature takes the article."""
    if feature.startswith(_WITH_ARTICLE):
        return not _BARE.fullmatch(name)
    if feature.startswith("A."):
        return bool(_LANDS.fullmatch(name))
    return feature.startswith(("H.", "L.", "T.")) and bool(_REGIONS.fullmatch(name))
