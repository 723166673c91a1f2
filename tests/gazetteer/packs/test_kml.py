from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from app.errors import TooLarge, Unreadable
from app.gazetteer.shapes import ShapeKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .conftest import Imported

PLACES = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Mine</name><Style id="s"><IconStyle/></Style>
<Folder><name>Inner</name>
<Placemark><name>Camp One</name><TimeSpan><begin>2014-06</begin><end>2017</end></TimeSpan>
<ExtendedData><Data name="country"><value>Iraq</value></Data><Data name="alt_name"><value>Mukhayyam</value></Data>
<SchemaData><SimpleData name="type">camp</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>43.2,36.1,220</coordinates></Point></Placemark>
<Placemark><name>Field</name><Polygon><outerBoundaryIs><LinearRing><coordinates>
43,36 44,36 44,37 43,37 43,36</coordinates></LinearRing></outerBoundaryIs>
<innerBoundaryIs><LinearRing><coordinates>43.4,36.4 43.6,36.4 43.6,36.6 43.4,36.6 43.4,36.4</coordinates>
</LinearRing></innerBoundaryIs></Polygon></Placemark></Folder>
<Placemark><name>Way</name><TimeStamp><when>1918</when></TimeStamp><MultiGeometry><LineString>
<coordinates>43,36 43.5,36.5 44,37</coordinates></LineString></MultiGeometry></Placemark>
<Placemark><name>Far</name><Point><coordinates>43,97.3</coordinates></Point></Placemark>
<Placemark><name>Nowhere</name></Placemark>
</Document></kml>"""


def test_placemarks_become_places(run: Callable[..., Imported]) -> None:
    done = run("a.kml", PLACES)
    assert (done.report.places, done.report.skipped) == (3, 2)
    place = done.place("Mukhayyam")
    assert (place.name, place.lat, place.lon, place.country) == ("Camp One", 36.1, 43.2, "IQ")
    assert (place.start, place.finish, place.admin) == (2014, 2017, ("Iraq",))
    assert (done.place("Way").start, done.place("Way").finish) == (1918, 1918)
    field, way = done.pack.shape("pk:mine:2"), done.pack.shape("pk:mine:3")
    assert field is not None
    assert way is not None
    assert (field.kind, way.kind) == (ShapeKind.OUTLINE, ShapeKind.COURSE)
    assert field.contains(36.1, 43.1)
    assert not field.contains(36.5, 43.5)
    assert [fault.sentence for fault in done.report.faults] == [
        "placemark 4: latitude 97.3 is not between -90 and 90; are latitude and longitude swapped?",
        "placemark 5: there is no geometry",
    ]


def packed(text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", text)
        archive.writestr("files/icon.png", b"\x89PNG")
    return held.getvalue()


def test_a_kmz_is_a_packed_kml(run: Callable[..., Imported]) -> None:
    assert run("a.kmz", packed(PLACES)).report.places == 3


def test_s1_a_kmz_that_unpacks_to_very_much_is_refused(run: Callable[..., Imported]) -> None:
    with pytest.raises(TooLarge, match=r"a\.kmz unpacks to .* times its size"):
        run("a.kmz", packed(PLACES + " " * 60_000_000))


def test_s1_entities_that_grow_are_refused(run: Callable[..., Imported]) -> None:
    grow = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE kml [<!ENTITY e0 "ha">{grow}]><kml><Placemark><name>&e9;</name></Placemark></kml>'
    with pytest.raises(Unreadable, match="document type"):
        run("a.kml", text)


def test_s3_external_entities_are_never_read(run: Callable[..., Imported], tmp_path: Path) -> None:
    (secret := tmp_path / "secret.txt").write_text("canaryword")
    for inner in (f'[<!ENTITY x SYSTEM "{secret.as_uri()}">]', f'SYSTEM "{secret.as_uri()}"'):
        text = (
            f"<!DOCTYPE kml {inner}><kml><Placemark><name>&x;</name>"
            "<Point><coordinates>43,36</coordinates></Point></Placemark></kml>"
        )
        with pytest.raises(Unreadable) as refused:
            run("a.kml", text)
        assert "canaryword" not in refused.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "<kml><Placemark><name>A</name>",
        "<kml>" + "<Folder>" * 200_000,
        "<kml><Placemark>&nbsp;</Placemark></kml>",
        "<html><kml>x</kml></html>",
        "<kml><Document/></kml>",
        "<kml>\0</kml>",
    ],
)
def test_s1_what_is_no_kml_is_one_sentence(run: Callable[..., Imported], text: str) -> None:
    with pytest.raises(Unreadable, match=r"^a\.kml .*\.$"):
        run("a.kml", text)
