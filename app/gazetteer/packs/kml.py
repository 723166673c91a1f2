"""KML and KMZ: placemarks with points, lines and polygons, extended data, and time spans.

Entities, document types and the network are off; a document that declares a type is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.errors import TooLarge, Unreadable
from app.gazetteer.packs import fields, outlines
from app.gazetteer.packs.geojson import settle
from app.gazetteer.packs.recipe import LineFault
from app.gazetteer.packs.rows import Faulty, PackPlace, number, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from app.gazetteer.packs.opening import Source
    from app.gazetteer.packs.recipe import Recipe

SUFFIXES: Final = (".kml",)
LARGEST: Final = 512 << 20
"""Bytes of a document, unpacked."""


def read(source: Source, recipe: Recipe) -> Iterator[PackPlace | LineFault]:
    """The places of a document, and what is wrong with its placemarks.

    Raises:
        Stopped: the reader has cancelled.
        Unreadable: it is not KML.
        TooLarge: it is over `LARGEST`.
    """
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load, seldom needed

    if source.total > LARGEST:
        raise TooLarge(f"{source.name} holds {source.total >> 20} MB; {LARGEST >> 20} MB are the most for KML.")
    row = 0
    try:
        for placemark in _placemarks(source):
            row += 1
            try:
                yield _place(row, placemark, recipe)
            except Faulty as trouble:
                yield LineFault(row, f"placemark {row}: {trouble}")
    except etree.XMLSyntaxError as trouble:
        where = f"is broken after placemark {row}" if row else "is not KML"
        raise Unreadable(f"{source.name} {where}: {shown(str(trouble.msg))}.", "Export it again.") from trouble


def _placemarks(source: Source) -> Iterator[_Element]:
    """The placemarks one after the other; what was read is dropped."""
    from lxml import etree  # noqa: PLC0415 - as above

    parser = etree.iterparse(
        source,
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    depth = 0
    for event, element in parser:
        if event == "start":
            if depth == 0:
                _check(element, source.name)
            depth += _tag(element) == "Placemark" or depth == 0
        elif _tag(element) == "Placemark":
            depth -= 1
            yield element
            _drop(element)
        elif depth == 1:
            _drop(element)


def _check(root: _Element, name: str) -> None:
    if root.getroottree().docinfo.doctype:
        raise Unreadable(f"{name} declares a document type, which KML has no use for.", "Export it again.")
    if _tag(root) not in ("kml", "Document", "Folder", "Placemark"):
        raise Unreadable(f"{name} is not KML: it is a document of “{shown(_tag(root))}”.")


def _drop(element: _Element) -> None:
    """Free an element and those before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _tag(element: _Element) -> str:
    """The name of an element without its name space."""
    return str(element.tag).rpartition("}")[2]


def _children(element: _Element, name: str) -> Iterator[_Element]:
    return (child for child in element if _tag(child) == name)


def _text(element: _Element, *path: str) -> str:
    """The text at a path of names; empty where there is none."""
    here: _Element | None = element
    for name in path:
        here = next(_children(here, name), None) if here is not None else None
    return (here.text or "").strip() if here is not None else ""


def _place(row: int, placemark: _Element, recipe: Recipe) -> PackPlace:
    data = _data(placemark)
    columns = recipe.columns or fields.guessed(data)
    cells = {field: data[column] for field, column in columns.items() if column in data}
    cells["name"] = _text(placemark, "name") or cells.get("name", "")
    when = _text(placemark, "TimeStamp", "when")
    start, finish = _text(placemark, "TimeSpan", "begin") or when, _text(placemark, "TimeSpan", "end") or when
    cells |= {field: text for field, text in (("start", start), ("finish", finish)) if text}
    found = outlines.Geometry()
    _gather(placemark, found)
    return settle(fields.place(row, cells, 0.0, 0.0), found)


def _data(placemark: _Element) -> dict[str, str]:
    """The extended data: name -> text."""
    found: dict[str, str] = {}
    for extended in _children(placemark, "ExtendedData"):
        for data in _children(extended, "Data"):
            found[data.get("name", "")] = _text(data, "value")
        for schema in _children(extended, "SchemaData"):
            for data in _children(schema, "SimpleData"):
                found[data.get("name", "")] = (data.text or "").strip()
    return found


def _gather(element: _Element, found: outlines.Geometry) -> None:
    for child in element:
        match _tag(child):
            case "Point":
                found.points += _coordinates(child)
            case "LineString" | "LinearRing" as kind:
                (found.lines if kind == "LineString" else found.rings).append(_coordinates(child))
            case "Polygon":
                for edge in ("outerBoundaryIs", "innerBoundaryIs"):
                    for boundary in _children(child, edge):
                        _gather(boundary, found)
            case "MultiGeometry":
                _gather(child, found)


def _coordinates(element: _Element) -> list[tuple[float, float]]:
    """The positions of an element: longitude, latitude and perhaps height between commas, blanks between positions."""
    found = []
    for group in _text(element, "coordinates").split():
        lon, comma, rest = group.partition(",")
        if not comma:
            raise Faulty(f"“{shown(group)}” is no pair of longitude and latitude")
        found.append((number(lon, "longitude"), number(rest.partition(",")[0], "latitude")))
    return found


def is_kml(beginning: bytes) -> bool:
    """Whether a file that begins so may be KML."""
    return b"<kml" in beginning[:4096]
