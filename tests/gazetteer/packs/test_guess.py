from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.errors import Unreadable
from app.gazetteer.packs.guess import guess, preview
from app.gazetteer.packs.recipe import FIELDS, NEEDED, PackFormat

from .conftest import row

if TYPE_CHECKING:
    from pathlib import Path

FEATURE = json.dumps({"type": "Feature", "properties": {"name": "A"}, "geometry": None})


def packed(name: str, content: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("IQ.txt", row(1, "Village"), PackFormat.GEONAMES),
        ("IQ.zip", packed("IQ.txt", row(1, "Village")), PackFormat.GEONAMES),
        ("a.geojson", FEATURE, PackFormat.GEOJSON),
        ("a.txt", f" {FEATURE}", PackFormat.GEOJSON),
        ("a.kml", '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"/>', PackFormat.KML),
        ("a.kmz", packed("doc.kml", "<kml/>"), PackFormat.KML),
        ("a.csv", "name,lat,lon\nA,1.5,2.5\n", PackFormat.TABLE),
        ("a.tsv", "name\tlat\tlon\nA\t1.5\t2.5\n", PackFormat.TABLE),
        ("a.zip", packed("table.csv", "name,lat,lon\nA,1.5,2.5\n"), PackFormat.TABLE),
    ],
)
def test_the_format_is_told_by_the_content(
    tmp_path: Path, name: str, content: str | bytes, expected: PackFormat
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    recipe = guess(path)
    assert recipe.format is expected
    assert recipe.title == path.stem


def test_the_title_is_the_files_name_in_words(tmp_path: Path) -> None:
    (tmp_path / "my_old__places.csv").write_text("name,lat,lon\nA,1.5,2.5\n")
    assert guess(tmp_path / "my_old__places.csv").title == "my old places"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("blank.csv", b" \n "),
        ("novel.txt", b"It was a dark night.\nThe rain fell on Mosul.\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        ("zeros.csv", b"a,b,c\0\0\0\n" * 50),
        ("broken.zip", b"PK\x03\x04" + b"x" * 100),
        ("other.zip", packed("notes.docx", "x")),
        ("page.html", b"<html><body>Mosul, Iraq, Syria</body></html>"),
    ],
)
def test_what_is_no_gazetteer_is_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        guess(tmp_path / name)
    assert refused.value.sentence.startswith(name)
    assert refused.value.sentence.count(". ") == 0


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(Unreadable, match="cannot be opened"):
            guess(path)


def test_a_preview_shows_the_beginning_and_what_the_columns_seem_to_be(tmp_path: Path) -> None:
    lines = ["Ort;Breite;Länge;Land;Einwohner;Anmerkung"]
    lines += [f"Dorf {n};50,{n};6,{n};DE;{n};alt" for n in range(1, 40)]
    (tmp_path / "a.csv").write_text("\n".join(lines))
    shown = preview(tmp_path / "a.csv")
    assert shown.columns == ("Ort", "Breite", "Länge", "Land", "Einwohner", "Anmerkung")
    assert (len(shown.rows), shown.rows[0]) == (20, ("Dorf 1", "50,1", "6,1", "DE", "1", "alt"))
    assert (shown.delimiter, shown.encoding, shown.header) == (";", "utf-8", True)
    assert shown.guessed == {
        "name": "Ort",
        "lat": "Breite",
        "lon": "Länge",
        "country": "Land",
        "population": "Einwohner",
    }
    assert set(shown.guessed) <= set(FIELDS)


def test_columns_are_told_by_what_they_hold_where_names_do_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,was,a,b\n1,Dorf,50.1,106.5\n2,Stadt,51.1,107.5\n")
    assert preview(tmp_path / "a.csv").guessed == {"name": "was", "lat": "a", "lon": "b"}


def test_a_table_without_header_has_numbered_columns(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Dorf,50.1,6.5\nStadt,51.1,7.5,more\n")
    shown = preview(tmp_path / "a.csv")
    assert (shown.header, shown.columns, shown.rows[0]) == (False, ("1", "2", "3", "4"), ("Dorf", "50.1", "6.5", ""))
    assert shown.guessed == dict(zip(NEEDED, ("1", "2", "3"), strict=True))


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,lat,lon,name,\nA,1.5,2.5,B,C\n")
    assert preview(tmp_path / "a.csv").columns == ("name", "lat", "lon", "name (2)", "5")
