"""Coordinates in addresses: `geo:` URIs (RFC 5870) and links to maps on the web."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from app.geoparsing.coordinates.values import CoordinateSpan, Form, cell_radius_km, decimals, is_on_earth

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAT: Final = r"[-+]?[0-9]{1,2}(?:\.[0-9]{1,20})?"
_LON: Final = r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,20})?"
_COMMA: Final = r"(?:,|%2[Cc]|~|%20|\+|,\+|,%20)"

_GEO: Final = re.compile(
    r"(?<![\w])(?i:geo):(?P<lat>[-+]?[0-9]{1,3}(?:\.[0-9]{1,20})?),(?P<lon>[-+]?[0-9]{1,3}(?:\.[0-9]{1,20})?)"
    r"(?![0-9])(?:,-?[0-9.]{1,12})?(?P<more>[;?][^\s<>\"'()\[\]]{0,200})?"
)
_QUERY: Final = re.compile(rf"[?&;]q=(?P<lat>{_LAT}){_COMMA}(?P<lon>{_LON})(?![0-9])")
_UNCERTAINTY: Final = re.compile(r"[;?&]u=(?P<metres>[0-9]{1,7}(?:\.[0-9]{1,6})?)(?![0-9])")
_DATUM: Final = re.compile(r";crs=(?P<crs>[\w-]{1,40})", re.IGNORECASE)
_TRAILING: Final = ".,;:!?"

_IN_LINK: Final = re.compile(
    rf"(?P<pin>!3d(?P<lat1>{_LAT})!4d(?P<lon1>{_LON})"
    rf"|[?&]mlat=(?P<lat2>{_LAT})&(?:amp;)?mlon=(?P<lon2>{_LON}))"
    rf"|(?P<asked>[?&](?:q|query|destination|daddr|saddr|origin|where)=(?:loc:|@)?(?P<lat3>{_LAT}){_COMMA}(?P<lon3>{_LON}))"
    rf"|(?P<view>/@(?P<lat4>{_LAT}),(?P<lon4>{_LON})(?=,|/|\b)"
    rf"|#(?:map=)?[0-9]{{1,2}}(?:\.[0-9]{{1,4}})?/(?P<lat5>{_LAT})/(?P<lon5>{_LON})"
    rf"|[?&](?:ll|sll|center|cp|c|loc)=(?P<lat6>{_LAT}){_COMMA}(?P<lon6>{_LON})"
    rf"|[?&]lat(?:itude)?=(?P<lat7>{_LAT})&(?:amp;)?(?:lon|lng|longitude)=(?P<lon7>{_LON}))"
)
"""Where the addresses of maps keep their coordinates: a pin, a place asked for, or only the middle of the view."""
_LON_FIRST: Final = re.compile(r"yandex\.|2gis\.", re.IGNORECASE)
_RANKS: Final = ("pin", "asked", "view")
_LONGEST: Final = 2000


def geo_spans(text: str) -> Iterator[CoordinateSpan]:
    """The `geo:` URIs in a text; one in another datum than WGS84 is left alone."""
    for found in _GEO.finditer(text):
        span = _geo(found)
        if span:
            yield span


def _geo(found: re.Match[str]) -> CoordinateSpan | None:
    """The span of one URI; a place asked for (`?q=`) goes before the point, which Android leaves at 0,0 then."""
    more = (found["more"] or "").rstrip(_TRAILING)
    datum = _DATUM.search(more)
    if datum and datum["crs"].casefold() != "wgs84":
        return None
    asked = _QUERY.search(more)
    lat, lon = (asked["lat"], asked["lon"]) if asked else (found["lat"], found["lon"])
    end = found.end() - len(found["more"] or "") + len(more)
    span = _span(found.start(), end, lat, lon, Form.GEO_URI)
    uncertainty = _UNCERTAINTY.search(more)
    if span and uncertainty:
        return span._replace(radius_km=max(span.radius_km, float(uncertainty["metres"]) / 1000))
    return span


def link_spans(text: str) -> Iterator[CoordinateSpan]:
    """The coordinates in links to maps: of each link one, its pin rather than the middle of its view."""
    best: tuple[int, CoordinateSpan] | None = None
    for found in _IN_LINK.finditer(text):
        rank = next(index for index, name in enumerate(_RANKS) if found[name])
        span = _in_link(text, found)
        if span is None:
            continue
        if best and not _are_one_link(text, best[1].end, span.start):
            yield best[1]
            best = None
        if best is None or rank < best[0]:
            best = (rank, span)
    if best:
        yield best[1]


def _are_one_link(text: str, end: int, start: int) -> bool:
    """Whether nothing parts two coordinates: they stand in one address."""
    return start - end <= _LONGEST and not re.search(r"\s", text[end:start])


def _in_link(text: str, found: re.Match[str]) -> CoordinateSpan | None:
    """The span of the numbers in a link; None where they are impossible, or it is no link."""
    index = next(index for index in range(1, 8) if found[f"lat{index}"])
    start, end = found.start(f"lat{index}"), found.end(f"lon{index}")
    lat, lon = found[f"lat{index}"], found[f"lon{index}"]
    link = _link_before(text, found.start())
    if "/" not in link:
        return None
    if _LON_FIRST.search(link) and index in {4, 6}:
        lat, lon = lon, lat
    return _span(start, end, lat, lon, Form.LINK)


def _link_before(text: str, at: int) -> str:
    """The part of a link that stands before a point of it."""
    window = text[max(0, at - _LONGEST // 4) : at + 1]
    return re.split(r"[\s<>\"]", window)[-1]


def _span(start: int, end: int, lat: str, lon: str, form: Form) -> CoordinateSpan | None:
    """The span for two decimal numbers; None where there is no such place on Earth."""
    north, east = float(lat), float(lon)
    if not is_on_earth(north, east):
        return None
    radius = cell_radius_km(north, 10.0 ** -decimals(lat), 10.0 ** -decimals(lon))
    return CoordinateSpan(start, end, north, east, radius, form)
