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
    "P.PPLL": "locality",
    "P.PPLF": "farm village",
    "P.PPLS": "settlements",
    "P.STLMT": "settlement",
    "P.PPLH": "former settlement",
    "P.PPLCH": "former capital",
    "P.PPLQ": "abandoned settlement",
    "P.PPLW": "destroyed settlement",
    "A.PCLI": "country",
    "A.PCLD": "territory",
    "A.PCLS": "territory",
    "A.PCLF": "freely associated state",
    "A.PCLH": "former country",
    "A.TERR": "territory",
    "A.ADM1": "province",
    "A.ADM1H": "former province",
    "A.ADM2": "district",
    "A.ADM2H": "former district",
    "A.ADM3": "district",
    "A.ADM4": "municipality",
    "A.ADM5": "part of a municipality",
    "A.ADMH": "former administrative area",
    "A.ZN": "zone",
    "A.ZNB": "buffer zone",
    "S.ADMF": "government building",
    "S.AIRB": "air base",
    "S.AIRF": "airfield",
    "S.AIRP": "airport",
    "S.ANS": "ancient site",
    "S.BDG": "bridge",
    "S.BLDG": "building",
    "S.CH": "church",
    "S.CMP": "camp",
    "S.CMPL": "labour camp",
    "S.CMPRF": "refugee camp",
    "S.CSTL": "castle",
    "S.DAM": "dam",
    "S.EST": "estate",
    "S.FT": "fort",
    "S.FY": "ferry",
    "S.HSP": "hospital",
    "S.INSM": "military site",
    "S.MIL": "military site",
    "S.MN": "mine",
    "S.MNMT": "monument",
    "S.MNST": "monastery",
    "S.MSQE": "mosque",
    "S.NUC": "nuclear site",
    "S.OILR": "oil refinery",
    "S.PRN": "prison",
    "S.PS": "power station",
    "S.PSN": "nuclear power station",
    "S.PSTB": "border crossing",
    "S.RSTN": "railway station",
    "S.RUIN": "ruin",
    "S.SCH": "school",
    "S.SQR": "square",
    "S.TMPL": "temple",
    "S.UNIV": "university",
    "L.AREA": "area",
    "L.CONT": "continent",
    "L.CST": "coast",
    "L.FLD": "fields",
    "L.MILB": "military base",
    "L.OAS": "oasis",
    "L.OILF": "oil field",
    "L.PRK": "park",
    "L.PRT": "port",
    "L.RES": "reserve",
    "L.RGN": "region",
    "L.RGNE": "economic region",
    "L.RGNH": "historical region",
    "L.RESN": "nature reserve",
    "H.BAY": "bay",
    "H.CHN": "channel",
    "H.CNL": "canal",
    "H.DLTA": "delta",
    "H.FJD": "fjord",
    "H.FLLS": "waterfall",
    "H.FORD": "ford",
    "H.GULF": "gulf",
    "H.HBR": "harbour",
    "H.LGN": "lagoon",
    "H.LK": "lake",
    "H.LKS": "lakes",
    "H.MRSH": "marsh",
    "H.OCN": "ocean",
    "H.RSV": "reservoir",
    "H.SEA": "sea",
    "H.SPNG": "spring",
    "H.STM": "river",
    "H.STRT": "strait",
    "H.SWMP": "swamp",
    "H.WAD": "wadi",
    "H.WTLD": "wetland",
    "R.RD": "road",
    "R.RDJCT": "crossroads",
    "R.RR": "railway",
    "R.TNL": "tunnel",
    "T.ATOL": "atoll",
    "T.BCH": "beach",
    "T.CAPE": "cape",
    "T.CNYN": "canyon",
    "T.DSRT": "desert",
    "T.GRGE": "gorge",
    "T.ISL": "island",
    "T.ISLS": "islands",
    "T.ISTH": "isthmus",
    "T.MT": "mountain",
    "T.MTS": "mountains",
    "T.PASS": "mountain pass",
    "T.PEN": "peninsula",
    "T.PK": "peak",
    "T.PLAT": "plateau",
    "T.PLN": "plain",
    "T.PT": "point of land",
    "T.RDGE": "ridge",
    "T.RF": "reef",
    "T.UPLD": "upland",
    "T.VAL": "valley",
    "T.VLC": "volcano",
    "U.SEAU": "part of the sea",
    "V.FRST": "forest",
    "X.PT": "point",
    "X.REL": "area",
}
_SEATS: Final = {"P.PPLA": "seat of a province", "P.PPLA2": "seat of a district", "P.PPLA3": "seat of a district"}
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
        return _settlement(place)
    return _CLASSES.get(place.feature[:1], _PRECISIONS[place.precision])


def _settlement(place: Place) -> str:
    """City, town or village by its people; a small seat of government is known for being one."""
    if place.population >= _CITY_FROM:
        return "city"
    seat = _SEATS.get(place.feature)
    if seat and (place.feature == "P.PPLA" or place.population < _TOWN_FROM):
        return seat
    return "town" if place.population >= _TOWN_FROM else "village" if place.population else "place"


def chain(place: Place) -> str:
    """The containing divisions without the place's own name: "Nineveh, Iraq"."""
    names = [name for name in place.admin if name and name != place.name]
    return ", ".join(dict.fromkeys(names))


def years(place: Place) -> str:
    """When a place that is no more was there, as from year to year or "until 539 BC"; empty for what still is."""
    if place.finish is None:
        return ""
    finish = _year(place.finish)
    if place.start is None:
        return f"until {finish}"
    if place.start == place.finish:
        return finish
    start = str(-place.start) if place.start < 0 and place.finish < 0 else _year(place.start)
    return f"{start}\N{EN DASH}{finish}"


def _year(year: int) -> str:
    return str(year) if year >= 0 else f"{-year} BC"


def where(place: Place) -> str:
    """What a place is, where it lies, and when it was if it is no more: "city · Nineveh, Iraq"."""
    return " · ".join(part for part in (feature(place), chain(place), years(place)) if part)


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
