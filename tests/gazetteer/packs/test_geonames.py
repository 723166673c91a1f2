from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.gazetteer.packs.recipe import PackFormat, Recipe

from .conftest import row

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Imported

IRAQ = row(99237, "Republic of Iraq", kind="A", code="PCLI", admin1="00", lat=33, lon=44, population=38433600)
NINEVEH = row(92877, "Ninawa", kind="A", code="ADM1", admin1="15", alternates="Nineveh,نينوى")
SINJAR = row(9166650, "Sinjar District", kind="A", code="ADM2", admin1="15", admin2="7")
VILLAGE = row(
    1000001, "Tall Banat", admin1="15", admin2="7", alternates="Tal Banat,تل بنات,tlbnat,TB", lat=36.2, lon=41.7
)
RECIPE = Recipe(PackFormat.GEONAMES, "Iraq")


def test_a_dump_becomes_places_with_their_chain(run: Callable[..., Imported]) -> None:
    done = run("IQ.txt", f"{VILLAGE}\n{SINJAR}\n{NINEVEH}\n{IRAQ}\n")
    assert (done.report.places, done.report.skipped, done.report.cancelled) == (4, 0, False)
    place = done.place("Tall Banat")
    assert (place.id, place.geonameid, place.feature, place.country) == ("gn:1000001", 1000001, "P.PPL", "IQ")
    assert (place.lat, place.lon) == (36.2, 41.7)
    assert place.admin_ids == ("gn:9166650", "gn:92877", "gn:99237")
    assert place.admin == ("Sinjar District", "Nineveh", "Iraq")
    assert done.place("تل بنات").id == done.place("Tal Banat").id == place.id
    assert not done.pack.find("tlbnat")
    assert not done.pack.find("TB")


def test_the_country_is_in_the_chain_though_the_dump_lacks_it(run: Callable[..., Imported]) -> None:
    done = run("IQ.txt", VILLAGE)
    place = done.place("Tall Banat")
    assert (place.admin, place.admin_ids) == (("Iraq",), ("gn:99237",))
    assert done.report.places == 1
    assert not done.pack.find("Iraq")
    assert done.pack.place("gn:99237") is not None


def test_divisions_are_in_the_chain_though_their_class_is_not_wanted(run: Callable[..., Imported]) -> None:
    done = run("IQ.txt", f"{VILLAGE}\n{NINEVEH}\n", replace(RECIPE, classes=("P",)))
    assert done.place("Tall Banat").admin_ids == ("gn:92877", "gn:99237")
    assert not done.pack.find("Ninawa")
    assert done.report.places == 1


def test_buildings_and_roads_are_taken_only_if_wanted(run: Callable[..., Imported]) -> None:
    lines = "\n".join((VILLAGE, row(5, "Old Mill", kind="S", code="ML"), row(6, "Silk Road", kind="R", code="RD")))
    assert run("IQ.txt", lines).report.places == 1
    assert run("IQ.txt", lines, replace(RECIPE, classes=("P", "S", "R"))).report.places == 3


def test_a_country_and_a_division_look_as_in_the_embedded_gazetteer(run: Callable[..., Imported]) -> None:
    done = run("IQ.txt", f"{IRAQ}\n{NINEVEH}")
    assert done.place("Republic of Iraq").areas == ("IQ",)
    assert done.place("Nineveh").areas == ("gn:92877",)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (row(7, "Far", lat=97.3, lon=143), "line 2: latitude 97.3 is not between -90 and 90"),
        (row(7, "Far", lon=-181), "line 2: longitude -181 is not between -180 and 180"),
        (row(7, "Far", lat=""), "line 2: there is no latitude"),
        (row(7, "Far", lat="nan"), "line 2: latitude “nan” is not a number"),
        (row(7, "Far", lat="north"), "line 2: latitude “north” is not a number"),
        (row("x", "Far"), "line 2: GeoNames id “x” is not a positive number"),
        (row(7, ""), "line 2: there is no name"),
        (row(7, "Fa\0r"), "line 2: the name holds a NUL character"),
        (row(7, "Far", population="many"), "line 2: population “many” is not a number of people"),
        (row(7, "Far", kind="Q"), "line 2: “Q” is no feature class"),
        ("7\tFar", "line 2: it has 2 columns instead of 19"),
    ],
)
def test_a_broken_line_is_skipped_and_told(run: Callable[..., Imported], line: str, sentence: str) -> None:
    done = run("IQ.txt", f"{VILLAGE}\n{line}\n{NINEVEH}\n", RECIPE)
    assert [(fault.line, fault.sentence) for fault in done.report.faults] == [(2, sentence)]
    assert (done.report.places, done.report.skipped) == (2, 1)


def test_other_bytes_and_long_lines_are_told(run: Callable[..., Imported]) -> None:
    content = b"\xff" + VILLAGE.encode() + b"\n" + b"x" * 3_000_000 + b"\n" + VILLAGE.encode()
    done = run("IQ.txt", content, RECIPE)
    assert [fault.sentence for fault in done.report.faults] == [
        "line 1: it is not UTF-8",
        "line 2: it is longer than 1,048,576 bytes",
    ]
    assert done.report.places == 1


def test_the_first_200_faults_are_spelled_out_and_all_are_counted(run: Callable[..., Imported]) -> None:
    done = run("IQ.txt", "\n".join([VILLAGE, *["broken"] * 300]), RECIPE)
    assert (len(done.report.faults), done.report.skipped) == (200, 300)
    assert done.report.faults[-1].line == 201


def test_a_zip_is_read_without_unpacking_it(run: Callable[..., Imported]) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "This is the readme." * 100)
        archive.writestr("IQ.txt", f"{VILLAGE}\n")
    done = run("IQ.zip", packed.getvalue())
    assert done.place("Tall Banat").id == "gn:1000001"


def test_places_of_one_name_and_class_at_one_point_are_one(run: Callable[..., Imported]) -> None:
    lines = (
        row(1, "Tall", lat=36.1, lon=43.2, alternates="Tel One"),
        row(2, "Tall", lat=36.1005, lon=43.2003, population=50, alternates="Tel Two"),
        row(3, "Tall", lat=36.1005, lon=43.2003, kind="T", code="HLL"),
        row(4, "Tall", lat=36.1, lon=43.2015),
        row(5, "Hill", lat=36.1, lon=43.2),
    )
    done = run("IQ.txt", "\n".join(lines))
    assert (done.report.merged, done.report.places) == (1, 4)
    assert {hit.place.id for hit in done.pack.find("Tall")} == {"gn:2", "gn:3", "gn:4"}
    assert done.place("Tel One").id == done.place("Tel Two").id == "gn:2"


def test_an_id_that_comes_twice_is_one_place(run: Callable[..., Imported]) -> None:
    done = run("IQ.txt", f"{VILLAGE}\n{VILLAGE}\n{row(1000001, 'Other')}")
    assert done.report.places == 1
    assert done.place("Other").name == "Tall Banat"


def test_progress_is_told_and_the_file_tells_of_itself(run: Callable[..., Imported]) -> None:
    done = run("IQ.txt", "\n".join(row(n, f"Village {n}", lat=n / 1000) for n in range(1, 12_001)))
    told = [progress.places for progress in done.progress if not progress.finishing]
    assert told == [0, 5000, 10_000]
    assert done.progress[-1].finishing
    assert done.progress[-1].done_bytes == done.progress[-1].total_bytes > 0
    assert done.pack.attribution == ("Places: GeoNames (geonames.org), CC BY 4.0",)
