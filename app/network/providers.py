"""The online geocoders that Whereof can ask, and what the reader is told of each."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

_OPENSTREETMAP: Final = "© OpenStreetMap contributors, ODbL"
PUBLIC_NOMINATIM: Final = "nominatim.openstreetmap.org"
_PUBLIC_RULE: Final = (
    " This is OpenStreetMap's public server, run by donations: its policy allows single questions by hand, and"
    " Whereof asks nothing else of it."
)


@dataclass(frozen=True, slots=True)
class Provider:
    """A kind of online geocoder.

    Attributes:
        key: its name in the settings.
        title: its name for the reader.
        attribution: the line that its data ask for.
    """

    key: str
    title: str
    attribution: str


PROVIDERS: Final = {
    provider.key: provider
    for provider in (
        Provider("nominatim", "Nominatim", _OPENSTREETMAP),
        Provider("photon", "Photon", _OPENSTREETMAP),
        Provider(
            "pelias",
            "Pelias",
            "© OpenStreetMap contributors (ODbL), Who's On First, OpenAddresses, GeoNames (CC BY)",
        ),
    )
}


def provider(key: str) -> Provider:
    """The provider of this name.

    Raises:
        Refused: there is none.
    """
    try:
        return PROVIDERS[key]
    except KeyError:
        raise Refused(f"Whereof knows no online geocoder called “{key}”.", "Choose one in the settings.") from None


def consent_words(key: str, host: str) -> str:
    """What the reader agrees to: whom Whereof asks, and what it sends."""
    rule = _PUBLIC_RULE if host == PUBLIC_NOMINATIM else ""
    return (
        f"Whereof will ask {host} ({provider(key).title}) where a place is, each time that you click for it. It sends"
        " the place's name and nothing else of your documents: not the sentence, not the title. As with every"
        " connection, the server also sees your network address, the time, and that the program is Whereof. Names are"
        " never sent while you type; at most one a second; answers are kept on this computer for 30 days."
        f"{rule}"
    )


def question(key: str, base: str, user_agent: str, adapter: Callable[..., Any]) -> Callable[[str, int, str], Any]:
    """How geopy asks this provider at `base` (host and path): to be called with name, limit and language.

    geopy writes each question into its log at the level DEBUG; names of documents are not for logs.
    """
    from geopy.geocoders import Nominatim, Pelias, Photon  # type: ignore[import-untyped]  # noqa: PLC0415 - only once it is switched on

    logging.getLogger("geopy").setLevel(logging.WARNING)
    common = {"user_agent": user_agent, "adapter_factory": adapter, "scheme": "https"}
    match provider(key).key:
        case "nominatim":
            nominatim = Nominatim(domain=base, **common)
            return lambda name, limit, language: nominatim.geocode(
                name, exactly_one=False, limit=limit, language=language, addressdetails=True, extratags=True
            )
        case "photon":
            photon = Photon(domain=base, **common)
            return lambda name, limit, language: photon.geocode(name, exactly_one=False, limit=limit, language=language)
        case _:
            pelias = Pelias(base, **common)
            return lambda name, _limit, language: pelias.geocode(name, exactly_one=False, language=language)
