from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Unreadable
from app.gazetteer.lookup import GazetteerFile
from app.gazetteer.names import normalise
from app.gazetteer.packs.importer import import_pack
from app.gazetteer.packs.recipe import PackFormat, Recipe

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Imported

SITES = """name,lat,lon,alternates,type,country,admin,population,geonameid,start,finish,radius_km
Tell Alpha,36.10,43.20,Tell Alif|تل ألف,archaeological site,Iraq,Nineveh,,,-2500,-600,0.4
Tell Beta,36.40,43.30,,village,IQ,,"1,250",,,,
Old Port,33.90,35.50,,harbour town,Lebanon,,,,,1200,
"""


def test_a_readers_table_becomes_places(run: Callable[..., Imported]) -> None:
    done = run("sites.csv", SITES)
    assert (done.report.places, done.report.skipped, done.report.faults) == (3, 0, ())
    place = done.place("Tell Alif")
    assert (place.name, place.lat, place.lon, place.feature) == ("Tell Alpha", 36.1, 43.2, "S.ANS")
    assert (place.start, place.finish, place.radius_km, place.geonameid) == (-2500, -600, 0.4, None)
    assert place.id == "pk:mine:2"
    assert done.pack.place("pk:mine:2") == place
    assert done.place("تل ألف") == place
    assert (place.country, place.admin, place.admin_ids) == ("IQ", ("Nineveh", "Iraq"), ("gn:92877", "gn:99237"))
    assert done.place("Tell Beta").population == 1250
    assert (done.place("Old Port").country, done.place("Old Port").finish) == ("LB", 1200)


def test_where_a_place_lies_is_told_by_its_point_if_by_nothing_else(run: Callable[..., Imported]) -> None:
    done = run("a.csv", "name,lat,lon\nTell Alpha,36.1,43.2\nBuoy,0.5,-140.5\n")
    place = done.place("Tell Alpha")
    assert (place.country, place.admin_ids) == ("IQ", ("gn:92877", "gn:99237"))
    assert (done.place("Buoy").country, done.place("Buoy").admin) == ("", ())


def test_a_geonames_id_is_the_same_id_as_everywhere(run: Callable[..., Imported]) -> None:
    done = run("a.csv", "name,lat,lon,geonameid\nMosul,36.335,43.119,99072\nErbil,36.19,44.01,gn:95446\n")
    assert (done.place("Mosul").id, done.place("Erbil").id) == ("gn:99072", "gn:95446")


def test_a_readers_own_names_keep_their_marks(run: Callable[..., Imported]) -> None:
    done = run("a.csv", "name,lat,lon,country,geonameid\nTell Ḥalaf,36.83,40.04,SY,\nTikrīt,34.6,43.68,IQ,90150\n")
    assert done.place("Tell Ḥalaf").name == done.place("Tell Halaf").name == "Tell Ḥalaf"
    assert done.place("Tikrit").name == "Tikrit"


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";"), ("utf-8", "|")],
)
def test_encodings_and_delimiters_are_found(run: Callable[..., Imported], encoding: str, delimiter: str) -> None:
    lines = [["Ortsname", "Breite", "Länge"], ["Düren", "50,8", "6,48"], ["Köln", "50,93", "6,95"]]
    lines += [["Mönchengladbach an der Straße", "51,19", "6,44"], ["Größe über Übermaß", "50,1", "6,1"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    done = run("orte.csv", text.encode(encoding))
    assert done.report.places == 4
    assert (done.place("Köln").lat, done.place("Köln").lon) == (50.93, 6.95)


def test_a_table_without_a_header_is_read_by_its_numbers(run: Callable[..., Imported]) -> None:
    done = run("a.csv", "17,Tell Alpha,36.1,43.2\n18,Tell Beta,36.4,43.3\n")
    assert done.report.places == 2
    recipe = Recipe(PackFormat.TABLE, "Sites", columns={"name": "2", "lat": "3", "lon": "4"}, header=False)
    done = run("a.csv", "17,Tell Alpha,36.1,43.2\n18,Tell Beta,36.4,43.3\n", recipe)
    assert done.place("Tell Beta").lat == 36.4


def test_a_mapping_of_columns_wins_over_their_names(run: Callable[..., Imported]) -> None:
    recipe = Recipe(PackFormat.TABLE, "Sites", columns={"name": "modern", "lat": "n", "lon": "e"})
    done = run("a.csv", "name,modern,n,e\nNineve,Mosul,36.3,43.1\n", recipe)
    assert done.place("Mosul").name == "Mosul"
    assert not done.pack.find("Nineve")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("X,97.3,143", "line 3: latitude 97.3 is not between -90 and 90"),
        ("X,143.2,36.1", "line 3: latitude 143.2 is not between -90 and 90; are latitude and longitude swapped?"),
        ("X,,43", "line 3: there is no latitude"),
        ("X,inf,43", "line 3: latitude “inf” is not a number"),
        ("X,36", "line 3: there is no longitude"),
        (",36,43", "line 3: there is no name"),
        ("-,36,43", "line 3: “-” is no name"),
    ],
)
def test_a_broken_row_is_skipped_and_told(run: Callable[..., Imported], line: str, sentence: str) -> None:
    done = run("a.csv", f"name,lat,lon\nTell Alpha,36.1,43.2\n{line}\nTell Beta,36.4,43.3\n")
    assert [fault.sentence for fault in done.report.faults] == [sentence]
    assert done.report.faults[0].line == 3
    assert (done.report.places, done.report.skipped) == (2, 1)


def test_lines_are_counted_over_cells_of_several_lines(run: Callable[..., Imported]) -> None:
    done = run("a.csv", 'name,lat,lon\n"Tell\nAlpha",36.1,43.2\n\nX,97,1\n')
    assert done.place("Tell Alpha").lat == 36.1
    assert [fault.line for fault in done.report.faults] == [5]


def test_what_cannot_be_read_is_told_with_its_line(run: Callable[..., Imported]) -> None:
    good = "Tell Alpha,36.1,43.2\n"
    content = f"name,lat,lon\n{good}".encode() + b"\xff,36,43\n" + b"x" * 3_000_000 + b"\n" + b"Tell Beta,36.4,43.3\n"
    recipe = Recipe(PackFormat.TABLE, "Sites", encoding="utf-8")
    done = run("a.csv", content + b'"open,36,43\n' + b"filler\n" * 40_000 + good.encode(), recipe)
    assert [fault.sentence for fault in done.report.faults][:3] == [
        "line 3: it is not UTF-8",
        "line 4: it is longer than 1,048,576 characters",
        "line 6: a cell is longer than 131,072 characters; is a quotation mark not closed?",
    ]
    assert done.pack.find("Tell Beta")


def test_a_country_that_is_not_known_is_told(run: Callable[..., Imported]) -> None:
    done = run("a.csv", "name,lat,lon,country\nCity,36.1,43.2,Atlantis\nTown,36.5,43.5,UK\n")
    assert done.report.remarks == ("Places that name a country which is not known, looked up by their point: 1.",)
    assert (done.place("City").country, done.place("Town").country) == ("IQ", "GB")


@pytest.mark.parametrize(
    ("recipe", "sentence"),
    [
        (Recipe(PackFormat.TABLE, "x", columns={"name": "name", "lat": "lat"}), "has no column for the longitude"),
        (
            Recipe(PackFormat.TABLE, "x", columns={"name": "name", "lat": "lat", "lon": "east"}),
            "has no column “east” for the longitude",
        ),
        (Recipe(PackFormat.TABLE, "x", encoding="klingon"), "There is no encoding “klingon”"),
        (Recipe(PackFormat.TABLE, "x", encoding="zlib"), "There is no encoding “zlib”"),
    ],
)
def test_a_recipe_that_does_not_fit_is_one_sentence(
    run: Callable[..., Imported], recipe: Recipe, sentence: str
) -> None:
    with pytest.raises(Unreadable, match=sentence):
        run("a.csv", "name,lat,lon\nTell Alpha,36.1,43.2\n", recipe)


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60
).filter(lambda name: any(map(str.isalnum, name)) and normalise(name) and name.strip() == " ".join(name.split()))
ROWS = st.lists(
    st.tuples(NAMES, st.integers(-9_000_000, 9_000_000), st.integers(-18_000_000, 18_000_000)),
    min_size=1,
    max_size=12,
    unique_by=lambda row: normalise(row[0]),
)
DIALECTS = st.tuples(
    st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.booleans()
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, DIALECTS)
def test_whatever_is_written_is_found_again(rows: list[tuple[str, int, int]], dialect: tuple[str, str, bool]) -> None:
    delimiter, encoding, quoted = dialect
    written = io.StringIO()
    writer = csv.writer(written, delimiter=delimiter, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerow(["lat", "name", "lon"])
    writer.writerows([f"{lat / 100_000:.5f}", name, f"{lon / 100_000:.5f}"] for name, lat, lon in rows)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "table.csv", Path(folder) / "pack.sqlite"
        source.write_bytes(written.getvalue().encode(encoding))
        recipe = Recipe(PackFormat.TABLE, "Table", delimiter=delimiter, encoding=encoding)
        report = import_pack(source, target, recipe, lambda _: None, lambda: False)
        assert (report.places, report.skipped) == (len(rows), 0)
        with GazetteerFile.open(target) as pack:
            for name, lat, lon in rows:
                found = [(round(p.lat * 100_000), round(p.lon * 100_000)) for p in (h.place for h in pack.find(name))]
                assert (lat, lon) in found
