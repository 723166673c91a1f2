"""The small print: what views say of places, mentions and acts, in a few plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.geoparsing.model import UNSURE_BELOW, Correction, Decider, Kind, Place, Precision, Scope, Verdict

if TYPE_CHECKING:
    from app.project.values import PlaceTally, Standing

_SURE_FROM: Final = 0.8
_CITY_FROM: Final = 100_000
_TOWN_FROM: Final = 5_000

_FEATURES: Final = {
    "P.PPLC": "capital",
    "P.PPLG": "seat of government",
    "P.PPLX": "part of a city",
    "P.PPLH": "former settlement",
    "P.PPLQ": "abandoned settlement",
    "A.PCLI": "country",
    "A.PCLD": "territory",
    "A.PCLS": "territory",
    "A.TERR": "territory",
    "A.ADM1": "province",
    "A.ADM2": "district",
    "A.ADM3": "district",
    "A.ADM4": "municipality",
    "S.ADMF": "government building",
    "S.AIRP": "airport",
    "S.DAM": "dam",
    "S.MIL": "military site",
    "L.CONT": "continent",
    "L.RGN": "region",
    "L.AREA": "area",
    "L.PRK": "park",
    "H.STM": "river",
    "H.LK": "lake",
    "H.RSV": "reservoir",
    "H.SEA": "sea",
    "H.OCN": "ocean",
    "H.GULF": "gulf",
    "H.BAY": "bay",
    "H.STRT": "strait",
    "H.CNL": "canal",
    "T.MT": "mountain",
    "T.MTS": "mountains",
    "T.ISL": "island",
    "T.ISLS": "islands",
    "T.DSRT": "desert",
    "T.PEN": "peninsula",
    "T.VAL": "valley",
}
_CLASSES: Final = {
    "A": "administrative area",
    "H": "water",
    "L": "area",
    "R": "road or railway",
    "S": "site",
    "T": "landform",
    "U": "undersea feature",
    "V": "woodland",
}
_PRECISIONS: Final = {
    Precision.POINT: "point",
    Precision.CITY: "city",
    Precision.DISTRICT: "district",
    Precision.PROVINCE: "province",
    Precision.COUNTRY: "country",
    Precision.REGION: "region",
}
_KINDS: Final = {
    Kind.LITERAL: "",
    Kind.METONYM: "stands for a government",
    Kind.DEMONYM: "people or language",
    Kind.EMBEDDED: "inside another name",
    Kind.COORDINATE: "coordinates in the text",
    Kind.RELATIVE: "described by distance or direction",
}
_SCOPES: Final = {Scope.MENTION: "", Scope.DOCUMENT: ", in this document", Scope.PROJECT: ", everywhere"}


def feature(place: Place) -> str:
    """What a place is, in one noun: "city", "country", "river"."""
    known = _FEATURES.get(place.feature)
    if known:
        return known
    if place.feature.startswith("P"):
        return _settlement(place.population)
    return _CLASSES.get(place.feature[:1], _PRECISIONS[place.precision])


def _settlement(population: int) -> str:
    if population >= _CITY_FROM:
        return "city"
    # A seat of government without known population is still more than a village to most readers.
    return "town" if population >= _TOWN_FROM else "village" if population else "place"


def chain(place: Place) -> str:
    """The containing divisions without the place's own name: "Nineveh, Iraq"."""
    names = [name for name in place.admin if name and name != place.name]
    return ", ".join(dict.fromkeys(names))


def where(place: Place) -> str:
    """What a place is and where it lies: "city · Nineveh, Iraq"."""
    return " · ".join(part for part in (feature(place), chain(place)) if part)


def full_name(place: Place) -> str:
    """A place's name with its divisions: "Mosul, Nineveh, Iraq"."""
    return ", ".join(part for part in (place.name, chain(place)) if part)


def kind(kind: Kind) -> str:
    """What a mention does, empty where it simply names a place."""
    return _KINDS[kind]


def how_spoken_of(tally: PlaceTally) -> str:
    """Small print of a line of the places list."""
    if tally.kind is Kind.DEMONYM and tally.demonym:
        return f"mostly as “{tally.demonym}”"
    if tally.kind is Kind.METONYM and tally.place.precision is Precision.COUNTRY:
        return f"{where(tally.place)} · mostly for its government"
    if tally.kind in (Kind.METONYM, Kind.EMBEDDED):
        return kind(tally.kind)
    return f"unsure · {where(tally.place)}" if tally.unsure else where(tally.place)


def certainty(standing: Standing) -> str:
    """How much to trust what holds of a mention."""
    if standing.decider is Decider.READER:
        return "confirmed by you"
    if standing.confidence < UNSURE_BELOW:
        return "unsure"
    return "sure" if standing.confidence >= _SURE_FROM else "likely"


def place_and_kind(place: Place, mention_kind: Kind) -> str:
    """Where a place lies and, if it is more than a name, what the mention does."""
    return " · ".join(part for part in (where(place), kind(mention_kind)) if part)


def summary(standing: Standing) -> str:
    """A mention in one line, for its tooltip."""
    surface = standing.mention.surface
    if standing.verdict is Verdict.NOT_A_PLACE:
        return f"“{surface}” · not a place"
    if standing.place is None:
        return f"“{surface}” · place unknown"
    parts = (standing.place.name, place_and_kind(standing.place, standing.mention.kind), certainty(standing))
    return " · ".join(parts)


def said(correction: Correction) -> str:
    """A correction, as the reader would say it: "“Mosul” is not a place"."""
    what = {
        Verdict.NOT_A_PLACE: "is not a place",
        Verdict.UNKNOWN: "is a place that is unknown",
        Verdict.PLACE: f"is {full_name(correction.place)}" if correction.place is not None else "is a place",
    }[correction.verdict]
    return f"“{correction.surface}” {what}{_SCOPES[correction.scope]}"


def marked(surface: str, place: Place, times: int) -> str:
    """That words were marked as a mention, as the reader would say it: "“Old Town” marked as Mosul, Nineveh, Iraq"."""
    often = f", {times:,} times in this document" if times > 1 else ""
    return f"“{surface}” marked as {full_name(place)}{often}"


def closed(title: str) -> str:
    """That a document was closed, as the reader would say it."""
    return f"“{title}” closed"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 document", "1,204 documents"."""
    return f"{number:,} {one if number == 1 else many}"
