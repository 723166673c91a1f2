"""The place that a phrase describes, from the places of its anchors: a circle of honest radius, with a name and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Final, TypeAlias

from app.geoparsing.article import named
from app.geoparsing.geometry import distance_km
from app.geoparsing.model import Place, Precision, Reason
from app.geoparsing.relative.globe import Circle, destination, midpoint
from app.geoparsing.relative.phrases import Form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.geoparsing.relative.ground import Ground
    from app.geoparsing.relative.phrases import Phrase

FEATURE: Final = "X.REL"
"""What a relative place is instead of a GeoNames feature, which it has not."""
PREFIX: Final = "rel:"

_SMALL: Final = ("P.", "S.", "T.", "H.", "R.", "L.", "V.", "X.")
_SMALL_KM: Final = 60.0
"""Larger places than this are not what something is near, outside or miles from."""
_WIDE_KM: Final = 1_200.0
_APART_KM: Final = 400.0
_TOGETHER_KM: Final = 1.0
_PART: Final = 1 / 3
_FAR_PART: Final = 0.15
_LEAST_KM: Final = 0.3
_ASTRAY: Final = 0.25
"""How far off a direction leads, as a share of the distance: some fifteen degrees."""
_EXACT_KM: Final = 2.0
"""A place so exactly described is a spot in a district, not a region."""
_BORDERS: Final = ("A.PCL", "A.ADM1", "A.TERR")
_CITY_PEOPLE: Final = 100_000


Described: TypeAlias = tuple[Place, float, tuple[Reason, ...]]
"""A place, how sure its description itself is (0 to 1), and the reasons."""


@dataclass(frozen=True, slots=True)
class _Sketch:
    """What a phrase says of a place: its ground, its name, how sure that is, how it was reckoned, what is weak."""

    circle: Circle
    name: str
    sureness: float
    how: str
    doubts: tuple[str, ...] = ()


def place_of(phrase: Phrase, anchors: Sequence[Place], ground: Ground) -> Described | None:
    """The place that a phrase describes by these; None where it describes nothing."""
    sketch = _sketch(phrase, anchors, ground)
    if sketch is None:
        return None
    circle = sketch.circle
    inside = phrase.form is Form.PART
    country, admin, admin_ids = _around(anchors, circle, ground, inside=inside)
    radius = _rounded(max(circle.radius_km, _LEAST_KM))
    place = Place(
        PREFIX + _slug(sketch.name, anchors),
        sketch.name,
        circle.lat,
        circle.lon,
        FEATURE,
        country,
        admin,
        Precision.REGION if radius > _EXACT_KM else Precision.DISTRICT,
        radius_km=radius,
        admin_ids=admin_ids,
    )
    where = ", ".join(dict.fromkeys(filter(None, map(_division, anchors))))
    said = f"{sketch.name} ({where})" if where else sketch.name
    give = "give or take" if phrase.form in {Form.OFFSET, Form.BESIDE} else "somewhere within"
    reasons = [Reason(f"{said}, {give} {_km(radius)}", 2.0), Reason(sketch.how, 1.0)]
    reasons.extend(Reason(doubt, -0.5) for doubt in sketch.doubts)
    return place, sketch.sureness, tuple(reasons)


def _sketch(phrase: Phrase, anchors: Sequence[Place], ground: Ground) -> _Sketch | None:
    by_point = _BY_POINT.get(phrase.form)
    return by_point(phrase, anchors) if by_point else _BY_GROUND[phrase.form](phrase, anchors, ground)


def _offset(phrase: Phrase, anchors: Sequence[Place]) -> _Sketch | None:
    """So far in a direction."""
    anchor, far, way = anchors[0], phrase.distance, phrase.direction
    if far is None or way is None or not _is_spot(anchor, far.km):
        return None
    lat, lon = destination(anchor.lat, anchor.lon, way.bearing, far.km)
    size = anchor.radius_km if anchor.radius_km > _EXACT_KM else 0.0
    radius = hypot(_ASTRAY * far.km, far.spread_km) + 0.2 * min(size, far.km)
    doubts = (f"{far.words} is reckoned as some {_km(far.km)}",) if far.is_time else ()
    how = f"measured from the middle of {named(anchor)}"
    return _Sketch(Circle(lat, lon, radius), f"{far.words} {way.noun} of {named(anchor)}", 0.95, how, doubts)


def _away(phrase: Phrase, anchors: Sequence[Place]) -> _Sketch | None:
    """So far, who knows where: the circle that holds the ring."""
    anchor, far = anchors[0], phrase.distance
    if far is None or not _is_spot(anchor, far.km):
        return None
    radius = far.high_km + (0.5 if far.is_limit else 0.3) * anchor.radius_km
    joint = "of" if far.is_limit else "from"
    doubts = () if far.is_limit else ("the direction is not said",)
    how = f"measured from the middle of {named(anchor)}"
    return _Sketch(_here(anchor, radius), f"{far.words} {joint} {named(anchor)}", 0.9, how, doubts)


def _beside(phrase: Phrase, anchors: Sequence[Place]) -> _Sketch | None:
    """In a direction, who knows how far: a distance after the size of the anchor."""
    anchor, way = anchors[0], phrase.direction
    if way is None or anchor.radius_km > _WIDE_KM or not (_is_small(anchor) or anchor.feature.startswith("A.")):
        return None
    size = anchor.radius_km
    if anchor.feature.startswith("A."):
        km, radius = 1.2 * size, 0.5 * size
    elif phrase.is_close:
        km, radius = size + 2.0, 0.6 * size + 2.0
    else:
        km, radius = 1.5 * size + 8.0, 1.2 * size + 6.0
    lat, lon = destination(anchor.lat, anchor.lon, way.bearing, km)
    just = "just " if phrase.is_close else ""
    how = f"reckoned from the size of {named(anchor)}"
    name = f"{just}{way.noun} of {named(anchor)}"
    return _Sketch(Circle(lat, lon, radius), name, 0.85, how, ("how far is not said",))


def _part(phrase: Phrase, anchors: Sequence[Place], ground: Ground) -> _Sketch | None:
    """A share of a place."""
    anchor, way = anchors[0], phrase.direction
    if way is None or anchor.feature.startswith(("S.", "X.", "R.")) or not _has_parts(phrase, anchor):
        return None
    towards = way.bearing if way.letters else None
    share = _FAR_PART if way.far else _PART
    found = ground.share(anchor, towards, share) if anchor.areas else None
    if found is None:
        if anchor.feature.startswith("H."):
            return None
        off = 0.0 if towards is None else 0.55 * anchor.radius_km
        found = Circle(*destination(anchor.lat, anchor.lon, towards or 0.0, off), 0.55 * anchor.radius_km)
    far, how = ("far ", "outermost part") if way.far else ("", "third")
    where = f"farthest {way.noun}" if way.letters else "around its middle"
    name = f"{far}{way.adjective} {named(anchor).removeprefix('the ')}"
    return _Sketch(found, name, 0.9, f"the {how} of {named(anchor)} that lies {where}")


def _has_parts(phrase: Phrase, anchor: Place) -> bool:
    """Whether a place is one of whose parts a text speaks so: "North" before a small town is a name's beginning."""
    way = phrase.direction
    if way is None or not way.is_capital or way.is_adjective:
        return True
    return not anchor.feature.startswith("P.") or anchor.population >= _CITY_PEOPLE


def _edge(phrase: Phrase, anchors: Sequence[Place]) -> _Sketch | None:
    """Where a town ends."""
    anchor, way = anchors[0], phrase.direction
    if not _is_small(anchor):
        return None
    how = f"reckoned from the size of {named(anchor)}"
    if way is None or not way.letters:
        name = f"outskirts of {named(anchor)}"
        return _Sketch(_here(anchor, 1.2 * anchor.radius_km + 2.0), name, 0.9, how)
    lat, lon = destination(anchor.lat, anchor.lon, way.bearing, anchor.radius_km)
    name = f"{way.adjective} outskirts of {named(anchor)}"
    return _Sketch(Circle(lat, lon, 0.6 * anchor.radius_km + 2.0), name, 0.9, how)


def _near(phrase: Phrase, anchors: Sequence[Place]) -> _Sketch | None:
    """Somewhere around a place; or around a town, and not in it."""
    anchor = anchors[0]
    if not _is_small(anchor):
        return None
    size, town = anchor.radius_km, anchor.feature.startswith("P.")
    how = f"reckoned from the size of {named(anchor)}"
    if phrase.form is Form.NEAR:
        return _Sketch(_here(anchor, 1.4 * size + (6.0 if town else 3.0)), f"near {named(anchor)}", 0.85, how)
    if not town:
        return None
    just, room = ("just ", 3.0) if phrase.is_close else ("", 10.0)
    return _Sketch(_here(anchor, 1.3 * size + room), f"{just}outside {named(anchor)}", 0.85, how)


def _here(anchor: Place, radius_km: float) -> Circle:
    return Circle(anchor.lat, anchor.lon, radius_km)


def _between(phrase: Phrase, anchors: Sequence[Place]) -> _Sketch | None:
    """On the way from one town to another."""
    one, other = anchors
    km = distance_km(one.lat, one.lon, other.lat, other.lon)
    if not (_is_small(one) and _is_small(other)) or not _TOGETHER_KM <= km <= _APART_KM:
        return None
    lat, lon = midpoint(one.lat, one.lon, other.lat, other.lon)
    half = "halfway " if phrase.is_close else ""
    radius = km / (6 if phrase.is_close else 2)
    name = f"{half}between {named(one)} and {named(other)}"
    return _Sketch(Circle(lat, lon, radius), name, 0.9, f"they lie {_km(km)} apart")


def _border(phrase: Phrase, anchors: Sequence[Place], ground: Ground) -> _Sketch | None:
    """Where two countries or divisions meet."""
    del phrase
    one, other = anchors
    if not (one.feature.startswith(_BORDERS) and other.feature.startswith(_BORDERS)):
        return None
    found = ground.border(one, other)
    name = f"border between {named(one)} and {named(other)}"
    return _Sketch(found, name, 0.95, "where the two touch, all along") if found else None


def _coast(phrase: Phrase, anchors: Sequence[Place], ground: Ground) -> _Sketch | None:
    """Where a place meets the sea."""
    return _shore(phrase, anchors[0], ground, "{}coast of {}")


def _offshore(phrase: Phrase, anchors: Sequence[Place], ground: Ground) -> _Sketch | None:
    """At sea before a place."""
    return _shore(phrase, anchors[0], ground, "off the {}coast of {}")


def _shore(phrase: Phrase, anchor: Place, ground: Ground, form: str) -> _Sketch | None:
    """The sea before a place, or its coast: for words so wide the same ground."""
    way, far = phrase.direction, phrase.distance
    if anchor.precision is Precision.REGION and not anchor.areas:
        return None
    found = ground.shore(anchor, way.bearing if way and way.letters else None)
    if found is None:
        return None
    name = form.format(f"{way.adjective} " if way and way.letters else "", named(anchor))
    if far is not None:
        name, found = f"{far.words} {name}", Circle(found.lat, found.lon, found.radius_km + far.high_km)
    return _Sketch(found, name, 0.85, f"the sea along {named(anchor)}")


_BY_POINT: Final[dict[Form, Callable[[Phrase, Sequence[Place]], _Sketch | None]]] = {
    Form.OFFSET: _offset,
    Form.AWAY: _away,
    Form.BESIDE: _beside,
    Form.EDGE: _edge,
    Form.NEAR: _near,
    Form.OUTSIDE: _near,
    Form.BETWEEN: _between,
}
"""What is reckoned from points and sizes alone."""
_BY_GROUND: Final[dict[Form, Callable[[Phrase, Sequence[Place], Ground], _Sketch | None]]] = {
    Form.PART: _part,
    Form.BORDER: _border,
    Form.COAST: _coast,
    Form.OFFSHORE: _offshore,
}
"""What takes outlines."""


def _is_small(place: Place) -> bool:
    """Whether a place is a spot on the scale of a journey: a town, a site, a peak, a county; no country, no river."""
    if place.radius_km > _SMALL_KM:
        return False
    return place.feature.startswith(_SMALL) or place.precision in {Precision.DISTRICT, Precision.CITY, Precision.POINT}


def _is_spot(place: Place, km: float) -> bool:
    """Whether a place is so small that a distance from it says where."""
    return _is_small(place) or place.radius_km <= km


def _around(
    anchors: Sequence[Place], circle: Circle, ground: Ground, *, inside: bool
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Country, names and ids of what surely holds the centre: what holds the anchor and the centre alike."""
    anchor = anchors[0]
    if any(other.country != anchor.country for other in anchors):
        return "", (), ()
    if inside:
        own = () if anchor.feature.startswith("P.") and not anchor.admin else (anchor,)
        names, ids = tuple(one.name for one in own) + anchor.admin, tuple(one.id for one in own) + anchor.admin_ids
        return anchor.country, tuple(dict.fromkeys(names)), ids
    if anchor.lat == circle.lat and anchor.lon == circle.lon:
        return anchor.country, anchor.admin, anchor.admin_ids
    held = ground.holding(anchor, circle.lat, circle.lon)
    if not any(area.country == anchor.country and area.feature.startswith("A.PCL") for area in held):
        return "", (), ()
    return anchor.country, tuple(area.name for area in held), tuple(area.id for area in held)


def _division(place: Place) -> str:
    """The province or country that tells a reader which place it is."""
    names = [name for name in place.admin if name != place.name]
    return names[-2] if len(names) > 1 else names[0] if names else ""


def _rounded(km: float) -> float:
    """A radius with two digits: more would pretend."""
    return float(f"{km:.2g}")


def _km(km: float) -> str:
    return f"{km:.0f} km" if km >= 1 else f"{1000 * km:.0f} m"


def _slug(name: str, anchors: Sequence[Place]) -> str:
    """The description and what it is measured from: the same words about the same places are the same place."""
    words = name
    for anchor in anchors:
        words = words.replace(named(anchor).removeprefix("the "), "")
    slug = re.sub(r"[^\w.]+", "-", words.lower()).strip("-")
    return f"{slug}:{'+'.join(anchor.id for anchor in anchors)}"
